"""A checklist on its page: complete on paper, and remembered, dated and carried over in a case file."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.site.case_files import LIST, NOW, CaseFiles, case, write
from tests.site.test_accessibility import SHORTEN, in_both_colours

MARKUP = '<img src=x onerror="alert(1)">'
STATES = {"done", "done_late", "not_applicable", "overdue", "due", "to_do"}
STATES |= {"does_not_apply", "unanswered", "waiting"}
DONE = {"status": "done", "by": "LSW", "on": "2026-10-20", "at": NOW, "set": NOW}
UNFOCUSED = "(box) => { box.scrollIntoView({block: 'center'}); box.click(); box.blur(); }"
FORMULA = "=cmd|' /C calc'!A0"


class Desk(CaseFiles):
    """A tab that stays on the checklist from test to test: each visit would start Python anew."""

    def list(self, path: str = LIST) -> Page:
        """The checklist, as the test before left it or visited now."""
        return self.page if self.page.url == self.site + path else super().list(path)


@pytest.fixture(scope="module")
def desk(make_context, site_url, tmp_path_factory) -> Desk:
    """A tab with Robin's case file open, as on 20 October 2026, for tests with items of their own."""
    ticks = {"rv": {"before_review_conference/template": DONE}}
    files = Desk(make_context(now=NOW, accept_downloads=True), site_url)
    path = write(tmp_path_factory.mktemp("case"), case(ticks=ticks))
    expect(files.opened(path)).to_contain_text("Robin is open")
    return files


@pytest.fixture
def fresh(visited, site_url, tmp_path) -> CaseFiles:
    """A tab of its own with Robin's case file open, nothing ticked in it."""
    visited.clock.set_fixed_time(NOW)
    files = CaseFiles(visited, site_url)
    expect(files.opened(write(tmp_path, case()))).to_contain_text("Robin is open")
    return files


def test_a_checklist_is_complete_without_javascript(make_context, site_url):
    """Boxes, items, who, when in words and the source, all in the page, and what it is not."""
    page = make_context(java_script_enabled=False).new_page()
    page.goto(site_url + LIST)
    item = page.locator("#core-group-held")
    expect(item.get_by_role("checkbox")).to_be_visible()
    expect(item).to_contain_text("Core group members")
    expect(item).to_contain_text("2 weeks before each review child protection conference")
    expect(item.get_by_role("link", name="North Yorkshire timing/p3d")).to_have_attribute(
        "href", re.compile("p-timing-p3d$")
    )
    expect(page.locator(".cl-ask")).to_contain_text("Yes ☐ No ☐")
    expect(page.get_by_text("not the child’s record")).to_be_visible()


def test_ticking_tells_who_and_when_is_kept_and_is_dated(fresh):
    """A tick with who, one set aside with its reason, one open with a note; all there after a reload.

    Then what is due when is said beside each item, and the progress leaves out what does not apply.
    """
    page = fresh.list()
    expect(page.locator("#cl-meeting option:checked")).to_have_text("Thursday 10 December 2026 (booked)")
    fresh.tick("template")
    expect(fresh.item("template")).to_contain_text("Done on Tuesday 20 October 2026")
    template = fresh.more("template")
    template.get_by_label("Who", exact=True).fill("LSW")
    template.get_by_label("Where it is recorded").fill("record of 12 May")
    template.get_by_label("Where it is recorded").press("Tab")
    post = fresh.more("by-post")
    post.get_by_label("Not applicable in this case").check()
    expect(post).to_contain_text("Give the reason")
    post.get_by_label("Why it is not applicable").fill("All shared in person")
    post.get_by_label("Why it is not applicable").press("Tab")
    expect(post).to_contain_text("Not applicable: All shared in person")
    fresh.more("bedroom-seen").get_by_label("Note").fill("Asked on the last visit")
    fresh.settled("Asked on the last visit")
    page.reload()
    expect(fresh.item("template")).to_contain_text("Done on Tuesday 20 October 2026, LSW")
    expect(fresh.item("template")).to_contain_text("Evidence: record of 12 May")
    expect(fresh.item("bedroom-seen")).to_contain_text("Note: Asked on the last visit")
    expect(fresh.item("by-post").get_by_role("checkbox").first).not_to_be_checked()
    fresh.ready()
    expect(fresh.item("core-group-held")).to_contain_text("Due in 37 days: Thursday 26 November 2026")
    expect(fresh.item("advice")).to_contain_text("Depends on a question that is not answered")
    page.get_by_role("group", name="Is the next review conference the third?").get_by_label(
        "No", exact=True
    ).check()
    expect(fresh.item("advice")).to_contain_text("Does not apply to this case")
    expect(page.locator(".cl-progress-words")).to_have_text(
        "1 of 18 done, 1 not applicable, 3 waiting for an answer."
    )
    expect(page.locator("[data-part=announce]")).to_have_text(
        "1 of 18 done, 1 not applicable, 3 waiting for an answer"
    )


