"""The checklists of the areas: complete as printed lists, which the browser's modules bring to life."""

from checklists.engine.facts import split
from checklists.engine.grammar import parse_event_ref

from .. import lists, together
from ..bundle import limits_of
from ..reckoner import event_entry
from . import sources
from .base import cite, event, in_order, kebab, limit, plain_day, render, source_label, upper_first


def checklist_list(handbook, base: str) -> str:
    """Every checklist by area, with what each area's sources are silent on."""
    areas = []
    for key, area in in_order(handbook.bundle["areas"]):
        found = [_brief(handbook, key, one, base) for one in area["checklists"]]
        if found:
            areas.append(
                {"key": kebab(key), "title": area["title"], "lists": found, "silent": silent(handbook, key)}
            )
    return render("checklist_list.html.j2", areas=areas)


def area_checklists(handbook, area: str, base: str) -> str:
    """The checklists of one area, for its page."""
    data = handbook.bundle["areas"][area]
    return render(
        "checklist_ways.html.j2",
        lists=[_brief(handbook, area, one, base) for one in data["checklists"]],
        silent=silent(handbook, area),
        title=data["title"],
    )


def silent(handbook, area: str) -> list[str]:
    """The titles of the checklists that an area's sources were searched for, and hold nothing for."""
    said = handbook.bundle["areas"][area]["no_lists"]
    return [kind["title"] for key, kind in handbook.bundle["checklist_kinds"].items() if key in said]


def in_force(one: dict, today) -> list[dict]:
    """The items of a checklist that hold on a day: one that has ended stands only where it was ticked."""
    day = today.isoformat()
    return [
        item
        for item in one["items"]
        if (not item["ended"] or item["ended"] > day) and item.get("started", "") <= day
    ]


def _brief(handbook, area: str, one: dict, base: str) -> dict:
    data = handbook.bundle["areas"][area]
    return {
        "title": one["title"],
        "summary": one["summary"],
        "count": len(in_force(one, handbook.today)),
        "href": f"{base}areas/{kebab(area)}/checklists/{kebab(one['key'])}/",
        "from_parent": None if one["own"] else handbook.bundle["areas"][data["builds_on"]]["title"],
    }


def checklist_page(handbook, area: str, key: str, base: str) -> str:
    """One checklist of an area: what is asked first, the items by section, each with its source."""
    data = handbook.bundle["areas"][area]
    one = next(item for item in data["checklists"] if item["key"] == key)
    parent = handbook.bundle["areas"].get(data.get("builds_on") or "")
    shower = _Shower(handbook, area, one, base)
    used = {text.split("#")[0] for item in one["items"] for text in item["cites"]}
    # That an area's own sources are silent rests on them too: their age counts on a list of its parent's.
    used |= set(data["sources"]) - set(parent["sources"] if parent else data["sources"])
    own = parse_event_ref(one["for"]) if one["for"] else None
    return render(
        "checklist.md.j2",
        area=data,
        key=key,
        area_key=area,
        area_href=f"{base}areas/{kebab(area)}/",
        base=base,
        list=one,
        meeting=event(one["for"], data["terms"]) if one["for"] else None,
        event=event_entry(handbook.bundle, area, own.event) if own else None,
        which=(own.which or "first") if own else "",
        topic={
            "title": handbook.bundle["topics"][one["topic"]]["title"],
            "href": f"{base}areas/{kebab(area)}/{kebab(one['topic'])}/",
        }
        if shower.has_topic(one["topic"])
        else None,
        sources=sources.states(handbook, [source for source in data["sources"] if source in used], base),
        parent=parent["title"] if parent else None,
        inherited=not one["own"],
        all_inherited=parent is not None and not any(shower.is_own(item) for item in one["items"]),
        facts=shower.facts(),
        sections=shower.sections(),
        others=[_brief(handbook, area, other, base) for other in data["checklists"] if other["key"] != key],
        today=handbook.today.isoformat(),
        version=handbook.bundle["version"],
    )


