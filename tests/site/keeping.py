"""What the tests of use offline share: a tab in which the site is kept, and how that is told."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.site.calculator import STARTS
from tests.site.case_files import LIST
from tests.site.host import Host

DATES = "tools/dates/"
KEPT = 120_000  # milliseconds in which a busy machine has the whole site kept
WHERE = "[data-offline=tool]"
READY = "Ready to use offline."
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
