"""The packages of others that are in the site: version, licence and its text, read from what is installed.

What a package brings inside its own files no lock file names: that stands in parts.toml, is looked for in the
site, and held against what the source maps say.
"""

import gzip
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from ..dependencies import LICENCES, licences, read_table
from ..dependencies.pins import Pin
from ..dependencies.pins import read as read_pins
from . import ReleaseError
from .files import OWN, THEME

PARTS = Path(__file__).with_name("parts.toml")
KEYS = {"of", "name", "licence", "text", "file", "seen"}
PACKAGE = r"((?:@[\w.-]+/)?[\w.-]+)"
# How a bundler marks in its output what it took from where.
MARK = re.compile(rf"^// (?:node_modules/{PACKAGE}/|\\0(@?[\w.+-]+)@[\d.]+/)", re.M)


@dataclass(frozen=True)
class Component:
    """A package, or a part of one (`of` names it), that is in the site.

    `kind` is "npm", "pypi" or "part"; `version` is empty where nothing gives it; `texts` are the file names
    and contents of its licence; `files` where it stands in the site.
    """

    kind: str
    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    of: str = ""


def find(root: Path, site: Path, owned: dict[str, str]) -> list[Component]:
    """Every component of the site, packages first, each list sorted. `owned` is that of `files.owners`.

    Raises `ReleaseError` for a package that is not pinned, without a licence text or under a licence that is
    not allowed, for a part that is not in the site, and for one that the site has and parts.toml does not.
    """
    table = _table()
    pins = read_pins(root)
    packages = sorted(_packages(root, site, owned, pins, table["texts"]), key=_order)
    parts = sorted((_part(root, site, entry) for entry in table["part"]), key=_order)
    names = {one.name for one in packages}
    for part in parts:
        if part.of not in names:
            raise ReleaseError(f"{PARTS.name}: {part.name}: {part.of} is not in the site: take it out")
    _all_named(site, owned, packages, parts)
    allow = set(read_table(root, LICENCES)["allow"])
    for one in (*packages, *parts):
        if not licences.expression(one.licence) or not licences.allowed(one.licence, allow):
            raise ReleaseError(f"{one.name}: the licence {one.licence} is not among those of {LICENCES}")
        if not any(text.strip() for _, text in one.texts):
            raise ReleaseError(f"{one.name}: has no licence text: add one to {PARTS.name}")
    return [*packages, *parts]


def _order(one: Component) -> tuple[str, str, str]:
    return one.of, one.name, one.version


