"""A rulebook whose every text holds markup, templates and Markdown: its pages show it as text."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from macros import serve
from tests.conftest import ROOT
from tests.rules import hostile
from tests.site.calculator import ANSWERS, STARTS
from tests.site.watch import NOTE_REFUSALS, Watch, refusals

PLAIN = "snowman"
SPOILT = {
    "markup": "snowman <img src=x onerror=alert(1)></script><script>alert(2)</script> "
    "[go](javascript:alert(3)) **b** {{ 7*7 }} {% raw %} {: onclick=alert(4) } &lt; \"q\" 's' `c` \\* end",
    "lines": "snowman\n\n# Head <i>\n\n    code\n\n- item [a](b)\n\n</p></div></li><b>\n\n```\nfence\n```\n\n"
    "[TOC]\n\n!!! note\n    adm\n\n|a|b|\n|-|-|\n|1|2|\n\n<!-- c\n\n--> <?php ?> end",
}
LINKED = ("checklists", "macros", "node_modules")


class Structure(HTMLParser):
    """The elements of a page with the names of their attributes, and all its text."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.text += data


def build(folder: Path, text: str) -> Path:
    """The site of the fixture rulebook with a text behind every text of it."""
    hostile.make(folder, text)
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)
    # No record of a decision has a text of the rules in it, and they are nearly half of the pages.
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("0*.md"))
    records = folder / "docs" / "adr" / "index.md"
    records.write_text(re.sub(r"(?m)^\d+\. .*\n", "", records.read_text("utf-8")), encoding="utf-8")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "build").mkdir()
    (folder / "build" / "runtime").symlink_to(ROOT / "build" / "runtime")
    environment = os.environ | {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(folder),
        "HANDBOOK_TODAY": "2026-01-10",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"the rulebook with {text!r} does not build:\n{done.stdout}{done.stderr}"
    return folder / "site"


def pages(site: Path) -> dict[str, Structure]:
    return {
        path.relative_to(site).as_posix(): Structure(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def plain(runtime: dict, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Structure]:
    return pages(build(tmp_path_factory.mktemp("plain"), PLAIN))


@pytest.fixture(scope="module")
def sites(runtime: dict, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    return cache(lambda name: build(tmp_path_factory.mktemp(name), SPOILT[name]))


@pytest.fixture(scope="module")
def spoilt(sites) -> Callable[[str], dict[str, Structure]]:
    return cache(lambda name: pages(sites(name)))


@pytest.mark.parametrize("name", SPOILT)
def test_no_element_is_there_that_was_not_meant(name, plain, spoilt):
    """Page by page the elements and their attributes are those of the same rulebook with a harmless word."""
    found = spoilt(name)
    assert sorted(found) == sorted(plain)
    for path, page in found.items():
        for at, (wanted, got) in enumerate(zip(plain[path].elements, page.elements, strict=False)):
            assert got == wanted, f"{path}: element {at} is {got}, not {wanted}"
        assert len(page.elements) == len(plain[path].elements), path
        assert not [link for link in page.addresses if link.startswith("javascript:")], path


@pytest.mark.parametrize("name", SPOILT)
def test_every_text_is_shown_whole(name, plain, spoilt):
    """Wherever the harmless word stands, the hostile text stands from its first letter to its last."""
    wanted = " ".join(SPOILT[name].split()).lower()
    shown = 0
    for path, page in spoilt(name).items():
        begun, whole = page.text.lower().count("snowman"), page.text.lower().count(wanted)
        assert begun == whole == plain[path].text.lower().count(PLAIN), (
            f"{path}: {begun} begun, {whole} whole"
        )
        shown += whole
    assert shown > hostile.texts() > 60, f"{shown} of {hostile.texts()}"


@pytest.fixture
def tab(sites, make_context) -> Iterator[tuple[BrowserContext, str, Watch]]:
    with serve.running(sites("markup")) as url:
        context: BrowserContext = make_context("2026-01-10T12:00:00Z")
        context.add_init_script(NOTE_REFUSALS)
        yield context, url, Watch(context, url)
        context.close()


def test_no_script_runs_in_any_tool(tab):
    """Search, calculator and checklist show the text as it stands, and no script of it runs."""
    context, url, watch = tab
    page = context.new_page()
    page.on("dialog", lambda dialog: watch.said.append(f"a dialog: {dialog.message}"))
    page.goto(f"{url}search/")
    page.get_by_label("Search for a word").fill("snowman")
    expect(page.locator(".hb-found a").first).to_contain_text("<img src=x onerror=alert(1)>")
    page.goto(f"{url}tools/dates/#area=shire&today=2026-01-10&initial_conference=2026-01-05")
    expect(page.locator("body")).to_have_attribute("data-engine", "ready", timeout=STARTS)
    line = page.locator("li[data-deadline=first_core_group]")
    expect(line).to_have_attribute("data-source", "engine", timeout=ANSWERS)
    expect(line.locator("h3")).to_contain_text("{{ 7*7 }}")
    line.locator("details summary").click()
    expect(line.locator(".dc-working")).to_contain_text("<script>alert(2)</script>")
    expect(page.locator("svg.dc-svg text").filter(has_text="<img src=x").first).to_be_attached()
    page.goto(f"{url}areas/shire/checklists/core-group/")
    expect(page.locator("checklist-sheet[data-ready]")).to_be_attached()
    page.locator(".cl-item input").first.check()
    expect(page.locator("body")).to_have_attribute("data-engine", "ready", timeout=STARTS)
    assert page.locator("img[onerror], script:text('alert')").count() == 0
    assert not watch.said and not watch.elsewhere() and not refusals(page), watch.said
