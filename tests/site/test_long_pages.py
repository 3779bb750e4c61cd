"""A long page is laid out as it is seen: links into it, search in it and its printed copy have all of it."""

import pytest
from playwright.sync_api import Page, expect

HEADER = 48  # pixels that the head of the page covers
PLACES = [
    *("areas/north-yorkshire/#two-year-point", "areas/luton/#ready-reckoner", "areas/luton/#bedroom-seen"),
    *("glossary/#word-limit", "compare/#topic-reports", "about/accuracy/#open-north-yorkshire"),
]
FIND = "(words) => window.find(words)"
FOUND = """() => {
  const {top, bottom} = getSelection().getRangeAt(0).getBoundingClientRect();
  return [top, bottom, innerHeight];
}"""
HIDDEN = """(kinds) => [...document.querySelectorAll(kinds)].filter((part) =>
  getComputedStyle(part).contentVisibility !== "visible").length"""
PARTS = ".hb-reckoner, .hb-limit[data-deadline]"


@pytest.mark.parametrize("place", PLACES)
def test_a_link_leads_to_its_place(page: Page, site_url: str, place: str) -> None:
    """What the link names stands below the head of the page, and stays there."""
    page.goto(site_url + place)
    target = page.locator(f"[id='{place.split('#')[1]}']")
    expect(target).to_be_in_viewport()
    before = None
    while before != (before := target.bounding_box()["y"]):
        page.wait_for_timeout(300)
    height = page.viewport_size["height"]
    last = page.evaluate("document.documentElement.scrollHeight - innerHeight - scrollY") < 2
    assert HEADER <= before < (height if last else height / 2), (place, before)


def test_search_in_the_page_reaches_the_reckoner(page: Page, site_url: str) -> None:
    """The browser's own search finds a day that was never on the screen, and shows it."""
    page.goto(f"{site_url}areas/north-yorkshire/")
    day = page.locator(".hb-reckoner tbody th[scope=row]").last.text_content()
    assert page.evaluate(FIND, day), day
    page.wait_for_timeout(300)
    top, bottom, height = page.evaluate(FOUND)
    assert 0 < top < bottom < height, (day, top, bottom)


@pytest.mark.parametrize(("width", "least"), [(390, 6), (1280, 1)])
def test_paper_has_all_of_it(page: Page, site_url: str, width: int, least: int) -> None:
    """On the screen parts wait to be seen, on a phone more of them; printed, none does."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site_url}areas/luton/")
    assert page.evaluate(HIDDEN, PARTS) >= least, "nothing waits: the page is laid out whole"
    page.emulate_media(media="print")
    assert page.evaluate(HIDDEN, PARTS) == 0
