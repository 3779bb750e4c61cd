"""A host that can be stopped, started again, updated by halves, or stand behind a network's sign-in page."""

import hashlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from macros import assets, offline
from tests.site.case_files import LIST

ROOT = Path(__file__).resolve().parents[2]
WORKER = ROOT / "build" / "app" / "sw.mjs"
SIGN_IN = b"<!doctype html><meta charset=utf-8><title>Sign in</title><p>Sign in to the network"


# The pages that the tests open; every other takes its time to be fetched and kept, and shows nothing new.
PAGES = ("", "about/", "about/privacy/", "areas/luton/", "guidance/", "search/", LIST)
PAGES += ("tools/cases/", "tools/checklists/", "tools/dates/")
FRAGMENTS = "assets/search/fragment/"  # what the search shows of each page


def quiet_port() -> int:
    """A free port that the system gives to nobody who does not ask for it, so that it stays free."""
    while True:
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", random.randint(20_000, 32_000)))
            return tried.getsockname()[1]


def shorten(built: Path, site: Path) -> None:
    """Copy a built site without what no test opens, and list the rest anew."""
    shutil.copytree(built, site)
    for page in site.rglob("index.html"):
        if page.relative_to(site).as_posix().removesuffix("index.html") not in PAGES:
            page.unlink()
    shutil.rmtree(site / FRAGMENTS)
    page = (site / "index.html").read_text("utf-8")
    offline.build(site, WORKER, re.search(r'data-build="([^"]*)"', page)[1])


class Host:
    """A copy of a built site on one port of this machine: any that is free, or the one that is named."""

    def __init__(self, built: Path, folder: Path, base: str = "/", port: int = 0) -> None:
        self.site = folder / "site"
        shutil.copytree(built, self.site)
        self.base = base
        self.port = port
        self.process: subprocess.Popen | None = None
        self.portal: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Its address, ending in a slash; the same after every start."""
        return f"http://127.0.0.1:{self.port}{self.base}"

    def start(self, portal: bool = False) -> str:
        """Serve, or answer every address with a sign-in page as a captive portal does."""
        self.stop()
        if portal:
            self.portal = ThreadingHTTPServer(("127.0.0.1", self.port), _Portal)
            threading.Thread(target=self.portal.serve_forever, args=(0.05,), daemon=True).start()
            return self.url
        # A process of its own: ended, it leaves no connection open that could still answer.
        command = [sys.executable, "-m", "macros.serve", "--root", str(self.site), "--plain"]
        command += ["--port", str(self.port), "--base", self.base]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        said = self.process.stdout.readline()
        self.port = int(re.search(r":(\d+)/", said)[1])
        return self.url

    def stop(self) -> None:
        """No answer from now on."""
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None
        if self.portal:
            self.portal.shutdown()
            self.portal.server_close()
            self.portal = None

    def hold(self) -> None:
        """Take what is asked and answer nothing, as a line that hangs, until `go_on`."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Answer again, and first what was asked meanwhile."""
        self.process.send_signal(signal.SIGCONT)

    def release(self, name: str, words: str, half: bool = False) -> None:
        """Put up another release in place of the one before, whose pages say `words`.

        Its modules and rules are in a folder of its own, Python is where it was. By `half`, one of its files
        is not its own.
        """
        before = assets.app_of(self.site)
        folder = f"{assets.APP}/{hashlib.sha256(name.encode()).hexdigest()[: assets.LENGTH]}"
        (self.site / before).rename(self.site / folder)
        for path in self.site.rglob("*.html"):
            text = re.sub(r'data-build="[^"]*"', f'data-build="{name}"', path.read_text("utf-8"))
            text = text.replace(before, folder)
            path.write_text(text.replace("<h1", f"<p class=release>{words}</p><h1", 1), encoding="utf-8")
        offline.build(self.site, WORKER, name)
        if half:
            page = self.site / "about" / "index.html"
            page.write_text(page.read_text("utf-8").replace(words, "Another release"), encoding="utf-8")


class _Portal(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer with the sign-in page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(SIGN_IN)))
        self.end_headers()
        self.wfile.write(SIGN_IN)

    def log_message(self, *args: object) -> None:
        """Say nothing."""
