"""The answers about checklists: all of a case in short, or one in full; and one as a table."""

from datetime import date

from .answer import FICTIONAL, as_at
from .case import Occurrence, read_case
from .errors import EngineError
from .exports import csv_text, nickname_of
from .instances import Carried, Instance, Sheets, meeting_words
from .items import CLOSED, Due, Shown
from .lists import Checklist, checklist_of, strength_words
from .rulebook import Area, Rulebook
from .sources import checks, source_state
from .ticks import read_ticks
from .words import date_words, moment_words

NOT_THE_RECORD = "This is a working list and not the child's record."


def checklists(request: dict, book: Rulebook) -> dict:
    """Every checklist of a case with its progress, or, where `list` names one, that one in full.

    `bucket` names the meeting by what its ticks are kept under; without it the next one counts.
    Raises `EngineError` naming the field of the request, what is wrong and what to do.
    """
    area = book.area(request.get("area"))
    case = read_case(request, book)
    ticks = read_ticks(request)
    sheets = Sheets(case, ticks, area, book)
    answer = {
        "area": area.id,
        "title": area.title,
        "as_on": case.today.isoformat(),
        "as_on_words": date_words(case.today),
        **as_at(case),
        **({"fictional": FICTIONAL} if area.fictional else {}),
        "rules": book.version,
        "warnings": case.warnings,
    }
    if request.get("list"):
        checklist = checklist_of(request["list"], area, book)
        meetings = sheets.meetings(checklist)
        bucket, meeting = _chosen(meetings, request.get("bucket"), case.today)
        instance = sheets.one(checklist, bucket, meeting)
        return {
            **answer,
            "meetings": [_meeting(key, item, area) for key, item in meetings],
            "sheet": _full(instance, area),
            "check": _check(instance, case.today, area, book),
        }
    return {**answer, "sheets": [_short(item, area) for item in sheets.all()]}


def _check(instance: Instance, today: date, area: Area, book: Rulebook) -> list[str]:
    """A sentence for every source of a list that is to be checked before it is acted on: for its exports."""
    states = [source_state(key, book.sources[key], today) for key in area.sources]
    return checks(states, [cite for shown in (*instance.items, *instance.left) for cite in shown.item.cites])


def _chosen(meetings, bucket, today: date):
    for key, meeting in meetings:
        if key == bucket:
            return key, meeting
    if bucket:
        raise EngineError(
            "bucket", "there is no such meeting", "leave it out for the meeting that comes next"
        )
    ahead = [pair for pair in meetings if pair[1] is None or not pair[1].held or pair[1].day >= today]
    return ahead[0] if ahead else meetings[-1]


def _meeting(bucket: str, meeting: Occurrence | None, area: Area) -> dict:
    if meeting is None:
        return {"bucket": bucket, "date": None, "held": False, "words": None}
    return {
        "bucket": bucket,
        "event": meeting.event,
        "date": meeting.day.isoformat(),
        "held": meeting.held,
        "words": meeting_words(meeting, area),
    }


def _short(instance: Instance, area: Area) -> dict:
    return {
        "list": instance.checklist.key,
        "title": instance.checklist.title,
        "meeting": _meeting(instance.bucket, instance.meeting, area),
        "for_meeting": instance.checklist.on is not None,
        "begun": instance.begun,
        "progress": progress(instance),
    }


def progress(instance: Instance) -> dict:
    """How far a checklist is: what does not apply, and what research suggests, is left out."""
    counted = [shown for shown in (*instance.items, *instance.left) if not shown.item.prompt]
    states = [shown.state for shown in counted]
    done = sum(state in ("done", "done_late") for state in states)
    of = done + sum(state not in CLOSED for state in states)
    numbers = {
        "done": done,
        "of": of,
        "not_applicable": states.count("not_applicable"),
        "unanswered": states.count("unanswered"),
        "overdue": states.count("overdue"),
        "due": states.count("due"),
        "complete": of > 0 and done == of,
    }
    words = f"{done} of {of} done" if of else "Nothing in it applies"
    extra = [
        f"{numbers[name]} {label}"
        for name, label in (
            ("overdue", "overdue"),
            ("due", "due today"),
            ("not_applicable", "not applicable"),
        )
        if numbers[name]
    ]
    if numbers["unanswered"]:
        extra.append(f"{numbers['unanswered']} waiting for an answer")
    return {**numbers, "words": ", ".join([words, *extra])}


