"""Offline, where something went wrong: copies that are gone, lines that fail or cost, sites side by side."""

import shutil

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.site.case_files import LIST
from tests.site.host import Host
from tests.site.keeping import KEPT, READY, RELEASES, WHERE, ready, visit

UPDATE = "navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => undefined)"
SAVES_DATA = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}, configurable: true});"
# What a browser does that needs the room: the worker stays, what it keeps goes.
EVICT = "caches.keys().then((all) => Promise.all(all.map((name) => caches.delete(name)))).then(() => 0)"
# Which copies hold their list, and so are whole.
WHOLE = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    if (kept.some(({url}) => url.endsWith("/offline.json"))) found.push(name.split("#")[0]);
  }
  return found.sort();
}"""
# What an earlier version, which named no path, left for the site at each of the addresses.
LEAVE_OLDER = """async (sites) => {
  for (const site of sites) {
    await (await caches.open("handbook-site-" + site.length)).put(site + "404.html", new Response("kept"));
    await (await caches.open("handbook-memory")).put(site + "assets/runtime/memory", new Response("kept"));
  }
}"""
OLDER = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (!/^handbook-(site-\\d+|memory)$/.test(name)) continue;
    for (const {url} of await (await caches.open(name)).keys()) found.push(url);
  }
  return found.sort();
}"""


def kept_without_host(page: Page, host: Host, where: str = "tools/dates/") -> None:
    """The tool opens and Python runs though nothing answers."""
    host.stop()
    page.goto(host.url + where)
    ready(page)


def notice(page: Page):
    """The words that a newer release is ready."""
    return page.get_by_role("status").filter(has_text="A newer version of the handbook is ready")


def test_two_sites_of_one_origin_leave_each_other_alone(returning: tuple[Page, Host]) -> None:
    """Kept one after the other, both are whole; removing the upper one takes nothing of the lower's."""
    above, host = returning
    shutil.copytree(host.site, host.site / "preview")
    below = visit(above.context, host, f"preview/{LIST}")
    assert above.evaluate(WHOLE) == ["handbook-copy-/", "handbook-copy-/preview/"]
    sites = [host.url, host.url + "preview/"]
    above.evaluate(LEAVE_OLDER, sites)

    above.goto(host.url + "about/privacy/")
    above.get_by_role("button", name="Remove the offline copy").click()
    expect(above.get_by_text("The offline copy is removed.")).to_be_visible()
    assert above.evaluate(WHOLE) == ["handbook-copy-/preview/"]
    assert above.evaluate(OLDER) == [f"{sites[1]}404.html", f"{sites[1]}assets/runtime/memory"]
    kept_without_host(below, host, "preview/tools/dates/")


def test_the_words_of_another_site_are_not_said(newcomer: BrowserContext, host: Host) -> None:
    """While a site of the same origin is being kept, a tool's page that keeps nothing says nothing of it."""
    shutil.copytree(host.site, host.site / "preview")
    newcomer.add_init_script(f"if (!location.pathname.startsWith('/preview/')) {{ {SAVES_DATA} }}")
    page = newcomer.new_page()
    page.goto(host.url + LIST)
    button = page.get_by_role("button", name="Make it ready")
    expect(button).to_be_visible()
    visit(newcomer, host, f"preview/{LIST}")
    expect(button).to_be_visible()


def test_a_copy_that_the_browser_removed_is_made_again(returning: tuple[Page, Host]) -> None:
    """Guidance fetches nothing; the next visit to a tool has all of it again, and says so as at first."""
    page, host = returning
    page.evaluate(EVICT)
    page.goto(host.url + "guidance/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Guidance")
    assert page.evaluate(WHOLE) == []
    page.goto(host.url + LIST)
    expect(page.locator(WHERE)).to_contain_text("Getting ready to be used offline", timeout=KEPT)
    expect(page.locator(WHERE)).to_have_text(READY, timeout=KEPT)
    kept_without_host(page, host)


def test_a_removed_copy_waits_for_the_reader_on_a_dear_line(returning: tuple[Page, Host]) -> None:
    """Where the browser saves data, it is asked for before it is made again."""
    page, _ = returning
    page.evaluate(EVICT)
    page.context.add_init_script(SAVES_DATA)
    page.reload()
    page.get_by_role("button", name="Make it ready").click()
    expect(page.locator(WHERE)).to_have_text(READY, timeout=KEPT)
    assert page.evaluate(WHOLE) == ["handbook-copy-/"]


