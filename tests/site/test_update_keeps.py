"""A newer release is taken over with one reload that loses nothing typed; where it would, it waits."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from tests.site.calculator import Calculator
from tests.site.case_files import NOW, CaseFiles, case, write
from tests.site.host import Host
from tests.site.keeping import emptied
from tests.site.typing import open_all, read, type_everywhere

KEPT = 90_000  # milliseconds in which a busy machine has the whole site kept
SOON = 30  # seconds in which a page has its fields again
TYPED = "Object.keys(sessionStorage).filter((key) => key.startsWith('handbook-typed'))"
# The page is told of another release as by a take-over; a true one is tried further down.
NO_COPY = """
ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('no', 'SecurityError'));
Object.defineProperty(ServiceWorkerContainer.prototype, 'controller', {get: () => window.taken ?? null});
"""
TAKEN_OVER = """() => {
  const site = document.querySelector('script[src*="assets/app/"]').src.split('assets/app/')[0];
  const state = {build: 'another', whole: true, listed: true};
  window.taken = {scriptURL: `${site}sw.js`, postMessage: (_, [port]) => port.postMessage(state)};
  navigator.serviceWorker.dispatchEvent(new Event('controllerchange'));
}"""
FULL = """const put = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  if (window.full && key.startsWith('handbook-case')) throw new DOMException('full', 'QuotaExceededError');
  return put.call(this, key, value);
};"""
# A page looks each second whether it may be loaded again, and forgets after fifteen what it took along.
HURRY = """for (const name of ['setTimeout', 'setInterval']) {
  const set = window[name];
  window[name] = (work, time = 0, ...more) => set(work, time / 5, ...more);
}"""
LOOKED = 1200  # milliseconds in which a page that hurries has looked more often than it has to
SAFE = "A file that you save is the safe copy."


@pytest.fixture(scope="module")
def shared(make_context: Callable[..., BrowserContext]) -> BrowserContext:
    """A context whose pages know of releases, fetch no copy of the site, and wait a fifth of the time.

    Its storage can be filled.
    """
    made = make_context(now=NOW, offline=True, picture=True, accept_downloads=True)
    made.add_init_script(NO_COPY)
    made.add_init_script(FULL)
    made.add_init_script(HURRY)
    return made


@pytest.fixture
def context(shared: BrowserContext, site_url: str) -> Iterator[BrowserContext]:
    """The shared context, emptied afterwards: only what Python starts from stays, which saves time."""
    yield shared
    emptied(shared, site_url)


def take_over(page: Page) -> None:
    """Another release takes over, here or in another tab."""
    page.evaluate("window.before = true")
    for _ in range(20):
        try:
            page.evaluate(TAKEN_OVER)
            page.wait_for_timeout(100)  # a page that is no tool loads what it needs for this
            if not page.evaluate("window.before === true") or page.locator(".hb-update").count():
                return
        except Error:
            return  # it is being loaded again


def loaded_again(page: Page) -> bool:
    """Whether the page is another one than when the release took over."""
    try:
        return page.evaluate("window.before !== true && document.readyState === 'complete'")
    except Error:
        return False


def update(page: Page) -> None:
    """Take another release over, and wait for the page of it."""
    take_over(page)
    expect_loaded_again(page)


def expect_loaded_again(page: Page) -> None:
    """The page of the release comes, by itself."""
    until = time.monotonic() + SOON
    while not loaded_again(page):
        assert time.monotonic() < until, page.locator(".hb-update").all_text_contents()
        page.wait_for_timeout(100)


def expect_same(page: Page, before: list[str], but: str = "no such words", what: str = "all") -> None:
    """Every field holds what it held; those aside that are asked for with `but`."""
    before = [line for line in before if but not in line]
    until = time.monotonic() + SOON
    while (now := [line for line in read(page) if but not in line]) != before and time.monotonic() < until:
        page.wait_for_timeout(200)
    lost, new = sorted(set(before) - set(now)), sorted(set(now) - set(before))
    assert now == before, "\n".join([f"{what}: lost:", *lost, "instead:", *new])


def settled(page: Page) -> None:
    """Wait until the page does not change what its fields hold any more."""
    before = None
    while before != (before := read(page)):
        page.wait_for_timeout(800)


@pytest.fixture
def files(context: BrowserContext, site_url: str, tmp_path: Path) -> CaseFiles:
    """A tab with Robin's case file open on the board, a note in it, and none of a child's visits."""
    made = CaseFiles(context, site_url)
    note = {"id": "n1", "at": NOW, "text": "Ring the school"}
    expect(made.opened(write(tmp_path, case(notes=[note])))).to_contain_text("Robin is open")
    made.settled("Robin")
    return made


# --- every field ---

# What is typed is complete and harmless, or neither: each is typed into every field, one after the other.
TYPED_AS = {"what can be kept": True, "what cannot be kept yet": False}


def test_the_calculator_has_all_its_fields_again(context: BrowserContext, site_url: str) -> None:
    """Dates of every event and the meetings they belong to, questions, intervals, days, the nickname."""
    page = context.new_page()
    calculator = Calculator(page, site_url)
    calculator.load(stage="ready")
    calculator.choose("North Yorkshire")
    calculator.type("initial_conference", "1 9 2026")
    page.locator("#nickname").fill("Robin")
    for what, whole in TYPED_AS.items():
        open_all(page)
        assert type_everywhere(page, whole) > 60, what
        settled(page)
        before = read(page)
        nickname = page.locator("#nickname").input_value()
        update(page)
        open_all(page)
        # The engine refuses these dates: then there is nothing yet to take along, and no place to name it.
        expect_same(page, before, "Nickname for the files", what)
        assert nickname, what
        expect(page.locator("#nickname"), what).to_have_value(nickname)


def test_a_date_that_was_changed_after_a_link_was_opened_stays(
    context: BrowserContext, site_url: str
) -> None:
    """The page came from a link: what was typed since counts, not the link again."""
    page = context.new_page()
    calculator = Calculator(page, site_url)
    calculator.load("#area=luton&initial_conference=2026-09-10", stage="ready")
    calculator.type("initial_conference", "14 9 2026")
    calculator.type("core_group", "24 9 -")
    calculator.leave()
    before = read(page)
    update(page)
    expect_same(page, before)
    calculator.expect_dates({"first_core_group": "2026-09-28"})


def test_what_only_another_area_asks_for_waits_for_it(context: BrowserContext, site_url: str) -> None:
    """Dates, a begun date, an answer and an interval of the area before are there when it is chosen again."""
    page = context.new_page()
    calculator = Calculator(page, site_url)
    calculator.load()
    calculator.choose("North Yorkshire")
    calculator.type("initial_conference", "1 9 2026")
    calculator.type("family_group_meeting", "2 9 2026")
    calculator.type("report_for_initial", "3 9 -")
    open_all(page)
    page.locator("#fact-third_review-yes").check()
    page.locator("#set-child_in_need_meeting-count").fill("3")
    calculator.choose("Luton")
    expect(calculator.event("agreement_returned")).to_be_attached()
    expect(calculator.event("family_group_meeting")).to_have_count(0)
    for _ in range(2):  # what waits outlives another reload
        update(page)
        expect(calculator.event("agreement_returned")).to_be_attached()
    expect(page.locator("#area")).to_have_value("luton")
    calculator.choose("North Yorkshire")
    for event, typed in (
        ("family_group_meeting", ["2", "9", "2026"]),
        ("report_for_initial", ["3", "9", ""]),
    ):
        expect(calculator.boxes(event)).to_have_count(3)
        assert [box.input_value() for box in calculator.boxes(event).all()] == typed, event
    expect(page.locator("#fact-third_review-yes")).to_be_checked()
    expect(page.locator("#set-child_in_need_meeting-count")).to_have_value("3")


def test_a_checklist_has_all_its_fields_again(files: CaseFiles) -> None:
    """Each item's who, when, note and reason, kept or not, in the parts that were open; ticks and answers."""
    page = files.list()
    files.ready()
    for what, whole in TYPED_AS.items():
        open_all(page)
        assert type_everywhere(page, whole) > 60, what
        settled(page)
        before = read(page)
        update(page)
        expect_same(page, before, what=what)
    expect(page.get_by_text("This looks like a telephone number").first).to_be_visible()


