"""Texts made to break a page or a file, in every field that takes text: shown and exported as text."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.engine.hostile import TEXTS
from tests.site import pages
from tests.site.calculator import ISSUE_LINK, Calculator
from tests.site.case_files import LIST, NOW, CaseFiles, case, write
from tests.site.watch import NOTE_REFUSALS, Watch

FREE = ("by", "reason", "note", "evidence")
SIGNS = "=+-@＝"
MEGABYTE = "x" * 1_000_000
PASTE = (
    "(box, text) => { box.value = text;"
    " for (const sign of ['input', 'change']) box.dispatchEvent(new Event(sign, { bubbles: true })); }"
)
# What is read on a page, and the elements that would have run a script; all at once, as it is asked often.
SHOWN = """() => ({
  text: document.body.innerText,
  refused: window.refusedByPolicy ?? [],
  run: [...document.querySelectorAll("img[onerror], script")]
    .filter((one) => one.tagName === "IMG" || /alert/i.test(one.textContent)).map((one) => one.outerHTML),
})"""
# Characters that turn or hide text. The two that keep a text apart stand in pairs, and only around it.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2067\ufeff]"
)
APART_TWICE = re.compile("\u2068[^\u2069]*\u2068")
DONE = {"at": NOW, "set": NOW, "on": "2026-10-20"}


class Tab(CaseFiles):
    """A tab with a watch on what no text may bring about.

    It stays where it is from test to test: each visit of a page would start Python anew. The tests are in the
    order in which the tab goes least.
    """

    def __init__(self, context, site_url):
        super().__init__(context, site_url)
        self.watch = Watch(context, site_url)

    def board(self) -> Page:
        """The board, as the test before left it or visited now."""
        return self.page if self.page.url == f"{self.site}tools/cases/" else super().board()

    def list(self, path: str = LIST) -> Page:
        """A checklist, as the test before left it or visited now."""
        return self.page if self.page.url == self.site + path else super().list(path)

    def sound(self, name: str = "") -> None:
        """No script ran, no other host was asked, nothing was refused, and nothing turns the text."""
        assert not self.watch.said and not self.errors, (name, self.watch.said, self.errors)
        assert not self.watch.elsewhere(), (name, self.watch.elsewhere())
        found = self.page.evaluate(SHOWN)
        assert not found["refused"] and not found["run"], (name, found["refused"], found["run"])
        text = found["text"]
        assert not UNSEEN.search(text), (name, ascii(UNSEEN.findall(text)))
        assert text.count("\u2068") == text.count("\u2069") and not APART_TWICE.search(text), name

    def choose(self, name: str) -> None:
        """Open one of the case files at the head of the page."""
        self.page.get_by_label("Case file", exact=True).select_option(value=name)


@pytest.fixture(scope="module")
def tab(make_context, site_url) -> Tab:
    context = make_context(now=NOW, accept_downloads=True)
    context.add_init_script(NOTE_REFUSALS)
    return Tab(context, site_url)


@pytest.fixture(scope="module")
def robin(tab, tmp_path_factory) -> Tab:
    """The same with Robin's file open."""
    said = tab.opened(write(tmp_path_factory.mktemp("robin"), case()))
    expect(said).to_contain_text("Robin is open")
    tab.settled("Robin")
    return tab


def full(key: str, typed: str) -> dict:
    """A case file with one text in every place that takes text."""
    tick = {**DONE, **dict.fromkeys(FREE, typed)}
    worked = {"deadline": "gone", "occurrence": 1, "latest": "2026-11-11", "earliest": None}
    return case(
        id=key,
        nickname=typed,
        ticks={"gone/x": {"before_review_conference/wishes": {**tick, "status": "not_applicable"}}},
        notes=[{"id": "n1", "at": NOW, "text": typed}],
        worked={"rules": typed, "as_on": "2026-10-01", "dates": [{**worked, "title": typed, "about": typed}]},
    )


