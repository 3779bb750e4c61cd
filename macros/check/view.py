"""The rules as the checks look at them: sound files only, own and merged, with a place for every problem."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .. import overlay
from ..load import Document, Problem, RuleError, Rules, kind_of

BOUNDS = ("earliest", "latest", "target")  # the keys of a deadline that hold limits


@dataclass(frozen=True)
class RuleFile:
    """A deadline or checklist file: its own data, the whole with what is inherited, the parent's whole."""

    area: str
    stem: str
    document: Document
    whole: dict | None
    parent: dict | None

    @property
    def own(self) -> dict:
        return self.document.data

    def problem(self, key_path: tuple, message: str) -> Problem:
        return Problem(self.document.path, self.document.line(*key_path), message)


@dataclass(frozen=True)
class Line:
    """A limit as written: its key path, its text, and the mapping around it where it has one."""

    path: tuple
    text: str
    mapping: dict | None


class View:
    """One set of rules. `unsound` holds the paths of files that cannot be read or are not of their kind."""

    def __init__(self, rules: Rules, unsound: set[str]):
        self.rules = rules
        self.unsound = unsound

    def place(self, *parts: str) -> str:
        """The path of a rule file in messages."""
        return "/".join((self.rules.name, *parts))

    def sound(self, kind: str) -> Iterator[tuple[Document, tuple[str, ...]]]:
        """The files of a kind that the checks can rely on, each with its path inside the rules folder."""
        for path, document in self.rules.documents.items():
            parts = tuple(path.split("/")[1:])
            if kind_of(parts) == kind and path not in self.unsound:
                yield document, parts

    def known(self, kind: str) -> dict | None:
        """A list of the vocabulary; None while it cannot be relied on, so that nothing is called unknown."""
        unsound = self.place("vocabulary", f"{kind}.yaml") in self.unsound
        return None if unsound else self.rules.vocabulary.get(kind)

    def chain(self, area: str) -> list[str]:
        """The area and those it builds on; the area alone while that is wrong."""
        try:
            return overlay.chain(self.rules, area)
        except RuleError:
            return [area]

    @cached_property
    def merged(self) -> dict[str, dict[str, dict]]:
        """The deadline files of every area with what they inherit; none that rests on an unsound file."""
        return self._merged("deadlines")

    @cached_property
    def merged_lists(self) -> dict[str, dict[str, dict]]:
        """The checklists of every area, in the same way."""
        return self._merged("checklists")

    def _merged(self, kind: str) -> dict[str, dict[str, dict]]:
        found = {}
        for area in self.rules.areas:
            try:
                files = overlay.resolve(self.rules, area, kind)
            except RuleError:
                continue
            rests_on = [self.place("areas", name, kind) for name in overlay.chain(self.rules, area)]
            found[area] = {
                stem: entry
                for stem, entry in files.items()
                if not any(f"{folder}/{stem}.yaml" in self.unsound for folder in rests_on)
            }
        return found

    @cached_property
    def files(self) -> list[RuleFile]:
        """Every sound deadline file."""
        return self._files("deadlines", self.merged)

    @cached_property
    def lists(self) -> list[RuleFile]:
        """Every sound checklist."""
        return self._files("checklists", self.merged_lists)

    def _files(self, kind: str, merged: dict[str, dict[str, dict]]) -> list[RuleFile]:
        found = []
        for document, (_, area, _, name) in self.sound(kind):
            stem = name.removesuffix(".yaml")
            whole = merged.get(area, {}).get(stem)
            above = self.chain(area)[1:2]
            parent = merged.get(above[0], {}).get(stem) if above else None
            data, above_data = (entry and entry["data"] for entry in (whole, parent))
            found.append(RuleFile(area, stem, document, data, above_data))
        return found

    def deadline_keys(self, area: str) -> set[str]:
        """The keys of every deadline that holds in an area."""
        files = self.merged.get(area, {}).values()
        return {key for entry in files for key in entry["data"].get("deadlines", {})}

    def deadlines_of(self, area: str) -> set[str] | None:
        """The same; None while a file that they rest on is wrong, so that none is called unknown."""
        if area not in self.merged:
            return None
        places = [self.place("areas", name) for name in self.chain(area)]
        rests_on = [f"{place}/{part}" for place in places for part in ("area.yaml", "deadlines/")]
        return (
            None
            if any(path.startswith(tuple(rests_on)) for path in self.unsound)
            else self.deadline_keys(area)
        )

    def provision(self, source: str, locator: str) -> dict:
        """One provision as it is written; empty where there is none, or none that can be read."""
        found = self.rules.provisions.get(source, {}).get(locator)
        return found if isinstance(found, dict) else {}

    def sources_of(self, area: str) -> set[str] | None:
        """The sources of an area and of those it builds on; None while one of their area.yaml is wrong."""
        found: set[str] = set()
        for name in self.chain(area):
            data = self.rules.areas.get(name)
            if data is None or self.place("areas", name, "area.yaml") in self.unsound:
                return None
            if data.get("builds_on", name) not in self.rules.areas:
                return None
            found.update(data["sources"])
        return found if found <= set(self.rules.sources) else None


def deadline_maps(data: dict, readings: bool = True) -> Iterator[tuple[tuple, dict]]:
    """The mappings of a file that have a deadline's keys: the deadlines, and what each reading changes."""
    for key, deadline in data.get("deadlines", {}).items():
        if deadline is not None:
            yield ("deadlines", key), deadline
    for index, reading in enumerate(data.get("readings") or () if readings else ()):
        for key, changes in reading["otherwise"].items():
            yield ("readings", index, "otherwise", key), changes


def limit_lines(value, path: tuple) -> Iterator[Line]:
    """The limits in the value of `earliest` or `latest`, in whichever shape it is written."""
    if isinstance(value, str):
        yield Line(path, value, None)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from limit_lines(item, (*path, index))
    elif overlay.by_date(value):
        for start, item in value.items():
            yield from limit_lines(item, (*path, start))
    elif isinstance(value, dict) and isinstance(value.get("limit"), str):
        yield Line((*path, "limit"), value["limit"], value)


def limit_mappings(value, path: tuple) -> Iterator[tuple[tuple, dict]]:
    """The mappings around limits, those of an overlay that leave the limit itself out included."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from limit_mappings(item, (*path, index))
    elif overlay.by_date(value):
        for start, item in value.items():
            yield from limit_mappings(item, (*path, start))
    elif isinstance(value, dict):
        yield path, value


def lines_of(data: dict, readings: bool = True) -> Iterator[Line]:
    """Every limit of a file, those of its readings included unless told."""
    for path, deadline in deadline_maps(data, readings):
        for bound in BOUNDS:
            yield from limit_lines(deadline.get(bound), (*path, bound))


def mappings_of(data: dict) -> Iterator[tuple[tuple, dict]]:
    """Every mapping of a file that may have cites or a role: deadlines, changes of readings, their limits."""
    for path, deadline in deadline_maps(data):
        yield path, deadline
        for bound in BOUNDS:
            yield from limit_mappings(deadline.get(bound), (*path, bound))


def values_of(mapping: dict, key: str, path: tuple) -> Iterator[tuple[tuple, object]]:
    """What a key holds, with its place: one value, or each of those by start date; null left out."""
    value = mapping.get(key)
    found = value.items() if overlay.by_date(value) else [(None, value)]
    for start, part in found:
        if part is not None:
            yield (*path, key) if start is None else (*path, key, start), part
