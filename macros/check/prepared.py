"""The check that what prepares a meeting is due before it, by the dates of a plan made up for it."""

from collections.abc import Iterator
from datetime import date, timedelta

from checklists.engine import parse_event_ref
from checklists.engine.bounds import Bound
from checklists.engine.case import Case, Occurrence, parts_of
from checklists.engine.items import Dates
from checklists.engine.lists import Item, checklists_of
from checklists.engine.rulebook import Deadline, Rulebook
from checklists.engine.windows import Window

from ..diff.samples import CONFERENCE, HAPPENS
from ..load import Problem
from .view import RuleFile, View
from .words import quoted

DAY = timedelta(days=1)
# What may happen before a meeting in one case and after it in another shows nothing of what comes after it.
ANY_TIME = ("visit", "seen_alone")


def due_too_late(view: View, lists: list[RuleFile], area: str, book: Rulebook) -> Iterator[Problem]:
    """An item of a list that prepares a meeting is not due after that meeting.

    Of an item that is inherited, the area's own deadline alone is looked at.
    """
    kinds = view.known("checklist_kinds") or {}
    made = checklists_of(book.areas[area], book)
    for file in lists:
        kind = kinds.get(file.stem) or {}
        if not kind.get("prepares") or "for" not in kind or file.stem not in made:
            continue
        meeting = parse_event_ref(kind["for"]).event
        for item in made[file.stem].items:
            own = item.key in (file.own.get("items") or {})
            if not own and not _is_own(view, area, item):
                continue
            if bound := _too_late(item, meeting, book):
                path = ("items", item.key, "due" if item.own else "deadline") if own else ()
                message = f"{quoted(bound.spec.text)} is after the meeting that the list prepares"
                yield file.problem(path, f"{message}; move {quoted(item.key)} to another list")


def _is_own(view: View, area: str, item: Item) -> bool:
    """Whether the deadline of an item stands in a file of the area itself."""
    key = item.dated_by.key if item.dated_by else None
    return any(
        entry["own"] and key in entry["data"].get("deadlines", {})
        for entry in view.merged.get(area, {}).values()
    )


def _too_late(item: Item, meeting: str, book: Rulebook) -> Bound | None:
    """The limit by which an item is due after its meeting, or after the first such that it speaks of.

    A limit of the whole case (“before second review_conference”) may stand in the list of every meeting:
    it is too late where it is so for all of them, or counts from the meeting itself.
    """
    deadline = item.dated_by
    if deadline is None or (deadline.event and meeting in _kinds(deadline.event.event, book)):
        return None  # what is due is the meeting itself
    for day in _as_at(deadline):
        found = []
        for case, held in _plans(meeting, day, book):
            window = Dates(case, book).window(item, held, True)
            late = next(_late(window, held), None) if window else None
            if late and (window.frame.shape != "single" or late.limit.kind == "after"):
                return late
            found.append(late)
        if found and all(found):
            return found[0]
    return None


def _late(window: Window, meeting: Occurrence) -> Iterator[Bound]:
    """The latest limits that end after a meeting and run from that meeting or what follows it."""
    for _, _, bound in window.by_answer():
        if bound is None or bound.anchor is None or bound.anchor.day < meeting.day:
            continue
        if any(ref.which == "last" for ref in bound.limit.anchor.refs):
            continue  # the last one so far, which is ahead of the meeting when the list is used
        end = bound.lax or bound.day
        if end > meeting.day if end else bound.limit.kind == "after":
            yield bound


def _kinds(event: str, book: Rulebook) -> set[str]:
    """An event, and those that it stands for."""
    return {event, *parts_of(event, book.events)}


def _as_at(deadline: Deadline) -> list[date | None]:
    """The days by whose rules to look: each on which a limit changes, and the one before the first."""
    versions = deadline.versions or (deadline,)
    starts = {start for form in versions for start, _ in form.latest if start}
    starts |= {form.begins for form in versions if form.begins}
    return [min(starts) - DAY, *sorted(starts)] if starts else [None]


def _plans(meeting: str, as_at: date | None, book: Rulebook) -> Iterator[tuple[Case, Occurrence]]:
    """A plan as on the day before each of its meetings of a kind: what comes later is booked."""
    start = date(book.calendar.end.year - 1, 3, 3)
    times = {CONFERENCE: (0,), **HAPPENS}
    events = {
        key: [start + DAY * days for days in times[key]]
        for key in times
        if key in book.events and key not in ANY_TIME and not parts_of(key, book.events)
    }
    for day in sorted(day for key in _kinds(meeting, book) for day in events.get(key, ())):
        today = day - DAY
        given = {key: tuple(Occurrence(key, at, at <= today) for at in days) for key, days in events.items()}
        case = Case(today, given, {}, {}, [], as_at)
        held = next(one for one in case.occurrences(meeting, book) if one.day == day)
        yield case, held
