"""The check of what only the dates show: windows that end before they begin."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from checklists.engine.anchors import Finder, frames
from checklists.engine.bounds import Bound, lenient, own_bound
from checklists.engine.case import Case, Occurrence, parts_of
from checklists.engine.facts import split
from checklists.engine.rulebook import Dated, Deadline, LimitSpec, Rulebook

from ..load import Problem
from .shapes import forms, reading_path
from .view import RuleFile
from .words import quoted

YEARS = 5  # of the dates tried, the last that the bank holidays reach
FIRST = "initial_conference"
DAY = timedelta(days=1)
TRIED = date(2024, 6, 3)  # any day: only what runs from what is looked at then
NOON = "12:00"  # hours from one time of day: which, matters to no pair of them
REMEDY = "correct one of the two limits"


def never_open(files: list[RuleFile], area: str, book: Rulebook) -> Iterator[Problem]:
    """A window opens before it ends, on whichever day of the last five known years it starts to run.

    So does every pair of its limits that run from the same thing, under each reading and those of two sources
    too, and a target is not after the latest day.
    """
    of_file = {key: file for file in files for key in (file.whole or {}).get("deadlines", {})}
    for deadline in book.areas[area].deadlines:
        tried: set = set()
        for reading, form in forms(deadline) if deadline.key in of_file else ():
            if message := _cannot_be_kept(form, book, tried):
                file = of_file[deadline.key]
                yield file.problem(reading_path(file, deadline.key, reading), message)
                break


def _cannot_be_kept(form: Deadline, book: Rulebook, tried: set) -> str | None:
    """The first pair of limits that no day keeps, as a message; those that no case has both of aside."""
    pairs = [
        (one, other, target, span)
        for target, side in ((False, form.earliest), (True, form.aims))
        for (one, other, span) in _pairs(side, form.latest, form)
        if (one.limit, other.limit, span) not in tried
    ]
    shared = _shared(form, book) if pairs else {}
    for one, other, target, span in pairs:
        for event in shared.get((one.limit, other.limit), ()):
            tried.add((one.limit, other.limit, span))
            for day in _days(book, span):
                first, last = _bounds(one, other, Occurrence(event, day, True), target, book)
                if first.day and last.day and lenient(first, target) > lenient(last, True):
                    return _message(first, last, event, target, form)
    return None


def _bounds(one, other, anchor: Occurrence, target: bool, book: Rulebook) -> tuple[Bound, Bound]:
    if one.limit.unit == other.limit.unit == "hour":
        anchor = Occurrence(anchor.event, anchor.day, True, time=NOON)
    return (
        own_bound(book, one, one.limit, anchor, latest=target),
        own_bound(book, other, other.limit, anchor, latest=True),
    )


def _message(first: Bound, last: Bound, event: str, target: bool, form: Deadline) -> str:
    start = f"with {quoted(event)} on {first.anchor.day}"
    days = [f"{bound.lax or bound.day}{f' at {bound.time}' if bound.time else ''}" for bound in (first, last)]
    if target:
        return f"{start} the target is {days[0]} and the latest day {days[1]}; {REMEDY}"
    many = sum(len(specs or ()) for side in (form.earliest, form.latest) for _, specs in side) > 2
    named = f"{_named(first)} and {_named(last)} cannot both be kept: " if many else ""
    return f"{named}{start} it opens on {days[0]} and ends on {days[1]}; {REMEDY}"


def _named(bound: Bound) -> str:
    cites = bound.spec.shown["cites"]
    return f"{quoted(bound.spec.text)} ({cites[0] if cites else 'no source'})"


Span = tuple[date, date]  # the first day, and the first day after the last


def _pairs(side: Dated, latest: Dated, form: Deadline) -> Iterator[tuple[LimitSpec, LimitSpec, Span]]:
    """Every two limits of two sides that can hold at one time and under one answer, with that time."""
    for (ones, (start, end)), (others, (begins, ends)) in product(_spans(side, form), _spans(latest, form)):
        span = max(start, begins), min(end, ends)
        for one, other in product(ones, others) if span[0] < span[1] else ():
            if one.limit.anchor and other.limit.anchor and _both_hold(one, other):
                yield one, other, span


def _spans(side: Dated, form: Deadline) -> Iterator[tuple[tuple[LimitSpec, ...], Span]]:
    end = form.ends or date.max
    for start, specs in side:  # the newest first
        begins = max(start or date.min, form.begins or date.min)
        yield specs or (), (begins, end)
        end = min(start or date.min, end)


def _both_hold(one: LimitSpec, other: LimitSpec) -> bool:
    """Whether two limits can hold in one case: not where they need different answers to one question."""
    if not (one.when and other.when):
        return True
    (fact, yes), (same, answer) = split(one.when), split(other.when)
    return fact != same or yes is answer


def _days(book: Rulebook, span: Span) -> Iterator[date]:
    last = book.calendar.end
    day = max(date(last.year - YEARS + 1, 1, 1), span[0])
    while day <= last and day < span[1]:
        yield day
        day += DAY


def _shared(form: Deadline, book: Rulebook) -> dict[tuple, list[str]]:
    """The limits that run from one and the same thing in some window, two by two, with the events it can be.

    Worked out by the engine in cases that hold what the deadline names: one thing alone, and all of it.
    """
    limits = {spec.limit for spec in form.limits if spec.limit.anchor}
    found: dict[tuple, list[str]] = {}
    for held in _cases(form, book):
        finder = Finder(Case(TRIED + 2 * DAY, held, {}, {}, []), book, form)
        for frame in frames(form, finder):
            anchors = {limit: finder.resolve(limit.anchor, frame) for limit in limits}
            for pair in product(limits, limits):
                one, other = (anchors[limit] for limit in pair)
                events = found.setdefault(pair, [])
                if one is not None and one == other and one.event not in events:
                    events.append(one.event)
    return found


def _cases(form: Deadline, book: Rulebook) -> Iterator[dict[str, tuple[Occurrence, ...]]]:
    """Cases of one day: in each something of what is named is held, thrice where it can happen again.

    What the deadline runs from, and what opens its windows, is held in all; in the last everything is.
    """
    # A plan has had its conference: no review is its first one.
    started = {FIRST: (Occurrence(FIRST, TRIED - 30 * DAY, True),)} if FIRST in book.events else {}
    refs = [ref.event for ref in (form.event, form.starts) if ref]
    named = dict.fromkeys([event for spec in form.limits for event in spec.limit.events()] + refs)
    shape, each, _ = form.shape
    beside = [
        _ways(event, book) if event else [()]
        for event in (form.starts and form.starts.event, each if shape == "each" else None)
    ]
    every = dict.fromkeys(key for event in named for way in _ways(event, book) for key in way)
    for way in [way for event in named for way in _ways(event, book)] + [tuple(every)]:
        for others in product(*beside):
            once = {key: _times(key, 1, book) for other in others for key in other}
            yield started | once | {key: _times(key, 3, book) for key in way}


def _ways(event: str, book: Rulebook) -> list[tuple[str, ...]]:
    """Each way in which an event has a date: what has to be held for it."""
    entry = book.events[event]
    if entry.get("any_of"):
        return [way for part in parts_of(event, book.events) for way in _ways(part, book)]
    if entry.get("all_of"):
        return [tuple(parts_of(event, book.events))]
    other = entry.get("defaults_to")
    return [(event,), *(_ways(other, book) if other else ())]


def _times(event: str, number: int, book: Rulebook) -> tuple[Occurrence, ...]:
    number = 1 if book.events[event].get("once") else number
    return tuple(Occurrence(event, TRIED + DAY * at, True) for at in range(number))
