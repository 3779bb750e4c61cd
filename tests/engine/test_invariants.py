"""What holds of every answer, over all areas and random cases; and that the checks find what is wrong."""

import copy
import json
import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.engine import door, evaluate_json, read_bundle
from macros import bundle as bundles
from macros import worked
from tests.book import BUNDLE
from tests.engine import invariants, random_cases, rulebook
from tests.engine.rulebook import deadline

BOOK = read_bundle(bundles.to_json(BUNDLE))
EXAMPLES = [
    worked.request(area, example) for area, entry in BUNDLE["areas"].items() for example in entry["examples"]
]
SECONDS = 20  # of the processor, for one question: what takes longer hangs, however slow the machine


def ask(request: dict) -> dict:
    door._book = BOOK
    started = time.process_time()
    answer = json.loads(evaluate_json(json.dumps(request)))
    took = time.process_time() - started
    assert took < SECONDS, f"{took:.1f} s for {json.dumps(request)[:2000]}"
    return answer


@settings(max_examples=300)
@given(st.data())
def test_random_cases(data):
    """Whatever was held, booked, answered and set, in whichever area: what must hold of the answer does."""
    request = random_cases.case(BUNDLE, lambda low, high: data.draw(st.integers(low, high)))
    answer = ask(request)
    if answer["ok"]:
        found = invariants.broken(answer["value"], BOOK.calendar)
        assert not found, "\n".join([*found, json.dumps(request)])
    else:
        assert answer["error"]["message"] and answer["error"]["remedy"], answer


def test_worked_examples():
    """The same holds of every worked example of the rules."""
    for request in EXAMPLES:
        found = invariants.broken(ask(request)["value"], BOOK.calendar)
        assert not found, "\n".join([*found, json.dumps(request)])


# What is changed in a sound window, and a part of what is said of it.
SPOILT = [
    ({"status": "overdue"}, "overdue with"),
    ({"status": "sleeping"}, "the status sleeping is none"),
    ({"met_on": "2026-04-10"}, "waiting with"),
    ({"latest": "2026-03-01"}, "gives 2026-03-01"),
    ({"earliest": "2026-12-01"}, "and said of it"),
    ({"latest": "2026-04-12"}, "ends on 2026-04-13, and the day is 2026-04-12"),
    ({"last_working_day": "2026-04-03"}, "the day to aim for is 2026-04-03"),
    ({"safe_latest": "2026-04-14"}, "the safe latest day is 2026-04-14"),
    ({"safe_latest": None}, "no safe latest day"),
    ({"booked_late": True}, "booked late: True"),
    ({"cites": []}, "no cites"),
]


@pytest.fixture(scope="module")
def sound() -> dict:
    """An answer with a window of ten working days that steps over Good Friday."""
    events = {"initial_conference": [{"held": "2026-03-26"}]}
    return ask({"area": "north_yorkshire", "today": "2026-04-01", "events": events})["value"]


def window(answer: dict) -> dict:
    return next(item for item in answer["deadlines"] if item["deadline"] == "first_core_group")


@pytest.mark.parametrize(("change", "said"), SPOILT, ids=[str(change) for change, _ in SPOILT])
def test_what_is_wrong_is_found(sound, change, said):
    """Each fault put into a sound answer is named, with the window that has it."""
    assert not invariants.broken(sound, BOOK.calendar)
    spoilt = copy.deepcopy(sound)
    window(spoilt).update(change)
    found = invariants.broken(spoilt, BOOK.calendar)
    assert any(said in words and "first_core_group" in words for words in found), found


def test_a_wrong_count_is_found(sound):
    """A bank holiday that is counted, a day without a number and one left out in silence are each named."""
    for change, said in (
        (lambda steps: steps[8].update(counted=True, why=None), "in working days"),
        (lambda steps: steps[1].update(n=7), "goes"),
        (lambda steps: steps[8].update(why=None), "without a reason"),
    ):
        spoilt = copy.deepcopy(sound)
        change(window(spoilt)["steps"])
        found = invariants.broken(spoilt, BOOK.calendar)
        assert any(said in words for words in found), (said, found)


MIXED = [
    ["10 working days after previous visit or plan_started", "2 days after each core_group"],
    ["5 days after each core_group", "20 days after initial_conference"],
    ["5 days after each conference", "2 days after each review_conference"],
]


@pytest.mark.parametrize("limits", MIXED, ids=str)
def test_a_limit_of_another_window_is_found(limits):
    """What the check of the rules refuses is named too where an answer has it: a limit that is left out."""
    rule = deadline("seeing", "visit", limits)
    case = {"initial_conference": "2026-03-26", "core_group": "2026-04-01", "review_conference": "2026-04-09"}
    found = invariants.broken(rulebook.ask(rule, **case), BOOK.calendar)
    assert any("different windows" in words or "not worked out" in words for words in found), found


FOUND = [
    # what the fuzzers found: a request, and what holds of one of its windows now
    (
        "two conferences on days next to each other leave no day between them",
        {
            "area": "north_yorkshire",
            "today": "2028-12-27",
            "events": {
                "initial_conference": [{"held": "2028-12-22"}],
                "review_conference": [{"held": "2028-12-23"}],
            },
        },
        ("bedroom_seen", 1),
        {"reason": "the latest day is before the earliest, so no day keeps both"},
    ),
    (
        "what depends on an answer shows no count without it",
        {
            "area": "bedfordshire",
            "today": "2027-04-01",
            "events": {
                "initial_conference": [{"held": "2026-03-26"}],
                "plan_ended": [{"held": "2027-03-01"}],
            },
        },
        ("child_in_need_meeting", 1),
        {"latest": None, "steps": [], "status": "not_known"},
    ),
]


@pytest.mark.parametrize(
    ("request_", "key", "expected"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND]
)
def test_what_was_found(request_, key, expected):
    """Each case that once broke what must hold is answered well."""
    answer = ask(request_)["value"]
    item = next(item for item in answer["deadlines"] if (item["deadline"], item["occurrence"]) == key)
    assert {name: item[name] for name in expected} == expected
    assert not invariants.broken(answer, BOOK.calendar)


@pytest.mark.parametrize("area", sorted(BUNDLE["areas"]))
def test_many_dates_of_every_kind(area):
    """Two hundred of each, a week apart, far more than any plan has, are worked out in time."""
    start, many = date(2012, 1, 2), 200
    events = {
        key: [
            {"held": (start + timedelta(7 * at)).isoformat()} for at in range(1 if item.get("once") else many)
        ]
        for key, item in BUNDLE["events"].items()
        if not item.get("any_of") and not item.get("all_of") and key not in ("plan_ended", "case_closed")
    }
    events["review_conference"] = events["review_conference"][1:]
    answer = ask({"area": area, "today": "2016-01-01", "events": events})
    assert answer["ok"] and not invariants.broken(answer["value"], BOOK.calendar)
