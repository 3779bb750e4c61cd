"""The bundle, read into the shapes that the engine works on."""

import json
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from .calendars import Calendar
from .counting import HOUSE, Convention
from .errors import EngineError
from .grammar import Limit, Ref, parse_event_ref, parse_limit
from .words import FORCE_WORDS, limit_words, ref_words

FORMAT = 1  # of the bundle; raised when an older engine could misread a newer bundle
FORCE = ("must", "should", "is", "may")  # order of force, strongest first


class LimitSpec(NamedTuple):
    """One limit of a deadline, as printed and in the area's words, with its strength."""

    limit: Limit
    text: str
    words: str
    strength: str | None
    reason: str | None
    shown: dict  # what every answer says of it
    when: str | None = None  # the answer on which it holds; always where there is none


# The limits of one bound by the date they start: (None or a date, limits or None where it ends).
Dated = tuple[tuple[date | None, tuple[LimitSpec, ...] | None], ...]


class Reading(NamedTuple):
    """An interpretation: the question, the answer taken, and the deadline under the other one."""

    id: str
    other: "Deadline"
    shown: dict  # what every answer says of it


@dataclass(frozen=True)
class Deadline:
    """A duty with its limits. `event` is what meets it; a trigger has none."""

    key: str
    title: str
    topic: str | None
    event: Ref | None
    target: dict | None  # the event as an answer names it
    earliest: Dated
    latest: Dated
    starts: Ref | None
    until: Ref | None
    when: str | None
    or_set_by: tuple[str, ...]
    note: str | None
    readings: tuple[Reading, ...] = ()
    aims: Dated = ()  # the days aimed for, ahead of the latest ones
    begins: date | None = None  # the first anchor's date for which it holds
    ends: date | None = None  # the first for which it no longer does
    versions: tuple["Deadline", ...] = ()  # by the dates on which other keys changed, the oldest first

    @cached_property
    def limits(self) -> tuple[LimitSpec, ...]:
        """Every limit, the latest ones first, whatever date it starts on."""
        sides = (self.latest, self.earliest, self.aims)
        return tuple(spec for dated in sides for _, specs in dated for spec in specs or ())

    @property
    def changes(self) -> bool:
        """Whether anything of it hangs on a date from which, or up to which, it is in force."""
        dated = (self.earliest, self.latest, self.aims)
        return bool(
            self.begins
            or self.ends
            or self.versions
            or any(start is not None or specs is None for values in dated for start, specs in values)
        )

    @cached_property
    def shape(self) -> tuple[str, str | None, Limit | None]:
        """How many windows open: single, each or gap, the event that opens them, the limit that says so."""
        for spec in self.limits:
            shape, event = opens(spec.limit)
            if shape == "gap" and self.event:
                event = self.event.event
            if shape in ("each", "gap"):
                return shape, event, spec.limit
        return "single", None, None

    @cached_property
    def lies_ahead(self) -> bool:
        """Whether its windows lie before their meeting, or on its day, rather than after it."""
        shape, _, limit = self.shape
        return shape == "each" and limit.kind in ("before", "at") and not limit.anchor.after_each


def opens(limit: Limit) -> tuple[str | None, str | None]:
    """How many windows a limit opens: single, each or gap, and of which event; None without an anchor."""
    anchor = limit.anchor
    if anchor is None:
        return None, None
    if anchor.after_each:
        return "each", anchor.after_each
    shapes = {"each": "each", "previous": "gap"}
    return next(
        ((shapes[ref.which], ref.event) for ref in anchor.refs if ref.which in shapes), ("single", None)
    )


class Area(NamedTuple):
    """A place with its own procedures, its terms for events and roles, and its deadlines in order."""

    id: str
    title: str
    events: dict[str, str]
    roles: dict[str, str]
    sources: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    checklists: tuple[dict, ...] = ()  # as the bundle has them: read when a checklist is first asked for
    moved: dict[str, list] | None = None  # by event, what the sources say of a meeting that moves
    fictional: bool = False
    summary: str | None = None
    silent: tuple[tuple[str, str, str], ...] = ()  # key, title and words of what its sources set no limit for
    both_days: bool = False  # its limits count calendar days and working days, so that each says which


@dataclass
class Rulebook:
    """All that the engine knows: one version of the rules, for one area or more."""

    version: str
    calendar: Calendar
    conventions: tuple[tuple[Convention, dict], ...]
    events: dict[str, dict]
    roles: dict[str, dict]
    facts: dict[str, dict]
    sources: dict[str, dict]
    areas: dict[str, Area] = field(default_factory=dict)
    named: dict[Ref, list[tuple[str, Ref]]] = field(default_factory=dict)  # by facts: what each then means
    kept: dict = field(default_factory=dict)  # what is read from the bundle only when it is asked for

    def area(self, key) -> Area:
        if not isinstance(key, str) or key not in self.areas:
            known = ", ".join(sorted(self.areas))
            raise EngineError("area", f"there is no area “{str(key)[:60]}”", f"use one of: {known}")
        return self.areas[key]


def read_bundle(text: str) -> Rulebook:
    """The rulebook in a bundle's JSON text.

    Raises `EngineError` where the text is not a bundle of this format.
    """
    remedy = "load the bundle again; if it stays so, the site is not whole"
    try:
        data = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        raise EngineError("bundle", "the rules could not be read", remedy) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise EngineError(
            "bundle", f"the rules are not of format {FORMAT}", "load the site again for a matching pair"
        )
    held = data["calendar"]
    calendar = Calendar(
        date.fromisoformat(held["from"]),
        date.fromisoformat(held["to"]),
        {date.fromisoformat(day): name for day, name in held["holidays"].items()},
    )
    book = Rulebook(
        version=data["version"],
        calendar=calendar,
        conventions=tuple((_convention(item), _reading_shown(item, True)) for item in data["conventions"]),
        events=data["events"],
        roles=data["roles"],
        facts=data["facts"],
        sources=data["sources"],
    )
    for key, fact in book.facts.items():
        for text, other in (fact.get("names") or {}).items():
            book.named.setdefault(parse_event_ref(text), []).append((key, parse_event_ref(other)))
    for key, item in data["areas"].items():
        book.areas[key] = _area(key, item, data.get("silent_titles") or {})
    return book


