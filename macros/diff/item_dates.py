"""The dates of checklist items that are dated otherwise than before; the others move with their deadline."""

from checklists.engine import Rulebook, checklists

DATED_BY = ("deadline", "due", "next")
NO_BOUNDS = dict.fromkeys(
    ("latest_time", "earliest", "target_date", "last_working_day", "safe_latest", "safe_earliest")
)

Redated = dict[str, dict[str, dict]]  # by area and “list/item”, the item as the later bundle has it


def redated(before: dict, after: dict, skip: set[tuple[str, str]]) -> Redated:
    """The items of both bundles whose dating differs, those of the lists in `skip` (area, list) left out."""
    found: Redated = {}
    for area in before["areas"].keys() & after["areas"].keys():
        was, now = (_items(side["areas"][area]) for side in (before, after))
        differ = {
            key: item
            for key, item in now.items()
            if key in was
            and (area, key.split("/")[0]) not in skip
            and any(item[name] != was[key][name] for name in DATED_BY)
        }
        if differ:
            found[area] = differ
    return found


def windows(request: dict, book: Rulebook, items: dict[str, dict]) -> dict[str, list[dict]]:
    """The dates of some items in a case, one for each meeting of their list, in the shape of an answer's."""
    found: dict[str, list[dict]] = {key: [] for key in items}
    for name in dict.fromkeys(key.split("/")[0] for key in items):
        asked = {**request, "list": name}
        for meeting in checklists(asked, book)["meetings"]:
            sheet = checklists({**asked, "bucket": meeting["bucket"]}, book)["sheet"]
            for item in sheet["items"]:
                if item["key"] in items:
                    found[item["key"]].append(_window(item, sheet, meeting))
    return found


def title(sheet: dict, item: dict) -> str:
    """What a reader calls an item."""
    return f"{sheet['title']}, “{item['action']}”"


def _items(area: dict) -> dict[str, dict]:
    return {f"{sheet['key']}/{item['key']}": item for sheet in area["checklists"] for item in sheet["items"]}


def _window(item: dict, sheet: dict, meeting: dict) -> dict:
    due = item["due"] or {"latest": None, "words": ""}
    return {
        **NO_BOUNDS,
        "title": title(sheet, item),
        "about": meeting["words"] and f"for the {meeting['words']}",
        "latest": due["latest"],
        "limit": due["words"],
        "for_date": meeting["bucket"],
        "runs_from": None,
    }
