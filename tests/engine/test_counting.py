"""Counting days: independent cases, bank holidays, and properties that hold for every date."""

import json
from datetime import date, timedelta

import holidays as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.engine import HOUSE, Calendar, Convention, count
from tests.engine.rulebook import holidays

CALENDAR = Calendar(
    date(2011, 1, 1),
    date(2028, 12, 31),
    {date.fromisoformat(day): name for day, name in holidays().items()},
)
DAY_1 = Convention("day_1", 1, (), ("day", "working day"))
IN_DAYS = Convention("months_in_days", 0, ((3, 91), (6, 183)), ("month",))
DATES = st.dates(date(2012, 1, 1), date(2027, 12, 31))
NUMBERS = st.integers(1, 60)


def end(anchor: str, sign: int, n: int, unit: str, convention=HOUSE, up=False) -> str:
    return count(CALENDAR, date.fromisoformat(anchor), sign, n, unit, convention, up).day.isoformat()


@pytest.mark.parametrize(
    ("origin", "anchor", "n", "unit", "expected"),
    [
        ("Dodds v Walker", "1978-09-30", 4, "month", "1979-01-30"),
        ("Riley v Eurostile", "1983-03-23", 2, "month", "1983-05-23"),
        ("Insolvency Rules 2016, Sch. 5", "2017-07-31", 2, "month", "2017-09-30"),
        ("limitation practice", "2026-05-01", 6, "week", "2026-06-12"),
        (
            "councils' charts: a Monday to the Monday three weeks on",
            "2026-06-01",
            15,
            "working day",
            "2026-06-22",
        ),
        ("ten working days over Easter", "2026-03-26", 10, "working day", "2026-04-13"),
        ("the last day of a shorter month", "2026-11-30", 3, "month", "2027-02-28"),
        ("the last day of February in a leap year", "2027-11-30", 3, "month", "2028-02-29"),
        ("a year from 29 February", "2024-02-29", 1, "year", "2025-02-28"),
        ("four years from 29 February", "2024-02-29", 4, "year", "2028-02-29"),
        ("one working day after a Friday", "2026-11-20", 1, "working day", "2026-11-23"),
        ("one working day after a Saturday", "2026-11-21", 1, "working day", "2026-11-23"),
        ("days are calendar days", "2026-12-24", 2, "day", "2026-12-26"),
    ],
)
def test_after(origin, anchor, n, unit, expected):
    """A period ends on the date that its origin gives."""
    assert end(anchor, 1, n, unit) == expected, origin


@pytest.mark.parametrize(
    ("anchor", "n", "unit", "expected"),
    [
        ("2026-06-23", 5, "working day", "2026-06-16"),
        ("2026-06-23", 2, "week", "2026-06-09"),
        ("2026-04-08", 2, "working day", "2026-04-02"),
        ("2026-12-29", 1, "working day", "2026-12-24"),
        ("2026-03-31", 1, "month", "2026-02-28"),
    ],
)
def test_before(anchor, n, unit, expected):
    """N working days before an event is the N-th working day before it."""
    assert end(anchor, -1, n, unit) == expected


def test_earliest_dates_round_up():
    """Without a corresponding day an earliest date is the first of the next month, a latest the last."""
    assert end("2026-11-30", 1, 3, "month", up=True) == "2027-03-01"
    assert end("2026-11-30", 1, 3, "month") == "2027-02-28"


@pytest.mark.parametrize(
    ("anchor", "n", "unit", "convention", "expected"),
    [
        ("2026-03-26", 10, "working day", DAY_1, "2026-04-10"),
        ("2026-04-03", 1, "working day", DAY_1, "2026-04-07"),  # Good Friday cannot be working day 1
        ("2026-03-26", 2, "day", DAY_1, "2026-03-27"),
        ("2026-11-30", 3, "month", IN_DAYS, "2027-03-01"),
        ("2026-03-26", 6, "month", IN_DAYS, "2026-09-25"),
    ],
)
def test_other_conventions(anchor, n, unit, convention, expected):
    """Other ways of counting give what their users' systems give."""
    assert end(anchor, 1, n, unit, convention) == expected


