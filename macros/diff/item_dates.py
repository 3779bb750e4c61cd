"""The dates of checklist items that are dated otherwise than before; the others move with their deadline.

An item that is new or gone counts where it has a limit of its own: the dates of a deadline are told of there.
"""

from checklists.engine import Rulebook, checklists

DATED_BY = ("deadline", "due", "next")
NO_BOUNDS = dict.fromkeys(
    ("latest_time", "earliest", "target_date", "last_working_day", "safe_latest", "safe_earliest")
)

Redated = dict[str, set[str]]  # by area, the keys of the items as “list/item”


def redated(before: dict, after: dict, skip: set[tuple[str, str]]) -> Redated:
    """The items that the bundles date otherwise, but for those of the lists in `skip` (area, list)."""
    found: Redated = {}
    for area in before["areas"].keys() | after["areas"].keys():
        was, now = (_items(side["areas"].get(area)) for side in (before, after))
        differ = {
            key
            for key in was.keys() | now.keys()
            if (area, key.split("/")[0]) not in skip and _differs(was.get(key), now.get(key))
        }
        if differ:
            found[area] = differ
    return found


def _differs(was: dict | None, now: dict | None) -> bool:
    if was is None or now is None:
        return bool((was or now)["due"])
    return any(was[name] != now[name] for name in DATED_BY)


def windows(request: dict, book: Rulebook, items: set[str]) -> dict[str, list[dict]]:
    """The dates of some items in a case, one for each meeting of their list, in the shape of an answer's."""
    found: dict[str, list[dict]] = {key: [] for key in sorted(items)}
    known = {one["key"] for one in book.area(request["area"]).checklists}
    for name in dict.fromkeys(key.split("/")[0] for key in found):
        if name not in known:
            continue
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


def _items(area: dict | None) -> dict[str, dict]:
    sheets = area["checklists"] if area else ()
    return {f"{sheet['key']}/{item['key']}": item for sheet in sheets for item in sheet["items"]}


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
