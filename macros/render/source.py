"""The page of a source: what it is, how far to trust it, and every provision of it that a limit cites."""

from ..bundle import cites_of
from . import sources
from .base import in_order, kebab, month_or_day, provision_anchor, render, sources_in_order, upper_first


def source_list(handbook, base: str) -> str:
    """Every source with its edition and state."""
    return render("source_list.html.j2", sources=sources.states(handbook, sources_in_order(handbook), base))


def source_page(handbook, key: str, base: str) -> str:
    """The page of one source, as Markdown with HTML in it."""
    source = handbook.bundle["sources"][key]
    used = _used(handbook, base)
    topics: dict[str, list] = {topic: [] for topic in handbook.bundle["topics"]}
    for reference, provision in handbook.bundle["provisions"].items():
        home, locator = reference.split("#", 1)
        if home == key and reference in used:
            topics[provision["topic"]].append(
                {
                    "locator": locator,
                    "anchor": provision_anchor(locator),
                    "statement": provision["statement"],
                    "strength": provision["strength"],
                    "role": _role(handbook, source, provision.get("role")),
                    "note": provision.get("note"),
                    "used": used[reference],
                }
            )
    return render(
        "source.md.j2",
        source=source,
        state=sources.state(handbook, key, base),
        facts=_facts(handbook, source),
        areas=[
            {"title": area["title"], "href": f"{base}areas/{kebab(name)}/"}
            for name, area in in_order(handbook.bundle["areas"])
            if key in area["sources"]
        ],
        topics=[
            {"key": kebab(topic), "title": handbook.bundle["topics"][topic]["title"], "provisions": found}
            for topic, found in topics.items()
            if found
        ],
        terms=_terms(handbook, source),
    )


def _facts(handbook, source: dict) -> list[tuple[str, str]]:
    """What is known of a source, as label and text."""
    found = (
        ("Title", source["title"]),
        ("Published by", source["publisher"]),
        ("Edition read", month_or_day(source["edition"])),
        ("Issued", month_or_day(source.get("issued"))),
        ("Amended", month_or_day(source.get("amended"))),
        ("Own review date", month_or_day(source.get("review_by")) or "none given"),
        ("Replaced by", source.get("replaced_by")),
        ("Licence", source.get("licence")),
        ("How we know", source.get("how_we_know")),
    )
    return [(label, text) for label, text in found if text]


def _role(handbook, source: dict, role: str | None) -> str | None:
    if not role:
        return None
    own = (source.get("terms") or {}).get("roles") or {}
    return upper_first(
        own.get(role) or handbook.bundle["roles"].get(role, {}).get("label") or role.replace("_", " ")
    )


def _terms(handbook, source: dict) -> list[tuple[str, str]]:
    """The source's own words for what the handbook calls otherwise: (theirs, ours)."""
    found = []
    for kind, labels in (source.get("terms") or {}).items():
        for key, label in labels.items():
            ours = handbook.bundle[kind][key]["label"]
            if ours.lower() != label.lower():
                found.append((label, ours))
    return found


def _used(handbook, base: str) -> dict[str, list[dict]]:
    """The limits that cite each provision, by area."""
    found: dict[str, list[dict]] = {}
    for name, area in in_order(handbook.bundle["areas"]):
        for item in area["deadlines"]:
            link = {
                "text": f"{area['title']}: {item['title']}",
                "href": f"{base}areas/{kebab(name)}/#{kebab(item['key'])}",
            }
            for reference in cites_of(item):
                found.setdefault(reference, []).append(link)
    return found
