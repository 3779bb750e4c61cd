"""The guidance as a reader uses it: questions answered in few clicks, by keyboard, by touch and on paper."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from macros.render.statements import statement_anchor
from tests.book import BUNDLE
from tests.site.pages import REAL, read


@dataclass(frozen=True)
class Question:
    """What a practitioner asks, the links that answer it from the home page, and what has to be read then."""

    asked: str
    clicks: tuple[str, ...]
    statements: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


QUESTIONS = (
    Question(
        "Who chairs the first core group in North Yorkshire, and what is unclear about it?",
        ("North Yorkshire", "Core group meetings"),
        ("north_yorkshire#first-line-manager/b2", "north_yorkshire#lead-social-worker/b1"),
        ("ask who chairs it",),
    ),
    Question(
        "What must Luton's detailed plan contain?",
        ("Luton", "The detailed plan", "What it contains"),
        tuple(f"luton#1.3.6/{letter}" for letter in "abcdefghijklmnopqrs"),
    ),
    Question(
        "May the core group change the plan in Milton Keynes?",
        ("Milton Keynes", "The core group"),
        ("milton_keynes#3.13",),
        ("conference has approved it",),
    ),
    Question(
        "What does Tees say about the minutes?",
        ("Tees", "Records"),
        ("tees#2/b7a", "tees#2/b7b", "tees#5/b3a", "tees#5/b4a", "tees#5/b4b"),
    ),
    Question(
        "When may a plan end at its first review in North Yorkshire, and what then?",
        ("North Yorkshire", "Ending a plan"),
        ("north_yorkshire#discontinuing/p4b", "north_yorkshire#discontinuing/p4c"),
        ("overriding reasons", "audit"),
    ),
    Question(
        "What helps parents with a learning disability, according to Bedfordshire?",
        ("Bedfordshire", "Services and interventions"),
        ("bedfordshire#6.7/b1", "bedfordshire#6.7/b2", "bedfordshire#6.7/n1.1", "bedfordshire#6.7/n6"),
        ("reported by a source of 2013",),
    ),
    Question(
        "How often is the child seen, in every area?",
        ("Guidance", "Seeing the child"),
        (),
        tuple(area["title"] for area in REAL.values()),
    ),
)


@pytest.fixture(scope="module")
def tab(make_context) -> Page:
    """A tab for all questions."""
    return make_context().new_page()


@pytest.mark.parametrize("question", QUESTIONS, ids=[one.asked for one in QUESTIONS])
def test_a_question_is_answered_in_three_clicks(tab: Page, site_url: str, question: Question) -> None:
    """From the home page, by links that say where they lead, one comes to the statements that answer it."""
    assert len(question.clicks) <= 3
    tab.goto(site_url)
    for name in question.clicks:
        tab.locator("main article").get_by_role("link", name=name, exact=True).first.click()
    for reference in question.statements:
        item = tab.locator(f"[id='{statement_anchor(reference)}']")
        expect(item, reference).to_be_visible()
        expect(item).to_contain_text(BUNDLE["provisions"][reference]["statement"][:60])
    for text in question.texts:
        expect(tab.locator("article").get_by_text(text).first, text).to_be_visible()


def test_how_often_the_child_is_seen_is_said_for_every_area(tab: Page, site_url: str) -> None:
    """Each area has its cell: a limit that opens its source, or that nothing is said."""
    tab.goto(f"{site_url}guidance/seeing-the-child/")
    rows = tab.locator("#dates ~ .hb-scroll tbody tr, .hb-scroll tbody tr")
    assert rows.count() >= 3
    for row in rows.all():
        cells = row.locator("td")
        assert cells.count() == len(REAL)
        for cell in cells.all():
            said = cell.inner_text().strip()
            assert said, row.inner_text()
            assert cell.locator("a[href*='#p-']").count() or not cell.locator("a").count(), said


def test_every_statement_is_reached_from_its_area(built_site: Path) -> None:
    """Home leads to the area, the area to each topic, its page holds the statement, the register all."""
    for key, area in BUNDLE["areas"].items():
        folder = f"areas/{key.replace('_', '-')}/"
        page = read(built_site, folder)
        pages = {}
        for reference, item in BUNDLE["provisions"].items():
            source = reference.split("#")[0]
            if source not in area["sources"] or item["kind"] == "admin":
                continue
            topic = f"{item['topic'].replace('_', '-')}/"
            assert topic in page.links or f"../../{folder}{topic}" in page.links, (
                f"{folder} leads not to {topic}"
            )
            pages[topic] = pages.get(topic) or read(built_site, folder + topic)
            assert statement_anchor(reference) in pages[topic].anchors, f"{folder}{topic}: {reference}"


def test_no_page_names_a_place_that_its_source_lacks(built_site: Path) -> None:
    """Every anchor of a provision that any page links to is one of the source's own."""
    known = {
        (source.replace("_", "-"), "p-" + reference.split("#")[1].replace("/", "-"))
        for reference in BUNDLE["provisions"]
        for source in (reference.split("#")[0],)
    }
    for file in built_site.rglob("index.html"):
        for source, anchor in re.findall(r'sources/([a-z-]+)/#(p-[^"]+)"', file.read_text("utf-8")):
            assert (source, anchor) in known, f"{file}: {source}#{anchor}"


