"""Rules that changed on a date: the date of what they run from decides, or the day that a request names."""

import json

import pytest

from checklists.engine import evaluate_json, load
from tests.engine.rulebook import ask, bundle, deadline, limit, side, windows

CHANGED = deadline(
    "first",
    "first core_group",
    {
        None: "10 working days after initial_conference",
        "2026-04-01": "15 working days after initial_conference",
    },
)
ENDED = deadline(
    "first",
    "first core_group",
    {None: "10 working days after initial_conference", "2026-04-01": None},
)


def versions(now: dict, before: dict, start: str = "2026-04-01") -> dict:
    """A deadline whose other keys changed on a date."""
    keys = {key for key in {**now, **before} if now.get(key) != before.get(key)}
    patch = {key: before.get(key) for key in keys}
    return {**now, "versions": [{"start": None, "patch": patch}, {"start": start, "patch": {}}]}


EVERY = versions(
    deadline(
        "seen",
        "seen_alone",
        "4 weeks after previous seen_alone or plan_started",
        title="Seeing the child alone",
        note="Alone, or a baby awake.",
        or_set_by=["conference"],
        when="looked_after",
        until="plan_ended",
    ),
    deadline(
        "seen",
        "visit",
        "4 weeks after previous visit or plan_started",
        title="Seeing the child",
        note="At home.",
    ),
)


@pytest.mark.parametrize(
    ("conference", "as_at", "latest"),
    [
        ("2026-03-31", None, "2026-04-16"),
        ("2026-04-01", None, "2026-04-24"),
        ("2026-03-31", "2026-04-01", "2026-04-23"),
        ("2026-04-01", "2026-03-31", "2026-04-17"),
    ],
)
def test_a_limit_that_changed(conference, as_at, latest):
    """The conference's date decides which limit holds, unless the request says by which day's rules."""
    answer = ask(CHANGED, initial_conference=conference, as_at=as_at)
    assert windows(answer, "first")[0]["latest"] == latest
    assert answer.get("as_at") == as_at


@pytest.mark.parametrize(
    ("conference", "as_at", "there"),
    [
        ("2026-03-31", None, True),
        ("2026-04-01", None, False),
        ("2026-03-31", "2026-04-01", False),
        ("2026-04-01", "2026-03-31", True),
    ],
)
@pytest.mark.parametrize(
    "rule",
    [
        ENDED,
        {
            **deadline("first", "first core_group", "10 working days after initial_conference"),
            "ended": "2026-04-01",
        },
    ],
    ids=["limit ended", "deadline ended"],
)
def test_a_deadline_that_ended(rule, conference, as_at, there):
    """From its end a deadline is not there; a conference before that still has it."""
    found = windows(ask(rule, initial_conference=conference, as_at=as_at), "first")
    assert bool(found) is there


@pytest.mark.parametrize(("conference", "there"), [("2026-03-31", False), ("2026-04-01", True)])
def test_a_new_deadline(conference, there):
    """Before its start a deadline is not there."""
    rule = {
        **deadline("first", "first core_group", "10 working days after initial_conference"),
        "started": "2026-04-01",
    }
    assert bool(windows(ask(rule, initial_conference=conference), "first")) is there


def test_an_ended_deadline_without_a_date_follows_today():
    """Where nothing has a date yet, today decides whether a rule is in force."""
    rule = {
        **deadline("first", "first core_group", "10 working days after initial_conference"),
        "ended": "2026-04-01",
    }
    assert windows(ask(rule, today="2026-03-01"), "first")
    assert not windows(ask(rule, today="2026-04-01"), "first")


def test_every_other_key_changes_too():
    """Title, event, note and the rest are of the version in force when each window began."""
    answer = ask(
        EVERY,
        today="2026-06-01",
        facts={"looked_after": True},
        initial_conference="2026-02-20",
        visit=["2026-03-10", "2026-04-07"],
        seen_alone=["2026-04-07", "2026-04-28"],
    )
    found = windows(answer, "seen")
    assert [
        (item["occurrence"], item["title"], item["note"], item["met_on"], item["latest"]) for item in found
    ] == [
        (1, "Seeing the child", "At home.", "2026-03-10", "2026-03-20"),
        (2, "Seeing the child", "At home.", "2026-04-07", "2026-04-07"),
        (3, "Seeing the child alone", "Alone, or a baby awake.", "2026-04-28", "2026-05-05"),
        (4, "Seeing the child alone", "Alone, or a baby awake.", None, "2026-05-26"),
    ]


@pytest.mark.parametrize(
    ("start", "facts", "shown", "left_out"),
    [
        ("2026-03-02", {}, ["Seeing the child"], []),
        ("2026-04-02", {"looked_after": False}, [], ["Seeing the child alone"]),
        ("2026-04-02", {}, ["Seeing the child alone"], []),
    ],
)
def test_a_condition_that_began_on_a_date(start, facts, shown, left_out):
    """What a deadline depends on is that of its version; one not in force is neither shown nor left out."""
    answer = ask(EVERY, initial_conference=start, facts=facts)
    assert [item["title"] for item in windows(answer, "seen")] == shown
    assert [item["title"] for item in answer["not_applicable"]] == left_out


