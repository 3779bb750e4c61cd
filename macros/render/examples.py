"""Worked examples as tables of dates. The dates are the engine's; the tests hold them to the rule file's."""

from checklists.engine import parse_limit

from .. import worked
from ..bundle import SIDES
from .ask import ask_example
from .base import day, moment, upper_first

SHOWN = (
    ("earliest", "At the earliest"),
    ("target_date", "Target"),
    ("latest", "At the latest"),
    ("last_working_day", "Working day to aim for"),
    ("safe_latest", "Safe under every reading"),
    ("safe_earliest", "Safe under every reading, from"),
)
# Shown only where they say something that the dates above do not.
ONLY_WHERE_DIFFERENT = {"last_working_day": "latest", "safe_latest": "latest", "safe_earliest": "earliest"}


def answers(handbook, area: str) -> list[dict]:
    """Every worked example of an area with what it expects and what the engine answers."""
    found = []
    for example in handbook.bundle["areas"][area]["examples"]:
        expected = {
            key: value if isinstance(value, list) else [value] for key, value in example["expect"].items()
        }
        answer = ask_example(handbook, area, example)
        found.append(
            {"example": example, "expected": expected, "answer": answer, "facts": _facts(handbook, example)}
        )
    return found


def _facts(handbook, example: dict) -> list[str]:
    """The answers about the case, as a reader would say them."""
    known = handbook.bundle["facts"]
    return [
        known[key]["yes"] if value else f"{known[key]['question']} No"
        for key, value in (example.get("facts") or {}).items()
    ]


def table(entry: dict, key: str, terms: dict) -> dict:
    """One example as rows: what happened, what is booked, and what follows for a deadline."""
    example = entry["example"]
    rows = []
    for part, how in (("given", "held"), ("booked", "booked")):
        for event, entries in worked.entries(example, part, how).items():
            label = upper_first(terms["events"].get(event, event.replace("_", " ")))
            rows += [{"what": f"{label}, {how}", "date": moment(entry[how])} for entry in entries]
    windows = [_window(item, rows_of_one) for item, rows_of_one in _expected_windows(entry, key)]
    return {
        "name": example["name"],
        "given": rows,
        "facts": entry["facts"],
        "set": _set(example, terms),
        "windows": windows,
        "as_on": day(worked.today(example))
        + (f", by the rules in force on {day(example['as_at'])}" if "as_at" in example else ""),
    }


def _set(example: dict, terms: dict) -> list[str]:
    found = []
    for value in (example.get("set") or {}).values():
        for item in value if isinstance(value, list) else [value]:
            rhythm = f"every {item['every']}" if item.get("every") else f"on {day(item['on'])}"
            since = f", from {day(item['from'])}" if item.get("from") else ""
            by = terms["roles"].get(item.get("by"), (item.get("by") or "").replace("_", " "))
            found.append(f"Set: {rhythm}{since}{', by the ' + by if by else ''}")
    return found


def _expected_windows(entry: dict, key: str):
    by_number = {item["occurrence"]: item for item in entry["answer"]["deadlines"] if item["deadline"] == key}
    for number, expected in enumerate(entry["expected"][key], 1):
        item = by_number.get(expected.get("occurrence", number))
        if item:
            yield item, expected


def _window(item: dict, expected: dict) -> dict:
    rows = []
    for name, label in SHOWN:
        value = item[name]
        if value and value != item.get(ONLY_WHERE_DIFFERENT.get(name)):
            time = item["latest_time"] if name == "latest" else None
            rows.append({"what": label, "date": f"{day(value)}, {time}" if time else day(value)})
    if not rows and item["reason"]:
        rows.append({"what": "No date", "date": item["reason"]})
    title = f"{item['title']}, {item['about']}" if item["about"] else item["title"]
    return {"title": title, "rows": rows, "status": item["status_words"]}


def changed_by(reading: str, key: str, worked: list[dict]) -> dict | None:
    """The first example whose dates another reading changes: its name, and both dates in words."""
    for entry in worked:
        for item, _ in _expected_windows(entry, key):
            for other in item["readings"]:
                if other["id"] != reading:
                    continue
                for bound in ("latest", "earliest"):
                    if other[bound] != item[bound]:
                        return {
                            "name": entry["example"]["name"],
                            "bound": bound,
                            "taken": day(item[bound]),
                            "other": day(other[bound]),
                        }
    return None


def anchors(deadlines: list[dict], terms: dict) -> list[str]:
    """The events that limits run from, in the area's own terms, each once."""
    found: dict[str, None] = {}
    for item in deadlines:
        for bound in SIDES:
            for dated in item.get(bound) or ():
                for one in dated["limits"] or ():
                    limit = parse_limit(one["limit"])
                    for ref in limit.anchor.refs if limit.anchor else ():
                        found[terms["events"].get(ref.event, ref.event.replace("_", " "))] = None
    return list(found)
