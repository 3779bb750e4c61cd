"""Checks of the registers of terms: every word stands for something known, and at a place of its source."""

from collections.abc import Iterator

from ..load import Problem
from .registry import needed, rule
from .view import View
from .words import quoted, unknown

# Which list of the vocabulary holds the keys of each part of a register.
LISTS = {"roles": "roles", "meetings": "events", "documents": "documents", "assessments": "documents"}
NAMES = {"roles": "role", "events": "event", "documents": "document"}


@needed
def registers_name_what_is_known(view: View) -> Iterator[Problem]:
    """Every role, meeting, document and assessment of a register stands in its vocabulary."""
    for document, _ in view.sound("register"):
        for part, kind in LISTS.items():
            known = view.known(kind)
            for key in document.data.get(part, {}) if known is not None else ():
                line = document.line(part, key)
                if key not in known:
                    place = view.place("vocabulary", f"{kind}.yaml")
                    yield Problem(document.path, line, unknown(NAMES[kind], key, known, place))
                elif kind == "documents" and known[key]["group"] != part:
                    group = known[key]["group"]
                    message = f"{quoted(key)} is one of the {group}; move it to {group}"
                    yield Problem(document.path, line, message)


@needed
def registers_say_where(view: View) -> Iterator[Problem]:
    """Every word of a register stands at a locator of its source."""
    for document, (_, source, _) in view.sound("register"):
        places = view.rules.locators.get(source)
        for path, at in _places(document.data) if places is not None else ():
            if at not in places:
                message = unknown("locator", at, places, view.place("sources", source, "locators.txt"))
                yield Problem(document.path, document.line(*path), message)


@rule
def registers_say_something(view: View) -> Iterator[Problem]:
    """An abbreviation is shorter than what it stands for."""
    for document, _ in view.sound("register"):
        for short, entry in document.data.get("abbreviations", {}).items():
            if len(short) >= len(entry["stands_for"]):
                message = f"{quoted(short)} is no shorter than what it stands for; write the words in full"
                yield Problem(document.path, document.line("abbreviations", short), message)


def _places(data: dict) -> Iterator[tuple[tuple, str]]:
    """Every place that a register names, with the path of its key."""
    for part in LISTS:
        for key, words in data.get(part, {}).items():
            for word, at in words.items():
                yield (part, key, word), at
    for short, entry in data.get("abbreviations", {}).items():
        yield ("abbreviations", short, "at"), entry["at"]
