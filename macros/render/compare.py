"""The areas side by side: every deadline, and how much each says under every topic."""

from checklists.engine import Ref, parse_event_ref

from ..bundle import DRAFT_MARK
from .area_parts import Page
from .base import few, in_order, kebab, render
from .statements import Reader, counts

TURNS = ("first", "second", "third")  # the times of an event that stand before those of any later one


def compare_page(handbook, base: str) -> str:
    """Every deadline key and every topic, the areas side by side; silence is shown as silence."""
    areas = in_order(handbook.areas)
    topics = []
    for key, entry in handbook.bundle["topics"].items():
        said = [
            {
                "forces": counts(found) if (found := Reader(handbook, area, base).topic(key)) else None,
                "href": f"{base}areas/{kebab(area)}/{kebab(key)}/",
            }
            for area, _ in areas
        ]
        if any(cell["forces"] for cell in said):
            topics.append(
                {
                    "key": kebab(key),
                    "title": entry["title"],
                    "href": f"{base}guidance/{kebab(key)}/",
                    "rows": rows_of(handbook, key, base),
                    "said": said,
                }
            )
    return render(
        "compare.md.j2",
        topics=topics,
        few=few(handbook),
        columns=[{"key": kebab(key), "title": data["title"]} for key, data in areas],
    )


def rows_of(handbook, topic: str, base: str) -> list[dict]:
    """A row for each deadline key of a topic: its title, a cell for each area, and whether they differ."""
    areas = in_order(handbook.areas)
    pages = {key: Page(handbook, key, base) for key, _ in areas}
    titles: dict[str, str] = {}
    events: dict[str, Ref] = {}
    for _, data in areas:
        for item in data["deadlines"]:
            if item["topic"] == topic and item["event"]:
                events.setdefault(kebab(item["key"]), parse_event_ref(item["event"]))
            # One area's draft does not make the others' a draft: its cell says so.
            if item["topic"] == topic and not (item["key"] in titles and item["title"].endswith(DRAFT_MARK)):
                titles[item["key"]] = item["title"]
    rows = []
    for key, title in titles.items():
        cells = [_cell(pages[area], key, base) for area, _ in areas]
        told = [cell for cell in cells if cell["limits"]]
        limits = {tuple((line["short"], line["strength"]) for line in cell["limits"]) for cell in told}
        rows.append(
            {
                "key": kebab(key),
                "title": title,
                "cells": cells,
                "differ": len(limits) > 1,
                "told": len(told),
                "groups": _alike(
                    [(data["title"], cell) for (_, data), cell in zip(areas, cells, strict=True)]
                ),
            }
        )
    return _as_the_work_goes(rows, events)


def _as_the_work_goes(rows: list[dict], events: dict[str, Ref]) -> list[dict]:
    """What most areas have comes first, with all else on the same event: its first time, then later ones."""
    rows = sorted(rows, key=lambda row: -row["told"])
    about = {row["key"]: events.get(row["key"], Ref(None, row["key"])) for row in rows}
    groups = list(dict.fromkeys(about[row["key"]].event for row in rows))

    def place(row: dict) -> tuple[int, int]:
        which, event = about[row["key"]]
        return groups.index(event), TURNS.index(which) if which in TURNS else len(TURNS)

    return sorted(rows, key=place)


def _alike(cells: list[tuple[str, dict]]) -> list[dict]:
    """The areas by what they say, what most say first: for more areas than stand side by side."""
    found: dict[tuple, dict] = {}
    for title, cell in cells:
        said = tuple((line["short"], line["strength"]) for line in cell["limits"])
        group = found.setdefault(said, {"limits": cell["limits"], "areas": []})
        shown = title + DRAFT_MARK if cell["draft"] and not title.endswith(DRAFT_MARK) else title
        group["areas"].append({"title": shown, "href": cell["href"]})
    return sorted(found.values(), key=lambda group: (not group["limits"], -len(group["areas"])))


def _cell(page: Page, key: str, base: str) -> dict:
    item = next((item for item in page.area["deadlines"] if item["key"] == key), None)
    if item is None:
        return {"limits": [], "silent": page.area["silent"].get(key), "href": None, "draft": False}
    lines = [
        line for name in ("latest", "earliest") for line in page.limits(item, name, "") if not line["past"]
    ]
    return {
        "limits": [{name: line.get(name) for name in ("short", "strength", "reason")} for line in lines],
        "cites": [one for line in lines for one in line.get("cites", ())][:1],
        "silent": None,
        "draft": item["title"].endswith(DRAFT_MARK),
        "href": f"{base}areas/{kebab(page.key)}/#{kebab(key)}",
    }