def test_what_an_earlier_meeting_left_open_has_its_fields_again(files: CaseFiles, tmp_path: Path) -> None:
    """The meeting that was chosen, and each item that comes up again, which only Python’s answer brings."""
    ticks = {"cg1": {"first_core_group/plan_filled_in": {"status": "done", "at": NOW, "set": NOW}}}
    events = case()["events"]
    events["core_group"].append({"id": "cg3", "date": "2026-12-02"})
    other = case(id="c2", nickname="Wren", ticks=ticks, events=events)
    expect(files.opened(write(tmp_path, other))).to_contain_text("Wren is open")
    page = files.list("areas/north-yorkshire/checklists/core-group/")
    chosen = page.get_by_label("Which core group is it for?").locator("option:checked")
    page.locator("#cl-meeting").select_option(label="Wednesday 2 December 2026 (booked)")
    left = page.locator("[data-part=left]")
    expect(left).to_contain_text("Left open at the core group of 23 September 2026")
    for what, whole in TYPED_AS.items():
        open_all(page)
        type_everywhere(page, whole)
        settled(page)
        before = read(page)
        fields = left.locator("input").count()
        assert fields > 20, what
        update(page)
        expect(chosen).to_have_text("Wednesday 2 December 2026 (booked)")
        expect(left.locator("input")).to_have_count(fields)
        expect_same(page, before, what=what)


