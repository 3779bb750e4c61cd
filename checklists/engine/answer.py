"""The answer to a request: every window of an area's deadlines, with its working and its words."""

from datetime import date, timedelta

from .anchors import all_limits, shape_of
from .case import Case, near, read_case
from .errors import EngineError
from .readings import at, conventions_of, days, other_windows, safe_days
from .rulebook import FORCE, Area, Deadline, Rulebook
from .status import decide, status_words
from .timeline import timeline
from .windows import Bound, Window, open_windows, set_by
from .words import date_words, limit_words, ref_words

REQUEST_KEYS = ("do", "area", "today", "events", "facts", "set_by_conference", "now", "case_id", "nickname")


def evaluate(request: dict, book: Rulebook) -> dict:
    """Every date that follows from a case, as plain data.

    Raises `EngineError` naming the field of the request, what is wrong and what to do.
    """
    for key in request:
        if key not in REQUEST_KEYS:
            raise EngineError(str(key)[:60], "this is not a known key", near(key, REQUEST_KEYS))
    if "area" not in request:
        raise EngineError("area", "the area is missing", f"use one of: {', '.join(sorted(book.areas))}")
    area = book.area(request["area"])
    case = read_case(request, book)
    _check_intervals(case, area)
    shown, left_out = [], []
    for order, deadline in enumerate(area.deadlines):
        answer, assumed = _applies(deadline, case, book)
        if answer is False:
            left_out.append({"deadline": deadline.key, "title": deadline.title, "because": _fact_words(deadline, book)})
        elif answer is None:
            shown.append((order, _unanswered(deadline, case, area, book)))
        else:
            shown += [(order, item) for item in _deadline(deadline, case, area, book, assumed)]
    shown.sort(key=_in_time)
    entries = [item for _, item in shown]
    return {
        "area": area.id,
        "title": area.title,
        "as_on": case.today.isoformat(),
        "as_on_words": date_words(case.today),
        "rules": book.version,
        "calendar": {"from": book.calendar.start.isoformat(), "to": book.calendar.end.isoformat()},
        "sources": [source_state(key, book.sources[key], case.today) for key in area.sources],
        "warnings": case.warnings + _longer(entries),
        "deadlines": entries,
        "not_applicable": left_out,
        "timeline": timeline(entries, case, area),
    }


def _in_time(pair):
    """Dated windows in order of time, then those without a date in the order of the rules."""
    order, item = pair
    day = item["latest"] or item["earliest"] or item["met_on"]
    return (day is None, day or "", order, item["occurrence"])


def source_state(key: str, source: dict, today: date) -> dict:
    """A source's edition and status as on a day; past its own review date or not."""
    review = source.get("review_by")
    passed = False
    if review:
        # a month is over on the first of the next one; text of ISO dates sorts by time
        passed = today.isoformat()[: len(review)] > review
    return {
        "id": key,
        "title": source["title"],
        "edition": source.get("edition"),
        "status": source.get("status"),
        "status_note": source.get("status_note"),
        "review_by": review,
        "review_by_words": _review_words(review),
        "review_passed": passed,
    }


def _review_words(review: str | None) -> str | None:
    if not review:
        return None
    if len(review) == 7:
        return date_words(date.fromisoformat(review + "-01")).split(" ", 2)[2]
    return date_words(date.fromisoformat(review))


def _check_intervals(case: Case, area: Area) -> None:
    by_key = {deadline.key: deadline for deadline in area.deadlines}
    open_to = {key: _may_set(deadline) for key, deadline in by_key.items()}
    open_to = {key: bodies for key, bodies in open_to.items() if bodies}
    for key, intervals in case.intervals.items():
        field = f"set_by_conference.{str(key)[:60]}"
        if key not in open_to:
            if not open_to:
                raise EngineError(field, f"nothing in {area.title} can be set by the conference", "leave it out")
            raise EngineError(field, "the conference cannot set this here", near(key, open_to))
        for interval in intervals:
            if interval.at not in open_to[key]:
                allowed = " or ".join(open_to[key]).replace("_", " ")
                raise EngineError(f"{field}.at", f"a {interval.at.replace('_', ' ')} cannot set this here", f"only the {allowed} can")


