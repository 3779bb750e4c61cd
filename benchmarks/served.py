"""The two things that are served: the built site and the bare load, each with a record of what was sent."""

import gzip
import http.client
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from macros import serve
from macros.runtime import NPM

from . import HERE

OUR_SCRIPTS = "/assets/app/"


@dataclass(frozen=True)
class Sent:
    """One response: the path asked for, its status, and the bytes of its head and body as they went out."""

    path: str
    status: int
    size: int


@dataclass
class Served:
    """A folder that is being served. `without_scripts` answers 404 in place of our own scripts."""

    root: Path
    address: str = ""
    sent: list[Sent] = field(default_factory=list)
    without_scripts: bool = False

    def forget(self) -> None:
        self.sent = []


class _Counted:
    """A stream that adds up what is written to it."""

    def __init__(self, stream):
        self.stream = stream
        self.size = 0

    def write(self, content: bytes) -> int:
        self.size += len(content)
        return self.stream.write(content)

    def __getattr__(self, name: str):
        return getattr(self.stream, name)


def _recording(handler: type, served: Served) -> type:
    class Recording(handler):
        def setup(self) -> None:
            super().setup()
            self.wfile = _Counted(self.wfile)
            self.status = 0

        def send_response(self, code: int, message: str | None = None) -> None:
            self.status = int(code)
            super().send_response(code, message)

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            before = self.wfile.size
            if served.without_scripts and path.startswith(OUR_SCRIPTS) and path.endswith(".mjs"):
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                super().do_GET()
            served.sent.append(Sent(path, self.status, self.wfile.size - before))

    return Recording


@contextmanager
def serving(root: Path, prepare: bool = True) -> Iterator[Served]:
    """Serve a folder in the background as macros.serve does; `prepare` compresses everything beforehand."""
    server = serve.make_server(root)
    served = Served(root, f"http://127.0.0.1:{server.server_port}/")
    server.RequestHandlerClass = _recording(server.RequestHandlerClass, served)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        if prepare:
            _ask_for_all(server.server_port, root)
        served.forget()
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _ask_for_all(port: int, root: Path) -> None:
    """The first visitor must not wait for the server to read and compress."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix in {*serve.COMPRESSED, ".zip", ".whl"} and path.suffix != ".map":
            connection.request("GET", f"/{path.relative_to(root)}", headers={"Accept-Encoding": "gzip"})
            connection.getresponse().read()
    connection.close()


@contextmanager
def bare_folder() -> Iterator[Path]:
    """A folder with the bare page and the files of the npm package as they are."""
    with tempfile.TemporaryDirectory(prefix="bare-") as made:
        root = Path(made)
        shutil.copytree(HERE / "bare", root, dirs_exist_ok=True)
        (root / "pyodide").mkdir()
        for path in NPM.iterdir():
            if path.is_file():
                shutil.copy(path, root / "pyodide")
        yield root


def file_of(served: Served, path: str) -> Path | None:
    """The file that a path was answered with, or None."""
    return serve.Site(served.root).find(path)


def is_compressed(path: Path) -> bool:
    """Whether the server sends a file compressed."""
    return path.suffix in serve.COMPRESSED and path.stat().st_size >= serve.SMALLEST_COMPRESSED


def gzip_size(path: Path) -> int:
    """Bytes of a file as the server compresses it."""
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))
