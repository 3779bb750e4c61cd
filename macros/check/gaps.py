"""Checks of what only the dates show: windows that end before they begin, items due too late to prepare."""

from collections.abc import Iterator
from datetime import date, timedelta

from checklists.engine import LimitError, parse_event_ref, parse_limit
from checklists.engine.case import read_case
from checklists.engine.facts import split
from checklists.engine.windows import open_windows

from ..load import Problem
from .registry import rule
from .view import RuleFile, View, limit_lines, values_of
from .words import quoted

YEARS = 5  # of the conference dates tried, the last that the bank holidays reach
FIRST = "initial_conference"


def never_open(files: list[RuleFile], area: str, book) -> Iterator[Problem]:
    """A window opens before it ends, whichever day of the last five known years the conference is held on.

    So does every pair of its limits, those of two sources too, and a target is not after the latest day.
    """
    of_file = {key: file for file in files for key in (file.whole or {}).get("deadlines", {})}
    last = book.calendar.end
    both = [
        deadline
        for deadline in book.areas[area].deadlines
        if deadline.key in of_file and deadline.latest and (deadline.earliest or deadline.aims)
    ]
    told: set[str] = set()
    for day in _days(date(last.year - YEARS + 1, 1, 1), last) if both else ():
        held = {"area": area, "today": day.isoformat(), "events": {FIRST: [{"held": day.isoformat()}]}}
        case = read_case(held, book)
        for deadline in both:
            if deadline.key in told:
                continue
            for window in open_windows(deadline, case, book):
                if message := _cannot_be_kept(window, day):
                    told.add(deadline.key)
                    yield of_file[deadline.key].problem(("deadlines", deadline.key), message)
                    break


def _cannot_be_kept(window, day: date) -> str | None:
    """The first pair of limits that no day keeps, as a message; those that no case has both of aside."""
    earliest, latest, aims = window.bounds(False), window.bounds(True), window.aims()
    remedy = "correct one of the two limits"
    for one, other in ((one, other) for one in earliest for other in latest):
        if _both_hold(one, other) and one.day and other.day and one.day > other.day:
            named = f"{_named(one)} and {_named(other)} cannot both be kept: "
            said = named if len(earliest) + len(latest) > 2 else ""
            return (
                f"{said}after a conference on {day} it opens on {one.day} and ends on {other.day}; {remedy}"
            )
    for one, other in ((one, other) for one in aims for other in latest):
        if _both_hold(one, other) and one.day and other.day and one.day > other.day:
            said = f"the target is {one.day} and the latest day {other.day}"
            return f"after a conference on {day} {said}; {remedy}"
    return None


def _both_hold(one, other) -> bool:
    """Whether two limits can hold in one case: not where they need different answers to one question."""
    if not (one.spec.when and other.spec.when):
        return True
    (fact, yes), (same, answer) = split(one.spec.when), split(other.spec.when)
    return fact != same or yes is answer


def _named(bound) -> str:
    cites = bound.spec.shown["cites"]
    return f"{quoted(bound.spec.text)} ({cites[0] if cites else 'no source'})"


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


@rule
def items_are_due_in_time(view: View) -> Iterator[Problem]:
    """An item of a list that prepares a meeting is not due after that meeting."""
    kinds = view.known("checklist_kinds") or {}
    for file in view.lists:
        kind = kinds.get(file.stem) or {}
        try:
            meeting = parse_event_ref(kind["for"]).event if kind.get("prepares") else None
        except (LimitError, KeyError):
            continue  # told elsewhere
        for key, item in ((file.whole or {}).get("items") or {}).items() if meeting else ():
            own = key in (file.own.get("items") or {})
            for where, text in _limits(view, file, item, meeting, own):
                if _follows(text, meeting):
                    line = ("items", key, where) if own else ()
                    message = f"{quoted(text)} is after the meeting that the list prepares"
                    yield file.problem(line, f"{message}; move {quoted(key)} to another list")


def _limits(view: View, file: RuleFile, item: dict, meeting: str, own: bool) -> Iterator[tuple[str, str]]:
    """The limits by which an item is due; none where what is due is the meeting itself.

    Of an item that is inherited (not `own`), those alone that the area itself says otherwise.
    """
    for _, text in values_of(item, "due", ()) if own else ():
        yield "due", text
    for entry in view.merged.get(file.area, {}).values():
        if not own and not entry["own"]:
            continue
        deadline = entry["data"].get("deadlines", {}).get(item.get("deadline"))
        try:
            events = {parse_event_ref(text).event for _, text in values_of(deadline or {}, "event", ())}
        except LimitError:
            continue
        if deadline and meeting not in events:
            yield from (("deadline", line.text) for line in limit_lines(deadline.get("latest"), ()))


def _follows(text: str, meeting: str) -> bool:
    try:
        limit = parse_limit(text)
    except LimitError:
        return False
    refs = limit.anchor.refs if limit.anchor and limit.kind == "after" else ()
    return any(ref.event == meeting and ref.which != "previous" for ref in refs)
