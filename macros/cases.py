"""Cases as people write them on a command line or in a table, turned into requests for the engine."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from checklists.engine import one_line

QUOTED = 60  # characters of what was typed, in a message
LARGEST = 20_000_000  # bytes of a file of cases
OWN_COLUMNS = ("area", "today")
MAX_COLUMNS = 200


class CaseError(ValueError):
    """What was typed is no case: the message, on one line, says what to do."""

    def __init__(self, message: str):
        super().__init__(one_line(message))


def _quoted(text: str) -> str:
    """The start of what was typed, in quotes: a cell can hold a hundred thousand characters."""
    return f"“{text if len(text) <= QUOTED else text[: QUOTED - 1] + '…'}”"


def from_words(
    area: str,
    today: str,
    events: list[str],
    facts: list[str],
    intervals: list[str],
    as_at: str | None = None,
) -> dict:
    """A request from `event=date`, `fact=yes` and `deadline=3 weeks,from,role` words.

    `as_at` is the day whose rules count, whatever the dates.
    """
    request: dict = {"area": area, "today": today, "events": {}, "facts": {}, "set_by_conference": {}}
    if as_at is not None:
        request["as_at"] = as_at
    for word in events:
        key, value = _pair(word, "EVENT=DATE, such as initial_conference=2026-11-30")
        add_event(request, key, value)
    for word in facts:
        key, value = _pair(word, "FACT=yes or FACT=no")
        add_fact(request, key, value)
    for word in intervals:
        key, value = _pair(word, "DEADLINE=INTERVAL, such as child_visit=3 weeks")
        add_interval(request, key, value)
    return request


def _pair(word: str, form: str) -> tuple[str, str]:
    key, equals, value = word.partition("=")
    if not equals or not key.strip() or not value.strip():
        raise CaseError(f"{_quoted(word)} does not fit; write it as {form}")
    return key.strip(), value.strip()


def add_event(request: dict, key: str, value: str) -> None:
    """Add a date: up to today it was held, later it is booked. `date@date` ties it to a meeting.

    It may have a time of day, `2026-03-26T14:30`.
    """
    day, at, meeting = value.partition("@")
    entry = {"held" if day.strip()[:10] <= request["today"] else "booked": day.strip()}
    if at:
        entry["for"] = meeting.strip()
    request["events"].setdefault(key, []).append(entry)


def add_fact(request: dict, key: str, value: str) -> None:
    """Add an answer, yes or no."""
    answers = {"yes": True, "no": False, "true": True, "false": False}
    if value.lower() not in answers:
        raise CaseError(
            f"{_quoted(f'{key}={value}')} is no answer; write {key[:QUOTED]}=yes or {key[:QUOTED]}=no"
        )
    request["facts"][key] = answers[value.lower()]


def add_interval(request: dict, key: str, value: str) -> None:
    """Add what the conference set: the interval, the date it runs from, the role that authorised it."""
    parts = [part.strip() for part in value.split(",")]
    if len(parts) > 3:
        form = f"{key[:QUOTED]}=3 weeks,2026-03-26,conference_chair"
        raise CaseError(f"{_quoted(f'{key}={value}')} has too many parts; write {form}")
    entry = dict(zip(("every", "from", "by"), parts, strict=False))
    request["set_by_conference"].setdefault(key, []).append(
        {name: part for name, part in entry.items() if part}
    )


def read_file(
    path: Path, area: str | None, today: str, as_at: str | None = None
) -> Iterator[tuple[int, dict | None, str | None]]:
    """Each row of a CSV of cases as (line number, request, problem).

    The head names the columns: `area`, `today` (optional), and keys of events; `fact.KEY`
    and `set.KEY` for answers and intervals. A cell may hold several dates, divided by
    semicolons or spaces. `as_at` is the day whose rules count for all of them. Raises
    `CaseError` where the file itself cannot be read.
    """
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [cell.strip() for cell in next(reader, [])]
        _check_head(path, head, area)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                request, problem = _row(head, cells, area, today)
                if request is not None and as_at is not None:
                    request["as_at"] = as_at
                yield reader.line_num, request, problem
    except csv.Error as error:
        raise CaseError(
            f"{path}:{reader.line_num}: this is not CSV ({error}); save it as CSV again"
        ) from None


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise CaseError(f"{path}: the file is over {LARGEST // 1_000_000} MB; divide it")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CaseError(f"{path}: the file is not UTF-8; save it as “CSV UTF-8”") from None
    except OSError as error:
        raise CaseError(f"{path}: {error.strerror}; give the path of a CSV file") from None


def _check_head(path: Path, head: list[str], area: str | None) -> None:
    if not any(head):
        raise CaseError(f"{path}: the file is empty; its first row must name the columns")
    if len(head) > MAX_COLUMNS:
        raise CaseError(f"{path}:1: there are {len(head)} columns; use at most {MAX_COLUMNS}")
    doubled = {name for name in head if name and head.count(name) > 1}
    if doubled:
        column = _quoted(min(doubled))
        raise CaseError(
            f"{path}:1: the column {column} is there twice; put several dates in one cell instead"
        )
    if "area" not in head and area is None:
        raise CaseError(f"{path}:1: there is no column “area”; add one, or give --area")


def _row(head: list[str], cells: list[str], area: str | None, today: str) -> tuple[dict | None, str | None]:
    if len(cells) > len(head):
        return None, f"the row has {len(cells)} cells and the head {len(head)}; check the commas"
    row = {name: cell.strip() for name, cell in zip(head, cells, strict=False) if name and cell.strip()}
    request: dict = {
        "area": row.get("area") or area,
        "today": row.get("today") or today,
        "events": {},
        "facts": {},
        "set_by_conference": {},
    }
    try:
        for name, cell in row.items():
            if name in OWN_COLUMNS:
                continue
            if name.startswith("fact."):
                add_fact(request, name.removeprefix("fact."), cell)
            elif name.startswith("set."):
                add_interval(request, name.removeprefix("set."), cell)
            else:
                for value in cell.replace(";", " ").split():
                    add_event(request, name, value)
    except CaseError as error:
        return None, str(error)
    return request, None
