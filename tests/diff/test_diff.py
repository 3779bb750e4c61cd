"""`handbook diff`: each way in which rules can differ has its text, and what cannot be compared is said."""

import json
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from checklists.engine import Rulebook, evaluate, read_bundle
from macros import bundle, load
from macros.diff import compare, dates, samples, summary
from macros.diff.checklists import UNPLACED
from macros.diff.gaps import Gap
from tests.book import BUNDLE, ROOT
from tests.diff.changed import commit, diff, edit, git, repository
from tests.rules import rulebook

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
SOON = 30  # seconds of processor time that a comparison of the project's own rules may take


@pytest.fixture(scope="module", autouse=True)
def fixture_asked_once(tmp_path_factory) -> Iterator[None]:
    """Nearly every case compares with the fixture as it stands: what the engine answers of it is kept.

    An answer is found again by its request and by the very rules that were read from the fixture's bundle; of
    any other rulebook the engine is asked anew.
    """
    root = rulebook.copy(tmp_path_factory.mktemp("as it stands"))
    text = json.dumps(bundle.build(load.load(root)))
    book = read_bundle(text)
    own = {id(item) for area in book.areas.values() for item in area.deadlines}
    answers: dict[str, dict] = {}

    def asked(request: dict, of: Rulebook) -> dict:
        rules = [id(item) for item in of.area(request["area"]).deadlines]
        if not rules or not own.issuperset(rules):
            return evaluate(request, of)
        key = json.dumps([request, rules])
        if key not in answers:
            answers[key] = evaluate(request, of)
        return answers[key]

    with pytest.MonkeyPatch.context() as patch:
        comparing = sys.modules[compare.__module__]  # the package has a function of this name
        patch.setattr(comparing, "read_bundle", lambda given: book if given == text else read_bundle(given))
        patch.setattr(dates, "evaluate", asked)
        yield


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_difference_has_its_text(tmp_path, capsys, case):
    """A rulebook changed in one way gives the whole text for it, the answer first, and exit status 0."""
    root = repository(tmp_path, *case["edits"], before=case.get("before", ()))
    assert diff(root, "HEAD") == 0
    answer, compared, tried, *rest = capsys.readouterr().out.splitlines()
    assert "\n".join([answer, *rest]) == case["says"].rstrip("\n")
    revision = git(tmp_path, "rev-parse", "--short", "HEAD")
    assert f"revision {revision} of 5 January 2026, and rules 2026.01.05-" in compared
    assert tried.startswith("Tried on ") and tried.endswith(" sample cases, with the same engine for both.")


