"""The case file: the board, what if, a change of the rules, where it is kept, and what can go wrong."""

import json
import re
from datetime import date, timedelta

import pyrage
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.site.calculator import Calculator
from tests.site.case_files import NOW, CaseFiles, case, write

SLOW = 30_000  # milliseconds for a passphrase to be tried
WORDS = "three quiet words"


@pytest.fixture
def context(visited) -> BrowserContext:
    visited.clock.set_fixed_time(NOW)
    return visited


@pytest.fixture
def desk(context, site_url, tmp_path) -> CaseFiles:
    """A tab of its own with Robin's case file open on the board."""
    files = CaseFiles(context, site_url)
    expect(files.opened(write(tmp_path, case()))).to_contain_text("Robin is open")
    return files


def total(page: Page):
    return page.locator(".cb-total")


# --- board, calculator, what if ---


def test_the_board_and_the_calculator_count_alike(desk, tmp_path):
    """The same case has the same dates overdue on both; by role, each entry stands with who has to do it."""
    page = desk.page
    desk.opened(write(tmp_path, case(id="c2", nickname="Wren", area="tees", events={}), "wren.json"))
    desk.ready()
    expect(total(page)).to_have_text("2 case files: 1 overdue.")
    page.get_by_label("Order").select_option(label="By role")
    expect(page.locator(".cb-role", has_text="Lead social worker")).to_contain_text(
        "Robin: Visit to the child at home"
    )
    page.get_by_label("Case file", exact=True).select_option(label="Robin")
    calculator = Calculator(page, desk.site)
    page.goto(calculator.address)
    calculator.expect_stage("ready")
    expect(page.locator(".dc-list > li[data-status=overdue][data-overtaken=false]")).to_have_count(1)
    expect(page.locator("#area")).to_have_value("north_yorkshire")


def test_a_date_entered_in_the_calculator_is_in_the_file(desk):
    """The calculator fills its form from the open file and writes back; clearing the form empties no file."""
    page = desk.page
    calculator = Calculator(page, desk.site)
    page.goto(calculator.address)
    expect(page.locator("[data-event=core_group] [data-box=day]")).to_have_count(2)
    page.get_by_text("Seeing the child").click()
    for box, value in zip(("day", "month", "year"), ("19", "10", "2026"), strict=True):
        page.locator(f"[data-event=visit] [data-box={box}]").fill(value)
    desk.settled('"date":"2026-10-19"')
    page.get_by_role("button", name="Clear the form").click()
    desk.board()
    assert '"visit"' in desk.stored() and '"cg2"' in desk.stored()


def test_a_link_does_not_write_into_the_open_file(desk):
    """A link with dates opens beside the file: the file is closed, and as it was."""
    page = desk.page
    desk.settled("Robin")
    before = desk.files()
    page.goto(f"{desk.site}tools/dates/#area=luton&initial_conference=2026-11-30")
    expect(page.locator("#area")).to_have_value("luton")
    expect(page.get_by_label("Case file", exact=True)).to_have_value("")
    assert desk.files() == before


def test_what_if_changes_nothing_until_it_is_applied(desk):
    """Old and new side by side, who is told, what would be late; left as it is, and then applied."""
    page = desk.page
    desk.ready()
    page.get_by_text("What if a date changes?").click()
    for event, value in (
        ("core_group-cg2", ("11", "11", "2026")),
        ("review_conference-rv", ("1", "12", "2026")),
    ):
        for box, part in zip(("day", "month", "year"), value, strict=True):
            page.locator(f"#wi-{event}-{box}").fill(part)
    before = desk.stored()
    page.get_by_role("button", name="See what moves").click()
    result = page.locator(".wi-result")
    row = result.get_by_role("row", name="Core group before a review conference")
    expect(row).to_contain_text("Thursday 26 November 2026")
    expect(row).to_contain_text("Tuesday 17 November 2026")
    expect(result).to_contain_text("must write to everyone concerned")
    expect(result).to_contain_text(
        "do not say who has to be told of a review child protection conference that moves"
    )
    expect(result).to_contain_text(
        "Second core group: booked for Wednesday 11 November 2026, latest Wednesday 4 November"
    )
    assert json.loads(desk.stored())["events"] == json.loads(before)["events"]
    page.get_by_role("button", name="Leave as it is").click()
    expect(page.get_by_text("Nothing was changed.")).to_be_visible()
    page.locator("#wi-review_conference-rv-day").fill("1")
    page.locator("#wi-review_conference-rv-month").fill("12")
    page.locator("#wi-review_conference-rv-year").fill("2026")
    page.get_by_role("button", name="See what moves").click()
    page.get_by_role("button", name="Apply").click()
    desk.settled("2026-12-01")


