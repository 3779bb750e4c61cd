"""Calendar and table exports, read by libraries that did not write them."""

import csv
import io
import json

import icalendar
import pytest

from checklists.engine import evaluate_json, load
from checklists.engine.exports import safe_cell
from macros import bundle as bundles
from tests.book import BUNDLE

CASE = {
    "area": "north_yorkshire",
    "today": "2026-04-10",
    "events": {
        "initial_conference": [{"held": "2026-03-26"}],
        "review_conference": [{"booked": "2026-06-23"}],
    },
    "now": "2026-04-10T09:00:00Z",
    "case_id": "5f0c1d2e-3b4a-4c5d-8e9f-001122334455",
}


def ask(**change) -> dict:
    load(bundles.to_json(BUNDLE))
    return json.loads(evaluate_json(json.dumps({**CASE, **change})))


def entries(**change) -> dict[str, icalendar.Event]:
    text = ask(do="ics", **change)["value"]["text"]
    found = {str(event["UID"]): event for event in icalendar.Calendar.from_ical(text).walk("VEVENT")}
    assert found, "the calendar has no entry"
    return found


def test_the_calendar_holds_every_open_date():
    """An independent reader finds each open window as an all-day entry on its latest, or earliest, day."""
    answer = ask()["value"]
    expected = {
        f"{CASE['case_id']}-{item['deadline']}-{item['occurrence']}": item["latest"] or item["earliest"]
        for item in answer["deadlines"]
        if (item["latest"] or item["earliest"]) and item["status"] in ("waiting", "due", "overdue")
    }
    found = {uid: event.decoded("DTSTART").isoformat() for uid, event in entries().items()}
    assert found == expected


def test_a_moved_date_updates_its_entry():
    """The same window keeps its UID when its date moves, and SEQUENCE grows with time."""
    before = entries()
    after = entries(
        events={
            "initial_conference": [{"held": "2026-03-26"}],
            "review_conference": [{"booked": "2026-06-24"}],
        },
        now="2026-04-10T09:00:01Z",
    )
    uid = f"{CASE['case_id']}-reports_for_review-1"
    assert before[uid].decoded("DTSTART") != after[uid].decoded("DTSTART")
    assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]


def test_entries_say_nothing_of_the_case_but_the_nickname():
    """Only the nickname goes with a duty; the dates of the case's own events stay out."""
    event = entries(nickname="Kite; \\ two,\nlines")[f"{CASE['case_id']}-first_review-1"]
    assert str(event["SUMMARY"]) == "Kite; \\ two, lines: First review conference"
    text = event.to_ical().decode()
    assert "26 March" not in text and "20260326" not in text
    assert str(event["CLASS"]) == "PRIVATE"


def test_lines_are_folded_within_75_octets():
    """Every line ends with CRLF and has at most 75 octets, with letters of several octets too."""
    text = ask(do="ics", nickname="é" * 40)["value"]["text"]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["SUMMARY"].startswith("é" * 40)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"case_id": "x"}, "case_id"),
        ({"case_id": "a b\r\nX:1234"}, "case_id"),
        ({"now": "today"}, "now"),
        ({"now": "2026-13-01T00:00:00Z"}, "now"),
        ({"nickname": "n" * 41}, "nickname"),
        ({"nickname": 7}, "nickname"),
    ],
)
def test_a_calendar_that_cannot_be_made_says_why(change, field):
    """A missing id, time or an overlong nickname is refused with its field."""
    assert ask(do="ics", **change)["error"]["field"] == field


def test_the_table_reads_back():
    """The CSV has a byte order mark and CRLF, and a row for every window with dates both ways."""
    text = ask(do="csv")["value"]["text"]
    assert text.startswith("\ufeff") and "\n" not in text.replace("\r\n", "")
    table = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    row = next(row for row in table if row["Duty"] == "First core group")
    assert (row["Latest"], row["Latest in words"]) == ("2026-04-13", "Monday 13 April 2026")
    assert len(table) == len(ask()["value"]["deadlines"]) + 1, "one row a window and the stamp"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\n=1", " =1", "＝1", "＠x"])
def test_a_formula_stays_text(cell):
    """A cell that a spreadsheet would run is kept as text."""
    assert safe_cell(cell) == "'" + cell
    assert safe_cell(f"\ufeff{cell}") == "'" + cell
    assert safe_cell(cell[0] + "\r=1").startswith("'")


def test_a_nickname_cannot_smuggle_a_formula():
    """A nickname that looks like a formula comes out as text in the table."""
    assert "\"'=cmd|x" in ask(do="csv", nickname="=cmd|x")["value"]["text"]
