"""The pages that exist because the rules have an area, source, topic or role: addresses, first lines."""

import json

from .base import all_sources, few, in_order, kebab, source_label, theme_text, upper_first
from .statements import Reader


def generated_pages(handbook) -> dict[str, str]:
    """Every page made from the rules, by its path: a title, and the macro that makes the rest."""
    pages = {}
    for key, area in handbook.bundle["areas"].items():
        text = _page(area["title"], area["sources"], f'area_page("{key}")', _area_description(area))
        pages[f"areas/{kebab(key)}.md"] = text
    for key, source in handbook.bundle["sources"].items():
        title = f"{source_label(handbook, key)}: {source['title']}"
        text = _page(
            title, [key], f'source_page("{key}")', f"{title}: edition, status and the provisions cited"
        )
        pages[f"sources/{kebab(key)}.md"] = text
    return pages | _by_topic(handbook) | _by_role(handbook) | _checklists(handbook)


def _checklists(handbook) -> dict[str, str]:
    """A page for each checklist of each area."""
    pages = {}
    for area, data in in_order(handbook.bundle["areas"]):
        for one in data["checklists"]:
            title = f"{data['title']}: {one['title'].lower()}"
            used = {text.split("#")[0] for item in one["items"] for text in item["cites"]}
            pages[f"areas/{kebab(area)}/checklists/{kebab(one['key'])}.md"] = _page(
                title,
                [source for source in data["sources"] if source in used],
                f'checklist_page("{area}", "{one["key"]}")',
                f"Checklist for {data['title']}: {one['summary']}",
                wide=True,
                tool="checklist.mjs",
            )
    return pages


def _by_topic(handbook) -> dict[str, str]:
    """A page for each topic that a source speaks of, and one for each area that does."""
    pages = {}
    for topic, entry in handbook.bundle["topics"].items():
        title = entry["title"]
        for area, data in in_order(handbook.bundle["areas"]):
            if Reader(handbook, area, "").topic(topic):
                macro = f'area_topic_page("{area}", "{topic}")'
                about = f"{title}: what the procedures of {data['title']} say"
                text = _page(f"{data['title']}: {title.lower()}", data["sources"], macro, about)
                pages[f"areas/{kebab(area)}/{kebab(topic)}.md"] = text
                if data.get("fictional"):
                    continue
                about = f"{title}: what the areas agree and differ on"
                pages[f"guidance/{kebab(topic)}.md"] = _page(
                    title, [], f'topic_page("{topic}")', about, wide=True
                )
    return pages


def _by_role(handbook) -> dict[str, str]:
    """The same for each role that a source gives something to do."""
    pages = {}
    for role, entry in handbook.bundle["roles"].items():
        for area, data in in_order(handbook.bundle["areas"]):
            if Reader(handbook, area, "").role(role):
                name = data["terms"]["roles"].get(role, entry["label"])
                macro = f'area_role_page("{area}", "{role}")'
                about = f"Everything that the procedures of {data['title']} ask of the {name}"
                text = _page(f"{data['title']}: {name}", data["sources"], macro, about)
                pages[f"areas/{kebab(area)}/roles/{kebab(role)}.md"] = text
                if data.get("fictional"):
                    continue
                label = upper_first(entry["label"])
                about = f"{label}: who that is, and what each area asks"
                pages[f"roles/{kebab(role)}.md"] = _page(label, [], f'role_page("{role}")', about)
    return pages


def pages_of(handbook, section: str) -> list[dict[str, str]]:
    """The pages of a section, `areas` or `sources`, for the navigation; none where areas are many."""
    if not few(handbook):
        return []
    if section == "areas":
        listed = {f"areas/{kebab(key)}.md": area["title"] for key, area in in_order(handbook.bundle["areas"])}
    else:
        listed = {f"sources/{kebab(key)}.md": source_label(handbook, key) for key in all_sources(handbook)}
    return [{theme_text(title): path} for path, title in listed.items()]


def _area_description(area: dict) -> str:
    return f"{area['title']}: the limits of its child protection procedures, and a ready reckoner of dates"


def _page(
    title: str, sources: list[str], macro: str, description: str, wide: bool = False, tool: str | None = None
) -> str:
    # JSON is YAML too, and quotes what needs it. A wide table takes the room of the list of contents.
    meta = {"title": theme_text(title), "description": theme_text(description), "sources": sources} | (
        {"hide": ["toc"]} if wide else {}
    )
    if tool:
        meta |= {"styles": ["calculator.css", "checklist.css"], "modules": [tool]}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in meta.items()]
    return "\n".join(["---", *lines, "---", "", "{{ " + macro + " }}", ""])
