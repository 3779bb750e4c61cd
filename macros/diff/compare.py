"""Two rulebooks side by side, as plain data."""

import json

from checklists.engine import read_bundle

from .. import bundle
from . import checklists, item_dates, shared, statements
from .dates import BOUNDS, FOLLOWS, Moves
from .deadlines import BRIEF, KNOWN, Describe, once
from .describe import Part
from .gaps import Gap
from .samples import cases
from .words import source_title

KINDS = ("deadlines", "checklists")
OF_SOURCES = ("sources", "statements")
FORMAT = 1  # of what `compare` gives and a release keeps


def compare(before: dict, after: dict, gaps: tuple[Gap, ...] = ()) -> dict:
    """Everything in which the bundle `after` differs from the bundle `before`, as plain data.

    `gaps` names what could not be read of the earlier rules: it is told of, and left out on both sides.
    Gives `format`, the versions `before` and `after`, `cases` tried (`worked` examples and `samples`),
    `names` (titles of the areas and sources spoken of), `areas` touched, `changes` and `not_compared`.
    Each change has `part` (areas, dates, rules, lists, items, sources, statements, holidays, counting or
    words), `place` (the area or source, or None), `key`, `title` and `change` (added, removed, retired,
    changed, moves, appears, disappears). A change of a date has `bound`, `days` (less than 0 is earlier) in
    `unit`, the `cases` of `of` that show it and an `example`; any other has `what`: each respect with what
    it `was` and is `now`.
    """
    said = [gap.words for gap in gaps]
    tried = {"worked": 0, "samples": 0}

    def unread(part: str) -> set[str]:
        return {gap.place for gap in gaps if gap.part == part}

    def new(kind: str) -> set[str]:
        return {gap.file for gap in gaps if gap.part == "key" and gap.place == kind}

    changes = [
        *shared.areas(before, after, unread("area"), new("area"), said),
        *_areas(before, after, gaps, said),
        *_dates(before, after, gaps, said, tried),
        *statements.changes(before, after, unread("source"), unread("register"), new("provisions"), said),
        *shared.holidays(before, after, said),
        *shared.counting(before, after, said),
        *shared.vocabulary(before, after, unread("words"), said),
    ]
    return {
        "format": FORMAT,
        "before": {"rules": before["version"]},
        "after": {"rules": after["version"]},
        "cases": tried,
        "names": _names(before, after, changes),
        "areas": _touched(before, after, changes),
        "changes": changes,
        "not_compared": list(dict.fromkeys(said)),
    }


def _areas(before: dict, after: dict, gaps: tuple[Gap, ...], said: list[str]) -> list[dict]:
    """The rules and the checklists of every area; of an area that is gone their names."""
    both = (before, after)
    describe = tuple(Describe(side) for side in both)
    found = []
    none = {kind: [] for kind in KINDS}
    unknown = {gap.place for gap in gaps if gap.part == "area"}
    for area in sorted({*before["areas"], *after["areas"]} - unknown):
        part = Part("rules", said, brief=BRIEF if area in after["areas"] else (), known=KNOWN)
        sides = tuple(side["areas"].get(area, none) for side in both)
        unread = {
            kind: {gap.file for gap in gaps if gap.place == area and gap.part == kind} for kind in KINDS
        }
        rules = tuple(
            {one["key"]: one for one in side["deadlines"] if one["file"] not in unread["deadlines"]}
            for side in sides
        )
        words = tuple(lambda one, side=side, area=area: side.deadline(area, one) for side in describe)
        found += map(once, part.changes(area, rules, words, lambda _, one: one["title"]))
        found += checklists.changes(area, both, unread["checklists"], said)
    return found


def _dates(before: dict, after: dict, gaps: tuple[Gap, ...], said: list[str], tried: dict) -> list[dict]:
    areas = {*before["areas"], *after["areas"]} - {gap.place for gap in gaps if gap.part == "area"}
    skip = {
        (gap.place, deadline["key"])
        for gap in gaps
        if gap.part == "deadlines" and gap.place in areas
        for side in (before, after)
        for deadline in side["areas"].get(gap.place, {"deadlines": []})["deadlines"]
        if deadline["file"] == gap.file
    }
    lists = {(gap.place, gap.file) for gap in gaps if gap.part == "checklists"}
    items = item_dates.redated(before, after, lists)
    moves = Moves(tuple(read_bundle(json.dumps(side)) for side in (before, after)), skip, items)
    same = {area for area in areas if _asked_of(before, area) == _asked_of(after, area)}
    for case in cases(before, after):
        if case.area in same:
            moves.tried[case.sample] += 1  # the same question to the same rules: the answers cannot differ
        elif case.area in areas:
            moves.case(case)
    tried |= {"worked": moves.tried[False], "samples": moves.tried[True]}
    for (area, why), names in moves.refused.items():
        title = (after["areas"].get(area) or before["areas"][area])["title"]
        said.append(f"{title}: {names[0]} and {len(names) - 1} more cases: {why}")
    order = (*BOUNDS, *FOLLOWS)
    return sorted(
        moves.entries(),
        key=lambda one: (one["place"], one["title"], order.index(one["bound"]), -one["cases"]),
    )


def _asked_of(side: dict, area: str) -> str | None:
    """All that the engine is given of an area: what a browser loads and works all dates out from."""
    if area not in side["areas"]:
        return None
    return bundle.to_json({**bundle.browser(side, area), "version": None})


def _names(before: dict, after: dict, changes: list[dict]) -> dict[str, dict[str, str]]:
    """The titles of the areas and the short names of the sources that have changes."""
    used = {change["place"] for change in changes} - {None}
    found: dict[str, dict[str, str]] = {"areas": {}, "sources": {}}
    for side in (before, after):
        found["areas"] |= {key: area["title"] for key, area in side["areas"].items() if key in used}
        found["sources"] |= {key: source_title(side, key) for key in side["sources"] if key in used}
    return found


def _touched(before: dict, after: dict, changes: list[dict]) -> list[str]:
    """The areas in which something differs, their sources included, in order of title."""
    places = {change["place"] for change in changes if change["part"] not in OF_SOURCES}
    sources = {change["place"] for change in changes if change["part"] in OF_SOURCES}
    titles = {}
    for side in (before, after):
        for key, area in side["areas"].items():
            if key in places or sources & set(area["sources"]):
                titles[key] = area["title"]
    return sorted(titles, key=titles.__getitem__)
