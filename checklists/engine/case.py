"""A request, checked and read: what has been held and booked, answered and set."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import field as data_field
from datetime import date
from datetime import time as clock
from typing import NamedTuple

from .errors import EngineError, LimitError, did_you_mean
from .grammar import amount_text, parse_amount
from .rulebook import Rulebook
from .words import date_words

EARLIEST = date(1990, 1, 1)  # before the Children Act 1989 came into force there was no such plan
LATEST = date(2099, 12, 31)
MOST = 500  # entries of one event: a visit a week for over nine years
ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
TIME = re.compile(r"\d{2}:\d{2}\Z", re.ASCII)
NAME = re.compile(r"[A-Za-z0-9_-]{1,80}\Z", re.ASCII)
BODIES = ("conference", "core_group")  # who may set an interval in place of a rule's own


@dataclass(frozen=True)
class Occurrence:
    """An event on a date: held, or only booked. `meeting` is the date of the meeting that it belongs to.

    `time` is its time of day as HH:MM, where one was given: limits in hours run from it.
    """

    event: str
    day: date
    held: bool
    meeting: date | None = None
    time: str | None = None
    place: str = data_field(default="", compare=False)  # where in the request it stands
    id: str = data_field(default="", compare=False)  # what the case file calls it; stays when the date moves

    @property
    def bucket(self) -> str:
        """What the ticks of its checklists are kept under."""
        return self.id or f"{self.event}/{self.day.isoformat()}"


def last_of(items: Iterable[Occurrence]) -> Occurrence | None:
    """The last of several; of those on one day one without a time, as it may have been the last of all.

    Of those that are alike in this the first one given.
    """
    return max(items, key=lambda item: (item.day, item.time is None, item.time or ""), default=None)


class Interval(NamedTuple):
    """What a conference or core group set for a deadline: every so often, or on a date."""

    count: int | None
    unit: str | None
    on: date | None
    starts: date | None
    by: str | None
    at: str


class Case:
    """What is known of one plan as on `today`. Occurrences are in order of date.

    With `as_at`, values that changed on a date are those in force on that day, whatever they run from.
    """

    def __init__(
        self,
        today: date,
        occurrences: dict,
        facts: dict,
        intervals: dict,
        warnings: list,
        as_at: date | None = None,
    ):
        self.today = today
        self.as_at = as_at
        self.given = occurrences
        self.facts = facts
        self.intervals = intervals
        self.warnings = warnings
        self._all = {}
        self._sets = {}

    def occurrences(self, event: str, book: Rulebook) -> tuple[Occurrence, ...]:
        """Every occurrence of an event, those of “either” events and defaults included."""
        if event not in self._all:
            self._all[event] = self._gather(event, book)
        return self._all[event]

    def counted(self, event: str, book: Rulebook) -> tuple[Occurrence, ...]:
        """The occurrences that dates are worked out from: not a core group ahead of the initial conference.

        There is no core group before there is a plan: one of the two dates is a slip, and nobody would be
        reminded of a first core group that seems to have been held.
        """
        found = self.occurrences(event, book)
        started = self.occurrences("initial_conference", book)
        if not started or all(item.event != "core_group" for item in found):
            return found
        day = started[0].day
        return tuple(item for item in found if item.event != "core_group" or item.day >= day)

    def has(self, event: str, item: Occurrence, book: Rulebook) -> bool:
        """Whether an occurrence is one of an event."""
        if event not in self._sets:
            self._sets[event] = frozenset(self.occurrences(event, book))
        return item in self._sets[event]

    def _gather(self, event, book):
        entry = book.events.get(event, {})
        found = list(self.given.get(event, ()))
        for part in entry.get("any_of") or ():
            found += self.occurrences(part, book)
        if entry.get("all_of"):
            found += self._both(event, entry["all_of"], book)
        if not found and entry.get("defaults_to"):
            found = list(self.occurrences(entry["defaults_to"], book))
        return tuple(sorted(found, key=lambda item: (item.day, item.time or "")))

    def _both(self, event, parts, book) -> list[Occurrence]:
        """What is made of several events: it has happened when all of them have, on the day of the last."""
        first = [self.occurrences(part, book)[:1] for part in parts]
        if not all(first):
            return []
        last = last_of(item for (item,) in first)
        held = all(item.held for (item,) in first)
        return [Occurrence(event, last.day, held, time=last.time, place=last.place, id=last.id)]

    def missing(self, event: str, book: Rulebook) -> list[str]:
        """Of the events that this one is made of, those without a date."""
        parts = book.events.get(event, {}).get("all_of") or ()
        return [part for part in parts if not self.occurrences(part, book)]


def near(word, known) -> str:
    """A remedy for a word that is not known: the closest one, or the whole list."""
    return did_you_mean(str(word)[:80], known) or f"use one of: {', '.join(sorted(known))}"


def read_date(value, field: str) -> date:
    """The date in a request's field; `EngineError` where it is none, or outside 1990 to 2099."""
    remedy = "write it as year-month-day, such as 2026-03-27"
    if not isinstance(value, str) or not ISO.match(value):
        raise EngineError(field, f"“{str(value)[:40]}” is not a date", remedy)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise EngineError(field, f"“{value}” is not a real date", remedy) from None
    if not EARLIEST <= day <= LATEST:
        raise EngineError(field, f"the year {day.year} is out of range", "enter a date from 1990 to 2099")
    return day