def _table() -> dict:
    try:
        table = tomllib.loads(PARTS.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ReleaseError(f"{PARTS.name}: cannot be read: {error}") from None
    for entry in table["part"]:
        if set(entry) != KEYS:
            raise ReleaseError(f"{PARTS.name}: {entry.get('name')}: an entry has {', '.join(sorted(KEYS))}")
    return table


def _packages(
    root: Path, site: Path, owned: dict[str, str], pins: list[Pin], texts: dict[str, str]
) -> Iterator[Component]:
    """The packages whose files are in the site, or were joined into files of ours."""
    held: dict[str, set[str]] = {}
    for address, owner in owned.items():
        if owner:
            held.setdefault(owner if owner == THEME else f"node_modules/{owner}", set()).add(address)
        elif address.endswith(".map"):
            for place in joined(site / address, pins):
                held.setdefault(place, set()).add(address.removesuffix(".map"))
    for place, files in held.items():
        pin = _pin(place, pins)
        if pin.kind == "npm":
            licence, found = pin.licence, _npm_texts(root / place)
        else:
            package = distribution(pin.name)
            read = read_table(root, LICENCES)["read"].get(pin.name, {})
            licence = licences.stated(package) or read.get("licence", "")
            found = [(path.name, path.read_text("utf-8")) for path in licences.texts(package)]
        if not found and pin.name in texts:
            found = [_text(root, texts[pin.name])]
        yield Component(pin.kind, pin.name, pin.version, licence, tuple(found), tuple(sorted(files)))


def _pin(place: str, pins: list[Pin]) -> Pin:
    """The pin of a folder of node_modules, or of a Python package; of two, the one that is installed."""
    for pin in pins:
        if pin.place == place or (
            pin.kind == "pypi" and pin.name == place and distribution(place).version == pin.version
        ):
            return pin
    raise ReleaseError(f"{place}: is in the site and in no lock file: run make setup, then make site")


def joined(path: Path, pins: list[Pin]) -> set[str]:
    """The folders of node_modules that a source map of ours names, as the lock file writes them."""
    places = sorted((pin.place for pin in pins if pin.place), key=len, reverse=True)
    found = set()
    for source in json.loads(path.read_text("utf-8"))["sources"]:
        _, inside, rest = source.partition("node_modules/")
        if inside:
            at = inside + rest
            place = next((place for place in places if at.startswith(f"{place}/")), None)
            found.add(place or "node_modules/" + re.match(PACKAGE, rest)[1])
    return found


def _npm_texts(folder: Path) -> list[tuple[str, str]]:
    """The licence texts in the folder of an npm package, or in a folder LICENSE inside it."""
    named = [path for path in sorted(folder.iterdir()) if licences.TEXT.search(path.name)]
    files = [file for path in named for file in ([path] if path.is_file() else sorted(path.iterdir()))]
    return [(path.name, path.read_text("utf-8-sig")) for path in files]


def _text(root: Path, where: str) -> tuple[str, str]:
    """A licence text named in parts.toml: its file name and what it holds."""
    kind, _, rest = where.partition(":")
    if kind == "pypi":
        package, _, inside = rest.partition(":")
        path = Path(str(distribution(package).locate_file(inside)))
    elif where.startswith("node_modules/"):
        path = root / where
    else:
        path = PARTS.parent / where
    try:
        return path.name, path.read_text("utf-8-sig")
    except OSError as error:
        raise ReleaseError(f"{PARTS.name}: {where}: {error.strerror}: name the file of the licence") from None


def _part(root: Path, site: Path, entry: dict) -> Component:
    """A part, found in the site. Raises `ReleaseError` where it is not there."""
    version, files = "", []
    for path in sorted(site.glob(entry["file"])):
        found = re.search(entry["seen"].encode(), _bytes(path))
        if found:
            files.append(path.relative_to(site).as_posix())
            version = found[1].decode() if found.re.groups else ""
    if not files:
        raise ReleaseError(
            f"{PARTS.name}: {entry['name']}: is not found in {site.name}/{entry['file']}: "
            f"if {entry['of']} no longer brings it, take the entry out, else mend “seen”"
        )
    named = entry["text"] if isinstance(entry["text"], list) else [entry["text"]]
    texts = tuple(_text(root, where) for where in named)
    return Component("part", entry["name"], version, entry["licence"], texts, tuple(files), entry["of"])


def _bytes(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def _all_named(site: Path, owned: dict[str, str], packages: list[Component], parts: list[Component]) -> None:
    """Raises `ReleaseError` where a source map or a bundler's mark names a package that no component is."""
    known = {one.name for one in (*packages, *parts)}
    for address, owner in owned.items():
        if not address.endswith(".map") or owner not in (OWN, THEME):
            continue
        said = inside(json.loads((site / address).read_text("utf-8")))
        for name in sorted(said - known):
            raise ReleaseError(f"{site.name}/{address}: holds {name}: add it to macros/release/{PARTS.name}")


def inside(source_map: dict) -> set[str]:
    """The packages that a source map names, in its list of files and in what those were joined from before.

    >>> sorted(inside({"sources": ["../node_modules/@a/b/x.js", "c.js"],
    ...     "sourcesContent": ["// node_modules/d/index.js", "// \\\\0@e+f@1.2.3/g.js", None]}))
    ['@a/b', '@e/f', 'd']
    """
    found = set()
    for source in source_map["sources"]:
        named = re.findall(rf"node_modules/{PACKAGE}/", source)
        found.update(named[-1:])
    for content in source_map.get("sourcesContent") or []:
        for plain, virtual in MARK.findall(content or ""):
            found.add(plain or virtual.replace("+", "/"))
    return found
