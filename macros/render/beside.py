"""An area beside the one that it builds on: what is its own, what it takes over, where the two disagree."""

from .area_parts import BOUNDS, Page
from .base import cite, kebab, render


def beside(handbook, key: str, base: str) -> str:
    """The section of an area's page; nothing for an area that builds on none."""
    area = handbook.bundle["areas"][key]
    parent = area.get("builds_on")
    if not parent:
        return ""
    page, other = Page(handbook, key, base), Page(handbook, parent, base)
    theirs = {item["key"]: item for item in other.area["deadlines"]}
    kinds: dict[str, list[dict]] = {"differ": [], "same": [], "own": [], "taken": []}
    for item in area["deadlines"]:
        match = theirs.pop(item["key"], None)
        here, there = _limits(page, item), _limits(other, match)
        if match is None:
            kind = "own"
        elif here != there:
            kind = "differ"
        else:
            kind = "same" if item["own"] else "taken"
        kinds[kind].append(
            {"title": item["title"], "anchor": kebab(item["key"]), "here": here, "there": there}
        )
    return render(
        "beside.md.j2",
        area=area["title"],
        parent=other.area["title"],
        parent_href=f"{base}areas/{kebab(parent)}/",
        kinds=kinds,
        dropped=[{"title": item["title"], "anchor": kebab(item["key"])} for item in theirs.values()],
        differs=_statements(handbook, area, base),
    )


def own_differences(handbook, key: str, base: str) -> str:
    """Where the sources of one area disagree; nothing where they do not, or where it builds on another."""
    area = handbook.bundle["areas"][key]
    page = Page(handbook, key, base)
    limits = [found for item in area["deadlines"] if (found := _from_several(page, item))]
    if area.get("builds_on") or not (limits or area["differs"]):
        return ""
    return render(
        "differences.html.j2",
        area=area["title"],
        limits=limits,
        differs=_statements(handbook, area, base),
    )


def _from_several(page: Page, item: dict) -> dict | None:
    """The limits of one side of a deadline that come from different sources and hold at the same time."""
    for side, label in BOUNDS:
        for entry in item.get(side) or ():
            firm = [one for one in entry["limits"] or () if one["cites"] and not one.get("when")]
            if len({one["cites"][0].split("#")[0] for one in firm}) > 1:
                lines = page.limits({**item, side: [{**entry, "limits": firm}]}, side, label)
                return {"title": item["title"], "anchor": kebab(item["key"]), "lines": lines}
    return None


def _statements(handbook, area: dict, base: str) -> list[dict]:
    """What the sources say otherwise apart from limits, each side with its provisions."""
    return [
        {
            **entry,
            "here": [_statement(handbook, one, base) for one in entry["here"]],
            "there": [_statement(handbook, one, base) for one in entry["there"]],
        }
        for entry in area["differs"]
    ]


def _limits(page: Page, item: dict | None) -> list[dict]:
    if item is None:
        return []
    lines = [line for line in page.brief(item)["limits"] if not line["past"]]
    return [{"short": line["short"], "strength": line["strength"]} for line in lines]


def _statement(handbook, reference: str, base: str) -> dict:
    provision = handbook.bundle["provisions"][reference]
    return {
        "statement": provision["statement"],
        "strength": provision["strength"],
        "cite": cite(handbook, reference, base),
    }
