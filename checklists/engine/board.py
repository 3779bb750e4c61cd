"""Many case files at once: what is overdue, due today and next in each."""

from .answer import in_time, longer, opened, unanswered
from .errors import EngineError
from .instances import Sheets, meeting_words
from .present import brief_entry
from .rulebook import Rulebook
from .sheets import progress
from .ticks import read_ticks
from .words import date_words

OPEN = ("overdue", "due", "waiting")
DATED = ("deadline", "occurrence", "title", "about", "latest", "earliest", "provisional")
MOST = 500  # case files in one request


def board(request: dict, book: Rulebook) -> dict:
    """For each of `cases` (each with an `id`, and otherwise as a request): what is open, the soonest first.

    A case that cannot be worked out has an `error` instead, so that one bad file hides no other.
    """
    cases = request.get("cases")
    if not isinstance(cases, list) or len(cases) > MOST:
        raise EngineError("cases", "these are no case files", f"give a list of at most {MOST}")
    return {"rules": book.version, "cases": [_case(item, request.get("today"), book) for item in cases]}


def _case(item, today, book: Rulebook) -> dict:
    if not isinstance(item, dict):
        raise EngineError("cases", "this is no case file", "give it as {id, area, events}")
    name = str(item.get("id") or "")[:80]
    try:
        return {
            "id": name,
            **entries({**{key: item[key] for key in item if key != "id"}, "today": today}, book),
        }
    except EngineError as error:
        return {"id": name, "error": {"field": error.field, "message": error.message, "remedy": error.remedy}}


def entries(request: dict, book: Rulebook) -> dict:
    """What is open in one case, and how many of it are overdue and due today.

    The dates count as they do in the calculator. An item of a checklist counts where its list has
    been begun and none of these dates says the same.
    """
    area, case, deadlines = opened(request, book)
    shown = [
        (
            one.order,
            brief_entry(
                window, case, area, book, unanswered(one.deadline, book) if one.applies is None else None
            ),
        )
        for one in deadlines
        for window in one.windows
    ]
    shown.sort(key=in_time)
    dates = [item for _, item in shown]
    found = [_date(item) for item in dates if item["status"] in OPEN and not item["overtaken"]]
    windows = {one.deadline.key: one.windows for one in deadlines if one.applies}
    sheets = Sheets(case, read_ticks(request), area, book, windows)
    begun = []
    for instance in sheets.in_use():
        begun.append(
            {
                "list": instance.checklist.key,
                "title": instance.checklist.title,
                "bucket": instance.bucket,
                "about": meeting_words(instance.meeting, area) if instance.meeting else None,
                "progress": progress(instance),
            }
        )
        mine = (*(instance.items if instance.begun else ()), *instance.left)
        found += [_item(shown, instance, area) for shown in mine if _counts(shown)]
    found.sort(key=lambda item: (item["latest"] is None, item["latest"] or "", item["title"]))
    return {
        "overdue": sum(item["status"] == "overdue" for item in found),
        "due": sum(item["status"] == "due" for item in found),
        "entries": found,
        "checklists": begun,
        "unplaced": [
            {"bucket": bucket, "key": key, "action": action} for bucket, key, action in sheets.unplaced()
        ],
        "warnings": case.warnings + longer(dates),
        "dates": [{key: item[key] for key in DATED} for item in dates if item["latest"] or item["earliest"]],
    }


def _counts(shown) -> bool:
    return shown.item.own and shown.state in OPEN


def _date(item: dict) -> dict:
    who = item["responsible"]
    return {
        "kind": "date",
        "key": f"{item['deadline']} {item['occurrence']}",
        "title": item["title"],
        "about": item["about"],
        "latest": item["latest"],
        "words": item["words"]["latest"] or item["words"]["earliest"],
        **({"target_words": item["words"]["target_date"]} if item["target_date"] else {}),
        "status": item["status"],
        "status_words": item["status_words"],
        "booked_late": item["booked_late"],
        "booked_words": item["words"]["booked_on"],
        "role": who["role"] if who else None,
        "role_label": who["label"] if who else None,
    }


def _item(shown, instance, area) -> dict:
    who = shown.item.responsible
    due = shown.due
    return {
        "kind": "item",
        "key": f"{instance.bucket} {shown.list.key}/{shown.item.key}",
        "title": shown.item.action,
        "about": f"{instance.checklist.title}"
        + (f", {meeting_words(instance.meeting, area)}" if instance.meeting else ""),
        "latest": due.latest.isoformat() if due.latest else None,
        "words": date_words(due.latest) or due.words,
        "status": shown.state,
        "status_words": shown.words,
        "booked_late": False,
        "booked_words": None,
        "list": instance.checklist.key,
        "bucket": instance.bucket,
        "role": who["role"] if who else None,
        "role_label": who["label"] if who else None,
    }
