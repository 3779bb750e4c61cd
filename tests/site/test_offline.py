"""Offline: one visit to a tool is enough, releases never mix, and nothing that is typed is lost."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from macros.assets import app_of
from tests.site.calculator import Calculator
from tests.site.case_files import LIST
from tests.site.host import Host
from tests.site.keeping import DATES, KEPT, READY, RELEASES, WHERE, ready, visit

# Look for another release, and tell how that ended where it does not arrive.
TRY = """async () => {
  const one = await navigator.serviceWorker.getRegistration();
  return new Promise((resolve) => {
    const hear = ({data}) => data.type === "failed" && resolve("failed");
    navigator.serviceWorker.addEventListener("message", hear);
    one.update().catch(() => resolve("refused"));
  });
}"""


@pytest.fixture(scope="module")
def kept(
    make_context: Callable[..., BrowserContext], built_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, Host]]:
    """A tab in a browser that keeps the site, and the host that it came from: fetching it takes a while."""
    host = Host(built_site, tmp_path_factory.mktemp("host"))
    host.start()
    context = make_context(offline=True, accept_downloads=True)
    yield visit(context, host, DATES), host
    context.close()
    host.stop()


def typed(page: Page, key: str) -> list[str]:
    """What stands in the boxes of an event's dates."""
    return page.locator(f'[data-event="{key}"] [data-box]').evaluate_all("(all) => all.map((b) => b.value)")


