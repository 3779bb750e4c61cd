"""Offline use: the list of every file of the built site with its hash, and the worker that keeps them."""

import base64
import hashlib
import json
from pathlib import Path

LIST = "offline.json"
WORKER = "sw.js"
# What no page asks for: settings of the host, what search engines read, and sources for a debugger.
LEFT_OUT = ("_headers", WORKER, LIST, "sitemap.xml", "sitemap.xml.gz")
LEFT_OUT_ENDS = (".map",)
MARKS = ('"@list@"', '"@build@"')


class OfflineError(Exception):
    """The service worker's module does not fit what is put into it: the message says what to do."""


def integrity(content: bytes) -> str:
    """The hash of a file as an integrity attribute holds it.

    >>> integrity(b"")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")


def files(site: Path) -> dict[str, str]:
    """The address of every file that a reader can come to, inside the site, with its hash.

    A page has the address of its folder: some hosts send a reader on who asks for `index.html`.
    """
    found = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or name in LEFT_OUT or name.endswith(LEFT_OUT_ENDS):
            continue
        address = name.removesuffix("index.html") if name.endswith("/index.html") else name
        found["./" if address == "index.html" else address] = integrity(path.read_bytes())
    return found


def build(site: Path, module: Path, release: str) -> None:
    """Write `offline.json` and `sw.js` into a built site; nothing in it may change afterwards.

    `module` is the joined service worker, `release` the name that the pages carry too.
    """
    listed = json.dumps(files(site), separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    source = "".join(
        line
        for line in module.read_text("utf-8").splitlines(keepends=True)
        if not line.startswith("//# sourceMappingURL=")
    )
    for mark, value in zip(MARKS, (integrity(listed), release), strict=True):
        if source.count(mark) != 1:
            raise OfflineError(f"{module.name}: {mark} should stand there once: see checklists/web/sw.mjs")
        source = source.replace(mark, json.dumps(value))
    (site / LIST).write_bytes(listed)
    (site / WORKER).write_text(source, encoding="utf-8", newline="\n")