def test_a_word_is_explained_by_keyboard(tab: Page, site_url: str) -> None:
    """The focus reaches the word, Enter opens its meaning, Escape closes it and the focus stays."""
    tab.goto(f"{site_url}about/counting/")
    word = tab.locator("button.hb-term").first
    word.focus()
    tab.keyboard.press("Enter")
    meaning = tab.locator(".hb-explain:popover-open")
    expect(meaning).to_be_visible()
    expect(meaning.get_by_role("link", name="In the glossary")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(meaning).not_to_be_visible()
    expect(word).to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_word_is_explained_by_touch(make_context, site_url: str, script: bool) -> None:
    """A tap opens the meaning, one elsewhere closes it; no script is needed."""
    page = make_context(
        has_touch=True, viewport={"width": 390, "height": 800}, java_script_enabled=script
    ).new_page()
    page.goto(f"{site_url}about/counting/")
    page.locator("button.hb-term").first.tap()
    meaning = page.locator(".hb-explain").first
    expect(meaning).to_be_visible()
    page.locator("h1").tap()
    expect(meaning).not_to_be_visible()


@pytest.mark.parametrize("path", ["compare/", "guidance/core-group-meetings/", "areas/luton/"])
def test_no_table_breaks_a_word_on_a_phone(make_context, site_url: str, path: str) -> None:
    """Where areas stand side by side each word is on one line: the table scrolls, and the page does not."""
    page = make_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{site_url}{path}")
    broken = page.evaluate("""() => {
      const found = [];
      for (const table of document.querySelectorAll('.hb-scroll .hb-table')) {
        const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          for (const word of texts.currentNode.data.matchAll(/\\p{L}+/gu)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, word.index);
            range.setEnd(texts.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) found.push(word[0]);
          }
        }
      }
      return found;
    }""")
    assert not broken, broken
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("path", ["areas/luton/detailed-plan/", "sources/tees/", "areas/luton/roles/agency/"])
def test_a_printed_page_says_what_it_is(tab: Page, site_url: str, path: str) -> None:
    """On paper: the statements, sources with edition and review date, rules version, day and address."""
    tab.goto(site_url + path)
    expect(tab.locator("[data-printed]")).not_to_be_visible()
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    foot = tab.locator(".hb-foot")
    for text in ("version 2026", "last checked", "Monday 23 November 2026", site_url + path):
        expect(foot).to_contain_text(text)
    expect(tab.locator(".md-header")).not_to_be_visible()
    expect(tab.locator(".hb-provisions li").first).to_be_visible()
    tab.emulate_media(media="screen")


def test_a_reader_finds_core_group_member_and_agency_at_once(tab: Page, site_url: str) -> None:
    """Who is no social worker has two roles to look under, first of all; each page names what it asks."""
    tab.goto(site_url)
    tab.locator("main article").get_by_role("link", name="Roles", exact=True).first.click()
    for name in ("Core group members", "Each agency"):
        expect(tab.locator("article").get_by_role("link", name=name, exact=True).first).to_be_in_viewport()
