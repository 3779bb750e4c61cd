"""The cases that were worked out by hand for the project's own areas, asked through the engine's door."""

import json

import pytest

from checklists.engine import evaluate, evaluate_json, load, read_bundle
from macros import bundle as bundles
from tests.book import BUNDLE

NY = {
    "area": "north_yorkshire",
    "today": "2026-04-10",
    "events": {
        "initial_conference": [{"held": "2026-03-26"}],
        "core_group": [{"held": "2026-04-09"}],
        "review_conference": [{"booked": "2026-06-23"}],
    },
}
LUTON = {"area": "luton", "today": "2026-12-01", "events": {"initial_conference": [{"held": "2026-11-30"}]}}
BEDFORDSHIRE = {
    "area": "bedfordshire",
    "today": "2026-04-10",
    "events": {"initial_conference": [{"held": "2026-03-26"}], "core_group": [{"held": "2026-04-09"}]},
}
TEES = {
    **BEDFORDSHIRE,
    "area": "tees",
    "events": {**BEDFORDSHIRE["events"], "core_group": [{"held": "2026-04-09"}, {"booked": "2026-05-14"}]},
}


def value(request: dict) -> dict:
    load(bundles.to_json(BUNDLE))
    answer = json.loads(evaluate_json(json.dumps(request)))
    assert answer["ok"], answer
    return answer["value"]


def find(request: dict, key: str, occurrence: int = 1) -> dict:
    found = [
        item
        for item in value(request)["deadlines"]
        if (item["deadline"], item["occurrence"]) == (key, occurrence)
    ]
    assert found, f"{key} has no window {occurrence}"
    return found[0]


@pytest.mark.parametrize(
    ("request_", "key", "expected"),
    [
        (
            NY,
            "first_core_group",
            {
                "latest": "2026-04-13",
                "status": "met",
                "met_on": "2026-04-09",
                "safe_latest": "2026-04-10",
                "strength": "should",
                "limit": "10 working days after initial_conference",
                "cites": ["north_yorkshire#timing/p1a"],
            },
        ),
        (NY, "second_core_group", {"latest": "2026-05-21", "status": "waiting"}),
        (NY, "core_group_before_review", {"latest": "2026-06-09", "status": "waiting"}),
        (NY, "reports_for_review", {"latest": "2026-06-16"}),
        (NY, "first_review", {"latest": "2026-06-26", "booked_on": "2026-06-23", "booked_late": False}),
        (
            LUTON,
            "first_review",
            {"latest": "2027-02-28", "last_working_day": "2027-02-26", "safe_latest": "2027-02-28"},
        ),
        (LUTON, "first_core_group", {"latest": "2026-12-14", "earliest": "2026-12-01", "strength": "must"}),
        (LUTON, "assessment", {"latest": None, "status": "not_known"}),
        (BEDFORDSHIRE, "next_core_group", {"latest": None, "status": "not_known"}),
        (TEES, "core_group_record", {"latest": "2026-04-30"}),
    ],
)
def test_dates(request_, key, expected):
    """The engine gives what was worked out by hand."""
    item = find(request_, key)
    assert {name: item[name] for name in expected} == expected


def test_easter_is_named_in_the_count():
    """The count of ten working days over Easter names Good Friday and Easter Monday."""
    whys = {step["date"]: step["why"] for step in find(NY, "first_core_group")["steps"] if step["why"]}
    assert whys["2026-04-03"] == "Good Friday" and whys["2026-04-06"] == "Easter Monday"


def test_the_third_review_can_be_named():
    """The advice is anchored on the third review: without it there is no date, with it the day before."""
    assert find(NY, "long_plan_advice")["status"] == "not_started"
    assert find({**NY, "facts": {"third_review": True}}, "long_plan_advice")["latest"] == "2026-06-22"