def test_a_newer_release_takes_the_place_of_a_removed_copy(returning: tuple[Page, Host]) -> None:
    """Nothing of the older one is left to keep to: no notice, and the newer one is there offline."""
    page, host = returning
    page.evaluate(EVICT)
    host.release("second", "Second release")
    host.start()
    page.reload()
    expect(page.locator(WHERE)).to_have_text(READY, timeout=KEPT)
    expect(page.locator(".hb-update")).to_have_count(0)
    kept_without_host(page, host)
    expect(page.locator(".release")).to_have_text("Second release")


def test_taking_over_leaves_what_another_release_is_fetching(returning: tuple[Page, Host]) -> None:
    """A third release that arrives while the second is taken over is whole when its turn comes."""
    page, host = returning
    host.release("second", "Second release")
    host.start()
    page.evaluate(UPDATE)
    expect(notice(page)).to_be_visible(timeout=KEPT)
    host.release("third", "Third release")
    host.start()
    page.evaluate(UPDATE)
    page.wait_for_timeout(100)  # some of its files are here
    host.hold()
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((one) => Boolean(one.installing))")
    page.get_by_role("button", name="Use it now").click()
    expect(page.locator(".release").last).to_have_text("Second release")
    host.go_on()
    expect(notice(page)).to_be_visible(timeout=KEPT)
    host.stop()
    page.get_by_role("button", name="Use it now").click()
    expect(page.locator(".release").last).to_have_text("Third release")
    page.goto(host.url + "areas/luton/")
    expect(page.locator(".release").last).to_have_text("Third release")


def test_an_address_that_the_copy_lacks_is_asked_of_the_host(returning: tuple[Page, Host]) -> None:
    """With a connection the host answers for it, a newer page or none; `%zz` is no error. Without, we do."""
    page, host = returning
    (host.site / "news").mkdir()
    (host.site / "news" / "index.html").write_text("<!doctype html><h1>News</h1>", encoding="utf-8")
    (host.site / "404.html").write_text("<!doctype html><h1>The host has no such page</h1>", encoding="utf-8")
    heading = page.get_by_role("heading", level=1)
    page.goto(host.url + "news/")
    expect(heading).to_have_text("News")
    for path in ("nothing/here/", "x%zz"):
        answer = page.goto(host.url + path)
        assert answer and answer.status == 404, path
        expect(heading).to_have_text("The host has no such page")
    host.stop()
    for path in ("news/", "x%zz"):
        answer = page.goto(host.url + path)
        assert answer and answer.status == 404, path
        expect(heading).to_have_text("This page does not exist")


@pytest.mark.parametrize("moved", [False, True], ids=["its module is there", "its module is gone"])
def test_a_page_that_is_claimed_late_is_loaded_again(
    newcomer: BrowserContext, host: Host, moved: bool
) -> None:
    """A guidance page of an older release becomes the newer's, which another tab brought."""
    page = newcomer.new_page()
    page.goto(host.url + "guidance/")
    app = next(host.site.rglob("offline.mjs"))
    if moved:
        app.rename(app.with_name("offline-2.mjs"))
        for path in app.parent.rglob("page.mjs"):
            path.write_text(path.read_text("utf-8").replace("offline.mjs", "offline-2.mjs"), encoding="utf-8")
    host.release("second", "Second release")
    host.start()
    loads: list[str] = []
    page.on("load", lambda _: loads.append(page.url))
    visit(newcomer, host)
    expect(page.locator(".release")).to_have_text("Second release")
    page.wait_for_timeout(2000)
    assert loads == [host.url + "guidance/"], "once"


def test_a_newer_page_is_not_loaded_again_and_again(returning: tuple[Page, Host]) -> None:
    """A page that only the newer release has comes from the host, once, while the older one is in use."""
    page, host = returning
    shutil.copytree(host.site / "guidance", host.site / "news")
    host.release("second", "Second release")
    host.start()
    loads: list[str] = []
    page.on("load", lambda _: loads.append(page.url))
    page.goto(host.url + "news/")
    expect(page.locator(".release")).to_have_text("Second release")
    expect(notice(page)).to_be_visible(timeout=KEPT)
    assert loads == [host.url + "news/"]


