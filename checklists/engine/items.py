"""One item of a checklist in a case: whether it applies, when it is due, and how it stands."""

from datetime import date
from typing import NamedTuple

from .case import Case, Occurrence
from .facts import answer_words, applies, split
from .lists import Checklist, Item
from .rulebook import Area, Deadline, Rulebook
from .ticks import Tick
from .windows import Window, open_windows
from .words import date_words, days_words

# How an item stands, decided here and nowhere else.
STATES = (
    *("done", "done_late", "not_applicable", "does_not_apply", "unanswered"),
    *("to_do", "waiting", "due", "overdue", "overtaken", "dated"),
)
CLOSED = ("done", "done_late", "not_applicable", "does_not_apply")


class Due(NamedTuple):
    """When an item is due: its day if it has one, the day to aim for, the limit in words, what met it.

    It is due from the `target`, where there is one ahead of the latest day, and overdue after `certain`: the
    latest day at its most lenient, where an answer or a time of day is missing.
    """

    latest: date | None
    aim: date | None
    words: str
    provisional: bool
    met: date | None
    passed: bool  # what it leads up to has been held
    target: date | None = None
    target_words: str | None = None  # the limit of the target
    certain: date | None = None
    time: str | None = None


class Shown(NamedTuple):
    """An item as it stands."""

    list: Checklist
    item: Item
    tick: Tick
    state: str
    words: str
    due: Due | None
    because: str | None
    since: Occurrence | None


class Dates:
    """Works out when the items of one case are due; each limit once, however many items it dates.

    `windows` are those of the area's deadlines that have been opened already, by deadline.
    """

    def __init__(self, case: Case, book: Rulebook, windows: dict[str, list[Window]] | None = None):
        self.case, self.book = case, book
        self._windows: dict[str, list[Window]] = dict(windows or {})

    def applies(self, item: Item, meeting: Occurrence | None, on: bool) -> tuple[bool | None, str | None]:
        """Whether an item applies, None while a question is open; and why not, or which question."""
        deadline = item.dated_by
        if deadline and deadline.versions:
            window = self.window(item, meeting, on)
            deadline = window.deadline if window else deadline
        for when in (item.when, deadline.when if deadline else None):
            answer, _ = applies(when, self.case, self.book)
            if answer is False:
                return False, answer_words(when, self.book)
            if answer is None:
                return None, self.book.facts[split(when)[0]]["question"]
        return True, None

    def due(self, item: Item, meeting: Occurrence | None, on: bool) -> Due | None:
        """When an item is due at a meeting; `on` whether its list belongs to one."""
        deadline = item.dated_by
        if deadline is None:
            return None
        window = self.window(item, meeting, on)
        if window is None:
            words = deadline.limits[0].words if deadline.limits else ""
            return Due(None, None, words, False, None, False)
        earliest, latest = window.strictest()
        bound = latest or earliest
        day = latest.day if latest else None
        held = window.held.day if window.held else None
        passed = bool(
            bound.anchor
            and bound.anchor.held
            and bound.limit.kind in ("before", "at")
            and bound.anchor.day < self.case.today
        )
        fixed = bound.limit.kind == "at" or bound.limit.unit == "hour"
        work_by = self.book.calendar.last_working_day(day) if day and not fixed else day
        target = window.aim()
        return Due(
            *(day, work_by, bound.spec.words, bound.provisional, held, passed),
            target=target.day if target else None,
            target_words=target.spec.words if target else None,
            certain=window.certain()[1] if day else None,
            time=latest.time if latest else None,
        )

    def _open(self, deadline: Deadline) -> list[Window]:
        if deadline.key not in self._windows:
            self._windows[deadline.key] = open_windows(deadline, self.case, self.book)
        return self._windows[deadline.key]

    def window(self, item: Item, meeting: Occurrence | None, on: bool) -> Window | None:
        """The window that speaks of a meeting."""
        windows = self._open(item.dated_by)
        if not windows or windows[0].frame.shape == "single":
            return windows[0] if windows else None
        if not on:
            return next((window for window in windows if not window.held), windows[-1])
        if meeting is None:
            return next((window for window in windows if window.frame.base is None), None)
        for find in _ways(item, meeting):
            for window in windows:
                found = find(window)
                if found is not None and (found.event, found.day) == (meeting.event, meeting.day):
                    return window
        return None

    def of_another(self, item: Item, meeting: Occurrence | None) -> bool:
        """Whether the deadline of an item is about meetings like this one, and about another of them."""
        deadline = item.dated_by
        if meeting is None or deadline is None or deadline.event is None:
            return False
        windows = self._open(deadline)
        if deadline.event.event != meeting.event or not windows:
            return False
        if windows[0].frame.shape != "single":
            return self.window(item, meeting, True) is None
        anchor, met = _anchor(windows[0]), windows[0].held or windows[0].booked
        if item.next:
            return anchor is None or (anchor.event, anchor.day) != (meeting.event, meeting.day)
        return met is not None and met.day != meeting.day


