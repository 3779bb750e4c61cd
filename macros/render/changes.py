"""What changed with the last release, before it and since; and when an area last changed."""

import re

from markupsafe import Markup, escape

from ..bundle import FICTIONAL
from ..changelog import EVERY
from ..diff import sections, summary
from .base import in_order, kebab, plain_day, provision_anchor, render

FEW_LINES = 6  # of a part that is shown open
# Code, in which asterisks are as they stand, or words in bold, with whole pieces of code among them.
MARKED = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<bold>(?:`[^`]+`|[^`]|`(?![^`]*`))+?)\*\*")
ALWAYS_OPEN = ("areas", "dates", "rules")


def what_changed(handbook, base: str) -> str:
    """The last release beside what was there before it, then the entries of the change log."""
    last = max(handbook.releases, default=None)
    made = _release(handbook, last, base) if last else None
    entries = [_entry(entry) for entry in handbook.changelog]
    return render(
        "changes.html.j2",
        release=made,
        newer=[entry for entry in entries if last and (entry["day"] or "9") > last],
        same=[entry for entry in entries if last and entry["day"] == last],
        older=[entry for entry in entries if not last or (entry["day"] or "9") < last],
        version=handbook.bundle["version"],
    )


def last_change(handbook, area: str, base: str) -> dict | None:
    """The day on which an area last changed, in words, and where that is told; None where it is not."""
    title = handbook.bundle["areas"][area]["title"].removesuffix(FICTIONAL)
    released = max((key for key, data in handbook.releases.items() if area in data["areas"]), default="")
    written = max(
        (
            entry.day
            for entry in handbook.changelog
            if entry.day and any({title, EVERY} & set(item.areas) for item in entry.items)
        ),
        default="",
    )
    newest = max(released, written)
    if not newest:
        return None
    shown = newest == released == max(handbook.releases)
    anchor = f"in-{kebab(area)}" if shown else _anchor(newest)
    return {"words": plain_day(newest), "href": f"{base}about/changes/#{anchor}"}


def in_use(handbook) -> dict | None:
    """The day of the last release, and whether the rules are still those of it; None where none is kept."""
    last = max(handbook.releases, default=None)
    if last is None:
        return None
    same = handbook.releases[last]["after"]["rules"] == handbook.bundle["version"]
    return {"words": plain_day(last), "same": same}


def _release(handbook, key: str, base: str) -> dict:
    data = handbook.releases[key]
    made = [_section(handbook, section, base) for section in sections(data)]
    own = {section["key"] for section in made if section["kind"] == "area"}
    return {
        "day": plain_day(key),
        "anchor": _anchor(key),
        "summary": summary(data),
        "before": {**data["before"], "words": plain_day(data["before"]["date"])},
        "after": data["after"],
        "cases": data["cases"],
        "not_compared": data["not_compared"],
        "sections": made,
        # An area whose source alone changed is told where to look, so that a link to it leads somewhere.
        "by_source": [
            {"key": kebab(area), "title": entry["title"], "sources": _sources(entry, made)}
            for area, entry in in_order(handbook.bundle["areas"])
            if area in data["areas"] and area not in own
        ],
        "same": data["after"]["rules"] == handbook.bundle["version"],
    }


def _sources(area: dict, made: list[dict]) -> list[dict]:
    return [one for one in made if one["kind"] == "source" and one["key"] in area["sources"]]


def _section(handbook, section: dict, base: str) -> dict:
    kind, key = section["kind"], section["key"]
    place = f"{'source' if kind == 'source' else 'in'}-{kebab(key)}" if key else "in-all-areas"
    parts = []
    for part in section["parts"]:
        lines = [{**line, "href": _href(handbook, key, line, base)} for line in part["lines"]]
        whole = part["part"] in ALWAYS_OPEN or len(lines) < FEW_LINES
        parts.append({**part, "lines": lines, "open": whole})
    return {**section, "parts": parts, "anchor": place}


def _href(handbook, place: str | None, line: dict, base: str) -> str | None:
    """Where a thing is now; None where it is no more."""
    areas = handbook.bundle["areas"]
    part, key = line["part"], line["key"]
    if part == "statements" and key in handbook.bundle["provisions"]:
        source, locator = key.split("#", 1)
        return f"{base}sources/{kebab(source)}/#{provision_anchor(locator)}"
    if part in ("sources", "statements"):
        return f"{base}sources/{kebab(place)}/" if place in handbook.bundle["sources"] else None
    if place not in areas:
        return None
    if part in ("dates", "rules") and "/" not in key:
        here = any(item["key"] == key for item in areas[place]["deadlines"])
        return f"{base}areas/{kebab(place)}/#{kebab(key)}" if here else None
    if part in ("lists", "items", "dates"):  # a date with a list in its key is that of an item
        sheet = key.split("/", 1)[0]
        here = any(one["key"] == sheet for one in areas[place]["checklists"])
        return f"{base}areas/{kebab(place)}/checklists/{kebab(sheet)}/" if here else None
    return f"{base}areas/{kebab(place)}/"


def _entry(entry) -> dict:
    items = [{"areas": ", ".join(item.areas), "text": _inline(item.text)} for item in entry.items]
    title = plain_day(entry.day) if entry.day else entry.title
    return {"title": title, "day": entry.day, "anchor": _anchor(entry.day), "items": items}


def _anchor(key: str | None) -> str | None:
    return f"d-{key}" if key else None


def _inline(text: str) -> Markup:
    """A line of the change log: bold and code as such, and everything else as it is written.

    >>> _inline("`a` **b** <c>")
    Markup('<code>a</code> <strong>b</strong> &lt;c&gt;')
    """
    return Markup(MARKED.sub(_tagged, str(escape(text))))


def _tagged(match: re.Match) -> str:
    if match["code"]:
        return f"<code>{match['code']}</code>"
    return f"<strong>{MARKED.sub(_tagged, match['bold'])}</strong>"
