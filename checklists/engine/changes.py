"""What would change: a case as it is beside the same case with other dates, and who is to be told."""

from .answer import evaluate
from .case import Case, read_case
from .errors import EngineError
from .instances import Sheets, meeting_words
from .rulebook import Area, Rulebook
from .ticks import read_ticks
from .windows import open_windows
from .words import date_words

OPEN = ("waiting", "due", "overdue", "overtaken")  # an item that is still to be done by a day
PARTS = ("events", "facts", "set_by_conference")


def what_if(request: dict, book: Rulebook) -> dict:
    """Every date that moves if `then` (events, facts, set_by_conference) took the place of what is entered.

    With it: the meetings that move and who the sources say is told, and what is booked and would be late.
    """
    now = {key: value for key, value in request.items() if key != "then"}
    given = request.get("then") or {}
    if not isinstance(given, dict):
        raise EngineError("then", "this does not say what would change", "give it as {events, facts}")
    then = {**now, **{key: value for key, value in given.items() if key in PARTS}}
    area = book.area(request.get("area"))
    answers = [evaluate(part, book) for part in (now, then)]
    cases = [read_case(part, book) for part in (now, then)]
    named = [_named(answer, case, area, book) for answer, case in zip(answers, cases, strict=True)]
    items = [_items(part, case, area, book) for part, case in zip((now, then), cases, strict=True)]
    moves = [*_moves(*named, _date), *_moves(*items, dict)]
    return {
        "area": area.id,
        "title": area.title,
        "as_on": answers[1]["as_on"],
        "rules": book.version,
        "warnings": [item for item in answers[1]["warnings"] if item not in answers[0]["warnings"]],
        "moves": sorted(moves, key=_in_time),
        "moved": _moved(*cases, area, book),
        "late": [
            _late(item)
            for key, item in named[1].items()
            if item["booked_late"] and not _was_late(named[0], key)
        ],
        "still_late": [
            _late(item) for key, item in named[1].items() if item["booked_late"] and _was_late(named[0], key)
        ],
    }


def _was_late(before: dict, key: tuple) -> bool:
    return key in before and before[key]["booked_late"]


def _named(answer: dict, case: Case, area: Area, book: Rulebook) -> dict[tuple, dict]:
    """The windows of an answer by names that stay when a date moves: the ids of the meetings they hang on."""
    anchors = {}
    for deadline in area.deadlines:
        for window in open_windows(deadline, case, book):
            earliest, latest = window.strictest()
            bound = latest or earliest
            base = window.frame.base if window.frame.shape == "each" else bound and bound.anchor
            anchors[deadline.key, window.number] = base.id if base else ""
    found: dict[tuple, dict] = {}
    for item in answer["deadlines"]:
        hangs_on = anchors.get((item["deadline"], item["occurrence"]), "")
        name = (item["deadline"], hangs_on or item["occurrence"])
        found[name if name not in found else (item["deadline"], "n", item["occurrence"])] = item
    return found


def _items(request: dict, case: Case, area: Area, book: Rulebook) -> dict[tuple, dict]:
    """The dates of checklists that were begun, where a list has a limit of its own."""
    sheets = Sheets(case, read_ticks(request), area, book)
    found = {}
    for instance in sheets.in_use():
        for shown in instance.items if instance.begun else ():
            if shown.item.own and shown.state in OPEN:
                about = f", {meeting_words(instance.meeting, area)}" if instance.meeting else ""
                found[instance.bucket, instance.checklist.key, shown.item.key] = {
                    "title": shown.item.action,
                    "about": instance.checklist.title + about,
                    "latest": shown.due.latest.isoformat(),
                    "words": date_words(shown.due.latest),
                    "status_words": shown.words,
                }
    return found


def _date(item: dict) -> dict:
    words = item["words"]["latest"] or (
        f"from {item['words']['earliest']}" if item["earliest"] else item["reason"]
    )
    return {
        "title": item["title"],
        "about": item["about"],
        "latest": item["latest"] or item["earliest"],
        "words": words or item["limit_words"],
        "status_words": item["status_words"],
    }


def _moves(before: dict, after: dict, shape) -> list[dict]:
    """Each window whose day is another, is new, or is no longer there."""
    moves = []
    for key in dict.fromkeys([*before, *after]):
        old, new = (shape(side[key]) if key in side else None for side in (before, after))
        days = [item["latest"] if item else None for item in (old, new)]
        if days[0] == days[1]:
            continue
        shown = new or old
        moves.append({"title": shown["title"], "about": shown["about"], "old": old, "new": new})
    return moves


def _in_time(move: dict) -> tuple:
    day = (move["new"] or {}).get("latest") or (move["old"] or {}).get("latest")
    return (day is None, day or "", move["title"])


def _moved(before: Case, after: Case, area: Area, book: Rulebook) -> list[dict]:
    """The meetings that were booked and get another date, each with who the sources say is told."""
    found = []
    for event, items in after.given.items():
        old = {item.id: item for item in before.given.get(event, ()) if item.id}
        for item in items:
            was = old.get(item.id)
            if was is None or was.day == item.day or not book.events[event].get("bookable", True):
                continue
            found.append(
                {
                    "event": event,
                    "label": area.events.get(event, event.replace("_", " ")),
                    "old_words": date_words(was.day),
                    "new_words": date_words(item.day),
                    "tell": (area.moved or {}).get(event, []),
                }
            )
    return found


def _late(item: dict) -> dict:
    return {
        "title": item["title"],
        "about": item["about"],
        "booked_words": item["words"]["booked_on"],
        "latest_words": item["words"]["latest"],
    }