def test_a_change_of_the_rules_is_told(context, site_url, tmp_path):
    """A file worked out with other rules lists the dates that moved, old and new, to take over or to keep."""
    old = {
        "deadline": "first_review",
        "occurrence": 1,
        "title": "First review",
        "about": None,
        "earliest": None,
    }
    worked = {"rules": "2020.01.01-0ld", "as_on": "2026-10-01", "dates": [{**old, "latest": "2026-12-01"}]}
    files = CaseFiles(context, site_url)
    files.opened(write(tmp_path, case(worked=worked)))
    page = files.page
    files.ready()
    rules = page.locator(".cb-rules")
    expect(rules).to_contain_text("last worked out with rules 2020.01.01-0ld")
    row = rules.get_by_role("row", name=re.compile("^First review conference"))
    expect(row).to_contain_text("Tuesday 1 December 2026")
    expect(row).to_contain_text("Thursday 10 December 2026")
    rules.get_by_role("button", name="Keep a note of the old ones").click()
    expect(rules).to_contain_text("Dates kept from earlier rules")
    page.reload()
    expect(rules).to_contain_text("Dates kept from earlier rules")
    rules.get_by_role("button", name="Take the new dates over").click()
    expect(rules).not_to_be_visible()
    assert "2020.01.01-0ld" not in desk_text(page)


def desk_text(page: Page) -> str:
    return page.locator("[data-part=case]").inner_text()


def test_ticks_that_no_list_shows_are_shown_with_the_case(context, site_url, tmp_path):
    """What was ticked at a meeting that was taken out, or on another area's list, is still there to read."""
    done = {"status": "done", "on": "2026-09-23", "by": "LSW", "note": "Signed", "at": NOW, "set": NOW}
    ticks = {"gone/cg0": {"core_group/dissent": done}, "case": {"some_list/some_item": done}}
    files = CaseFiles(context, site_url)
    files.opened(write(tmp_path, case(ticks=ticks)))
    files.ready()
    files.page.get_by_text("Ticked or written, and on no list now").click()
    shown = files.page.locator("details", has_text="on no list now").get_by_role("listitem")
    said = "Done on Wednesday 23 September 2026. LSW. Note: Signed"
    expect(shown).to_have_count(2)
    for line, start in zip(shown.all(), ("Note clearly any matter", "Some list some item"), strict=True):
        expect(line).to_contain_text(re.compile(f"^{start}.*{said}$"))


# --- where it is kept ---


def test_kept_on_the_device_until_a_day_and_then_gone(context, site_url, tmp_path):
    """A new tab has nothing until the reader chooses the device; after the day it says that all is gone."""
    files = CaseFiles(context, site_url)
    # A clock before the day on which the site was made is not believed, and nothing expires by it.
    made = date.fromisoformat(files.board().locator("case-board").get_attribute("data-built"))
    last = made + timedelta(days=30)
    words = f"{last:%A} {last.day} {last:%B %Y}"
    context.clock.set_fixed_time(f"{made}T09:00:00Z")
    files.board()
    files.opened(write(tmp_path, case()))
    other = CaseFiles(context, site_url)
    expect(other.board().locator("[data-part=board]")).not_to_be_visible()
    files.page.get_by_label("On this device for 30 days").check()
    kept = files.page.get_by_label(f"On this device until {words}")
    expect(kept).to_be_checked()
    expect(kept).to_be_focused()
    expect(files.page.get_by_text(f"They are removed after {words}")).to_be_visible()
    files.page.close()
    expect(total(other.board())).to_contain_text("One case file")
    expect(other.page.get_by_text(f"kept on this device until {words}")).to_be_visible()
    context.clock.set_fixed_time(f"{last + timedelta(days=1)}T09:00:00Z")
    expect(other.board().get_by_text("They have been removed")).to_be_visible()
    expect(other.page.locator("[data-part=board]")).not_to_be_visible()
    assert other.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('handbook'))") == []


def test_leave_now_empties_every_tab(context, site_url, tmp_path):
    """One button removes everything of ours and replaces the page, in the other tabs too."""
    files = CaseFiles(context, site_url)
    files.opened(write(tmp_path, case()))
    files.page.get_by_label("On this device for 30 days").check()
    expect(files.page.get_by_text("They are removed after")).to_be_visible()
    other = CaseFiles(context, site_url)
    other.list()
    expect(other.page.locator("case-bar")).to_contain_text("Robin")
    files.page.get_by_role("button", name="Leave now").click()
    expect(files.page.get_by_role("dialog")).to_contain_text("This removes one case file")
    files.page.get_by_role("button", name="Remove everything and leave").click()
    files.page.wait_for_url(site_url)
    other.page.wait_for_url(site_url)
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    for page in (files.page, other.page):
        assert "handbook" not in page.evaluate(kept), page.evaluate(kept)
    assert files.page.evaluate("indexedDB.databases().then((all) => all.length)") in (0, 1)
    expect(files.board().locator("[data-part=board]")).not_to_be_visible()
    files.page.go_back()
    expect(files.page.locator("body")).not_to_contain_text("Robin")


