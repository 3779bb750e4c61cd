"""The check that the strength of a limit is that of the provisions on which it rests."""

from collections.abc import Iterator

from checklists.engine import LimitError, parse_limit
from checklists.engine.rulebook import FORCE

from .. import overlay
from ..load import Problem
from .provisions import as_first, cites_of
from .references import citation
from .registry import rule
from .view import BOUNDS, Line, View, deadline_maps, limit_lines, values_of
from .words import listed, quoted


@rule
def strengths_agree_with_their_provisions(view: View) -> Iterator[Problem]:
    """A limit has the strength of a provision that it cites, and of those that state it no weaker one.

    Provisions that stand beside those may be weaker or stronger: what they say is not the limit. One of the
    values by date suffices, as provisions are of one edition. A reading may find another force in the words.
    """
    for file in view.files:
        inherited = set(_misjudged(view, file.area, file.parent or {}))
        for path, message in _misjudged(view, file.area, file.whole or {}):
            if (path, message) not in inherited:
                yield file.problem(path, message)


def _misjudged(view: View, area: str, data: dict) -> Iterator[tuple[tuple, str]]:
    """What is wrong with the strengths of a whole file, by key path."""
    for path, deadline in deadline_maps(data, readings=False):
        for bound in BOUNDS:
            value = deadline.get(bound)
            told = [
                (line.path, _contradiction(_cited(view, area, line, deadline), line, deadline))
                for line in limit_lines(value, (*path, bound))
            ]
            if overlay.by_date(value):
                told = told[-1:] if all(message for _, message in told) else []
            yield from ((place, message) for place, message in told if message)


def _cited(view: View, area: str, line: Line, deadline: dict) -> dict[str, dict]:
    """The provisions of a limit by their citations, those aside that the area cannot cite."""
    cites = cites_of(line.mapping or {}) or cites_of(deadline)
    return {cite: view.provision(*cite.split("#", 1)) for cite in cites if not citation(view, area, cite)}


def _contradiction(cited: dict[str, dict], line: Line, deadline: dict) -> str | None:
    """What is wrong with a strength that none of its provisions has, or that those which state it outdo."""
    own = (line.mapping or {}).get("strength")
    holder = line.mapping if own else deadline
    strengths = [strength for _, strength in values_of(holder, "strength", ())]
    found = {cite: entry["strength"] for cite, entry in cited.items() if entry.get("strength") in FORCE}
    if not strengths or not found:
        return None
    stating = {cite: found[cite] for cite in found if _states(cited[cite], line.text)}
    weaker = stating and min(map(FORCE.index, strengths)) > max(map(FORCE.index, stating.values()))
    if not weaker and not set(found.values()).isdisjoint(strengths):
        return None
    said = listed(f"{cite} says {quoted(strength)}" for cite, strength in (stating or found).items())
    remedy = "correct one of the two" + ("" if own else ", or give the limit a strength of its own")
    return f"the limit {quoted(line.text)} is of strength {quoted(strengths[-1])}, but {said}; {remedy}"


def _states(provision: dict, text: str) -> bool:
    """Whether a limit is what a provision gives as its timing."""
    timing = provision.get("timing")
    try:
        return isinstance(timing, str) and as_first(parse_limit(timing)) == as_first(parse_limit(text))
    except LimitError:
        return False  # told by another check
