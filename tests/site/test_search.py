"""The search of every page: found when it is opened, and not paid for before."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

INDEX = "search/search_index.json"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that notes what it asks for. Its clock runs: the theme's search waits by it."""
    page = browser.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    page.close()


def fetched(page: Page) -> bool:
    """Whether the page has asked for the search index."""
    return any(url.endswith(INDEX) for url in page.asked)


def test_the_index_waits_until_the_search_is_opened(page: Page, site_url: str) -> None:
    """A page that is only read does not load the index; the first letter finds something all the same."""
    page.goto(f"{site_url}areas/", wait_until="networkidle")
    assert page.asked and not fetched(page)
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("bank holidays")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert fetched(page)


def test_a_link_with_a_question_in_it(page: Page, site_url: str) -> None:
    """A link that carries words to search for opens the search and answers."""
    page.goto(f"{site_url}?q=Luton")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
