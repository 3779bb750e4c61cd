"""With JavaScript off: every page reads, and the common dates are on the area's page."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from checklists.engine import date_words
from tests.book import BUNDLE
from tests.site.pages import AREAS, KINDS
from tests.site.test_quick_answer import quick

# Counted by hand with the printed calendar, for whatever year the site is built in:
# conference in North Yorkshire → (first core group, 10 working days; first review, 3 months).
BY_HAND = {
    "2025-04-10": ("Monday 28 April 2025", "Thursday 10 July 2025"),
    "2026-03-26": ("Monday 13 April 2026", "Friday 26 June 2026"),
    "2027-03-18": ("Monday 5 April 2027", "Friday 18 June 2027"),
    "2028-04-06": ("Monday 24 April 2028", "Thursday 6 July 2028"),
}


@pytest.fixture(scope="module")
def plain(make_context: Callable[..., BrowserContext], site_url: str) -> Page:
    """A tab with JavaScript off."""
    return make_context(java_script_enabled=False, base_url=site_url).new_page()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_reads(plain: Page, kind: str) -> None:
    """There is a heading and text under it, and nothing of the machinery shows."""
    plain.goto(KINDS[kind])
    expect(plain.locator("h1")).to_be_visible()
    text = plain.locator("article").inner_text()
    assert len(text) > (20 if kind == "no such page" else 200), f"{kind} has little to read: {text}"
    for mark in ("{{", "{%", "undefined", "NaN", "[object"):
        assert mark not in text, f"{kind} shows {mark}"


@pytest.mark.parametrize("area", AREAS)
def test_an_areas_limits_are_there(plain: Page, area: str) -> None:
    """Every limit is on its area's page with its force and a link to its source."""
    plain.goto(f"areas/{AREAS[area]}/")
    limits = plain.locator("[data-deadline]").evaluate_all(
        "(all) => all.map((each) => each.dataset.deadline)"
    )
    assert sorted(limits) == sorted(item["key"] for item in BUNDLE["areas"][area]["deadlines"])
    for limit in plain.locator("[data-deadline]").all():
        sources = limit.locator("a[href*='sources/'][href*='#p-']")
        assert sources.count(), f"{area}: {limit.get_attribute('data-deadline')} names no source"


def test_the_reckoner_of_north_yorkshire(plain: Page, built_site: Path) -> None:
    """The row of a known day holds the dates that were counted by hand."""
    known = [day for day in BY_HAND if day in quick(built_site, "north_yorkshire")["reckoner"]["rows"]]
    assert known, "no day counted by hand is in the reckoner: add one of this year"
    plain.goto("areas/north-yorkshire/#ready-reckoner")
    for day in known:
        row = plain.locator(".hb-reckoner tr").filter(
            has=plain.locator("th", has_text=date_words(date.fromisoformat(day)))
        )
        cells = row.locator("td").all_inner_texts()
        assert set(BY_HAND[day]) <= set(cells), f"{day}: {cells}"


def test_milton_keynes_says_what_to_count_from(plain: Page) -> None:
    """Where nothing hangs on the conference the page says so and names the events to count from."""
    plain.goto("areas/milton-keynes/#ready-reckoner")
    expect(plain.locator("article")).to_contain_text("none of the limits above hangs on the day of the")
    expect(plain.locator("article")).to_contain_text("Count from these instead: ")


def test_the_calculator_points_to_the_reckoners(plain: Page) -> None:
    """The calculator's page says what it needs and links to the ready reckoner of every area."""
    plain.goto("tools/dates/")
    fallback = plain.locator("[data-part=fallback]")
    expect(fallback).to_be_visible()
    expect(fallback).to_contain_text("The calculator needs JavaScript")
    links = fallback.get_by_role("link").evaluate_all("(all) => all.map((each) => each.getAttribute('href'))")
    assert sorted(links) == sorted(f"../../areas/{kebab}/#ready-reckoner" for kebab in AREAS.values())
    assert links[-1] == "../../areas/example-area/#ready-reckoner", "what is made up comes last"
    expect(plain.locator("form[data-part=form]")).to_be_hidden()
    fallback.get_by_role("link", name="North Yorkshire").click()
    expect(plain.locator("#ready-reckoner")).to_be_in_viewport()
