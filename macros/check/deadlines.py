"""Checks of a deadline as a whole, with all that it inherits: what each limit needs beside it."""

from collections.abc import Iterator

from .. import overlay
from ..load import Problem
from .registry import needed
from .view import BOUNDS, Line, RuleFile, View, deadline_maps, limit_lines
from .words import quoted, unknown

SHARED = ("cites", "strength", "responsible")  # what a limit takes from its deadline unless it has its own


def _whole(view: View) -> Iterator[tuple[RuleFile, str, dict]]:
    for file in view.files:
        for key, deadline in (file.whole or {}).get("deadlines", {}).items():
            yield file, key, deadline


def _lines(key: str, deadline: dict) -> Iterator[Line]:
    for bound in BOUNDS:
        yield from limit_lines(deadline.get(bound), ("deadlines", key, bound))


@needed
def has_a_limit(view: View) -> Iterator[Problem]:
    """A deadline has an earliest or a latest day."""
    for file, key, deadline in _whole(view):
        if not any(deadline.get(bound) for bound in ("earliest", "latest")):
            yield file.problem(("deadlines", key), f"{quoted(key)} has no limit; give earliest or latest")


@needed
def limits_are_sourced(view: View) -> Iterator[Problem]:
    """Every limit has provisions, a strength and someone responsible: its own or its deadline's."""
    for file, key, deadline in _whole(view):
        for line in _lines(key, deadline):
            for name in SHARED:
                if not any(holder.get(name) for holder in (line.mapping or {}, deadline)):
                    if name == "responsible" and file.whole.get(name):
                        continue
                    message = (
                        f"the limit {quoted(line.text)} has no “{name}”; add it there or to {quoted(key)}"
                    )
                    yield file.problem(line.path, message)


@needed
def triggers_have_no_latest(view: View) -> Iterator[Problem]:
    """A deadline without an event is a trigger: nothing can meet it, so it has no latest day."""
    for file, key, deadline in _whole(view):
        if not deadline.get("event") and deadline.get("latest"):
            message = f"{quoted(key)} has a latest day and no event that meets it"
            yield file.problem(
                ("deadlines", key, "latest"), f"{message}; name the event, or make it earliest"
            )


@needed
def not_known_has_a_reason(view: View) -> Iterator[Problem]:
    """A limit that is not known says why, in a reading too."""
    for file in view.files:
        holders = list(deadline_maps({"deadlines": (file.whole or {}).get("deadlines", {})}))
        holders += deadline_maps({"readings": file.own.get("readings")})
        for path, holder in holders:
            for line in (line for bound in BOUNDS for line in limit_lines(holder.get(bound), (*path, bound))):
                reasons = (holder.get("reason"), (line.mapping or {}).get("reason"))
                if line.text.split() == ["not", "known"] and not any(reasons):
                    yield file.problem(
                        line.path, "“not known” has no reason; say beside it why it is not known"
                    )


@needed
def keys_stand_once(view: View) -> Iterator[Problem]:
    """A deadline stands in one file of an area."""
    for area, files in view.merged.items():
        first: dict[str, str] = {}
        for stem, entry in files.items():
            for key in entry["data"].get("deadlines", {}):
                other = first.setdefault(key, stem)
                if other != stem and (entry["own"] or files[other]["own"]):
                    mine, beside = (stem, other) if entry["own"] else (other, stem)
                    document = view.rules.documents[files[mine]["path"]]
                    message = (
                        f"{quoted(key)} stands in {beside}.yaml of {quoted(area)} too; keep it in one file"
                    )
                    yield Problem(document.path, document.line("deadlines", key), message)


@needed
def reading_ids_are_unique(view: View) -> Iterator[Problem]:
    """Readings of one file have different ids."""
    for file in view.files:
        first: dict[str, int] = {}
        for index, reading in enumerate(file.own.get("readings") or ()):
            line = file.document.line("readings", index, "id")
            if reading["id"] in first:
                message = f"the id {quoted(reading['id'])} is that of line {first[reading['id']]} too"
                yield file.problem(("readings", index, "id"), f"{message}; choose another")
            first.setdefault(reading["id"], line)


@needed
def readings_change_something(view: View) -> Iterator[Problem]:
    """A reading's other answer is about deadlines of its file, and changes them."""
    for file in view.files:
        known = (file.whole or {}).get("deadlines")
        if known is None:
            continue
        for path, changes in deadline_maps({"readings": file.own.get("readings")}):
            key = path[-1]
            if key not in known:
                yield file.problem(path, unknown("deadline", key, known, file.document.path))
            elif overlay.merge(_spread(known[key]), _spread(changes)) == _spread(known[key]):
                message = f"the other answer changes nothing in {quoted(key)}; write what it would change"
                yield file.problem(path, message)


def _spread(deadline: dict) -> dict:
    """A deadline with each one-line limit as a mapping: a reading that gives a line changes it alone."""
    lines = {bound: {"limit": deadline[bound]} for bound in BOUNDS if isinstance(deadline.get(bound), str)}
    return {**deadline, **lines}
