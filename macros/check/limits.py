"""Checks of the limits as written: that they parse, and what must stand beside them."""

from collections.abc import Iterator

from checklists.engine import LimitError, parse_amount, parse_event_ref, parse_limit
from checklists.engine.grammar import Anchor

from ..load import Problem
from .registry import needed
from .view import RuleFile, View, lines_of, mappings_of, values_of
from .words import quoted

ONE_EVENT = "“first core_group”"


def refused(text: str, error: LimitError, like: str | None = None) -> str:
    """What the grammar says of a text; `like` is what to write where the text is no whole limit."""
    remedy = (
        error.remedy if like is None or error.remedy.startswith("did you mean") else f"write it as {like}"
    )
    return f"{quoted(text)}: {error.message}; {remedy}"


@needed
def limits_parse(view: View) -> Iterator[Problem]:
    """Every limit can be read."""
    for file in view.files:
        for line in lines_of(file.own):
            try:
                parse_limit(line.text)
            except LimitError as error:
                yield file.problem(line.path, refused(line.text, error))


@needed
def says_which_of_several(view: View) -> Iterator[Problem]:
    """A limit says which one it means of an event that can happen more than once: each, the first, another.

    The grammar takes an event alone for the first; who forgets “each” would lose every later window silently.
    """
    known = view.known("events") or {}
    for file, path, text in _written(view):
        try:
            anchor = parse_limit(text).anchor
        except LimitError:
            continue  # told by another check
        for ref in anchor.refs if anchor else ():
            entry = known.get(ref.event)
            if ref.which is None and isinstance(entry, dict) and entry.get("once") is False:
                remedy = _which(anchor, ref.event)
                yield file.problem(path, f"{quoted(ref.event)} can happen more than once; {remedy}")


def _written(view: View) -> Iterator[tuple[RuleFile, tuple, str]]:
    """Every limit of a deadline, a reading or an item, with its file and key path."""
    for file in view.files:
        yield from ((file, line.path, line.text) for line in lines_of(file.own))
    for file in view.lists:
        for key, item in (file.own.get("items") or {}).items():
            yield from ((file, *due) for due in values_of(item or {}, "due", ("items", key)))


def _which(anchor: Anchor, event: str) -> str:
    """What to write for an event that can happen again, of what the grammar allows there."""
    first = quoted(f"first {event}")
    if anchor.after_each:
        return f"write {first} or {quoted(f'last {event}')}"
    every = "previous" if any(ref.which == "previous" for ref in anchor.refs) else "each"
    every = quoted(f"{every} {event}")
    return f"write {every} if the limit holds for every one, or {first} if for the first alone"


@needed
def event_references_parse(view: View) -> Iterator[Problem]:
    """`event`, `from` and `until` say [which] event, and so do the names in a fact."""
    for file in view.files:
        for path, mapping in mappings_of(file.own):
            for key in ("event", "from", "until"):
                for place, text in values_of(mapping, key, path):
                    try:
                        parse_event_ref(text)
                    except LimitError as error:
                        yield file.problem(place, refused(text, error, ONE_EVENT))
    for document, _ in view.sound("facts"):
        for fact, entry in document.data.items():
            for one, other in entry.get("names", {}).items():
                for text in (one, other):
                    try:
                        parse_event_ref(text)
                    except LimitError as error:
                        line = document.line(fact, "names", one)
                        yield Problem(document.path, line, refused(text, error, ONE_EVENT))


@needed
def intervals_parse(view: View) -> Iterator[Problem]:
    """An interval that a worked example sets is a count and a unit."""
    for file in view.files:
        for index, example in enumerate(file.own.get("examples") or ()):
            for key, value in example.get("set", {}).items():
                for entry in value if isinstance(value, list) else [value]:
                    try:
                        if "every" in entry:
                            parse_amount(entry["every"])
                    except LimitError as error:
                        path = ("examples", index, "set", key, "every")
                        yield file.problem(path, refused(entry["every"], error, "“3 weeks”"))
