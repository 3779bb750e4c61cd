"""Every checklist of the rulebook has a page that holds all of it, and can be found."""

from datetime import date
from pathlib import Path

import pytest

from macros.bundle import FICTIONAL
from macros.render.base import kebab, provision_anchor
from macros.render.checklists import in_force
from tests.book import BUNDLE
from tests.site.pages import Page, read

LISTS = {
    (area, one["key"]): one for area, data in sorted(BUNDLE["areas"].items()) for one in data["checklists"]
}
KINDS = BUNDLE["checklist_kinds"]


def address(area: str, key: str) -> str:
    return f"areas/{kebab(area)}/checklists/{kebab(key)}/"


@pytest.fixture(scope="module")
def everything(built_site: Path) -> Page:
    """The page that lists all checklists."""
    return read(built_site, "tools/checklists/")


@pytest.mark.parametrize(("area", "key"), LISTS, ids=[f"{area} {key}" for area, key in LISTS])
def test_every_item_is_on_its_page(built_site, everything, area, key):
    """Each item in force stands there with its words and links to its provisions; the list is linked."""
    page = read(built_site, address(area, key))
    for item in in_force(LISTS[area, key], date.today()):  # noqa: DTZ011 (the day the site was made)
        assert kebab(item["key"]) in page.anchors, item["key"]
        assert item["action"] in page.text, item["action"]
        for cite in item["cites"]:
            source, locator = cite.split("#", 1)
            wanted = f"sources/{kebab(source)}/#{provision_anchor(locator)}"
            assert any(link.endswith(wanted) for link in page.links), f"{item['key']}: {wanted}"
    for place in (everything, read(built_site, f"areas/{kebab(area)}/")):
        assert any(link.endswith(address(area, key)) for link in place.links), place.path


@pytest.mark.parametrize("area", sorted(BUNDLE["areas"]))
def test_a_silent_source_is_named(built_site, everything, area):
    """Each list that an area's sources hold nothing for is named as such, on its page and among all lists.

    A real area leaves no kind of list unsaid.
    """
    data = BUNDLE["areas"][area]
    unsaid = {key for key in KINDS if (area, key) not in LISTS} - set(data["no_lists"])
    assert data["title"].endswith(FICTIONAL) or not unsaid, f"{area} leaves unsaid: {unsaid}"
    missing = [kind["title"].lower() for key, kind in KINDS.items() if key in data["no_lists"]]
    said = f"The sources of {data['title']} hold nothing, or too little, for: "
    for page in (everything, read(built_site, f"areas/{kebab(area)}/")):
        if missing:
            assert said + "; ".join(missing) in page.text, page.path
        else:
            assert said not in page.text, page.path


def test_what_is_borrowed_is_marked(built_site):
    """In an area that builds on another, each item of the other's procedures says so, and no other does."""
    for (area, key), one in LISTS.items():
        parent = BUNDLE["areas"][area].get("builds_on")
        theirs = set(BUNDLE["areas"][parent]["sources"]) if parent else set()
        borrowed = [item for item in one["items"] if {cite.split("#")[0] for cite in item["cites"]} <= theirs]
        tags = read(built_site, address(area, key)).tags
        marked = [values for _, values in tags if values.get("class") == "cl-borrowed"]
        assert len(marked) == len(borrowed), f"{area}/{key}"
