"""Counting days: the house conventions of *how days are counted*, each step shown.

Day 0 is the event; the next day, or working day, is day 1. A month ends on the
corresponding date (Dodds v Walker) or, in a shorter month, on its last day for a
latest date and on the first of the next month for an earliest one.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from .calendars import Calendar

DAY_0 = "day 0, the day it runs from"


class Convention(NamedTuple):
    """One way to count. The house's own counts from day 0 and takes months as months."""

    id: str | None = None
    count_from_day: int = 0
    months_as_days: tuple[tuple[int, int], ...] = ()
    units: tuple[str, ...] = ()

    def applies(self, count: int | None, unit: str | None) -> bool:
        """Whether this way of counting says anything about a limit of `count` `unit`s."""
        if count is None or unit not in self.units:
            return False
        return not self.months_as_days or any(count == months for months, _ in self.months_as_days)


HOUSE = Convention()


@dataclass(frozen=True)
class Count:
    """Where a count ends, its steps in order, and whether bank holidays were not known for part of it.

    A step is `(date, counted, n, why)`: n is the number of the day, week, month or year.
    """

    day: date
    steps: tuple[tuple[date, bool, int | None, str | None], ...]
    provisional: bool = False

    @cached_property
    def listed(self) -> list[dict]:
        """The steps as plain data, made once for all answers that show this count."""
        return [
            {"date": day.isoformat(), "counted": counted, "n": n, "why": why}
            for day, counted, n, why in self.steps
        ]


def count(
    calendar: Calendar,
    anchor: date,
    sign: int,
    n: int,
    unit: str,
    convention: Convention = HOUSE,
    up: bool = False,
) -> Count | None:
    """The day `n` `unit`s after (`sign` 1) or before (-1) a day; None where it is not known.

    `up` rounds a month without the corresponding date to the first of the next, as an
    earliest date must be. A count of working days that starts before the calendar's span
    is not known.
    """
    key = (anchor, sign, n, unit, convention.id, up)
    if key not in calendar.counts:
        if len(calendar.counts) > 20_000:  # a long-lived process must not grow without end
            calendar.counts.clear()
        calendar.counts[key] = _count(calendar, anchor, sign, n, unit, convention, up)
    return calendar.counts[key]


def _count(calendar, anchor, sign, n, unit, convention, up):
    first = convention.count_from_day
    if convention.months_as_days and unit == "month":
        n, unit = dict(convention.months_as_days)[n], "day"
    if unit == "working day":
        return _working_days(calendar, anchor, sign, n, first)
    if unit == "day":
        return _days(anchor, sign, n, first)
    if unit == "week":
        weeks = [anchor + timedelta(days=7 * sign * k) for k in range(1, n + 1)]
        return _plain(anchor, [(day, True, k, None) for k, day in enumerate(weeks, 1)])
    months = 12 if unit == "year" else 1
    return _plain(anchor, [_month_step(anchor, sign, k, months, up) for k in range(1, n + 1)])


def _plain(anchor, steps):
    return Count(steps[-1][0], ((anchor, False, 0, DAY_0), *steps))


def _days(anchor, sign, n, first):
    days = [anchor + timedelta(days=sign * (k - first)) for k in range(1, n + 1)]
    steps = tuple((day, True, k, None) for k, day in enumerate(days, 1))
    return Count(days[-1], steps if first else ((anchor, False, 0, DAY_0), *steps))


def _working_days(calendar, anchor, sign, n, first):
    if anchor < calendar.start:
        return None
    steps = [] if first else [(anchor, False, 0, DAY_0)]
    day = anchor if first else anchor + timedelta(days=sign)
    done = 0
    while True:
        why = calendar.why_not_working(day)
        if not why:
            done += 1
        steps.append((day, not why, None if why else done, why))
        if done == n:
            break
        day += timedelta(days=sign)
    provisional = not (calendar.covers(day) and calendar.covers(anchor))
    return Count(day, tuple(steps), provisional)


def _month_step(anchor, sign, k, months, up):
    """The k-th month (or year, of 12 months) from a day, with the reason where its date is another."""
    index = anchor.year * 12 + anchor.month - 1 + sign * k * months
    year, month = divmod(index, 12)
    month += 1
    following = date(year + month // 12, month % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    if anchor.day <= last:
        return date(year, month, anchor.day), True, k, None
    if up:
        return (
            following,
            True,
            k,
            f"there is no day {anchor.day} in that month: the first of the next is taken",
        )
    return (
        date(year, month, last),
        True,
        k,
        f"there is no day {anchor.day} in that month: its last day is taken",
    )
