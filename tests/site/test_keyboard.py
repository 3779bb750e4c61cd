"""The calculator by keyboard alone: reaching, entering, reading and taking along."""

from playwright.sync_api import Page, expect

from tests.site.calculator import ANSWERS, ISSUE_LINK, Calculator

FOCUSED = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  return {id: at.id, tag: at.tagName, text: (at.innerText || at.value || "").trim().slice(0, 60),
    top: box.top, shown: at.matches(":focus-visible"), outline: getComputedStyle(at).outlineStyle};
}"""


def tab_to(page: Page, wanted: str, most: int = 40) -> list[dict]:
    """Press Tab until the element with this id, or that begins with this text, has the focus."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        passed.append(at)
        if at["id"] == wanted or at["text"].startswith(wanted):
            return passed
    raise AssertionError(
        f"{wanted} is not reached in {most} steps: {[at['id'] or at['text'] for at in passed]}"
    )


def test_from_the_top_of_the_page_to_the_first_date(desk: Calculator) -> None:
    """Choosing an area, entering a date and asking for the dates needs no pointer."""
    page = desk.page
    desk.load(stage="ready")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["text"] == "Skip to content"
    page.keyboard.press("Enter")
    tab_to(page, "area", most=3)
    page.keyboard.type("North")
    expect(page.locator("#area")).to_have_value("north_yorkshire")
    expect(desk.event("review_conference")).to_be_attached()
    tab_to(page, "initial_conference-1-day", most=1)
    page.keyboard.type("26")
    page.keyboard.press("Tab")
    page.keyboard.type("march")
    page.keyboard.press("Tab")
    page.keyboard.type("2026")
    expect(desk.result("first_core_group")).to_have_attribute("data-latest", "2026-04-13", timeout=ANSWERS)
    assert page.evaluate(FOCUSED)["id"] == "initial_conference-1-year", "typing a date moved the focus"
    page.keyboard.press("Enter")
    expect(page.locator("#dc-results-title")).to_be_focused()


def test_the_fields_come_in_the_order_of_the_page(desk: Calculator) -> None:
    """Tab goes down the form as it is read, every stop visible, marked and not under the header."""
    page = desk.page
    page.locator("#area").focus()
    passed = tab_to(page, "Clear the form", most=60)
    ids = [at["id"] for at in passed if at["id"]]
    wanted = [
        f"{event}-{box}"
        for event in ("initial_conference-1", "core_group-1", "review_conference-1")
        for box in ("day", "month", "year")
    ]
    assert [one for one in ids if one in wanted] == wanted, ids
    header = page.locator(".md-header").bounding_box() or {"height": 0, "y": 0}
    for at in passed:
        name = at["id"] or at["text"]
        assert at["shown"] and at["outline"] != "none", f"{name}: the focus cannot be seen"
        assert at["top"] >= header["y"] + header["height"] - 1, f"{name} is under the header"


def test_boxes_do_not_jump_by_themselves(desk: Calculator) -> None:
    """A full box keeps the focus: the reader moves on, not the page."""
    desk.boxes("initial_conference").nth(0).focus()
    for key in "26":
        desk.page.keyboard.press(key)
    expect(desk.boxes("initial_conference").nth(0)).to_be_focused()


def test_letters_that_are_shortcuts_elsewhere_are_typed(desk: Calculator) -> None:
    """In a field every letter is text; outside of one, single letters neither search nor turn the page."""
    page = desk.page
    address = page.url
    desk.boxes("initial_conference").nth(1).focus()
    page.keyboard.type("fspn,./")
    expect(desk.boxes("initial_conference").nth(1)).to_have_value("fspn,./")
    page.locator("#dc-results-title").focus()
    for key in ("f", "s", "/", "p", ",", "n", "."):
        page.keyboard.press(key)
        assert page.url.split("#")[0] == address.split("#")[0], f"{key} left the page"
        assert not page.locator("dialog").count(), f"{key} opened the search"
        expect(page.locator("#dc-results-title"), f"{key} moved the focus").to_be_focused()


def test_a_count_is_opened_and_stays_where_the_reader_is(desk: Calculator) -> None:
    """An opened count stays open, and keeps the focus, while the list changes around it."""
    page = desk.page
    desk.open(ISSUE_LINK)
    desk.expect_dates({"second_core_group": "2026-05-21"})
    summary = desk.result("second_core_group").locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(desk.result("second_core_group").locator("details")).to_have_attribute("open", "")
    # The day to work out as on changes the order and the words of the list.
    page.evaluate("(to) => { location.hash = to }", ISSUE_LINK.replace("2026-04-10", "2026-06-01"))
    expect(desk.result("second_core_group")).to_have_attribute("data-status", "overdue")
    expect(summary).to_be_focused()
    expect(desk.result("second_core_group").locator("details")).to_have_attribute("open", "")


def test_adding_and_removing_keeps_the_reader_in_place(desk: Calculator) -> None:
    """A new date gets the focus; after a removal the focus is on the button that adds, not lost."""
    page = desk.page
    page.get_by_role("button", name="Add another core group").focus()
    page.keyboard.press("Enter")
    expect(desk.boxes("core_group", 2).first).to_be_focused()
    tab_to(page, "Remove", most=5)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Add another core group")).to_be_focused()


def test_what_is_missing_can_be_entered_from_the_list(desk: Calculator) -> None:
    """From a late date its field is reached at once, the group that holds it opened."""
    desk.open("#area=north_yorkshire&today=2026-06-01&initial_conference=2026-03-26")
    button = desk.result("child_visit").get_by_role("button", name="Done? Enter the date")
    button.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.boxes("visit").first).to_be_focused()
    expect(desk.boxes("visit").first).to_be_visible()


def test_the_way_from_the_form_to_the_exports_is_short(desk: Calculator) -> None:
    """From the list's heading a few steps lead past the list to saving, printing and linking."""
    page = desk.page
    desk.open(ISSUE_LINK)
    desk.expect_dates({"second_core_group": "2026-05-21"})
    page.locator("#dc-results-title").focus()
    tab_to(page, "Save, print or copy a link", most=4)
    page.keyboard.press("Enter")
    expect(page.locator("#dc-take-title")).to_be_focused()
    tab_to(page, "Copy link", most=3)
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=taken]")).to_have_text("The link is copied.")


def test_the_menu_of_a_phone(desk: Calculator) -> None:
    """On a narrow page the menu opens, closes and says its state by keyboard."""
    page = desk.page
    page.set_viewport_size({"width": 390, "height": 800})
    button = page.locator("[data-opens=__drawer]").locator("visible=true").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#__drawer")).to_be_checked()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#__drawer")).not_to_be_checked()
    page.set_viewport_size({"width": 1280, "height": 720})
