"""Limits in hours: with the time of day the hour, without it the day that is safe whatever the time was."""

import pytest

from checklists.engine import evaluate
from tests.engine.rulebook import EVENTS, ask, book, deadline, limit, windows

DAY = deadline("talk", "strategy_discussion", "24 hours after initial_conference")
THREE = deadline("talk", "strategy_discussion", "72 hours after initial_conference")
AHEAD = deadline("talk", "strategy_discussion", "48 hours before initial_conference")
NOT_BEFORE = deadline("talk", "strategy_discussion", None, "24 hours after initial_conference")
DAY_AND_A_HALF = deadline("talk", "strategy_discussion", "36 hours after initial_conference")


def one(rule: dict, **case) -> dict:
    """The only window of a rule in a case."""
    return windows(ask(rule, **case), "talk")[0]


@pytest.mark.parametrize(
    ("rule", "conference", "latest", "time", "words"),
    [
        (DAY, "2026-03-27T14:30", "2026-03-28", "14:30", "Saturday 28 March 2026, 14:30"),
        (THREE, "2026-03-31T09:05", "2026-04-03", "09:05", "Friday 3 April 2026, 09:05"),
        (AHEAD, "2026-04-08T10:00", "2026-04-06", "10:00", "Monday 6 April 2026, 10:00"),
        (DAY_AND_A_HALF, "2026-03-31T18:00", "2026-04-02", "06:00", "Thursday 2 April 2026, 06:00"),
    ],
)
def test_with_the_time_of_day(rule, conference, latest, time, words):
    """Hours run by the clock over weekends and bank holidays; the hour stands beside the day."""
    item = one(rule, initial_conference=conference)
    assert (item["latest"], item["latest_time"], item["words"]["latest"]) == (latest, time, words)
    assert (item["last_working_day"], item["remarks"]) == (latest, [])


@pytest.mark.parametrize(
    ("rule", "conference", "latest", "lax"),
    [
        (DAY, "2026-03-27", "2026-03-27", "Saturday 28 March 2026"),
        (THREE, "2026-03-31", "2026-04-02", "Friday 3 April 2026"),
        (AHEAD, "2026-04-08", "2026-04-05", "Monday 6 April 2026"),
        (DAY_AND_A_HALF, "2026-03-31", "2026-03-31", "Thursday 2 April 2026"),
    ],
)
def test_without_the_time_of_day(rule, conference, latest, lax):
    """No time is guessed: the last day that lies in the hours whatever the time was, and why."""
    item = one(rule, initial_conference=conference)
    assert (item["latest"], item["safe_latest"], item["latest_time"]) == (latest, latest, None)
    assert len(item["remarks"]) == 1 and item["remarks"][0].endswith(f"they may end as late as {lax}.")
    assert item["steps"][-1]["why"].startswith("the last whole day that fits")


@pytest.mark.parametrize(
    ("conference", "done", "today", "status"),
    [
        ("2026-03-30", None, "2026-03-30", "due"),
        ("2026-03-30", None, "2026-03-31", "due"),
        ("2026-03-30", None, "2026-04-01", "overdue"),
        ("2026-03-30", "2026-03-31", "2026-04-09", "met"),
        ("2026-03-30", "2026-04-01", "2026-04-09", "met_late"),
        ("2026-03-30T14:30", None, "2026-03-31", "due"),
        ("2026-03-30T14:30", "2026-03-31", "2026-04-09", "met"),
        ("2026-03-30T14:30", "2026-03-31T14:30", "2026-04-09", "met"),
        ("2026-03-30T14:30", "2026-03-31T14:31", "2026-04-09", "met_late"),
    ],
)
def test_late_is_said_only_of_what_is_late(conference, done, today, status):
    """Without the time it is overdue when the hours are over for certain; with both, the minute decides."""
    case = {"strategy_discussion": done} if done else {}
    assert one(DAY, today=today, initial_conference=conference, **case)["status"] == status


@pytest.mark.parametrize(
    ("conference", "earliest"), [("2026-03-30", "2026-04-01"), ("2026-03-30T14:30", "2026-03-31")]
)
def test_an_earliest_hour(conference, earliest):
    """Not before so many hours: the first whole day after them, whatever the time was."""
    assert one(NOT_BEFORE, initial_conference=conference)["earliest"] == earliest