def test_the_same_as_data(tmp_path, capsys):
    """--json has what the text says: the move with its days, unit, cases and example, and both versions."""
    root = repository(tmp_path, (rulebook.FIRST, "limit: 10 working days", "limit: 8 working days"))
    assert diff(root, "HEAD", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["areas"] == ["shire"] and data["before"]["date"] == "2026-01-05"
    (move,) = [change for change in data["changes"] if change["part"] == "dates"]
    assert (move["place"], move["key"], move["bound"], move["change"]) == (
        *("shire", "first_core_group", "latest", "moves"),
    )
    assert (move["days"], move["unit"], move["cases"], move["of"]) == (-2, "working day", 46, 46)
    assert move["example"] == {
        "case": "conference 2 January 2025",
        "about": None,
        "was": "2025-01-16",
        "now": "2025-01-14",
    }


def test_a_revision_that_is_no_commit_of_its_own(tmp_path, capsys):
    """A tag, a branch or a count back names a revision as well as a commit does."""
    root = repository(tmp_path, (rulebook.FIRST, "strength: must", "strength: should"))
    git(tmp_path, "tag", "release")
    git(tmp_path, "commit", "-q", "--all", "-m", "Should")
    for name in ("release", "HEAD~1", "HEAD^"):
        assert diff(root, name) == 0
        assert capsys.readouterr().out.startswith("No date moves. 2 areas: 2 rules changed.\n"), name


# What an earlier revision holds that is not read any more, and what is said of it.
UNREAD = [
    (
        "a limit of another grammar",
        [(rulebook.NOTES, "latest: 5 working days after each core_group", "latest: in 5 working days")],
        "rules/areas/shire/deadlines/notes.yaml: it is of a format that is not read any more",
    ),
    (
        "a deadline file that is no YAML",
        [(rulebook.NOTES, "title: Notes of a core group\n\tx: [")],
        "rules/areas/shire/deadlines/notes.yaml:2: a tab; use spaces",
    ),
    (
        "a checklist of another shape",
        [("areas/shire/checklists/core_group.yaml", "items: [invite]\nsections: {}\n")],
        "rules/areas/shire/checklists/core_group.yaml: it is of a format that is not read any more",
    ),
    (
        "an area of another shape",
        [(rulebook.TOWN, "title: The town\nsources: 5\n")],
        "rules/areas/town: it is of a format that is not read any more",
    ),
    (
        "statements that are no YAML",
        [("sources/town/provisions.yaml", '"4": &x [*x]\n')],
        "rules/sources/town/provisions.yaml:1: an anchor (&x); remove it and write the values out",
    ),
    (
        "a file where none belongs",
        [("deadlines.yaml", "x: 1\n")],
        "rules/deadlines.yaml:1: no rule file is read from here; see rules/README.md",
    ),
]


def restore(root: Path, edits: list[tuple]) -> None:
    """Bring files back to what the fixture has."""
    for path, *_ in edits:
        (root / path).unlink()
        if (rulebook.FIXTURE / path).exists():
            shutil.copy(rulebook.FIXTURE / path, root / path)


@pytest.mark.parametrize(("name", "before", "said"), UNREAD, ids=[case[0] for case in UNREAD])
def test_what_cannot_be_read_is_said_and_the_rest_compared(tmp_path, capsys, name, before, said):
    """A part of the earlier rules that is not read any more is named, with no change; all else is told."""
    root = repository(tmp_path, before=before)
    restore(root, before)
    edit(root, (rulebook.FIRST, "limit: 10 working days", "limit: 8 working days"))
    assert diff(root, "HEAD") == 0, name
    text = capsys.readouterr().out
    assert "NOT COMPARED\n" in text and said in text, text
    assert "First core group, latest day: 2 working days earlier" in text
    assert "Notes of a core group" not in text and "Send the notes out" not in text, text
    assert ": added" not in text and ": removed" not in text, text


def test_a_key_that_the_format_had_no_place_for(tmp_path, capsys):
    """What the earlier schemas have no key for is said once, and is no difference of every statement."""
    schema = json.loads((ROOT / "rules" / "schema" / "provisions.json").read_text("utf-8"))
    text = json.dumps(schema).replace('"timing"', '"of_old"')
    root = repository(
        tmp_path,
        (rulebook.PROVISIONS, "strength: is", "strength: is\n  timing: 5 working days after each core_group"),
        before=[("schema/provisions.json", text)],
    )
    assert diff(root, "HEAD") == 0
    said = capsys.readouterr().out
    assert said.startswith("No date moves. Nothing else differs.\n")
    assert "statements: the earlier format had no place for the time stated\n" in said


def test_a_gap_is_told_of_once():
    """The same gap of several areas is one line of what is not compared."""
    two = bundle.only(BUNDLE, ["milton_keynes", "tees"])
    gaps = tuple(Gap("deadlines", area, "first_review", "it cannot be read") for area in two["areas"])
    data = compare(two, two, gaps)
    assert data["not_compared"] == ["it cannot be read"] and not data["changes"]


def test_ticks_of_an_item_that_is_taken_out_are_where_it_is_said():
    """The words for the place are those on the page of a case, where the engine's `unplaced` ticks stand."""
    page = (ROOT / "checklists" / "web" / "case-view.mjs").read_text("utf-8")
    assert f'"{UNPLACED}"' in page, f"no part of case-view.mjs is called “{UNPLACED}”"


ERRORS = [
    ("an unknown revision", ["nowhere"], "there is no revision “nowhere”: git log --oneline lists"),
    ("an option in its place", ["--record", "2026-01-05", "--", "-x"], "“-x” is no revision: give a commit"),
    ("no day to record for", ["HEAD", "--record", "today"], "--record: “today” is no date; write it as"),
    ("a day written otherwise", ["HEAD", "--record", "20260105"], "--record: “20260105” is no date"),
]


@pytest.mark.parametrize(("name", "arguments", "said"), ERRORS, ids=[case[0] for case in ERRORS])
def test_what_cannot_be_compared_ends_the_command(tmp_path, capsys, name, arguments, said):
    """Status 2, and one line on standard error that says what to do."""
    assert diff(repository(tmp_path), *arguments) == 2, name
    out, err = capsys.readouterr()
    assert not out and err.count("\n") == 1 and err.startswith(said), err


def test_rules_outside_a_repository(tmp_path, capsys):
    """Without a repository around the rules there is nothing to compare with, and that is said."""
    root = rulebook.copy(tmp_path)
    assert diff(root, "HEAD") == 2
    assert (
        f"{root}: it is not in a git repository: earlier rules can be read in a clone"
        in capsys.readouterr().err
    )


def test_without_git(tmp_path, capsys, monkeypatch):
    """Where git is not installed the command says so."""
    root = repository(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert diff(root, "HEAD") == 2
    assert capsys.readouterr().err == "git is not found: install it to compare with an earlier revision\n"


def test_a_revision_without_the_folder(tmp_path, capsys):
    """A revision from before there were rules is told apart from one that is not there."""
    (tmp_path / "README.md").write_text("Nothing yet.\n", "utf-8")
    commit(tmp_path)
    root = rulebook.copy(tmp_path)
    assert diff(root, "HEAD") == 2
    assert capsys.readouterr().err == "the revision “HEAD” has no folder rules: choose a later one\n"


def test_a_shallow_clone(tmp_path, capsys):
    """In a clone without its history the remedy is to fetch it."""
    repository(tmp_path / "whole")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}/whole", "part")
    assert diff(tmp_path / "part" / "rules", "HEAD~1") == 2
    assert "this clone is shallow: run git fetch --unshallow first" in capsys.readouterr().err


def test_an_earlier_rulebook_of_which_nothing_can_be_read(tmp_path, capsys):
    """Where no area of the earlier rules can be read nothing is compared, and each reason is given."""
    before = [(path, "title: x\nsources: 5\n") for path in (rulebook.SHIRE, rulebook.TOWN)]
    root = repository(tmp_path, before=before)
    restore(root, before)
    assert diff(root, "HEAD") == 2
    said = capsys.readouterr().err
    assert said.startswith(
        "the earlier rules are of a format that is not read any more: choose a later revision\n"
    )
    assert "rules/areas/shire: " in said and "rules/areas/town: " in said


def test_rules_that_cannot_be_used_now(tmp_path, capsys):
    """Rules that are broken now end the command as they end any other."""
    root = repository(tmp_path, (rulebook.NOTES, "\tx: 1\n"))
    assert diff(root, "HEAD") == 1
    assert "notes.yaml:1: a tab; use spaces" in capsys.readouterr().err


def test_nothing_is_left_behind(tmp_path, capsys, monkeypatch):
    """The earlier rules are read in a temporary place that is gone afterwards, and nothing here changes."""
    root = repository(tmp_path / "project")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert diff(root, "HEAD") == 0
    assert not list((tmp_path / "temporary").iterdir())
    assert git(tmp_path / "project", "status", "--porcelain") == ""


WITHOUT = ("not known", "set by ", "immediately ", "promptly ")  # limits that no case gives a date


def can_have_a_date(deadline: dict) -> bool:
    """Whether any limit of a deadline is one that can be counted."""
    limits = [
        one["limit"]
        for side in ("latest", "earliest")
        for entry in deadline[side] or ()
        for one in entry["limits"]
    ]
    return not all(limit.startswith(WITHOUT) for limit in limits)


@pytest.fixture(scope="module")
def sampled() -> dict[str, list[dict]]:
    """The requests of the samples of each area."""
    found: dict[str, list[dict]] = {area: [] for area in BUNDLE["areas"]}
    for case in samples.cases(BUNDLE, BUNDLE):
        if case.sample:
            found[case.area] += [asked.request for asked in case.requests]
    return found


@pytest.mark.parametrize("area", sorted(BUNDLE["areas"]))
def test_every_deadline_has_a_date_in_some_sample(sampled, area):
    """The samples give every deadline that can have a date one, so that no move goes unseen."""
    book = read_bundle(json.dumps(BUNDLE))
    missing = {item["key"] for item in BUNDLE["areas"][area]["deadlines"] if can_have_a_date(item)}
    for request in sampled[area]:
        found = evaluate(request, book)["deadlines"]
        missing -= {item["deadline"] for item in found if item["latest"] or item["earliest"]}
        if not missing:  # the samples that are left can only show the same again
            break
    assert not missing, f"{area}: no sample dates {missing}"


def test_the_samples_stand_where_counting_is_hard():
    """Their conferences fall on each day of the week, around bank holidays, on month ends and a leap day."""
    days = samples.conferences(BUNDLE, BUNDLE)
    assert {day.weekday() for day in days} == set(range(7))
    year = max(day.year for day in days if (day.month, day.day) == (2, 29) and day.year < 2028)
    ends = {day.month for day in days if day.year == year and (day + samples.timedelta(days=1)).day == 1}
    assert ends == set(range(1, 13))
    known = [day for day in BUNDLE["calendar"]["holidays"] if day.startswith(str(year))]
    assert len(known) >= 8
    for day in map(samples.date.fromisoformat, known):
        assert {day - samples.timedelta(days=ahead) for ahead in (14, 1, -1)} <= set(days), day


def test_the_projects_own_rules_are_compared_in_time():
    """Every worked example and sample of the project's rules is tried in well under half a minute."""
    before = json.loads(json.dumps(BUNDLE))
    for area in before["areas"].values():
        for item in area["deadlines"]:
            for entry in item["latest"] or ():
                for one in entry["limits"] or ():
                    one["limit"] = one["limit"].replace("5 working days", "7 working days")
    begun = time.process_time()  # not by the clock: other tests run on the same processors
    data = compare(before, BUNDLE)
    assert time.process_time() - begun < SOON
    assert data["cases"]["samples"] > 200 and data["cases"]["worked"] > 150
    assert "dates move" in summary(data)


# What of a rulebook its dates hang on: a change of it, and the areas that are worked out anew for it.
HANGS = [
    ("nothing", lambda rules: None, set()),
    ("a statement", lambda rules: rules["provisions"].clear(), set()),
    ("the words of the glossary", lambda rules: rules["terms"].clear(), set()),
    ("a limit of one area", lambda rules: rules["areas"]["tees"]["deadlines"].pop(), {"tees"}),
    ("a list of one area", lambda rules: rules["areas"]["luton"]["checklists"].pop(), {"luton"}),
    ("a bank holiday", lambda rules: rules["calendar"]["holidays"].popitem(), {"luton", "tees"}),
    ("an event", lambda rules: rules["events"]["visit"].update(once=True), {"luton", "tees"}),
    ("a question", lambda rules: rules["facts"].popitem(), {"luton", "tees"}),
    ("a way of counting", lambda rules: rules["conventions"].pop(), {"luton", "tees"}),
]


@pytest.mark.parametrize(("name", "change", "asked"), HANGS, ids=[case[0] for case in HANGS])
def test_areas_whose_rules_are_the_same_are_not_worked_out_again(monkeypatch, name, change, asked):
    """The engine is asked of the areas alone of which anything differs that it is given; all cases count."""
    before = json.loads(json.dumps(bundle.only(BUNDLE, ["luton", "tees"])))
    after = json.loads(json.dumps(before))
    change(after)
    found: list[str] = []
    monkeypatch.setattr(dates.Moves, "case", lambda self, case: found.append(case.area))
    data = compare(before, after)
    assert set(found) == asked, f"{name}: {set(found)}"
    assert sum(data["cases"].values()) + len(found) == len(samples.cases(before, after)), name


def test_a_case_that_one_rulebook_refuses_is_not_compared(monkeypatch):
    """Cases that the earlier rules cannot be asked are counted and said, and the others are compared."""
    before = json.loads(json.dumps(bundle.only(BUNDLE, ["luton"])))
    before["events"]["core_group"]["once"] = True
    data = compare(before, bundle.only(BUNDLE, ["luton"]))
    assert data["cases"]["samples"] == 0
    (said,) = data["not_compared"]
    assert said.startswith("Luton: conference ") and "there can be only one core group" in said