def test_a_board_of_case_files_full_of_texts(make_context, site_url, tmp_path):
    """Each is read as text on its card, by role and in its file; saved again, a file has it to the letter."""
    context = make_context(now=NOW, accept_downloads=True)
    context.add_init_script(NOTE_REFUSALS)
    tab, files = Tab(context, site_url), {}
    for number, (name, (typed, read)) in enumerate(TEXTS.items()):
        files[name] = full(f"c{number}", typed)
        said = tab.opened(write(tmp_path, json.dumps(files[name]), f"{number}.json"))
        expect(said, name).to_contain_text("is open")
        expect(said, name).to_contain_text(read)
    tab.ready()
    page = tab.page
    expect(page.locator(".cb-total")).to_contain_text(re.compile("overdue|due today"))
    expect(page.locator(".cb-total")).not_to_contain_text("still to be worked out")
    for number, (name, (_, read)) in enumerate(TEXTS.items()):
        expect(page.locator(f".cb-card[data-id=c{number}] h3"), name).to_contain_text(read)
        tab.choose(f"c{number}")
        expect(page.locator("#cb-case-title"), name).to_contain_text(read)
        expect(page.locator(".cb-rules"), name).to_contain_text("last worked out with rules")
        expect(page.locator(".cb-rules th[scope=row]"), name).to_contain_text([read])
        gone = page.locator("details", has_text="Ticked or written, and on no list now")
        expect(gone.locator("li"), name).to_contain_text("Reason:")
        text = " ".join((gone.locator("li").text_content() or "").replace("\u2068", "").split())
        for word in ("Reason: ", "Note: ", "Evidence: "):
            assert f"{word}{read}" in text, (name, text)
        tab.sound(name)
        with page.expect_download() as saved:
            page.get_by_role("button", name="Save to a file").click()
        assert re.fullmatch(r"case-[a-z0-9-]+-2026-10-20\.json", saved.value.suggested_filename), name
        kept = json.loads(saved.value.path().read_text("utf-8"))
        for part in ("nickname", "ticks", "notes"):
            assert kept[part] == files[name][part], f"{name}: {part} is not what was opened"
    page.get_by_label("Order").select_option(label="By role")
    for name, (_, read) in TEXTS.items():
        expect(page.locator(".cb-entry strong").filter(has_text=read).first, name).to_be_visible()
    tab.sound("by role")
    context.close()


BAD_FILES = [
    # what the file has, and what is said of it
    ({"nickname": MEGABYTE}, "the nickname has more than 40 characters"),
    ({"area": "__proto__"}, "its area is not one"),
    ({"id": "__proto__"}, "its id is not one"),
    (
        {"events": {"core_group": [{"id": "__proto__", "date": "2026-09-23"}]}},
        "a date of core_group has no id",
    ),
    ({"ticks": {"__proto__": {}}}, "ticks belong to no meeting"),
    (
        {"events": {"\u202e<img src=x onerror=alert(1)>": []}},
        "“<img src=x onerror=alert(1)>” is no name of ours",
    ),
    ({"facts": {"شارع": 1}}, "is neither yes nor no"),
    ({"notes": [{"id": "n", "at": NOW, "text": MEGABYTE + "x"}]}, "a note has more than 1000000 characters"),
]


def test_files_with_what_no_case_file_holds(robin, tmp_path):
    """Each is told with the part at fault, and the case file that is open stays as it was."""
    robin.board()
    before = robin.files()
    for change, words in BAD_FILES:
        said = robin.opened(write(tmp_path, json.dumps(case(**change)), "bad.json"))
        expect(said, words).to_contain_text(words)
        expect(said, words).to_contain_text("Open another copy of it.")
        assert robin.files() == before, words
        robin.sound(words)


def test_a_file_with_all_the_notes_it_takes(robin, tmp_path):
    """Another note is not kept, the page says why, and what was typed stays; the file can be read again."""
    robin.board()
    notes = [{"id": f"n{number}", "at": NOW, "text": f"note {number}"} for number in range(200)]
    said = robin.opened(write(tmp_path, json.dumps(case(id="f", nickname="Full", notes=notes)), "full.json"))
    expect(said).to_contain_text("Full is open")
    place = robin.page.locator("[data-part=case]")
    box = place.get_by_label("Add a note")
    box.fill("one more")
    box.press("Tab")
    expect(place).to_contain_text("this file has 200 notes, and takes no more")
    expect(box).to_have_value("one more")
    robin.page.reload()
    expect(robin.page.locator("#cb-case-title")).to_have_text("Full")


