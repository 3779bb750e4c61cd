"""A page that is open while another release is put up, and no copy is kept: nothing is mixed or silent."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Response, expect

from macros import assets
from tests.site.calculator import STARTS, Calculator
from tests.site.case_files import LIST, NOW, CaseFiles, case, write
from tests.site.host import FRAGMENTS, Host

RENEWED = "The handbook may have been renewed since this page was opened. Reload the page."
TAGS = re.compile(r"<(?:link|script)\b[^>]*>")


@pytest.fixture
def context(make_context: Callable[..., BrowserContext]) -> BrowserContext:
    """A context without a service worker, as where a browser allows none."""
    return make_context(now=NOW, accept_downloads=True)


def renew(host: Host) -> None:
    """Put up a release with other rules and another engine, and nothing of the one before."""
    host.release("second", "Second release")
    folder = host.site / assets.app_of(host.site)
    for path in (folder / "rules").glob("*.json"):
        rules = json.loads(path.read_text("utf-8")) | {"version": "another"}
        path.write_text(json.dumps(rules), encoding="utf-8")
    host.start()


def sent(context: BrowserContext) -> list[str]:
    """Every address that the host answers with a file from now on, in any tab."""
    heard: list[str] = []

    def hear(response: Response) -> None:
        if response.status == 200 and not response.url.startswith("blob:"):
            heard.append(response.url)

    context.on("response", hear)
    return heard


def test_an_old_page_gets_no_new_rules(context: BrowserContext, host: Host) -> None:
    """Another area's rules are not there for it: it says what to do, and a reload keeps what was typed."""
    page = context.new_page()
    calculator = Calculator(page, host.url)
    calculator.load(stage="ready")
    calculator.choose("North Yorkshire")
    calculator.type("initial_conference", "26 3 2026")
    calculator.expect_dates({"first_core_group": "2026-04-13"})
    page.locator("#nickname").fill("Robin")
    old = assets.app_of(host.site)
    renew(host)
    heard = sent(context)
    calculator.type("initial_conference", "27 3 2026")
    calculator.expect_dates({"first_core_group": "2026-04-14"})
    calculator.choose("Luton")
    empty = page.locator("[data-part=empty]")
    expect(empty).to_contain_text("What this area asks for could not be loaded.")
    expect(empty).to_contain_text(RENEWED)
    expect(page.locator("li[data-deadline]")).to_have_count(0)
    assert heard == [], "an old page was given files of another release"

    calculator.choose("North Yorkshire")
    calculator.type("initial_conference", "26 3 2026")
    calculator.type("core_group", "9 4 2026")
    calculator.choose("Luton")
    empty.get_by_role("button", name="Reload the page").click()
    expect(page.locator(".release")).to_have_text("Second release")
    calculator.expect_dates({"first_core_group": "2026-04-13"})
    expect(page.locator("#area")).to_have_value("luton")
    boxes = calculator.boxes("core_group")
    assert boxes.evaluate_all("(all) => all.map((each) => each.value)") == ["9", "4", "2026"]
    expect(page.locator("#nickname")).to_have_value("Robin")
    assert not [url for url in heard if old in url], "a new page was given files of the release before"


def test_a_start_on_an_old_page_says_so(context: BrowserContext, host: Host) -> None:
    """Where Python is first asked for after the change, that is said, and a reload starts the new one."""
    context.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page = context.new_page()
    calculator = Calculator(page, host.url)
    calculator.load(stage="idle")
    expect(page.locator("form[data-part=form]")).to_be_visible()
    renew(host)
    heard = sent(context)
    calculator.choose("North Yorkshire")
    calculator.expect_stage("failed")
    expect(page.locator("[data-part=engine]")).to_contain_text(RENEWED)
    assert heard == [], "an old page was given files of another release"
    page.locator("[data-part=engine]").get_by_role("button", name="Reload the page").click()
    expect(page.locator(".release")).to_have_text("Second release")
    expect(page.locator("#area")).to_have_value("north_yorkshire")
    calculator.boxes("initial_conference").first.focus()
    calculator.expect_stage("ready")


