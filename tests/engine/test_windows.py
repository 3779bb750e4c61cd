"""Which windows a deadline opens, what each runs from, and what meets it."""

import pytest

from tests.engine.rulebook import ask, deadline, windows

VISIT = deadline(
    "visit",
    "visit",
    "2 weeks after previous visit or plan_started",
    or_set_by=["conference"],
    until="plan_ended",
)
SIX_WEEKLY = deadline("next", "core_group", "6 weeks after previous core_group", until="plan_ended")
RECORD = deadline("record", "record_circulated", "5 working days after each core_group")
BEFORE_REVIEW = deadline(
    "before", "core_group", "2 weeks before each review_conference", **{"from": "first core_group"}
)
MINUTES = deadline(
    "record",
    "record_circulated",
    ["2 weeks before next core_group after each core_group", "promptly after each core_group"],
)
BEDROOM = deadline(
    "bedroom", "bedroom_seen", "before next conference after each conference", "after each conference"
)
AGREEMENT = deadline(
    "signed", "agreement_returned", "5 working days after first record_circulated after each core_group"
)
AFTER_REVIEW = deadline(
    "next",
    "core_group",
    "2 months after previous core_group or first review_conference",
    **{"from": "first review_conference"},
)
THIRD = deadline("advice", "advice_sought", "before third review_conference")
SET = deadline("next", "core_group", "set by conference after previous core_group")


def brief(answer: dict, key: str) -> list[tuple]:
    return [(item["latest"], item["status"], item["met_on"]) for item in windows(answer, key)]


