"""Every window under every reading, and the dates that are safe under all of them.

The house's own conventions can be read otherwise too: each way of counting is applied
to the reading taken and to every other reading of the rule.
"""

from datetime import date

from .case import Case
from .rulebook import Deadline, Rulebook
from .windows import Window, open_windows


def other_windows(deadline: Deadline, case: Case, book: Rulebook) -> dict[str, list[Window]]:
    """The windows under each other reading of a deadline, by the reading's id."""
    return {reading.id: open_windows(reading.other, case, book) for reading in deadline.readings}


def at(windows: list[Window], window: Window) -> Window | None:
    """The same window under another reading, where that opens one.

    It is the one of the same meeting or gap: a reading may start the rule sooner, and number them otherwise.
    """
    if window.number <= len(windows):
        same = windows[window.number - 1]  # as a rule it has the same number
        if same.frame.shape == window.frame.shape and same.frame.base == window.frame.base:
            return same
    alike = [other for other in windows if other.frame.shape == window.frame.shape]
    if alike:
        return next((other for other in alike if other.frame.base == window.frame.base), None)
    return windows[window.number - 1] if window.number <= len(windows) else None


def safe_days(window: Window, others: dict[str, list[Window]]) -> tuple[date | None, date | None]:
    """The latest earliest day and the earliest latest day under all readings, not moved off weekends."""
    if window.finder.waits_to_start:
        return None, None
    variants = [window] + [found for windows in others.values() if (found := at(windows, window))]
    earliest, latest = [], []
    for variant in variants:
        for first, last in (variant.days(), *((first, last) for _, first, last in variant.days_otherwise())):
            if first:
                earliest.append(first)
            if last:
                latest.append(last)
    first, last = max(earliest, default=None), min(latest, default=None)
    return first, last if _after_opening(last, window) else None


def _after_opening(last: date | None, window: Window) -> bool:
    """Whether a day can lie in the window: under a reading that ended before it opens, none is safe."""
    _, bound = window.strictest()
    opens = bound.anchor if bound and bound.limit.kind == "after" else None
    return last is not None and not (opens and last < opens.day)
