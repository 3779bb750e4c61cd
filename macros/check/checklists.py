"""Checks of the checklists: what their items name is there, and nothing that the rules hold is said again."""

from collections.abc import Iterator

from checklists.engine import LimitError, parse_event_ref, parse_limit

from ..load import Problem
from .limits import ONE_EVENT, refused
from .references import citation
from .registry import needed, rule
from .view import RuleFile, View, lines_of, values_of
from .words import quoted, unknown


def _items(file: RuleFile) -> Iterator[tuple[tuple, dict]]:
    """The items that a file writes itself, those that it removes left out."""
    for key, item in (file.own.get("items") or {}).items():
        if item is not None:
            yield ("items", key), item


@needed
def kinds_of_checklists(view: View) -> Iterator[Problem]:
    """Every checklist is of a kind of vocabulary/checklist_kinds.yaml."""
    known = view.known("checklist_kinds")
    where = view.place("vocabulary", "checklist_kinds.yaml")
    for file in view.lists if known is not None else ():
        if file.stem not in known:
            yield file.problem((), unknown("checklist", file.stem, known, where))


@rule
def lists_that_are_not_there(view: View) -> Iterator[Problem]:
    """An area says of kinds of checklist that there are that its sources hold nothing for them."""
    known = view.known("checklist_kinds")
    for document, (_, area, _) in view.sound("area") if known is not None else ():
        for index, kind in enumerate(document.data.get("no_lists", ())):
            if kind in view.merged_lists.get(area, {}):
                message = f"the area has no list {quoted(kind)}, and has one; remove one of the two"
            elif kind not in known:
                message = unknown("checklist", kind, known, view.place("vocabulary", "checklist_kinds.yaml"))
            else:
                continue
            yield Problem(document.path, document.line("no_lists", index), message)


@needed
def kinds_name_what_is_there(view: View) -> Iterator[Problem]:
    """A kind of checklist has a topic, a meeting and other lists that the vocabulary has."""
    events, topics = view.known("events"), view.known("topics")
    for document, _ in view.sound("checklist_kinds"):
        for key, kind in document.data.items():
            if topics is not None and kind["topic"] not in topics:
                message = unknown("topic", kind["topic"], topics, view.place("vocabulary", "topics.yaml"))
                yield Problem(document.path, document.line(key, "topic"), message)
            for index, other in enumerate(kind.get("takes_up", ())):
                if other not in document.data:
                    message = unknown("checklist", other, document.data, document.path)
                    yield Problem(document.path, document.line(key, "takes_up", index), message)
            try:
                event = parse_event_ref(kind["for"]).event if "for" in kind else None
            except LimitError as error:
                message = refused(kind["for"], error, ONE_EVENT)
                yield Problem(document.path, document.line(key, "for"), message)
                continue
            if event and events is not None and event not in events:
                message = unknown("event", event, events, view.place("vocabulary", "events.yaml"))
                yield Problem(document.path, document.line(key, "for"), message)


@needed
def items_name_what_is_there(view: View) -> Iterator[Problem]:
    """The section, provisions, role, fact, deadline and successor of an item are there."""
    for file in view.lists:
        whole = file.whole or {}
        deadlines = view.deadlines_of(file.area)
        lists = {
            "responsible": ("role", view.known("roles"), view.place("vocabulary", "roles.yaml")),
            "when": ("fact", view.known("facts"), view.place("vocabulary", "facts.yaml")),
            "deadline": ("deadline", deadlines, view.place("areas", file.area, "deadlines", "")),
            "section": ("section", whole.get("sections"), "sections in this file"),
            "replaced_by": ("item", whole.get("items"), "items in this file"),
        }
        for path, item in _items(file):
            for name, (kind, known, where) in lists.items():
                value = item.get(name)
                key = value.removeprefix("not ").strip() if name == "when" and value else value
                if key and known is not None and key not in known:
                    yield file.problem((*path, name), unknown(kind, key, known, where))
            for index, cite in enumerate(item.get("cites") or ()):
                if message := citation(view, file.area, cite):
                    yield file.problem((*path, "cites", index), message)


@needed
def items_are_due_by_limits(view: View) -> Iterator[Problem]:
    """An item's `due` is a limit with events that are there."""
    known = view.known("events")
    for file in view.lists:
        for path, item in _items(file):
            for place, text in values_of(item, "due", path):
                try:
                    named = parse_limit(text).events()
                except LimitError as error:
                    yield file.problem(place, refused(text, error))
                    continue
                for event in named if known is not None else ():
                    if event not in known:
                        message = unknown("event", event, known, view.place("vocabulary", "events.yaml"))
                        yield file.problem(place, message)


@rule
def limits_stand_once(view: View) -> Iterator[Problem]:
    """A limit with a number stands in a deadline, and a checklist's item names it: no figure stands twice."""
    for file in view.lists:
        said: dict[str, str] = {}
        for entry in view.merged.get(file.area, {}).values():
            for line in lines_of(entry["data"], readings=False):
                key = next(
                    (
                        part
                        for before, part in zip(line.path, line.path[1:], strict=False)
                        if before == "deadlines"
                    ),
                    "",
                )
                said.setdefault(line.text, key)
        for path, item in _items(file):
            if item.get("due") and item.get("deadline"):
                yield file.problem(
                    (*path, "due"), "an item has a deadline or a limit of its own; keep one of the two"
                )
                continue
            for place, text in values_of(item, "due", path):
                if text in said and parse_limit(text).count:
                    message = f"the limit stands in the deadline {quoted(said[text])} already"
                    yield file.problem(place, f"{message}; write “deadline: {said[text]}” instead")


@rule
def sections_are_used(view: View) -> Iterator[Problem]:
    """Every section of a checklist has an item."""
    for file in view.lists:
        if file.whole is None:
            continue
        used = {item.get("section") for item in (file.whole.get("items") or {}).values()}
        for key in file.own.get("sections") or {}:
            if key not in used and (file.own["sections"][key] is not None):
                message = f"the section {quoted(key)} has no item; give it one, or remove it"
                yield file.problem(("sections", key), message)


@rule
def retired_items(view: View) -> Iterator[Problem]:
    """An item that another took the place of has the day on which it ended."""
    for file in view.lists:
        for path, item in _items(file):
            if item.get("replaced_by") and not item.get("ended"):
                yield file.problem(
                    (*path, "replaced_by"), "the day is missing from which it no longer holds; add “ended:”"
                )


@needed
def who_is_told_of_a_move(view: View) -> Iterator[Problem]:
    """What an area says of meetings that move cites provisions of its own sources."""
    for document, (_, area, _) in view.sound("area"):
        for event, cites in document.data.get("moved", {}).items():
            for index, cite in enumerate(cites):
                if message := citation(view, area, cite):
                    yield Problem(document.path, document.line("moved", event, index), message)
