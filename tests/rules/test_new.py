"""`handbook new`: skeletons that pass the check, marked as drafts, and what stops it."""

import functools
import shutil
from datetime import date
from pathlib import Path

import pytest

from checklists.engine import evaluate, read_bundle
from checklists.engine import load as load_bundle
from checklists.engine.door import answer
from macros import book, bundle, load, reckoner
from macros.__main__ import main
from macros.check import check
from macros.new import deadline
from macros.render import compare
from tests.book import ROOT, RULES

OWN = functools.cache(load.load)
KINDS = RULES.vocabulary["checklist_kinds"]


EXAMPLE = ("example_area", "example_manual", "example_protocol")  # the made-up area and its sources


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the rules to write into."""
    return Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))


@pytest.fixture
def small(rules: Path) -> Path:
    """One with the made-up area alone, beside all of the vocabulary: checked whole in a fifth of the time."""
    for folder in (*(rules / "areas").iterdir(), *(rules / "sources").iterdir()):
        if folder.is_dir() and folder.name not in EXAMPLE:
            shutil.rmtree(folder)
    return rules


@pytest.fixture(scope="module")
def untouched(tmp_path_factory) -> Path:
    """A copy of the rules for what must not write into it."""
    return Path(shutil.copytree(ROOT / "rules", tmp_path_factory.mktemp("untouched") / "rules"))


@pytest.fixture
def read_once(monkeypatch) -> None:
    """A folder of rules that nothing is written into is read once for all tests that ask for this."""
    monkeypatch.setattr(load, "load", OWN)


def new(rules: Path, *words: str) -> int:
    """The command's exit status."""
    return main(["--rules", str(rules), "new", *words])


def test_an_area_from_nothing_is_sound_and_shown_as_a_draft(small, capsys) -> None:
    """An area, a limit and every kind of list: no problem, each named as a draft, and the dates work."""
    assert new(small, "area", "far_shire") == 0
    assert new(small, "deadline", "far_shire", "first_core_group") == 0
    for kind in KINDS:
        assert new(small, "checklist", "far_shire", kind) == 0, kind
    said = capsys.readouterr().out
    assert "rules/sources/far_shire/provisions.yaml: what it says at each place" in said
    assert main(["--rules", str(small), "check"]) == 0
    noted = capsys.readouterr().out
    assert [line for line in noted.splitlines() if not line.startswith("note: ")] == []
    assert noted.count("a draft, shown as one; when it has been read against its source") == 3 + len(KINDS)

    made = bundle.build(load.load(small))
    area = made["areas"]["far_shire"]
    assert area["title"] == "Far shire (draft)"
    assert made["sources"]["far_shire"]["title"].endswith("(draft)")
    assert all(one["title"].endswith("(draft)") for one in area["checklists"])
    found = evaluate(
        {
            "area": "far_shire",
            "today": "2025-04-20",
            "events": {"initial_conference": [{"held": "2025-04-14"}]},
        },
        read_bundle(bundle.to_json(made)),
    )
    (window,) = found["deadlines"]
    assert window["latest"] == "2025-04-30"
    assert window["note"].startswith("Draft: not yet read against its source.")


def test_an_area_that_builds_on_another_takes_its_rules(small) -> None:
    """It begins with a source of its own, and inherits every limit."""
    assert new(small, "area", "far_town", "--builds-on", "example_area", "--source", "example_manual") == 0
    assert list(map(str, check(small))) == []
    made = bundle.build(load.load(small))
    inherited, own = (
        {item["key"] for item in made["areas"][name]["deadlines"]} for name in ("example_area", "far_town")
    )
    assert own == inherited and inherited


def test_what_rests_on_something_made_up_is_marked(small) -> None:
    """An area that builds on a fictional one, or has a fictional source, is fictional."""
    assert new(small, "area", "far_town", "--builds-on", "example_area") == 0
    assert new(small, "area", "far_shire", "--source", "example_manual") == 0
    assert list(map(str, check(small))) == []
    made = bundle.build(load.load(small))
    assert [made["areas"][name]["fictional"] for name in ("far_town", "far_shire")] == [True, True]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("area", "Far-Shire"), "“Far-Shire” is no name here; small letters, digits and _ between them"),
        (("area", "../x"), "write it as x"),
        (("area", "12"), "write it as north_shire"),
        (("area", "null"), "“null” is no name here, as YAML takes it for a value; write it as the_null"),
        (("source", "true"), "“true” is no name here, as YAML takes it for a value; write it as the_true"),
        (("area", "x" * 61), "is no name here"),
        (("area", "luton"), "this area is there already"),
        (("source", "luton"), "this source is there already"),
        (("area", "x", "--source", "nowhere"), "--source: there is no source “nowhere”"),
        (("area", "x", "--builds-on", "nowhere"), "--builds-on: there is no area “nowhere”"),
        (("deadline", "nowhere", "x"), "there is no area “nowhere”; use one of: bedfordshire"),
        (("deadline", "tees", "next_core_group"), "this deadline is there already"),
        (("deadline", "luton", "child_in_need_meeting"), "has a deadline “child_in_need_meeting” already"),
        (("checklist", "tees", "nothing"), "there is no kind of checklist “nothing”; use one of:"),
        (("checklist", "tees", "core_group"), "this checklist is there already"),
    ],
)
def test_what_cannot_be_begun_is_told(untouched, read_once, capsys, words, said) -> None:
    """The message says what to do, and nothing is written."""
    before = sorted(untouched.rglob("*"))
    assert new(untouched, *words) == 2
    assert said in capsys.readouterr().err
    assert sorted(untouched.rglob("*")) == before