class _Shower:
    """The parts of one checklist as its page shows them."""

    def __init__(self, handbook, area: str, one: dict, base: str):
        self.handbook, self.area, self.one, self.base = handbook, area, one, base
        self.data = handbook.bundle["areas"][area]
        self.deadlines = {item["key"]: item for item in self.data["deadlines"]}

    def has_topic(self, topic: str) -> bool:
        from .statements import Reader

        return bool(Reader(self.handbook, self.area, self.base).topic(topic))

    def is_own(self, item: dict) -> bool:
        """Whether an item comes from the area's own source."""
        parent = self.handbook.bundle["areas"].get(self.data.get("builds_on") or "")
        theirs = parent["sources"] if parent else []
        return any(text.split("#")[0] not in theirs for text in item["cites"])

    def facts(self) -> list[dict]:
        """The questions that its items depend on, in the order in which they come up."""
        named = []
        for item in self.one["items"]:
            deadline = self.deadlines.get(item["deadline"])
            named += [when for when in (item["when"], deadline and deadline["when"]) if when]
            named += [one["when"] for one in limits_of(deadline or {}) if one.get("when")]
        keys = dict.fromkeys(split(when)[0] for when in named)
        return [{"key": key, **self.handbook.bundle["facts"][key]} for key in keys]

    def sections(self) -> list[dict]:
        """Its sections with their items; research stands under a heading of its own."""
        made = []
        for section in self.one["sections"]:
            held = in_force(self.one, self.handbook.today)
            mine = [item for item in held if item["section"] == section["key"]]
            duties = [self.item(item) for item in mine if not item["prompt"]]
            prompts = [self.item(item) for item in mine if item["prompt"]]
            if duties:
                made.append({**section, "items": duties, "research": None})
            if prompts:
                years = {item["year"] for item in prompts}
                made.append(
                    {
                        "key": f"{section['key']}-research" if duties else section["key"],
                        "title": section["title"],
                        "items": prompts,
                        "research": f"Research reported in {', '.join(sorted(years))}",
                    }
                )
        return made

    def item(self, item: dict) -> dict:
        """One item with all that stands beside it."""
        who = item["responsible"]
        roles = self.data["terms"]["roles"]
        source = item["cites"][0].split("#")[0]
        of = self.handbook.bundle["sources"][source]
        return {
            "key": item["key"],
            "id": kebab(item["key"]),
            "action": upper_first(item["action"]),
            "strength": item["strength"],
            "prompt": item["prompt"],
            "year": (of.get("amended") or of.get("issued") or "unknown year")[:4],
            "role": who,
            "who": upper_first(roles.get(who, who.replace("_", " "))) if who else None,
            "due": self.due(item),
            "may_skip": item["not_applicable"],
            "when": self.when(item),
            "note": item["note"],
            "cites": [cite(self.handbook, text, self.base) for text in item["cites"]],
            "borrowed": None if self.is_own(item) else source_label(self.handbook, source),
        }

    def due(self, item: dict) -> str | None:
        """When an item is due, in words."""
        if item["due"]:
            return self._by_date(
                [(one["start"], [one] if one["limit"] else []) for one in lists.dues(item)], "latest"
            )
        deadline = self.deadlines.get(item["deadline"])
        if deadline is None:
            return None
        sides = [(side, deadline.get(side)) for side in ("target", "latest") if deadline.get(side)]
        found = []
        for side, entries in sides or [("earliest", deadline["earliest"] or [])]:
            spans = [(entry["start"], entry["limits"] or []) for entry in entries]
            if words := self._by_date(spans, side):
                found.append(f"Target: {words[:1].lower()}{words[1:]}" if side == "target" else words)
        if len(found) == 2:
            return f"{found[0]}; at the latest {found[1][:1].lower()}{found[1][1:]}"
        return found[0] if found else None

    def _by_date(self, spans: list[tuple], side: str) -> str | None:
        """Limits in words: those in force on the day of the build, and those to come with their date."""
        today = self.handbook.today.isoformat()
        spans = sorted(spans, key=lambda span: span[0] or "")
        begun = [span for span in spans if not span[0] or span[0] <= today]
        said = []
        for start, limits in [*begun[-1:], *(span for span in spans if span not in begun)]:
            each = [limit(one["limit"], self.data["terms"]) for one in limits]
            words = together.joined(each, limits, side) or "no limit any more"
            said.append(f"from {plain_day(start)}: {words}" if start and start > today else words)
        return upper_first("; ".join(said)) if said else None

    def when(self, item: dict) -> str | None:
        """On which answer an item depends."""
        if not item["when"]:
            return None
        key, needed = split(item["when"])
        return f"{'If yes' if needed else 'If no'}: {self.handbook.bundle['facts'][key]['question']}"