def test_what_is_typed_by_hand(robin, tmp_path):
    """It is kept to the letter, and read as text beside the field; a name that nobody sees is no name."""
    robin.board()
    robin.opened(write(tmp_path, json.dumps(case(id="hand", nickname="Hand")), "hand.json"))
    page = robin.page
    title, name = page.locator("#cb-case-title"), page.get_by_label("Nickname")
    expect(title).to_have_text("Hand")
    name.evaluate(PASTE, "\u202e<b>{{7}}")
    expect(title).to_have_text("<b>{{7}}")
    expect(name).to_have_value("\u202e<b>{{7}}")
    name.evaluate(PASTE, "\u200b\u2060")
    expect(title).to_have_text("Unnamed file of 20 October 2026")
    robin.list(LIST)
    robin.more("visits").get_by_label("Note").evaluate(PASTE, "one\x85two \u202e<i>three</i>")
    expect(robin.item("visits").locator(".cl-written")).to_contain_text("two <i>three</i>")
    robin.settled("<i>three</i>")
    robin.sound()


def test_a_megabyte_in_a_field(robin):
    """It is not kept, the page says how much there is room for, and it stays in the field to be shortened."""
    robin.list()
    robin.choose("c1")
    expect(robin.item("visits").locator(".cl-written:visible")).to_have_count(0)
    place = robin.more("wishes")
    fields = [("Who", 60), ("Note", 4000), ("Where it is recorded", 200)]
    for _ in range(2):
        for label, room in fields:
            box = place.get_by_label(label, exact=True)
            box.evaluate(PASTE, MEGABYTE)
            told = f"this has 1000000 characters, and there is room for {room}. Shorten it."
            expect(place, label).to_contain_text(told)
            assert box.evaluate("(box) => box.value.length") == len(MEGABYTE), label
            box.evaluate(PASTE, f"short {label}")
            robin.settled(f"short {label}")
        robin.sound()
        place = robin.board().locator("[data-part=case]")
        fields = [("Nickname", 40), ("Add a note", 4000)]


NICKNAMES = ["\u202eRobin", "\u2067Robin", "شارع", "שלום 7"]


@pytest.fixture(scope="module")
def listed(tab, built_site, tmp_path_factory) -> tuple[Tab, dict[str, str], dict[str, dict]]:
    """A checklist with Python running: the item that each text stands at, and what is ticked.

    Open beside it are the case files with the nicknames that turn what is around them.
    """
    folder = tmp_path_factory.mktemp("listed")
    tags = pages.read(built_site, LIST).tags
    keys = [values["data-key"] for _, values in tags if "cl-item" in values.get("class", "").split()]
    items = dict(zip(TEXTS, keys, strict=False))
    assert len(items) == len(TEXTS), "the list is too short for the texts"
    ticks = {
        key: {**DONE, "status": "done" if at % 2 else "to_do", **dict.fromkeys(FREE, TEXTS[name][0])}
        for at, (name, key) in enumerate(items.items())
    }
    tab.board()
    for at, nickname in enumerate(NICKNAMES):
        tab.opened(write(folder, json.dumps(case(id=f"turned{at}", nickname=nickname)), "t.json"))
        expect(tab.page.locator("#cb-open")).to_have_value(f"turned{at}")
    path = write(folder, json.dumps(case(id="list", nickname="\u202e=Wren", ticks={"rv": ticks})), "l.json")
    expect(tab.opened(path)).to_contain_text("=Wren is open")
    tab.list()
    tab.ready()
    return tab, items, ticks


def test_a_list_full_of_texts(listed):
    """Each is read as text at its item; table and Word file hold it as text, and no cell is a formula."""
    tab, items, ticks = listed
    page = tab.page
    tab.choose("list")
    expect(page.locator("[data-part=stamp]")).to_contain_text("=Wren. ")
    for name, key in items.items():
        item, read = page.locator(f"[data-key='{key}']"), TEXTS[name][1]
        expect(item.locator(".cl-written"), name).to_contain_text(read)
        if ticks[key]["status"] == "done":
            expect(item.locator(".cl-state"), name).to_contain_text(read)
    tab.sound()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Table (.csv)").click()
    rows = {
        row[1]: row for row in csv.reader(io.StringIO(saved.value.path().read_text("utf-8-sig"))) if row[1:]
    }
    with page.expect_download() as saved:
        page.get_by_role("button", name="Word (.docx)").click()
    with zipfile.ZipFile(saved.value.path()) as document:
        body = ElementTree.fromstring(document.read("word/document.xml"))
    words = " ".join("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")).split())
    assert not UNSEEN.search(words), ascii(UNSEEN.findall(words))
    for name, key in items.items():
        read = TEXTS[name][1]
        action = page.locator(f"[data-key='{key}'] .cl-tick label").inner_text()
        cells = [" ".join(rows[action][at].split()) for at in (7, 9, 10, 11)]
        assert cells == [f"'{read}" if read[0] in SIGNS else read] * 4, (name, cells)
        assert f"Note: {read}" in words and f"Evidence: {read}" in words, name
    tab.sound()


