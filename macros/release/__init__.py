"""A release: one archive of the built site, with what is in it, under which licences, and how to host it.

`python -m macros.release` makes it from site/ into dist/; `make release` builds the site first.
"""

import hashlib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "core-group-handbook"
# What the site is made from, beside the day.
SOURCES = (
    *("checklists", "docs", "macros", "rules"),
    *("CHANGELOG.md", "mkdocs.yml", "package-lock.json", "pyproject.toml"),
    *("requirements.txt", "requirements-pyodide-build.txt"),
)


class ReleaseError(Exception):
    """The release cannot be made: the message names the place and the remedy."""


def version(root: Path, today: date) -> str:
    """The version of a site built from a checkout on a day: the day, and a hash of what it is built from.

    Pages say what is due “from today on”, so that the same files give another site on another day. The day
    and the hash together settle every byte of it; no number is kept up by hand. `today` is what
    `book.build_day()` gives.
    """
    sha = hashlib.sha256()
    for path in sources(root):
        content = path.read_bytes()
        sha.update(f"{path.relative_to(root).as_posix()}\n{len(content)}\n".encode())
        sha.update(content)
    return f"{today.isoformat()}-{sha.hexdigest()[:8]}"


def sources(root: Path) -> list[Path]:
    """Every file that the site is made from, in order of their paths."""
    found = []
    for name in SOURCES:
        place = root / name
        found += [place] if place.is_file() else place.rglob("*")
    return sorted(path for path in found if path.is_file() and not _passing(path.relative_to(root)))


def _passing(path: Path) -> bool:
    """Whether a file is a cache or an editor's, and no source."""
    return "__pycache__" in path.parts or path.name.startswith(".") or path.name.endswith("~")