def test_items_are_filtered_and_sorted(desk):
    """By role, by status, and the soonest due first; nothing is lost on the way back."""
    page = desk.list()
    desk.ready()
    expect(desk.item("core-group-held")).to_contain_text("Due in")
    before = [item.get_attribute("id") for item in page.locator(".cl-item").all()]
    page.get_by_label("Show", exact=True).select_option(label="First line manager")
    expect(page.locator(".cl-item:visible")).to_have_count(3)
    page.get_by_label("Show", exact=True).select_option(label="Every role")
    page.get_by_label("Status", exact=True).select_option(label="Done")
    expect(page.locator(".cl-item:visible")).to_have_count(1)
    page.get_by_label("Status", exact=True).select_option(label="All items")
    page.get_by_label("Order", exact=True).select_option(label="Soonest due first")
    assert page.locator(".cl-item:visible").first.get_attribute("id") in (
        "core-group-held",
        "family-in-time",
        "first-in-time",
    )
    page.get_by_label("Order", exact=True).select_option(label="By section")
    assert [item.get_attribute("id") for item in page.locator(".cl-item").all()] == before


def test_a_reason_is_asked_for_until_it_is_given(desk):
    """What the engine answers meanwhile takes neither the choice nor the words away."""
    page = desk.list()
    desk.ready()
    post = desk.more("by-post")
    skip = post.get_by_label("Not applicable in this case")
    skip.check()
    expect(post).to_contain_text("Give the reason")
    desk.tick("wishes")
    expect(page.locator(".cl-progress-words")).to_contain_text("2 of ")
    expect(post).to_contain_text("Give the reason")
    expect(skip).to_be_checked()
    skip.uncheck()
    desk.item("wishes").get_by_role("checkbox").first.uncheck()


def test_a_list_works_by_keyboard(desk):
    """A tick, its fields and the way back need no pointer."""
    page = desk.list()
    desk.item("wishes").get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    expect(desk.item("wishes")).to_contain_text("Done on")
    page.keyboard.press("Tab")  # the source
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(desk.item("wishes").get_by_label("Who", exact=True)).to_be_visible()
    desk.item("wishes").get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    expect(desk.item("wishes")).not_to_contain_text("Done on")


def test_ticking_does_not_wait_for_python(make_context, site_url):
    """With the engine's files out of reach, a tick is made, shown and kept; a case file is started for it."""
    context = make_context(now=NOW)
    context.route("**/assets/runtime/**", lambda route: route.abort())
    desk = CaseFiles(context, site_url)
    page = desk.list("areas/tees/checklists/core-group/")
    desk.tick("prepared")
    expect(desk.item("prepared")).to_contain_text("Done on Tuesday 20 October 2026")
    expect(page.get_by_text("could not be downloaded")).to_be_visible()
    expect(desk.item("prepared").get_by_role("status")).to_contain_text("kept in this tab only")
    desk.tick("minutes-read")
    expect(page.get_by_text("A case file was started for this")).to_have_count(1)
    desk.settled('"core_group/prepared"')
    page.reload()
    expect(desk.item("prepared").get_by_role("checkbox").first).to_be_checked()
    context.close()


