"""The command line: what it prints, its exit statuses, and its errors without a traceback."""

import csv
import functools
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from macros import commands
from macros.__main__ import RULES, main
from tests.rules import rulebook

ROOT = Path(__file__).resolve().parents[2]
EASTER = ["--area", "north_yorkshire", "--today", "2026-04-10", "initial_conference=2026-03-26"]


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(scope="module", autouse=True)
def rules_read_once() -> Iterator[None]:
    """The project's own rules are the same for every command of this file, and take a second to read."""
    read = commands.read_rules
    own = functools.cache(read)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "read_rules", lambda root: own(root) if root == RULES else read(root))
        yield


@pytest.fixture
def run(capsys, monkeypatch, tmp_path) -> Callable[..., Done]:
    """The command line in this process, without the second that another takes to start.

    Nothing is caught but the end that argparse makes: what would be a traceback fails the test here.
    """

    def command(*arguments: str, stdin: bytes = b"") -> Done:
        typed = tmp_path / "stdin"
        typed.write_bytes(stdin)
        with typed.open("r", encoding="utf-8") as file:
            monkeypatch.setattr(sys, "stdin", file)
            try:
                status = main([*arguments])
            except SystemExit as end:
                status = end.code
        return Done(status, *capsys.readouterr())

    return command


def run_alone(*arguments: str, **settings) -> subprocess.CompletedProcess:
    """The command line as a person runs it, in a process of its own."""
    command = [sys.executable, "-m", "macros", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, encoding="utf-8", **settings)


def test_dates_for_people():
    """The table names the date in full, the duty, the limit and its source."""
    done = run_alone("dates", *EASTER)
    assert done.returncode == 0 and not done.stderr
    assert "First core group: by Monday 13 April 2026" in done.stdout
    assert (
        "10 working days after the initial child protection conference (should; north_yorkshire#timing/p1a)"
        in done.stdout
    )
    assert "initial_conference" not in done.stdout


@pytest.mark.parametrize(
    ("area", "said"),
    [
        (
            "bedfordshire",
            "! Child Protection Plans and Core Groups is superseded: check the procedure in force",
        ),
        ("tees", "! Child Protection Plan & Core Group is undated"),
        ("tees", "No date is given for:\n    Second core group: Not singled out"),
        (
            "milton_keynes",
            "    First review conference; next review conference: The section on review",
        ),
    ],
)
def test_dates_say_what_they_rest_on_and_what_is_missing(run, area, said):
    """The state of the sources stands above the dates, what the area gives no date for below them."""
    done = run("dates", "--area", area, "--today", "2026-11-28", "initial_conference=2026-11-18")
    assert done.returncode == 0 and said in done.stdout, done.stdout


def test_dates_for_machines(run):
    """JSON and CSV hold the same dates as the table."""
    value = json.loads(run("dates", *EASTER, "--json").stdout)
    latest = {item["deadline"]: item["latest"] for item in value["deadlines"]}
    rows = list(csv.DictReader(io.StringIO(run("dates", *EASTER, "--csv").stdout.removeprefix("\ufeff"))))
    assert (
        latest["first_core_group"]
        == "2026-04-13"
        == next(row["Latest"] for row in rows if row["Duty"] == "First core group")
    )


def test_answers_and_intervals(run):
    """Facts and what the conference set are taken from the command line."""
    done = run("dates", *EASTER, "--set", "child_visit=3 weeks,2026-03-26,conference_chair", "--json")
    visit = next(item for item in json.loads(done.stdout)["deadlines"] if item["deadline"] == "child_visit")
    assert (visit["latest"], visit["set_by"]["by"]) == ("2026-04-16", "conference_chair")
    named = run("dates", *EASTER, "review_conference=2026-06-23", "--fact", "third_review=yes", "--json")
    advice = next(
        item for item in json.loads(named.stdout)["deadlines"] if item["deadline"] == "long_plan_advice"
    )
    assert advice["latest"] == "2026-06-22"


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("no command", [], "required: COMMAND"),
        ("an unknown command", ["date"], "invalid choice: 'date'"),
        (
            "no area",
            ["dates", "initial_conference=2026-03-26"],
            "--area is missing; use one of: bedfordshire",
        ),
        ("an unknown area", ["dates", "--area", "leeds"], "there is no area “leeds”"),
        ("no equals sign", ["dates", "--area", "luton", "initial_conference"], "write it as EVENT=DATE"),
        (
            "a misspelt event",
            ["dates", "--area", "luton", "core_grop=2026-03-26"],
            "did you mean “core_group”?",
        ),
        ("no date", ["dates", "--area", "luton", "core_group=soon"], "“soon” is not a date"),
        (
            "no today",
            ["dates", "--area", "luton", "--today", "x", "core_group=2026-03-26"],
            "today: “x” is not a date",
        ),
        (
            "no answer",
            ["dates", "--area", "luton", "--fact", "plan_made=perhaps"],
            "write plan_made=yes or plan_made=no",
        ),
        (
            "a file that is not there",
            ["dates", "--cases", "nowhere.csv"],
            "nowhere.csv: No such file or directory; give the path",
        ),
        (
            "dates beside a file",
            ["dates", "--cases", "x.csv", "core_group=2026-03-26"],
            "leave out the dates",
        ),
        ("an area of a bundle", ["bundle", "--area", "leeds"], "there is no area “leeds”"),
        ("no rules", ["--rules", "nowhere", "bundle"], "nowhere: no such folder"),
    ],
)
def test_bad_usage(run, name, arguments, message):
    """Bad usage ends with status 2 and says on standard error what to do, without a traceback."""
    done = run(*arguments)
    assert done.returncode == 2, name
    assert message in done.stderr and not done.stdout, (name, done.stderr)


