"""Overlays: what an area has of its own, and what it inherits."""

import pytest

from macros import load, overlay
from macros.load import RuleError
from tests.rules.rulebook import SHIRE, TOWN, copy


@pytest.mark.parametrize(
    ("parent", "child", "merged"),
    [
        ({"a": 1, "b": 2}, {"b": 3, "c": 4}, {"a": 1, "b": 3, "c": 4}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}}, {"a": {"b": 1, "c": 3}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"b": 1}}, {"a": None}, {}),
        ({"a": {"b": 1}}, {"a": {"b": None}}, {"a": {}}),
        ({"a": "text"}, {"a": {"limit": "x"}}, {"a": {"limit": "x"}}),
        ({"a": {"limit": "x"}}, {"a": "text"}, {"a": "text"}),
        ({"a": {"2010-01-01": "x"}}, {"a": {"2013-01-01": "y"}}, {"a": {"2013-01-01": "y"}}),
        (
            {"a": "x"},
            {"a": {"2013-01-01": "y", "2015-01-01": None}},
            {"a": {"2013-01-01": "y", "2015-01-01": None}},
        ),
        ({"a": {"2010-01-01": "x"}}, {"a": {"limit": "y"}}, {"a": {"limit": "y"}}),
    ],
)
def test_merge(parent, child, merged):
    """Mappings merge by key, lists, scalars and values by date replace, null removes."""
    before = repr((parent, child))
    assert overlay.merge(parent, child) == merged
    assert repr((parent, child)) == before


def test_an_area_has_its_own_and_what_it_inherits(tmp_path):
    """The town changes one file and inherits the other; its own reasons and notes do not travel."""
    files = overlay.resolve(load.load(copy(tmp_path)), "town")
    changed, inherited = files["first_core_group"], files["notes"]
    first = changed["data"]["deadlines"]["first_core_group"]
    assert first["latest"] == {"limit": "5 working days after initial_conference", "cites": ["town#4"]}
    assert first["earliest"]["cites"] == ["shire#1.2/b"]
    assert "note" not in first
    assert (changed["own"], changed["inherited"]) == (True, True)
    assert changed["path"] == "rules/areas/town/deadlines/first_core_group.yaml"
    assert (inherited["own"], inherited["inherited"]) == (False, True)
    assert inherited["path"] == "rules/areas/shire/deadlines/notes.yaml"


def test_a_chain_of_three(tmp_path):
    """A village that builds on the town that builds on the shire gets the differences of both."""
    village = "title: V\nkind: town\nbuilds_on: town\nsources: [town]\ncalendar: england\nsummary: s\n"
    change = "deadlines:\n  first_core_group:\n    note: Ask the town.\n"
    rules = load.load(
        copy(
            tmp_path,
            ("areas/village/area.yaml", village),
            ("areas/village/deadlines/first_core_group.yaml", change),
        )
    )
    assert overlay.chain(rules, "village") == ["village", "town", "shire"]
    data = overlay.resolve(rules, "village")["first_core_group"]["data"]
    assert data["deadlines"]["first_core_group"]["latest"]["cites"] == ["town#4"]
    assert data["deadlines"]["first_core_group"]["note"] == "Ask the town."
    assert "because" not in data
    assert overlay.resolve(rules, "village")["notes"]["path"] == "rules/areas/shire/deadlines/notes.yaml"


def test_an_area_that_builds_on_itself_in_a_ring(tmp_path):
    """A ring is an error with the way round, not a hang."""
    rules = load.load(copy(tmp_path, (SHIRE, "kind: area", "kind: area\nbuilds_on: town")))
    with pytest.raises(RuleError) as caught:
        overlay.resolve(rules, "shire")
    assert str(caught.value) == (
        "rules/areas/town/area.yaml:3: areas build on each other in a ring (shire → town → shire); "
        "take one builds_on out"
    )


def test_an_area_that_builds_on_none_that_is_there(tmp_path):
    """A misspelt parent is an error with the area that is meant."""
    rules = load.load(copy(tmp_path, (TOWN, "builds_on: shire", "builds_on: shyre")))
    with pytest.raises(RuleError) as caught:
        overlay.chain(rules, "town")
    assert str(caught.value) == (
        "rules/areas/town/area.yaml:3: it builds on “shyre”, which is no area; did you mean “shire”?"
    )


def test_nobody_is_said_and_not_removed(tmp_path):
    """An item of an overlay for which nobody is named has nobody, though its provision binds someone."""
    nobody = "because: Nobody is named.\nitems:\n  notes_sent: { responsible: null, deadline: null }\n"
    rules = load.load(copy(tmp_path, ("areas/town/checklists/core_group.yaml", nobody)))
    item = overlay.resolve(rules, "town", "checklists")["core_group"]["data"]["items"]["notes_sent"]
    assert item["responsible"] is None
    assert "deadline" not in item
