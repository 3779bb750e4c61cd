"""Serve the built site on this machine as a good static host would: headers, types, compression, 404 page."""

import argparse
import fnmatch
import gzip
import hashlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

SITE = Path(__file__).resolve().parents[1] / "site"
HEADERS_FILE = "_headers"

# The machine's own table of types differs from one system to the next, and lacks some of these.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".whl": "application/zip",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
# A zip, a wheel, a picture or a font is compressed already.
COMPRESSED = (
    ".css",
    ".csv",
    ".html",
    ".ics",
    ".js",
    ".json",
    ".map",
    ".mjs",
    ".svg",
    ".txt",
    ".wasm",
    ".xml",
)
SMALLEST_COMPRESSED = 512  # bytes; below that the header costs more than it saves


def parse_headers(text: str) -> list[tuple[str, str, str]]:
    """(path pattern, header, value) for every header of a `_headers` file."""
    found = []
    pattern = "/*"
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace():
            name, _, value = line.strip().partition(":")
            found.append((pattern, name.strip(), value.strip()))
        else:
            pattern = line.strip()
    return found


@dataclass(frozen=True)
class Stored:
    """A file as it is sent."""

    content: bytes
    packed: bytes | None
    etag: str


class Site:
    """The files below a folder, read once and kept until they change; `pack` compresses what can be."""

    def __init__(self, root: Path, pack: bool = True) -> None:
        self.root = root.resolve()
        self.pack = pack
        self._kept: dict[Path, tuple[tuple[int, int], Stored]] = {}

    def headers(self, path: str) -> dict[str, str]:
        """Headers that the site's `_headers` file gives a path; a later line replaces an earlier one."""
        file = self.root / HEADERS_FILE
        if not file.is_file():
            return {}
        lines = parse_headers(file.read_text("utf-8"))
        return {name: value for pattern, name, value in lines if fnmatch.fnmatchcase(path, pattern)}

    def find(self, path: str) -> Path | None:
        """The file for a path inside the site, or None."""
        wanted = (self.root / path.lstrip("/")).resolve()
        if not wanted.is_relative_to(self.root) or wanted == self.root / HEADERS_FILE:
            return None
        if wanted.is_dir() and path.endswith("/"):
            wanted = wanted / "index.html"
        return wanted if wanted.is_file() else None

    def read(self, file: Path) -> Stored:
        """The file's content, compressed too where that helps."""
        state = file.stat()
        mark = (state.st_mtime_ns, state.st_size)
        kept = self._kept.get(file)
        if kept is not None and kept[0] == mark:
            return kept[1]
        content = file.read_bytes()
        packed = None
        if self.pack and file.suffix in COMPRESSED and len(content) >= SMALLEST_COMPRESSED:
            packed = gzip.compress(content, 9, mtime=0)
        stored = Stored(content, packed, f'"{hashlib.sha256(content).hexdigest()[:24]}"')
        self._kept[file] = (mark, stored)
        return stored

    def warm(self) -> None:
        """Read the files that take long to compress, so that the first visitor does not wait for it."""
        for file in self.root.rglob("*.wasm"):
            self.read(file)


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from a Site, below a base path."""

    protocol_version = "HTTP/1.1"
    server_version = "handbook"
    sys_version = ""
    site: Site
    base: str

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path)
        if not path.startswith(self.base):
            self._send(HTTPStatus.NOT_FOUND, path, self.site.find("/404.html"), body=body)
            return
        inside = "/" + path[len(self.base) :]
        file = self.site.find(inside)
        if file is not None:
            self._send(HTTPStatus.OK, inside, file, body=body)
        elif not path.endswith("/") and self.site.find(inside + "/"):
            query = f"?{address.query}" if address.query else ""
            # Only the last part is named: a path that starts with // would lead to another host.
            last = address.path.rsplit("/", 1)[1]
            self._head(HTTPStatus.MOVED_PERMANENTLY, {"Location": f"./{last}/{query}", "Content-Length": "0"})
        else:
            self._send(HTTPStatus.NOT_FOUND, inside, self.site.find("/404.html"), body=body)

    def _send(self, status: HTTPStatus, path: str, file: Path | None, *, body: bool) -> None:
        if file is None:
            self._head(status, {"Content-Length": "0"})
            return
        stored = self.site.read(file)
        headers = {
            "Content-Type": TYPES.get(file.suffix, "application/octet-stream"),
            # Built again at any time: always asked for, seldom sent.
            "Cache-Control": "no-cache",
            "ETag": stored.etag,
        } | self.site.headers(path)
        if status is not HTTPStatus.OK:
            headers["Cache-Control"] = "no-cache"  # the file may be there the next time
        content = stored.content
        if stored.packed is not None:
            headers["Vary"] = "Accept-Encoding"
            if _accepts_gzip(self.headers.get("Accept-Encoding", "")):
                headers["Content-Encoding"] = "gzip"
                content = stored.packed
        if status is HTTPStatus.OK and stored.etag in self.headers.get("If-None-Match", ""):
            headers.pop("Content-Encoding", None)
            self._head(HTTPStatus.NOT_MODIFIED, headers)
            return
        self._head(status, headers | {"Content-Length": str(len(content))})
        if body:
            self.wfile.write(content)

    def _head(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: a log of what was asked for is not wanted, here or anywhere."""


def _accepts_gzip(header: str) -> bool:
    for part in header.split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


class Server(ThreadingHTTPServer):
    """Many connections at once, and no word of a browser that leaves early."""

    daemon_threads = True
    # A browser opens many connections at once.
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves early is no error; any other is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def make_server(root: Path = SITE, port: int = 0, base: str = "/", pack: bool = True) -> ThreadingHTTPServer:
    """A server of `root` on 127.0.0.1, not yet running; port 0 takes a free one.

    `base` is the path that the site is served below, such as `/handbook/`. OSError if the port is taken.
    """
    handler = type(
        "SiteHandler",
        (Handler,),
        {"site": Site(root, pack), "base": "/" + base.strip("/") + "/" if base.strip("/") else "/"},
    )
    return Server(("127.0.0.1", port), handler)


@contextmanager
def running(root: Path = SITE, port: int = 0, base: str = "/") -> Iterator[str]:
    """Serve in the background while the block runs; gives the address, ending in a slash."""
    server = make_server(root, port, base)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{server.RequestHandlerClass.base}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 when stopped by the user, 1 if there is nothing to serve or the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m macros.serve", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
    parser.add_argument("--base", default="/", help="path that the site is served below (/)")
    parser.add_argument("--root", type=Path, default=SITE, help="folder to serve (site/)")
    parser.add_argument("--plain", action="store_true", help="compress nothing: ready a second sooner")
    options = parser.parse_args(arguments)
    if not (options.root / "index.html").is_file():
        print(f"error: {options.root} holds no index.html: run make site", file=sys.stderr)
        return 1
    try:
        server = make_server(options.root, options.port, options.base, not options.plain)
    except OSError as error:
        remedy = "stop what uses it or choose another, as in make serve PORT=8001"
        print(f"error: port {options.port} cannot be used ({error.strerror}): {remedy}", file=sys.stderr)
        return 1
    server.RequestHandlerClass.site.warm()
    address = f"http://127.0.0.1:{server.server_port}{server.RequestHandlerClass.base}"
    print(f"serving {options.root.name}/ on {address} (Ctrl-C stops)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
