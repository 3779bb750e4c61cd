"""An answer as a calendar file (RFC 5545) and as a table (CSV)."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

from .errors import EngineError
from .plain import one_line, plain

CASE_ID = re.compile(r"[A-Za-z0-9-]{8,64}\Z", re.ASCII)
NOW = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z\Z", re.ASCII)
LONGEST_NICKNAME = 40  # characters
OPEN = ("waiting", "due", "overdue")
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
)  # the wide ones are signs in some languages' spreadsheets


def ics(answer: dict, request: dict) -> dict:
    """The open dates of an answer as all-day entries.

    The UID is the case's random id with deadline and occurrence, and SEQUENCE grows
    with time, so that a moved date updates its entry. Nothing of the case is in it
    but the dates and the nickname.
    """
    now = _now(request)
    case_id = request.get("case_id")
    if not isinstance(case_id, str) or not CASE_ID.match(case_id):
        raise EngineError("case_id", "the case has no usable id", "give 8 to 64 letters, digits and hyphens")
    nickname = nickname_of(request)
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    sequence = int((now - EPOCH).total_seconds())
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Core Group Handbook//Dates//EN",
        "CALSCALE:GREGORIAN",
    ]
    for item in answer["deadlines"]:
        if item["status"] not in OPEN:
            continue
        if day := item["latest"] or item["earliest"]:
            lines += _event(item, date.fromisoformat(day), answer, nickname, case_id, stamp, sequence)
        if day := item["target_date"]:
            aimed = {
                **item,
                "title": f"{item['title']}: target",
                "occurrence": f"{item['occurrence']}-target",
                "limit_words": item["target_limit_words"],
                "last_working_day": None,
            }
            lines += _event(aimed, date.fromisoformat(day), answer, nickname, case_id, stamp, sequence)
    lines.append("END:VCALENDAR")
    return {
        "filename": f"dates-{answer['as_on']}.ics",
        "mime": "text/calendar; charset=utf-8",
        "text": "".join(_fold(line) for line in lines),
    }


def _event(item, day, answer, nickname, case_id, stamp, sequence) -> list[str]:
    title = item["title"] if item["latest"] or item["target_date"] else f"{item['title']}: from today"
    summary = f"{nickname}: {title}" if nickname else title
    about = [
        item["limit_words"],
        f"{answer['title']}: {', '.join(item['cites'])}",
        f"Worked out as on {answer['as_on_words']}",
    ]
    if item["last_working_day"] and item["last_working_day"] != item["latest"]:
        about.insert(1, f"Aim for {item['words']['last_working_day']}, the last working day before it")
    about += [*([item["note"]] if item["note"] else []), *item["remarks"]]
    if item["latest_time"] and item["words"]["latest"]:
        about.insert(1, f"By {item['words']['latest']}")
    if answer.get("as_at"):
        about.append(f"By the rules in force on {answer['as_at_words']}")
    if answer.get("fictional"):
        about.insert(0, answer["fictional"])
    if item["provisional"]:
        about.append("Provisional: bank holidays for these dates are not published yet")
    return [
        "BEGIN:VEVENT",
        f"UID:{case_id}-{item['deadline']}-{item['occurrence']}",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{sequence}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(chr(10).join(about))}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _now(request: dict) -> datetime:
    value = request.get("now")
    if isinstance(value, str) and NOW.match(value):
        try:
            now = datetime.fromisoformat(value.split(".")[0].rstrip("Z") + "+00:00")
        except ValueError:
            now = None
        if now and EPOCH <= now < datetime(2080, 1, 1, tzinfo=UTC):
            return now
    raise EngineError(
        "now", "the time of the export is missing or no time", "give it in UTC as 2026-04-10T09:00:00Z"
    )


def nickname_of(request: dict) -> str:
    """The nickname in a request, on one line; `EngineError` where it is too long."""
    value = request.get("nickname") or ""
    if not isinstance(value, str):
        raise EngineError("nickname", "the nickname is not text", "give a short text or leave it out")
    value = one_line(value)
    if len(value) > LONGEST_NICKNAME:
        raise EngineError(
            "nickname", f"the nickname has {len(value)} characters", f"use at most {LONGEST_NICKNAME}"
        )
    return value


def _text(value: str) -> str:
    """Text with the characters escaped that RFC 5545, section 3.3.11, names."""
    value = plain(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def _fold(line: str) -> str:
    """A content line folded at 75 octets, never inside a character (RFC 5545, section 3.1)."""
    folded, size = [], 0
    for char in line:
        octets = len(char.encode("utf-8"))
        if size + octets > 75:
            folded.append("\r\n ")
            size = 1
        folded.append(char)
        size += octets
    return "".join(folded) + "\r\n"


COLUMNS = (
    ("Duty", "title"),
    ("Which", "about"),
    ("Status", "status_words"),
    ("Earliest", "earliest"),
    ("Target", "target_date"),
    ("Latest", "latest"),
    ("Latest in words", None),
    ("Last working day", "last_working_day"),
    ("Safe under all readings", "safe_latest"),
    ("Done on", "met_on"),
    ("Booked for", "booked_on"),
    ("Limit", "limit_words"),
    ("Runs from", None),
    ("Strength", "strength"),
    ("Responsible", None),
    ("Source", None),
    ("Provisional", None),
    ("Note", None),
)


def rows(answer: dict) -> list[list[str]]:
    """An answer as a table: the head, then a row for every window."""
    table = [[head for head, _ in COLUMNS]]
    for item in answer["deadlines"]:
        extra = {
            "Latest in words": item["words"]["latest"],
            "Runs from": item["runs_from"]["words"] if item["runs_from"] else None,
            "Responsible": item["responsible"]["label"] if item["responsible"] else None,
            "Source": ", ".join(item["cites"]),
            "Provisional": "yes" if item["provisional"] else "no",
            "Note": " ".join(filter(None, [item["reason"], item["note"], *item["remarks"]])),
        }
        table.append(
            [
                str(extra[head] if key is None else item[key] or "") if (key or extra[head]) else ""
                for head, key in COLUMNS
            ]
        )
    return table


def safe_cell(value: str) -> str:
    """A cell that a spreadsheet takes as text: one that would start a formula gets an apostrophe."""
    value = plain(value)
    return f"'{value}" if value.lstrip().startswith(FORMULA) else value


def csv_text(table: list[list[str]]) -> str:
    """A table as CSV: UTF-8 with a byte order mark, CRLF, every field quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in table)
    return "\ufeff" + out.getvalue()


def _marks(answer: dict) -> str:
    """By which day's rules it was worked out, where that was asked; and that an area is made up."""
    as_at = f", by the rules in force on {answer['as_at_words']}" if answer.get("as_at") else ""
    return as_at + (f". {answer['fictional']}" if answer.get("fictional") else "")


def csv_file(answer: dict, request: dict) -> dict:
    """An answer as a CSV file."""
    table = rows(answer)
    nickname = nickname_of(request)
    table.append([])
    table.append(
        [
            f"{nickname + ': ' if nickname else ''}{answer['title']}, as on {answer['as_on_words']}, "
            f"rules {answer['rules']}" + _marks(answer)
        ]
    )
    return {
        "filename": f"dates-{answer['as_on']}.csv",
        "mime": "text/csv; charset=utf-8",
        "text": csv_text(table),
    }
