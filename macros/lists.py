"""The checklists of an area as plain data: overlays resolved, words and roles taken from the provisions."""

from . import overlay
from .load import Rules

RESEARCH = "evidence"  # the kind of a provision that reports research: a prompt, not a duty


def of_area(rules: Rules, area: str) -> list[dict]:
    """Every checklist of an area, in the order of the vocabulary.

    Each has `key`, `title`, `summary`, `topic`, `for` (an event, or None for the case), `takes_up`, `own` and
    `inherited` (whether the area, and the one it builds on, has such a file), `path`, `sections`,
    `items`, and the worked `examples` of its own file.
    """
    found = overlay.resolve(rules, area, "checklists")
    kinds = rules.vocabulary["checklist_kinds"]
    own = set(rules.areas[area]["sources"])
    made = [_checklist(rules, key, kind, found[key], own) for key, kind in kinds.items() if key in found]
    written = rules.checklists.get(area, {})
    return [{**one, "examples": written.get(one["key"], {}).get("examples") or []} for one in made]


def cites_of(checklists: list[dict]) -> list[str]:
    """Every provision that the items of checklists come from, in order."""
    return list(dict.fromkeys(cite for one in checklists for item in one["items"] for cite in item["cites"]))


def _checklist(rules: Rules, key: str, kind: dict, entry: dict, own: set[str]) -> dict:
    data = entry["data"]
    sections = list(data["sections"])
    items = [_item(rules, name, raw) for name, raw in data["items"].items()]
    # By section; within one what the area's own source says stands before what it takes over.
    items.sort(key=lambda item: (sections.index(item["section"]), item["cites"][0].split("#")[0] not in own))
    return {
        "key": key,
        "title": f"{kind['title']} (draft)" if data.get("draft") else kind["title"],
        "summary": kind["summary"],
        "topic": kind["topic"],
        "for": kind.get("for"),
        "takes_up": kind.get("takes_up", []),
        "own": entry["own"],
        "inherited": entry["inherited"],
        "path": entry["path"],
        "sections": [{"key": name, "title": title} for name, title in data["sections"].items()],
        "items": items,
    }


def _item(rules: Rules, key: str, raw: dict) -> dict:
    source, locator = raw["cites"][0].split("#", 1)
    provision = rules.provisions[source][locator]
    return {
        "key": key,
        "section": raw["section"],
        "action": raw.get("action") or provision["statement"],
        "cites": raw["cites"],
        "responsible": raw["responsible"] if "responsible" in raw else provision.get("role"),
        "strength": provision["strength"],
        "prompt": provision["kind"] == RESEARCH,
        "deadline": raw.get("deadline"),
        "next": bool(raw.get("next")),
        "due": _due(raw.get("due")),
        "when": raw.get("when"),
        "not_applicable": bool(raw.get("not_applicable")),
        "carries": bool(raw.get("carries")),
        "note": raw.get("note"),
        **({"started": raw["started"]} if raw.get("started") else {}),
        "ended": raw.get("ended"),
        "replaced_by": raw.get("replaced_by"),
    }


def _due(value) -> str | list[dict] | None:
    """A limit as it stands, or limits by the date they start."""
    if not overlay.dated(value):
        return value
    by_start = overlay.by_start(value)
    return [
        {"start": start, "limit": by_start[start]}
        for start in sorted(by_start, key=lambda start: start or "")
    ]


def dues(item: dict) -> list[dict]:
    """The limits of its own that an item of the bundle has, by the date they start, the oldest first."""
    if not item["due"]:
        return []
    return [{"start": None, "limit": item["due"]}] if isinstance(item["due"], str) else item["due"]
