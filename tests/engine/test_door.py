"""The door: requests that are refused, with the field and the remedy, and answers that are plain JSON."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.engine import evaluate_json, load, read_bundle
from checklists.engine.door import LONGEST
from checklists.engine.errors import EngineError
from macros import bundle as bundles
from tests.book import BUNDLE

AREA = "north_yorkshire"
CASE = {"area": AREA, "today": "2026-04-10", "events": {"initial_conference": [{"held": "2026-03-26"}]}}


@pytest.fixture(autouse=True)
def loaded():
    """Every test asks the project's own rules."""
    load(bundles.to_json(BUNDLE))


def ask(request) -> dict:
    return json.loads(evaluate_json(request if isinstance(request, str) else json.dumps(request)))


@pytest.mark.parametrize(
    ("name", "change", "field", "message", "remedy"),
    [
        ("no area", {"area": None}, "area", "there is no area “None”", "use one of"),
        ("an area that is not there", {"area": "lutton"}, "area", "there is no area “lutton”", "luton"),
        ("no date", {"today": "soon"}, "today", "“soon” is not a date", "2026-03-27"),
        ("a day that does not exist", {"today": "2026-02-30"}, "today", "is not a real date", "2026-03-27"),
        (
            "a year out of range",
            {"today": "1726-02-20"},
            "today",
            "the year 1726 is out of range",
            "1990 to 2099",
        ),
        (
            "a misspelt event",
            {"events": {"core_grop": []}},
            "events.core_grop",
            "there is no such event",
            "did you mean “core_group”?",
        ),
        (
            "either event",
            {"events": {"conference": [{"held": "2026-03-26"}]}},
            "events.conference",
            "there is no such event",
            "",
        ),
        ("events as a list", {"events": []}, "events", "not a set of named values", "{name: value}"),
        (
            "a date as text",
            {"events": {"core_group": "2026-04-09"}},
            "events.core_group",
            "not a list of dates",
            "held",
        ),
        (
            "neither held nor booked",
            {"events": {"core_group": [{}]}},
            "events.core_group[0]",
            "neither",
            "give one",
        ),
        (
            "held in the future",
            {"events": {"core_group": [{"held": "2026-04-11"}]}},
            "events.core_group[0].held",
            "cannot have been held",
            "booked",
        ),
        (
            "an unknown key",
            {"events": {"core_group": [{"hold": "2026-04-09"}]}},
            "events.core_group[0].hold",
            "not a known key",
            "did you mean “held”?",
        ),
        (
            "two initial conferences",
            {"events": {"initial_conference": [{"held": "2026-03-26"}, {"held": "2026-03-27"}]}},
            "events.initial_conference",
            "only one",
            "remove",
        ),
        (
            "a review on the day the plan started",
            {
                "events": {
                    "initial_conference": [{"held": "2026-03-26"}],
                    "review_conference": [{"held": "2026-03-26"}],
                }
            },
            "events.review_conference[0].held",
            "on or before the day the plan started",
            "correct",
        ),
        (
            "the second of two reviews as they stand in the request",
            {
                "events": {
                    "initial_conference": [{"held": "2026-03-26"}],
                    "review_conference": [{"booked": "2026-06-23"}, {"held": "2026-03-20"}],
                }
            },
            "events.review_conference[1].held",
            "on or before the day the plan started",
            "correct",
        ),
        (
            "a plan that ends before it starts",
            {
                "events": {
                    "initial_conference": [{"held": "2026-03-26"}],
                    "plan_ended": [{"held": "2026-03-25"}],
                }
            },
            "events.plan_ended[0].held",
            "before the day the plan started",
            "correct",
        ),
        (
            "a fact that is not there",
            {"facts": {"third": True}},
            "facts.third",
            "no such question",
            "third_review",
        ),
        (
            "an answer that is none",
            {"facts": {"third_review": "yes"}},
            "facts.third_review",
            "neither true nor false",
            "true or false",
        ),
        (
            "an interval that does not parse",
            {"set_by_conference": {"child_visit": {"every": "3 wekes"}}},
            "set_by_conference.child_visit.every",
            "“wekes” is not a unit",
            "3 weeks",
        ),
        (
            "an interval where none may be set",
            {"set_by_conference": {"first_review": {"every": "3 weeks"}}},
            "set_by_conference.first_review",
            "cannot set this here",
            "",
        ),
        (
            "an unknown role",
            {"set_by_conference": {"child_visit": {"every": "3 weeks", "by": "chair"}}},
            "set_by_conference.child_visit.by",
            "there is no role “chair”",
            "",
        ),
        (
            "the core group where only a conference may",
            {
                "set_by_conference": {
                    "child_visit": {"every": "3 weeks", "at": "core_group", "by": "conference_chair"}
                }
            },
            "set_by_conference.child_visit.at",
            "cannot set this",
            "conference",
        ),
        (
            "an unknown key of the request",
            {"event": {}},
            "event",
            "not a known key",
            "did you mean “events”?",
        ),
        ("an unknown thing to do", {"do": "pdf"}, "do", "“pdf” is not something to do", "ics"),
        (
            "too many entries",
            {"events": {"visit": [{"held": "2026-04-01"}] * 501}},
            "events.visit",
            "501 entries",
            "at most 500",
        ),
    ],
)
def test_a_bad_request_says_what_to_do(name, change, field, message, remedy):
    """A bad request names the field, what is wrong with it and what to do."""
    answer = ask({**CASE, **change})
    assert not answer["ok"], name
    error = answer["error"]
    assert error["field"] == field
    assert message in error["message"]
    assert remedy in error["remedy"] and error["remedy"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "[" * 100_000, "x" * (LONGEST + 1)])
