"""Requests with parts put out of shape: each is answered, or refused with what to do."""

import copy
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.engine import door
from tests.engine.sheets import BOOK

TASKS = ["dates", "csv", "ics", "checklists", "checklist_csv", "board", "what_if"]
CASE = {
    "area": "here",
    "events": {
        "initial_conference": [{"held": "2026-03-23", "id": "ic"}],
        "core_group": [{"held": "2026-04-09", "id": "a"}, {"booked": "2026-06-18", "id": "c"}],
        "review_conference": [{"booked": "2026-06-23", "id": "rv"}],
        "visit": [{"held": "2026-04-01", "id": "v"}],
        "record_circulated": [{"held": "2026-04-20", "for": "2026-04-09"}],
    },
    "facts": {"third_review": True},
    "set_by_conference": {
        "next_group": [
            {"every": "3 weeks", "at": "core_group", "by": "first_line_manager", "from": "2026-04-09"},
            {"on": "2026-07-01"},
        ],
    },
    "as_at": "2026-05-30",
    "ticks": {
        "a": {"first/explain": {"status": "done", "on": "2026-04-09", "by": "LSW"}},
        "rv": {"before_review/invite": {"status": "not_applicable", "reason": "r"}},
        "gone/x": {"every/talk": {"status": "done"}},
    },
}
REQUEST = {
    **CASE,
    "do": "dates",
    "today": "2026-05-30",
    "list": "every",
    "bucket": "a",
    "then": {"events": {"core_group": [{"booked": "2026-07-18", "id": "c"}]}},
    "cases": [{"id": "one", **CASE}, {"id": "two", **CASE}],
    "now": "2026-05-30T10:00:00Z",
    "nickname": "Robin",
    "case_id": "5f0c1d2e-3b4a",
}
WORDS = ["", "x", "\u202e", "\x00", "=cmd", "a" * 300, "next/core_group", "__proto__"]
DAYS = ["2026-02-30", "2026-06-15", "9999-12-31", "0001-01-01", "２０２６-01-01"]
NUMBERS = [None, True, 0, -1, 1.5, 1e308, 10**30]
PARTS = [[], {}, [[]], {"": {}}, [None], {"a": [1]}, {"held": "2026-05-01"}, {"booked": "9999-12-31"}]
JUNK = st.sampled_from([*WORDS, *DAYS, *NUMBERS, *PARTS])


def places(value, path=()) -> list[tuple]:
    """The path of every part of a request."""
    found = [path] if path else []
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        found += places(inner, (*path, key))
    return found


@st.composite
def spoilt(draw):
    """A request for any task, one to three of its parts replaced, removed or renamed."""
    request = {**copy.deepcopy(REQUEST), "do": draw(st.sampled_from(TASKS))}
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(places(request)))
        holder = request
        for key in way:
            holder = holder[key]
        how = draw(st.sampled_from(["replace", "replace", "remove", "rename"]))
        if how == "remove":
            del holder[last]
        elif how == "rename" and isinstance(holder, dict):
            holder[draw(st.text(max_size=6))] = holder[last]
        else:
            holder[last] = copy.deepcopy(draw(JUNK))
    return request


def ask(request: dict) -> dict:
    door._book = BOOK
    return json.loads(door.evaluate_json(json.dumps(request)))


@settings(max_examples=400)
@given(spoilt())
def test_a_spoilt_request_is_answered_or_refused(request):
    """There is a value, or a field, a message and a remedy; a window's status agrees with its dates."""
    answer = ask(request)
    if not answer["ok"]:
        assert set(answer["error"]) == {"field", "message", "remedy"}, answer
        assert answer["error"]["message"] and answer["error"]["remedy"], answer
    elif request.get("do") == "dates":
        for window in answer["value"]["deadlines"]:
            agrees(window, date.fromisoformat(answer["value"]["as_on"]))


def agrees(window: dict, today: date) -> None:
    """A window's status follows from its dates, and no working day is a weekend or a bank holiday."""
    latest = window["latest"] and date.fromisoformat(window["latest"])
    wanted = {"overdue": lambda: latest < today, "due": lambda: latest == today}.get(window["status"])
    assert wanted is None or wanted(), window
    if window["status"] == "met":
        assert latest is None or window["met_on"] <= window["latest"], window
    if window["last_working_day"] and window["last_working_day"] != window["latest"]:
        day = date.fromisoformat(window["last_working_day"])
        assert BOOK.calendar.last_working_day(day) == day < latest, window
    if window["safe_latest"] and latest:
        assert window["safe_latest"] <= window["latest"], window


FOUND = [
    # parts of a request that once ended in a traceback, and the field that is named now
    ({"do": ["dates"]}, "do"),
    ({"do": {"a": 1}}, "do"),
    ({"do": "checklists", "list": {"a": 1}}, "list"),
    ({"do": "checklist_csv", "list": ["every"]}, "list"),
    ({"do": "what_if", "then": "x"}, "then"),
    ({"do": "what_if", "then": 1.5}, "then"),
    (
        {"set_by_conference": {"next_group": {"every": "3 weeks", "by": {"held": "2026-05-01"}}}},
        "set_by_conference.next_group.by",
    ),
]


@pytest.mark.parametrize(("change", "field"), FOUND, ids=[str(change) for change, _ in FOUND])
def test_what_the_fuzzer_found(change, field):
    """Each case that once ended in a traceback is refused, naming its field."""
    answer = ask({**REQUEST, **change})
    assert not answer["ok"] and answer["error"]["field"] == field, answer


@pytest.mark.parametrize("do", TASKS)
def test_each_part_out_of_shape_is_answered_or_refused(do):
    """One part at a time, by everything that it cannot be: never a traceback, always what to do."""
    whole = {**REQUEST, "do": do}
    assert ask(whole)["ok"], ask(whole)
    for *way, last in places(whole):
        for junk in (None, True, 1.5, "x", [], [{}], {}, {"held": "2026-05-01"}):
            request = copy.deepcopy(whole)
            holder = request
            for key in way:
                holder = holder[key]
            holder[last] = junk
            answer = ask(request)
            error = answer.get("error")
            assert answer["ok"] or (error["message"] and error["remedy"]), (way, last, junk, answer)
