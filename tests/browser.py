"""A Chromium for the tests: the one already there, or one installed now.

`python -m tests.browser` prints its path, installing it first where that is needed and possible:
Debian's package when allowed to install it, else Playwright's own download.

The tests take Chromium's headless shell where it can be had, as Playwright itself does: the same engine
without the windows around it. A tab of the whole browser costs three times the processor time, and the tests
open hundreds. What is measured is measured in the whole browser.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"  # of Debian's packages the program's name too
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# The tests meet no other machine: nothing that looks for updates, accounts or a graphics card is wanted.
ARGUMENTS = (
    "--no-sandbox",  # Chromium refuses to start as root with it, as in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
# Python is compiled once and not once more for speed, which pays off in use and costs a test a third of the
# processor time of each start. What is measured is measured without it.
IN_TESTS = (*ARGUMENTS, "--js-flags=--liftoff-only")
SECONDS = 60  # a slow disk's first start
# Run in a page, it leaves out the offline copy: fetching the whole site for it takes ten seconds.
WITHOUT_OFFLINE = "delete Navigator.prototype.serviceWorker"
# A device too small for a second Python, in which a picture of the memory is made soon after an answer.
WITHOUT_PICTURE = "Object.defineProperty(Navigator.prototype, 'deviceMemory', {get: () => 1})"


class NoBrowserError(Exception):
    """No Chromium, and none can be installed; the message says what to do."""


def works(path: str | Path) -> bool:
    """Whether the program starts and names its version."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    # Ubuntu's package of this name is a note that says where to get the real one.
    return done.returncode == 0 and "." in done.stdout


def find(whole: bool = False) -> str | None:
    """Path of a Chromium that is here already, or None; the shell first, unless it must be the whole browser.

    NoBrowserError if $CHROMIUM names one that is not there.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        if not works(named):
            raise NoBrowserError(f"CHROMIUM is set to {named}, which does not start: correct it or unset it")
        return named
    names = NAMES if whole else (SHELL, *NAMES)
    places = [path for name in names if (path := shutil.which(name))]
    places += [path for path in APPLICATIONS if Path(path).is_file()]
    places += [path for path in [_playwright_path()] if path is not None]
    return next((path for path in places if works(path)), None)


def install(whole: bool = False) -> str:
    """Path of a Chromium, installed now; NoBrowserError if neither way works."""
    tried = []
    package = NAMES[0] if whole else SHELL
    if shutil.which("apt-get") is None:
        tried.append("there is no apt-get to install Debian's package with")
    elif not _is_root():
        tried.append("Debian's package can be installed by root only")
    else:
        print(f"installing Debian's {package}", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "--yes", "--no-install-recommends", package, "fonts-liberation"]
        if _run(["apt-get", "update"], environment) and _run(install, environment) and (path := find(whole)):
            return path
        if (path := find(whole)) is not None:  # a whole browser does in place of the shell
            return path
        tried.append("installing Debian's package failed")
    print("downloading Playwright's Chromium", flush=True)
    if _run([sys.executable, "-m", "playwright", "install", "chromium"], None) and (path := find(whole)):
        return path
    tried.append("Playwright's download failed")
    raise NoBrowserError(
        f"no Chromium found ({'; '.join(tried)}): "
        "install Chromium or Google Chrome, or set CHROMIUM to its path"
    )


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _playwright_path() -> str | None:
    # Asked in another process: Playwright's loop must not be left running in the tests' own.
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    path = done.stdout.strip()
    return path if done.returncode == 0 and path and Path(path).is_file() else None


def _run(command: list[str], environment: dict[str, str] | None) -> bool:
    """Whether a command succeeded; what it says is shown only when it does not."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        print((done.stdout + done.stderr)[-2000:], file=sys.stderr)
    return done.returncode == 0


def main() -> int:
    """Exit status 0 with the path printed, or 1 with the reason."""
    try:
        path = find()
        if path is None or (
            SHELL not in path and shutil.which("apt-get") and _is_root() and not os.environ.get("CHROMIUM")
        ):
            path = install()
        print(f"browser: {path}")
    except NoBrowserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
