"""Pages made from the rules: everything in the bundle is on a page, in the area's own terms, and escaped."""

import json
import re
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import partial
from html import unescape
from html.parser import HTMLParser

import pytest

from checklists.engine import read_bundle
from macros import book, reckoner, worked
from macros.render import MACROS, area, ask, base, colophon, examples, generated_pages, pages_of
from tests.book import ROOT
from tests.macros.handbook import HANDBOOK, UP

BUNDLE = HANDBOOK.bundle
AREAS = sorted(BUNDLE["areas"])
SOURCES = sorted(BUNDLE["sources"])


@pytest.fixture(scope="module", autouse=True)
def short_reckoners():
    """Ready reckoners of one year and not of three: how far they reach is for test_reckoner.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reckoner, "build", partial(reckoner.build, years_back=0, years_ahead=1))
        yield


@pytest.fixture(scope="module")
def pages(short_reckoners):
    made = {f"areas/{key}": MACROS["area_page"](HANDBOOK, key, base=UP) for key in AREAS}
    return made | {f"sources/{key}": MACROS["source_page"](HANDBOOK, key, base=UP) for key in SOURCES}


def words(html: str) -> str:
    """The text of a page, with single spaces."""
    found = []
    reader = HTMLParser()
    reader.handle_data = found.append
    reader.feed(html)
    return re.sub(r"\s+", " ", unescape("".join(found)).replace("\\", ""))


@pytest.mark.parametrize("key", AREAS)
def test_every_deadline_is_on_the_page_of_its_area(pages, key):
    """Each has its anchor, its limits in the area's terms, its provisions and its readings."""
    html = pages[f"areas/{key}"]
    text = words(html)
    terms = BUNDLE["areas"][key]["terms"]
    for item in BUNDLE["areas"][key]["deadlines"]:
        assert f"{{: #{base.kebab(item['key'])} }}" in html
        for side in ("latest", "earliest"):
            for entry in item[side] or ():
                for one in entry["limits"] or ():
                    assert base.upper_first(base.limit(one["limit"], terms)) in text
                    for cite in one["cites"]:
                        source, locator = cite.split("#")
                        assert (
                            f'href="{UP}sources/{base.kebab(source)}/#{base.provision_anchor(locator)}"'
                            in html
                        )
                    if one["reason"]:
                        assert one["reason"] in text
        for reading in item["readings"]:
            for name in ("question", "taken", "because"):
                assert re.sub(r"\s+", " ", reading[name]).strip() in text
        if item["note"]:
            assert re.sub(r"\s+", " ", item["note"]).strip() in text


@pytest.mark.parametrize("key", AREAS)
def test_every_worked_example_is_on_the_page(pages, key):
    """Under the sentence that it has in the rules."""
    text = words(pages[f"areas/{key}"])
    for example in BUNDLE["areas"][key]["examples"]:
        assert example["name"] in text


@pytest.mark.parametrize("key", AREAS)
def test_the_reckoner_is_on_the_page(pages, key):
    """Every row that the browser gets is on the page too, or the page says what to count from."""
    html, text = pages[f"areas/{key}"], words(pages[f"areas/{key}"])
    reckoner = HANDBOOK.quick(key)["reckoner"]
    for day, cells in reckoner["rows"].items():
        row = html[
            html.index(f'<th scope="row">{base.day(day)}</th>', html.index('class="hb-scroll hb-reckoner"')) :
        ]
        row = row[: row.index("</tr>")]
        for cell in cells:
            assert cell is None or f"<td>{base.day(cell)}</td>" in row
    if not reckoner["columns"]:
        assert "Count from these instead: " in text


def test_the_reckoner_begins_with_what_follows_the_conference():
    """On a phone only the first columns are in sight: what is due before the conference stands last."""
    made = area.Page(HANDBOOK, "north_yorkshire", UP).reckoner()
    starts = list(HANDBOOK.quick("north_yorkshire")["reckoner"]["rows"])
    cells = made["months"][0]["rows"][0]["cells"]
    before = [bool(cell) and cell < starts[0] for cell in cells]
    assert before == sorted(before) and set(before) == {True, False}


def test_an_area_without_limits_on_the_conference_says_what_to_count_from(pages):
    """The page names the events that its limits do run from."""
    text = words(pages["areas/milton_keynes"])
    assert "none of the limits above hangs on the day of the initial child protection conference" in text
    assert "core group" in text[text.index("Count from these instead:") :]


def test_an_overlay_says_where_each_limit_comes_from(pages):
    """What a town takes over from the area it builds on leads there; its own says so."""
    html = pages["areas/luton"]
    for item in BUNDLE["areas"]["luton"]["deadlines"]:
        start = html.index(f'data-deadline="{item["key"]}"')
        part = html[start : html.find("data-deadline=", start + 20)]
        assert ("’s own guidance" in words(part)) is item["own"]


@pytest.mark.parametrize("key", SOURCES)
def test_every_cited_provision_is_on_the_page_of_its_source(pages, key):
    """With an anchor of its own, its statement, and the limits that it is used for."""
    html, text = pages[f"sources/{key}"], words(pages[f"sources/{key}"])
    cited = {
        cite
        for one in BUNDLE["areas"].values()
        for item in one["deadlines"]
        for side in ("latest", "earliest")
        for entry in item[side] or ()
        for limit in entry["limits"] or ()
        for cite in limit["cites"]
        if cite.startswith(f"{key}#")
    }
    assert cited
    for cite in cited:
        assert html.count(f'id="{base.provision_anchor(cite.split("#")[1])}"') == 1
        assert re.sub(r"\s+", " ", BUNDLE["provisions"][cite]["statement"]).strip() in text