def test_a_download_that_the_browser_ends_is_told(newcomer: BrowserContext, host: Host) -> None:
    """Chromium ends a worker that takes too long; the page says so, and the next visit goes on."""
    page = newcomer.new_page()
    page.goto(host.url + "tools/dates/")
    where = page.locator(WHERE)
    expect(where).to_contain_text("Getting ready to be used offline", timeout=KEPT)
    host.hold()
    devtools = newcomer.new_cdp_session(page)
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")
    expect(where).to_contain_text("the browser ended the download before all was here")
    host.go_on()
    page.reload()
    expect(where).to_have_text(READY, timeout=KEPT)


def test_a_sign_in_page_is_told_as_such(newcomer: BrowserContext, host: Host) -> None:
    """A network that answers with its own page is not taken for a browser that forbids it."""
    newcomer.add_init_script(SAVES_DATA)
    page = newcomer.new_page()
    page.goto(host.url + "tools/dates/")
    expect(page.get_by_role("button", name="Make it ready")).to_be_visible()
    host.start(portal=True)
    page.get_by_role("button", name="Make it ready").click()
    expect(page.locator(WHERE)).to_contain_text("Sign in to the network, then open this page again.")


def test_a_newer_release_waits_for_the_reader_on_a_dear_line(returning: tuple[Page, Host]) -> None:
    """The browser's own look fetches nothing more; a line says so, and a press of the button gets it."""
    page, host = returning
    host.release("second", "Second release")
    worker = host.site / "sw.js"
    worker.write_text(SAVES_DATA + worker.read_text("utf-8"), encoding="utf-8")
    host.start()
    page.evaluate(UPDATE)
    expect(page.locator(WHERE)).to_contain_text("A newer version was not fetched")
    page.reload()
    expect(page.locator(WHERE)).to_contain_text(f"{READY} A newer version was not fetched")
    assert page.evaluate(RELEASES) == 1
    page.get_by_role("button", name="Get it").click()
    expect(notice(page)).to_be_visible(timeout=KEPT)
    expect(page.locator(WHERE)).to_have_text(READY)
    page.get_by_role("button", name="Use it now").click()
    expect(page.locator(".release")).to_have_text("Second release")


def test_no_hourly_look_on_a_dear_line(returning: tuple[Page, Host]) -> None:
    """Coming back to a tab after hours, a browser that saves data is not made to look for a release."""
    page, _ = returning
    looks = """() => {
      window.looks = 0;
      ServiceWorkerRegistration.prototype.update = async () => { window.looks += 1; };
    }"""
    back = """() => {
      document.dispatchEvent(new Event("visibilitychange"));
      return window.looks;
    }"""
    page.evaluate(looks)
    page.clock.set_fixed_time("2026-11-23T15:00:00Z")
    assert page.evaluate(back) == 1, "it is looked for where the line is not dear"
    page.clock.set_fixed_time("2026-11-23T18:00:00Z")
    page.evaluate(SAVES_DATA)
    assert page.evaluate(back) == 1


def test_a_full_device_is_not_tried_at_every_page(newcomer: BrowserContext, host: Host) -> None:
    """For a day no download begins by itself; the reader can have it tried, and after a day it is."""
    page = newcomer.new_page()
    page.goto(host.url + "about/")
    devtools = newcomer.new_cdp_session(page)
    room = {"origin": host.url.rstrip("/")}
    devtools.send("Storage.overrideQuotaForOrigin", room | {"quotaSize": 1_000_000})
    page.goto(host.url + "tools/dates/")
    where = page.locator(WHERE)
    expect(where).to_contain_text("there is not enough room on this device", timeout=KEPT)
    devtools.send("Storage.overrideQuotaForOrigin", room)
    page.reload()
    expect(where).to_contain_text("there is not enough room on this device", timeout=KEPT)
    assert page.evaluate(RELEASES) == 0
    page.get_by_role("button", name="Try it now").click()
    expect(where).to_have_text(READY, timeout=KEPT)


def test_an_earlier_versions_copy_is_used_and_then_removed(returning: tuple[Page, Host]) -> None:
    """What was kept without a path in its name goes with the next release, where it is ours."""
    page, host = returning
    page.evaluate(LEAVE_OLDER, [host.url, host.url + "preview/"])
    host.release("second", "Second release")
    host.start()
    page.evaluate(UPDATE)
    page.get_by_role("button", name="Use it now").click(timeout=KEPT)
    expect(page.locator(".release")).to_have_text("Second release")
    left = [url for url in page.evaluate(OLDER) if url.endswith("404.html")]
    assert left == [f"{host.url}preview/404.html"]
