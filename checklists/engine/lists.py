"""The checklists of an area in the shapes that the engine works on."""

from datetime import date
from typing import NamedTuple

from .errors import EngineError, did_you_mean
from .grammar import Ref, parse_event_ref
from .rulebook import Area, Deadline, Rulebook, read_limits
from .words import FORCE_WORDS


class Item(NamedTuple):
    """One thing to tick. `dated_by` is the deadline that dates it; `own` whether that is its own limit."""

    key: str
    section: str
    action: str
    cites: tuple[str, ...]
    responsible: dict | None
    strength: str
    prompt: bool
    dated_by: Deadline | None
    own: bool
    next: bool  # the window that follows from the meeting, not its own
    when: str | None
    may_skip: bool
    carries: bool
    note: str | None
    started: date | None
    ended: date | None
    replaced_by: str | None


class Checklist(NamedTuple):
    """A list with its items in order. `on` is the event that it belongs to; None for the case as a whole."""

    key: str
    title: str
    on: Ref | None
    takes_up: tuple[str, ...]
    sections: dict[str, str]
    items: tuple[Item, ...]


def checklists_of(area: Area, book: Rulebook) -> dict[str, Checklist]:
    """Every checklist of an area by key, in the order of the work."""
    kept = ("checklists", area.id)
    if kept not in book.kept:
        deadlines = {item.key: item for item in area.deadlines}
        limits: dict[str, Deadline] = {}
        book.kept[kept] = {
            entry["key"]: _checklist(entry, area, deadlines, limits) for entry in area.checklists
        }
    return book.kept[kept]


def checklist_of(key, area: Area, book: Rulebook) -> Checklist:
    """One checklist; `EngineError` where the area has none of that name."""
    known = checklists_of(area, book)
    if not isinstance(key, str) or key not in known:
        remedy = did_you_mean(str(key)[:80], known) or f"use one of: {', '.join(known)}"
        raise EngineError("list", f"{area.title} has no checklist “{str(key)[:60]}”", remedy)
    return known[key]


def _checklist(entry: dict, area: Area, deadlines: dict, limits: dict) -> Checklist:
    return Checklist(
        key=entry["key"],
        title=entry["title"],
        on=parse_event_ref(entry["for"]) if entry["for"] else None,
        takes_up=tuple(entry["takes_up"]),
        sections={section["key"]: section["title"] for section in entry["sections"]},
        items=tuple(_item(item, area, deadlines, limits) for item in entry["items"]),
    )


def _item(item: dict, area: Area, deadlines: dict, limits: dict) -> Item:
    who = item["responsible"]
    dated = deadlines[item["deadline"]] if item["deadline"] else None
    if item["due"]:
        key = str(item["due"])
        dated = limits.get(key) or limits.setdefault(key, _own_limit(item["due"], area))
    return Item(
        key=item["key"],
        section=item["section"],
        action=item["action"],
        cites=tuple(item["cites"]),
        responsible={"role": who, "label": area.roles.get(who, who.replace("_", " "))} if who else None,
        strength=item["strength"],
        prompt=item["prompt"],
        dated_by=dated,
        own=bool(item["due"]),
        next=bool(item.get("next")),
        when=item["when"],
        may_skip=item["not_applicable"],
        carries=item["carries"],
        note=item["note"],
        started=date.fromisoformat(item["started"]) if item.get("started") else None,
        ended=date.fromisoformat(item["ended"]) if item["ended"] else None,
        replaced_by=item["replaced_by"],
    )


def _own_limit(due: str | list[dict], area: Area) -> Deadline:
    """A limit that only a checklist has, as a deadline that nothing but a tick meets.

    It is the limit's text, or limits by the date they start: `[{"start", "limit"}]`.
    """
    terms = {"events": area.events, "roles": area.roles, "both_days": area.both_days}
    plain = {"cites": [], "strength": None, "reason": None, "responsible": None}
    written = [{"start": None, "limit": due}] if isinstance(due, str) else due
    entries = [
        {"start": one["start"], "limits": [{**plain, "limit": one["limit"]}] if one["limit"] else None}
        for one in written
    ]
    text = written[-1]["limit"] or ""
    return Deadline(
        key=f"due {due}",
        title=text,
        topic=None,
        event=None,
        target=None,
        earliest=(),
        latest=read_limits(entries, terms),
        starts=None,
        until=None,
        when=None,
        or_set_by=(),
        note=None,
    )


def strength_words(item: Item) -> str:
    """The force of the source's own verb."""
    return FORCE_WORDS[item.strength]
