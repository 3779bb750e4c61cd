"""Every window under every reading, and the dates that are safe under all of them.

The house's own conventions can be read otherwise too: each way of counting is applied
to the reading taken and to every other reading of the rule.
"""

from datetime import date

from .case import Case
from .counting import HOUSE
from .rulebook import Deadline, Rulebook
from .windows import Window, open_windows


def other_windows(deadline: Deadline, case: Case, book: Rulebook) -> dict[str, list[Window]]:
    """The windows under each other reading of a deadline, by the reading's id."""
    return {reading.id: open_windows(reading.other, case, book) for reading in deadline.readings}


def at(windows: list[Window], window: Window) -> Window | None:
    """The same window under another reading, where that opens one.

    It is the one of the same meeting or gap: a reading may start the rule sooner, and number them otherwise.
    """
    alike = [other for other in windows if other.frame.shape == window.frame.shape]
    if alike:
        return next((other for other in alike if other.frame.base == window.frame.base), None)
    return windows[window.number - 1] if window.number <= len(windows) else None


def days(window: Window | None, convention=HOUSE) -> tuple[date | None, date | None]:
    """The earliest and latest day of a window under a way of counting."""
    if window is None:
        return None, None
    earliest, latest = window.strictest(convention)
    return earliest.day if earliest else None, latest.day if latest else None


def conventions_of(window: Window, book: Rulebook) -> list:
    """The other ways of counting that say something about a window's limits."""
    if "conventions" not in window.kept:
        bounds = window.bounds(True) + window.bounds(False)
        counted = [bound.limit for bound in bounds if bound.anchor and bound.limit.count]
        window.kept["conventions"] = [
            (convention, item)
            for convention, item in book.conventions
            if any(convention.applies(limit.count, limit.unit) for limit in counted)
        ]
    return window.kept["conventions"]


def safe_days(
    window: Window, others: dict[str, list[Window]], book: Rulebook
) -> tuple[date | None, date | None]:
    """The latest earliest day and the earliest latest day under all readings, not moved off weekends."""
    if window.finder.waits_to_start:
        return None, None
    variants = [window] + [found for windows in others.values() if (found := at(windows, window))]
    earliest, latest = [], []
    for variant in variants:
        for convention in (HOUSE, *(item for item, _ in conventions_of(variant, book))):
            first, last = days(variant, convention)
            earliest += [first] if first else []
            latest += [last] if last else []
    first, last = max(earliest, default=None), min(latest, default=None)
    return first, last if _after_opening(last, window) else None


def _after_opening(last: date | None, window: Window) -> bool:
    """Whether a day can lie in the window: under a reading that ended before it opens, none is safe."""
    bound = window.latest()
    opens = bound.anchor if bound and bound.limit.kind == "after" else None
    return last is not None and not (opens and last < opens.day)