def test_a_meeting_that_is_added_is_the_one_shown(fresh):
    """Past or to come: its list opens, what is ticked is its own, and a day is not entered twice."""
    page = fresh.list("areas/north-yorkshire/checklists/core-group/")
    which = page.get_by_label("Which core group is it for?")
    for day, words, offered in (
        ("7", "Wednesday 7 October 2026", 3),
        ("28", "Wednesday 28 October 2026 (booked)", 4),
        ("7", "Wednesday 7 October 2026", 4),
    ):
        page.get_by_text("Add a core group", exact=True).click()
        for label, value in (("Day", day), ("Month", "10"), ("Year", "2026")):
            page.locator(".cl-add").get_by_label(label, exact=True).fill(value)
        page.get_by_role("button", name="Add the date").click()
        expect(which.locator("option:checked"), f"{day} October").to_have_text(words)
        expect(which.locator("option"), f"{day} October").to_have_count(offered)
    fresh.tick("called")
    fresh.settled('"core_group/called"')
    (file,) = fresh.files()
    (held,) = (one["id"] for one in file["events"]["core_group"] if one["date"] == "2026-10-07")
    assert list(file["ticks"]) == [held], file["ticks"]


@pytest.mark.parametrize("how", ["a tick without the focus", "a question", "a meeting"])
def test_whatever_starts_a_case_file_says_where_it_is_kept(visited, site_url, how):
    """Beside what was done, seen without scrolling: some browsers give no focus to a box that is clicked."""
    visited.clock.set_fixed_time(NOW)
    desk = CaseFiles(visited, site_url)
    page = desk.list()
    if how == "a tick without the focus":
        desk.item("template").get_by_role("checkbox").first.evaluate(UNFOCUSED)
    elif how == "a question":
        page.get_by_role("group", name="Is the next review conference the third?").get_by_label(
            "No", exact=True
        ).check()
    else:
        page.get_by_text("Add a review child protection conference", exact=True).click()
        for label, value in (("Day", "10"), ("Month", "12"), ("Year", "2026")):
            page.locator(".cl-add").get_by_label(label, exact=True).fill(value)
        page.get_by_role("button", name="Add the date").click()
    expect(page.get_by_text("A case file was started for this")).to_be_in_viewport()


def test_what_a_meeting_leaves_open_is_seen_at_the_next(visited, site_url, tmp_path):
    """Open items, dissent with its reasons and an unseen bedroom come up again; done items do not."""
    ticks = {
        "cg1": {
            "first_core_group/plan_filled_in": {"status": "done", "on": "2026-09-23", "at": NOW, "set": NOW},
            "core_group/dissent": {
                "status": "done",
                "note": "Father: too many visits",
                "at": NOW,
                "set": NOW,
            },
        },
        "v1": {"home_visit/at_home": {"status": "done", "at": NOW, "set": NOW}},
    }
    events = case()["events"] | {
        "visit": [{"id": "v1", "date": "2026-10-01"}, {"id": "v2", "date": "2026-10-27"}]
    }
    visited.clock.set_fixed_time("2026-11-05T09:00:00Z")
    desk = CaseFiles(visited, site_url)
    expect(desk.opened(write(tmp_path, case(ticks=ticks, events=events)))).to_contain_text("Robin is open")
    page = desk.list("areas/north-yorkshire/checklists/core-group/")
    page.get_by_label("Which core group is it for?").select_option(label="Wednesday 4 November 2026")
    left = page.locator("[data-part=left]")
    expect(left).to_contain_text("Settle the dates of the coming meetings")
    expect(left).to_contain_text("Left open at the core group of 23 September 2026")
    expect(left).not_to_contain_text("Fill in the child protection plan")
    expect(left).to_contain_text("At the core group of 23 September 2026: Father: too many visits")
    left.get_by_role("checkbox", name="Settle the dates of the coming meetings").check()
    expect(left).to_contain_text("Done on Thursday 5 November 2026")
    desk.list("areas/north-yorkshire/checklists/home-visit/")
    page.get_by_label("Which visit to the child is it for?").select_option(label="Tuesday 27 October 2026")
    expect(desk.item("bedroom")).to_contain_text("Left open at the visit to the child of 1 October 2026")
    assert not desk.errors


