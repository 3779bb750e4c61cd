"""Every link of a built site leads somewhere: to a file that is there, and to an anchor in it."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

ADDRESSES = (("a", "href"), ("link", "href"), ("img", "src"), ("script", "src"))
# The fragment of a link to a tool is what the tool is to open with, not an anchor.
TOOLS = "/tools/"


class LinkError(Exception):
    """Links that lead nowhere: one `path:line: message` a line."""


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.anchors: set[str] = set()
        self.twice: list[tuple[int, str]] = []
        self.links: list[tuple[int, str]] = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id" and value:
                if value in self.anchors:
                    self.twice.append((self.getpos()[0], value))
                self.anchors.add(value)
            if (tag, name) in ADDRESSES and value:
                self.links.append((self.getpos()[0], value))


def _read(path: Path) -> _Reader:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader


def check(site: Path) -> None:
    """Raise `LinkError` where a page links to nothing, or gives one anchor to two places."""
    pages = {"/" + path.relative_to(site).as_posix(): _read(path) for path in sorted(site.rglob("*.html"))}
    problems = []
    for address, page in pages.items():
        where = f"{site}{address}"
        for line, name in page.twice:
            problems.append(f"{where}:{line}: the anchor “{name}” stands here a second time: rename one")
        if address == "/404.html":
            continue  # shown at any depth, so its addresses start from the root of the host
        for line, link in page.links:
            fault = _fault(address, link, pages, site)
            if fault:
                problems.append(f"{where}:{line}: {link} {fault}")
    if problems:
        raise LinkError("\n".join(problems))


def _fault(address: str, link: str, pages: dict[str, _Reader], site: Path) -> str | None:
    if urlsplit(link).scheme or link.startswith("//"):
        return None
    target, fragment = urldefrag(urljoin(address, link))
    path = unquote(urlsplit(target).path)
    path += "index.html" if path.endswith("/") else ""
    if path not in pages:
        there = (site / path.lstrip("/")).is_file()
        return None if there else "leads to no file of the site: correct the address"
    if fragment and not path.startswith(TOOLS) and unquote(fragment) not in pages[path].anchors:
        return "leads to a page without that anchor: correct the part after #"
    return None