@pytest.mark.parametrize("text", ["2026-03-26T", "2026-03-26T9:30", "2026-03-26T24:00", "2026-03-26T14:30Z"])
def test_a_bad_time_is_refused(text):
    """A time of day that is none gets the field, and how to write it."""
    with pytest.raises(ValueError, match=r"events\.initial_conference\[0\]\.held: .* is not a time of day"):
        ask(DAY, initial_conference=text)


TALKED = deadline("talk", "visit", "24 hours after strategy_discussion")
OPENS = deadline("talk", "visit", "5 days after strategy_discussion", "24 hours after strategy_discussion")


@pytest.mark.parametrize(
    ("visits", "status", "words"),
    [
        (["2026-03-13T10:00", "2026-03-13T18:00"], "met", "Done on Friday 13 March 2026, 10:00"),
        (["2026-03-13T18:00", "2026-03-13T10:00"], "met", "Done on Friday 13 March 2026, 10:00"),
        (["2026-03-13T18:00", "2026-03-13"], "met", "Done on Friday 13 March 2026"),
        (["2026-03-13", "2026-03-13T18:00"], "met", "Done on Friday 13 March 2026"),
        (["2026-03-13T18:00", "2026-03-13T16:00"], "met_late", "Done on Friday 13 March 2026, 16:00, late"),
        ([("2026-03-13T18:00", "booked"), "2026-03-13T10:00"], "met", "Done on Friday 13 March 2026, 10:00"),
    ],
)
def test_twice_on_one_day_counts_from_the_first_time(visits, status, words):
    """In whichever order they are typed; where one has no time, it may have been the first."""
    item = one(TALKED, today="2026-03-13", strategy_discussion="2026-03-12T14:30", visit=visits)
    assert (item["status"], item["status_words"]) == (status, words)


@pytest.mark.parametrize(
    ("visit", "late", "early"),
    [
        ("2026-03-13T14:29", False, True),
        ("2026-03-13T14:30", False, False),
        ("2026-03-13", False, False),
        ("2026-03-12", False, True),
        ("2026-03-14T14:30", False, False),
        ("2026-03-14T14:31", True, False),
        ("2026-03-14", False, False),
        ("2026-03-15", True, False),
    ],
)
def test_a_booking_is_late_or_early_by_the_hour(visit, late, early):
    """On the first and the last day a booking counts by its hour; without one it may be in time."""
    rule = deadline(
        "talk", "visit", "48 hours after strategy_discussion", "24 hours after strategy_discussion"
    )
    item = one(rule, today="2026-03-12", strategy_discussion="2026-03-12T14:30", visit=[(visit,)])
    assert (item["booked_late"], item["booked_early"]) == (late, early)


@pytest.mark.parametrize(
    ("hours", "conference", "earliest"),
    [
        (2, "2026-03-26", "2026-03-26"),
        (24, "2026-03-26", "2026-03-26"),
        (48, "2026-03-26", "2026-03-25"),
        (2, "2026-03-26T01:00", "2026-03-25"),
    ],
)
def test_hours_before_an_event_open_no_later_than_its_day(hours, conference, earliest):
    """Without a time the first day is the one on which all is within the hours, and never after the event."""
    rule = deadline("talk", "strategy_discussion", None, f"{hours} hours before initial_conference")
    assert one(rule, initial_conference=conference)["earliest"] == earliest


@pytest.mark.parametrize(
    ("discussions", "latest", "time"),
    [
        (["2026-03-12T14:30", "2026-03-12T09:00"], "2026-03-13", "09:00"),
        (["2026-03-12", "2026-03-12T14:30"], "2026-03-12", None),
    ],
)
def test_hours_run_from_the_first_time_of_a_day(discussions, latest, time):
    """What is entered twice on a day starts the hours when it happened first, or at no known time."""
    item = one(TALKED, strategy_discussion=discussions)
    assert (item["latest"], item["latest_time"]) == (latest, time)


OR = deadline("talk", "visit", "24 hours after strategy_discussion or advice_sought")
BOTH = deadline("talk", "visit", "24 hours after settled")