def _may_set(deadline: Deadline) -> tuple[str, ...]:
    """Who may set an interval for a deadline: those its limits name and those it allows."""
    named = [spec.limit.event for spec in all_limits(deadline) if spec.limit.kind == "set by"]
    bodies = ["conference" if name.endswith("conference") else name for name in named]
    return tuple(dict.fromkeys([*bodies, *deadline.or_set_by]))


def _fact(deadline: Deadline) -> tuple[str, bool]:
    """The fact that switches a deadline, and the answer that it needs."""
    negated = deadline.when.startswith("not ")
    return deadline.when.removeprefix("not "), not negated


def _applies(deadline: Deadline, case: Case, book: Rulebook) -> tuple[bool | None, list[str]]:
    if deadline.when is None:
        return True, []
    key, needed = _fact(deadline)
    answer = case.facts.get(key)
    if answer is not None:
        return answer is needed, []
    assumed = book.facts[key].get("assumed")
    if assumed is None:
        return None, []
    return assumed is needed, [f"Assumed, as it was not answered: {book.facts[key]['yes' if assumed else 'question']}"]


def _fact_words(deadline: Deadline, book: Rulebook) -> str:
    key, needed = _fact(deadline)
    return f"{book.facts[key]['question']} {'No' if needed else 'Yes'}"


def _unanswered(deadline: Deadline, case: Case, area: Area, book: Rulebook) -> dict:
    """A deadline that hangs on a question which has not been answered."""
    window = open_windows(deadline, case, book)[:1]
    key, _ = _fact(deadline)
    item = _window(window[0], {}, case, area, book, [], f"it depends on an answer: {book.facts[key]['question']}")
    item["depends_on"] = key
    return item


def _deadline(deadline: Deadline, case: Case, area: Area, book: Rulebook, assumed: list[str]) -> list[dict]:
    others = other_windows(deadline, case, book)
    return [_window(window, others, case, area, book, assumed, None) for window in open_windows(deadline, case, book)]


def _status(window: Window, case: Case, unanswered: str | None = None) -> dict:
    """The days, reason and status of one window under one reading."""
    earliest, latest = window.earliest(), window.latest()
    bound = latest or earliest
    anchor = bound.anchor
    held = window.held.day if window.held else None
    first, last = (None, None) if unanswered else days(window)
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
    )
    return {"earliest": first, "latest": last, "held": held, "reason": reason, "status": status}


def _window(window, others, case: Case, area: Area, book: Rulebook, assumed, unanswered) -> dict:
    deadline = window.deadline
    state = _status(window, case, unanswered)
    earliest, latest = window.earliest(), window.latest()
    bound = latest or earliest
    first, last = state["earliest"], state["latest"]
    safe_first, safe_last = (None, None) if unanswered else safe_days(window, others, book)
    working = book.calendar.last_working_day(last) if last else None
    booked = window.booked.day if window.booked else None
    anchor = bound.anchor or (earliest.anchor if earliest else None)
    set_words = set_by(bound, area.events, area.roles)
    limits = [*_limits("latest", window.bounds(True), area), *_limits("earliest", window.bounds(False), area)]
    reason = state["reason"] or _waiting_for(state["status"], bound, window, area)
    return {
        "deadline": deadline.key,
        "occurrence": window.number,
        "title": deadline.title,
        "about": _about(window, area),
        "topic": deadline.topic,
        "target": {"event": str(deadline.event), "label": ref_words(deadline.event, area.events, article=False)}
        if deadline.event
        else None,
        "runs_from": _runs_from(anchor, area),
        "for_date": _iso(window.frame.base.day) if window.frame.shape == "each" and window.frame.base else None,
        "earliest": _iso(first),
        "latest": _iso(last),
        "last_working_day": _iso(working),
        "last_working_day_provisional": bool(working and not book.calendar.covers(working)),
        "safe_earliest": _iso(safe_first),
        "safe_latest": _iso(safe_last),
        "status": state["status"],
        "status_words": status_words(
            state["status"], today=case.today, earliest=first, latest=last, held=state["held"], reason=reason
        ),
        "met_on": _iso(state["held"]),
        "booked_on": _iso(booked),
        "booked_late": bool(booked and last and booked > last),
        "booked_early": bool(booked and first and booked < first),
        "strength": bound.spec.strength,
        "responsible": _role(bound.spec.responsible, area),
        "limit": str(bound.limit) if bound.interval else bound.spec.text,
        "limit_words": _limit_words(bound, set_words, area),
        "earliest_limit": earliest.spec.text if earliest else None,
        "earliest_limit_words": earliest.spec.words if earliest else None,
        "limits": limits,
        "cites": list(dict.fromkeys(cite for item in limits for cite in item["cites"])),
        "note": deadline.note,
        "readings": [] if unanswered else _readings(window, others, case, book),
        "steps": [_step(step) for step in latest.steps] if latest else [],
        "earliest_steps": [_step(step) for step in earliest.steps] if earliest else [],
        "provisional": any(item.provisional for item in (earliest, latest) if item),
        "reason": reason,
        "set_by": set_words,
        "assumed": assumed,
        "words": {
            "earliest": date_words(first),
            "latest": date_words(last),
            "last_working_day": date_words(working),
            "safe_earliest": date_words(safe_first),
            "safe_latest": date_words(safe_last),
            "met_on": date_words(state["held"]),
            "booked_on": date_words(booked),
        },
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _step(step) -> dict:
    return {"date": step[0].isoformat(), "counted": step[1], "n": step[2], "why": step[3]}


def _role(key: str | None, area: Area) -> dict | None:
    return {"role": key, "label": area.roles.get(key, key.replace("_", " "))} if key else None


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
        "words": f"{label}, {verb} {date_words(anchor.day)}",
    }


