"""Worked examples: there are enough of them, each can be asked, and the engine gives what they expect."""

import json
from collections.abc import Iterator
from dataclasses import replace

from checklists.engine import EngineError, evaluate, read_bundle

from .. import overlay
from ..load import Problem, Rules
from .registry import needed, rule
from .view import DeadlineFile, View
from .words import quoted

FEWEST = 2  # one on the boundary, one across a bank holiday, a weekend or a month end


@rule
def enough_examples(view: View) -> Iterator[Problem]:
    """Every deadline has two worked examples or more in its file."""
    for file in view.files:
        whole = file.whole or {}
        for key in whole.get("deadlines", {}):
            number = sum(key in example["expect"] for example in whole.get("examples", ()))
            if number < FEWEST:
                message = f"{quoted(key)} has {number or 'no'} worked example{'' if number == 1 else 's'}; write at least"
                yield file.problem(("deadlines", key), f"{message} {FEWEST}: a boundary, and a holiday or month end")


@rule
def names_are_unique(view: View) -> Iterator[Problem]:
    """Worked examples of one file have different names."""
    for file in view.files:
        first: dict[str, int] = {}
        for index, example in enumerate(file.own.get("examples") or ()):
            line = file.document.line("examples", index, "name")
            if example["name"] in first:
                message = f"the name is that of the example on line {first[example['name']]} too; choose another"
                yield file.problem(("examples", index, "name"), message)
            first.setdefault(example["name"], line)


@needed
def events_can_be_entered(view: View) -> Iterator[Problem]:
    """A worked example gives events that can be entered, not ones that stand for others."""
    known = view.known("events") or {}
    for file in view.files:
        for index, example in enumerate(file.own.get("examples") or ()):
            for part in ("given", "booked"):
                for event in example.get(part, {}):
                    entry = known.get(event)
                    if isinstance(entry, dict) and (parts := entry.get("any_of")):
                        message = f"{quoted(event)} stands for others; give {' or '.join(map(quoted, parts))}"
                        yield file.problem(("examples", index, part, event), message)


@needed
def has_a_today(view: View) -> Iterator[Problem]:
    """A worked example gives a date held, or says which day is today."""
    for file in view.files:
        for index, example in enumerate(file.own.get("examples") or ()):
            if today_of(example) is None:
                message = "the example gives no date held, so no day counts as today; add today"
                yield file.problem(("examples", index), message)


def today_of(example: dict) -> str | None:
    """The day that a worked example is worked out as on: its own, or the latest date held."""
    held = [entry["held"] for entries in _entries(example, "given", "held").values() for entry in entries]
    return example.get("today") or max(held, default=None)


def _entries(example: dict, part: str, name: str) -> dict[str, list[dict]]:
    """The dates of one part of an example, as a request has them."""
    return {
        event: [
            {name: item["on"], "for": item["for"]} if isinstance(item, dict) else {name: item}
            for item in (value if isinstance(value, list) else [value])
        ]
        for event, value in example.get(part, {}).items()
    }


def request_of(area: str, example: dict) -> dict:
    """The request that a worked example stands for.

    >>> request_of("luton", {"given": {"initial_conference": "2026-11-30"}})["events"]
    {'initial_conference': [{'held': '2026-11-30'}]}
    """
    events = _entries(example, "given", "held")
    for event, entries in _entries(example, "booked", "booked").items():
        events[event] = events.get(event, []) + entries
    return {
        "area": area,
        "today": today_of(example),
        "events": events,
        "facts": example.get("facts", {}),
        "set_by_conference": example.get("set", {}),
    }


def differences(example: dict, answer: dict) -> list[tuple[tuple, str]]:
    """What an answer has otherwise than a worked example expects: key path inside `expect`, and what differs."""
    windows = {(entry["deadline"], entry["occurrence"]): entry for entry in answer["deadlines"]}
    found: list[tuple[tuple, str]] = []
    for key, value in example["expect"].items():
        several = isinstance(value, list)
        for index, fields in enumerate(value if several else [value]):
            occurrence = fields.get("occurrence", index + 1 if several else 1)
            path = (key, index) if several else (key,)
            label = key if occurrence == 1 and not several else f"{key} {occurrence}"
            window = windows.get((key, occurrence))
            if window is None:
                found.append((path, f"{label} is expected, and the answer has no such window"))
                continue
            for name, expected in fields.items():
                if name != "occurrence" and window.get(name) != expected:
                    said = f"{label}: expected {name} {_shown(expected)}, got {_shown(window.get(name))}"
                    found.append(((*path, name), said))
    return found


def _shown(value) -> str:
    return {None: "none", True: "true", False: "false"}.get(value, value)


def failing(view: View, stops: set[str]) -> Iterator[Problem]:
    """Every worked example of an area's own files gives what it expects.

    `stops` holds the paths of files with problems that the engine cannot pass over: an area that rests on one
    of them is left out until they are mended.
    """
    from .. import bundle  # the bundle is made from checked rules, so it may come to use this package

    if any(not path.startswith(view.place("areas", "")) for path in stops):
        return
    for area in sorted(view.merged):
        folders = tuple(view.place("areas", name, "") for name in overlay.chain(view.rules, area))
        files = [file for file in view.files if file.area == area and file.whole]
        if any(path.startswith(folders) for path in stops) or not files:
            continue
        book = read_bundle(json.dumps(bundle.build(_cut_down(view, area), areas=[area])))
        for file in files:
            yield from _failing(file, area, book)


def _cut_down(view: View, area: str) -> Rules:
    """The rules of an area and those it builds on: a problem elsewhere does not hold up its examples."""
    return replace(
        view.rules, areas={name: data for name, data in view.rules.areas.items() if name in view.chain(area)}
    )


def _failing(file: DeadlineFile, area: str, book) -> Iterator[Problem]:
    for index, example in enumerate(file.whole.get("examples", ())):
        where = f"worked example {quoted(example['name'])}"
        try:
            answer = evaluate(request_of(area, example), book)
        except EngineError as error:
            message = f"{where} is refused: {error.field}: {error.message}; {error.remedy}"
            yield file.problem(("examples", index), message)
            continue
        for path, said in differences(example, answer):
            yield file.problem(("examples", index, "expect", *path), f"{where} fails: {said}; correct the rule or the example")
