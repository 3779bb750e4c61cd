"""Where the dates of an answer stand on one line of days, for a picture of them."""

from datetime import date, timedelta

from .case import Case
from .rulebook import Area
from .words import month_words

MARGIN = 7  # days left free on either side of the first and last date


def timeline(entries: list[dict], case: Case, area: Area) -> dict | None:
    """Days from the start of the line: months, events, limits and today; None where there is no date."""
    marks = [
        (date.fromisoformat(item["latest"] or item["earliest"]), item, item["title"])
        for item in entries
        if item["latest"] or item["earliest"]
    ]
    marks += [
        (date.fromisoformat(item["target_date"]), item, f"{item['title']}: target")
        for item in entries
        if item["target_date"]
    ]
    events = [item for found in case.given.values() for item in found]
    days = [day for day, _, _ in marks] + [item.day for item in events]
    if not days:
        return None
    start, end = min(days) - timedelta(days=MARGIN), max(days) + timedelta(days=MARGIN)
    if start - timedelta(days=60) <= case.today <= end + timedelta(days=60):  # else today is off the picture
        start, end = min(start, case.today), max(end, case.today)
    return {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "days": (end - start).days,
        "today": (case.today - start).days if start <= case.today <= end else None,
        "months": _months(start, end),
        "marks": [
            {
                "deadline": item["deadline"],
                "occurrence": item["occurrence"],
                "day": (day - start).days,
                "label": label,
                "status": "overtaken" if item["overtaken"] else item["status"],
            }
            for day, item, label in marks
        ],
        "events": [
            {
                "event": item.event,
                "label": area.events.get(item.event, item.event.replace("_", " ")),
                "day": (item.day - start).days,
                "held": item.held,
            }
            for item in sorted(events, key=lambda item: item.day)
        ],
    }


def _months(start: date, end: date) -> list[dict]:
    months = []
    day = date(start.year, start.month, 1)
    while day <= end:
        if day >= start:
            months.append({"day": (day - start).days, "label": month_words(day)})
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return months