def test_an_open_case_file_has_all_its_fields_again(files: CaseFiles) -> None:
    """Nickname, notes, what if with other dates and added ones, and what was arranged but not held."""
    page = files.page
    files.ready()
    for what, whole in TYPED_AS.items():
        open_all(page)
        expect(page.locator("#wi-core_group-new-day"), what).to_be_visible()
        assert type_everywhere(page, whole) > 30, what
        settled(page)
        before = read(page)
        held = any("arranged for this day but not held | true" in line for line in before)
        assert held == whole, what
        update(page)
        expect_same(page, before, what=what)


def test_what_if_still_takes_a_meeting_as_not_held(files: CaseFiles) -> None:
    """A meeting that was arranged and not held moves the same dates after the reload as before it."""
    page = files.page
    files.ready()
    page.get_by_text("What if a date changes?").click()
    for box, part in (("day", "22"), ("month", "9"), ("year", "2026")):
        page.locator(f"#wi-core_group-cg1-{box}").fill(part)
    field = page.locator("fieldset", has=page.locator("#wi-core_group-cg1-day"))
    field.get_by_label("It was arranged for this day but not held").check()
    page.get_by_role("button", name="See what moves").click()
    expect(page.locator(".wi-result table")).to_be_visible()
    moved = page.locator(".wi-result table").inner_text()
    update(page)
    files.ready()
    expect(page.locator("#wi-core_group-cg1-day")).to_have_value("22")
    page.get_by_role("button", name="See what moves").click()
    expect(page.locator(".wi-result table")).to_have_text(moved.replace("\t", "").replace("\n", ""))


@pytest.mark.parametrize("path", ["search/", "guidance/"], ids=["its own page", "over another page"])
def test_the_search_is_as_it_was(context: BrowserContext, site_url: str, path: str) -> None:
    """Words, area and results, on the page of the search and over another one; all areas stay all areas."""
    page = context.new_page()
    page.goto(site_url)
    own = json.dumps({"key": "luton", "title": "Luton"})
    page.evaluate("(own) => localStorage.setItem('handbook.area', own)", own)
    page.goto(site_url + path)
    if path == "guidance/":
        page.locator("a[data-search]").first.click()
    search = page.locator("site-search")
    expect(search.locator("#search-area")).to_have_value("Luton")
    search.locator("#search-area").select_option("")
    search.locator("#search-words").fill("bedroom")
    expect(search.get_by_role("link").first).to_be_visible()
    before = read(page)
    update(page)
    expect(search.get_by_role("link").first).to_be_visible()
    expect_same(page, before)
    expect(search.locator("#search-words")).to_be_focused()


def test_what_was_put_by_is_gone_soon_after(files: CaseFiles) -> None:
    """What is carried over stands in the tab's storage for the moment of the reload only."""
    page = files.page
    page.locator("#cb-new-note").fill("07700 900123")
    update(page)
    expect(page.locator("#cb-new-note")).to_have_value("07700 900123")
    until = time.monotonic() + SOON
    while page.evaluate(TYPED) and time.monotonic() < until:
        page.wait_for_timeout(500)
    assert page.evaluate(TYPED) == []


# In the page of the second release: as soon as it hears of releases, before its fields are filled.
AGAIN = f"""if (sessionStorage.getItem('again')) {{
  sessionStorage.removeItem('again');
  document.addEventListener('DOMContentLoaded', () => setInterval({TAKEN_OVER}, 5));
}}"""


def update_twice(page: Page) -> None:
    """Another release takes over, and a third one while the page of it is still being made."""
    page.add_init_script(AGAIN)
    page.evaluate("sessionStorage.setItem('again', '1')")
    loads: list[str] = []
    page.on("load", lambda _: loads.append(page.url))
    take_over(page)
    until = time.monotonic() + SOON
    while len(loads) < 2:
        assert time.monotonic() < until, loads
        page.wait_for_timeout(100)


