"""What tests of use offline and of later visits share: what a browser keeps, and how that is told."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.site.calculator import STARTS
from tests.site.case_files import LIST
from tests.site.host import Host

DATES = "tools/dates/"
KEPT = 120_000  # milliseconds in which a busy machine has the whole site kept
WHERE = "[data-offline=tool]"
READY = "Ready to use offline."
PICTURED = 60_000  # milliseconds in which a busy machine has made a picture of Python's memory
HAS_PICTURE = """async () => {
  const cache = await caches.open("handbook-memory-" + new URL("../../", location).pathname);
  const found = await cache.match(new URL("../../assets/runtime/memory", location));
  return Boolean(found);
}"""
# All that is typed or set; what Python starts from stays.
EMPTY = """async () => {
  localStorage.clear();
  for (const {name} of await indexedDB.databases()) indexedDB.deleteDatabase(name);
}"""
RELEASES = "caches.keys().then((all) => all.filter((name) => name.startsWith('handbook-copy-')).length)"


def visit(context: BrowserContext, host: Host, path: str = LIST) -> Page:
    """A tab on a tool, once the site is kept; a checklist without a case file starts no Python."""
    page = context.new_page()
    page.goto(host.url + path)
    expect(page.locator(WHERE)).to_have_text(READY, timeout=KEPT)
    return page


def ready(page: Page) -> None:
    """Python runs."""
    expect(page.locator("body")).to_have_attribute("data-engine", "ready", timeout=STARTS)


def until_pictured(page: Page) -> None:
    """Wait for the picture of Python's memory; the policy of the page leaves no shorter way."""
    for _ in range(PICTURED // 500):
        if page.evaluate(HAS_PICTURE):
            return
        page.wait_for_timeout(500)
    pytest.fail("no picture of the memory was made")


def emptied(context: BrowserContext, site_url: str) -> None:
    """Close the pages of a context and take out what was typed, so that another test can have it."""
    # The oldest page is there already, and goes to another in a third of the time that a new one takes.
    first, *others = context.pages or [context.new_page()]
    for page in others:
        page.close()
    first.goto(f"{site_url}about/")
    first.evaluate(EMPTY)
    first.close()