@pytest.mark.parametrize(
    ("name", "rule", "case", "expected"),
    [
        (
            "before any visit the gap runs from the start of the plan",
            VISIT,
            {"initial_conference": "2026-03-26"},
            [("2026-04-09", "overdue", None)],
        ),
        (
            "one window a gap, the open one last",
            VISIT,
            {"initial_conference": "2026-03-26", "visit": ["2026-04-02", "2026-04-08"]},
            [
                ("2026-04-09", "met", "2026-04-02"),
                ("2026-04-16", "met", "2026-04-08"),
                ("2026-04-22", "waiting", None),
            ],
        ),
        (
            "a late visit is late and the next gap runs from it",
            VISIT,
            {"initial_conference": "2026-03-01", "visit": ["2026-03-20"]},
            [("2026-03-15", "met_late", "2026-03-20"), ("2026-04-03", "overdue", None)],
        ),
        (
            "the plan ended before the limit",
            VISIT,
            {"initial_conference": "2026-03-26", "visit": "2026-04-02", "plan_ended": "2026-04-07"},
            [("2026-04-09", "met", "2026-04-02"), ("2026-04-16", "ended", None)],
        ),
        (
            "a visit after the plan ended opens no gap",
            VISIT,
            {
                "initial_conference": "2026-03-26",
                "visit": ["2026-04-02", "2026-04-09"],
                "plan_ended": "2026-04-07",
            },
            [("2026-04-09", "met", "2026-04-02"), ("2026-04-16", "ended", None)],
        ),
        (
            "without a meeting there is no gap yet",
            SIX_WEEKLY,
            {"initial_conference": "2026-03-26"},
            [(None, "not_started", None)],
        ),
        (
            "the first meeting closes no gap",
            SIX_WEEKLY,
            {"core_group": "2026-04-09"},
            [("2026-05-21", "waiting", None)],
        ),
        (
            "a booking opens the next gap but meets nothing",
            SIX_WEEKLY,
            {"core_group": ["2026-04-09", ("2026-05-14",)]},
            [("2026-05-21", "waiting", None), ("2026-06-25", "waiting", None)],
        ),
        (
            "one window for each meeting",
            RECORD,
            {"core_group": ["2026-03-02", "2026-04-02"], "record_circulated": "2026-03-09"},
            [("2026-03-09", "met", "2026-03-09"), ("2026-04-13", "waiting", None)],
        ),
        (
            "a record belongs to the meeting before it",
            RECORD,
            {"core_group": ["2026-03-02", "2026-04-02"], "record_circulated": "2026-04-07"},
            [("2026-03-09", "overdue", None), ("2026-04-13", "met", "2026-04-07")],
        ),
        (
            "unless it says for which meeting it is",
            RECORD,
            {
                "core_group": ["2026-03-02", "2026-04-02"],
                "record_circulated": {"held": "2026-04-07", "for": "2026-03-02"},
            },
            [("2026-03-09", "met_late", "2026-04-07"), ("2026-04-13", "waiting", None)],
        ),
        (
            "the first core group is not the one before the review",
            BEFORE_REVIEW,
            {"core_group": "2026-04-09", "review_conference": [("2026-06-23",)]},
            [("2026-06-09", "waiting", None)],
        ),
        (
            "it has its day before any core group was held",
            BEFORE_REVIEW,
            {"initial_conference": "2026-04-09", "review_conference": [("2026-06-23",)]},
            [("2026-06-09", "waiting", None)],
        ),
        (
            "a later one in time is",
            BEFORE_REVIEW,
            {"core_group": ["2026-03-02", "2026-04-09"], "review_conference": [("2026-04-23",)]},
            [("2026-04-09", "met", "2026-04-09")],
        ),
        (
            "one after the limit is late",
            BEFORE_REVIEW,
            {"core_group": ["2026-03-02", "2026-04-10"], "review_conference": [("2026-04-23",)]},
            [("2026-04-09", "met_late", "2026-04-10")],
        ),
        (
            "after every review has been held the next has no date",
            BEFORE_REVIEW,
            {"core_group": ["2026-01-02", "2026-03-02"], "review_conference": ["2026-04-01"]},
            [("2026-03-18", "met", "2026-03-02"), (None, "not_started", None)],
        ),
        (
            "minutes count back from the next meeting",
            MINUTES,
            {"core_group": ["2026-04-09", ("2026-05-14",)]},
            [("2026-04-30", "waiting", None), (None, "waiting", None)],
        ),
        (
            "without a next meeting there are only words",
            MINUTES,
            {"core_group": "2026-04-09"},
            [(None, "due", None)],
        ),
        (
            "the agreement runs from the record of its own meeting",
            AGREEMENT,
            {"core_group": ["2026-03-02", "2026-04-02"], "record_circulated": ["2026-03-06"]},
            [("2026-03-13", "overdue", None), (None, "not_started", None)],
        ),
        (
            "gaps begin with the first review",
            AFTER_REVIEW,
            {"core_group": ["2026-01-02", "2026-02-20"], "review_conference": "2026-03-01"},
            [("2026-05-01", "waiting", None)],
        ),
        (
            "and run from the meeting after it",
            AFTER_REVIEW,
            {"core_group": ["2026-01-02", "2026-03-20"], "review_conference": "2026-03-01"},
            [("2026-05-01", "met", "2026-03-20"), ("2026-05-20", "waiting", None)],
        ),
        (
            "before the first review the rule has not started",
            AFTER_REVIEW,
            {"core_group": ["2026-01-02"]},
            [(None, "not_started", None)],
        ),
        (
            "three reviews entered",
            THIRD,
            {"review_conference": ["2025-03-01", "2025-09-01", ("2026-05-01",)]},
            [("2026-04-30", "waiting", None)],
        ),
        (
            "fewer than three",
            THIRD,
            {"review_conference": ["2025-09-01", ("2026-05-01",)]},
            [(None, "not_started", None)],
        ),
        (
            "what the conference sets is not guessed",
            SET,
            {"core_group": "2026-04-09"},
            [(None, "not_known", None)],
        ),
    ],
)
def test_windows(name, rule, case, expected):
    """Each case opens the windows that its name says."""
    assert brief(ask(rule, **case), rule["key"]) == expected, name


LAST = deadline("before", "last core_group", "2 weeks before each review_conference")