@pytest.mark.parametrize("command", ["check", "dates", "evaluate", "diff", "bundle"])
def test_every_command_has_help(run, command):
    """Each command says what it does."""
    done = run(command, "--help")
    assert done.returncode == 0 and command in done.stdout


def test_evaluate_answers_line_by_line(run):
    """A bad line gets an error, does not stop the next one, and makes the exit status 1."""
    good = json.dumps(
        {"area": "luton", "today": "2026-12-01", "events": {"initial_conference": [{"held": "2026-11-30"}]}}
    )
    done = run("evaluate", stdin=f"{good}\nnot json\n\n{good}\n".encode())
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["ok"] for answer in answers] == [True, False, True]
    assert set(answers[1]["error"]) == {"field", "message", "remedy"}
    assert done.returncode == 1
    assert run("evaluate", stdin=f"{good}\n".encode()).returncode == 0


def test_evaluate_answers_a_large_file_in_order(tmp_path):
    """A file that several processes work on gives what a pipe gives line by line, bad lines included."""
    wide = " " * (commands.LARGE // 80)  # a few wide lines make the file as large as many narrow ones
    lines = [
        json.dumps({"area": "luton", "today": f"20{year}-12-01", "events": {}, "facts": {}}) + wide
        if year % 10
        else "not json"
        for year in range(1, 99)
    ]
    text = "\n".join(lines) + "\n"
    path = tmp_path / "requests"
    path.write_text(text, "utf-8")
    assert path.stat().st_size > commands.LARGE
    piped = run_alone("evaluate", input=text)
    with path.open("rb") as file:
        done = run_alone("evaluate", stdin=file)
    assert done.stdout == piped.stdout and done.stdout.count("\n") == len(lines)
    assert (done.returncode, done.stderr) == (piped.returncode, piped.stderr) == (1, "")


def test_evaluate_takes_bytes_that_are_no_text(run):
    """Bytes that are not UTF-8 are answered with an error like any other bad line."""
    done = run("evaluate", stdin=b"\xff\xfe\n")
    assert done.returncode == 1 and json.loads(done.stdout)["ok"] is False, done


def test_many_cases(run, tmp_path):
    """Each row of a file is worked out; a bad one is reported with its number and stops no other."""
    path = tmp_path / "cases.csv"
    path.write_text(
        "\ufeffarea,today,initial_conference,core_group\n"
        "luton,2026-12-01,2026-11-30,\n"
        "leeds,2026-12-01,2026-11-30,\n"
        "north_yorkshire,2026-06-01,2026-03-26,2026-04-09; 2026-05-14\n"
        "luton,2026-12-01,30/11/2026,\n"
        "luton,2026-12-01,2026-11-30,2026-12-10,too,many\n",
        encoding="utf-8",
    )
    done = run("dates", "--cases", str(path), "--json")
    assert done.returncode == 1
    assert [json.loads(line)["row"] for line in done.stdout.splitlines()] == [2, 4]
    assert [line.split(":")[1] for line in done.stderr.splitlines()] == ["3", "5", "6"]
    table = run("dates", "--cases", str(path), "--csv").stdout
    assert {row["Row"] for row in csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))} == {"2", "4"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty", b"", "the file is empty"),
        ("not UTF-8", b"area\n\xff\n", "not UTF-8"),
        ("no area", b"initial_conference\n2026-01-05\n", "no column “area”"),
        ("a column twice", b"area,core_group,core_group\n", "is there twice"),
        ("an open quote", b'area,core_group\nluton,"2026', "this is not CSV"),
    ],
)
def test_a_file_that_cannot_be_read(run, tmp_path, name, content, message):
    """A file of cases that cannot be read says why and what to do."""
    path = tmp_path / "cases.csv"
    path.write_bytes(content)
    done = run("dates", "--cases", str(path))
    assert done.returncode == 2 and message in done.stderr, (name, done.stderr)