def test_what_is_loaded_late_says_so(context: BrowserContext, host: Host, tmp_path: Path) -> None:
    """Encrypted files, a Word file, another area's case: each that does not come is told with the remedy."""
    desk = CaseFiles(context, host.url)
    expect(desk.opened(write(tmp_path, case()))).to_contain_text("Robin is open")
    lists = context.new_page()
    lists.goto(host.url + LIST)
    lists.locator("#template").get_by_role("checkbox").check()
    expect(lists.locator("body")).to_have_attribute("data-engine", "ready", timeout=STARTS)
    expect(desk.page.locator("body")).to_have_attribute("data-engine", "ready", timeout=STARTS)
    renew(host)
    heard = sent(context)

    lists.get_by_role("button", name="Word (.docx)").click()
    expect(lists.locator("[data-part=take] .dc-said")).to_have_text(
        f"Not saved: the file could not be made. {RENEWED}"
    )
    desk.page.get_by_text("Save encrypted, to hand over").click()
    for label in ("Passphrase", "Passphrase again"):
        desk.page.get_by_label(label, exact=True).fill("three or four words")
    desk.page.get_by_role("button", name="Save encrypted").click()
    expect(desk.page.get_by_text(f"Not saved: the file could not be encrypted. {RENEWED}")).to_be_visible()
    said = desk.opened(write(tmp_path, "age-encryption.org/v1\n", "sealed.age"))
    desk.page.locator("#cb-unlock").fill("three or four words")
    desk.page.get_by_role("button", name="Open it").click()
    expect(said).to_contain_text(f"What makes and opens encrypted files could not be loaded. {RENEWED}")
    desk.opened(write(tmp_path, case(id="c2", nickname="Wren", area="tees", events={}), "wren.json"))
    missing = desk.page.get_by_text("What this area asks for could not be loaded.")
    expect(missing.first).to_be_visible()
    expect(missing.first).to_contain_text(RENEWED)
    expect(desk.page.locator("[data-part=engine]")).to_contain_text(RENEWED)
    # What the browser itself still holds of the page's own release is that page's right.
    new = f"/{assets.app_of(host.site)}/"
    assert not [url for url in heard if new in url], "an old page was given files of another release"


def test_a_case_file_loses_nothing_to_it(context: BrowserContext, host: Host, tmp_path: Path) -> None:
    """An area whose fields do not come takes no dates out of the open file that the form cannot show."""
    desk = CaseFiles(context, host.url)
    expect(desk.opened(write(tmp_path, case()))).to_contain_text("Robin is open")
    page = desk.page
    calculator = Calculator(page, host.url)
    page.goto(calculator.address)
    boxes = calculator.boxes("core_group")
    expect(boxes.first).to_have_value("23")
    renew(host)
    calculator.choose("Tees")
    expect(page.locator("[data-part=empty]")).to_contain_text(RENEWED)
    calculator.type("initial_conference", "11 9 2026")
    calculator.leave()
    page.reload()
    expect(page.locator(".release")).to_have_text("Second release")
    expect(boxes.first).to_have_value("23")


MISSING = [
    # a module, a page that asks for it, and where the page says that it did not come
    ("search.mjs", "search/", "site-search"),
    ("offline.mjs", "tools/dates/", "[data-offline=tool]"),
    ("cases.mjs", "tools/cases/", "[data-part=fallback]"),
    ("calculator.mjs", "tools/dates/", "[data-part=fallback]"),
    ("checklist.mjs", LIST, "[data-part=fallback]"),
]


def test_a_module_that_does_not_come_is_told(
    make_context: Callable[..., BrowserContext], site_url: str
) -> None:
    """A page that a browser still had, without one of its modules, says so where the tool would be."""
    # The browser may keep the site for use offline, so that the page speaks of it; that it does not get to,
    # since what it keeps would answer for the network.
    page = make_context(offline=True, service_workers="block").new_page()
    for module, path, place in MISSING:
        page.route(f"**/{module}", lambda route: route.fulfill(status=404, body="", content_type="text/html"))
        page.goto(site_url + path)
        expect(page.locator(place), module).to_contain_text(
            "the handbook may have been renewed", ignore_case=True
        )
        expect(page.locator(place), module).to_contain_text("reload the page", ignore_case=True)
        expect(page.locator(place), module).to_be_visible()
        page.unroute(f"**/{module}")


def test_a_search_that_is_gone_leads_to_the_new_one(
    context: BrowserContext, host: Host, built_site: Path
) -> None:
    """On an old page the search of the head opens the search page of the release that is there."""
    shutil.copytree(built_site / FRAGMENTS, host.site / FRAGMENTS)  # shows what is found
    page = context.new_page()
    page.goto(host.url + "areas/luton/")
    renew(host)
    page.get_by_role("link", name="Search", exact=True).click()
    expect(page.locator(".release")).to_have_text("Second release")
    page.get_by_label("Search for a word").fill("minutes")
    expect(page.locator(".hb-found a").first).to_be_visible()


def test_a_page_and_what_it_loads_are_of_one_build(built_site: Path) -> None:
    """Every page names the same folder and release; there is no other folder, and each file is there."""
    app = assets.app_of(built_site)
    releases = set()
    for path in sorted(built_site.rglob("*.html")):
        html = path.read_text("utf-8")
        named = {name for tag in TAGS.findall(html) for name in re.findall(rf"{assets.APP}/[^\"\s>]*", tag)}
        assert named and all(name.startswith(f"{app}/") for name in named), f"{path}: {named}"
        assert all((built_site / name).is_file() for name in named), f"{path}: {named}"
        releases |= set(re.findall(r'data-build="([^"]*)"', html))
    assert len(releases) == 1, releases
    assert [path.name for path in (built_site / assets.APP).iterdir()] == [app.rpartition("/")[2]]
    (python,) = (built_site / assets.RUNTIME).iterdir()
    assert f"/runtime/{python.name}/" in (built_site / app / "worker.mjs").read_text("utf-8")
    manifest = json.loads((built_site / app / "runtime.json").read_text("utf-8"))
    assert (built_site / app / manifest["wheel"]).is_file() and (python / manifest["stdlib"]).is_file()
