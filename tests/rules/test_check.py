"""Each check has a rulebook that breaks it, and the exact message."""

from pathlib import Path

import pytest
import yaml

from macros import check
from tests.rules.rulebook import CALENDAR, FIRST, NOTES, OVERLAY, copy, problems

TABLES = ("format", "meaning", "checklists", "releases", "conditions", "windows")
CASES = [
    (case["name"], case["edits"], case["says"])
    for table in TABLES
    for case in yaml.safe_load((Path(__file__).parent / "cases" / f"{table}.yaml").read_text("utf-8"))
]
NOTES_AT = f"rules/{NOTES}:1"


def test_the_fixture_is_sound(tmp_path):
    """The rulebook that the cases spoil has no problem of its own."""
    assert problems(tmp_path) == []


@pytest.mark.parametrize(("edits", "messages"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_spoilt_rulebook_gets_its_message(tmp_path, edits, messages):
    """One edit, and exactly the messages that it should cause: path, line, what is wrong, what to do."""
    assert problems(tmp_path, *edits) == messages


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty; write the rule or remove the file"),
        (b"title: caf\xe9\n", "not UTF-8; save the file with the encoding UTF-8"),
        ("title: x\n" + "# x\n" * 1_250_000, "the file has 5.0 MB; at most 1 MB is read, so split it"),
        (
            "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
            "an anchor (&a); remove it and write the values out",
        ),
    ],
    ids=["empty", "not UTF-8", "5 MB", "alias bomb"],
)
def test_a_file_that_cannot_be_read(tmp_path, content, message):
    """A rule file that is no text, too large or a trap is one problem; the rest is checked as ever."""
    assert problems(tmp_path, (NOTES, content)) == [f"{NOTES_AT}: {message}"]


def test_every_case_has_a_name_of_its_own():
    """No case hides another."""
    names = [case[0] for case in CASES]
    assert sorted(set(names)) == sorted(names)


def test_every_check_says_its_rule():
    """The docstring of a check is the rule, in one sentence to start with."""
    for one in check.CHECKS:
        assert one.__doc__.split("\n")[0].endswith("."), one.__name__


def test_every_message_has_a_remedy():
    """After a semicolon, or as a question, each message says what to do."""
    for name, _, messages in CASES:
        for message in messages:
            assert "; " in message.split(": ", 1)[1], name


def test_problems_come_by_file_and_line(tmp_path):
    """All problems of all files come at once, in the order of files and lines."""
    found = problems(
        tmp_path,
        (CALENDAR, "title: Holidays", "titel: Holidays"),
        (NOTES, "topic: records", "topic: recods"),
        (FIRST, "strength: must", "strength: shuld"),
    )
    assert [message.split(": ")[0] for message in found] == [
        "rules/areas/shire/deadlines/first_core_group.yaml:9",
        "rules/areas/shire/deadlines/notes.yaml:3",
        "rules/calendars/england.yaml:1",
    ]


def test_a_source_past_its_review_is_no_problem(tmp_path):
    """Old sources are shown as old; only the form of the date is checked."""
    assert problems(tmp_path, ("sources/shire/source.yaml", "review_by: null", "review_by: 2013-09")) == []


def test_a_missing_folder(tmp_path):
    """A rules folder that is not there is one problem."""
    assert list(map(str, check.check(tmp_path / "rules"))) == [
        "rules:1: no such folder; give the one that holds the rules"
    ]


def test_an_empty_rulebook(tmp_path):
    """An empty folder gets everything that is missing, the area too."""
    (tmp_path / "rules").mkdir()
    messages = [str(problem) for problem in check.check(tmp_path / "rules")]
    missing = "the file is missing; write it as rules/README.md says"
    assert messages == [
        "rules/areas:1: the rulebook has no area; write areas/<area>/area.yaml",
        "rules/calendars:1: there is no calendar; write calendars/england_and_wales.yaml",
        f"rules/conventions.yaml:1: {missing}",
        *(
            f"rules/vocabulary/{name}.yaml:1: {missing}"
            for name in ("checklist_kinds", "documents", "events", "facts", "roles", "terms", "topics")
        ),
    ]


def test_a_problem_elsewhere_does_not_hold_up_the_examples(tmp_path):
    """A worked example is run though another area has problems, and is not though its own has."""
    root = copy(
        tmp_path,
        (FIRST, "latest: 2025-04-30 }", "latest: 2025-04-29 }"),
        (OVERLAY, "after initial_conference", "aftr initial_conference"),
    )
    found = [problem.path for problem in check.check(root)]
    assert found == ["rules/" + FIRST, "rules/" + OVERLAY]
