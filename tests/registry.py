"""A package index and an npm registry on this machine, which know what a test tells them."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Registry:
    """What is known: `pypi` by (name, version), `npm` by name, and every path that was asked for.

    A version that `pypi` does not hold is not found; None for `npm` refuses every question.
    """

    pypi: dict[tuple[str, str], list[dict]] = field(default_factory=dict)
    npm: dict[str, list[dict]] | None = None
    asked: list[str] = field(default_factory=list)
    url: str = ""


@contextmanager
def running() -> Iterator[Registry]:
    """A registry on a free port, for as long as the block runs."""
    registry = Registry()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            registry.asked.append(self.path)
            parts = self.path.strip("/").split("/")
            known = registry.pypi.get((parts[1], parts[2])) if len(parts) == 4 else None
            self._reply(404 if known is None else 200, {"vulnerabilities": known})

        def do_POST(self):
            registry.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            if registry.npm is None or not self.path.endswith("/advisories/bulk"):
                self._reply(405, {})
                return
            self._reply(200, {name: registry.npm[name] for name in json.loads(body) if name in registry.npm})

        def _reply(self, status: int, value: dict) -> None:
            text = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        registry.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield registry
        finally:
            server.shutdown()
            thread.join()
