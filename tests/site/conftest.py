"""A tab with the calculator in it, shared by tests that do not need one of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser import WITHOUT_OFFLINE, WITHOUT_PICTURE
from tests.site.calculator import ISSUE_LINK, Calculator
from tests.site.host import Host
from tests.site.keeping import emptied, until_pictured

NOON = "2026-11-23T12:00:00Z"  # a Monday; no test of the site reads the real clock

expect.set_options(timeout=15_000)  # a busy machine is slow, and that is no failure of ours


@pytest.fixture(scope="session")
def _made() -> list[BrowserContext]:
    """Contexts that are open, in the order in which they were made."""
    return []


@pytest.fixture(scope="module", autouse=True)
def _closed_with_the_file(_made: list[BrowserContext]) -> Iterator[None]:
    yield from _closing(_made)


@pytest.fixture(autouse=True)
def _closed_with_the_test(_closed_with_the_file: None, _made: list[BrowserContext]) -> Iterator[None]:
    yield from _closing(_made)


def _closing(made: list[BrowserContext]) -> Iterator[None]:
    """Close what is made meanwhile: an open tab works on and slows the tests after it."""
    before = len(made)
    yield
    while len(made) > before:
        made.pop().close()


@pytest.fixture(scope="session")
def make_context(browser: Browser, _made: list[BrowserContext]) -> Callable[..., BrowserContext]:
    """Make browser contexts of a given kind, closed with the test or the file that asked for them.

    Only those that ask for it keep the site for use offline, or a picture of Python's memory.
    """

    def make(
        now: str = NOON, offline: bool = False, picture: bool = False, **options: object
    ) -> BrowserContext:
        _made.append(_new_context(browser, now, offline, picture, **options))
        return _made[-1]

    return make


def _new_context(
    browser: Browser, now: str = NOON, offline: bool = False, picture: bool = False, **options: object
) -> BrowserContext:
    """A context whose clock stands still."""
    context = browser.new_context(**{"timezone_id": "Europe/London", "locale": "en-GB"} | options)
    context.clock.set_fixed_time(now)
    context.set_default_timeout(15_000)
    if not offline:
        context.add_init_script(WITHOUT_OFFLINE)
    if not picture:
        context.add_init_script(WITHOUT_PICTURE)
    return context


@pytest.fixture(scope="session")
def _visited(browser: Browser, site_url: str) -> Iterator[BrowserContext]:
    context = _new_context(browser, picture=True, accept_downloads=True)
    calculator = Calculator(context.new_page(), site_url)
    calculator.load(ISSUE_LINK, stage="ready")
    until_pictured(calculator.page)
    calculator.page.close()
    yield context
    context.close()


@pytest.fixture
def visited(_visited: BrowserContext, site_url: str) -> Iterator[BrowserContext]:
    """A browser that was here before, in which Python starts in half the time, and with nothing typed.

    Not for tests that leave a script, a route or a listener in their context.
    """
    _visited.clock.set_fixed_time(NOON)
    yield _visited
    emptied(_visited, site_url)


@pytest.fixture(scope="session")
def _desk(browser: Browser, site_url: str) -> Iterator[Calculator]:
    context = _new_context(browser, permissions=["clipboard-read", "clipboard-write"])
    yield Calculator(context.new_page(), site_url)
    context.close()


@pytest.fixture
def desk(_desk: Calculator) -> Calculator:
    """The calculator with Python running and an empty form, North Yorkshire chosen."""
    _desk.open()
    return _desk


@pytest.fixture
def calculator(make_context: Callable[..., BrowserContext], site_url: str) -> Iterator[Calculator]:
    """A calculator in a tab and a context of its own, not yet loaded."""
    context = make_context()
    yield Calculator(context.new_page(), site_url)
    context.close()


@pytest.fixture
def host(built_site: Path, tmp_path: Path) -> Iterator[Host]:
    """A host of its own with a copy of the site."""
    made = Host(built_site, tmp_path)
    made.start()
    yield made
    made.stop()
