"""The page of an area: its limits with all that stands behind them, and its ready reckoner."""

from checklists.engine import FICTIONAL

from . import changes, checklists, guidance, roles, sources
from .area_parts import Page, parent_title
from .base import in_order, kebab, render
from .beside import beside, own_differences


def area_list(handbook, base: str) -> str:
    """Every real area with its summary and the state of its sources."""
    return _listed(handbook, handbook.areas, base)


def fictional_areas(handbook, base: str) -> str:
    """Every made-up area, marked as such; nothing where there is none."""
    made_up = {key: area for key, area in handbook.bundle["areas"].items() if key not in handbook.areas}
    return _listed(handbook, made_up, base) if made_up else ""


def _listed(handbook, chosen: dict, base: str) -> str:
    areas = [
        {
            "key": kebab(key),
            "title": area["title"],
            "summary": area["summary"],
            "fictional": FICTIONAL if area.get("fictional") else None,
            "href": f"{base}areas/{kebab(key)}/",
            "dates": f"{base}tools/dates/#area={key}",
            "reckoner": f"{base}areas/{kebab(key)}/#ready-reckoner",
            "parent": parent_title(handbook, area),
            "sources": sources.states(handbook, area["sources"], base),
        }
        for key, area in in_order(chosen)
    ]
    return render("area_list.html.j2", areas=areas)


def area_page(handbook, key: str, base: str) -> str:
    """The page of one area, as Markdown with HTML in it."""
    area = handbook.bundle["areas"][key]
    page = Page(handbook, key, base)
    topics = []
    for topic, entry in handbook.bundle["topics"].items():
        deadlines = [page.deadline(item) for item in area["deadlines"] if item["topic"] == topic]
        if deadlines:
            topics.append({"key": kebab(topic), **entry, "deadlines": deadlines})
    return render(
        "area.md.j2",
        key=key,
        area=area,
        topics=topics,
        parent=parent_title(handbook, area),
        parent_href=f"{base}areas/{kebab(area['builds_on'])}/" if area.get("builds_on") else None,
        sources=sources.states(handbook, area["sources"], base),
        last_change=changes.last_change(handbook, key, base),
        topics_said=guidance.area_topics(handbook, key, base),
        checklists=checklists.area_checklists(handbook, key, base),
        roles_named=roles.area_roles(handbook, key, base),
        silent=page.silent(),
        reckoner=page.reckoner(),
        dates=f"{base}tools/dates/#area={key}",
        counting=f"{base}about/counting/",
        beside=beside(handbook, key, base) + own_differences(handbook, key, base),
    )
