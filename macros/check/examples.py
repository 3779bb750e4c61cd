"""Worked examples: there are enough of them, each can be asked, and the engine gives what they expect."""

import json
from collections.abc import Collection, Iterator
from dataclasses import replace

from checklists.engine import EngineError, checklists, evaluate, read_bundle

from .. import overlay, worked
from ..load import Problem, Rules
from .gaps import never_open
from .prepared import due_too_late
from .registry import needed, rule
from .shapes import mixed
from .view import RuleFile, View
from .words import quoted, unknown

FEWEST = 2  # one on the boundary, one across a bank holiday, a weekend or a month end


@rule
def enough_examples(view: View) -> Iterator[Problem]:
    """Every deadline has two worked examples or more in its file."""
    for file in view.files:
        whole = file.whole or {}
        for key in whole.get("deadlines", {}):
            number = sum(key in example["expect"] for example in whole.get("examples", ()))
            if number < FEWEST:
                has = f"{quoted(key)} has {number or 'no'} worked example{'' if number == 1 else 's'}"
                remedy = f"write at least {FEWEST}: one on the boundary, one across a holiday or month end"
                yield file.problem(("deadlines", key), f"{has}; {remedy}")


@rule
def names_are_unique(view: View) -> Iterator[Problem]:
    """Worked examples of one file have different names."""
    for file in (*view.files, *view.lists):
        first: dict[str, int] = {}
        for index, example in enumerate(file.own.get("examples") or ()):
            line = file.document.line("examples", index, "name")
            if example["name"] in first:
                message = f"the name is that of the example on line {first[example['name']]} too"
                yield file.problem(("examples", index, "name"), f"{message}; choose another")
            first.setdefault(example["name"], line)


@needed
def events_can_be_entered(view: View) -> Iterator[Problem]:
    """A worked example gives events that can be entered, not ones that stand for others."""
    known = view.known("events") or {}
    for file in (*view.files, *view.lists):
        for index, example in enumerate(file.own.get("examples") or ()):
            for part in ("given", "booked"):
                for event in example.get(part, {}):
                    entry = known.get(event)
                    if isinstance(entry, dict) and (parts := entry.get("any_of")):
                        message = f"{quoted(event)} stands for others; give {' or '.join(map(quoted, parts))}"
                        yield file.problem(("examples", index, part, event), message)
                    elif isinstance(entry, dict) and (parts := entry.get("all_of")):
                        message = (
                            f"{quoted(event)} is made of others; give {' and '.join(map(quoted, parts))}"
                        )
                        yield file.problem(("examples", index, part, event), message)


@needed
def has_a_today(view: View) -> Iterator[Problem]:
    """A worked example gives a date held, or says which day is today."""
    for file in (*view.files, *view.lists):
        for index, example in enumerate(file.own.get("examples") or ()):
            if worked.today(example) is None:
                message = "the example gives no date held, so no day counts as today; add today"
                yield file.problem(("examples", index), message)


@needed
def ticks_name_items(view: View) -> Iterator[Problem]:
    """What a worked example of a checklist ticks is an item of it, or of the list that it names."""
    for file in view.lists if not view.unsound else ():  # an unsound list has items too
        lists = {stem: entry["data"]["items"] for stem, entry in view.merged_lists.get(file.area, {}).items()}
        for index, example in enumerate(file.own.get("examples") or ()):
            ticked = [(("ticks",), example.get("ticks", {}))]
            ticked += [(("earlier", day), ticks) for day, ticks in example.get("earlier", {}).items()]
            for path, ticks in ticked:
                for key in ticks:
                    stem, _, name = key.rpartition("/")
                    known = lists.get(stem or file.stem, {})
                    if file.whole and name not in known:
                        where = f"items of {stem or file.stem}.yaml"
                        yield file.problem(
                            ("examples", index, *path, key), unknown("item", name, known, where)
                        )


def failing(view: View, stops: set[str], areas: Collection[str] | None = None) -> Iterator[Problem]:
    """Every worked example of an area's own files gives what it expects.

    `areas` limits it to these and to those that build on them; without it, all are looked at.
    `stops` holds the paths of files with problems that the engine cannot pass over: an area that rests on one
    of them is left out until they are mended.
    """
    from .. import bundle  # the bundle is made from checked rules, so it may come to use this package

    if any(not path.startswith(view.place("areas", "")) for path in stops):
        return
    for area in sorted(view.merged):
        chain = overlay.chain(view.rules, area)
        if areas is not None and not set(areas).intersection(chain):
            continue
        folders = tuple(view.place("areas", name, "") for name in chain)
        files = [file for file in view.files if file.area == area and file.whole]
        lists = [file for file in view.lists if file.area == area and file.whole]
        if any(path.startswith(folders) for path in stops) or not (files or lists):
            continue
        book = read_bundle(json.dumps(bundle.build(_cut_down(view, area), areas=[area])))
        problems = list(mixed(files, area, book))
        yield from problems
        dropped = {problem.path for problem in problems}  # what they lack explains nothing else
        for file in files:
            if file.document.path not in dropped:
                yield from _failing(file, area, book)
        yield from never_open(files, area, book) if not dropped else ()
        for file in lists if not dropped else ():
            yield from _failing_lists(file, area, book)
        yield from due_too_late(view, lists, area, book) if not dropped else ()


def _cut_down(view: View, area: str) -> Rules:
    """The rules of an area and those it builds on: a problem elsewhere does not hold up its examples.

    Only their own sources come along: a bundle of all of them for each area took the square.
    """
    rules = view.rules
    areas = {name: data for name, data in rules.areas.items() if name in view.chain(area)}
    used = {source for data in areas.values() for source in data["sources"]}
    sources = {name: data for name, data in rules.sources.items() if name in used}
    provisions = {name: data for name, data in rules.provisions.items() if name in used}
    return replace(rules, areas=areas, sources=sources, provisions=provisions)


def _failing_lists(file: RuleFile, area: str, book) -> Iterator[Problem]:
    for index, example in enumerate(file.own.get("examples") or ()):
        where = f"worked example {quoted(example['name'])}"
        try:
            answer = checklists(worked.checklist_request(area, file.stem, example), book)
        except EngineError as error:
            message = f"{where} is refused: {error.field}: {error.message}; {error.remedy}"
            yield file.problem(("examples", index), message)
            continue
        for path, said in worked.checklist_differences(file.stem, example, answer):
            message = f"{where} fails: {said}; correct the list or the example"
            yield file.problem(("examples", index, "expect", *path), message)


def _failing(file: RuleFile, area: str, book) -> Iterator[Problem]:
    for index, example in enumerate(file.whole.get("examples", ())):
        where = f"worked example {quoted(example['name'])}"
        try:
            answer = evaluate(worked.request(area, example), book)
        except EngineError as error:
            message = f"{where} is refused: {error.field}: {error.message}; {error.remedy}"
            yield file.problem(("examples", index), message)
            continue
        for path, said in worked.differences(example, answer):
            message = f"{where} fails: {said}; correct the rule or the example"
            yield file.problem(("examples", index, "expect", *path), message)
