"""An earlier rulebook as a bundle: what today's loader and engine can read of it, and what they cannot."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from checklists.engine import read_bundle

from .. import bundle, load, overlay
from ..load import VOCABULARY, Problem, Rules, kind_of
from ..problems import printed
from .describe import UNREADABLE
from .gaps import Gap

KINDS = ("deadlines", "checklists")
# Keys that may be younger than the earlier rules, by the kind of their files: what a reader calls both.
YOUNG = {
    "provisions": (
        "statements",
        {
            "timing": "the time stated",
            "also_roles": "further roles",
            "also_topics": "further topics",
            "research": "who reports research",
            "because": "why a place is set aside",
        },
    ),
    "area": (
        "areas",
        {"differs": "where sources disagree", "moved": "who is told of a move"},
    ),
}
ANOTHER = "it is of a format that is not read any more"


class EarlierError(Exception):
    """Nothing of the earlier rules can be compared: the message says why."""


def read(root: Path) -> tuple[dict, tuple[Gap, ...]]:
    """The bundle of a folder of earlier rules, and what had to be left out of it.

    Raises `EarlierError` where no area, or nothing that all areas need, can be read.
    """
    rules = load.load(root)
    for name in VOCABULARY:  # a list that the earlier rules did not have yet was an empty one
        rules.vocabulary.setdefault(name, {})
    gaps = [
        *_new_keys(root / "schema"),
        *(gap for problem in rules.problems for gap in _gaps(rules, problem)),
    ]
    made = _built(rules)
    if made is None:
        gaps += _leave_out(rules)
        made = _built(rules) if rules.areas else None
    if made is None:
        said = "".join(f"\n{gap.words}" for gap in gaps)
        raise EarlierError(
            f"the earlier rules are of a format that is not read any more: choose a later revision{said}"
        )
    return made, tuple(dict.fromkeys(gaps))


def _new_keys(schemas: Path) -> Iterator[Gap]:
    """What the format has a key for now and had none then, as the schemas beside the rules say."""
    for kind, (things, young) in YOUNG.items():
        known = _keys(schemas / f"{kind}.json")
        new = {key: words for key, words in young.items() if key not in known} if known else {}
        said = f"{things}: the earlier format had no place for {', '.join(new.values())}"
        yield from (Gap("key", kind, key, said) for key in new)


def _keys(path: Path) -> set[str]:
    """Every key that a schema names."""
    found: set[str] = set()
    parts = [json.loads(path.read_text("utf-8"))] if path.is_file() else []
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            found |= set(part.get("properties", ()))
        parts += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return found


def _built(rules: Rules) -> dict | None:
    """The bundle of rules where the engine reads it, else None."""
    try:
        made = bundle.build(rules)
        read_bundle(json.dumps(made))
    except UNREADABLE:
        return None
    return made


def _gaps(rules: Rules, problem: Problem) -> list[Gap]:
    """A file that cannot be read, as what is missing for it."""
    parts = tuple(problem.path.split("/")[1:])
    said = str(problem)
    match kind_of(parts):
        case "deadlines" | "checklists" as kind:
            return _of_file(rules, kind, parts[1], parts[3].removesuffix(".yaml"), said)
        case "area":
            return [Gap("area", parts[1], None, said)]
        case "source" | "provisions":
            return [Gap("source", parts[1], None, said)]
        case "register":
            return [Gap("register", parts[1], None, said)]
        case kind if kind in VOCABULARY:
            return [Gap("words", kind, None, said)]
    return [Gap("other", None, None, said)]


def _of_file(rules: Rules, kind: str, area: str, stem: str, said: str) -> list[Gap]:
    """A file of an area that cannot be read, for the area and those that build on it."""
    return [Gap(kind, one, stem, said) for one in sorted({area, *rules.areas}) if area in _chain(rules, one)]


def _chain(rules: Rules, area: str) -> list[str]:
    """The area and those that it builds on; the area alone where that is wrong."""
    try:
        return overlay.chain(rules, area)
    except UNREADABLE:
        return [area]


def _leave_out(rules: Rules) -> list[Gap]:
    """Take out of the rules what cannot be read, the smallest part of it that can be told."""
    gaps = []
    for area in sorted(rules.areas):
        if not _reads(rules, area):
            gaps.append(Gap("area", area, None, printed(f"{rules.name}/areas/{area}: {ANOTHER}")))
    for gap in gaps:
        for part in (rules.areas, rules.deadlines, rules.checklists):
            part.pop(gap.place, None)
    for area in sorted(rules.areas):
        for kind in KINDS:
            for stem in sorted(getattr(rules, kind).get(area, {})):
                if _reads(rules, area, kind, stem):
                    continue
                said = printed(f"{rules.name}/areas/{area}/{kind}/{stem}.yaml: {ANOTHER}")
                gaps += _of_file(rules, kind, area, stem, said)
    for gap in gaps:
        if gap.part in KINDS:
            getattr(rules, gap.part).get(gap.place, {}).pop(gap.file, None)
    return gaps


def _reads(rules: Rules, area: str, kind: str | None = None, stem: str | None = None) -> bool:
    """Whether an area can be read: with one of its files, or with none."""
    try:
        chain = overlay.chain(rules, area)
    except UNREADABLE:
        return False
    kept = {
        name: {
            one: {stem: files[stem]} for one in chain if stem in (files := getattr(rules, name).get(one, {}))
        }
        if name == kind
        else {}
        for name in KINDS
    }
    return _built(replace(rules, areas={one: rules.areas[one] for one in chain}, **kept)) is not None