@pytest.mark.parametrize(
    ("name", "groups", "today", "expected"),
    [
        (
            "an early one may not be the last",
            ["2026-04-02"],
            "2026-04-10",
            ("waiting", None, "2026-04-02", None),
        ),
        ("once the day has come it was", ["2026-04-02"], "2026-06-09", ("met", "2026-04-02", None, None)),
        (
            "one held on the day is",
            ["2026-04-02", "2026-06-09"],
            "2026-06-09",
            ("met", "2026-06-09", None, None),
        ),
        (
            "one booked after it will be",
            ["2026-04-02", ("2026-06-01",)],
            "2026-04-10",
            ("waiting", None, "2026-04-02", "2026-06-01"),
        ),
        (
            "one that says what it is for is",
            [{"held": "2026-04-02", "for": "2026-06-23"}],
            "2026-04-10",
            ("met", "2026-04-02", None, None),
        ),
    ],
)
def test_the_last_meeting_ahead_of_another(name, groups, today, expected):
    """A meeting held early is shown as the last so far, and meets the window only when no later one can."""
    found = windows(ask(LAST, today=today, core_group=groups, review_conference=[("2026-06-23",)]), "before")[
        0
    ]
    assert (found["status"], found["met_on"], found["so_far"], found["booked_on"]) == expected, name


def test_what_a_held_meeting_has_overtaken_is_worded_mildly():
    """A duty ahead of a meeting held since stays overdue, and the words say what is known."""
    rule = deadline("reports", "record_circulated", "2 days before initial_conference")
    item = windows(ask(rule, initial_conference="2026-03-26"), "reports")[0]
    assert (item["status"], item["overtaken"], item["status_words"]) == (
        "overdue",
        True,
        "No date entered, was due 17 days ago",
    )


def test_the_next_review_named_the_third_is_not_the_first():
    """Where the one review entered is the third, the first has no date and nothing runs from it."""
    first = deadline("first", "first review_conference", "3 months after initial_conference")
    answer = ask(
        first,
        AFTER_REVIEW,
        initial_conference="2025-03-26",
        core_group="2026-03-01",
        review_conference=[("2026-06-23",)],
        facts={"third_review": True},
    )
    assert windows(answer, "first")[0]["booked_on"] is None
    assert windows(answer, "next")[0]["status"] == "not_started"


def test_the_bedroom_is_seen_between_conferences():
    """Each pair of conferences bounds one window; the last has no latest day until the next is booked."""
    found = windows(
        ask(
            BEDROOM,
            initial_conference="2026-01-05",
            bedroom_seen="2026-02-02",
            review_conference="2026-04-01",
        ),
        "bedroom",
    )
    assert [(item["earliest"], item["latest"], item["status"]) for item in found] == [
        ("2026-01-06", "2026-03-31", "met"),
        ("2026-04-02", None, "due"),
    ]


def test_the_next_review_may_be_named_the_third():
    """Where fewer are entered, the answer “the next review is the third” gives the third review its date."""
    answer = ask(THIRD, review_conference=[("2026-06-23",)], facts={"third_review": True})
    assert brief(answer, "advice") == [("2026-06-22", "waiting", None)]


@pytest.mark.parametrize(
    ("name", "set_by", "expected"),
    [
        (
            "in force from the day of the anchor",
            {"every": "3 weeks", "from": "2026-03-26", "by": "conference_chair"},
            ["2026-04-16"],
        ),
        (
            "a gap that began before keeps the rule's own",
            {"every": "3 weeks", "from": "2026-03-27"},
            ["2026-04-09"],
        ),
        ("a shorter one", {"every": "1 week"}, ["2026-04-02"]),
        (
            "the last of several in force",
            [{"every": "1 week", "from": "2026-03-01"}, {"every": "10 days", "from": "2026-03-20"}],
            ["2026-04-05"],
        ),
        ("a date", {"on": "2026-04-20"}, ["2026-04-20"]),
    ],
)
def test_an_interval_takes_the_place_of_the_rules_own(name, set_by, expected):
    """What the conference set applies to the windows that begin once it is in force."""
    answer = ask(VISIT, initial_conference="2026-03-26", set_by={"visit": set_by})
    assert [item["latest"] for item in windows(answer, "visit")] == expected, name


