"""Every kind of page for every reader: axe-core, light and dark, narrow and zoomed."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.site.calculator import ISSUE_LINK, Calculator
from tests.site.pages import KINDS

WIDTHS = {"a desktop": 1280, "a phone": 390, "400% zoom of a desktop": 320}


def violations(page: Page, axe_script: str, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds wrong, one line each; by some of its rules, or by all."""
    page.evaluate(axe_script)
    found = page.evaluate("(rules) => axe.run(rules.length ? {runOnly: rules} : {})", list(rules))[
        "violations"
    ]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:120]}" for one in found]


def overflow(page: Page) -> int:
    """Pixels by which the page can be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture(scope="module")
def tabs(make_context) -> dict[str, Page]:
    """A tab that prefers light and one that prefers dark."""
    return {scheme: make_context(color_scheme=scheme).new_page() for scheme in ("light", "dark")}


@pytest.mark.parametrize("kind", KINDS)
def test_no_violation_on_any_kind_of_page(kind, tabs, site_url, axe_script):
    """axe-core finds nothing; in dark only the colours can differ."""
    for (scheme, page), rules in zip(
        tabs.items(), ((), ("color-contrast", "link-in-text-block")), strict=True
    ):
        page.goto(site_url + KINDS[kind])
        found = violations(page, axe_script, rules)
        assert not found, f"{kind}, {scheme}: {found}"


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_scrolls_sideways(kind, tabs, site_url):
    """From a desktop to 400% zoom, what is wide scrolls inside its own box."""
    page = tabs["light"]
    page.goto(site_url + KINDS[kind])
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) <= 0, f"{kind} on {name}: {overflow(page)} px too wide"
    page.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.parametrize("kind", KINDS)
def test_headings_are_in_order(kind, tabs, site_url):
    """One heading of the first level, and no level passed over on the way down."""
    page = tabs["light"]
    page.goto(site_url + KINDS[kind])
    levels = page.locator("main :is(h1, h2, h3, h4):visible").evaluate_all(
        "(all) => all.map((one) => +one.tagName[1])"
    )
    assert levels[0] == 1 and levels.count(1) == 1, f"{kind}: {levels}"
    jumps = [pair for pair in pairwise(levels) if pair[1] - pair[0] > 1]
    assert not jumps, f"{kind}: {levels}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_in_the_calculator_at_work(scheme, make_context, site_url, axe_script):
    """axe-core finds nothing with results, an opened count, and errors; nor does the page grow too wide."""
    tool = Calculator(make_context(color_scheme=scheme).new_page(), site_url)
    tool.load(ISSUE_LINK, stage="ready")
    tool.expect_dates({"first_core_group": "2026-04-13"})
    tool.working("first_core_group")
    tool.page.locator("details.dc-group").evaluate_all("(all) => all.forEach((one) => { one.open = true })")
    assert not violations(tool.page, axe_script)
    for name, width in WIDTHS.items():
        tool.page.set_viewport_size({"width": width, "height": 800})
        assert overflow(tool.page) <= 0, f"on {name}"
    tool.type("initial_conference", "31 2 2026")
    tool.submit()
    assert not violations(tool.page, axe_script)


def test_targets_are_large_enough(desk: Calculator):
    """Every button, box and summary of the calculator is at least 24 by 24 pixels."""
    desk.open(ISSUE_LINK)
    desk.expect_dates({"first_core_group": "2026-04-13"})
    small = desk.page.locator("date-calculator :is(button, input, select, summary):visible").evaluate_all(
        "(all) => all.filter((one) => { const box = (one.closest('label') ?? one).getBoundingClientRect();"
        " return box.width < 24 || box.height < 24 }).map((one) => one.outerHTML.slice(0, 90))"
    )
    assert not small, small


def test_one_sentence_is_announced(desk: Calculator):
    """A screen reader hears one short sentence after a change, from a region that was there before."""
    desk.type("initial_conference", "26 3 2026")
    desk.expect_dates({"first_core_group": "2026-04-13"})
    region = desk.page.locator("[data-part=announce]")
    desk.page.clock.run_for(2000)
    said = region.inner_text()
    assert region.get_attribute("role") == "status"
    assert said and len(said) < 200, said
