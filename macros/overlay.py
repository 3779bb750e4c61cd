"""Areas that build on another: their own files state differences, and this works out the whole.

Mappings merge by key, lists and scalars replace, and `null` removes. A value by start date
(`{2010-09-21: …, 2013-12-01: null}`) is one value, so it replaces as a whole.
"""

import difflib
import re
from copy import deepcopy

from .load import RuleError, Rules

# Where null is said and not removed: nobody is named for an item, whoever its provision binds.
_SAYS = {"checklists": frozenset({"responsible"})}
BEFORE = "before"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def dated(value) -> bool:
    """Whether a value is written by start date; `before` is what held ahead of the first of them.

    >>> dated({"2010-09-21": "6 weeks after initial_conference"}), dated({"limit": "not known"})
    (True, False)
    >>> dated({"before": "looked_after", "2026-09-01": None})
    True
    """
    if not isinstance(value, dict):
        return False
    starts = [key for key in value if key != BEFORE]
    return bool(starts) and all(_DATE.fullmatch(str(key)) for key in starts)


def by_date(value) -> bool:
    """Whether a value is meant to be by start date: `before` alone too, which lacks the date.

    Not for merging: a section, or an item, may be called `before`.

    >>> by_date({"before": "looked_after"}), by_date({"limit": "not known"})
    (True, False)
    """
    return dated(value) or (isinstance(value, dict) and list(value) == [BEFORE])


def by_start(value: dict) -> dict[str | None, object]:
    """A dated value by its starts, the first one None where it says what held before."""
    return {None if key == BEFORE else key: part for key, part in value.items()}


def merge(parent, child, says: frozenset[str] = frozenset()):
    """The parent's value with the child's differences; neither is changed.

    `says` names the keys at which null is a value and removes nothing.

    >>> merge({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"b": None}, "d": [2]})
    {'a': {'c': 2}, 'd': [2]}
    """
    if not isinstance(child, dict) or dated(child):
        return deepcopy(child)
    base = parent if isinstance(parent, dict) and not dated(parent) else {}
    merged = deepcopy(base)
    for key, value in child.items():
        if value is None and key not in says:
            merged.pop(key, None)
        else:
            merged[key] = merge(base.get(key), value, says)
    return merged


def chain(rules: Rules, area: str) -> list[str]:
    """The area, the one it builds on, and so on to the one that builds on none.

    Raises `RuleError` where an area builds on itself in a ring, or on one that is not there.
    """
    found = [area]
    while isinstance(parent := rules.areas.get(found[-1], {}).get("builds_on"), str):
        path = f"{rules.name}/areas/{found[-1]}/area.yaml"
        line = rules.documents[path].line("builds_on")
        if parent in found:
            ring = " → ".join([*found[found.index(parent) :], parent])
            raise RuleError(
                path, line, f"areas build on each other in a ring ({ring}); take one builds_on out"
            )
        if parent not in rules.areas:
            known = sorted(set(rules.areas) - {found[-1]})
            close = difflib.get_close_matches(parent, known, 1)
            remedy = f"did you mean “{close[0]}”?" if close else f"use one of: {', '.join(known)}"
            raise RuleError(path, line, f"it builds on “{parent}”, which is no area; {remedy}")
        found.append(parent)
    return found


def resolve(rules: Rules, area: str, kind: str = "deadlines") -> dict[str, dict]:
    """The deadline files of an area, or its checklists, with what it inherits, by file name.

    Each has `data` (merged), `own` (the area has such a file), `inherited` (the area it builds on has
    one) and `path` (the area's own file, or the nearest one that it inherits). Raises as `chain` does.
    """
    whole: dict[str, dict] = {}
    for name in reversed(chain(rules, area)):
        own = getattr(rules, kind).get(name, {})
        for stem, entry in whole.items():
            entry.update(own=stem in own, inherited=True)
        for stem, data in own.items():
            above = whole.get(stem)
            # The reason for a removal is about the file it stands in: it is not handed down.
            base = {key: value for key, value in above["data"].items() if key != "because"} if above else {}
            whole[stem] = {
                "data": merge(base, data, _SAYS.get(kind, frozenset())) if above else deepcopy(data),
                "own": True,
                "inherited": above is not None,
                "path": f"{rules.name}/areas/{name}/{kind}/{stem}.yaml",
            }
    return dict(sorted(whole.items()))
