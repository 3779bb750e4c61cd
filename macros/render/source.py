"""The page of a source: what it is, how far to trust it, and every provision of it, with where it is used."""

from .. import coverage
from ..bundle import cites_of
from . import sources, terms
from .base import all_sources, in_order, kebab, month_or_day, provision_anchor, render, upper_first
from .statements import research, roles_of, statement_anchor


def source_list(handbook, base: str) -> str:
    """Every source with its edition and state."""
    return render("source_list.html.j2", sources=sources.states(handbook, all_sources(handbook), base))


def source_page(handbook, key: str, base: str) -> str:
    """The page of one source, as Markdown with HTML in it."""
    source = handbook.bundle["sources"][key]
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
        provisions=_register(handbook, key, base),
        coverage=coverage.lines(handbook.bundle, key),
        words=terms.own_words(handbook, key, base),
    )


def _register(handbook, key: str, base: str) -> list[dict]:
    """Every provision of a source in its order, with where it is used; what is set aside says why."""
    source = handbook.bundle["sources"][key]
    used = _used(handbook, base)
    home = _home(handbook, key)
    found = []
    for reference, provision in handbook.provisions(key):
        locator = reference.split("#", 1)[1]
        item = {"locator": locator, "anchor": provision_anchor(locator), "statement": None}
        item["because"] = provision.get("because")
        if provision["kind"] != "admin":
            topic = provision["topic"]
            item |= {
                "statement": provision["statement"],
                "kind": provision["kind"],
                "strength": provision["strength"],
                "roles": [_role(handbook, source, role) for role in roles_of(provision)],
                "research": research(provision, source),
                "note": provision.get("note"),
                "topic": {
                    "text": handbook.bundle["topics"][topic]["title"],
                    "href": f"{base}areas/{kebab(home)}/{kebab(topic)}/#{statement_anchor(reference)}",
                }
                if home
                else None,
                "used": used.get(reference, []),
            }
        found.append(item)
    return found


def _home(handbook, key: str) -> str | None:
    """The area whose pages show a source's statements first: its own, else one that uses it."""
    areas = handbook.bundle["areas"]
    if key in areas:
        return key
    return next((name for name, area in in_order(areas) if key in area["sources"]), None)


def _facts(handbook, source: dict) -> list[tuple[str, str]]:
    """What is known of a source, as label and text."""
    found = (
        ("Title", source["title"]),
        ("Published by", source["publisher"]),
        ("Edition read", month_or_day(source["edition"])),
        ("Issued", month_or_day(source.get("issued"))),
        ("Amended", month_or_day(source.get("amended"))),
        ("Own review date", month_or_day(source.get("review_by")) or "none given"),
        ("Replaces", source.get("replaces") or "not known"),
        ("Replaced by", source.get("replaced_by") or "not known"),
        ("Last checked", month_or_day(source["checked_on"])),
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
