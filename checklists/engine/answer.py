"""The answer to a request: every window of an area's deadlines, with its working and its words."""

from typing import NamedTuple

from .case import Case, near, read_case, remark
from .errors import EngineError
from .facts import answer_words, applies, split
from .present import window_entry
from .readings import other_windows
from .rulebook import Area, Deadline, Rulebook
from .sources import source_state
from .timeline import timeline
from .windows import Window, open_windows
from .words import date_words, lower_first

REQUEST_KEYS = (
    *("do", "area", "today", "events", "facts", "set_by_conference", "now", "case_id", "nickname"),
    *("ticks", "list", "bucket", "then", "cases", "as_at"),
)


FICTIONAL = "Fictional example, not any real area's procedures"


class Opened(NamedTuple):
    """A deadline in a case: whether it applies, None while a question is open, and its windows."""

    order: int
    deadline: Deadline
    applies: bool | None
    assumed: list[str]
    windows: list[Window]


def opened(request: dict, book: Rulebook) -> tuple[Area, Case, list[Opened]]:
    """The area and the case of a request, and every deadline with its windows.

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
    found = []
    for order, deadline in enumerate(area.deadlines):
        for version, windows in _versions(deadline, case, book):
            answer, assumed = applies(version.when, case, book)
            windows = [] if answer is False else windows or open_windows(version, case, book)
            if answer is None:
                windows = windows[:1]
            found.append(Opened(order, version, answer, assumed, windows))
    return area, case, found


def _versions(deadline: Deadline, case: Case, book: Rulebook) -> list[tuple[Deadline, list[Window]]]:
    """A deadline; where it changed on a date, its versions that speak of this case, with their windows."""
    if not deadline.versions and not deadline.begins and not deadline.ends:
        return [(deadline, [])]
    found: dict[int, tuple[Deadline, list[Window]]] = {}
    for window in open_windows(deadline, case, book):
        found.setdefault(id(window.deadline), (window.deadline, []))[1].append(window)
    return list(found.values())


def unanswered(deadline: Deadline, book: Rulebook) -> str:
    """What to say of a deadline that hangs on a question which has not been answered."""
    return f"it depends on an answer: {book.facts[split(deadline.when)[0]]['question']}"


def evaluate(request: dict, book: Rulebook) -> dict:
    """Every date that follows from a case, as plain data. Raises as `opened` does."""
    area, case, found = opened(request, book)
    shown, left_out = [], []
    for one in found:
        if one.applies is False:
            left_out.append(
                {
                    "deadline": one.deadline.key,
                    "title": one.deadline.title,
                    "because": answer_words(one.deadline.when, book),
                }
            )
        elif one.applies is None:
            shown.append((one.order, _unanswered(one, case, area, book)))
        else:
            shown += [(one.order, item) for item in _deadline(one, case, area, book)]
    shown.sort(key=in_time)
    entries = [item for _, item in shown]
    return {
        "area": area.id,
        "title": area.title,
        "as_on": case.today.isoformat(),
        "as_on_words": date_words(case.today),
        **as_at(case),
        **({"fictional": FICTIONAL} if area.fictional else {}),
        "summary": area.summary,
        "rules": book.version,
        "calendar": {"from": book.calendar.start.isoformat(), "to": book.calendar.end.isoformat()},
        "sources": [source_state(key, book.sources[key], case.today) for key in area.sources],
        "warnings": case.warnings + _recorded(case, area) + longer(entries),
        "deadlines": entries,
        "not_applicable": left_out,
        "not_said": not_said(area),
        "timeline": timeline(entries, case, area),
    }


def not_said(area: Area) -> list[dict]:
    """What other areas have a limit for and this one's sources give none: `{"deadlines", "title", "text"}`.

    Those of which the same is said are one entry. What a list of dates is silent on could else be
    taken for something that need not happen.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for key, title, text in area.silent:
        found.setdefault(text, []).append((key, title))
    return [
        {
            "deadlines": [key for key, _ in named],
            "title": "; ".join([named[0][1], *(lower_first(title) for _, title in named[1:])]),
            "text": text,
        }
        for text, named in found.items()
    ]


def as_at(case: Case) -> dict:
    """By which day's rules the answer was worked out, where the request says."""
    return {"as_at": case.as_at.isoformat(), "as_at_words": date_words(case.as_at)} if case.as_at else {}


def _recorded(case: Case, area: Area) -> list[dict]:
    """What a past or future day's rules are worth here: only changes that were written down are known."""
    if not case.as_at:
        return []
    known = [deadline.title for deadline in area.deadlines if deadline.changes]
    which = f"for {', '.join(known)}" if known else "for none of this area's limits"
    said = (
        f"A change of the rules is recorded {which}. All else is as in the editions listed with the answer."
    )
    return [remark("as_at", said)]


def in_time(pair):
    """Dated windows in order of time, then those without a date in the order of the rules."""
    order, item = pair
    day = item["target_date"] or item["latest"] or item["earliest"] or item["met_on"]
    return (day is None, day or "", order, item["occurrence"])


def _check_intervals(case: Case, area: Area) -> None:
    open_to = {
        deadline.key: tuple(
            dict.fromkeys(body for form in deadline.versions or (deadline,) for body in _may_set(form))
        )
        for deadline in area.deadlines
    }
    open_to = {key: bodies for key, bodies in open_to.items() if bodies}
    for key, intervals in case.intervals.items():
        field = f"set_by_conference.{str(key)[:60]}"
        if key not in open_to:
            if not open_to:
                raise EngineError(
                    field, f"nothing in {area.title} can be set by the conference", "leave it out"
                )
            raise EngineError(field, "the conference cannot set this here", near(key, open_to))
        for interval in intervals:
            if interval.at not in open_to[key]:
                allowed = " or ".join(open_to[key]).replace("_", " ")
                raise EngineError(
                    f"{field}.at",
                    f"a {interval.at.replace('_', ' ')} cannot set this here",
                    f"only the {allowed} can",
                )


def _may_set(deadline: Deadline) -> tuple[str, ...]:
    """Who may set an interval for a deadline: those its limits name and those it allows."""
    named = [spec.limit.event for spec in deadline.limits if spec.limit.kind == "set by"]
    bodies = ["conference" if name.endswith("conference") else name for name in named]
    return tuple(dict.fromkeys([*bodies, *deadline.or_set_by]))


def _unanswered(one: Opened, case: Case, area: Area, book: Rulebook) -> dict:
    item = window_entry(one.windows[0], {}, case, area, book, [], unanswered(one.deadline, book))
    item["depends_on"] = split(one.deadline.when)[0]
    return item


def _deadline(one: Opened, case: Case, area: Area, book: Rulebook) -> list[dict]:
    others = other_windows(one.deadline, case, book)
    entries = []
    for window in one.windows:
        item = window_entry(window, others, case, area, book, one.assumed, None)
        if window.open_facts:
            item["depends_on"] = window.open_facts[0]
        entries.append(item)
    return entries


def longer(entries: list[dict]) -> list[dict]:
    """A remark for every interval that is longer than the rule's own."""
    long = {
        item["title"]: item["set_by"]["words"]
        for item in entries
        if item["set_by"] and item["set_by"]["longer_than_default"]
    }
    return [
        remark("longer_than_default", f"{title}: {words} is longer than the procedures' own limit.")
        for title, words in long.items()
    ]