def test_an_item_that_is_no_longer_asked_keeps_its_tick(make_context, site_url, tmp_path):
    """With an item retired in the rules, its tick says what it was, until when, and what took its place."""

    def retire(route):
        rules = route.fetch().json()
        lists = rules["areas"]["north_yorkshire"]["checklists"]
        items = next(one["items"] for one in lists if one["key"] == "before_review_conference")
        next(item for item in items if item["key"] == "template").update(
            ended="2026-10-01", replaced_by="wishes"
        )
        route.fulfill(json=rules)

    context = make_context(now=NOW)
    context.route("**/rules/north-yorkshire.json*", retire)
    desk = CaseFiles(context, site_url)
    ticks = {"rv": {"before_review_conference/template": DONE}}
    expect(desk.opened(write(tmp_path, case(ticks=ticks)))).to_contain_text("Robin is open")
    page = desk.list()
    left = page.locator("[data-part=left]")
    expect(left).to_contain_text("No longer on the list")
    expect(left).to_contain_text("Done on Tuesday 20 October 2026. LSW. Asked until Thursday 1 October 2026.")
    expect(left).to_contain_text("Now: Find out what the child wishes and feels")
    context.close()


def test_the_exports_hold_text_and_nothing_that_runs(desk, tmp_path):
    """CSV and Word hold what was written as text, the sources, the stamp, and what they are not."""
    page = desk.list()
    note = desk.more("visits").get_by_label("Note")
    note.fill(f"{FORMULA} {MARKUP}")
    note.press("Tab")
    who = desk.item("visits").get_by_label("Who", exact=True)
    who.fill("=HYPERLINK(1)")
    who.press("Tab")
    desk.settled("=HYPERLINK(1)")
    desk.ready()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Table (.csv)").click()
    table = list(csv.reader(io.StringIO(saved.value.path().read_text("utf-8-sig"))))
    row = next(row for row in table if "seen the child at home" in row[1])
    assert row[7] == "'=HYPERLINK(1)" and row[10].startswith("'=cmd|") and MARKUP in row[10], row
    assert "not the child's record" in table[-1][0] and "Tuesday 20 October 2026" in table[-1][0]
    with page.expect_download() as saved:
        page.get_by_role("button", name="Word (.docx)").click()
    with zipfile.ZipFile(saved.value.path()) as document:
        parts = {name: document.read(name) for name in document.namelist()}
    text = words(parts["word/document.xml"])
    for wanted in (FORMULA, MARKUP, "Robin", "not the child’s record", "North Yorkshire timing/p3d", "☒"):
        assert wanted in text, wanted
    footer = next(
        data for name, data in parts.items() if name.startswith("word/footer") and name.endswith(".xml")
    )
    assert b"Correct as made on Tuesday 20 October 2026" in footer
    expect(desk.item("visits")).to_contain_text(MARKUP)
    assert not desk.errors


def words(document: bytes) -> str:
    """The text of a Word document's body."""
    body = ElementTree.fromstring(document)
    return " ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def test_a_list_taken_away_says_that_its_source_is_to_be_checked(make_context, site_url, tmp_path):
    """Bedfordshire's chapter is superseded: the Word file and the table say so, as the page does."""
    context = make_context(now=NOW, accept_downloads=True)
    desk = CaseFiles(context, site_url)
    expect(desk.opened(write(tmp_path, case(area="bedfordshire")))).to_contain_text("Robin is open")
    page = desk.list("areas/bedfordshire/checklists/core-group/")
    said = "Check the procedure in force: Child Protection Plans and Core Groups is superseded"
    for name in ("Word (.docx)", "Table (.csv)"):
        with page.expect_download() as saved:
            page.get_by_role("button", name=name).click()
        if name.startswith("Word"):
            with zipfile.ZipFile(saved.value.path()) as document:
                assert words(document.read("word/document.xml")).count(said) == 1
        else:
            assert saved.value.path().read_text("utf-8-sig").count(said) == 1
    context.close()