def test_a_longer_interval_is_flagged():
    """An interval longer than the rule's own is shown with the rule's date and remarked on."""
    answer = ask(VISIT, initial_conference="2026-03-26", set_by={"visit": {"every": "3 weeks"}})
    item = windows(answer, "visit")[0]
    assert item["set_by"]["longer_than_default"] and item["set_by"]["default_latest"] == "2026-04-09"
    assert [warning["code"] for warning in answer["warnings"]] == ["longer_than_default"]


def test_values_by_start_date():
    """The date of the anchor decides which value applies; null ends a rule."""
    rule = deadline(
        "record",
        "record_circulated",
        {
            None: "10 days after each core_group",
            "2026-03-01": "5 days after each core_group",
            "2026-04-01": None,
        },
    )
    answer = ask(rule, core_group=["2026-02-28", "2026-03-01", "2026-04-01"])
    assert [item["latest"] for item in windows(answer, "record")] == ["2026-03-10", "2026-03-06"]


def test_a_booking_after_the_limit_is_marked():
    """A booking never meets a limit, and one that falls after it is marked."""
    rule = deadline("first", "first core_group", "10 working days after initial_conference")
    for day, late in (("2026-04-13", False), ("2026-04-14", True)):
        item = windows(ask(rule, initial_conference="2026-03-26", core_group=[(day,)]), "first")[0]
        assert (item["booked_on"], item["booked_late"], item["status"]) == (day, late, "waiting")


def test_a_window_says_whether_it_runs_from_a_booking():
    """An anchor is the date held, else the date booked; the answer says which."""
    rule = deadline("first", "first core_group", "10 working days after initial_conference")
    for day, held in (("2026-04-10", True), ("2026-04-13", False)):
        entry = day if held else [(day,)]
        item = windows(ask(rule, initial_conference=entry), "first")[0]
        assert item["runs_from"]["held"] is held and item["runs_from"]["date"] == day


@pytest.mark.parametrize(
    ("held", "today", "status"),
    [
        ([], "2026-03-27", "waiting"),
        ([], "2026-04-12", "waiting"),
        ([], "2026-04-13", "due"),
        ([], "2026-04-14", "overdue"),
        (["2026-03-26"], "2026-04-20", "too_early"),
        (["2026-03-27"], "2026-04-20", "met"),
        (["2026-04-13"], "2026-04-20", "met"),
        (["2026-04-14"], "2026-04-20", "met_late"),
    ],
)
def test_status(held, today, status):
    """A limit is due on its day and overdue from the next; held on the day is in time."""
    rule = deadline(
        "first",
        "first core_group",
        "10 working days after initial_conference",
        "1 day after initial_conference",
    )
    answer = ask(rule, today=today, initial_conference="2026-03-26", core_group=held)
    assert windows(answer, "first")[0]["status"] == status


def test_facts_switch_rules():
    """A rule that hangs on an answer: asked for, shown, left out; an assumption is said."""
    rule = deadline("order", "review_conference", "before each visit", when="looked_after")
    asked = windows(ask(rule, visit=[("2026-05-01",)]), "order")[0]
    assert (asked["status"], asked["latest"]) == ("not_known", None) and "looked after" in asked["reason"]
    assert (
        windows(ask(rule, visit=[("2026-05-01",)], facts={"looked_after": True}), "order")[0]["latest"]
        == "2026-04-30"
    )
    without = ask(rule, visit=[("2026-05-01",)], facts={"looked_after": False})
    assert not without["deadlines"] and without["not_applicable"][0]["deadline"] == "order"
    assumed = deadline("first", "first core_group", "10 days after initial_conference", when="plan_made")
    assert windows(ask(assumed, initial_conference="2026-03-26"), "first")[0]["assumed"]


@pytest.mark.parametrize(
    ("today", "status"), [("2026-04-10", "waiting"), ("2026-05-01", "due"), ("2026-05-20", "due")]
)
def test_what_begins_promptly_waits_for_its_meeting(today, status):
    """A duty that nothing meets, promptly after a meeting, is due once the meeting has come."""
    brought = deadline("bring", earliest="promptly after each core_group")
    answer = ask(brought, today=today, initial_conference="2026-03-26", core_group=("2026-05-01", "booked"))
    assert [window["status"] for window in windows(answer, "bring")] == [status]