def test_two_releases_one_after_the_other_lose_nothing_of_a_case(files: CaseFiles) -> None:
    """A page that is loaded again before its fields are there has them filled after the next reload."""
    page = files.page
    page.locator("#cb-new-note").fill("07700 900123")
    update_twice(page)
    expect(page.locator("#cb-new-note")).to_have_value("07700 900123")


def test_two_releases_one_after_the_other_lose_no_date(context: BrowserContext, site_url: str) -> None:
    """The same of the calculator: dates, one that is only begun, and the area."""
    page = context.new_page()
    calculator = Calculator(page, site_url)
    calculator.load()
    calculator.choose("North Yorkshire")
    calculator.type("initial_conference", "1 9 2026")
    calculator.type("core_group", "3 9 -")
    calls: list[Route] = []

    def hold_first(route: Route) -> None:
        calls.append(route)
        if len(calls) > 1:
            route.continue_()

    page.route("**/north-yorkshire.quick.json", hold_first)  # what the area asks for, and so its fields
    update_twice(page)
    assert len(calls) > 1, "the fields were there before the third release"
    expect(calculator.boxes("core_group").nth(1)).to_have_value("9")
    expect(page.locator("#area")).to_have_value("north_yorkshire")
    assert [box.input_value() for box in calculator.boxes("initial_conference").all()] == ["1", "9", "2026"]


def test_a_release_that_takes_its_time_to_arrive_loses_nothing(
    context: BrowserContext, site_url: str
) -> None:
    """What is put by for the next page is not forgotten with what this page had been given."""
    page = context.new_page()
    calculator = Calculator(page, site_url)
    calculator.load()
    calculator.choose("North Yorkshire")
    calculator.type("core_group", "3 9 -")
    update(page)
    expect(calculator.boxes("core_group").nth(1)).to_have_value("9")

    def late(route: Route) -> None:
        time.sleep(4)  # longer than a page that hurries remembers what it was given
        route.continue_()

    page.route(site_url + "tools/dates/", late)
    update(page)
    expect(calculator.boxes("core_group").nth(1)).to_have_value("9")
    expect(page.locator("#area")).to_have_value("north_yorkshire")


# --- what cannot be kept ---


def test_a_passphrase_makes_the_reload_wait(files: CaseFiles) -> None:
    """A passphrase is never stored: the page says so, waits, and is loaded again once the field is empty."""
    page = files.page
    page.get_by_text("Save encrypted, to hand over").click()
    page.get_by_label("Passphrase", exact=True).fill("three quiet words")
    page.locator("#cb-new-note").fill("07700 900123")
    take_over(page)
    bar = page.get_by_role("status").filter(has_text="A newer version of the handbook is in use")
    expect(bar).to_contain_text("Finish or empty the passphrase first")
    page.wait_for_timeout(LOOKED)
    assert not loaded_again(page)
    assert "quiet" not in page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    expect(page.locator("#cb-new-note")).to_be_focused()
    page.get_by_label("Passphrase", exact=True).fill("")
    expect_loaded_again(page)
    expect(page.locator("#cb-new-note")).to_have_value("07700 900123")


def test_a_chosen_file_makes_the_reload_wait(files: CaseFiles, tmp_path: Path) -> None:
    """A file whose passphrase is asked for stays chosen until it is opened or let be."""
    page = files.page
    files.opened(write(tmp_path, b"age-encryption.org/v1\n-> scrypt", "wren.json.age"))
    expect(page.get_by_label("Passphrase of wren.json.age")).to_be_visible()
    take_over(page)
    expect(page.locator(".hb-update")).to_contain_text("Open the chosen file first, or cancel that")
    page.locator("[data-part=keep]").get_by_role("button", name="Cancel").click()
    expect_loaded_again(page)