def test_a_nickname_turns_nothing_around_it(listed):
    """The words behind it stand from left to right: each further right than the one before, on its line."""
    tab, _, _ = listed
    page = tab.page
    for at, nickname in enumerate(NICKNAMES):
        tab.choose(f"turned{at}")
        stamp = page.locator("[data-part=stamp]")
        expect(stamp).to_contain_text(nickname.lstrip("\u202e\u2067"))
        places = stamp.evaluate("""(node) => {
          const text = node.firstChild;
          return ['As', 'on', 'Tuesday', '20', 'October'].map((word) => {
            const range = document.createRange();
            const at = text.data.indexOf(`${word} `, text.data.indexOf('As on'));
            range.setStart(text, at);
            range.setEnd(text, at + word.length);
            const { left, top } = range.getBoundingClientRect();
            return [Math.round(top), left];
          });
        }""")
        assert places == sorted(places), (nickname, places)


def test_a_megabyte_elsewhere(robin):
    """In the search, a date, the nickname of an export and a link it is told in words, and nothing hangs."""
    page = robin.page
    page.goto(f"{robin.site}search/")
    page.get_by_label("Search for a word").evaluate(PASTE, MEGABYTE)
    expect(page.locator("site-search [role=status]")).to_contain_text("200 characters at most")
    page.get_by_label("Search for a word").fill("bedroom")
    expect(page.locator(".hb-found a").first).to_be_visible()
    calculator = Calculator(page, robin.site)
    calculator.load(ISSUE_LINK, stage="ready")
    calculator.expect_dates({"second_core_group": "2026-05-21"})
    page.locator("#nickname").evaluate(PASTE, MEGABYTE)
    page.get_by_role("button", name="Table (.csv)").click()
    expect(page.locator("[data-part=taken]")).to_contain_text("has 1000000 characters")
    day = calculator.boxes("core_group").first
    day.evaluate(PASTE, MEGABYTE)
    calculator.submit()
    expect(page.locator("[data-part=errors]")).to_contain_text("must be a real date")
    assert day.evaluate("(box) => box.value.length") == len(MEGABYTE)
    page.get_by_role("button", name="Clear the form").click()
    page.evaluate("(link) => { location.hash = link; }", f"{ISSUE_LINK}&visit={'2026-04-01,' * 90_000}")
    expect(page.locator("[data-part=empty]")).to_contain_text("too long for a link")
    robin.sound()


def test_texts_in_the_parts_of_a_link(robin):
    """Each part that is no part of a link is named in short, as text; the rest of the link is worked with."""
    calculator = Calculator(robin.page, robin.site)
    calculator.open("")
    notices = robin.page.locator("[data-part=notices]")
    for name, (typed, read) in TEXTS.items():
        robin.page.evaluate(
            """([link, text]) => {
              const whole = [...text].filter((char) => !/[\\ud800-\\udfff]/u.test(char));
              const part = encodeURIComponent(whole.join(''));
              location.hash = `${link}&${part}=1&fact.third_review=${part}&core_group=${part}&today=${part}`;
            }""",
            [ISSUE_LINK, typed],
        )
        expect(notices, name).to_contain_text(read[:30].rstrip())
        expect(notices, name).to_contain_text("fact.third_review")
        calculator.expect_dates({"second_core_group": "2026-05-21"})
        robin.sound(name)
    wrong = "".join(f"&wrong_{number}=1" for number in range(400))
    robin.page.evaluate("(link) => { location.hash = link; }", ISSUE_LINK + wrong)
    expect(notices).to_contain_text("wrong_4, 395 more.")