def test_bedfordshire_takes_the_interval_that_was_set():
    """Later core groups in Bedfordshire are as the conference set them, and never anything else."""
    item = find(
        {
            **BEDFORDSHIRE,
            "set_by_conference": {"next_core_group": {"every": "4 weeks", "by": "conference_chair"}},
        },
        "next_core_group",
    )
    assert (item["latest"], item["set_by"]["words"]) == ("2026-05-07", "every 4 weeks")


def test_an_area_that_builds_on_another_keeps_its_sources_apart():
    """Luton's latest day is its own, with its own source; the earliest stays Bedfordshire's."""
    limits = {item["bound"]: item["cites"] for item in find(LUTON, "first_core_group")["limits"]}
    assert limits["latest"][0] == "luton#1.2.4/s1" and limits["earliest"][0].startswith("bedfordshire#")


def test_a_source_past_its_review_says_so():
    """Luton's source is past its own review date on any day since October 2013; before that it is not."""
    states = {source["id"]: source["review_passed"] for source in value(LUTON)["sources"]}
    assert states["luton"] is True
    early = {"area": "luton", "today": "2013-09-30", "events": {}}
    assert {source["id"]: source["review_passed"] for source in value(early)["sources"]}["luton"] is False


def test_the_line_of_days_says_of_each_limit_what_the_list_does():
    """What was due ahead of a conference that has been held since is not drawn as overdue."""
    answer = value({**NY, "events": {"initial_conference": [{"held": "2026-03-26"}]}})
    drawn = {mark["deadline"]: mark["status"] for mark in answer["timeline"]["marks"]}
    passed = {item["deadline"] for item in answer["deadlines"] if item["overtaken"]}
    assert passed, "nothing was due ahead of the conference"
    assert {key: drawn[key] for key in passed} == dict.fromkeys(passed, "overtaken")


@pytest.mark.parametrize(
    ("area", "care"),
    [
        ("bedfordshire", {"bedfordshire": "check"}),
        ("luton", {"luton": "check", "bedfordshire": "check"}),
        ("tees", {"tees": "note"}),
        ("milton_keynes", {"milton_keynes": "note"}),
        ("example_area", {"example_manual": None, "example_protocol": None}),
    ],
)
def test_every_source_of_an_area_says_how_far_to_trust_it(area, care):
    """Superseded and past review are to be checked, undated is noted; what an area builds on counts too."""
    found = value({"area": area, "today": "2026-11-28", "events": {}})["sources"]
    assert {source["id"]: source["care"] for source in found} == care


@pytest.mark.parametrize(
    ("area", "said"),
    [
        (
            "bedfordshire",
            {"first_review": "No time between the initial conference and the first review is given here."},
        ),
        (
            "tees",
            {"bedroom_seen": "The child's bedroom is not mentioned."},
        ),
        (
            "milton_keynes",
            dict.fromkeys(
                ("first_core_group", "second_core_group"), "The section on core groups is not in this copy."
            ),
        ),
        ("example_area", {}),
    ],
)
@pytest.mark.parametrize("lean", [False, True])
def test_what_an_area_gives_no_date_for_is_in_the_answer(area, said, lean):
    """What only other areas limit is named with what the sources say of it, from the browser's rules too."""
    data = bundles.browser(BUNDLE, area) if lean else BUNDLE
    request = {"area": area, "today": "2026-11-28", "events": {}}
    answer = evaluate(request, read_bundle(bundles.to_json(data)))
    entries = answer["not_said"]
    found = {key: one["text"] for one in entries for key in one["deadlines"]}
    assert said.items() <= found.items() and set(found) == set(BUNDLE["areas"][area]["silent"])
    assert not set(found) & {item["deadline"] for item in answer["deadlines"]}
    titles = [title for one in entries for title in one["title"].split("; ")]
    assert len(titles) == len(found) and not any("_" in title for title in titles), titles


def test_what_is_said_alike_is_one_entry():
    """Milton Keynes' copy lacks a section: the limits that would stand in it are told together."""
    found = value({"area": "milton_keynes", "today": "2026-11-28", "events": {}})["not_said"]
    assert found[0]["title"] == "First core group; second core group; core group before a review conference"
