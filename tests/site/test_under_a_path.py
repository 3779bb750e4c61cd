"""The site below a path of a host, as a project page has it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import BrowserContext, expect

from macros import serve
from tests.site.calculator import ISSUE_LINK, Calculator
from tests.site.pages import KINDS, Page, read_all
from tests.site.watch import Watch

BASE = "/sub/path/"


@pytest.fixture(scope="module")
def below(built_site: Path) -> Iterator[str]:
    """Address of the site served below a path."""
    with serve.running(built_site, base=BASE) as url:
        yield url


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[str, Page]:
    """Every built page."""
    return read_all(built_site)


def test_the_calculator_works_there(make_context: Callable[..., BrowserContext], below: str) -> None:
    """Python, rules, links to sources and to the area's page are all found below the path."""
    context = make_context()
    watch = Watch(context, below)
    calculator = Calculator(context.new_page(), below)
    calculator.load(ISSUE_LINK, stage="ready")
    calculator.expect_dates({"first_core_group": "2026-04-13", "second_core_group": "2026-05-21"})
    details = calculator.working("first_core_group")
    for link in details.get_by_role("link").all():
        assert BASE in (link.get_attribute("href") or ""), link.get_attribute("href")
    details.get_by_role("link", name="This limit on the page of North Yorkshire").click()
    expect(calculator.page.locator("#first-core-group")).to_be_in_viewport()
    assert not watch.said, watch.said
    outside = [url for url in watch.requested if url.startswith("http") and not url.startswith(below)]
    assert not outside, outside
    context.close()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "no such page"])
def test_no_link_leaves_the_path(pages: dict[str, Page], kind: str) -> None:
    """Every address of the site in a page is relative: it holds wherever the site stands."""
    for tag, values in pages[KINDS[kind]].tags:
        for name in ("href", "src", "action"):
            address = values.get(name, "")
            assert not address.startswith("/"), f"{kind}: <{tag} {name}={address}>"


def test_every_link_leads_somewhere(pages: dict[str, Page], built_site: Path) -> None:
    """Each link within the site leads to a file, and each part after # to an anchor of that page."""
    lost = []
    for path, page in pages.items():
        if path == "404.html":  # its links start from the root, since it is shown at any depth
            continue
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target, fragment = urldefrag(urljoin(f"/{path}", link))
            there = unquote(urlsplit(target).path).lstrip("/")
            if there not in pages:
                if not (built_site / there).is_file():
                    lost.append(f"{path}: {link}")
            elif fragment and "=" not in fragment and unquote(fragment) not in pages[there].anchors:
                lost.append(f"{path}: {link}")
    assert not lost, f"{len(lost)} links lead nowhere: {sorted(set(lost))[:10]}"


def test_wherever_luton_is_cited_its_age_is_said(pages: dict[str, Page]) -> None:
    """Every page that draws on Luton's guidance says that it is past its own review date."""
    for path, page in pages.items():
        if any("sources/luton/#p-" in link for link in page.links) or "luton" in path:
            assert "past its own review date" in page.text, path
