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
from tests.engine import rulebook

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
    """The nickname alone goes with a duty: no date of the case but the day booked for it."""
    event = entries(nickname="Kite; \\ two,\nlines")[f"{CASE['case_id']}-first_review-1"]
    assert str(event["SUMMARY"]) == "Kite; \\ two, lines: latest day: first review conference"
    text = event.to_ical().decode()
    assert "26 March" not in text and "20260326" not in text
    assert str(event["CLASS"]) == "PRIVATE"


SOURCE = {"title": "Old book", "edition": "1", "status": "current", "review_by": None}
DAYS = [
    (
        "a latest day",
        {"event": "core_group", "latest": "10 days after plan_started"},
        {},
        {"group-1": ("2026-04-11", "Latest day: group", ["10 days after the start of the plan (should)"])},
    ),
    (
        "an earliest and a latest day",
        {
            "event": "core_group",
            "latest": "10 days after plan_started",
            "earliest": "2 days after plan_started",
        },
        {},
        {"group-1": ("2026-04-11", "Latest day: group", ["Not before Friday 3 April 2026"])},
    ),
    (
        "an earliest day alone",
        {"event": "core_group", "earliest": "2 years after plan_started"},
        {},
        {"group-1": ("2028-04-01", "Earliest day: group", ["2 years after the start of the plan (should)"])},
    ),
    (
        "a target",
        {
            "event": "core_group",
            "latest": "10 days after plan_started",
            "target": [rulebook.limit("7 days after plan_started", "must")],
        },
        {},
        {
            "group-1": ("2026-04-11", "Latest day: group", []),
            "group-1-target": (
                "2026-04-08",
                "Aim for: group",
                ["7 days after the start of the plan (must)", "Latest day: Saturday 11 April 2026"],
            ),
        },
    ),
    (
        "a reading that is sooner",
        {
            "event": "core_group",
            "latest": "10 days after plan_started",
            "readings": [("sooner", {"latest": "6 days after plan_started"})],
        },
        {},
        {
            "group-1": (
                "2026-04-11",
                "Latest day: group",
                ["Safe under every reading: by Monday 6 April 2026"],
            )
        },
    ),
    (
        "booked in time",
        {"event": "core_group", "latest": "10 days after plan_started"},
        {"core_group": [{"booked": "2026-04-09"}]},
        {"group-1": ("2026-04-11", "Latest day: group", ["Booked for Thursday 9 April 2026"])},
    ),
    (
        "booked too late",
        {"event": "core_group", "latest": "10 days after plan_started"},
        {"core_group": [{"booked": "2026-04-20"}]},
        {
            "group-1": (
                "2026-04-11",
                "Latest day: group",
                ["Booked for Monday 20 April 2026, after the latest day"],
            )
        },
    ),
    (
        "booked too early",
        {"event": "core_group", "earliest": "10 days after plan_started"},
        {"core_group": [{"booked": "2026-04-09"}]},
        {
            "group-1": (
                "2026-04-11",
                "Earliest day: group",
                ["Booked for Thursday 9 April 2026, before the earliest day"],
            )
        },
    ),
]


def of_one(do: str, deadline: dict, events: dict | None = None, **source) -> dict:
    """The export of a case whose plan started on 1 April, by one deadline of a source like this."""
    data = rulebook.bundle(rulebook.deadline("group", **deadline))
    data["sources"]["here"] = {**SOURCE, **source}
    load(json.dumps(data))
    request = {
        **{name: CASE[name] for name in ("now", "case_id")},
        "do": do,
        "area": "here",
        "today": "2026-04-02",
        "events": {"plan_started": [{"held": "2026-04-01"}], **(events or {})},
    }
    return json.loads(evaluate_json(json.dumps(request)))["value"]


def entries_of(text: str) -> dict[str, tuple[str, str, list[str]]]:
    """The day, summary and lines of every entry, by what stands after the case's id."""
    return {
        str(event["UID"]).removeprefix(f"{CASE['case_id']}-"): (
            event.decoded("DTSTART").isoformat(),
            str(event["SUMMARY"]),
            str(event["DESCRIPTION"]).split("\n"),
        )
        for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    }


@pytest.mark.parametrize(("name", "deadline", "events", "expected"), DAYS, ids=[case[0] for case in DAYS])
def test_an_entry_says_what_its_day_is(name, deadline, events, expected):
    """No limit reads as an appointment: its summary says latest, earliest or to aim for."""
    found = entries_of(of_one("ics", deadline, events)["text"])
    assert {key: value[:2] for key, value in found.items()} == {
        key: value[:2] for key, value in expected.items()
    }
    for key, (_, _, lines) in expected.items():
        assert set(lines) <= set(found[key][2]), (key, found[key][2])
    if not events:
        assert not any("Booked" in line for _, _, lines in found.values() for line in lines)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({"status": "superseded"}, "superseded"),
        ({"status": "under_review"}, "under review"),
        ({"review_by": "2026-03"}, "past its own review date, March 2026"),
        ({"review_by": "2026-04-01"}, "past its own review date, Wednesday 1 April 2026"),
        (
            {"status": "under_review", "review_by": "2026-03"},
            "under review and past its own review date, March 2026",
        ),
        ({"status": "undated", "review_by": "2026-03"}, "undated and past its own review date, March 2026"),
        ({"status": "undated"}, None),
        ({"review_by": "2026-04"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("do", ["ics", "csv"])
def test_an_export_says_that_its_source_is_to_be_checked(do, source, said):
    """A file says that its source is superseded, under review or past it; not that it is undated."""
    text = of_one(do, {"event": "core_group", "latest": "10 days after plan_started"}, **source)["text"]
    if do == "ics":
        lines = entries_of(text)["group-1"][2]
    else:
        lines = [row[0] for row in csv.reader(io.StringIO(text)) if row]
    found = [line for line in lines if line.startswith("Check")]
    assert found == ([f"Check the procedure in force: Old book is {said}"] if said else [])


def test_an_entry_names_only_sources_that_it_rests_on():
    """Luton's first core group draws on both books, its visits on Luton's alone; the table names both."""
    texts = {do: ask(do=do, area="luton")["value"]["text"] for do in ("ics", "csv")}
    found = entries_of(texts["ics"])
    checked = {
        key: [line.split(" is ")[1] for line in lines if line.startswith("Check ")]
        for key, (_, _, lines) in found.items()
    }
    luton = "under review and past its own review date, September 2013"
    assert checked["first_core_group-1"] == [luton, "superseded"]
    assert checked["child_visit-1"] == [luton]
    assert texts["csv"].count("Check the procedure in force: ") == 2


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
