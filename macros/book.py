"""The rules as the pages use them: loaded, compiled and read by the engine once for a build."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from checklists.engine import Rulebook, read_bundle

from . import bundle, load, reckoner
from .changelog import Entry
from .changelog import read as read_changelog
from .check import check_rules


class BookError(Exception):
    """The rules or the setting cannot be used: the message says where and what to do."""


@dataclass(frozen=True)
class Handbook:
    """What every page is made from: the bundle, the engine's view of it, and what only pages need.

    `terms` is the glossary, `documents` what is written about a case, `registers` each source's own words,
    `calendar` the bank holidays with their source, `today` the day of the build, `releases` what changed with
    each, by its day, and `changelog` what editors say of it.
    """

    bundle: dict
    rulebook: Rulebook
    terms: dict
    documents: dict
    registers: dict
    calendar: dict
    today: date
    releases: dict = field(default_factory=dict)
    changelog: tuple[Entry, ...] = ()
    _by_source: dict = field(default_factory=dict, compare=False, repr=False)
    _quick: dict = field(default_factory=dict, compare=False, repr=False)
    _memory: dict = field(default_factory=dict, compare=False, repr=False)

    def provisions(self, source: str) -> list[tuple[str, dict]]:
        """Every provision of a source with its reference, in the source's order."""
        if not self._by_source:
            for reference, provision in self.bundle["provisions"].items():
                self._by_source.setdefault(reference.split("#", 1)[0], []).append((reference, provision))
        return self._by_source.get(source, [])

    @property
    def areas(self) -> dict[str, dict]:
        """The real areas: a made-up one stands in no comparison and in no figure."""
        return {key: area for key, area in self.bundle["areas"].items() if not area.get("fictional")}

    @property
    def sources(self) -> dict[str, dict]:
        """The real sources."""
        return {key: one for key, one in self.bundle["sources"].items() if not one.get("fictional")}

    def once(self, key: tuple, make: Callable):
        """What `make()` returns, made once for a build: many pages are parts of the same whole."""
        if key not in self._memory:
            self._memory[key] = make()
        return self._memory[key]

    def quick(self, area: str) -> dict:
        """What the calculator of an area has before Python starts, its ready reckoner included.

        Made once, so that the page's table and the browser's answers cannot differ.
        """
        if area not in self._quick:
            self._quick[area] = reckoner.quick(self.bundle, area, self.today)
        return self._quick[area]


CHANGELOG = "CHANGELOG.md"  # beside the rules

_states: dict[Path, int] = {}  # of each rules folder, as it was last looked at


def build_day() -> date:
    """The day that counts as today in the pages: `HANDBOOK_TODAY` where set, else the clock's."""
    given = os.environ.get("HANDBOOK_TODAY")
    if not given:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise BookError(f"HANDBOOK_TODAY: “{given}” is not a date: write it as 2026-11-22") from None


def handbook(config_file: str) -> Handbook:
    """The handbook of the checkout that a `mkdocs.yml` stands in.

    Raises `BookError` with every problem of the rules, one a line.
    """
    root = folder(config_file)
    if root not in _states:
        renew(config_file)
    return read(root, build_day(), _states[root])


def folder(config_file: str) -> Path:
    """The rules of a site: `HANDBOOK_RULES` where that is set, else `rules/` beside its `mkdocs.yml`."""
    given = os.environ.get("HANDBOOK_RULES")
    return Path(given).resolve() if given else Path(config_file).resolve().parent / "rules"


def renew(config_file: str) -> None:
    """Look whether the rules have changed since they were read: once for a build, not for every page."""
    root = folder(config_file)
    _states[root] = _state(root)


def _state(root: Path) -> int:
    """Another number once any file that `read` reads is saved, added or removed: then they are read again."""
    paths = [
        path
        for path in sorted(root.rglob("*"))
        if not path.is_dir() and not load.hidden(path.relative_to(root).parts)
    ]
    return hash(tuple((str(path), _stamp(path)) for path in [*paths, root.parent / CHANGELOG]))


def _stamp(path: Path) -> tuple[int, int] | None:
    """When a file was saved and its size; None of one that has gone meanwhile, or of a link to nowhere."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=4)
def read(root: Path, today: date, state: int = 0) -> Handbook:
    """The handbook of a folder of rules as on a day. Raises `BookError` with every problem, one a line.

    `state` stands for what the files hold.
    """
    rules = load.load(root)
    problems = check_rules(rules)
    if problems:
        raise BookError("\n".join(map(str, problems)))
    made = bundle.build(rules)
    return Handbook(
        bundle=made,
        rulebook=read_bundle(json.dumps(made)),
        terms=rules.vocabulary["terms"],
        documents=rules.vocabulary["documents"],
        registers=rules.registers,
        calendar=rules.calendars[made["calendar"]["id"]],
        today=today,
        releases=rules.releases,
        changelog=read_changelog(root.parent / CHANGELOG),
    )
