"""One limit in one window: its day, how it was counted, and what was set in its place."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import NamedTuple

from .case import Interval, Occurrence, interval_words
from .counting import DAY_0, HOUSE, Convention, count
from .grammar import Limit, amount_text
from .rulebook import LimitSpec, Rulebook
from .words import date_words

DAY = timedelta(days=1)
NO_BANK_HOLIDAYS = "it runs from a day before the bank holidays that are held here begin"


class Bound(NamedTuple):
    """One limit in one window: its day if it has one, how it was counted, or why it has none.

    Hours that run from a day whose time is not known give the `day` that is safe whatever the time was;
    `lax` is the day on which they end if it happened as late as it could. `time` is the time of day at
    which they end where that is known.
    """

    spec: LimitSpec
    limit: Limit
    anchor: Occurrence | None
    day: date | None = None
    steps: Sequence[dict] = ()
    provisional: bool = False
    reason: str | None = None
    in_words: bool = False
    interval: Interval | None = None
    default: date | None = None  # what the rule's own limit gives where an interval was set
    lax: date | None = None
    time: str | None = None


def strictest(bounds: list[Bound], pick) -> Bound | None:
    """The limit that counts of those of one side: with `pick` min the soonest, with max the last."""
    if len(bounds) < 2:
        return bounds[0] if bounds else None
    dated = [bound for bound in bounds if bound.day]
    if dated:
        return pick(dated, key=lambda bound: (bound.day, bound.time or ("24:00" if pick is min else "")))
    spoken = [bound for bound in bounds if bound.in_words and bound.anchor]
    return (spoken or bounds or [None])[0]


def begun(bound: Bound | None, item: Occurrence) -> bool:
    """Whether what happened may be no earlier than an earliest limit, by the hour where both have one."""
    return not (bound and bound.day) or (bound.day, bound.time or "") <= (item.day, item.time or "24:00")


def in_time(bound: Bound | None, item: Occurrence) -> bool:
    """Whether what happened may be no later than a latest limit, by the hour where both have one."""
    return not (bound and bound.day) or (item.day, item.time or "") <= (bound.day, bound.time or "24:00")


def lenient(bound: Bound, latest: bool) -> tuple[date, str]:
    """The day and hour that a dated limit gives at its most lenient; a day runs from 00:00 to 24:00."""
    time = None if bound.lax else bound.time
    return bound.lax or bound.day, time or ("24:00" if latest else "00:00")


def own_bound(
    book: Rulebook,
    spec: LimitSpec,
    limit: Limit,
    anchor: Occurrence | None,
    latest: bool,
    convention: Convention = HOUSE,
) -> Bound:
    """What a limit gives from its anchor, as a latest day or an earliest one."""
    if limit.kind == "not known":
        return Bound(spec, limit, anchor, reason=spec.reason or "the source does not say")
    if limit.kind == "set by":
        label = book.events[limit.event]["label"]
        return Bound(spec, limit, anchor, reason=f"the {label} sets this: enter what it set")
    if anchor is None:
        return Bound(spec, limit, anchor, in_words=limit.word is not None)
    if limit.kind == "at":
        return Bound(spec, limit, anchor, anchor.day)
    sign = 1 if limit.kind == "after" else -1
    if limit.count is None:
        if limit.word or latest is (sign == 1):  # “after X” has no latest day, “before X” no earliest
            return Bound(spec, limit, anchor, in_words=True)
        return Bound(spec, limit, anchor, anchor.day + sign * DAY)
    if limit.unit == "hour":
        return _hours(spec, limit, anchor, sign, latest)
    applies = convention if convention.applies(limit.count, limit.unit) else HOUSE
    counted = count(book.calendar, anchor.day, sign, limit.count, limit.unit, applies, up=not latest)
    if counted is None:
        return Bound(spec, limit, anchor, reason=NO_BANK_HOLIDAYS)
    return Bound(spec, limit, anchor, counted.day, counted.listed, counted.provisional)


def _hours(spec: LimitSpec, limit: Limit, anchor: Occurrence, sign: int, latest: bool) -> Bound:
    """Hours by the clock, weekends and bank holidays included.

    Without the time of day, what counts are whole days that lie in the limit whatever the time was.
    """
    hours = sign * timedelta(hours=limit.count)
    midnight = datetime.combine(anchor.day, datetime.min.time())
    if anchor.time:
        end = datetime.combine(anchor.day, clock.fromisoformat(anchor.time)) + hours
        time = end.strftime("%H:%M")
        steps = [
            _step(anchor.day, 0, f"from {anchor.time} on this day"),
            _step(end.date(), limit.count, f"at {time} on this day"),
        ]
        return Bound(spec, limit, anchor, end.date(), steps, time=time)
    first, last = (
        midnight + hours,
        midnight + DAY + hours,
    )  # the ends, had it happened first or last of the day
    if latest:
        day, lax = first.date() - DAY, (last - timedelta(minutes=1)).date()
        day = max(day, anchor.day) if sign == 1 else day
    else:
        day, lax = (last + DAY - timedelta(minutes=1)).date(), first.date()
        day = min(day, anchor.day) if sign == -1 else day
    side = "last" if latest else "first"
    amount = amount_text(limit.count, "hour")
    why = f"the {side} whole day that fits {amount} at whatever time it was"
    steps = [_step(anchor.day, 0, DAY_0), _step(day, limit.count, why)]
    return Bound(spec, limit, anchor, day, steps, lax=lax)


def _step(day: date, n: int, why: str) -> dict:
    return {"date": day.isoformat(), "counted": n > 0, "n": n, "why": why}


def set_by(bound: Bound, events: dict, roles: dict) -> dict | None:
    """What was set in place of the rule's own limit, by whom, and whether it is longer."""
    if bound.interval is None:
        return None
    item = bound.interval
    longer = bool(bound.default and bound.day and bound.day > bound.default)
    return {
        "words": interval_words(item),
        "from": item.starts.isoformat() if item.starts else None,
        "at": item.at,
        "at_label": events.get(item.at, item.at.replace("_", " ")),
        "by": item.by,
        "by_label": roles.get(item.by) if item.by else None,
        "longer_than_default": longer,
        "default_latest": bound.default.isoformat() if bound.default else None,
        "default_latest_words": date_words(bound.default),
    }
