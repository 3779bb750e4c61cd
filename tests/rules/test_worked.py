"""Worked examples: what they ask, and what counts as a difference."""

import pytest

from macros import worked

ANSWER = {
    "deadlines": [
        {"deadline": "first_core_group", "occurrence": 1, "latest": "2025-04-30", "status": "waiting"},
        {"deadline": "record", "occurrence": 1, "latest": None, "provisional": False},
        {"deadline": "record", "occurrence": 2, "latest": "2025-05-07", "provisional": True},
    ]
}


def test_an_example_becomes_a_request():
    """Dates held and booked of one event come together, with the meeting where it is given."""
    example = {
        "given": {"core_group": ["2025-04-28"], "record": {"held": "2025-05-01", "for": "2025-04-28"}},
        "booked": {"core_group": "2025-06-02"},
        "facts": {"looked_after": True},
        "set": {"visit": {"every": "3 weeks"}},
    }
    assert worked.request("shire", example) == {
        "area": "shire",
        "today": "2025-05-01",
        "events": {
            "core_group": [{"held": "2025-04-28"}, {"booked": "2025-06-02"}],
            "record": [{"held": "2025-05-01", "for": "2025-04-28"}],
        },
        "facts": {"looked_after": True},
        "set_by_conference": {"visit": {"every": "3 weeks"}},
    }


def test_today_is_its_own_where_given():
    """An example may be worked out as on a later day, and has none without a date held."""
    assert worked.today({"given": {"core_group": "2025-04-28"}, "today": "2025-05-09"}) == "2025-05-09"
    assert worked.today({"given": {}, "booked": {"core_group": "2025-04-28"}}) is None


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        ({"first_core_group": {"latest": "2025-04-30", "status": "waiting"}}, []),
        ({"record": [{"latest": None, "provisional": False}, {"latest": "2025-05-07"}]}, []),
        ({"record": {"occurrence": 2, "provisional": True}}, []),
        (
            {"first_core_group": {"latest": "2025-04-29"}},
            [
                (
                    ("first_core_group", "latest"),
                    "first_core_group: expected latest 2025-04-29, got 2025-04-30",
                )
            ],
        ),
        (
            {"record": [{"latest": "2025-05-01"}, {"provisional": False}]},
            [
                (("record", 0, "latest"), "record 1: expected latest 2025-05-01, got none"),
                (("record", 1, "provisional"), "record 2: expected provisional false, got true"),
            ],
        ),
        (
            {"record": {"occurrence": 3, "latest": None}},
            [(("record",), "record 3 is expected, and the answer has no such window")],
        ),
    ],
)
def test_differences(expect, found):
    """Each field that differs is named with what was expected and what came; fields not named are free."""
    assert worked.differences({"expect": expect}, ANSWER) == found