def _full(instance: Instance, area: Area) -> dict:
    checklist = instance.checklist
    return {
        **_short(instance, area),
        "sections": [{"key": key, "title": title} for key, title in checklist.sections.items()],
        "items": [_item(shown, area) for shown in instance.items],
        "retired": [_retired(shown, checklist) for shown in instance.retired],
        "left": [{**_item(shown, area), "from": shown.list.title} for shown in instance.left],
        "notes": [_note(note, area) for note in instance.notes],
    }


def _retired(shown: Shown, checklist: Checklist) -> dict:
    """An item that is no longer asked: what was ticked, until when it held, and what took its place."""
    now = next((item for item in checklist.items if item.key == shown.item.replaced_by), None)
    return {
        "key": f"{shown.list.key}/{shown.item.key}",
        "action": shown.item.action,
        "words": shown.words,
        "ended": date_words(shown.item.ended),
        "now": now.action if now else None,
    }


def _note(note: Carried, area: Area) -> dict:
    return {
        "key": note.key,
        "action": note.item.action,
        "since": meeting_words(note.since, area),
        "note": note.note,
    }


def _item(shown: Shown, area: Area) -> dict:
    item, due = shown.item, shown.due
    return {
        "key": f"{shown.list.key}/{item.key}",
        "section": item.section,
        "action": item.action,
        "cites": list(item.cites),
        "responsible": item.responsible,
        "strength_words": strength_words(item),
        "prompt": item.prompt,
        "may_skip": item.may_skip,
        "note": item.note,
        "status": shown.tick.status,
        "state": shown.state,
        "words": shown.words,
        "because": shown.because,
        "since": meeting_words(shown.since, area) if shown.since else None,
        "due": {
            "latest": due.latest.isoformat() if due.latest else None,
            "latest_words": moment_words(due.latest, due.time),
            "target_words": date_words(due.target),
            "target_limit_words": due.target_words,
            "aim_words": date_words(due.aim) if due.aim and due.aim != due.latest else None,
            "words": due.words,
            "provisional": due.provisional,
        }
        if due
        else None,
    }


COLUMNS = (
    "Section",
    "Item",
    "Force",
    "Responsible",
    "Due",
    "Due in words",
    "Status",
    "Who",
    "When",
    "Reason",
    "Note",
    "Evidence",
    "Source",
)


def rows(instance: Instance) -> list[list[str]]:
    """A checklist as a table: the head, then a row for every item."""
    table = [list(COLUMNS)]
    sections = instance.checklist.sections
    listed = [(sections.get(shown.item.section), shown) for shown in instance.items]
    listed += [(f"Left open: {shown.list.title}", shown) for shown in instance.left]
    listed += [(f"Asked until {date_words(shown.item.ended)}", shown) for shown in instance.retired]
    for section, shown in listed:
        item, due, tick = shown.item, shown.due, shown.tick
        table.append(
            [
                section or "",
                item.action,
                strength_words(item) + (" (research)" if item.prompt else ""),
                item.responsible["label"] if item.responsible else "",
                due.latest.isoformat() if due and due.latest else "",
                _due_words(due) if due else "",
                shown.words,
                tick.by,
                tick.on.isoformat() if tick.on else "",
                tick.reason,
                tick.note,
                tick.evidence,
                ", ".join(item.cites),
            ]
        )
    return table


def _due_words(due: Due) -> str:
    return f"{due.words}; target: {due.target_words}" if due.target_words else due.words


def checklist_csv(request: dict, book: Rulebook) -> dict:
    """One checklist as a CSV file, with what it is and is not in its last rows."""
    area = book.area(request.get("area"))
    case = read_case(request, book)
    sheets = Sheets(case, read_ticks(request), area, book)
    checklist = checklist_of(request.get("list"), area, book)
    bucket, meeting = _chosen(sheets.meetings(checklist), request.get("bucket"), case.today)
    instance = sheets.one(checklist, bucket, meeting)
    table = rows(instance)
    nickname = nickname_of(request)
    about = f"{nickname + ': ' if nickname else ''}{checklist.title}, {area.title}"
    table += [
        [],
        *([said] for said in _check(instance, case.today, area, book)),
        [about + (f", {meeting_words(meeting, area)}" if meeting else "")],
        [f"As on {date_words(case.today)}, rules {book.version}. {NOT_THE_RECORD}"],
    ]
    if case.as_at:
        table.append([f"By the rules in force on {date_words(case.as_at)}."])
    if area.fictional:
        table.append([f"{FICTIONAL}."])
    return {
        "filename": f"checklist-{checklist.key.replace('_', '-')}-{case.today.isoformat()}.csv",
        "mime": "text/csv; charset=utf-8",
        "text": csv_text(table),
    }
