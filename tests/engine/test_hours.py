"""Limits in hours: with the time of day the hour, without it the day that is safe whatever the time was."""

import pytest

from tests.engine.rulebook import ask, deadline, windows

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
