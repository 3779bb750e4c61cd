"""The search index: written with the site in parts, so that a reader loads only what a question needs.

Pagefind, because the theme's own index is one file that every search loads whole, and statements of 150 areas
make that ten megabytes. Pagefind is kept, under the MIT licence, and made for static sites of any size;
minisearch and lunr need the whole index in the browser.
"""

import json
import shutil
import subprocess
from pathlib import Path

from .runtime import RuntimeBuildError, node

PLACE = "assets/search"  # of the index in the site
# What the browser asks for; the rest of what the program writes is its ready-made pages.
KEPT = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.en.pagefind")


class SearchError(Exception):
    """The index could not be made: the message says why and what to do."""


def build(root: Path, site: Path, records: list[dict], pages: list[str]) -> None:
    """Write the index of the records, and of the built pages at the addresses given, into the site."""
    if not (root / "node_modules" / "pagefind").is_dir():
        raise SearchError("node_modules/pagefind is missing: run make setup")
    place = site / PLACE
    shutil.rmtree(place, ignore_errors=True)
    job = {
        "out": str(place),
        "records": records,
        "pages": [{"url": url, "html": (site / url / "index.html").read_text("utf-8")} for url in pages],
    }
    script = Path(__file__).with_suffix(".mjs")
    try:
        command = [node.find(), str(script)]
    except RuntimeBuildError as error:
        raise SearchError(str(error)) from None
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True)
    if done.returncode != 0:
        raise SearchError(f"the search index cannot be made:\n{done.stderr.strip()}")
    for path in place.iterdir():
        if path.is_file() and path.name not in KEPT and path.suffix != ".pf_meta":
            path.unlink()
