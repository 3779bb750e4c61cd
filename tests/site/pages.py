"""The pages of the built site: one of each kind, and what stands in each."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.book import BUNDLE

# One page of each kind. Area pages differ: one has a parent and a past review date, one no reckoner.
KINDS = {
    "home": "",
    "guidance": "guidance/",
    "a topic": "guidance/core-group-meetings/",
    "a topic of an area": "areas/north-yorkshire/seeing-the-child/",
    "a topic of an area that builds on another": "areas/luton/seeing-the-child/",
    "roles": "roles/",
    "a role": "roles/lead-social-worker/",
    "a role of an area": "areas/luton/roles/lead-social-worker/",
    "areas side by side": "compare/",
    "glossary": "glossary/",
    "search": "search/",
    "areas": "areas/",
    "an area": "areas/bedfordshire/",
    "an area that builds on another": "areas/luton/",
    "an area without a reckoner": "areas/milton-keynes/",
    "sources": "sources/",
    "a source": "sources/luton/",
    "the calculator": "tools/dates/",
    "checklists": "tools/checklists/",
    "a checklist": "areas/north-yorkshire/checklists/before-review-conference/",
    "a checklist of an area that builds on another": "areas/luton/checklists/before-review-conference/",
    "case files": "tools/cases/",
    "about": "about/",
    "how days are counted": "about/counting/",
    "accuracy": "about/accuracy/",
    "what changed": "about/changes/",
    "privacy": "about/privacy/",
    "accessibility": "about/accessibility/",
    "hosting": "about/hosting/",
    "decision records": "adr/",
    "a decision record": "adr/0001-counting/",
    "no such page": "404.html",
}


def stands_alone(kind: str, site_url: str) -> None:
    """Skip the page for what is not there where the site is below a path: it is written for a host's root.

    What a reader then gets of it is looked at in tests/hosting.
    """
    if kind == "no such page" and urlsplit(site_url).path != "/":
        pytest.skip("asked for by its own name it has no styles below a path: see tests/hosting")


AREAS = {area: area.replace("_", "-") for area in sorted(BUNDLE["areas"])}
REAL = {key: area for key, area in BUNDLE["areas"].items() if not area.get("fictional")}
UNREAD = ("script", "style", "template", "code", "pre")  # what is in these is not read as text
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")


@dataclass
class Page:
    """One built page: its text as read, anchors, links, and every tag in order."""

    path: str
    text: str = ""
    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.page = Page(path)
        self._parts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = {name: value or "" for name, value in attrs}
        self.page.tags.append((tag, values))
        if values.get("id"):
            self.page.anchors.add(values["id"])
        if tag == "a" and "href" in values:
            self.page.links.append(values["href"])
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not any(tag in UNREAD for tag in self._open):
            self._parts.append(data)

    def done(self) -> Page:
        """The page, when all of it has been read."""
        self.page.text = " ".join(" ".join(self._parts).split())
        return self.page


def read(site: Path, path: str) -> Page:
    """One page of a built site, by its address from the root."""
    reader = _Reader(path)
    file = site / path / "index.html" if path == "" or path.endswith("/") else site / path
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    return reader.done()


def read_all(site: Path) -> dict[str, Page]:
    """Every page of a built site, by address from its root."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        found[path] = read(site, path)
    return found
