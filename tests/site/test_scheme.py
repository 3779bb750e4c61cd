"""Light or dark: as the device asks until the reader chooses, on every page, by keyboard, kept or not."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

LIGHT, DARK = "default", "slate"
KEPT = "Object.keys(localStorage).filter((key) => key.endsWith('__palette')).length"
NO_STORAGE = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); },
});"""


@pytest.fixture
def page(make_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A tab on a device that asks for light."""
    context = make_context(color_scheme="light")
    yield context.new_page()
    context.close()


def expect_scheme(page: Page, scheme: str) -> None:
    """What the page shows, and what its button offers."""
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    other = "light" if scheme == DARK else "dark"
    expect(page.get_by_role("button", name=f"Switch to {other} mode")).to_be_visible()
    own = page.locator("meta[name=color-scheme]")
    expect(own).to_have_attribute("content", "dark" if scheme == DARK else "light")


@pytest.mark.parametrize(("device", "scheme"), [("light", LIGHT), ("dark", DARK)])
def test_it_is_as_the_device_asks(page: Page, site_url: str, device: str, scheme: str) -> None:
    """Nobody has chosen: the page goes with the device, at once and when that changes, and keeps nothing."""
    page.emulate_media(color_scheme=device)
    page.goto(site_url)
    expect_scheme(page, scheme)
    page.emulate_media(color_scheme="light" if device == "dark" else "dark")
    expect_scheme(page, LIGHT if scheme == DARK else DARK)
    assert page.evaluate(KEPT) == 0


def test_a_choice_holds_against_the_device(page: Page, site_url: str) -> None:
    """Made by keyboard, it holds on other pages, in open tabs, and before any of our scripts runs."""
    page.goto(site_url)
    other = page.context.new_page()
    other.goto(f"{site_url}glossary/")
    button = page.get_by_role("button", name="Switch to dark mode")
    button.focus()
    page.keyboard.press("Enter")
    expect_scheme(page, DARK)
    expect(page.locator("button[data-scheme]")).to_be_focused()
    expect_scheme(other, DARK)
    page.route("**/page.mjs", lambda route: route.abort())
    page.goto(f"{site_url}tools/dates/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", DARK)
    page.unroute("**/page.mjs")
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site_url}areas/luton/")
    page.get_by_role("button", name="Switch to light mode").click()
    page.reload()
    expect_scheme(page, LIGHT)


def test_without_storage_it_holds_for_the_page(page: Page, site_url: str) -> None:
    """Where nothing may be kept, the button works all the same."""
    page.add_init_script(NO_STORAGE)
    page.goto(site_url)
    page.get_by_role("button", name="Switch to dark mode").click()
    expect_scheme(page, DARK)
    page.goto(f"{site_url}glossary/")
    expect_scheme(page, LIGHT)


def test_without_scripts_there_is_no_button(
    make_context: Callable[..., BrowserContext], site_url: str
) -> None:
    """A button that would do nothing is not shown."""
    context = make_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url)
    expect(page.locator("button[data-scheme]")).to_be_hidden()
