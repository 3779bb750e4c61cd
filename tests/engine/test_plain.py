"""Text without what nobody sees: the same in Python and in the browser's modules, and in every export."""

import csv
import io
import json
import subprocess

import icalendar
import pytest

from checklists.engine import door, one_line, plain
from checklists.engine.exports import FORMULA
from macros.runtime import ROOT
from tests.engine.hostile import TEXTS
from tests.engine.sheets import BOOK

CASES = [pytest.param(typed, read, id=name) for name, (typed, read) in TEXTS.items()]
REQUEST = {
    "area": "here",
    "today": "2026-05-30",
    "events": {
        "initial_conference": [{"held": "2026-03-23"}],
        "review_conference": [{"booked": "2026-06-23"}],
    },
    "now": "2026-05-30T10:00:00Z",
    "case_id": "5f0c1d2e-3b4a",
    "list": "before_review",
}
WRITTEN = ("by", "reason", "note", "evidence")


def ask(**change) -> dict:
    door._book = BOOK
    answer = door.evaluate_json(json.dumps({**REQUEST, **change}))
    answer.encode()  # a half of a character would end a write to any file or terminal
    return json.loads(answer)


@pytest.mark.parametrize(("typed", "read"), CASES)
def test_a_text_is_read_without_what_nobody_sees(typed, read):
    """What is left is what is read, and doing it again changes nothing."""
    assert one_line(typed) == read
    assert plain(plain(typed)) == plain(typed)


@pytest.mark.parametrize(("typed", "read"), CASES)
def test_a_nickname_in_the_calendar(typed, read):
    """Another library reads each entry as nickname and duty, on one line, however the nickname is written."""
    text = ask(do="ics", nickname=typed)["value"]["text"]
    calendar = icalendar.Calendar.from_ical(text)
    summaries = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    assert summaries and all(summary.startswith(f"{read}: ") for summary in summaries), summaries
    assert not calendar.errors and len(text.splitlines()) == text.count("\r\n"), text


def cell(read: str) -> str:
    """A text as it stands in a cell: with an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{read}" if read.startswith(FORMULA) else read


@pytest.mark.parametrize(("typed", "read"), CASES)
def test_what_was_written_in_the_tables(typed, read):
    """Nickname, who, reason, note and where it is recorded are cells of text, and no cell is a formula."""
    tick = {"status": "not_applicable", **dict.fromkeys(WRITTEN, typed)}
    ticks = {"review_conference/2026-06-23": {"before_review/invite": tick}}
    answer = ask(do="checklist_csv", nickname=typed, ticks=ticks)
    table = list(csv.reader(io.StringIO(answer["value"]["text"].removeprefix("\ufeff"))))
    row = next(row for row in table if row[1:2] == ["Invite"])
    assert [" ".join(text.split()) for text in (row[7], *row[9:12])] == [cell(read)] * 4, row
    assert table[-2][0].removeprefix("'").startswith(f"{read}: "), table[-2]
    cells = [text for row in table for text in row]
    assert not [text for text in cells if text.lstrip().startswith(FORMULA)], cells


@pytest.mark.parametrize(("typed", "read"), CASES)
@pytest.mark.parametrize("field", ["area", "today", "do", "list", "bucket", "nickname"])
def test_a_refusal_quotes_text(field, typed, read):
    """A text where it does not belong is refused, or answered, on one line, with nothing unseen."""
    answer = ask(**{"do": "checklists", field: typed})
    if not answer["ok"]:
        for part in answer["error"].values():
            assert part == one_line(part), answer
        assert answer["error"]["remedy"], answer


@pytest.mark.parametrize("field", ["area", "today", "do", "list", "bucket", "nickname", "now", "case_id"])
@pytest.mark.parametrize("do", ["dates", "ics", "csv", "checklists", "checklist_csv", "board", "what_if"])
def test_a_megabyte_in_a_field(do, field):
    """It is refused in a few words, or the field is none of this question's."""
    answer = ask(**{"do": do, field: "x" * 1_000_000})
    assert answer["ok"] or len(json.dumps(answer)) < 600, str(answer)[:600]


def test_notes_of_many_copies_are_worked_with():
    """A note that joined copies made long is no reason to work out nothing."""
    tick = {"status": "done", "note": "n" * 50_000}
    assert ask(do="checklists", ticks={"case": {"before_review/invite": tick}})["ok"]


def test_the_browser_reads_text_the_same():
    """For every character there is, `plain.mjs` leaves it, drops it or breaks the line as `plain.py` does."""
    script = (
        "import { plain } from './checklists/web/plain.mjs';"
        "const made = [];"
        "for (let code = 0; code < 0x110000; code += 1) {"
        "  const char = String.fromCodePoint(code); const to = plain(char);"
        "  if (to !== char) made.push([code, to]);"
        "}"
        "console.log(JSON.stringify(made));"
    )
    command = ["node", "--input-type=module", "-e", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    changed = [[code, plain(chr(code))] for code in range(0x110000) if plain(chr(code)) != chr(code)]
    assert json.loads(done.stdout) == changed
