"""A tab with the calculator in it, shared by tests that do not need one of their own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser import WITHOUT_OFFLINE
from tests.site.calculator import Calculator

NOON = "2026-11-23T12:00:00Z"  # a Monday; no test of the site reads the real clock

expect.set_options(timeout=15_000)  # a busy machine is slow, and that is no failure of ours


@pytest.fixture(scope="session")
def make_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts of a given kind, closed at the end; their clock stands still at NOON.

    Only those that ask for it keep the site for use offline.
    """
    made = []

    def make(now: str = NOON, offline: bool = False, **options: object) -> BrowserContext:
        context = browser.new_context(**{"timezone_id": "Europe/London", "locale": "en-GB"} | options)
        context.clock.set_fixed_time(now)
        context.set_default_timeout(15_000)
        if not offline:
            context.add_init_script(WITHOUT_OFFLINE)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture(scope="session")
def _desk(make_context: Callable[..., BrowserContext], site_url: str) -> Calculator:
    context = make_context(permissions=["clipboard-read", "clipboard-write"])
    return Calculator(context.new_page(), site_url)


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
