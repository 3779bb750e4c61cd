"""`handbook serve`: what is wrong in a saved rule file is shown in the open page, and then the page anew."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from macros import hooks
from macros.__main__ import main
from macros.live import server as live
from macros.live import watch as watching
from macros.live.watch import stamps, watch
from tests.conftest import ROOT
from tests.rules import rulebook

AREA = "areas/shire/"
RULE = rulebook.FIRST
LIST = "areas/shire/checklists/core_group.yaml"


@pytest.fixture(scope="module")
def checkout(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with rules of its own, whose site has been made.

    The rules are the small rulebook: each save has all of them checked, which takes five seconds of the real
    ones. What else the site has is the real one's, with which Python starts in a tool.
    """
    root = tmp_path_factory.mktemp("checkout")
    for name in ("docs", "macros", "checklists", "node_modules"):
        (root / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    rulebook.copy(root)
    (root / "build").mkdir()
    (root / "build" / "runtime").symlink_to(ROOT / "build" / "runtime")
    shutil.copytree(built_site, root / "build" / "live")
    hooks.build_pages(root / "mkdocs.yml", {AREA}, root / "build" / "live")
    return root


@pytest.fixture
def served(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path, list[int]]]:
    """Its address, the rule file that is edited, and the whole builds that would follow."""
    server, work = live.make(checkout, 0)
    builds: list[int] = []
    monkeypatch.setattr(work, "build", lambda turn=0: builds.append(turn))  # takes half a minute
    stop = threading.Event()
    rules = live.watched(checkout)[0]
    threading.Thread(target=watch, args=([rules], work.changed, stop), daemon=True).start()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    file = checkout / "rules" / RULE
    before = file.read_text("utf-8")
    yield f"http://127.0.0.1:{server.server_port}/", file, builds
    stop.set()
    file.write_text(before, encoding="utf-8")
    server.shutdown()
    server.server_close()


