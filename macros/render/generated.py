"""The pages that exist because the rules have an area or a source: their addresses and first lines."""

import json

from .base import in_order, kebab, source_label, sources_in_order


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
    return pages


def pages_of(handbook, section: str) -> list[dict[str, str]]:
    """The generated pages of a section, `areas` or `sources`, in order, titled for the navigation."""
    if section == "areas":
        return [{area["title"]: f"areas/{kebab(key)}.md"} for key, area in in_order(handbook.bundle["areas"])]
    return [{source_label(handbook, key): f"sources/{kebab(key)}.md"} for key in sources_in_order(handbook)]


def _area_description(area: dict) -> str:
    return f"{area['title']}: the limits of its child protection procedures, and a ready reckoner of dates"


def _page(title: str, sources: list[str], macro: str, description: str) -> str:
    # JSON is YAML too, and quotes what needs it.
    meta = {"title": title, "description": description, "sources": sources}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in meta.items()]
    return "\n".join(["---", *lines, "---", "", "{{ " + macro + " }}", ""])
