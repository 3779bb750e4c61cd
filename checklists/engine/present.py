"""One window as plain data: its days and how they were counted, its words, its other readings."""

from datetime import date

from .bounds import Bound, begun, in_time, set_by
from .case import Case
from .readings import at, safe_days
from .remarks import remarks
from .rulebook import Area, Rulebook
from .status import decide, status_words
from .windows import Window
from .words import date_words, limit_words, moment_words, ref_words

NO_DAY_LEFT = "the latest day is before the earliest, so no day keeps both"


def _status(window: Window, case: Case, unanswered: str | None = None) -> dict:
    """The days, reason and status of one window under one reading."""
    earliest, latest = window.strictest()
    bound = latest or earliest
    anchor = bound.anchor
    held = window.held.day if window.held else None
    first, last = (None, None) if unanswered else window.days()
    aim = None if unanswered else window.aim()
    waits = window.finder.waits_to_start
    reason = unanswered or (None if bound.day or bound.in_words or waits else bound.reason)
    until = window.finder.until
    status = decide(
        today=case.today,
        reason=reason,
        anchored=anchor.day if anchor else None,
        earliest=first,
        latest=last,
        held=held,
        stopped=until.day if until and until.held else None,
        trigger=window.deadline.event is None,
        aim=aim.day if aim else None,
        certain=None if unanswered else window.certain(),
        by_the_clock=window.by_the_clock(),
    )
    return {
        "earliest": first,
        "latest": last,
        "held": held,
        "reason": reason,
        "status": status,
        "aim": aim.day if aim else None,
        "time": latest.time if latest and last else None,
    }


def brief_entry(window, case: Case, area: Area, book: Rulebook, unanswered) -> dict:
    """What a list of many cases says of a window: when it is due, how it stands and who answers for it."""
    deadline = window.deadline
    state = _status(window, case, unanswered)
    earliest, latest = window.strictest()
    bound = latest or earliest
    first, last = state["earliest"], state["latest"]
    booked = window.booked.day if window.booked else None
    so_far = window.so_far.day if window.so_far else None
    overtaken = state["status"] == "overdue" and _overtaken(bound)
    return {
        "deadline": deadline.key,
        "occurrence": window.number,
        "title": deadline.title,
        "about": _about(window, area),
        "earliest": _iso(first),
        "latest": _iso(last),
        "status": state["status"],
        "status_words": status_words(
            state["status"],
            today=case.today,
            earliest=first,
            latest=last,
            held=state["held"],
            until_plan_ended=deadline.until is None or deadline.until.event == "plan_ended",
            overtaken=overtaken,
            so_far=so_far,
            aim=state["aim"],
            time=window.held.time if window.held else None,
            opens=earliest.time if earliest else None,
        ),
        "target_date": _iso(state["aim"]),
        "latest_time": state["time"],
        "overtaken": overtaken,
        "so_far": _iso(so_far),
        "met_on": _iso(state["held"]),
        "booked_on": _iso(booked),
        "booked_late": bool(booked and last and not in_time(latest, window.booked)),
        "booked_early": bool(booked and first and not begun(earliest, window.booked)),
        "responsible": bound.spec.shown["responsible"],
        "provisional": any(item.provisional for item in (earliest, latest) if item),
        "reason": state["reason"]
        or (NO_DAY_LEFT if first and last and first > last else None)
        or _waiting_for(state["status"], bound, window, area),
        "set_by": set_by(bound, area.events, area.roles),
        "words": {
            "earliest": date_words(first),
            "latest": moment_words(last, state["time"]),
            "target_date": date_words(state["aim"]),
            "met_on": date_words(state["held"]),
            "booked_on": date_words(booked),
        },
    }


def window_entry(window, others, case: Case, area: Area, book: Rulebook, assumed, unanswered) -> dict:
    """All that there is to say of a window: its limits and how they were counted, its other readings."""
    brief = brief_entry(window, case, area, book, unanswered)
    deadline = window.deadline
    earliest, latest = window.strictest()
    bound = latest or earliest
    last = None if unanswered or latest is None else latest.day
    safe_first, safe_last = (None, None) if unanswered else safe_days(window, others)
    # On the day of a meeting, or within hours, there is no working day to aim for instead.
    at_meeting = latest is not None and latest.interval is None and _fixed(latest)
    working = book.calendar.last_working_day(last) if last and not at_meeting else last
    aim = window.aim()
    limits = [
        *_limits("target", window.aims()),
        *_limits("latest", window.bounds(True)),
        *_limits("earliest", window.bounds(False)),
    ]
    base = window.frame.base if window.frame.shape == "each" else None
    return {
        **brief,
        "topic": deadline.topic,
        "target": _target(deadline, case, book),
        "runs_from": _runs_from(bound.anchor or (earliest.anchor if earliest else None), area),
        "for_date": _iso(base.day) if base else None,
        "last_working_day": _iso(working),
        "last_working_day_provisional": bool(
            working and not at_meeting and not book.calendar.covers(working)
        ),
        "safe_earliest": _iso(safe_first),
        "safe_latest": _iso(safe_last),
        "strength": bound.spec.strength,
        "strength_words": bound.spec.shown["strength_words"],
        "limit": str(bound.limit) if bound.interval else bound.spec.text,
        "limit_words": _limit_words(bound, brief["set_by"], area),
        "target_limit_words": aim.spec.words if aim else None,
        "target_strength_words": aim.spec.shown["strength_words"] if aim else None,
        "earliest_limit": earliest.spec.text if earliest else None,
        "earliest_limit_words": earliest.spec.words if earliest else None,
        "limits": limits,
        "cites": list(dict.fromkeys(cite for item in limits for cite in item["cites"])),
        "note": deadline.note,
        "readings": [] if unanswered else _readings(window, others, case),
        "steps": latest.steps if last else (),
        "earliest_steps": earliest.steps if earliest and brief["earliest"] else (),
        "target_steps": aim.steps if aim else (),
        "assumed": [*assumed, *window.assumed],
        "remarks": [] if unanswered else remarks(window, case, area, book),
        "words": {
            **brief["words"],
            "last_working_day": date_words(working),
            "safe_earliest": date_words(safe_first),
            "safe_latest": date_words(safe_last),
        },
    }