@pytest.mark.parametrize(
    ("rule", "case", "latest", "time"),
    [
        (OR, {"strategy_discussion": "2026-03-12T14:30", "advice_sought": "2026-03-12"}, "2026-03-12", None),
        (OR, {"strategy_discussion": "2026-03-12", "advice_sought": "2026-03-12T14:30"}, "2026-03-12", None),
        (
            OR,
            {"strategy_discussion": "2026-03-12T09:00", "advice_sought": "2026-03-12T14:30"},
            "2026-03-13",
            "14:30",
        ),
        (
            OR,
            {"strategy_discussion": "2026-03-11", "advice_sought": "2026-03-12T14:30"},
            "2026-03-13",
            "14:30",
        ),
        (BOTH, {"notice": "2026-03-12T14:30", "agreement": "2026-03-12"}, "2026-03-12", None),
        (BOTH, {"notice": "2026-03-12", "agreement": "2026-03-12T14:30"}, "2026-03-12", None),
        (BOTH, {"notice": "2026-03-12T14:30", "agreement": "2026-03-12T09:00"}, "2026-03-13", "14:30"),
        (BOTH, {"notice": "2026-03-11", "agreement": "2026-03-12T14:30"}, "2026-03-13", "14:30"),
    ],
)
def test_of_two_on_one_day_an_unknown_time_counts(rule, case, latest, time):
    """The later of two has no known time where one on that day has none: the safe day is given."""
    item = one(rule, **case)
    assert (item["latest"], item["latest_time"]) == (latest, time)
    assert bool(item["remarks"]) is (time is None)


@pytest.mark.parametrize(
    ("limit_", "seen"), [("24 hours after last seen", "birth"), ("24 hours after previous seen", "seen")]
)
def test_the_last_of_a_day_may_be_the_one_without_a_time(limit_, seen):
    """Of two of different kinds on one day, as the last of all and as what opens a gap."""
    rules = book(deadline("talk", seen, limit_))
    rules.events = EVENTS | {"seen": {"label": "seen", "any_of": ["visit", "seen_alone"]}}
    held = {"visit": [{"held": "2026-03-12"}], "seen_alone": [{"held": "2026-03-12T14:30"}]}
    answer = evaluate({"area": "here", "today": "2026-04-10", "events": held}, rules)
    item = windows(answer, "talk")[-1]
    assert (item["latest"], item["latest_time"]) == ("2026-03-12", None)


@pytest.mark.parametrize(
    ("discussion", "visit", "status", "words"),
    [
        (
            "2026-03-13T14:30",
            "2026-03-14T10:00",
            "too_early",
            "Held on Saturday 14 March 2026, 10:00, before the earliest hour, 14:30",
        ),
        ("2026-03-13T14:30", "2026-03-14T14:30", "met", "Done on Saturday 14 March 2026, 14:30"),
        ("2026-03-13T14:30", "2026-03-14", "met", "Done on Saturday 14 March 2026"),
        (
            "2026-03-13T14:30",
            "2026-03-13T18:00",
            "too_early",
            "Held on Friday 13 March 2026, 18:00, before the earliest day",
        ),
        ("2026-03-13", "2026-03-14T00:00", "met", "Done on Saturday 14 March 2026, 00:00"),
    ],
)
def test_too_early_by_the_hour(discussion, visit, status, words):
    """On the day on which it opens the minute decides, where both have one."""
    item = one(OPENS, today="2026-03-20", strategy_discussion=discussion, visit=visit)
    assert (item["status"], item["status_words"]) == (status, words)


def test_an_open_question_leaves_the_hour_open():
    """Late by the clock under one answer and in time under the other is not called late."""
    sides = [
        {**limit("24 hours after strategy_discussion"), "when": "under_five"},
        {**limit("36 hours after strategy_discussion"), "when": "not under_five"},
    ]
    rule = deadline("talk", "visit", sides)
    case = {"strategy_discussion": "2026-03-12T08:30", "visit": "2026-03-13T18:00", "today": "2026-03-20"}
    assert one(rule, **case)["status"] == "met"
    assert one(rule, **case, facts={"under_five": True})["status"] == "met_late"
    assert one(rule, **case, facts={"under_five": False})["status"] == "met"


def test_what_lies_ahead_by_the_hour():
    """Of two held on the last day ahead of a meeting, the one that was in time by the clock meets it."""
    rule = deadline("talk", "conference", "48 hours before each core_group")
    case = {
        "core_group": "2026-04-08T10:00",
        "initial_conference": "2026-04-06T09:00",
        "review_conference": "2026-04-06T12:00",
    }
    item = one(rule, today="2026-04-10", plan_started="2026-04-01", **case)
    assert (item["status"], item["words"]["met_on"]) == ("met", "Monday 6 April 2026")
