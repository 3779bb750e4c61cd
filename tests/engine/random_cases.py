"""Random cases of any area of a bundle, from a source of numbers: tests and fuzzers make them alike."""

from collections.abc import Callable
from datetime import date, timedelta

SPAN = 900  # days around the first date
UNITS = ("days", "working days", "weeks", "months")
# Days on which counting goes wrong first: ends of months, leap days, holidays, the ends of the calendar.
ODD = (
    "2024-02-29",
    "2025-12-24",
    "2026-01-31",
    "2026-04-02",
    "2026-08-31",
    "2027-12-28",
    "2028-12-22",
    "2010-12-30",
)


def case(bundle: dict, number: Callable[[int, int], int]) -> dict:
    """A request for dates. `number(low, high)` gives whole numbers, both ends included."""

    def pick(items):
        items = list(items)
        return items[number(0, len(items) - 1)]

    area = pick(sorted(bundle["areas"]))
    data = bundle["areas"][area]
    start = (
        date.fromisoformat(pick(ODD)) if number(0, 2) == 0 else date(2011, 1, 3) + timedelta(number(0, 6500))
    )
    today = start + timedelta(number(-30, SPAN))

    def entry(event: dict, day: date, meetings: list[str]) -> dict:
        held = day <= today and number(0, 9) > 0
        time = f"T{number(0, 23):02}:{number(0, 59):02}" if number(0, 3) == 0 else ""
        made = {"held" if held else "booked": day.isoformat() + time}
        if event.get("belongs_to") and meetings and number(0, 1):
            made["for"] = pick(meetings)
        if number(0, 3) == 0:
            made["id"] = f"e{number(0, 99)}"
        return made

    events: dict[str, list[dict]] = {"initial_conference": [entry({}, start, [])]}
    made = ("any_of", "all_of")
    names = [
        key
        for key, item in bundle["events"].items()
        if not any(item.get(way) for way in made) and key not in events
    ]
    for _ in range(number(0, 6)):
        key = pick(names)
        event = bundle["events"][key]
        owner = event.get("belongs_to")
        meetings = [
            day[:10] for one in events.get(owner, []) for day in one.values() if day[:2] in ("20", "19")
        ]
        many = 1 if event.get("once") else pick((1, 1, 2, 3, 8))
        low = 1 if key == "review_conference" else 0 if key in ("plan_ended", "case_closed") else -40
        days = [start + timedelta(number(low, SPAN)) for _ in range(many)]
        if not event.get("bookable", True):
            days = [min(day, today) for day in days]
        events[key] = [entry(event, day, meetings) for day in sorted(days)]
    request = {"area": area, "today": today.isoformat(), "events": events}
    if number(0, 1):
        request["facts"] = {key: bool(number(0, 1)) for key in bundle["facts"] if number(0, 2) == 0}
    if number(0, 2) == 0:
        request["set_by_conference"] = _intervals(bundle, data, start, number, pick)
    return request


def _intervals(bundle, data, start, number, pick) -> dict:
    """What a conference or a core group set, for some of the deadlines that allow it."""
    made = {}
    for item in data["deadlines"]:
        texts = [
            one["limit"]
            for side in ("latest", "earliest")
            for part in item[side] or ()
            for one in part["limits"] or ()
        ]
        bodies = list(item.get("or_set_by") or ())
        bodies += ["conference" for text in texts if text.startswith("set by") and "conference" in text]
        bodies += ["core_group" for text in texts if text.startswith("set by core_group")]
        if not bodies or number(0, 1):
            continue
        entry = {"at": pick(bodies), "by": pick(sorted(bundle["roles"]))}
        if number(0, 3):
            entry["every"] = f"{number(1, 12)} {pick(UNITS)}"
        else:
            entry["on"] = (start + timedelta(number(0, SPAN))).isoformat()
        if number(0, 1):
            entry["from"] = (start + timedelta(number(0, SPAN))).isoformat()
        made[item["key"]] = entry
    return made