def test_a_saved_mistake_is_shown_and_the_mended_page_follows(page: Page, served) -> None:
    """The page names file, line and remedy; once mended, it shows the new title."""
    url, file, builds = served
    page.goto(url + AREA)
    before = file.read_text("utf-8")
    file.write_text(before.replace("latest:", "latezt:", 1), encoding="utf-8")
    line = before.splitlines().index(next(one for one in before.splitlines() if "latest:" in one)) + 1
    panel = page.locator(".live")
    expect(panel).to_contain_text("1 problem in the saved rules", timeout=30_000)
    expect(panel.locator("li")).to_have_text(
        f"rules/{RULE}:{line}: unknown key “latezt”; did you mean “latest”?"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("The shire")
    page.reload()
    expect(panel).to_contain_text("1 problem in the saved rules")

    title = next(one for one in before.splitlines() if one.startswith("title:"))
    file.write_text(before.replace(title, "title: A review of zebras", 1), encoding="utf-8")
    expect(page.locator("main")).to_contain_text("A review of zebras", timeout=60_000)
    expect(panel).to_be_hidden()
    assert builds, "the whole site is made again afterwards"


CHANGES = {
    "an example that the rule contradicts": (RULE, "latest: 2025-04-30", "latest: 2025-04-29"),
    "an example that the list contradicts": (LIST, "state: done_late", "state: overdue"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_worked_example_that_fails_is_shown_with_its_place(page: Page, served, checkout, change) -> None:
    """File, line, what was expected and what came, not only that no page could be made."""
    name, old, new = change
    url, _, _ = served
    file = checkout / "rules" / name
    before = file.read_text("utf-8")
    assert old in before, f"{name} has no “{old}” any more: choose another change"
    page.goto(url + AREA)
    try:
        file.write_text(before.replace(old, new), encoding="utf-8")
        shown = page.locator(".live li").first
        expect(shown).to_contain_text(f"rules/{name}:", timeout=30_000)
        expect(shown).to_contain_text("worked example “")
        expect(shown).to_contain_text("expected")
    finally:
        file.write_text(before, encoding="utf-8")
    expect(page.locator(".live")).to_be_hidden(timeout=60_000)


def test_text_that_is_no_yaml_and_markup_are_shown_as_text(page: Page, served) -> None:
    """Half a file on its way to disk, or markup in a key, is told; nothing of it runs."""
    url, file, _ = served
    page.goto(url + AREA)
    before = file.read_text("utf-8")
    file.write_text(before + '"<img src=x onerror=alert(1)>": 1\n', encoding="utf-8")
    expect(page.locator(".live li").first).to_contain_text("<img src=x onerror=alert(1)>", timeout=30_000)
    assert page.locator(".live img").count() == 0
    file.write_text(before[: len(before) // 2] + "\n  - {", encoding="utf-8")
    expect(page.locator(".live li").first).to_contain_text(RULE, timeout=30_000)


def test_no_page_says_that_it_gets_ready_for_use_offline(page: Page, served) -> None:
    """What is edited is not kept: a tool's page, with Python running, has no word of it."""
    page.goto(f"{served[0]}tools/dates/#area=luton")
    expect(page.locator("body")).to_have_attribute("data-engine", "ready", timeout=60_000)
    page.wait_for_timeout(1000)
    expect(page.get_by_text("ready to be used offline")).to_have_count(0)


def test_a_site_that_cannot_be_made_is_told_on_the_first_page(page: Page, served, checkout) -> None:
    """Before there is any site, the page says that it is being made, and what is wrong if it cannot be."""
    url, file, _ = served
    made = checkout / "build" / "live"
    aside = made.rename(made.with_name("aside"))
    try:
        page.goto(url)
        expect(page.get_by_role("heading", level=1)).to_have_text("The site is being made")
        before = file.read_text("utf-8")
        file.write_text(before.replace("latest:", "latezt:", 1), encoding="utf-8")
        expect(page.locator(".live")).to_contain_text("1 problem in the saved rules", timeout=30_000)
        expect(page.locator(".live")).not_to_contain_text("last good one")
        expect(page.locator(".live li")).to_contain_text("latezt")
    finally:
        aside.rename(made)


def test_only_this_machine_can_ask(served) -> None:
    """The server listens on the loopback address."""
    assert served[0].startswith("http://127.0.0.1:")


def test_a_copy_for_use_offline_does_not_hide_what_is_edited(page: Page, served) -> None:
    """A service worker that an earlier server left on this address is replaced by one that goes away."""
    answer = page.request.get(f"{served[0]}sw.js")
    assert "unregister" in answer.text() and answer.headers["cache-control"] == "no-store"


def test_what_an_editor_leaves_beside_a_file_is_not_watched(tmp_path) -> None:
    """Swap and backup files come and go without a build."""
    for name in ("a.yaml", ".a.yaml.swp", "a.yaml~", "#a.yaml#"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [path.name for path in stamps([tmp_path])] == ["a.yaml"]


def test_a_folder_that_goes_while_it_is_read_stops_no_watching(tmp_path, monkeypatch) -> None:
    """Where a branch is changed, a folder goes between two looks into it: what is saved next is noticed."""
    looks: list[int] = []

    def gone_once(places: list[Path]) -> dict:
        looks.append(1)
        if len(looks) == 2:
            raise FileNotFoundError(tmp_path / "gone")
        return stamps(places)

    monkeypatch.setattr(watching, "stamps", gone_once)
    saved, stop = threading.Event(), threading.Event()
    file = tmp_path / "a.yaml"
    thread = threading.Thread(target=watch, args=([tmp_path], lambda paths: saved.set(), stop), daemon=True)
    thread.start()
    while len(looks) < 3 and thread.is_alive():
        stop.wait(0.05)
    file.write_text("x", encoding="utf-8")
    assert saved.wait(10), "the watcher has ended"
    stop.set()


def test_a_port_that_is_taken_is_told(served, capsys) -> None:
    """The message says what to do."""
    port = served[0].rsplit(":", 1)[1].strip("/")
    assert main(["--rules", str(ROOT / "rules"), "serve", "--port", port]) == 1
    assert f"port {port} cannot be used" in capsys.readouterr().err


def test_it_says_where_it_has_to_be_run(tmp_path, capsys) -> None:
    """Rules without a site beside them cannot be served."""
    (tmp_path / "rules").mkdir()
    assert main(["--rules", str(tmp_path / "rules"), "serve"]) == 2
    assert "no mkdocs.yml beside the rules" in capsys.readouterr().err
