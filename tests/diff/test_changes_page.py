"""What changed, on the site: the last release, the change log, when each area last changed, the foot."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from checklists.engine import plain
from macros import book, changelog, load, releases
from macros.changelog import Entry, Item
from macros.render import MACROS, changes, colophon
from tests.diff.changed import diff, edit, repository
from tests.engine.hostile import TEXTS
from tests.macros.handbook import HANDBOOK
from tests.rules import rulebook

TODAY = date(2026, 1, 12)
UP = "../../"
LOG = """# Changes

What changed, newest first.

## 2026-01-10

- **The town**: a word put right.

## 2026-01-09

- **The shire**: the first core group is due `sooner`, so <b>dates</b>
  move.

## 2026-01-05

- **All areas**: everything is new.
"""
SHORTER = (rulebook.FIRST, "limit: 10 working days", "limit: 8 working days")
EXAMPLES = [  # the examples that the shorter limit calls for
    (rulebook.FIRST, "earliest: 2025-04-15, latest: 2025-04-30", "earliest: 2025-04-15, latest: 2025-04-28"),
    (rulebook.FIRST, "core_group: [2025-06-16]", "core_group: [2025-06-12]"),
    (
        rulebook.FIRST,
        "latest: 2025-06-16, status: met, met_on: 2025-06-16",
        "latest: 2025-06-12, status: met",
    ),
]
STATEMENT = (rulebook.PROVISIONS, "on the day of the conference", "on the conference's <day>")


@pytest.fixture(scope="module")
def release(tmp_path_factory) -> Path:
    """A rulebook whose release of 9 January made a limit shorter and changed a statement."""
    folder = tmp_path_factory.mktemp("released")
    root = repository(folder, SHORTER, *EXAMPLES, STATEMENT)
    (folder / "CHANGELOG.md").write_text(LOG, "utf-8")
    assert diff(root, "HEAD", "--record", "2026-01-09") == 0
    return root


@pytest.fixture
def released(release, tmp_path) -> Path:
    """A copy of it to edit, without its history: that was needed to record the release."""
    shutil.copy(release.parent / "CHANGELOG.md", tmp_path)
    return Path(shutil.copytree(release, tmp_path / "rules"))


def handbook(root: Path) -> book.Handbook:
    """The handbook of a folder of rules, read anew."""
    book.read.cache_clear()
    return book.read(root, TODAY)


def words(html: str) -> str:
    """The text of a page, with single spaces."""
    found: list[str] = []
    reader = HTMLParser()
    reader.handle_data = found.append
    reader.feed(html)
    return re.sub(r"\s+", " ", "".join(found))


def test_a_moved_date_is_on_the_page(released):
    """The page has the answer, the move with its example, and links to the rule and the statement."""
    html = MACROS["what_changed"](handbook(released), base=UP)
    text = words(html)
    assert "1 area: 1 date moves" not in text  # the statement touches the town too
    assert "2 areas: 1 date moves; 1 rule changed; 1 statement reworded." in text
    said = "First core group, latest day: 2 working days earlier in 47 of 47 cases, e.g. conference 2 January"
    assert f"{said} 2025: 16 January → 14 January" in text
    assert f'<a href="{UP}areas/shire/#first-core-group">First core group</a>, latest day' in html
    assert f'<a href="{UP}sources/shire/#p-1.2-b">1.2/b</a>: reworded' in html
    assert "Was: The core group should not meet on the day of the conference." in text
    assert "Compared with the rules of 5 January 2026" in text


def test_what_is_written_is_escaped(released):
    """Words of the rules and of the change log are text on the page, whatever signs they have."""
    html = MACROS["what_changed"](handbook(released), base=UP)
    assert "Now: The core group should not meet on the conference&#39;s &lt;day&gt;." in html
    assert "<code>sooner</code>, so &lt;b&gt;dates&lt;/b&gt; move." in html
    assert "<day>" not in html and "<b>" not in html


def test_the_change_log_stands_around_the_release(released):
    """Newer entries come first, those of its day stand with it, older ones follow."""
    text = words(MACROS["what_changed"](handbook(released), base=UP))
    order = [
        "The town: a word put right.",
        "Release of 9 January 2026",
        "The shire: the first core group is due",
    ]
    places = [text.index(part) for part in [*order, "Compared with", "All areas: everything is new."]]
    assert places == sorted(places), text


def test_each_area_says_when_it_last_changed(released):
    """Its page links to the day: of the release, or of a newer line of the change log that names it."""
    made = handbook(released)
    page = MACROS["area_page"](made, "shire", base="../")
    assert '<a href="../about/changes/#in-shire">9 January 2026</a>' in page
    assert '<a href="../about/changes/#d-2026-01-10">10 January 2026</a>' in MACROS["area_page"](
        made, "town", base="../"
    )
    html = MACROS["what_changed"](made, base=UP)
    assert "{: #in-shire }" in html and "{: #d-2026-01-10 }" in html


def test_an_area_whose_source_alone_changed_is_told_where_to_look(released):
    """A link to such an area leads to a line that names the source."""
    made = replace(handbook(released), changelog=())
    assert changes.last_change(made, "town", UP)["href"] == f"{UP}about/changes/#in-town"
    html = MACROS["what_changed"](made, base=UP)
    found = re.search(r'<p id="in-town">(.*?)</p>', html)
    assert words(found[1]).startswith(
        "The town: only what its sources say differs. See The source: The shire"
    )
    assert 'href="#source-shire"' in found[1] and "{: #source-shire }" in html


def test_the_foot_names_the_release(released):
    """The foot of every page says of which day the rules are, and when they have changed since."""
    assert f'rules of <a href="{UP}about/changes/">9 January 2026</a>' in colophon(
        handbook(released), [], base=UP
    )
    edit(released, (rulebook.NOTES, "title: Notes of a core group", "title: The notes"))
    made = handbook(released)
    assert "changed since the rules of <a" in colophon(made, [], base=UP)
    assert "The rules have changed since" in words(MACROS["what_changed"](made, base=UP))


def test_without_a_release_there_is_the_change_log(tmp_path):
    """Rules of which no release is kept get a page of the change log alone, and without one an empty page."""
    root = rulebook.copy(tmp_path)
    made = handbook(root)
    assert words(MACROS["what_changed"](made, base=UP)).strip() == ""
    assert changes.last_change(made, "shire", UP) is None and changes.in_use(made) is None
    assert "about/changes" not in colophon(made, [], base=UP)
    (tmp_path / "CHANGELOG.md").write_text(LOG, "utf-8")
    text = words(MACROS["what_changed"](handbook(root), base=UP))
    assert "The town: a word put right." in text and "Release of" not in text


def test_a_thing_that_is_no_more_has_no_link(released):
    """What the release speaks of and the rules have no more stands there without a link."""
    made = handbook(released)
    made.bundle["areas"]["shire"]["deadlines"] = []
    made.bundle["provisions"].clear()
    html = MACROS["what_changed"](made, base=UP)
    assert "<li>First core group, latest day" in html and "#first-core-group" not in html
    assert f'<a href="{UP}sources/shire/">1.2/b</a>' in html


def test_a_release_is_kept_once(released, capsys):
    """Recording a day again is refused, so that nothing kept is lost; the file stays as it was."""
    path = releases.place(released, "2026-01-09")
    kept = path.read_text("utf-8")
    assert diff(released, "HEAD", "--record", "2026-01-09") == 2
    assert "this release is kept already; remove the file to record it again" in capsys.readouterr().err
    assert path.read_text("utf-8") == kept


def test_a_release_is_read_as_it_was_written(released):
    """The file is JSON; the loader, which reads YAML, finds the same in it."""
    text = releases.place(released, "2026-01-09").read_text("utf-8")
    rules = load.load(released)
    assert rules.releases == {"2026-01-09": json.loads(text)} and not rules.problems


def test_very_many_new_things_are_counted():
    """Of more than forty new statements of a source a release keeps the number; of fewer, each."""

    def added(number: int, place: str) -> list[dict]:
        change = {"part": "statements", "place": place, "change": "added", "title": "1", "what": []}
        return [{**change, "key": f"{place}#{one}"} for one in range(number)]

    data = {"changes": [*added(releases.MOST + 1, "shire"), *added(releases.MOST, "town")]}
    kept = releases.shortened(data)["changes"]
    assert [change.get("count") for change in kept] == [releases.MOST + 1, *[None] * releases.MOST]
    assert kept[0]["key"] == kept[0]["title"] == "" and kept[0]["place"] == "shire"


LOGS = [
    ("", ()),
    ("# Changes\n\nNothing yet.\n", ()),
    ("## 2026-01-05\n", (Entry("2026-01-05", "2026-01-05", ()),)),
    ("## Soon\n- one\n\n- two\n", (Entry("Soon", None, (Item((), "one"), Item((), "two"))),)),
    (
        "## 2026-01-05\n\nA paragraph\nof two lines.\n- **Luton, Tees**: x\n  y **z**\n",
        (
            Entry(
                "2026-01-05",
                "2026-01-05",
                (Item((), "A paragraph of two lines."), Item(("Luton", "Tees"), "x y **z**")),
            ),
        ),
    ),
]


@pytest.mark.parametrize(("text", "entries"), LOGS)
def test_the_change_log_is_read(text, entries):
    """Headings, list items over several lines and the areas that they name are read; no text is lost."""
    assert changelog.parse(text) == entries


def test_the_projects_own_page_has_all_of_its_change_log():
    """Every entry of CHANGELOG.md and the last release that is kept are on the page."""
    made = replace(HANDBOOK, today=TODAY, _quick={}, _memory={})
    text = words(MACROS["what_changed"](made, base=UP)).replace("\\", "")
    for entry in made.changelog:
        for item in entry.items:
            assert ", ".join(item.areas) in text
            assert words(str(changes._inline(item.text))) in text, item.text
    assert made.releases and f"Release of {changes.plain_day(max(made.releases))}" in text
    for area in made.bundle["areas"]:
        assert changes.last_change(made, area, UP), area


@pytest.mark.parametrize("typed", TEXTS, ids=str)
def test_hostile_text_of_the_change_log_is_text(typed):
    """Nothing of it turns text or rings in a terminal, and no tag of it is one of the page."""
    (entry,) = changelog.parse(f"## 2026-01-05\n\n- x {TEXTS[typed][0]}")
    made = str(changes._inline(entry.items[0].text))
    assert plain(made) == made
    assert set(re.findall(r"<[^>]*>", made)) <= {"<code>", "</code>", "<strong>", "</strong>"}


INLINE = [
    ("`**a` b**", "<code>**a</code> b**"),
    ("**a `b` c**", "<strong>a <code>b</code> c</strong>"),
    ("**a `x** y` z**", "<strong>a <code>x** y</code> z</strong>"),
    ("**a `b**", "<strong>a `b</strong>"),
    ("a ** b ` c", "a ** b ` c"),
]


@pytest.mark.parametrize(("typed", "made"), INLINE)
def test_bold_and_code_are_nested_as_tags_are(typed, made):
    """Asterisks inside code are as they stand, and code inside bold words is whole."""
    assert changes._inline(typed) == made
