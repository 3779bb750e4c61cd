"""Every kind of page for every reader: axe-core, light and dark, narrow and zoomed."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.site.calculator import ISSUE_LINK, Calculator
from tests.site.pages import KINDS, stands_alone

# Of what is alike in elements, classes, attributes and state, and stands within what is alike, such as rows
# of the tables of a page, two are enough to judge; the first of a table or list stays, so that none is empty.
SHORTEN = """() => {
  const named = (one) => [one.tagName, one.className, one.getAttributeNames(), one.dataset?.state].join();
  const shape = (one) => `${named(one)}(${[...one.children].map(shape)})`;
  const seen = {};
  const isMore = (key) => (seen[key] = (seen[key] ?? 0) + 1) > 2;
  const shorten = (one, above) => {
    const place = `${above} ${named(one)}`;
    const many = one.children.length > 5;
    const here = {};
    for (const child of [...one.children]) {
      const alike = shape(child);
      here[alike] = (here[alike] ?? 0) + 1;
      const isRow = child.matches("tbody, tr, li, dl > div") && child.previousElementSibling;
      if ((many && here[alike] > 2) || (isMore(`${place} ${alike}`) && isRow)) child.remove();
      else shorten(child, place);
    }
  };
  shorten(document.querySelector("main"), "");
}"""
# What holds is not listed, which on a long page takes longer than finding what does not.
RUN = "(rules) => axe.run({resultTypes: ['violations'], ...(rules.length ? {runOnly: rules} : {})})"
COLOURS = ("color-contrast", "link-in-text-block")  # all that differs between light and dark
# Else what changes colour would still be between the two while it is judged, and a link that was never on the
# screen for as long as it is not.
STILL = """() => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, ::before, ::after { transition: none !important; }");
  document.adoptedStyleSheets = [still];
}"""
MOVING = "() => { document.adoptedStyleSheets = []; }"
WIDTHS = {"a desktop": 1280, "a phone": 390, "400% zoom of a desktop": 320}


def violations(page: Page, axe_script: str, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds wrong, one line each; by some of its rules, or by all."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(axe_script)
    found = page.evaluate(RUN, list(rules))["violations"]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:120]}" for one in found]


def in_both_colours(page: Page, axe_script: str) -> list[str]:
    """What axe-core finds wrong in light and then, of the colours alone, in dark; the page is light again."""
    found = []
    page.evaluate(STILL)
    for scheme, name, rules in (("light", "default", ()), ("dark", "slate", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
        found += [f"{scheme}: {one}" for one in violations(page, axe_script, rules)]
    page.emulate_media(color_scheme="light")
    page.evaluate(MOVING)
    return found


def overflow(page: Page) -> int:
    """Pixels by which the page can be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture(scope="module")
def tab(make_context) -> Page:
    """A tab that the pages take turns in."""
    return make_context().new_page()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page(kind, tab, site_url, axe_script):
    """axe-core finds nothing, in light and in dark; headings are in order; nothing makes the page too wide.

    One test, so that one visit stands for all. In dark only the colours can differ.
    """
    stands_alone(kind, site_url)
    tab.goto(site_url + KINDS[kind])
    check_widths(tab, kind)
    check_headings(tab, kind)
    tab.evaluate(SHORTEN)
    found = in_both_colours(tab, axe_script)
    assert not found, f"{kind}: {found}"


def check_widths(page: Page, kind: str) -> None:
    """From a desktop to 400% zoom, what is wide scrolls inside its own box."""
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) <= 0, f"{kind} on {name}: {overflow(page)} px too wide"
    page.set_viewport_size({"width": 1280, "height": 800})


def check_headings(page: Page, kind: str) -> None:
    """One heading of the first level, and no level passed over on the way down."""
    levels = page.locator("main :is(h1, h2, h3, h4):visible").evaluate_all(
        "(all) => all.map((one) => +one.tagName[1])"
    )
    assert levels[0] == 1 and levels.count(1) == 1, f"{kind}: {levels}"
    jumps = [pair for pair in pairwise(levels) if pair[1] - pair[0] > 1]
    assert not jumps, f"{kind}: {levels}"


