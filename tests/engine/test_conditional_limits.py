"""Limits that hold only sometimes, stand beside another, or have a target ahead of them."""

import pytest

from tests.engine.rulebook import ask, deadline, limit, windows

SOONER = deadline(
    "review",
    "first review_conference",
    ["3 months after initial_conference", "20 working days after birth"],
    **{"from": "initial_conference"},
)
TARGET = deadline(
    "review", "core_group", "6 weeks after previous core_group", target="1 month after previous core_group"
)
BY_ANSWER = deadline(
    "plan",
    "core_group",
    [
        limit("10 working days after initial_conference", when="not under_five"),
        limit("5 working days after initial_conference", when="under_five"),
    ],
)
EITHER_SIDE = deadline(
    "plan",
    "core_group",
    "10 working days after initial_conference",
    [limit("2 days after initial_conference", when="under_five"), "at initial_conference"],
)
MET_BY_TWO = deadline("settling", "settled", "10 working days after initial_conference")
FROM_TWO = deadline("plan", "core_group", "5 working days after settled")


def one(rule: dict, **case) -> dict:
    """The first window of a rule in a case."""
    return windows(ask(rule, **case), rule["key"])[0]


@pytest.mark.parametrize(
    ("case", "latest", "limit_words", "told"),
    [
        (
            {"initial_conference": "2026-03-26"},
            "2026-06-26",
            "3 months after the initial conference",
            "It may yet come sooner: 20 working days after the birth of the child counts too, "
            "and the birth of the child has no date yet.",
        ),
        (
            {"initial_conference": "2026-03-26", "birth": "2026-04-09"},
            "2026-05-08",
            "20 working days after the birth of the child",
            "The sooner counts: 20 working days after the birth of the child. "
            "The other: 3 months after the initial conference, would be Friday 26 June 2026.",
        ),
        (
            {"initial_conference": "2026-03-26", "birth": [("2026-06-09",)]},
            "2026-06-26",
            "3 months after the initial conference",
            "The sooner counts: 3 months after the initial conference. "
            "The other: 20 working days after the birth of the child, would be Tuesday 7 July 2026.",
        ),
        (
            {"initial_conference": "2026-03-26", "birth": "2020-01-09"},
            "2026-06-26",
            "3 months after the initial conference",
            None,
        ),
    ],
    ids=["birth to come", "born soon after", "birth expected late", "born before the conference"],
)
def test_whichever_is_sooner(case, latest, limit_words, told):
    """The sooner counts, and it is said which; one whose event has no date may yet bring it forward."""
    item = one(SOONER, **case)
    assert (item["latest"], item["limit_words"]) == (latest, limit_words)
    assert item["remarks"] == ([told] if told else [])


def test_a_window_that_was_met_waits_for_nothing_sooner():
    """Once the review was held, nothing is said of a birth that might have brought it forward."""
    item = one(SOONER, initial_conference="2026-01-05", review_conference="2026-04-01")
    assert (item["status"], item["remarks"]) == ("met", [])


@pytest.mark.parametrize(
    ("today", "held", "status", "words"),
    [
        ("2026-04-10", [], "waiting", "Target in 22 days"),
        ("2026-05-01", [], "waiting", "Target tomorrow"),
        ("2026-05-02", [], "due", "Due now, the target is today"),
        ("2026-05-05", [], "due", "Due now, target passed 3 days ago"),
        ("2026-05-14", [], "due", "Due today, the last day; target passed 12 days ago"),
        ("2026-05-15", [], "overdue", "Overdue by 1 day, no date entered"),
        ("2026-06-01", ["2026-05-02"], "met", "Done on Saturday 2 May 2026"),
        ("2026-06-01", ["2026-05-07"], "met", "Done on Thursday 7 May 2026, 5 days after the target"),
        ("2026-06-01", ["2026-05-15"], "met_late", "Done on Friday 15 May 2026, 1 day late"),
    ],
)
def test_a_target_ahead_of_the_latest_day(today, held, status, words):
    """It is due from the target and overdue only after the latest day; both dates stand in the answer."""
    item = one(TARGET, today=today, core_group=["2026-04-02", *held])
    assert (item["target_date"], item["latest"]) == ("2026-05-02", "2026-05-14")
    assert (item["status"], item["status_words"]) == (status, words)
    assert [(entry["bound"], entry["date"]) for entry in item["limits"]] == [
        ("target", "2026-05-02"),
        ("latest", "2026-05-14"),
    ]


def test_both_dates_are_on_the_line_of_days():
    """The picture marks the target and the latest day."""
    marks = ask(TARGET, core_group="2026-04-02")["timeline"]["marks"]
    assert [(mark["label"], mark["day"]) for mark in marks] == [("Review", 49), ("Review: target", 37)]


