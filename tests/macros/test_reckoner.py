"""The ready reckoner: the dates that the engine gives, for every working day, where they hang on it."""

import json
from datetime import date

import pytest

from checklists.engine import evaluate_json, load
from macros import bundle as bundles
from macros import reckoner
from tests.book import BUNDLE

TODAY = date(2026, 11, 23)
AREAS = sorted(BUNDLE["areas"])


@pytest.mark.parametrize("area", AREAS)
def test_every_row_is_the_engines_answer(area):
    """Every cell of every row is what the engine, with all rules, gives for a conference held on that day.

    Nothing that runs from the conference is left out but what falls on its day, or has no last day.
    """
    load(bundles.to_json(BUNDLE))
    made = reckoner.build(BUNDLE, area, TODAY)
    for day, cells in list(made["rows"].items())[::7]:
        request = {"area": area, "today": "2028-12-31", "events": {"initial_conference": [{"held": day}]}}
        value = json.loads(evaluate_json(json.dumps(request)))["value"]
        dates = {(item["deadline"], item["occurrence"]): item for item in value["deadlines"]}
        hang = {
            key
            for key, item in dates.items()
            if (item["runs_from"] or {}).get("event") in (reckoner.EVENT, *reckoner.STAND_INS)
            and {item["latest"], item["target_date"], None if item["target"] else item["earliest"]}
            - {day, None}
        }
        filled = [column for column, cell in zip(made["columns"], cells, strict=True) if cell]
        assert hang == {(column["deadline"], column["occurrence"]) for column in filled}, day
        for column, cell in zip(made["columns"], cells, strict=True):
            item = dates[column["deadline"], column["occurrence"]]
            assert cell == item[column["bound"]], f"{area} {day} {column['title']}"


@pytest.mark.parametrize("area", AREAS)
def test_it_spans_three_years_of_working_days(area):
    """A year back and two ahead; no weekend and no bank holiday."""
    made = reckoner.build(BUNDLE, area, TODAY)
    assert (made["from"], made["to"]) == ("2025-11-23", "2028-11-23")
    if made["columns"]:
        days = [date.fromisoformat(day) for day in made["rows"]]
        assert days == sorted(days) and all(day.weekday() < 5 for day in days)
        assert "2026-12-25" not in made["rows"] and "2026-04-03" not in made["rows"]
        assert len(days) > 750


def test_milton_keynes_has_nothing_that_hangs_on_the_conference():
    """An area without such limits has an empty reckoner, not a guessed one."""
    made = reckoner.build(BUNDLE, "milton_keynes", TODAY)
    assert made["columns"] == [] and made["rows"] == {}


def test_a_leap_day_has_a_year_back():
    """A build on 29 February starts its reckoner on 28 February of the year before."""
    made = reckoner.build(BUNDLE, "milton_keynes", date(2028, 2, 29))
    assert (made["from"], made["to"]) == ("2027-02-28", "2030-02-28")


@pytest.mark.parametrize("area", AREAS)
def test_the_form_asks_for_every_event_that_the_rules_use(area):
    """Whatever a window waits for can be entered: every event and fact of the area's rules is in the form."""
    made = reckoner.quick(BUNDLE, area, TODAY)
    events = {item["key"] for item in made["events"]}
    made_of = {
        key: [*(entry.get("any_of") or ()), *(entry.get("all_of") or ())]
        for key, entry in BUNDLE["events"].items()
    }
    either = {key for key, parts in made_of.items() if parts}
    for item in BUNDLE["areas"][area]["deadlines"]:
        named = {ref.split(" ")[-1] for ref in (item["event"], item["from"], item["until"]) if ref}
        assert named - either <= events, item["key"]
        assert {part for name in named for part in made_of[name]} - either <= events, item["key"]
        if item["when"]:
            assert item["when"].removeprefix("not ") in {fact["key"] for fact in made["facts"]}
    assert not events & either