def test_as_at_decides_for_every_version():
    """With a day's rules asked for, every window is of the version in force on it; the answer names it."""
    answer = ask(
        EVERY, today="2026-06-01", as_at="2026-03-01", initial_conference="2026-02-20", visit=["2026-04-07"]
    )
    assert {item["title"] for item in windows(answer, "seen")} == {"Seeing the child"}
    assert (answer["as_at"], answer["as_at_words"]) == ("2026-03-01", "Sunday 1 March 2026")


@pytest.mark.parametrize(
    ("rule", "recorded"),
    [
        (CHANGED, "A change of the rules is recorded for First. "),
        (ENDED, "A change of the rules is recorded for First. "),
        (
            deadline("first", "first core_group", "10 working days after initial_conference"),
            "A change of the rules is recorded for none of this area's limits. ",
        ),
    ],
    ids=["changed", "ended", "never changed"],
)
def test_what_a_days_rules_are_worth_is_told(rule, recorded):
    """Only changes that were written down are known: the answer names them, or says that there are none."""
    (told,) = ask(rule, initial_conference="2026-03-26", as_at="2020-01-01")["warnings"]
    assert told["message"].startswith(recorded), told
    assert not ask(rule, initial_conference="2026-03-26")["warnings"]


@pytest.mark.parametrize("value", ["soon", "2026-02-30", 5, "1066-10-14", ""])
def test_a_bad_day_is_refused(value):
    """The door gives its usual error, with the field."""
    load(json.dumps(bundle(CHANGED)))
    reply = json.loads(evaluate_json(json.dumps({"area": "here", "today": "2026-04-10", "as_at": value})))
    assert (reply["ok"], reply["error"]["field"]) == (False, "as_at"), reply


@pytest.mark.parametrize(
    ("today", "as_at", "latest"),
    [
        ("2026-03-10", None, "2026-03-19"),
        ("2026-05-10", None, "2026-05-19"),
        ("2026-05-10", "2026-03-01", "2026-05-18"),
    ],
)
def test_the_limit_of_an_item_that_changed(today, as_at, latest):
    """An item's own limit may have changed too: the meeting's date decides, or the day asked for."""
    entry = bundle(CHANGED)
    item = {
        "key": "agenda",
        "section": "before",
        "action": "Send the agenda",
        "cites": ["here#1"],
        "responsible": None,
        "strength": "should",
        "prompt": False,
        "deadline": None,
        "next": False,
        "when": None,
        "note": None,
        "not_applicable": False,
        "carries": False,
        "ended": None,
        "replaced_by": None,
        "due": [
            {"start": None, "limit": "2 days before each core_group"},
            {"start": "2026-04-01", "limit": "before each core_group"},
        ],
    }
    newer = {**item, "key": "minutes", "started": "2026-04-01", "due": None}
    entry["areas"]["here"]["checklists"] = [
        {
            "key": "core_group",
            "title": "Core group",
            "for": "each core_group",
            "takes_up": [],
            "sections": [{"key": "before", "title": "Before"}],
            "items": [item, newer],
        }
    ]
    load(json.dumps(entry))
    meeting = "2026-03-20" if latest.startswith("2026-03") else "2026-05-20"
    if latest == "2026-03-19":
        latest = "2026-03-18"
    request = {
        "do": "checklists",
        "area": "here",
        "today": today,
        "list": "core_group",
        "events": {"core_group": [{"booked": meeting}]},
    }
    if as_at:
        request["as_at"] = as_at
    value = json.loads(evaluate_json(json.dumps(request)))["value"]
    found = {part["key"]: part["due"] for part in value["sheet"]["items"]}
    assert found["core_group/agenda"]["latest"] == latest
    assert ("core_group/minutes" in found) is (today > "2026-04" and not as_at)


def test_what_stands_beside_a_limit_changes_on_a_date():
    """Force and provisions may change while the limit stays: each form has its own entry in the bundle."""
    rule = deadline("first", "first core_group")
    rule["latest"] = [
        {"start": None, "limits": [limit("10 working days after initial_conference", "should", "here#1")]},
        {
            "start": "2026-04-01",
            "limits": [limit("10 working days after initial_conference", "must", "here#2")],
        },
    ]
    found = [windows(ask(rule, initial_conference=day), "first")[0] for day in ("2026-03-31", "2026-04-01")]
    assert [(item["strength"], item["cites"]) for item in found] == [
        ("should", ["here#1"]),
        ("must", ["here#2"]),
    ]
    assert side("at initial_conference")[0]["start"] is None
