"""What tests share: the built site on a free port, a Chromium, and the runtime under Node."""

import fcntl
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest

from macros import serve
from macros.runtime.build import build as build_runtime
from tests import browser
from tests.hosting import nginx
from tests.web.pyodide_node import PyodideEngine

ROOT = Path(__file__).resolve().parents[1]
# What the site is made from: a change in any of these makes the built one stale.
INPUTS = ("checklists", "docs", "macros", "rules", "CHANGELOG.md", "mkdocs.yml")
INPUTS += ("package-lock.json", "requirements.txt")

# A busy machine is slow, and that is no failure of ours; what failed once is tried again by name.
hypothesis.settings.register_profile("handbook", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("handbook")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the site is, and what serves it to the browser tests."""
    group = parser.getgroup("handbook")
    group.addoption("--behind", choices=("nginx",), help="serve the site with this, not with macros.serve")
    group.addoption("--under", default="/", metavar="PATH", help="serve it below this path: /handbook/")
    group.addoption("--site", type=Path, metavar="PATH", help="a built site, or the archive of a release")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it needs, so that `-m "not browser and not node"` leaves the quick ones."""
    for item in items:
        needed = set(getattr(item, "fixturenames", ()))
        if needed & {"page", "context", "browser", "site_url"}:
            item.add_marker(pytest.mark.browser)
        if needed & {"runtime", "pyodide_engine"}:
            item.add_marker(pytest.mark.node)


def is_stale(site: Path = ROOT / "site") -> bool:
    """Whether the built site is missing or older than something it is made from."""
    page = site / "index.html"
    if not page.is_file():
        return True
    built = page.stat().st_mtime
    for name in INPUTS:
        place = ROOT / name
        for path in [place] if place.is_file() else place.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and path.stat().st_mtime > built:
                return True
    return False


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Hold what is built: tests run in several processes, and each finds the same folders."""
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / f".lock-{what}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def runtime() -> dict:
    """The manifest of build/runtime/, which is brought up to date first."""
    with one_at_a_time("runtime"):
        return build_runtime(say=lambda _: None)


@pytest.fixture(scope="session")
def built_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site: the one that is named, else the checkout's, brought up to date."""
    named: Path | None = request.config.getoption("--site")
    if named is not None and named.is_dir():
        return named.resolve()
    if named is not None:
        place = tmp_path_factory.mktemp("release")
        with tarfile.open(named) as archive:
            archive.extractall(place, filter="data")
        return next(path.parent for path in place.glob("*/site/index.html"))
    request.getfixturevalue("runtime")
    with one_at_a_time("site"):
        if is_stale():
            command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
            environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, f"mkdocs build --strict failed:\n{done.stdout}{done.stderr}"
    return ROOT / "site"


@pytest.fixture(scope="session")
def site_url(built_site: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of the built site, served with its headers; it ends in a slash."""
    under = request.config.getoption("--under")
    if request.config.getoption("--behind") == "nginx":
        serving = nginx.serving(built_site, under)
    else:
        serving = serve.running(built_site, base=under)
    with serving as url:
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Playwright starts the Chromium that tests/browser.py finds."""
    path = browser.find()
    if path is None:
        pytest.fail("no Chromium found: run make test, which installs one, or set CHROMIUM to its path")
    return browser_type_launch_args | {"executable_path": path, "args": list(browser.IN_TESTS)}


@pytest.fixture(scope="session")
def axe_script() -> str:
    """Source of axe-core, to be evaluated in a page."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def pyodide_engine(runtime: dict) -> Iterator[PyodideEngine]:
    """The engine in build/runtime/ under Node; one for all tests, since it takes a second to start."""
    with PyodideEngine() as engine:
        yield engine
