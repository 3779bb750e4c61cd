"""CHANGELOG.md as data: what editors say of each change of the rules, newest first."""

import re
from dataclasses import dataclass
from pathlib import Path

from checklists.engine import plain

EVERY = "All areas"  # how an entry names them
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMED = re.compile(r"\*\*(.+?)\*\*:?\s*")


@dataclass(frozen=True)
class Item:
    """One change: the areas that it names, by title, and its text without them."""

    areas: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Entry:
    """The changes of one heading: its `day` where it is one, else None."""

    title: str
    day: str | None
    items: tuple[Item, ...]


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of a change log; none where there is no file."""
    return parse(path.read_text("utf-8")) if path.is_file() else ()


def parse(text: str) -> tuple[Entry, ...]:
    """The entries in the text of a change log, without characters that hide or turn text.

    >>> parse("# Changes\\n## 2026-11-22\\n- **Luton, Tees**: the limit\\n  of reviews.\\n")[0].items
    (Item(areas=('Luton', 'Tees'), text='the limit of reviews.'),)
    """
    found: list[tuple[str, list[str]]] = []
    for line in plain(text).split("\n"):
        words = line.strip()
        if line.startswith("## "):
            found.append((words.removeprefix("## "), []))
        elif found and line.startswith("- "):
            found[-1][1].append(words.removeprefix("- "))
        elif found and words and found[-1][1]:
            found[-1][1][-1] += f" {words}"
        elif found and words:
            found[-1][1].append(words)
    return tuple(
        Entry(title, title if _DAY.fullmatch(title) else None, tuple(map(_item, items)))
        for title, items in found
    )


def _item(text: str) -> Item:
    named = _NAMED.match(text)
    if not named:
        return Item((), text)
    return Item(tuple(name.strip() for name in named[1].split(",")), text[named.end() :])