def test_one_visit_is_enough(kept: tuple[Page, Host]) -> None:
    """The server gone, a reload works: dates, a list ticked and exported, pages never seen, the search."""
    page, host = kept
    host.stop()
    page.reload()
    calculator = Calculator(page, host.url)
    calculator.expect_stage("ready")
    calculator.choose("North Yorkshire")
    calculator.type("initial_conference", "26 3 2026")
    calculator.expect_dates({"first_core_group": "2026-04-13"})
    page.get_by_role("button", name="Start a case file").click()

    page.goto(host.url + LIST)
    expect(page.locator("checklist-sheet[data-ready]")).to_be_attached()
    page.locator("#template").get_by_role("checkbox").check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Table (.csv)").click()
    rows = list(csv.reader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
    assert any("done" in " ".join(row).lower() for row in rows), rows
    with page.expect_download() as saved:
        page.get_by_role("button", name="Word (.docx)").click()
    assert saved.value.suggested_filename.endswith(".docx")

    page.goto(host.url + "areas/milton-keynes/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Milton Keynes")
    expect(page.locator("[data-offline=page]")).to_have_text(READY)
    foot = page.locator(".hb-foot")
    expect(foot).to_contain_text("Bank holidays")
    expect(foot).to_contain_text("as published in August 2026")
    expect(foot).to_contain_text("version 2026.")
    page.goto(host.url + "search/")
    page.locator("site-search input").first.fill("core group")
    expect(page.locator("site-search").get_by_role("link").first).to_be_visible()


def test_what_is_not_there_says_so(kept: tuple[Page, Host]) -> None:
    """Offline, a page that does not exist is told; an address without its last slash finds its page."""
    page, host = kept
    host.stop()
    answer = page.goto(host.url + "tools/nothing/here")
    assert answer and answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("This page does not exist")
    page.goto(host.url + "areas/luton")
    assert page.url == host.url + "areas/luton/"


def test_a_sign_in_page_for_every_address_does_not_get_in(kept: tuple[Page, Host]) -> None:
    """Behind a captive portal the kept site goes on, and says nothing wrong."""
    page, host = kept
    host.start(portal=True)
    page.goto(host.url + "tools/dates/")
    ready(page)
    page.goto(host.url + "guidance/")
    expect(page).to_have_title("Guidance - Core Group Handbook")


def test_the_copy_can_be_removed(kept: tuple[Page, Host]) -> None:
    """The privacy page removes it; then nothing is left and the pages come from the host again."""
    page, host = kept
    host.start()
    page.goto(host.url + "about/privacy/")
    page.get_by_role("button", name="Remove the offline copy").click()
    expect(page.get_by_text("The offline copy is removed.")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_it_works_below_a_path(newcomer: BrowserContext, short_site: Path, tmp_path: Path) -> None:
    """Below a path of a host, the copy covers the site and no other path; its 404 page keeps its styles."""
    host = Host(short_site, tmp_path, base="/hand/book/")
    host.start()
    page = visit(newcomer, host, DATES)
    host.stop()
    page.reload()
    ready(page)
    page.goto(host.url + "nothing/here/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page does not exist")
    assert page.evaluate("[...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)")
    page.get_by_role("link", name="Start from the home page").click()
    assert page.url.rstrip(".") == host.url


def test_who_only_reads_is_not_made_to_download(newcomer: BrowserContext, host: Host) -> None:
    """Guidance, an area and the home page start no copy and no Python."""
    page = newcomer.new_page()
    asked: list[str] = []
    newcomer.on("request", lambda request: asked.append(request.url))
    for path in ("", "areas/luton/", "guidance/"):
        page.goto(host.url + path)
        page.wait_for_timeout(1000)  # what a page asks for beside itself would have begun
    assert not [url for url in asked if "/runtime/" in url or url.endswith(("sw.js", "offline.mjs"))], asked
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_a_dear_line_is_asked_first(newcomer: BrowserContext, host: Host) -> None:
    """Where the browser saves data, the copy is made when the reader says so."""
    newcomer.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page = newcomer.new_page()
    page.goto(host.url + "tools/dates/")
    expect(page.locator(WHERE)).to_contain_text("Not ready to be used offline.")
    page.get_by_role("button", name="Make it ready").click()
    expect(page.locator(WHERE)).to_contain_text("Getting ready to be used offline")


def test_a_new_release_takes_over_whole_and_keeps_what_is_typed(returning: tuple[Page, Host]) -> None:
    """A notice, one reload in every tab, the new pages; dates, half a date and a nickname are still there."""
    page, host = returning
    page.goto(host.url + DATES)
    calculator = Calculator(page, host.url)
    calculator.choose("North Yorkshire")
    calculator.type("initial_conference", "26 3 2026")
    calculator.expect_dates({"first_core_group": "2026-04-13"})
    calculator.type("core_group", "9 4 2026")
    page.get_by_role("button", name="Add another core group").click()
    calculator.type("core_group", "7 5 -", number=2)
    page.locator("#nickname").fill("Robin")
    other = page.context.new_page()
    other.goto(host.url + "search/")
    other.locator("site-search input").first.fill("bedroom")

    host.release("second", "Second release")
    host.start()
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    notice = page.get_by_role("status").filter(has_text="A newer version of the handbook is ready")
    expect(notice).to_be_visible(timeout=KEPT)
    assert typed(page, "core_group") == ["9", "4", "2026", "7", "5", ""], (
        "nothing changes before it is asked for"
    )
    third = page.context.new_page()
    third.goto(host.url + "about/")  # still the release that is in use
    expect(third.locator(".release")).to_have_count(0)
    third.close()

    page.get_by_role("button", name="Use it now").click()
    for tab in (page, other):
        expect(tab.locator(".release")).to_have_text("Second release")
    calculator.expect_stage("ready")
    calculator.expect_dates({"first_core_group": "2026-04-13"})
    assert typed(page, "initial_conference") == ["26", "3", "2026"]
    assert typed(page, "core_group") == ["9", "4", "2026", "7", "5", ""]
    expect(page.locator("#nickname")).to_have_value("Robin")
    expect(other.locator("site-search input").first).to_have_value("bedroom")
    assert page.evaluate(RELEASES) == 1, "the release before is gone"
    host.stop()
    page.reload()
    expect(page.locator(".release")).to_have_text("Second release")
    calculator.expect_stage("ready")


def test_an_update_takes_over_what_is_the_same(returning: tuple[Page, Host]) -> None:
    """Python and modules that are as before are not fetched again, though their folder has another name."""
    page, host = returning
    page.goto(host.url + DATES)
    host.release("second", "Second release")
    app, (python,) = host.site / app_of(host.site), (host.site / "assets" / "runtime").iterdir()
    for path in (*python.iterdir(), *app.glob("*.whl"), *app.glob("*.mjs"), *app.glob("rules/*")):
        path.unlink()  # what is asked for again would fail the update
    host.start()
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    page.get_by_role("button", name="Use it now").click(timeout=KEPT)
    expect(page.locator(".release")).to_have_text("Second release")
    host.stop()
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.reload()
    calculator = Calculator(page, host.url)
    calculator.expect_stage("ready")
    calculator.choose("Luton")
    calculator.type("initial_conference", "26 3 2026")
    calculator.expect_dates({"first_core_group": "2026-04-13"})
    own = [url for url in asked if "/assets/app/" in url]
    assert own and all(f"/{app.name}/" in url for url in own), "a module looks beside where it came from"


def test_an_update_that_fails_leaves_what_works(returning: tuple[Page, Host]) -> None:
    """The release before stays whole and in use, without a notice; a later try takes the new one."""
    page, host = returning
    for fault in ("a half-done upload", "a sign-in page", "files that are gone"):
        host.release("second", "Second release", half=fault == "a half-done upload")
        if fault == "files that are gone":
            (host.site / "offline.json").unlink()
        host.start(portal=fault == "a sign-in page")
        assert page.evaluate(TRY) == ("refused" if fault == "a sign-in page" else "failed"), fault
        expect(page.locator(".hb-update"), fault).to_have_count(0)
        host.stop()
        page.reload()
        expect(page.locator(WHERE), fault).to_have_text(READY)
        expect(page.locator(".release"), fault).to_have_count(0)
    page.goto(host.url + DATES)
    ready(page)

    host.release("third", "Third release")
    host.start()
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    page.get_by_role("button", name="Use it now").click(timeout=KEPT)
    expect(page.locator(".release").last).to_have_text("Third release")


NO_WORKER = "delete Navigator.prototype.serviceWorker"
NO_STORAGE = """
for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
  Object.defineProperty(globalThis, name, {get() {
    throw Object.assign(new Error('no'), {name: 'SecurityError'});
  }});
"""
REFUSED = """
ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('no', 'SecurityError'))
"""


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (NO_WORKER, "This browser cannot keep the handbook for use offline."),
        (REFUSED, "This browser or this host does not let the handbook be kept for use offline."),
    ],
    ids=["no service worker", "refused"],
)
def test_a_browser_without_it_says_so_and_works(
    newcomer: BrowserContext, host: Host, script: str, words: str
) -> None:
    """Without a service worker the tool works with a connection, and the page says what does not."""
    newcomer.add_init_script(script)
    page = newcomer.new_page()
    page.goto(host.url + "tools/dates/")
    expect(page.locator(WHERE)).to_have_text(words, timeout=KEPT)
    ready(page)


def test_without_any_storage_the_tools_work(newcomer: BrowserContext, host: Host) -> None:
    """Nothing can be kept, which the page says; dates are worked out, and no error is ours."""
    newcomer.add_init_script(NO_STORAGE)
    page = newcomer.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.stack or str(error)))
    page.goto(host.url + "tools/dates/")
    calculator = Calculator(page, host.url)
    calculator.expect_stage("ready")
    calculator.choose("Luton")
    calculator.type("initial_conference", "26 3 2026")
    calculator.expect_dates({"first_core_group": "2026-04-13"})
    page.goto(host.url + "tools/cases/")
    expect(page.locator("case-board[data-ready]")).to_be_attached()
    expect(page.locator("body")).to_contain_text("does not let the page keep anything")
    assert not [error for error in errors if "assets/app" in error], errors
