"""The reader's own area: chosen once, kept in this browser only, offered first, and gone when told to go."""

from playwright.sync_api import BrowserContext, Page, expect


def chosen(make_context, site_url: str) -> Page:
    """A tab whose reader has made Luton their area."""
    page = make_context().new_page()
    page.goto(f"{site_url}areas/luton/")
    page.get_by_role("button", name="Make Luton my area").click()
    expect(page.get_by_text("Kept in this browser only.")).to_be_visible()
    return page


def test_the_choice_is_offered_first_everywhere(make_context, site_url):
    """Head, home page, lists, search and calculator begin with the reader's area."""
    page = chosen(make_context, site_url)
    page.goto(f"{site_url}guidance/records/")
    expect(page.get_by_role("link", name="Your area: Luton")).to_have_attribute(
        "href", f"{site_url}areas/luton/"
    )
    expect(page.locator("article .hb-ways li", has_text="(your area)")).to_have_count(1)
    expect(page.locator("th", has_text="(your area)")).to_contain_text("Luton")
    page.goto(site_url)
    expect(page.locator("[data-own-ways]")).to_contain_text("Your area: Luton")
    page.goto(f"{site_url}glossary/")
    expect(page.locator("#roles-lead-social-worker li", has_text="key worker").first).to_contain_text(
        "(your area)"
    )
    page.goto(f"{site_url}tools/dates/")
    expect(page.locator("#area")).to_have_value("luton")
    page.goto(f"{site_url}search/")
    expect(page.get_by_label("In", exact=True)).to_have_value("Luton")


def test_a_link_to_another_area_is_stronger(make_context, site_url):
    """The calculator opened from a link works for the area that the link names."""
    page = chosen(make_context, site_url)
    page.goto(f"{site_url}tools/dates/#area=tees")
    expect(page.locator("#area")).to_have_value("tees")


def test_the_choice_is_forgotten(make_context, site_url):
    """One button forgets it, and nothing of it stays in the browser."""
    page = chosen(make_context, site_url)
    page.get_by_role("button", name="Luton is your area. Forget it").click()
    expect(page.get_by_text("Forgotten.")).to_be_visible()
    expect(page.locator("[data-own-area]")).not_to_be_visible()
    assert "luton" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])").lower()


def test_a_browser_that_keeps_nothing(make_context, site_url):
    """Where storage is blocked, the page says so and works as without a choice."""
    context: BrowserContext = make_context()
    context.add_init_script(
        "Storage.prototype.setItem = Storage.prototype.getItem = "
        "() => { throw new DOMException('no', 'SecurityError') }"
    )
    page = context.new_page()
    page.goto(f"{site_url}areas/luton/")
    page.get_by_role("button", name="Make Luton my area").click()
    expect(page.get_by_text("the choice cannot be remembered")).to_be_visible()
    page.goto(f"{site_url}tools/dates/")
    expect(page.locator("#area")).to_have_value("")


def test_what_somebody_else_wrote_there_is_not_believed(make_context, site_url):
    """A kept value that is not ours, or with markup in it, does nothing."""
    for value in (
        '{"key": "../x", "title": "x"}',
        "[]",
        "{",
        '{"key": "luton", "title": "<img src=x onerror=alert(1)>"}',
    ):
        page = make_context().new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.add_init_script(f"localStorage.setItem('handbook.area', {value!r})")
        page.goto(site_url)
        expect(page.locator("h1")).to_be_visible()
        assert page.locator(".md-header img").count() == 0, value
        if "luton" not in value:
            expect(page.locator("[data-own-area]")).not_to_be_visible()