def test_a_list_prints_clean(desk):
    """On paper: the boxes and words, no buttons, no fields, the stamp and what it rests on."""
    page = desk.list()
    desk.ready()
    expect(page.locator(".cl-progress-words")).to_be_visible()
    page.emulate_media(media="print")
    for hidden in ("case-bar", ".cl-tools", "[data-part=take]", ".cl-more", ".md-header"):
        expect(page.locator(hidden).first).not_to_be_visible()
    expect(desk.item("template")).to_contain_text("Done on Tuesday 20 October 2026, LSW")
    question = page.get_by_role("group", name="Is the next review conference the third?")
    for word, shown in (("Yes", True), ("No", True), ("Not answered", False)):
        expect(question.get_by_text(word, exact=True)).to_be_visible(visible=shown)
    expect(page.get_by_text("This is a working list and not the child’s record.")).to_be_visible()
    expect(page.locator("[data-part=stamp]")).to_contain_text("As on Tuesday 20 October 2026, rules")
    assert len(page.pdf(format="A4")) > 10_000
    page.emulate_media(media="screen")


def test_what_looks_personal_is_told_before_it_is_kept(desk):
    """A number, a date of birth and the like get a warning first, and are kept only if the reader says so."""
    page = desk.list()
    note = desk.more("seen-alone").get_by_label("Note")
    note.fill("NHS 943 476 5919")
    note.press("Tab")
    warning = desk.item("seen-alone").get_by_text("This looks like an NHS number")
    expect(warning).to_be_visible()
    assert "943 476 5919" not in desk.stored()
    desk.item("seen-alone").get_by_role("button", name="Undo").click()
    expect(note).to_have_value("")
    note.fill("born 3 May 2026")
    note.press("Tab")
    desk.item("seen-alone").get_by_role("button", name="Keep it all the same").click()
    desk.settled("born 3 May 2026")
    expect(page.locator("#seen-alone .cl-written")).to_contain_text("born 3 May 2026")


def test_a_text_that_is_too_long_is_not_cut(desk):
    """A megabyte in a note is told with how much there is room for; what was typed stays in the field."""
    desk.list()
    note = desk.more("manager-read").get_by_label("Note")
    note.evaluate("(box) => { box.value = 'x'.repeat(1_000_000); box.dispatchEvent(new Event('change')) }")
    expect(desk.item("manager-read")).to_contain_text(
        "this has 1000000 characters, and there is room for 4000"
    )
    assert len(desk.stored()) < 50_000


def test_no_violation_with_every_state_shown(visited, site_url, tmp_path, axe_script):
    """axe-core finds nothing on a list with an item in each state, nor on the board with *what if* open."""
    done = {"status": "done", "at": NOW, "set": NOW, "by": "LSW", "note": "a note", "evidence": "record"}
    ticks = {
        "rv": {
            "before_review_conference/template": {**done, "on": "2026-11-20"},
            "before_review_conference/wishes": {**done, "on": "2026-12-10"},
            "before_review_conference/by_post": {
                "status": "not_applicable",
                "reason": "shared",
                "at": NOW,
                "set": NOW,
            },
        }
    }
    visited.clock.set_fixed_time("2026-12-09T09:00:00Z")
    desk = CaseFiles(visited, site_url)
    facts = {"third_review": False, "ending_proposed": True}
    expect(desk.opened(write(tmp_path, case(ticks=ticks, facts=facts)))).to_contain_text("Robin is open")
    page = desk.page
    desk.ready()
    expect(page.locator("[data-part=case] .cb-entry").first).to_be_visible()
    page.get_by_text("What if a date changes?").click()
    page.evaluate(SHORTEN)
    found = in_both_colours(page, axe_script)
    assert not found, f"the board: {found}"
    desk.list()
    desk.ready()
    expect(page.locator("[data-state=overdue]").first).to_be_visible()
    states = {item.get_attribute("data-state") for item in page.locator(".cl-item").all()}
    assert states >= STATES, STATES - states
    desk.more("template")
    page.evaluate(SHORTEN)
    found = in_both_colours(page, axe_script)
    assert not found, f"the list: {found}"


def test_nothing_of_a_case_is_in_the_address(desk):
    """Choosing, ticking and opening from the board leave the address as it is."""
    page = desk.list()
    assert page.url.endswith(LIST)
    desk.board()
    desk.ready()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("a[data-bucket]").first.click()
    expect(page.locator("checklist-sheet[data-ready]")).to_be_attached()
    assert "#" not in page.url
    assert "?" not in page.url
    assert asked
    assert not [url for url in asked if "?" in url or "Robin" in url or "rv" in url.split("/")]