def test_nothing_is_left_of_what_could_not_be_written(rules, capsys) -> None:
    """A folder in the way of the second file takes the first one back."""
    (rules / "areas" / "far_shire").mkdir()
    (rules / "areas" / "far_shire").rmdir()
    (rules / "areas" / "far_shire").write_text("in the way", encoding="utf-8")
    assert new(rules, "area", "far_shire") == 2
    assert "already" in capsys.readouterr().err
    assert not (rules / "sources" / "far_shire").exists()


def test_without_a_statement_there_is_nothing_to_rest_on(rules, capsys) -> None:
    """A rule has to say where it is written: so the statement comes first."""
    assert new(rules, "area", "far_shire") == 0
    (rules / "sources" / "far_shire" / "provisions.yaml").write_text(
        '"1.1": { kind: admin, because: a table of contents }\n', encoding="utf-8"
    )
    assert new(rules, "deadline", "far_shire", "first_core_group") == 2
    assert "no source of far_shire has a statement yet" in capsys.readouterr().err


def test_a_limit_that_is_a_draft_says_so_wherever_it_shows(rules, capsys) -> None:
    """In a published area, and in one that builds on it: in its title, so in every list and export."""
    assert new(rules, "deadline", "bedfordshire", "zz_new") == 0
    made = bundle.build(load.load(rules))
    for area in ("bedfordshire", "luton"):
        (item,) = [one for one in made["areas"][area]["deadlines"] if one["key"] == "zz_new"]
        assert item["title"] == "Zz new (draft)", area
    capsys.readouterr()
    case = ["dates", "--area", "luton", "--today", "2025-04-20", "initial_conference=2025-04-14"]
    assert main(["--rules", str(rules), *case]) == 0
    said = capsys.readouterr().out
    assert "Zz new (draft): by " in said and "    Draft: not yet read against its source." in said
    load_bundle(bundle.to_json(made))
    events = {"initial_conference": [{"held": "2025-04-14"}]}
    request = {"area": "luton", "today": "2025-04-20", "events": events}
    sheet = answer(request | {"do": "csv"})["text"]
    assert '"Zz new (draft)"' in sheet and "Draft: not yet read against its source." in sheet
    calendar = answer(request | {"do": "ics", "case_id": "12345678", "now": "2025-04-20T09:00:00Z"})["text"]
    calendar = calendar.replace("\r\n ", "")
    assert "SUMMARY:Latest day: zz new (draft)" in calendar
    assert "Draft: not yet read against its source." in calendar
    columns = reckoner.quick(made, "bedfordshire", date(2025, 4, 20))["reckoner"]["columns"]
    assert "Zz new (draft)" in [column["title"] for column in columns]


def test_one_areas_draft_is_told_apart_in_the_comparison(rules) -> None:
    """The row has the title that the others give it, the cell says that it is a draft."""
    file = rules / "areas" / "tees" / "deadlines" / "next_core_group.yaml"
    file.write_text("draft: true\n" + file.read_text("utf-8"), encoding="utf-8")
    book.read.cache_clear()
    handbook = book.read(rules, date(2026, 11, 28))
    topic = next(
        one["topic"]
        for one in handbook.bundle["areas"]["tees"]["deadlines"]
        if one["key"] == "next_core_group"
    )
    (row,) = [one for one in compare.rows_of(handbook, topic, "") if one["key"] == "next-core-group"]
    assert not row["title"].endswith("(draft)")
    assert [cell["draft"] for cell in row["cells"]].count(True) == 1
    assert "Tees (draft)" in {area["title"] for group in row["groups"] for area in group["areas"]}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("visits", "child_visit (Visit to the child at home)"),
        ("core_group_minutes", "core_group_record (Minutes of a core group)"),
        ("zebra", "the keys of other areas are: "),
    ],
)
def test_a_key_that_no_area_has_is_told_with_those_that_are_near(read_once, name: str, said: str) -> None:
    """The nearest first, several of a thing as one, and every key where none is near."""
    *_, told = deadline(ROOT / "rules", "tees", name, date(2026, 11, 28)).steps
    assert said in told and f"no other area has a deadline “{name}”" in told, told