def test_a_file_is_saved_and_opened_again(desk, tmp_path):
    """Plain, it is readable text; encrypted, another program opens it, and the handbook opens its files."""
    page = desk.page
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save to a file").click()
    plain = json.loads(saved.value.path().read_text("utf-8"))
    assert saved.value.suggested_filename == "case-robin-2026-10-20.json"
    assert plain["nickname"] == "Robin" and plain["events"]["core_group"][0]["date"] == "2026-09-23"
    page.get_by_text("Save encrypted, to hand over").click()
    page.get_by_label("Passphrase", exact=True).fill("short")
    page.get_by_role("button", name="Save encrypted").click()
    expect(page.get_by_text("needs 8 characters or more")).to_be_visible()
    page.get_by_label("Passphrase", exact=True).fill(WORDS)
    page.get_by_label("Passphrase again").fill(WORDS)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save encrypted").click()
    sealed = saved.value.path().read_bytes()
    assert b"Robin" not in sealed
    opened = json.loads(pyrage.passphrase.decrypt(sealed, WORDS))
    assert opened["id"] == plain["id"] and opened["ticks"] == plain["ticks"]
    theirs = pyrage.passphrase.encrypt(json.dumps(case(id="c3", nickname="Wren")).encode(), WORDS)
    path = write(tmp_path, theirs, "wren.json.age")
    said = desk.opened(path)
    page.get_by_label("Passphrase of wren.json.age").fill("another one")
    page.get_by_role("button", name="Open it").click()
    expect(said).to_contain_text("The passphrase does not open this file", timeout=SLOW)
    desk.opened(path)
    page.get_by_label("Passphrase of wren.json.age").fill(WORDS)
    page.get_by_role("button", name="Open it").click()
    expect(said).to_contain_text("Wren is open", timeout=SLOW)


# --- faults ---

FAULTS = {
    "cut off": (json.dumps(case())[:200], "The file is cut off or damaged"),
    "altered": (
        json.dumps({**case(), "checksum": "0" * 64}),
        "The file was changed outside of the handbook since it was saved",
    ),
    "from a newer version": (json.dumps(case(format=2)), "saved by a newer version of the handbook"),
    "50 MB": ("x" * 50_000_000, "The file has 50 MB"),
    "not one of ours": ("%PDF-1.7", "This is not a case file of the handbook"),
    "an encrypted file cut off": (b"age-encryption.org/v1\n-> scr", "cut off or was altered"),
    "a date that is none": (json.dumps(case(events={"visit": [{"id": "v", "date": "x"}]})), "cannot be read"),
}


def test_files_that_cannot_be_used_say_what_to_do(context, site_url, tmp_path):
    """Each fault of a file has its words, and leaves what is open as it was."""
    files = CaseFiles(context, site_url)
    expect(files.opened(write(tmp_path, case(id="kept", nickname="Kept")))).to_contain_text("Kept is open")
    for name, (data, words) in FAULTS.items():
        said = files.opened(write(tmp_path, data, f"{name}.json"))
        if "encrypted" in name:
            files.page.get_by_label("Passphrase of").fill(WORDS)
            files.page.get_by_role("button", name="Open it").click()
        expect(said, name).to_contain_text(words)
        if name == "altered":
            expect(said).to_contain_text("Robin is open")
    expect(files.page.locator("[data-part=board]")).to_contain_text("Kept")
    assert not files.errors


def test_two_tabs_on_one_case_lose_nothing(desk, context, site_url):
    """A tab and its copy: what is ticked and written in each is in both, at once and after a reload."""
    desk.list()
    with context.expect_page() as opened:
        desk.page.evaluate("window.open(location.href)")
    other = opened.value
    expect(other.locator("checklist-sheet[data-ready]")).to_be_attached()
    expect(other.locator("case-bar")).to_contain_text("Robin")
    desk.tick("template")
    expect(other.locator("#template").get_by_role("checkbox").first).to_be_checked()
    other.locator("#wishes").get_by_role("checkbox").first.check()
    expect(desk.item("wishes").get_by_role("checkbox").first).to_be_checked()
    desk.page.reload()
    other.reload()
    for page in (desk.page, other):
        for key in ("template", "wishes"):
            expect(page.locator(f"#{key}").get_by_role("checkbox").first).to_be_checked()