@pytest.mark.parametrize(
    ("facts", "latest", "depends", "told"),
    [
        ({"under_five": True}, "2026-04-02", None, []),
        ({"under_five": False}, "2026-04-13", None, []),
        (
            {},
            "2026-04-02",
            "under_five",
            [
                "It depends on an answer: Is the child under five? If yes: 5 working days after the "
                "initial conference, by Thursday 2 April 2026; if no: 10 working days after the initial "
                "conference, by Monday 13 April 2026. Until then the stricter counts."
            ],
        ),
    ],
    ids=["yes", "no", "not answered"],
)
def test_an_amount_by_an_answer(facts, latest, depends, told):
    """The answer decides; without one both dates are told, the stricter counts, the question is named."""
    item = one(BY_ANSWER, initial_conference="2026-03-26", facts=facts)
    assert (item["latest"], item.get("depends_on"), item["remarks"]) == (latest, depends, told)
    assert len(item["limits"]) == (2 if depends else 1)


@pytest.mark.parametrize(
    ("today", "held", "status", "words"),
    [
        ("2026-04-01", [], "waiting", "Due tomorrow"),
        ("2026-04-02", [], "due", "Due today"),
        ("2026-04-08", [], "due", "Due, or overdue by 6 days: that hangs on what is not known"),
        ("2026-04-14", [], "overdue", "Overdue by 12 days, no date entered"),
        ("2026-04-20", ["2026-04-02"], "met", "Done on Thursday 2 April 2026"),
        (
            "2026-04-20",
            ["2026-04-08"],
            "met",
            "Done on Wednesday 8 April 2026, in time or late: that hangs on what is not known",
        ),
        ("2026-04-20", ["2026-04-14"], "met_late", "Done on Tuesday 14 April 2026, 12 days late"),
    ],
)
def test_nothing_is_called_late_that_an_answer_may_put_in_time(today, held, status, words):
    """While the question is open, overdue and late are said only of what is so under every answer."""
    item = one(BY_ANSWER, today=today, initial_conference="2026-03-26", core_group=held)
    assert (item["status"], item["status_words"]) == (status, words)


@pytest.mark.parametrize(
    ("facts", "earliest", "status"),
    [
        ({}, "2026-03-28", "met"),
        ({"under_five": True}, "2026-03-28", "too_early"),
        ({"under_five": False}, "2026-03-26", "met"),
    ],
)
def test_an_earliest_day_by_an_answer(facts, earliest, status):
    """Of two earliest days the later is the strict one; too early is said only where it is so for certain."""
    item = one(EITHER_SIDE, initial_conference="2026-03-26", core_group="2026-03-27", facts=facts)
    assert (item["earliest"], item["status"]) == (earliest, status)


@pytest.mark.parametrize(
    ("case", "status", "met_on", "told"),
    [
        ({}, "overdue", None, []),
        (
            {"notice": "2026-03-30"},
            "overdue",
            None,
            ["Done so far: the notice on Monday 30 March 2026. It is met when the agreement has a date too."],
        ),
        ({"notice": "2026-03-30", "agreement": "2026-04-02"}, "met", "2026-04-02", []),
        ({"notice": "2026-04-16", "agreement": "2026-04-02"}, "met_late", "2026-04-16", []),
        ({"notice": "2026-03-30", "agreement": [("2026-04-30",)]}, "overdue", None, []),
    ],
    ids=["neither", "one", "both", "the first one last", "one only booked"],
)
def test_met_by_two_events(case, status, met_on, told):
    """What is made of two events has happened when both have, on the later day; half done is named."""
    item = one(MET_BY_TWO, today="2026-04-20", initial_conference="2026-03-26", **case)
    assert (item["status"], item["met_on"], item["remarks"]) == (status, met_on, told)
    assert item["target"].get("enter") == {0: "notice", 1: "agreement"}.get(len(case))


@pytest.mark.parametrize(
    ("case", "latest", "reason"),
    [
        ({}, None, "the notice and agreement is not complete: the notice and the agreement have no date yet"),
        (
            {"agreement": "2026-04-02"},
            None,
            "the notice and agreement is not complete: the notice has no date yet",
        ),
        ({"agreement": "2026-04-02", "notice": "2026-03-27"}, "2026-04-13", None),
    ],
)
def test_running_from_two_events(case, latest, reason):
    """A limit that runs from two events has no date while one is missing, and says which."""
    item = one(FROM_TWO, **case)
    assert (item["latest"], item["reason"]) == (latest, reason)


def test_what_is_made_of_two_cannot_be_entered():
    """The parts are entered, not the whole."""
    with pytest.raises(ValueError, match="there is no such event"):
        ask(FROM_TWO, settled="2026-04-02")
