"""The built site as files: links, anchors, what stands on which page, and what must stand on none."""

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from macros import bundle as bundles
from tests.book import BUNDLE, ROOT
from tests.rules import rulebook

KEYS = sorted({*BUNDLE["events"], *BUNDLE["roles"], *BUNDLE["facts"], *BUNDLE["topics"]})
RAW = [key for key in KEYS if "_" in key]


class Words(HTMLParser):
    """The text of a page that a reader sees, and every id in it."""

    def __init__(self, html: str):
        super().__init__()
        self.ids: list[str] = []
        self.words: list[str] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.ids += [value for name, value in attributes if name == "id" and value]
        self._hidden += tag in ("script", "style", "template", "code", "pre")

    def handle_endtag(self, tag):
        self._hidden -= tag in ("script", "style", "template", "code", "pre")

    def handle_data(self, data):
        if not self._hidden:
            self.words.append(data)


@pytest.fixture(scope="session")
def pages(built_site: Path) -> dict[str, Words]:
    """Every built page by its address, read once."""
    return {
        path.relative_to(built_site).as_posix(): Words(path.read_text(encoding="utf-8"))
        for path in sorted(built_site.rglob("*.html"))
    }


def kebab(key: str) -> str:
    return key.replace("_", "-")


@pytest.mark.parametrize("area", sorted(BUNDLE["areas"]))
def test_every_deadline_is_on_its_areas_page(area, pages):
    """Each limit of an area has an anchor of its own there, with its title."""
    page = pages[f"areas/{kebab(area)}/index.html"]
    text = " ".join(page.words)
    for item in BUNDLE["areas"][area]["deadlines"]:
        assert kebab(item["key"]) in page.ids, f"{area}: no anchor for {item['key']}"
        assert item["title"] in text, f"{area}: {item['title']} is not on the page"


@pytest.mark.parametrize("source", sorted(BUNDLE["sources"]))
def test_every_cited_provision_is_on_its_sources_page(source, pages):
    """Each provision that a limit cites has a stable anchor on the page of its source."""
    page = pages[f"sources/{kebab(source)}/index.html"]
    cited = {
        cite.split("#")[1]
        for area in BUNDLE["areas"].values()
        for item in area["deadlines"]
        for cite in bundles.cites_of(item)
        if cite.startswith(source + "#")
    }
    assert cited, f"nothing cites {source}"
    for locator in cited:
        assert "p-" + locator.replace("/", "-") in page.ids, f"{source}: no anchor for {locator}"


def test_no_page_shows_a_key(pages):
    """A reader never meets a key such as initial_conference; decision records may quote one as code."""
    shown = {
        f"{address}: {key}"
        for address, page in pages.items()
        for key in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", " ".join(page.words))
        if key in RAW
    }
    assert not shown, sorted(shown)


def test_every_page_says_what_it_rests_on(pages):
    """The foot of every page names the version of the rules and the span of the bank holidays."""
    for address, page in pages.items():
        if address == "404.html":  # it rests on nothing
            continue
        text = " ".join(page.words)
        assert BUNDLE["version"] in text, f"{address} does not name the rules' version"
        assert "31 December 2028" in text, f"{address} does not say how far bank holidays are known"


def test_a_source_past_its_review_says_so_wherever_it_is_used(pages):
    """Luton's pages say that its guidance is past its own review date; so does every list that names it."""
    for address in (
        "areas/luton/index.html",
        "sources/luton/index.html",
        "areas/index.html",
        "sources/index.html",
        "index.html",
    ):
        assert re.search(r"past its own\s+review date", " ".join(pages[address].words)), address


def test_ids_are_given_once(pages):
    """No page gives an id twice: an anchor leads to one place."""
    for address, page in pages.items():
        twice = {one for one in page.ids if page.ids.count(one) > 1}
        assert not twice, f"{address}: {sorted(twice)[:5]}"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        # One build, since each takes as long as that of the whole site.
        (
            "a page and anchors that are not there",
            '[x](lost.md) [x](about/counting.md#gone) <a href="areas/town/#missing">x</a>',
            ("lost.md", "#gone", "areas/town/#missing"),
        ),
        ("a macro that is not there", "{{ nowhere() }}", ("nowhere",)),
    ],
)
def test_a_broken_page_fails_the_build(tmp_path, runtime, name, text, said):
    """A strict build stops on a broken link, a broken anchor and an unknown macro, and names it.

    With the small rulebook of the rules' own tests: the real one has six times as many pages to wait for.
    """
    rulebook.copy(tmp_path)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "build").mkdir()
    for linked in ("checklists", "macros", "node_modules", "build/runtime"):
        (tmp_path / linked).symlink_to(ROOT / linked)
    page = tmp_path / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0, f"{name} passed"
    for part in said:
        assert part in done.stdout + done.stderr, f"{name}: {part} is not named"