def test_what_is_no_request_is_refused(text):
    """Text that is no request gets an error, never a traceback."""
    assert not ask(text)["ok"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 99}', "<!doctype html>"])
def test_what_is_no_bundle_is_refused(text):
    """A page in place of the rules, or another format, is refused with what to do."""
    with pytest.raises(EngineError) as found:
        read_bundle(text)
    assert found.value.remedy


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["2026-03-26", "3 weeks", "conference_chair"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["held", "booked", "for", "every", "from", "by", "on", "core_group", "visit", "child_visit"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(JSON, JSON, JSON)
def test_any_json_is_answered(events, facts, intervals):
    """No JSON brings down the door: it is answered, or refused with field, message and remedy."""
    answer = ask({**CASE, "events": events, "facts": facts, "set_by_conference": intervals})
    assert answer["ok"] or set(answer["error"]) == {"field", "message", "remedy"}


def test_warnings_are_given_beside_the_dates():
    """A conference at a weekend is remarked on, one on a bank holiday too, and the dates are still given."""
    for day, code in (("2026-03-28", "conference_at_weekend"), ("2026-04-03", "conference_on_bank_holiday")):
        answer = ask({**CASE, "events": {"initial_conference": [{"held": day}]}})["value"]
        assert code in [warning["code"] for warning in answer["warnings"]]
        assert any(item["latest"] for item in answer["deadlines"])


@pytest.mark.parametrize(
    ("meetings", "latest", "status", "second", "left_out"),
    [
        ([{"held": "2026-03-20"}], "2026-04-13", "waiting", None, ["2026-03-20"]),
        ([{"held": "2026-03-20"}, {"held": "2026-04-02"}], "2026-04-13", "met", "2026-05-14", ["2026-03-20"]),
        ([{"held": "2026-03-26"}], "2026-04-13", "met", "2026-05-07", []),
    ],
)
def test_a_core_group_ahead_of_the_conference_is_not_counted(meetings, latest, status, second, left_out):
    """A slip in its date must not tick off the first core group, nor move what is counted from that."""
    events = {"initial_conference": [{"held": "2026-03-26"}], "core_group": meetings}
    answer = ask({**CASE, "today": "2026-04-10", "events": events})["value"]
    found = {(item["deadline"], item["occurrence"]): item for item in answer["deadlines"]}
    first = found["first_core_group", 1]
    assert (first["latest"], first["status"]) == (latest, status)
    assert found["second_core_group", 1]["latest"] == second
    told = [one for one in answer["warnings"] if one["code"] == "core_group_before_conference"]
    assert [one["date"] for one in told] == left_out
    assert all("is not counted" in one["message"] for one in told)


def test_a_booking_that_has_passed_is_remarked_on():
    """A booking before today that was not said to be held is pointed out."""
    answer = ask(
        {
            **CASE,
            "events": {
                "initial_conference": [{"held": "2026-03-26"}],
                "core_group": [{"booked": "2026-04-09"}],
            },
        }
    )
    assert [warning["code"] for warning in answer["value"]["warnings"]] == ["booking_passed"]


def test_bundles_of_one_version_add_up():
    """The browser loads an area at a time: a further bundle of the same rules adds its area."""
    load(bundles.to_json({**BUNDLE, "version": "another"}))
    for area in (AREA, "luton"):
        load(bundles.to_json(bundles.browser(BUNDLE, area)))
    assert ask(CASE)["ok"] and ask({**CASE, "area": "luton"})["ok"]