def read_moment(value, field: str) -> tuple[date, str | None]:
    """The date in a request's field, and its time of day where it has one: `2026-09-01T14:30`."""
    day, at, time = value.partition("T") if isinstance(value, str) else (value, "", "")
    read = read_date(day, field)
    if not at:
        return read, None
    try:
        clock.fromisoformat(time if TIME.match(time) else "")
    except ValueError:
        remedy = "write it after the date as hours and minutes, such as 2026-03-27T14:30"
        raise EngineError(field, f"“{time[:20]}” is not a time of day", remedy) from None
    return read, time


def _mapping(value, field: str) -> dict:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise EngineError(field, "this is not a set of named values", "give it as {name: value}")
    return value


def _only(entry: dict, allowed: tuple[str, ...], field: str) -> None:
    for key in entry:
        if key not in allowed:
            raise EngineError(f"{field}.{str(key)[:60]}", "this is not a known key", near(key, allowed))


def read_case(request: dict, book: Rulebook) -> Case:
    """The case in a request. Raises `EngineError` naming the field and the remedy."""
    if "today" not in request:
        raise EngineError("today", "the day to work out as on is missing", "give today as 2026-03-27")
    today = read_date(request["today"], "today")
    as_at = read_date(request["as_at"], "as_at") if request.get("as_at") is not None else None
    warnings: list[dict] = []
    occurrences = {}
    for event, entries in _mapping(request.get("events"), "events").items():
        occurrences[event] = _read_event(event, entries, today, book, warnings)
    facts = _read_facts(request, book)
    intervals = {
        key: _read_intervals(key, value, book)
        for key, value in _mapping(request.get("set_by_conference"), "set_by_conference").items()
    }
    case = Case(today, occurrences, facts, intervals, warnings, as_at)
    _refuse(case, book)
    _remark(case, book)
    return case


def _read_event(event, entries, today, book, warnings) -> tuple[Occurrence, ...]:
    field = f"events.{str(event)[:60]}"
    if event not in book.events or parts_of(event, book.events):
        known = [key for key in book.events if not parts_of(key, book.events)]
        raise EngineError(field, "there is no such event", near(event, known))
    if isinstance(entries, dict):
        entries = [entries]
    if not isinstance(entries, list):
        raise EngineError(field, "this is not a list of dates", 'give it as [{"held": "2026-03-27"}]')
    if len(entries) > MOST:
        raise EngineError(field, f"there are {len(entries)} entries", f"give at most {MOST}")
    if book.events[event].get("once") and len(entries) > 1:
        label = book.events[event]["label"]
        raise EngineError(field, f"there can be only one {label}", "remove the others")
    found = {}
    for index, entry in enumerate(entries):
        item = _read_entry(event, entry, f"{field}[{index}]", today, book, warnings)
        earlier = found.get((item.day, item.meeting))
        found[item.day, item.meeting] = _one_meeting(earlier, item) if earlier else item
    return tuple(sorted(found.values(), key=lambda item: item.day))


def _one_meeting(earlier: Occurrence, item: Occurrence) -> Occurrence:
    """The same day twice is one meeting: held rather than booked, and at the first of its times.

    Where one entry has no time it may have been the first: then the time is not known.
    """
    if earlier.held != item.held:
        return earlier if earlier.held else item
    kept = item if item.held else earlier
    if earlier.time is None or item.time is None:
        return replace(kept, time=None)
    return kept if earlier.time == item.time else min(earlier, item, key=lambda one: one.time)


def parts_of(event: str, events: dict) -> list[str]:
    """The events that one stands for or is made of: it is not entered itself."""
    entry = events.get(event) or {}
    return list(entry.get("any_of") or entry.get("all_of") or ())


def _read_entry(event, entry, field, today, book, warnings) -> Occurrence:
    entry = _mapping(entry, field)
    _only(entry, ("held", "booked", "for", "id"), field)
    name = entry.get("id") or ""
    if not isinstance(name, str) or (name and not NAME.match(name)):
        raise EngineError(f"{field}.id", "this is no usable id", "give up to 80 letters, digits, - and _")
    meeting = read_date(entry["for"], f"{field}.for") if entry.get("for") else None
    booked, time = read_moment(entry["booked"], f"{field}.booked") if entry.get("booked") else (None, None)
    if entry.get("held"):
        held, time = read_moment(entry["held"], f"{field}.held")
        if held > today:
            raise EngineError(
                f"{field}.held",
                f"{date_words(held)} is after {date_words(today)}, so it cannot have been held",
                "enter it as booked, or correct the date",
            )
        return Occurrence(event, held, True, meeting, time, f"{field}.held", name)
    if booked is None:
        raise EngineError(field, "there is neither a date held nor a date booked", "give one of them")
    if booked < today:
        label = book.events[event]["label"]
        message = f"The {label} booked for {date_words(booked)} has passed: say whether it was held."
        warnings.append(remark("booking_passed", message, event, booked))
    return Occurrence(event, booked, False, meeting, time, f"{field}.booked", name)