def test_a_source_past_its_review_date_says_so_wherever_it_is_used(pages):
    """On the page of the area, of the source, in the lists, and at the foot."""
    past = "past its own review date, September 2013"
    for html in (
        pages["areas/luton"],
        pages["sources/luton"],
        MACROS["area_list"](HANDBOOK, base=""),
        MACROS["source_list"](HANDBOOK, base="../"),
        colophon(HANDBOOK, None, base=""),
    ):
        assert past in words(html).replace("Past", "past")
    assert past not in words(pages["areas/tees"])


def test_every_reading_not_confirmed_is_listed():
    """Each once, in the area whose own rule it belongs to."""
    text = words(MACROS["open_readings"](HANDBOOK, base="../../"))
    for one in BUNDLE["areas"].values():
        for item in one["deadlines"]:
            for reading in item["readings"]:
                if item["own"] and not reading["confirmed"]:
                    assert re.sub(r"\s+", " ", reading["question"]).strip() in text


def test_every_area_and_source_has_a_page_in_the_navigation():
    """The pages that are made are the pages that are listed."""
    listed = [
        path
        for section in ("areas", "sources")
        for one in pages_of(HANDBOOK, section)
        for path in one.values()
    ]
    made = [path for path in generated_pages(HANDBOOK) if re.fullmatch(r"(areas|sources)/[^/]+", path)]
    assert sorted(listed) == sorted(made)
    assert len(listed) == len(AREAS) + len(SOURCES)


def test_the_foot_names_version_calendar_and_day():
    """What a printed copy must carry to be checked later."""
    text = words(colophon(HANDBOOK, ["luton"], base=UP))
    assert f"version {BUNDLE['version']}" in text
    assert "1 January 2011 to 31 December 2028" in text
    assert "Made on Monday 23 November 2026" in text
    assert "Tees" not in text


@pytest.mark.parametrize("keys", [None, "every"])
def test_the_foot_of_a_tool_names_what_made_up_areas_rest_on(keys):
    """A tool offers them as well; any other page rests on real sources alone."""
    text = words(colophon(HANDBOOK, keys, base=UP))
    assert "Tees" in text
    assert ("Example manual (fictional)" in text) is (keys == "every")


def test_text_of_the_rules_is_escaped():
    """Nothing in a rule can become markup, nor Markdown in a heading."""
    made = deepcopy(BUNDLE)
    entry = made["areas"]["tees"]["deadlines"][0]
    entry["title"] = "*A* <script>x</script> [b](c)"
    entry["note"] = '<img src=x onerror="x">'
    changed = replace(HANDBOOK, bundle=made, rulebook=read_bundle(json.dumps(made)), _quick={})
    html = MACROS["area_page"](changed, "tees", base=UP)
    assert "<script>" not in html
    assert "<img" not in html
    assert r"### \*A\* &lt;script&gt;x&lt;/script&gt; \[b\]\(c\)" in html


def test_headings_that_a_limit_changed_on_a_date_shows_both():
    """Dated values are shown newest first, each with the days that it holds for."""
    made = deepcopy(BUNDLE)
    entry = made["areas"]["tees"]["deadlines"][0]
    old = deepcopy(entry["latest"][0]["limits"])
    entry["latest"] = [
        {"start": None, "limits": old},
        {"start": "2013-12-01", "limits": None},
    ]
    changed = replace(HANDBOOK, bundle=made, rulebook=read_bundle(json.dumps(made)), _quick={})
    page = area.Page(changed, "tees", UP)
    lines = page.limits(entry, "latest", "At the latest")
    assert [(line["since"], line["until"]) for line in lines] == [("2013-12-01", None), (None, "2013-12-01")]
    assert lines[0]["words"] == "No limit any more"


def test_a_refused_question_is_a_fault_and_not_a_page():
    """A page is not built on an error of the engine."""
    with pytest.raises(ask.AskError, match="tees: today: "):
        ask.ask(HANDBOOK, "tees", "soon")


def test_an_examples_own_day_counts_as_today():
    """Else the latest day on which something was held."""
    given = {"given": {"core_group": ["2026-03-02", "2026-02-02"], "birth": "2025-01-01"}}
    assert worked.today(given) == "2026-03-02"
    assert worked.today({**given, "today": "2026-04-01"}) == "2026-04-01"


def test_anchors_are_named_once():
    """The events that limits run from, in the area's own terms."""
    found = examples.anchors(BUNDLE["areas"]["luton"]["deadlines"], BUNDLE["areas"]["luton"]["terms"])
    assert len(found) == len(set(found))
    assert "initial child protection conference" in found


def test_the_day_of_the_build_can_be_set(monkeypatch):
    """By an environment variable, whose fault is said plainly."""
    monkeypatch.setenv("HANDBOOK_TODAY", "2026-04-10")
    assert book.build_day() == date(2026, 4, 10)
    monkeypatch.setenv("HANDBOOK_TODAY", "tomorrow")
    with pytest.raises(book.BookError) as caught:
        book.build_day()
    assert str(caught.value) == "HANDBOOK_TODAY: “tomorrow” is not a date: write it as 2026-11-22"


def test_every_decision_record_is_listed():
    """The index of decision records has a link to each with its own heading."""
    index = (ROOT / "docs" / "adr" / "index.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "docs" / "adr").glob("0*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].split(". ", 1)[1]
        assert f"[{title}]({path.name})" in index, path.name