@pytest.mark.parametrize(
    ("day", "off"),
    [
        ("2011-04-29", True),
        ("2012-06-04", True),
        ("2012-06-05", True),
        ("2020-05-08", True),
        ("2020-05-04", False),
        ("2022-06-02", True),
        ("2022-06-03", True),
        ("2022-09-19", True),
        ("2023-05-08", True),
        ("2026-01-02", False),
        ("2026-08-03", False),
        ("2026-11-30", False),  # bank holidays of Scotland alone
    ],
)
def test_one_offs(day, off):
    """Extraordinary bank holidays are held, moved ones are not held twice, Scotland's change nothing."""
    assert bool(CALENDAR.why_not_working(date.fromisoformat(day))) is off, day


def test_bank_holidays_agree_with_an_independent_library():
    """Every weekday of the span is a bank holiday here exactly where the `holidays` library says so."""
    theirs = oracle.country_holidays("GB", subdiv="ENG", years=range(2011, 2029))
    day, differing = CALENDAR.start, []
    while day <= CALENDAR.end:
        if day.weekday() < 5 and (day in CALENDAR.holidays) != (day in theirs):
            differing.append(day.isoformat())
        day += timedelta(days=1)
    assert not differing, f"these differ: {json.dumps(differing)}"


def test_a_count_that_leaves_the_span_is_provisional():
    """Past the last published bank holiday only weekends are left out, and the count says so."""
    inside = count(CALENDAR, date(2028, 12, 1), 1, 5, "working day")
    across = count(CALENDAR, date(2028, 12, 28), 1, 5, "working day")
    assert (inside.provisional, across.provisional) == (False, True)
    assert across.day == date(2029, 1, 4)


def test_a_count_that_starts_before_the_span_is_not_known():
    """Working days from a day without published bank holidays are not guessed; calendar days still count."""
    assert count(CALENDAR, date(2010, 12, 30), 1, 5, "working day") is None
    assert count(CALENDAR, date(2010, 12, 30), 1, 5, "day").day == date(2011, 1, 4)


def test_steps_name_every_day():
    """The steps over Easter name day 0, each counted day, and each day left out with its reason."""
    steps = count(CALENDAR, date(2026, 3, 26), 1, 10, "working day").steps
    assert steps[0][0] == date(2026, 3, 26) and steps[0][2] == 0
    assert [(day.day, why) for day, _, _, why in steps if why in ("Good Friday", "Easter Monday")] == [
        (3, "Good Friday"),
        (6, "Easter Monday"),
    ]
    assert [n for _, counted, n, _ in steps if counted] == list(range(1, 11))
    days = [day for day, *_ in steps]
    assert days == [days[0] + timedelta(days=k) for k in range(len(days))], (
        "no day is passed over without a word"
    )


@given(DATES, NUMBERS)
def test_working_days_there_and_back(day, n):
    """From a working day, N on and N back is the same day; the end is a working day; N are counted."""
    if CALENDAR.why_not_working(day):
        return
    there = count(CALENDAR, day, 1, n, "working day")
    assert CALENDAR.why_not_working(there.day) is None
    assert sum(step[1] for step in there.steps) == n
    assert count(CALENDAR, there.day, -1, n, "working day").day == day


@given(DATES, NUMBERS, st.sampled_from(["day", "working day", "week", "month", "year"]))
def test_a_longer_limit_never_ends_earlier(day, n, unit):
    """One unit more never gives an earlier day, and a day later start never gives an earlier end."""
    if unit == "year":
        n = n % 20 + 1
    first = count(CALENDAR, day, 1, n, unit).day
    assert first > day
    assert count(CALENDAR, day, 1, n + 1, unit).day > first
    assert count(CALENDAR, day + timedelta(days=1), 1, n, unit).day >= first


@given(DATES, st.integers(1, 48))
def test_months_end_on_the_corresponding_day(day, n):
    """A count of months ends on the same day of the month, or on the month's last day where there is none."""
    found = count(CALENDAR, day, 1, n, "month").day
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == n
    assert found.day == day.day or (found + timedelta(days=1)).day == 1