def _convention(item: dict) -> Convention:
    other = item["otherwise"]
    months = tuple((int(months), days) for months, days in (other.get("months_as_days") or {}).items())
    return HOUSE._replace(
        id=item["id"],
        count_from_day=other.get("count_from_day", 0),
        months_as_days=months,
        units=tuple(item["units"]),
    )


def _area(key: str, item: dict, titles: dict[str, str]) -> Area:
    terms = item["terms"]
    return Area(
        id=key,
        title=item["title"],
        events=terms["events"],
        roles=terms["roles"],
        sources=tuple(item["sources"]),
        deadlines=tuple(_deadline(entry, terms) for entry in item["deadlines"]),
        checklists=tuple(item.get("checklists") or ()),
        moved=item.get("moved"),
        fictional=bool(item.get("fictional")),
        summary=item.get("summary"),
        silent=tuple(
            (name, titles.get(name, name), text) for name, text in (item.get("silent") or {}).items()
        ),
        both_days=bool(terms.get("both_days")),
    )


def _deadline(item: dict, terms: dict) -> Deadline:
    """A deadline; where other keys than its limits changed on a date, with a version for each span."""
    whole = _with_readings(item, terms)
    changes = item.get("versions")
    if not changes:
        return whole
    starts = [_day(change["start"]) for change in changes]
    versions = []
    for start, end, change in zip(starts, [*starts[1:], None], changes, strict=True):
        version = _with_readings({**item, **change["patch"]}, terms)
        begins = max((day for day in (version.begins, start) if day), default=None)
        ends = min((day for day in (version.ends, end) if day), default=None)
        others = tuple(
            reading._replace(other=_within(reading.other, begins, ends)) for reading in version.readings
        )
        versions.append(replace(_within(version, begins, ends), readings=others))
    return replace(whole, versions=tuple(versions))


def _within(deadline: Deadline, begins: date | None, ends: date | None) -> Deadline:
    """A deadline as it holds for a span of time, without the limits of any other time."""
    sides = {}
    for name in ("latest", "earliest", "aims"):
        dated = [
            entry for entry in getattr(deadline, name) if entry[0] is None or ends is None or entry[0] < ends
        ]
        later = [entry for entry in dated if entry[0] and (begins is None or entry[0] > begins)]
        sides[name] = (*later, *((None, specs) for _, specs in dated[len(later) : len(later) + 1]))
    return replace(deadline, begins=begins, ends=ends, **sides)


def _with_readings(item: dict, terms: dict) -> Deadline:
    plain = _without_readings(item, terms)
    readings = tuple(
        Reading(
            id=reading["id"],
            other=_without_readings({**item, **reading["patch"]}, terms),
            shown=_reading_shown(reading, False),
        )
        for reading in item.get("readings", ())
    )
    return replace(plain, readings=readings)


def _reading_shown(item: dict, convention: bool) -> dict:
    return {
        "id": item["id"],
        "question": item["question"],
        "taken": False,
        "reading": item.get("taken"),
        "because": item.get("because"),
        "confirmed": bool(item.get("confirmed")),
        "convention": convention,
    }


def _without_readings(item: dict, terms: dict) -> Deadline:
    event = _ref(item.get("event"))
    label = ref_words(event, terms["events"], article=False) if event else None
    return Deadline(
        key=item["key"],
        title=item["title"],
        topic=item.get("topic"),
        event=event,
        target={"event": str(event), "label": label} if event else None,
        earliest=read_limits(item.get("earliest"), terms),
        latest=read_limits(item.get("latest"), terms),
        starts=_ref(item.get("from")),
        until=_ref(item.get("until")),
        when=item.get("when"),
        or_set_by=tuple(item.get("or_set_by") or ()),
        note=item.get("note"),
        aims=read_limits(item.get("target"), terms),
        begins=_day(item.get("started")),
        ends=_day(item.get("ended")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _ref(text: str | None) -> Ref | None:
    return parse_event_ref(text) if text else None


def read_limits(entries: list | None, terms: dict) -> Dated:
    """Limits by the date they start, the newest first: the first entry that has begun is the one in force."""
    read = [
        (date.fromisoformat(entry["start"]) if entry["start"] else None, _specs(entry["limits"], terms))
        for entry in entries or ()
    ]
    return tuple(sorted(read, key=lambda pair: pair[0] or date.min, reverse=True))


def _specs(limits: list | None, terms: dict) -> tuple[LimitSpec, ...] | None:
    if limits is None:
        return None
    return tuple(limit_spec(entry, parse_limit(entry["limit"]), terms) for entry in limits)


def limit_spec(entry: dict, limit: Limit, terms: dict) -> LimitSpec:
    """A limit with what stands beside it, in an area's terms."""
    text, strength = str(limit), entry.get("strength")
    words = limit_words(limit, terms["events"], terms.get("both_days", False))
    who = entry.get("responsible")
    shown = {
        "limit": text,
        "words": words,
        "strength": strength,
        "strength_words": FORCE_WORDS.get(strength),
        "cites": list(entry["cites"]),
        "responsible": {"role": who, "label": terms["roles"].get(who, who.replace("_", " "))}
        if who
        else None,
    }
    return LimitSpec(limit, text, words, strength, entry.get("reason"), shown, entry.get("when"))