def test_a_full_storage_is_told_and_loses_nothing(make_context, site_url, tmp_path):
    """Where there is no room, the page says so, and keeps the tick on screen until there is room again."""
    context = make_context(now=NOW)
    context.add_init_script(
        """const put = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
          if (window.full && key.startsWith('handbook-case')) {
            throw new DOMException('full', 'QuotaExceededError');
          }
          return put.call(this, key, value);
        };"""
    )
    files = CaseFiles(context, site_url)
    files.opened(write(tmp_path, case()))
    page = files.list()
    page.evaluate("window.full = true")
    files.tick("template")
    expect(page.get_by_text("This browser's storage is full")).to_be_visible()
    expect(files.item("template").get_by_role("checkbox").first).to_be_checked()
    page.evaluate("window.full = false")
    files.tick("wishes")
    expect(page.get_by_text("This browser's storage is full")).not_to_be_visible()
    files.settled("before_review_conference/wishes")


@pytest.mark.parametrize("how", ["blocked", "a private window without a database"])
def test_a_storage_that_is_blocked_is_told(how, make_context, site_url, tmp_path):
    """The tools work, say that nothing is kept, and offer the file."""
    context = make_context(now=NOW, accept_downloads=True)
    context.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', "
        "{ get() { throw new DOMException('no', 'SecurityError') } })"
        if how == "blocked"
        else "indexedDB.open = () => { const never = {}; return never }"
    )
    files = CaseFiles(context, site_url)
    expect(files.opened(write(tmp_path, case()))).to_contain_text("Robin is open")
    page = files.page
    if how == "blocked":
        expect(page.locator("case-bar")).to_contain_text("kept nowhere")
        expect(page.get_by_text("does not let the page keep anything").first).to_be_visible()
    else:
        page.get_by_label("On this device for 30 days").check()
        expect(page.locator("case-bar")).to_contain_text("does not let the page keep anything")
    with page.expect_download():
        page.get_by_role("button", name="Save to a file").click()
    assert not files.errors


def test_markup_and_formulas_stay_text(context, site_url, tmp_path):
    """A script in every field of a file is shown as text, on the board, in the lists and in what if."""
    bad = "<img src=x onerror=alert(1)>"
    notes = [{"id": "n", "at": NOW, "text": bad}]
    files = CaseFiles(context, site_url)
    expect(files.opened(write(tmp_path, case(nickname=bad, notes=notes)))).to_contain_text(f"{bad} is open")
    expect(files.page.locator("#cb-case-title")).to_have_text(bad)
    expect(files.page.get_by_label("Note of Tuesday 20 October 2026")).to_have_value(bad)
    expect(files.page.get_by_label("Case file", exact=True).locator("option:checked")).to_have_text(bad)
    assert files.page.locator("img[src=x]").count() == 0
    assert not files.errors


def test_a_clock_that_is_wrong_is_told(context, site_url, tmp_path):
    """A clock before the day the site was made, or before the last save, is named; nothing is lost."""
    files = CaseFiles(context, site_url)
    context.clock.set_fixed_time("2020-01-01T09:00:00Z")
    expect(
        files.board().get_by_text("clock says Wednesday 1 January 2020, but this site was")
    ).to_be_visible()
    context.clock.set_fixed_time(NOW)
    files.board()
    files.opened(write(tmp_path, case(changed="2026-10-20T08:00:00Z")))
    files.settled("Robin")
    context.clock.set_fixed_time("2026-10-01T09:00:00Z")
    page = files.board()
    expect(page.get_by_text("This device's clock says Thursday 1 October 2026")).to_be_visible()
    expect(total(page)).to_contain_text("One case file")


def test_midnight_passes_while_the_page_is_open(desk, context):
    """The day after, what is due is worked out anew without a reload."""
    page = desk.page
    desk.ready()
    row = page.locator("[data-part=case] .cb-entry", has_text="Child seen alone")
    expect(row).to_contain_text("Due in 2 days")
    context.clock.set_fixed_time("2026-10-21T00:00:10Z")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(row).to_contain_text("Due tomorrow")


def test_a_file_that_cannot_be_read_is_left_as_it_is(context, site_url):
    """What another version stored is told and not removed."""
    files = CaseFiles(context, site_url)
    page = files.board()
    page.evaluate(
        'sessionStorage.setItem(\'handbook-case:x\', \'{"kind": "core-group-handbook/case", "format": 9}\')'
    )
    files.board()
    expect(page.get_by_text("cannot be read, and was left as it is")).to_be_visible()
    assert "format" in page.evaluate("sessionStorage.getItem('handbook-case:x')")
