"""Checks of what only the dates show: windows that end before they begin, items due too late to prepare."""

from collections.abc import Iterator
from datetime import date, timedelta

from checklists.engine import LimitError, parse_event_ref, parse_limit
from checklists.engine.case import read_case
from checklists.engine.windows import open_windows

from ..load import Problem
from .registry import rule
from .view import RuleFile, View, limit_lines
from .words import quoted

YEARS = 5  # of the conference dates tried, the last that the bank holidays reach
FIRST = "initial_conference"


def never_open(files: list[RuleFile], area: str, book) -> Iterator[Problem]:
    """A window opens before it ends, whichever day of the last five known years the conference is held on."""
    of_file = {key: file for file in files for key in (file.whole or {}).get("deadlines", {})}
    last = book.calendar.end
    both = [
        deadline
        for deadline in book.areas[area].deadlines
        if deadline.key in of_file and deadline.earliest and deadline.latest
    ]
    told: set[str] = set()
    for day in _days(date(last.year - YEARS + 1, 1, 1), last) if both else ():
        held = {"area": area, "today": day.isoformat(), "events": {FIRST: [{"held": day.isoformat()}]}}
        case = read_case(held, book)
        for deadline in both:
            if deadline.key in told:
                continue
            for window in open_windows(deadline, case, book):
                opens, ends = window.days()
                if opens and ends and opens > ends:
                    told.add(deadline.key)
                    message = f"after a conference on {day} it opens on {opens} and ends on {ends}"
                    remedy = "correct one of the two limits"
                    yield of_file[deadline.key].problem(("deadlines", deadline.key), f"{message}; {remedy}")
                    break


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
    if item.get("due") and own:
        yield "due", item["due"]
    for entry in view.merged.get(file.area, {}).values():
        if not own and not entry["own"]:
            continue
        deadline = entry["data"].get("deadlines", {}).get(item.get("deadline"))
        try:
            event = parse_event_ref(deadline["event"]).event if deadline and deadline.get("event") else None
        except LimitError:
            continue
        if deadline and event != meeting:
            yield from (("deadline", line.text) for line in limit_lines(deadline.get("latest"), ()))


def _follows(text: str, meeting: str) -> bool:
    try:
        limit = parse_limit(text)
    except LimitError:
        return False
    refs = limit.anchor.refs if limit.anchor and limit.kind == "after" else ()
    return any(ref.event == meeting and ref.which != "previous" for ref in refs)