def _read_facts(request, book) -> dict[str, bool]:
    facts = _mapping(request.get("facts"), "facts")
    for key, value in facts.items():
        if key not in book.facts:
            raise EngineError(f"facts.{str(key)[:60]}", "there is no such question", near(key, book.facts))
        if not isinstance(value, bool):
            raise EngineError(
                f"facts.{key}", "the answer is neither true nor false", "give true or false, or leave it out"
            )
    return facts


def _read_intervals(key, value, book) -> tuple[Interval, ...]:
    field = f"set_by_conference.{str(key)[:60]}"
    entries = value if isinstance(value, list) else [value]
    read = []
    for index, entry in enumerate(entries[: MOST + 1]):
        place = f"{field}[{index}]" if isinstance(value, list) else field
        read.append(_read_interval(entry, place, book))
    if len(read) > MOST:
        raise EngineError(field, "there are too many entries", f"give at most {MOST}")
    return tuple(sorted(read, key=lambda item: item.starts or date.min))


def _read_interval(entry, field, book) -> Interval:
    entry = _mapping(entry, field)
    _only(entry, ("every", "on", "from", "by", "at"), field)
    if bool(entry.get("every")) == bool(entry.get("on")):
        raise EngineError(
            field, "give either how often or a date", 'give "every" as “3 weeks”, or "on" as a date'
        )
    number = unit = on = None
    if entry.get("every"):
        remedy = "write it as “3 weeks”"
        if not isinstance(entry["every"], str):
            raise EngineError(f"{field}.every", f"“{str(entry['every'])[:40]}” is no amount", remedy)
        try:
            number, unit = parse_amount(entry["every"])
        except LimitError as error:
            raise EngineError(f"{field}.every", error.message, remedy) from None
    else:
        on = read_date(entry["on"], f"{field}.on")
    at = entry.get("at") or "conference"
    if at not in BODIES:
        raise EngineError(f"{field}.at", f"“{str(at)[:40]}” cannot set an interval", near(at, BODIES))
    by = entry.get("by")
    if by is not None and (not isinstance(by, str) or by not in book.roles):
        raise EngineError(f"{field}.by", f"there is no role “{str(by)[:40]}”", near(by, book.roles))
    if at == "core_group" and by is None:
        raise EngineError(
            f"{field}.by", "who authorised it is missing", "name the role that authorised the core group"
        )
    starts = read_date(entry["from"], f"{field}.from") if entry.get("from") else None
    return Interval(number, unit, on, starts, by, at)


def interval_words(interval: Interval) -> str:
    """What was set: `every 3 weeks`."""
    return (
        f"every {amount_text(interval.count, interval.unit)}"
        if interval.count
        else f"on {date_words(interval.on)}"
    )


def _refuse(case: Case, book: Rulebook) -> None:
    """Input that the children-in-need census rejects too (rule 8841), or that cannot be true."""
    started = case.occurrences("plan_started", book)
    if not started:
        return
    first = started[0]
    for review in case.given.get("review_conference", ()):
        if review.day <= first.day:
            raise EngineError(
                review.place,
                f"the review on {date_words(review.day)} is on or before the day the plan started, "
                f"{date_words(first.day)}",
                "correct one of the two dates",
            )
    for event in ("plan_ended", "case_closed"):
        for ended in case.given.get(event, ()):
            if ended.day < first.day:
                raise EngineError(
                    ended.place,
                    f"{date_words(ended.day)} is before the day the plan started, {date_words(first.day)}",
                    "correct one of the two dates",
                )


def remark(code: str, message: str, event: str | None = None, day: date | None = None) -> dict:
    """Something worth a second look that does not stop the answer."""
    return {"code": code, "message": message, "event": event, "date": day.isoformat() if day else None}


def _remark(case: Case, book: Rulebook) -> None:
    """Dates that may be right but are worth a second look (census rule 8875 for weekends)."""
    for conference in case.given.get("initial_conference", ()):
        why = book.calendar.why_not_working(conference.day)
        if why and conference.day.weekday() > 4:
            message, code = f"The initial conference is on a {why}: check the date.", "conference_at_weekend"
        elif why:
            message, code = (
                f"The initial conference is on a bank holiday, {why}.",
                "conference_on_bank_holiday",
            )
        else:
            continue
        case.warnings.append(remark(code, message, "initial_conference", conference.day))
    started = case.occurrences("initial_conference", book)
    for meeting in case.given.get("core_group", ()):
        if started and meeting.day < started[0].day:
            when = date_words(meeting.day)
            message = (
                f"The core group on {when} is before the initial conference, so it is not counted: "
                "check both dates."
            )
            case.warnings.append(remark("core_group_before_conference", message, "core_group", meeting.day))
