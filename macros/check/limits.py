"""Checks of the limits as written: that they parse, and what must stand beside them."""

from collections.abc import Iterator

from checklists.engine import LimitError, parse_amount, parse_event_ref, parse_limit

from ..load import Problem
from .registry import needed
from .view import View, lines_of, mappings_of, values_of
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
