"""The server of `handbook serve`: the site with a script in each page that hears what a saved file led to."""

import json
import queue
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from .. import book, serve
from ..runtime import RuntimeBuildError
from ..runtime.build import build as build_runtime
from .watch import watch
from .work import Work

HERE = Path(__file__).resolve().parent
PREFIX = "/_live/"
WATCHED = ("docs", "macros", "checklists", "mkdocs.yml", book.CHANGELOG)  # beside the rules
MARK = b"</body>"
TAGS = (
    b'<link rel="stylesheet" href="/_live/live.css">'
    b'<script type="module" src="/_live/live.mjs"></script></body>'
)
FIRST = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>The site is being made</title>"
    "<body data-first><h1>The site is being made</h1>"
    "<p>This takes half a minute, the first time two. The page opens by itself.</p></body></html>"
)
# A copy for use offline that an earlier server left in the browser would hide what is edited.
END_OF_COPY = """
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("handbook-")) await caches.delete(name);
  await registration.unregister();
  for (const client of await clients.matchAll({type: "window"})) client.navigate(client.url);
})()));
"""
BEAT = 10  # seconds after which a silent connection is told from one that has gone


class Pages:
    """The open pages, each with what it has yet to be told."""

    def __init__(self) -> None:
        self._open: dict[queue.Queue, str] = {}
        self._lock = threading.Lock()
        self.last = {"state": "whole"}

    def add(self, path: str) -> queue.Queue:
        """A page has opened; it hears at once how things stand."""
        told: queue.Queue = queue.Queue()
        with self._lock:
            self._open[told] = path
            if self.last["state"] in ("wrong", "failed"):
                told.put(self.last)
        return told

    def remove(self, told: queue.Queue) -> None:
        """A page has gone."""
        with self._lock:
            self._open.pop(told, None)

    def paths(self) -> set[str]:
        """The addresses of the open pages, inside the site: `areas/luton/`."""
        with self._lock:
            return {path.lstrip("/") for path in self._open.values()}

    def tell(self, state: str, **more) -> None:
        """Tell every page."""
        message = {"state": state, **more}
        with self._lock:
            self.last = message
            for told in self._open:
                told.put(message)


class LiveHandler(serve.Handler):
    """The site's own files, the pages with the script, and the stream of what happens."""

    pages: Pages

    def _answer(self, *, body: bool) -> None:
        path = urlsplit(self.path).path
        if path == f"{PREFIX}events":
            self._stream()
        elif path.startswith(PREFIX) and (file := HERE / path.removeprefix(PREFIX)).suffix in (
            ".mjs",
            ".css",
        ):
            self._own(file.read_bytes() if file.parent == HERE and file.is_file() else b"", file.suffix)
        elif path == "/sw.js":
            self._own(END_OF_COPY.encode(), ".js")
        elif not self.site.root.is_dir():
            self._own(FIRST.encode().replace(MARK, TAGS), ".html")
        else:
            super()._answer(body=body)

    def _own(self, content: bytes, suffix: str) -> None:
        self._head(
            HTTPStatus.OK if content else HTTPStatus.NOT_FOUND,
            {
                "Content-Type": serve.TYPES[suffix],
                "Cache-Control": "no-store",
                "Content-Length": str(len(content)),
            },
        )
        self.wfile.write(content)

    def _stream(self) -> None:
        page = parse_qs(urlsplit(self.path).query).get("page", ["/"])[0]
        told = self.pages.add(page)
        try:
            self._head(HTTPStatus.OK, {"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
            while True:
                try:
                    text = f"data: {json.dumps(told.get(timeout=BEAT))}\n\n"
                except queue.Empty:
                    text = ": here\n\n"
                self.wfile.write(text.encode())
                self.wfile.flush()
        finally:
            self.pages.remove(told)
            self.close_connection = True


class LiveSite(serve.Site):
    """A site whose pages get the script as they are sent."""

    def read(self, file: Path) -> serve.Stored:
        stored = super().read(file)
        if file.suffix != ".html" or TAGS in stored.content:
            return stored
        content = stored.content.replace(MARK, TAGS)
        changed = serve.Stored(content, None, f'{stored.etag[:-1]}-live"')
        self._kept[file] = (self._kept[file][0], changed)
        return changed


def make(root: Path, port: int) -> tuple[ThreadingHTTPServer, Work]:
    """A server of the checkout `root` on 127.0.0.1, not yet running, and what keeps it up to date.

    OSError if the port is taken.
    """
    site = root / "build" / "live"
    pages = Pages()
    handler = type("LiveSiteHandler", (LiveHandler,), {"site": LiveSite(site), "base": "/", "pages": pages})
    server = serve.Server(("127.0.0.1", port), handler)
    return server, Work(root, site, pages.tell, pages.paths)


def watched(root: Path) -> list[Path]:
    """What the site of a checkout is made from: the rules, and the rest of it."""
    return [book.folder(str(root / "mkdocs.yml")), *(root / name for name in WATCHED)]


def told_here_too(tell: Callable[..., None], say: Callable[[str], None]) -> Callable[..., None]:
    """`tell`, and what went wrong or is done said in the terminal: not everybody looks at a page first.

    Files that are saved one after the other have the same problems found again: that is one line.
    """
    last: list[str] = []

    def both(state: str, **more) -> None:
        if said := {"making": "no problems; being made", "whole": "made"}.get(state):
            say(said)
        problems = list(more.get("problems", ()))
        for line in ["the same problems as before"] if problems and problems == last else problems:
            say(line)
        if state != "checking":
            last[:] = problems
        tell(state, **more)

    return both


def prepare(tell: Callable[..., None], say: Callable[[str], None]) -> bool:
    """Build the browser's Python, which `make setup` leaves out and tools need; False where it cannot be."""
    try:
        build_runtime(say=say)
    except RuntimeBuildError as error:
        tell("failed", problems=str(error).splitlines())
        return False
    return True


def run(root: Path, server: ThreadingHTTPServer, work: Work, say: Callable[[str], None] = print) -> None:
    """Serve, make the site, and follow what is saved, until the user stops it."""
    stop = threading.Event()
    work.tell = told_here_too(work.tell, say)
    places = watched(root)
    threading.Thread(target=watch, args=(places, work.changed, stop), daemon=True).start()
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    say(f"serving what is saved on http://127.0.0.1:{server.server_port}/ (Ctrl-C stops)")
    try:
        if prepare(work.tell, say):
            work.begin()
        stop.wait()
    except KeyboardInterrupt:
        say("")
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
