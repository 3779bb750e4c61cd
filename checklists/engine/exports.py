"""An answer as a calendar file (RFC 5545) and as a table (CSV)."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

from .errors import EngineError
from .plain import one_line, plain
from .sources import checks
from .words import lower_first

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
    with time, so that a moved date updates its entry. A limit is no appointment: the summary
    begins with what its day is, `Latest day: first core group`. Nothing of the case is in it
    but these dates, what is booked to meet them and the nickname.
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
        made = []
        if day := item["latest"] or item["earliest"]:
            summary = f"{'Latest' if item['latest'] else 'Earliest'} day: {lower_first(item['title'])}"
            made.append((summary, day, str(item["occurrence"]), _about(item, answer)))
        if day := item["target_date"]:
            summary = f"Aim for: {lower_first(item['title'])}"
            made.append((summary, day, f"{item['occurrence']}-target", _about_target(item, answer)))
        for summary, day, which, about in made:
            lines += [
                "BEGIN:VEVENT",
                f"UID:{case_id}-{item['deadline']}-{which}",
                f"DTSTAMP:{stamp}",
                f"SEQUENCE:{sequence}",
                f"DTSTART;VALUE=DATE:{date.fromisoformat(day):%Y%m%d}",
                f"DTEND;VALUE=DATE:{date.fromisoformat(day) + timedelta(days=1):%Y%m%d}",
                f"SUMMARY:{_text(f'{nickname}: {lower_first(summary)}' if nickname else summary)}",
                f"DESCRIPTION:{_text(chr(10).join(about))}",
                "CLASS:PRIVATE",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return {
        "filename": f"dates-{answer['as_on']}.ics",
        "mime": "text/calendar; charset=utf-8",
        "text": "".join(_fold(line) for line in lines),
    }


def _about(item: dict, answer: dict) -> list[str]:
    """The lines below a latest or earliest day: what to keep to, how sure it is, where it is written."""
    words = item["words"]
    said = [_limit(item["limit_words"], item["strength_words"])]
    if item["latest_time"] and words["latest"]:
        said.append(f"By {words['latest']}")
    if item["latest"] and item["earliest"]:
        said.append(f"Not before {words['earliest']}")
    if item["last_working_day"] and item["last_working_day"] != item["latest"]:
        said.append(f"Aim for {words['last_working_day']}, the last working day before it")
    if item["safe_latest"] and item["safe_latest"] != item["latest"]:
        said.append(f"Safe under every reading: by {words['safe_latest']}")
    if item["safe_earliest"] and item["safe_earliest"] != item["earliest"]:
        said.append(f"Safe under every reading: not before {words['safe_earliest']}")
    return _with_rest(said, item, answer)


def _about_target(item: dict, answer: dict) -> list[str]:
    """The lines below a day to aim for, the latest day among them."""
    said = [_limit(item["target_limit_words"], item["target_strength_words"])]
    if item["latest"]:
        said.append(f"Latest day: {item['words']['latest']}")
    return _with_rest(said, item, answer)


def _limit(words: str, strength: str | None) -> str:
    return f"{words} ({strength})" if strength else words


def _with_rest(said: list[str], item: dict, answer: dict) -> list[str]:
    """What every entry says: the booking, the source and its state, and how the date came about."""
    about = [answer["fictional"]] if answer.get("fictional") else []
    about += said
    if item["booked_on"]:
        about.append(_booked(item))
    about += checks(answer["sources"], item["cites"])
    about += [f"{answer['title']}: {', '.join(item['cites'])}", f"Worked out as on {answer['as_on_words']}"]
    about += [*([item["note"]] if item["note"] else []), *item["assumed"], *item["remarks"]]
    if answer.get("as_at"):
        about.append(f"By the rules in force on {answer['as_at_words']}")
    if item["provisional"]:
        about.append("Provisional: bank holidays for these dates are not published yet")
    return about


def _booked(item: dict) -> str:
    """What is booked to meet a limit, and whether it would."""
    said = f"Booked for {item['words']['booked_on']}"
    if item["booked_late"]:
        said += f", after the latest {'time' if item['booked_on'] == item['latest'] else 'day'}"
    if item["booked_early"]:
        said += f", before the earliest {'time' if item['booked_on'] == item['earliest'] else 'day'}"
    return said


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
    table += [[], *([said] for said in checks(answer["sources"]))]
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