def test_changes_that_found_no_room_make_the_reload_wait(
    context: BrowserContext, site_url: str, tmp_path: Path
) -> None:
    """A full storage: the page is not loaded again before the changes are in a file; then it says where."""
    files = CaseFiles(context, site_url)
    files.opened(write(tmp_path, case()))
    files.settled("Robin")
    page = files.list()
    page.evaluate("window.full = true")
    files.tick("template")
    expect(page.get_by_text("This browser's storage is full")).to_be_visible()
    take_over(page)
    expect(page.locator(".hb-update")).to_contain_text("Save it to a file first")
    page.wait_for_timeout(LOOKED)
    assert not loaded_again(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save Robin to a file").click()
    assert "before_review_conference/template" in json.dumps(
        json.loads(saved.value.path().read_text("utf-8"))
    )
    expect_loaded_again(page)
    expect(page.locator("case-bar")).to_contain_text(
        "They are in case-robin-2026-10-20.json, the file that you"
    )


def test_changes_are_stored_once_there_is_room(
    context: BrowserContext, site_url: str, tmp_path: Path
) -> None:
    """Room again, the page stores what it held and goes on by itself."""
    files = CaseFiles(context, site_url)
    files.opened(write(tmp_path, case()))
    files.settled("Robin")
    page = files.list()
    page.evaluate("window.full = true")
    files.tick("template")
    expect(page.get_by_text("This browser's storage is full")).to_be_visible()
    take_over(page)
    expect(page.locator(".hb-update")).to_contain_text("Save it to a file first")
    page.evaluate("window.full = false")
    expect_loaded_again(page)
    expect(files.item("template").get_by_role("checkbox").first).to_be_checked()


# --- a true release, in two tabs ---


def test_use_it_now_waits_here_and_in_the_other_tab(returning: tuple[Page, Host], tmp_path: Path) -> None:
    """With a passphrase in it, a tab neither asks for the release nor goes along when another tab does."""
    page, host = returning
    page.context.clock.set_fixed_time(NOW)
    first, other = (CaseFiles(page.context, host.url) for _ in range(2))
    for number, files in enumerate((first, other), 1):
        path = write(tmp_path, case(id=f"c{number}", nickname=f"Robin {number}"))
        expect(files.opened(path)).to_contain_text(f"Robin {number} is open")
        files.page.get_by_text("Save encrypted, to hand over").click()
        files.page.get_by_label("Passphrase", exact=True).fill("three quiet words")
    expect(first.page.locator("[data-offline=tool]")).to_have_text("Ready to use offline.", timeout=KEPT)
    host.release("second", "Second release")
    host.start()
    first.page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    use = first.page.get_by_role("button", name="Use it now")
    use.click(timeout=KEPT)
    expect(first.page.locator(".hb-update")).to_contain_text("Finish or empty the passphrase first")
    first.page.wait_for_timeout(1500)
    assert other.page.get_by_text("is in use").count() == 0, "nobody was asked to take it over"
    first.page.get_by_label("Passphrase", exact=True).fill("")
    use.click()
    expect(first.page.locator(".release")).to_have_text("Second release")
    expect(other.page.locator(".hb-update")).to_contain_text("Finish or empty the passphrase first")
    expect(other.page.locator(".release")).to_have_count(0)
    other.page.get_by_label("Passphrase", exact=True).fill("")
    expect(other.page.locator(".release")).to_have_text("Second release", timeout=SOON * 1000)
    expect(other.page.locator("#cb-nickname")).to_have_value("Robin 2")


# --- on the device ---

ANSWERS = {"yes": "true", "no": "false", "none": "new Promise(() => {})"}


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_browser_is_asked_to_keep_what_is_on_the_device(
    answer: str, make_context: Callable[..., BrowserContext], site_url: str, tmp_path: Path
) -> None:
    """Asked when the reader chooses the device, and not waited for; unless it promises, the page says so."""
    context = make_context(now=NOW, offline=True)
    context.add_init_script(NO_COPY)
    context.add_init_script(
        f"""StorageManager.prototype.persist = async () => {{
          sessionStorage.setItem('asked', '1');
          return {ANSWERS[answer]};
        }};
        StorageManager.prototype.persisted = async () => {str(answer == "yes").lower()};"""
    )
    files = CaseFiles(context, site_url)
    files.opened(write(tmp_path, case()))
    page = files.page
    keep = page.locator("[data-part=keep]")
    assert page.evaluate("sessionStorage.getItem('asked')") is None
    expect(keep).not_to_contain_text(SAFE)
    page.get_by_label("On this device for 30 days").check()
    for _ in range(2):
        expect(keep.get_by_text("On this device until")).to_be_visible()
        expect(page.locator("case-bar")).to_contain_text("kept on this device until")
        if answer == "yes":
            expect(keep).not_to_contain_text(SAFE)
            expect(page.locator("case-bar")).not_to_contain_text("unless the browser removes them earlier")
        else:
            expect(keep).to_contain_text("Safari after seven days without a visit here, others when room")
            expect(keep).to_contain_text(SAFE)
            expect(page.locator("case-bar")).to_contain_text("unless the browser removes them earlier")
        assert page.evaluate("sessionStorage.getItem('asked')") == "1"
        page.reload()
        expect(page.locator("case-board[data-ready]")).to_be_attached()
    page.goto(f"{site_url}about/privacy/#case-files")
    expect(page.get_by_text("Safari after seven days without a visit")).to_contain_text("is the safe copy")
