"""A further area is data alone: one with every kind of limit is written, and everything works on it."""

import functools
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from macros import book, load, reckoner, render
from macros.__main__ import main

RULES = Path(__file__).resolve().parents[2] / "rules"
TODAY = date(2026, 11, 23)
UP = "../../"

DEADLINES = {
    "meeting_begins": {
        "title": "Opening meeting",
        "responsible": "conference_chair",
        "topic": "core_group_meetings",
        "deadlines": {
            "meeting_begins": {
                "event": "first core_group",
                "target": {
                    "limit": "4 working days after initial_conference",
                    "strength": "may",
                    "cites": ["far_book#1"],
                },
                "latest": {
                    "before": {
                        "limit": "9 working days after initial_conference",
                        "strength": "is",
                        "cites": ["far_book#2"],
                    },
                    "2026-05-01": [
                        {
                            "limit": "8 working days after initial_conference",
                            "strength": "is",
                            "cites": ["far_book#3"],
                        },
                        {
                            "limit": "11 days after initial_conference",
                            "strength": "must",
                            "cites": ["far_letter#1"],
                        },
                    ],
                },
            }
        },
        "examples": [
            {
                "name": "Before May, over Easter",
                "given": {"initial_conference": "2026-03-27"},
                "expect": {"meeting_begins": {"target_date": "2026-04-02", "latest": "2026-04-13"}},
            },
            {
                "name": "From May the letter may be the stricter, over a bank holiday",
                "given": {"initial_conference": "2026-05-14"},
                "expect": {"meeting_begins": {"target_date": "2026-05-20", "latest": "2026-05-25"}},
            },
        ],
    },
    "told": {
        "title": "Telling the school",
        "responsible": "police",
        "topic": "core_group_meetings",
        "deadlines": {
            "told": {
                "event": "both_told",
                "latest": [
                    {"limit": "30 hours after initial_conference", "when": "at_school"},
                    {"limit": "60 hours after initial_conference", "when": "not at_school"},
                ],
                "strength": "is",
                "cites": ["far_book#2"],
                "started": "2026-01-01",
            }
        },
        "examples": [
            {
                "name": "A child at school, the conference at nine",
                "given": {
                    "initial_conference": "2026-03-26T09:00",
                    "school_told": "2026-03-26",
                    "nurse_told": "2026-03-27",
                },
                "facts": {"at_school": True},
                "expect": {
                    "told": {
                        "latest": "2026-03-27",
                        "latest_time": "15:00",
                        "status": "met",
                        "met_on": "2026-03-27",
                    }
                },
            },
            {
                "name": "A child who is not, over a month end, the hour not known",
                "given": {"initial_conference": "2026-04-30"},
                "facts": {"at_school": False},
                "expect": {"told": {"latest": "2026-05-01", "latest_time": None}},
            },
        ],
    },
}
LIST = {
    "sections": {"ahead": "Ahead"},
    "items": {
        "room": {
            "section": "ahead",
            "action": "Book a room",
            "cites": ["far_book#1"],
            "due": {"before": "before each core_group", "2026-05-01": "at each core_group"},
        }
    },
    "examples": [
        {
            "name": "In June the room is booked on the day",
            "given": {"initial_conference": "2026-06-01"},
            "booked": {"core_group": "2026-06-09"},
            "today": "2026-06-02",
            "at": "2026-06-09",
            "expect": {"room": {"latest": "2026-06-09", "state": "waiting"}},
        }
    ],
}
EVENTS = {
    "school_told": {"label": "notice to the school"},
    "nurse_told": {"label": "notice to the nurse"},
    "both_told": {"label": "both notices", "all_of": ["school_told", "nurse_told"]},
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory) -> Path:
    """The rules with one more made-up area: other names, other numbers, other words of the vocabulary."""
    root = tmp_path_factory.mktemp("second") / "rules"
    shutil.copytree(RULES, root)
    for source, places in (("far_book", 3), ("far_letter", 1)):
        _write(root / "sources" / source / "source.yaml", _source(source))
        (root / "sources" / source / "locators.txt").write_text(
            "\n".join(map(str, range(1, places + 1))) + "\n"
        )
        said = {str(n): _provision(source, n) for n in range(1, places + 1)}
        _write(root / "sources" / source / "provisions.yaml", said)
    area = root / "areas" / "far_land"
    about = {"title": "Far land", "kind": "area", "fictional": True, "sources": ["far_book", "far_letter"]}
    about |= {"calendar": "england_and_wales", "summary": "Not a place either."}
    about["differs"] = [{"about": "Rooms", "here": ["far_book#1"], "there": ["far_letter#1"], "ask": "Ask."}]
    _write(area / "area.yaml", about)
    for name, data in DEADLINES.items():
        _write(area / "deadlines" / f"{name}.yaml", data)
    _write(area / "checklists" / "core_group.yaml", LIST)
    shared = {
        "question": "When was that?",
        "group": "other",
        "once": True,
        "bookable": False,
        "definition": "So.",
    }
    _add(root / "vocabulary" / "events.yaml", {key: {**shared, **entry} for key, entry in EVENTS.items()})
    _add(
        root / "vocabulary" / "facts.yaml",
        {"at_school": {"question": "Is the child at school?", "yes": "At school"}},
    )
    return root