def _ways(item: Item, meeting: Occurrence) -> list:
    """In which ways a window may speak of a meeting: it leads up to it, follows it, or starts from it."""
    deadline = item.dated_by
    if deadline.event is None or deadline.event.event != meeting.event:
        return [_anchor, _base, _before]
    return [_anchor] if item.next else [_base]  # the gap that the meeting closes, unless the next is meant


def _base(window: Window) -> Occurrence | None:
    return window.frame.base


def _before(window: Window) -> Occurrence | None:
    return window.frame.before


def _anchor(window: Window) -> Occurrence | None:
    earliest, latest = window.strictest()
    bound = latest or earliest
    return bound.anchor if bound else None


def show(
    checklist: Checklist,
    item: Item,
    tick: Tick,
    meeting: Occurrence | None,
    since: Occurrence | None,
    dates: Dates,
    area: Area,
) -> Shown:
    """An item as it stands at a meeting."""
    if dates.of_another(item, meeting):
        due, answer, because = None, False, "it is about another meeting"
    else:
        due = dates.due(item, meeting, checklist.on is not None)
        answer, because = dates.applies(item, meeting, checklist.on is not None)
    state, words = _state(item, tick, due, answer, dates.case.today)
    return Shown(checklist, item, tick, state, words, due, because, since)


def _state(item: Item, tick: Tick, due: Due | None, answer: bool | None, today: date) -> tuple[str, str]:
    if tick.status == "done":
        return _done(tick, due)
    if tick.status == "not_applicable":
        return "not_applicable", "Not applicable"
    if answer is False:
        return "does_not_apply", "Does not apply to this case"
    if answer is None:
        return "unanswered", "Depends on a question that is not answered"
    if item.prompt or due is None:
        return "to_do", "To do"
    if due.met:
        return "dated", f"Not ticked; by the dates done on {date_words(due.met)}"
    if due.latest is None:
        return "to_do", "To do"
    soonest = min(due.target, due.latest) if due.target else due.latest
    days = (soonest - today).days
    if days > 0:
        lead = "Target" if soonest == due.target else "Due"
        return "waiting", f"{lead} tomorrow" if days == 1 else f"{lead} in {days_words(days)}"
    days = (due.latest - today).days
    if days >= 0:
        return "due", "Due now, the target has come" if days and due.target else "Due today"
    if due.certain is None or due.certain >= today:
        return "due", f"Due, or overdue by {days_words(-days)}: that hangs on what is not known"
    if due.passed:
        return "overtaken", f"Left open, was due {days_words(-days)} ago"
    return "overdue", f"Overdue by {days_words(-days)}"


def _done(tick: Tick, due: Due | None) -> tuple[str, str]:
    if tick.on is None:
        return "done", "Done"
    if due and due.latest and due.certain and tick.on > due.certain:
        return "done_late", f"Done on {date_words(tick.on)}, {days_words((tick.on - due.latest).days)} late"
    return "done", f"Done on {date_words(tick.on)}"
