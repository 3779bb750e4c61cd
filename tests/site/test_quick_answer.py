"""The ready reckoner answers until Python does, and never otherwise than Python."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from checklists.engine import date_words
from macros.assets import app_of
from tests.site.calculator import STARTS, Calculator, answer
from tests.site.pages import AREAS

STAND_INS = ("initial_conference", "plan_started")


@cache
def quick(built_site: Path, area: str) -> dict:
    """An area's quick file, as the browser gets it; read once, since it is looked at for each day."""
    return json.loads(
        (built_site / app_of(built_site) / "rules" / f"{AREAS[area]}.quick.json").read_text("utf-8")
    )


def middle(reckoner: dict) -> str:
    """A conference day well inside the reckoner's span."""
    return list(reckoner["rows"])[len(reckoner["rows"]) // 3]


def spoken(day: str) -> str:
    """A date as it is typed."""
    return "{0.day} {0.month} {0.year}".format(date.fromisoformat(day))


class Gate:
    """Holds back the runtime's files until it is opened."""

    def __init__(self, context: BrowserContext) -> None:
        self.held: list[Route] = []
        self.is_open = False
        context.route("**/assets/runtime/**", self._hold)

    def _hold(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def open(self) -> None:
        """Let everything through."""
        self.is_open = True
        for route in self.held:
            route.continue_()


def test_the_reckoner_answers_first(calculator: Calculator, built_site: Path) -> None:
    """Until Python is there each area's dates come from its reckoner, marked so; then from Python."""
    gate = Gate(calculator.page.context)
    calculator.load()
    notices = calculator.page.locator("[data-part=notices]")
    rows = {}
    for area in AREAS:
        about = quick(built_site, area)
        reckoner = about["reckoner"]
        if not reckoner["columns"]:
            continue
        day = middle(reckoner)
        calculator.choose(about["title"])
        calculator.type("initial_conference", spoken(day))
        rows = {}
        for column, cell in zip(reckoner["columns"], reckoner["rows"][day], strict=True):
            line = calculator.result(column["deadline"], column["occurrence"])
            message = f"{area} {day} {column['deadline']}"
            expect(line, message).to_have_attribute(f"data-{column['bound']}", cell)
            expect(line, message).to_have_attribute("data-source", "reckoner")
            expect(line, message).to_contain_text(date_words(date.fromisoformat(cell)))
            rows[column["deadline"], column["occurrence"]] = (column["bound"], cell)
        expect(notices).to_contain_text("From the ready reckoner")
        for source in about["sources"]:
            if source["care"]:
                expect(notices).to_contain_text(f"{source['title']} is {source['care_words']}.")
        expect(calculator.page.locator("li[data-deadline]")).to_have_count(len(rows))
    assert calculator.stage() == "downloading"
    assert gate.held, "nothing was held back: the test proves nothing"
    gate.open()
    calculator.expect_stage("ready")
    for (deadline, occurrence), (bound, day) in rows.items():
        line = calculator.result(deadline, occurrence)
        expect(line, deadline).to_have_attribute("data-source", "engine", timeout=STARTS)
        expect(line, deadline).to_have_attribute(f"data-{bound}", day)
    expect(notices).not_to_contain_text("From the ready reckoner")
    expect(calculator.page.locator("li[data-source=reckoner]")).to_have_count(0)


def test_what_the_reckoner_does_not_know_waits(calculator: Calculator, built_site: Path) -> None:
    """A second date, an answer or an area without reckoner is not answered from it: the page says to wait."""
    gate = Gate(calculator.page.context)
    calculator.load()
    empty = calculator.page.locator("[data-part=empty]")
    lines = calculator.page.locator("li[data-deadline]")
    day = date.fromisoformat(middle(quick(built_site, "north_yorkshire")["reckoner"]))
    calculator.choose("Milton Keynes")
    calculator.type("initial_conference", spoken(day.isoformat()))
    expect(empty).to_have_text("The list appears in a moment, when the calculator is ready.")
    calculator.choose("North Yorkshire")
    expect(lines.first).to_be_visible()
    calculator.type("core_group", spoken((day + timedelta(days=6)).isoformat()))
    expect(empty).to_have_text("The list appears in a moment, when the calculator is ready.")
    expect(lines).to_have_count(0)
    gate.open()
    calculator.expect_stage("ready")
    expect(calculator.result("first_core_group")).to_have_attribute("data-source", "engine")


def test_one_area_never_answers_for_another(calculator: Calculator, built_site: Path) -> None:
    """While another area's reckoner is on its way its list is empty; then it is that area's own."""
    held: list[Route] = []
    context = calculator.page.context
    context.route("**/rules/tees.quick.json", lambda route: held.append(route))
    Gate(context)
    calculator.load()
    day = middle(quick(built_site, "luton")["reckoner"])
    calculator.choose("Luton")
    calculator.type("initial_conference", spoken(day))
    lines = calculator.page.locator("li[data-deadline]")
    expect(lines.first).to_be_visible()
    calculator.choose("Tees")
    expect(lines).to_have_count(0)
    expect(calculator.page.locator("[data-part=empty]")).to_have_text("The list appears in a moment.")
    held[0].continue_()
    reckoner = quick(built_site, "tees")["reckoner"]
    shown = {cell for cell in reckoner["rows"][day] if cell}
    expect(lines.first).to_be_visible()
    assert {line.get_attribute("data-latest") for line in lines.all()} == shown


@pytest.mark.parametrize("area", AREAS)
def test_every_row_is_what_the_page_would_answer(built_site: Path, area: str) -> None:
    """For each conference day of the reckoner, held or booked as on the build day, the engine agrees."""
    reckoner = quick(built_site, area)["reckoner"]
    today = (date.fromisoformat(reckoner["from"]) + timedelta(days=366)).isoformat()
    for day, cells in reckoner["rows"].items():
        event = {"held" if day <= today else "booked": day}
        request = {"area": area, "today": today, "events": {"initial_conference": [event]}}
        items = answer(request)["deadlines"]
        dates = {(item["deadline"], item["occurrence"]): item for item in items}
        for column, cell in zip(reckoner["columns"], cells, strict=True):
            item = dates[column["deadline"], column["occurrence"]]
            target = column["bound"] == "target"
            assert cell == item["target_date" if target else column["bound"]], (
                f"{area} {day} {column['deadline']}"
            )
            words = item["target_limit_words" if target else "limit_words"]
            assert not cell or words in column["limit_words"], f"{area} {day} {column['deadline']}"


@pytest.mark.parametrize("area", AREAS)
def test_no_limit_that_hangs_on_the_conference_is_missing(built_site: Path, area: str) -> None:
    """Every latest day that the engine counts from the conference alone has a column."""
    reckoner = quick(built_site, area)["reckoner"]
    if not reckoner["columns"]:
        return
    columns = {(column["deadline"], column["occurrence"]) for column in reckoner["columns"]}
    for day in list(reckoner["rows"])[::31]:
        request = {"area": area, "today": day, "events": {"initial_conference": [{"held": day}]}}
        counted = {
            (item["deadline"], item["occurrence"])
            for item in answer(request)["deadlines"]
            if item["latest"] not in (None, day) and (item["runs_from"] or {}).get("event") in STAND_INS
        }
        assert counted <= columns, f"{area} {day}: {counted - columns}"