OLD = [
    # the day, and what is noted as on it
    ("2026-01-05", ["calendars/england.yaml:7: the bank holidays end on 2026-12-31, less than a year after"]),
    (
        "2027-01-06",
        [
            "calendars/england.yaml:7: the bank holidays end on 2026-12-31, less than a year after",
            "sources/shire/source.yaml:5: last checked on 2026-01-05, over a year before 2027-01-06",
            "sources/town/source.yaml:5: last checked on 2026-01-05, over a year before 2027-01-06",
        ],
    ),
]


@pytest.mark.parametrize(("day", "noted"), OLD, ids=[day for day, _ in OLD])
def test_check_notes_what_has_grown_old(run, tmp_path, day, noted):
    """A source that nobody looked at for a year, and holidays that run out, are notes and no problems."""
    done = run("--rules", str(rulebook.copy(tmp_path)), "check", "--today", day)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(noted), lines
    for line, start in zip(lines, noted, strict=True):
        assert line.startswith(f"note: rules/{start}") and "; " in line, line


def test_a_day_of_looking_that_is_still_to_come_is_a_problem(run, tmp_path):
    """Until then no source and no list of holidays would ever be old."""
    edits = [(rulebook.SOURCE, "checked_on: 2026-01-05", "checked_on: 2036-11-22")]
    edits.append((rulebook.CALENDAR, "read_on: 2025-01", "read_on: 2026-03"))
    root = rulebook.copy(tmp_path, *edits)
    done = run("--rules", str(root), "check", "--today", "2026-02-28")
    assert done.returncode == 1
    remedy = "write the day on which it was looked at"
    assert [line for line in done.stdout.splitlines() if not line.startswith("note: ")] == [
        f"rules/calendars/england.yaml:5: read_on is 2026-03, after 2026-02-28; {remedy}",
        f"rules/sources/shire/source.yaml:5: checked_on is 2036-11-22, after 2026-02-28; {remedy}",
    ]
    done = run("--rules", str(root), "check", "--today", "2026-03-01")
    assert "read_on" not in done.stdout


def test_a_name_that_is_no_text_is_printed(tmp_path, monkeypatch):
    """A terminal that takes nothing but UTF-8 gets the byte as its number, and no escape."""
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    edits = [(os.fsdecode(b"areas/shire/caf\xe9\x1b[31m.yaml"), "title: x\n")]
    done = run_alone("--rules", str(rulebook.copy(tmp_path, *edits)), "check", "--today", "2026-02-01")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stdout.startswith("rules/areas/shire/caf\\xe9\\x1b[31m.yaml:1: the name ")
    assert "\x1b" not in done.stdout


def test_a_day_that_is_none_is_told(run):
    """A mistyped day ends the command with what to write."""
    done = run("check", "--today", "2026-02-30")
    assert done.returncode == 2 and "“2026-02-30” is no date; write it as" in done.stderr


def test_rules_that_do_not_check_stop_the_other_commands(run, tmp_path):
    """Broken rules end `dates` and `bundle` with status 1 and the place, not with a traceback."""
    rules = rulebook.copy(tmp_path, (rulebook.FIRST, "title: x\n\tdeadlines: {}\n"))
    for command in (["bundle"], ["dates", "--area", "shire"], ["check"]):
        done = run("--rules", str(rules), *command)
        assert done.returncode == 1, (command, done)
        assert "first_core_group.yaml:2:" in done.stdout + done.stderr, (command, done)


def test_the_bundle_holds_what_was_asked_for(run, tmp_path):
    """A bundle can be cut down to areas and written to a file."""
    out = tmp_path / "deep" / "luton.json"
    assert run("bundle", "--area", "luton", "--out", str(out)).returncode == 0
    data = json.loads(out.read_text(encoding="utf-8"))
    assert list(data["areas"]) == ["luton"] and set(data["sources"]) == {"luton", "bedfordshire"}
