"""The check that the limits of a deadline open the same windows: the engine works out those of one shape."""

from collections.abc import Iterator

from checklists.engine import LimitError, parse_limit
from checklists.engine.rulebook import Deadline, LimitSpec, Rulebook, opens

from ..load import Problem
from .view import RuleFile, lines_of
from .words import quoted

TWO = "write them as two deadlines"


def forms(deadline: Deadline) -> Iterator[tuple[str | None, Deadline]]:
    """A deadline at each time, as it is taken (None) and under each other reading (by its id)."""
    versions = deadline.versions or (deadline,)
    yield from ((None, form) for form in versions)
    yield from ((reading.id, reading.other) for form in versions for reading in form.readings)


def mixed(files: list[RuleFile], area: str, book: Rulebook) -> Iterator[Problem]:
    """All limits of a deadline open one window, or one for each of the same event, or one for every gap.

    Those of each side, of every date and of each reading: limits of another kind would be left out silently.
    """
    of_file = {key: file for file in files for key in (file.whole or {}).get("deadlines", {})}
    for deadline in book.areas[area].deadlines:
        for reading, form in forms(deadline) if deadline.key in of_file else ():
            found = _misfit(form) or (reading and _other_windows(deadline, reading))
            if found:
                spec, message = found
                file = of_file[deadline.key]
                yield file.problem(_place(file, deadline.key, reading, spec.text), message)
                break  # the other readings rest on the same limits


def _misfit(form: Deadline) -> tuple[LimitSpec, str] | None:
    """The first limit of which windows of the deadline's shape say nothing, or not all, and a message."""
    shape, event, limit = form.shape
    if limit is None:
        return None
    first = next(spec for spec in form.limits if spec.limit == limit)
    for spec in form.limits:
        if not _fits(spec, shape, event):
            if spec is first:
                other = next(ref.event for ref in limit.anchor.refs if ref.event != event)
                also = f"a window for every {quoted(event)} and none for every {quoted(other)}"
                return spec, f"{quoted(spec.text)} opens {also}; {TWO}"
            said = f"{quoted(first.text)} opens {_windows(first)} and {quoted(spec.text)} {_windows(spec)}"
            return spec, f"{said}, of which the first alone would be worked out; {TWO}"
        if form.event and shape == "each" and not form.lies_ahead and _leads_up(spec):
            said = f"{quoted(spec.text)} begins before a meeting and {quoted(first.text)} ends after it"
            return spec, f"{said}, so that what is held before it would not count; {TWO}"
    return None


def _fits(spec: LimitSpec, shape: str, event: str | None) -> bool:
    own, other = opens(spec.limit)
    if own is None or (shape == "gap" and own == "gap"):
        return True
    if shape != "each":
        return False
    refs = spec.limit.anchor.refs
    if own == "single":  # “next” is looked for from the meeting of each window; nothing else is
        return all(ref.which == "next" for ref in refs)
    return (own, other) == (shape, event) and all(ref.which != "each" or ref.event == event for ref in refs)


def _leads_up(spec: LimitSpec) -> bool:
    """Whether a limit lies before each meeting itself."""
    anchor = spec.limit.anchor
    return spec.limit.kind == "before" and anchor is not None and anchor.refs[0].which == "each"


def _windows(spec: LimitSpec) -> str:
    shape, event = opens(spec.limit)
    every = {"each": quoted(event), "gap": "gap"}.get(shape)
    return f"a window for every {every}" if every else "one window"


def _other_windows(deadline: Deadline, reading: str) -> tuple[LimitSpec, str] | None:
    """What is wrong with a reading that opens other windows: there is nothing to show its days beside."""
    for form in deadline.versions or (deadline,):
        for other in (item.other for item in form.readings if item.id == reading):
            taken, read = _first_anchored(form), _first_anchored(other)
            if taken and read and _kind(form) != _kind(other):
                said = (
                    f"{quoted(taken.text)} opens {_windows(taken)} and {quoted(read.text)} {_windows(read)}"
                )
                return read, f"{said}, so that one is no reading of the other; {TWO}, or say it in “note”"
    return None


def _first_anchored(form: Deadline) -> LimitSpec | None:
    limit = form.shape[2]
    if limit is not None:
        return next(spec for spec in form.limits if spec.limit == limit)
    return next((spec for spec in form.limits if spec.limit.anchor), None)


def _kind(form: Deadline) -> tuple:
    shape, event, _ = form.shape
    return (shape, event) if shape == "each" else (shape,)


def _place(file: RuleFile, key: str, reading: str | None, text: str) -> tuple:
    """The key path of a limit in an area's own file: in the reading or the deadline, else the deadline's."""
    numbers = {entry.get("id"): number for number, entry in enumerate(file.own.get("readings") or ())}
    starts = [("deadlines", key)]
    if reading in numbers:
        starts.insert(0, ("readings", numbers[reading], "otherwise", key))
    for start in starts:
        for line in lines_of(file.own):
            if line.path[: len(start)] == start and _same(line.text, text):
                return line.path
    return starts[0]


def _same(written: str, text: str) -> bool:
    try:
        return str(parse_limit(written)) == text
    except LimitError:
        return False  # told elsewhere


def reading_path(file: RuleFile, key: str, reading: str | None) -> tuple:
    """The key path of a deadline, or of what a reading changes in it where the area's own file has that."""
    for number, entry in enumerate(file.own.get("readings") or ()):
        if reading is not None and entry.get("id") == reading and key in entry["otherwise"]:
            return ("readings", number, "otherwise", key)
    return ("deadlines", key)
