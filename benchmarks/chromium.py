"""A Chromium with a profile of its own, started and closed for every measurement."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright

from tests import browser

from . import HERE

SETTLE = 700  # milliseconds between the browser's start and the page's
PATIENCE = 120_000  # milliseconds; a bare load on a slow machine takes a fraction of it
PROBE = HERE / "probe.js"


def path() -> str:
    """Path of a whole Chromium, windows and all, as readers have it; `browser.NoBrowserError` without one."""
    return browser.find(whole=True) or browser.install(whole=True)


@contextmanager
def new_profile() -> Iterator[Path]:
    """A folder for a profile with an empty cache."""
    with tempfile.TemporaryDirectory(prefix="profile-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@contextmanager
def page(playwright: Playwright, chromium: str, profile: Path, offline: bool = False) -> Iterator[Page]:
    """A page in a browser that has just been started with a profile, with the probe in it.

    Without `offline` the site is not kept for use offline: fetching all of it would disturb what is measured.
    """
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium, args=list(browser.ARGUMENTS), headless=True
    )
    try:
        if not offline:
            context.add_init_script(browser.WITHOUT_OFFLINE)
        context.add_init_script(path=PROBE)
        opened = context.new_page()
        opened.wait_for_timeout(SETTLE)
        yield opened
    finally:
        context.close()


def version(playwright: Playwright, chromium: str) -> str:
    """The browser's version."""
    started = playwright.chromium.launch(executable_path=chromium, args=list(browser.ARGUMENTS))
    try:
        return started.version
    finally:
        started.close()


def open_page(opened: Page, address: str, enter: dict | None = None) -> None:
    """Go to an address, without waiting for it; `enter` is typed as soon as the form exists."""
    if enter:
        # Init scripts run in the order of adding: the probe is there already.
        values = ", ".join(f"{key}: {value!r}" for key, value in enter.items())
        opened.add_init_script(script=f"window.probe?.enter({{{values}}});")
    opened.goto(address, wait_until="commit")


def until(opened: Page, name: str) -> dict:
    """The probe's times and long tasks, once the named thing is on screen."""
    return opened.evaluate("([name, patience]) => probe.until(name, patience)", [name, PATIENCE])
