"""Which date a limit runs from, for each window that a deadline opens.

A deadline opens one window (`single`), one for every occurrence of an event
(`each`), or one for every gap between occurrences of its own event (`gap`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from .case import Case, Occurrence, last_of
from .grammar import Anchor, Ref
from .rulebook import Deadline, Rulebook

DAY_OF = attrgetter("day")  # occurrences are in order of it
ORDINALS = {"first": 0, "second": 1, "third": 2}


class Frame(NamedTuple):
    """What one window lies between. `base` is its own occurrence, `before` and `following` its neighbours.

    In a `gap`, `base` is the occurrence that closes the gap (None in the open one).
    """

    shape: str
    base: Occurrence | None = None
    before: Occurrence | None = None
    following: Occurrence | None = None


class Finder:
    """Looks events up in one case, for one deadline."""

    def __init__(self, case: Case, book: Rulebook, deadline: Deadline):
        self.case = case
        self.book = book
        self.starts = self.single(deadline.starts) if deadline.starts else None
        self.until = self.single(deadline.until) if deadline.until else None
        self.not_started = bool(deadline.starts) and self.starts is None
        # A meeting that prepares another has its day as soon as that one is booked.
        self.waits_to_start = self.not_started and not deadline.lies_ahead

    def all(self, event: str) -> tuple[Occurrence, ...]:
        return self.case.counted(event, self.book)

    def single(self, ref: Ref) -> Occurrence | None:
        """The one occurrence that a reference names, outside any window."""
        found = self.all(ref.event)
        if ref.which in (None, *ORDINALS):
            index = ORDINALS[ref.which or "first"] - self._not_entered(ref.event, found)
            return found[index] if 0 <= index < len(found) else None
        if ref.which == "last":
            return _last(found, len(found))
        if ref.which == "next":
            return next((item for item in found if not item.held or item.day >= self.case.today), None)
        return None

    def runs(self, day: date) -> bool:
        """Whether the rule runs on a day, by its from and until."""
        if self.starts and day < self.starts.day:
            return False
        return not (self.until and self.until.held and day > self.until.day)

    def _not_entered(self, event: str, found: tuple[Occurrence, ...]) -> int:
        """How many came before those entered, where a fact says “the next review is the third”."""
        if not self.case.facts:
            return 0
        for ref, names in self.book.named.items():
            for fact, other in names:
                if ref.event == event and self.case.facts.get(fact) and (item := self.single(other)):
                    return max(0, ORDINALS[ref.which] - found.index(item))
        return 0

    def resolve(self, anchor: Anchor, frame: Frame) -> Occurrence | None:
        """The occurrence that a limit runs from in a window: the latest of those that have happened."""
        if self.waits_to_start:
            return None
        found = []
        for ref in anchor.refs:
            item = self._in_frame(ref, frame)
            if item is not None and not (self.starts and item.day < self.starts.day):
                found.append((ref.which == "previous", item))
        return last_of(
            [item for previous, item in found if previous or item.held] or [item for _, item in found]
        )

    def _in_frame(self, ref: Ref, frame: Frame) -> Occurrence | None:
        if ref.which == "each":
            return frame.base if frame.base and self.case.has(ref.event, frame.base, self.book) else None
        if frame.shape == "gap":
            return self._in_gap(ref, frame)
        if frame.shape == "each" and ref.which in ("first", "second", "third", "next", "last", None):
            return self._after_base(ref, frame)
        if ref.which == "previous":
            earlier = [item for item in self.all(ref.event) if item.held]
            return _last(earlier, len(earlier))
        return self.single(ref)

    def _in_gap(self, ref: Ref, frame: Frame) -> Occurrence | None:
        """What opens a gap: the occurrence before the one that closes it, or before today's open end."""
        closing = frame.base.day if frame.base else None
        if ref.which == "previous":
            found = self.all(ref.event)
            end = len(found) if closing is None else bisect_left(found, closing, key=DAY_OF)
            end = next((at for at in range(end, 0, -1) if self.runs(found[at - 1].day)), 0)
            return _last(found, end)
        item = self.single(ref)
        return None if item and closing and item.day > closing else item

    def _after_base(self, ref: Ref, frame: Frame) -> Occurrence | None:
        """The n-th, next or last occurrence of an event that follows the window's own meeting."""
        if frame.base is None:
            return None
        found = self.all(ref.event)
        same = self.case.has(ref.event, frame.base, self.book)
        start = (bisect_right if same else bisect_left)(found, frame.base.day, key=DAY_OF)
        end = len(found)
        if not same and frame.following and ref.which != "next":
            end = bisect_right(found, frame.following.day, key=DAY_OF)
        if ref.which == "last":
            return _last(found[:end], end) if start < end else None
        index = start + ORDINALS.get(ref.which, 0)
        return found[index] if start <= index < end else None


def _last(found: Sequence[Occurrence], end: int) -> Occurrence | None:
    """The last of the first `end` occurrences; the last of its day that it may have been."""
    if not end:
        return None
    if found[end - 1].time is None:
        return found[end - 1]
    start = bisect_left(found, found[end - 1].day, hi=end, key=DAY_OF)
    return last_of(found[start:end][::-1])


def frames(deadline: Deadline, finder: Finder) -> list[Frame]:
    """The windows of a deadline in order."""
    shape, event, limit = deadline.shape
    if shape == "single":
        return [Frame("single")]
    found = [] if finder.waits_to_start else [item for item in finder.all(event) if finder.runs(item.day)]
    if shape == "gap":
        if finder.starts:
            found = [item for item in found if item.day > finder.starts.day]
        closed = [Frame("gap", item, found[k - 1] if k else None) for k, item in enumerate(found)]
        return [*closed, Frame("gap", None, found[-1] if found else None)]
    ahead = deadline.lies_ahead
    if ahead and finder.starts:
        found = [item for item in found if item.day > finder.starts.day]
    windows = [
        Frame("each", item, found[k - 1] if k else None, found[k + 1] if k + 1 < len(found) else None)
        for k, item in enumerate(found)
    ]
    stopped = finder.until and finder.until.held
    if not windows or (ahead and limit.kind == "before" and not stopped and all(item.held for item in found)):
        windows.append(Frame("each", None, found[-1] if found else None))  # the one that has no date yet
    return windows
