"""What the project builds on: its pins, their hashes and licences, and what is known against them.

`python -m macros.dependencies` checks all of it; `make check` runs that.
"""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCKS = ("requirements.txt", "requirements-pyodide-build.txt")
NPM_LOCK = "package-lock.json"
TOOLS = Path(".venv") / "pyodide-build"  # where the packages of the second lock are unpacked
LICENCES = Path("macros") / "dependencies" / "licences.toml"
ACCEPTED = Path("macros") / "dependencies" / "accepted.toml"


class DependencyError(Exception):
    """A file about dependencies cannot be read: the message names the place and the remedy."""


def read_table(root: Path, path: Path) -> dict:
    """A data file beside this one, by its path in the checkout. Raises `DependencyError`."""
    try:
        return tomllib.loads((root / path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DependencyError(f"{path}: cannot be read: {error}; put it right") from None