def _fixed(bound: Bound) -> bool:
    return bound.limit.kind == "at" or bound.limit.unit == "hour"


def _target(deadline, case: Case, book: Rulebook) -> dict | None:
    """What meets a window; of an event made of several, which of them to enter next."""
    missing = case.missing(deadline.event.event, book) if deadline.event else []
    return {**deadline.target, "enter": missing[0]} if missing else deadline.target


def _overtaken(bound: Bound) -> bool:
    """Whether the meeting that a limit leads up to, or falls on, has been held since."""
    return bound.limit.kind in ("before", "at") and bool(bound.anchor and bound.anchor.held)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _runs_from(anchor, area: Area) -> dict | None:
    if anchor is None:
        return None
    label = area.events.get(anchor.event, anchor.event.replace("_", " "))
    verb = "held on" if anchor.held else "booked for"
    return {
        "event": anchor.event,
        "date": anchor.day.isoformat(),
        "held": anchor.held,
        "label": label,
        "words": f"{label}, {verb} {moment_words(anchor.day, anchor.time)}",
    }


def _limit_words(bound: Bound, set_words: dict | None, area: Area) -> str:
    if not set_words:
        return bound.spec.words
    return f"{limit_words(bound.limit, area.events, area.both_days)}, as set by the {set_words['at_label']}"


def _about(window: Window, area: Area) -> str | None:
    """Which of several windows this is, in words."""
    frame = window.frame
    if frame.shape == "single":
        return None
    if frame.shape == "gap":
        earliest, latest = window.strictest()
        bound = latest or earliest
        return f"after the {_label(bound.anchor, area)}" if bound.anchor else None
    return f"for the {_label(frame.base, area)}" if frame.base else None


def _label(item, area: Area) -> str:
    day = item.day
    return (
        f"{area.events.get(item.event, item.event.replace('_', ' '))} of {date_words(day).split(' ', 1)[1]}"
    )


def _waiting_for(status: str, bound: Bound, window: Window, area: Area) -> str | None:
    """What has no date yet, where a window has not started."""
    if status != "not_started":
        return None
    if window.finder.waits_to_start:
        return f"{ref_words(window.deadline.starts, area.events)} has no date yet"
    if bound.limit.anchor is None:
        return None
    refs = bound.limit.anchor.refs
    each = bound.limit.anchor.after_each
    if each and window.frame.base is None:
        return f"no {area.events.get(each, each.replace('_', ' '))} has a date yet"
    if any(ref.which == "each" for ref in refs):
        return f"the next {area.events.get(refs[0].event, refs[0].event.replace('_', ' '))} has no date yet"
    named = [ref_words(ref, area.events) for ref in refs]
    made_of = _missing_part(refs, window, area)
    return f"{' or '.join(named)} {made_of or 'has no date yet'}"


def _missing_part(refs, window: Window, area: Area) -> str | None:
    """What is wanting of an event that is made of several, where that is what a limit runs from."""
    case, book = window.finder.case, window.finder.book
    missing = [case.missing(ref.event, book) for ref in refs]
    if len(missing) != 1 or not missing[0]:
        return None
    said = [f"the {area.events.get(key, key.replace('_', ' '))}" for key in missing[0]]
    return f"is not complete: {' and '.join(said)} {'has' if len(said) == 1 else 'have'} no date yet"


def _limits(side: str, bounds: list[Bound]) -> list[dict]:
    return [{"bound": side, **bound.spec.shown, "date": _iso(bound.day)} for bound in bounds]


def _readings(window: Window, others: dict, case: Case) -> list[dict]:
    """What each other reading, and each other way of counting, gives for a window."""
    listed = []
    for reading in window.deadline.readings:
        other = at(others[reading.id], window)
        state = _status(other, case) if other else {"earliest": None, "latest": None, "status": None}
        listed.append(_reading(reading.shown, state["earliest"], state["latest"], state["status"]))
    for shown, first, last in window.days_otherwise():
        listed.append(_reading(shown, first, last, None))
    return listed


def _reading(shown: dict, earliest: date | None, latest: date | None, status: str | None) -> dict:
    return {
        **shown,
        "earliest": _iso(earliest),
        "latest": _iso(latest),
        "status": status,
        "words": {"earliest": date_words(earliest), "latest": date_words(latest)},
    }
