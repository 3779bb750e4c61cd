"""The site behind nginx in a sub-path, as a reader has it: pages, dates by Python, a checklist, offline."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.hosting import nginx
from tests.site.calculator import ISSUE_LINK, Calculator
from tests.site.host import shorten
from tests.site.watch import Watch

KEPT = 90_000  # milliseconds in which a busy machine has the whole site kept


@pytest.fixture(scope="module")
def url(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the built site with the pages that the test opens: all that is there has to be kept."""
    site = tmp_path_factory.mktemp("short") / "site"
    shorten(built_site, site)
    with nginx.serving(site, "/procedures/handbook/") as address:
        yield address


def test_the_site_works_there(browser: Browser, url: str) -> None:
    """Guidance, dates, a tick, the copy for use offline; no error and nothing that the policy stops."""
    context = browser.new_context(timezone_id="Europe/London", locale="en-GB")
    watch = Watch(context, url)
    page = context.new_page()
    page.goto(f"{url}guidance/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Guidance")
    calculator = Calculator(page, url)
    calculator.load(ISSUE_LINK, stage="ready")
    calculator.expect_dates({"first_core_group": "2026-04-13", "second_core_group": "2026-05-21"})
    expect(page.locator("[data-offline=tool]")).to_have_text("Ready to use offline.", timeout=KEPT)
    page.goto(f"{url}areas/north-yorkshire/checklists/before-review-conference/")
    expect(page.locator("checklist-sheet[data-ready]")).to_be_attached()
    page.locator("#template").get_by_role("checkbox").check()
    expect(page.locator("#template .cl-tick input")).to_be_checked()
    assert not watch.said, watch.said
    context.close()