def _limit_words(bound: Bound, set_words: dict | None, area: Area) -> str:
    if not set_words:
        return bound.spec.words
    return f"{limit_words(bound.limit, area.events)}, as set by the {set_words['at_label']}"


def _about(window: Window, area: Area) -> str | None:
    """Which of several windows this is, in words."""
    frame = window.frame
    if frame.shape == "single":
        return None
    if frame.shape == "gap":
        bound = window.latest() or window.earliest()
        return f"after the {_label(bound.anchor, area)}" if bound.anchor else None
    return f"for the {_label(frame.base, area)}" if frame.base else None


def _label(item, area: Area) -> str:
    day = item.day
    return f"{area.events.get(item.event, item.event.replace('_', ' '))} of {date_words(day).split(' ', 1)[1]}"


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
    return f"{' or '.join(named)} has no date yet"


def _limits(side: str, bounds: list[Bound], area: Area) -> list[dict]:
    return [
        {
            "bound": side,
            "limit": bound.spec.text,
            "words": bound.spec.words,
            "strength": bound.spec.strength,
            "cites": list(bound.spec.cites),
            "responsible": _role(bound.spec.responsible, area),
            "date": _iso(bound.day),
        }
        for bound in bounds
    ]


def _readings(window: Window, others: dict, case: Case, book: Rulebook) -> list[dict]:
    """What each other reading, and each other way of counting, gives for a window."""
    listed = []
    for reading in window.deadline.readings:
        other = at(others[reading.id], window)
        state = _status(other, case) if other else {"earliest": None, "latest": None, "status": None}
        listed.append(_reading(reading.id, reading, state, False))
    for convention, item in conventions_of(window, book):
        first, last = days(window, convention)
        state = {"earliest": first, "latest": last, "status": None}
        listed.append(_reading(item["id"], item, state, True))
    return listed


def _reading(key: str, reading, state: dict, convention: bool) -> dict:
    def get(name):
        return reading.get(name) if convention else getattr(reading, name)

    return {
        "id": key,
        "question": get("question"),
        "taken": False,
        "reading": get("taken"),
        "because": get("because"),
        "confirmed": bool(get("confirmed")),
        "convention": convention,
        "earliest": _iso(state["earliest"]),
        "latest": _iso(state["latest"]),
        "status": state["status"],
        "words": {"earliest": date_words(state["earliest"]), "latest": date_words(state["latest"])},
    }


def _longer(entries: list[dict]) -> list[dict]:
    """A remark for every interval that is longer than the rule's own."""
    found = {}
    for item in entries:
        if item["set_by"] and item["set_by"]["longer_than_default"]:
            found.setdefault(item["deadline"], item)
    return [
        {
            "code": "longer_than_default",
            "message": f"{item['title']}: {item['set_by']['words']} is longer than the procedures' own limit.",
            "event": None,
            "date": None,
        }
        for item in found.values()
    ]