def _source(name: str) -> dict:
    title = name.replace("_", " ").capitalize()
    told = {"title": title, "publisher": "Nobody", "fictional": True, "area": title, "edition": "first"}
    told |= {"checked_on": "2026-11-20", "review_by": None, "status": "current", "licence": "None"}
    return told | {"how_we_know": "So."}


# Of the provisions that do not just state.
STRENGTHS = {("far_book", 1): "may", ("far_letter", 1): "must"}


def _provision(source: str, number: int) -> dict:
    said = f"What {source.replace('_', ' ')} says in its place {number}."
    return {
        "statement": said,
        "kind": "deadline",
        "topic": "core_group_meetings",
        "role": "police",
        "strength": STRENGTHS.get((source, number), "is"),
    }


def _write(path: Path, data: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, default_style=None), "utf-8")


def _add(path: Path, more: dict) -> None:
    path.write_text(path.read_text("utf-8") + yaml.safe_dump(more, sort_keys=False), "utf-8")


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """No test of this file writes into the rules, so they are read once for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "load", functools.cache(load.load))
        yield


@pytest.fixture(scope="module")
def handbook(rules, read_once) -> book.Handbook:
    """The handbook of these rules, which there is only once all checks hold: else each problem is told."""
    return book.read(rules, TODAY)


def test_the_check_and_the_bundle_take_it(handbook):
    """All checks hold for it, its worked examples included, and the bundle has it with its mark."""
    made = handbook.bundle
    assert made["areas"]["far_land"]["title"] == "Far land (fictional)"
    quick = reckoner.quick(made, "far_land", TODAY)
    assert {"school_told", "nurse_told"} <= {event["key"] for event in quick["events"]}
    assert "both_told" not in {event["key"] for event in quick["events"]}
    assert [fact["key"] for fact in quick["facts"]] == ["at_school"]
    assert {column["bound"] for column in quick["reckoner"]["columns"]} == {"latest", "target"}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            ["initial_conference=2026-05-14"],
            ["by Monday 25 May 2026", "target Wednesday 20 May 2026", "The sources differ."],
        ),
        (
            ["initial_conference=2026-05-14", "--as-at", "2026-04-01"],
            ["by Thursday 28 May 2026", "in force on Wednesday 1 April"],
        ),
        (
            ["initial_conference=2026-05-14T09:00", "--fact", "at_school=yes"],
            ["by Friday 15 May 2026, 15:00"],
        ),
        (["initial_conference=2026-05-14"], ["It depends on an answer: Is the child at school?"]),
    ],
)
def test_the_command_line_works_its_dates_out(rules, capsys, more, told):
    """Dates, targets, hours, answers and the day whose rules count, from data alone; marked as made up."""
    assert main(["--rules", str(rules), "dates", "--area", "far_land", "--today", "2026-05-15", *more]) == 0
    said = capsys.readouterr().out
    assert "Fictional example, not any real area's procedures" in said
    assert [text for text in told if text not in said] == [], said


def test_a_bad_day_of_the_rules_is_told(rules, capsys):
    """The command line gives the engine's own message."""
    line = [
        "--rules",
        str(rules),
        "dates",
        "--area",
        "far_land",
        "--as-at",
        "soon",
        "initial_conference=2026-05-14",
    ]
    assert main([*line, "--today", "2026-05-15"]) == 2
    assert "as_at: “soon” is not a date; write it as year-month-day" in capsys.readouterr().err


def test_its_pages_are_made(handbook):
    """Every page of it and of its sources is made, says that it is made up, and shows each kind of limit."""
    pages = {path: text for path, text in render.generated_pages(handbook).items() if "far-" in path}
    assert {"areas/far-land.md", "areas/far-land/checklists/core-group.md", "sources/far-book.md"} <= set(
        pages
    )
    for path, text in pages.items():
        call = text.split("{{ ", 1)[1].split(" }}", 1)[0]
        name, arguments = call.split("(", 1)
        html = str(render.MACROS[name](handbook, *json.loads(f"[{arguments[:-1]}]"), base=UP))
        assert "Fictional example, not any real area" in html, path
        if path == "areas/far-land.md":
            for said in (
                "Target",
                "11 calendar days",
                "before Friday 1 May 2026",
                "30 hours",
                "disagree",
                "New from 1 January",
            ):
                assert said in html, said


def test_no_comparison_has_it(handbook):
    """Home page, comparison, shared topics, roles, glossary and search leave made-up areas out."""
    for name, arguments in (
        *(
            ("area_list", []),
            ("compare_page", []),
            ("role_list", []),
            ("glossary", []),
            ("term_register", []),
        ),
        *(
            ("topic_page", ["core_group_meetings"]),
            ("role_page", ["police"]),
            ("open_readings", []),
            ("topic_list", []),
        ),
    ):
        html = str(render.MACROS[name](handbook, *arguments, base=UP))
        assert "fictional" not in html.lower() and "far land" not in html.lower(), name
    records = render.search_records(handbook)
    assert records and not [
        one for one in records if "far-" in one["url"] or "far land" in json.dumps(one).lower()
    ]
    assert "Far land (fictional)" in str(render.MACROS["calculator"](handbook, base=UP))


def test_the_command_that_writes_the_bundle(rules, tmp_path):
    """The bundle of the area alone is written with its sources."""
    out = tmp_path / "far.json"
    assert main(["--rules", str(rules), "bundle", "--area", "far_land", "--out", str(out)]) == 0
    assert set(json.loads(out.read_text("utf-8"))["sources"]) == {"far_book", "far_letter"}
