"""The pins of the lock files, and whether each has a hash."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from . import LICENCES, NPM_LOCK, PYTHON_LOCKS, DependencyError

HASH = re.compile(r"--hash=(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})(?=\s|$)")


@dataclass(frozen=True)
class Pin:
    """One version of one package, where the lock file names it, and what that says of it.

    `kind` is "pypi" or "npm", `place` the folder of an npm package, `licence` what the lock file gives (npm
    alone does), `hashed` whether what is downloaded is compared with a hash.
    """

    kind: str
    name: str
    version: str
    file: str
    line: int
    hashed: bool
    place: str = ""
    licence: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.name} {self.version}"


def read(root: Path) -> list[Pin]:
    """Every pin of every lock file. Raises `DependencyError` where one cannot be read or pins nothing."""
    found = [pin for name in PYTHON_LOCKS for pin in _python(root, name)]
    return [*found, *_npm(root, NPM_LOCK)]


def problems(pins: list[Pin], without_hash: dict[str, str]) -> Iterator[str]:
    """A line for each pin without a hash, those aside that the data file excuses with a reason."""
    for pin in pins:
        if not pin.hashed and pin.name not in without_hash:
            yield f"{pin}: has no hash, so that any file would be taken for it: run make lock"
    unhashed = {pin.name for pin in pins if not pin.hashed}
    for name in sorted(set(without_hash) - unhashed):
        yield f"{LICENCES}: without_hash names {name}, which has a hash or is not pinned: take it out"


def _text(root: Path, name: str) -> str:
    try:
        return (root / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DependencyError(f"{name}: cannot be read: {error}; run make lock") from None


def _python(root: Path, name: str) -> Iterator[Pin]:
    """The pins of a requirements file, whose lines may go on after a backslash."""
    lines = _text(root, name).splitlines()
    at = 0
    while at < len(lines):
        line, whole = at + 1, lines[at]
        while whole.endswith("\\") and at + 1 < len(lines):
            at += 1
            whole = whole[:-1] + lines[at]
        at += 1
        whole = re.sub(r"(^|\s)#.*", "", whole).strip()
        if whole:
            yield _requirement(whole, name, line)


def _requirement(text: str, name: str, line: int) -> Pin:
    said = re.split(r"\s--", text)[0].strip()
    try:
        wanted = Requirement(said)
    except InvalidRequirement:
        raise DependencyError(f"{name}:{line}: “{said}” is not a pin: run make lock") from None
    exact = [one.version for one in wanted.specifier if one.operator == "==" and "*" not in one.version]
    if len(exact) != 1 or len(wanted.specifier) != 1:
        raise DependencyError(f"{name}:{line}: “{said}” leaves the version open: run make lock")
    return Pin("pypi", canonicalize_name(wanted.name), exact[0], name, line, bool(HASH.search(text)))


def _npm(root: Path, name: str) -> Iterator[Pin]:
    """The packages of package-lock.json: `node_modules/a/node_modules/b` is the package b."""
    text = _text(root, name)
    try:
        packages = json.loads(text)["packages"]
        entries = [(place, entry, entry["version"]) for place, entry in packages.items() if place]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise DependencyError(f"{name}: is no lock file of npm 7 or newer: run make lock") from None
    lines = {line.strip(): number for number, line in enumerate(text.splitlines(), 1)}
    for place, entry, version in entries:
        yield Pin(
            "npm",
            place.rpartition("node_modules/")[2],
            version,
            name,
            lines.get(f"{json.dumps(place)}: {{", 1),
            str(entry.get("integrity", "")).startswith(("sha512-", "sha384-", "sha256-")),
            place,
            str(entry.get("license", "")),
        )
