"""A tab with the calculator in it, shared by tests that do not need one of their own."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from tests.browser import WITHOUT_OFFLINE, WITHOUT_PICTURE
from tests.site.calculator import ISSUE_LINK, Calculator
from tests.site.host import Host, quiet_port, shorten
from tests.site.keeping import emptied, until_pictured, visit

HERE = {"timezone_id": "Europe/London", "locale": "en-GB"}
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
    """A context of its own."""
    return _prepared(browser.new_context(**HERE | options), now, offline, picture)


def _prepared(context: BrowserContext, now: str, offline: bool, picture: bool) -> BrowserContext:
    """A context whose clock stands still."""
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
def newcomer(make_context: Callable[..., BrowserContext]) -> BrowserContext:
    """A context that may keep the site, and has not yet."""
    return make_context(offline=True)


@pytest.fixture(scope="session")
def short_site(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site with the pages that tests of use offline open; every other would have to be kept."""
    site = tmp_path_factory.mktemp("short") / "site"
    shorten(built_site, site)
    return site


@pytest.fixture
def host(short_site: Path, tmp_path: Path) -> Iterator[Host]:
    """A host of its own with a copy of the site."""
    made = Host(short_site, tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def _profile(
    launch_kept: Callable[[Path], BrowserContext], short_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, int]:
    """What a browser wrote down that keeps the site, and the port of the host that it came from."""
    folder = tmp_path_factory.mktemp("kept")
    host = Host(short_site, folder, port=quiet_port())
    host.start()
    try:
        with launch_kept(folder / "profile") as context:
            visit(context, host)
    finally:
        host.stop()
    return folder / "profile", host.port


@pytest.fixture(scope="session")
def launch_kept(browser_type: BrowserType, browser_type_launch_args: dict) -> Callable[..., object]:
    """Start a browser of its own on a folder in which it writes down what it keeps."""

    @contextmanager
    def launch(profile: Path) -> Iterator[BrowserContext]:
        context = browser_type.launch_persistent_context(profile, **browser_type_launch_args, **HERE)
        yield _prepared(context, NOON, offline=True, picture=False)
        context.close()

    return launch


@pytest.fixture
def returning(
    launch_kept: Callable[..., object], _profile: tuple[Path, int], short_site: Path, tmp_path: Path
) -> Iterator[tuple[Page, Host]]:
    """A tab on a checklist in a browser that keeps the site from an earlier visit, and the site's host.

    Keeping it takes five seconds; a copy of what was written down then takes none.
    """
    profile, port = _profile
    host = Host(short_site, tmp_path, port=port)
    host.start()
    try:
        with launch_kept(shutil.copytree(profile, tmp_path / "profile")) as context:
            yield visit(context, host), host
    finally:
        host.stop()