def test_no_violation_in_the_calculator_at_work(desk: Calculator, axe_script):
    """axe-core finds nothing with results, an opened count, and errors; nor does the page grow too wide."""
    desk.open(ISSUE_LINK)
    desk.expect_dates({"first_core_group": "2026-04-13"})
    desk.working("first_core_group")
    desk.page.locator("details.dc-group").evaluate_all("(all) => all.forEach((one) => { one.open = true })")
    found = in_both_colours(desk.page, axe_script)
    assert not found, found
    check_widths(desk.page, "the calculator at work")
    desk.type("initial_conference", "31 2 2026")
    desk.submit()
    expect(desk.page.locator("[data-part=errors]")).to_be_focused()
    found = in_both_colours(desk.page, axe_script)
    assert not found, f"with errors: {found}"


def test_targets_are_large_enough(desk: Calculator):
    """Every button, box and summary of the calculator is at least 24 by 24 pixels."""
    desk.open(ISSUE_LINK)
    desk.expect_dates({"first_core_group": "2026-04-13"})
    small = desk.page.locator("date-calculator :is(button, input, select, summary):visible").evaluate_all(
        "(all) => all.filter((one) => { const box = (one.closest('label') ?? one).getBoundingClientRect();"
        " return box.width < 24 || box.height < 24 }).map((one) => one.outerHTML.slice(0, 90))"
    )
    assert not small, small


def test_no_violation_where_python_failed(make_context, site_url, axe_script):
    """axe-core finds nothing in the message of a failure and in the ready reckoner's dates."""
    tool = Calculator(make_context().new_page(), site_url)
    tool.page.route("**/assets/runtime/**", lambda route: route.abort())
    tool.load("#area=north_yorkshire&initial_conference=2026-11-02", stage="failed")
    expect(
        tool.result("first_core_group").or_(tool.page.locator("[data-part=empty]:visible"))
    ).to_be_visible()
    found = in_both_colours(tool.page, axe_script)
    assert not found, found
    tool.page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(tool.page) <= 0


def test_one_sentence_is_announced(desk: Calculator):
    """After a burst of edits a screen reader hears one sentence, from a region that was there before."""
    page = desk.page
    region = page.locator("[data-part=announce]")
    expect(region).to_have_attribute("role", "status")
    desk.open("#area=north_yorkshire&today=2026-04-10&initial_conference=2026-03-26")
    expect(region).to_have_text(re.compile(r"Next: First core group by Monday 13 April 2026\.$"))
    region.evaluate(
        "(region) => { window.heard = []; new MutationObserver(() => heard.push(region.textContent))"
        ".observe(region, {childList: true, characterData: true, subtree: true}) }"
    )
    for day in ("8", "7", "1", "13"):
        desk.boxes("core_group").nth(0).fill(day)
        desk.boxes("core_group").nth(1).fill("4")
        desk.boxes("core_group").nth(2).fill("2026")
    desk.type("today", "14 4 2026")
    expect(region).to_have_text(re.compile(r"Next: Child seen alone.+ by Thursday 7 May 2026\.$"))
    expect(page.locator("[data-part=next]")).to_have_text(region.inner_text())  # seen by the others
    heard = page.evaluate("heard")
    assert len(heard) == 1, heard
    assert len(heard[0]) < 120 and "<" not in heard[0], heard


def test_what_is_cleared_is_not_announced(desk: Calculator):
    """A form that is cleared while an answer waits to be said stays silent about that answer."""
    page = desk.page
    region = page.locator("[data-part=announce]")
    desk.type("initial_conference", "26 3 2026")
    expect(desk.result("first_core_group")).to_have_attribute("data-latest", "2026-04-13")
    page.get_by_role("button", name="Clear the form").click()
    page.wait_for_timeout(1000)  # longer than an answer waits to be said
    expect(region).to_be_empty()


def test_no_violation_in_the_search_and_in_an_explanation(make_context, site_url, axe_script):
    """axe-core finds nothing in the search with results or with a meaning open; neither is too wide."""
    page = make_context().new_page()
    page.clock.resume()  # the search waits for the last letter
    page.goto(f"{site_url}about/counting/")
    page.locator("button.hb-term").first.click()
    found = in_both_colours(page, axe_script)
    assert not found, f"a meaning: {found}"
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Search", exact=True).click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("minutes")
    expect(page.locator(".hb-found a").first).to_be_visible()
    found = in_both_colours(page, axe_script)
    assert not found, f"the search: {found}"
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        box = page.locator("dialog").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, f"{name}: {box}"
        assert overflow(page) <= 0, f"on {name}"
