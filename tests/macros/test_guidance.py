"""The pages of topics, roles and the comparison: every statement is there, with its force and source."""

import re
from html import unescape

import pytest

from checklists.engine import FORCE_WORDS, limit_words, parse_limit
from macros import coverage
from macros.render import MACROS, beside, compare, generated_pages
from macros.render.base import in_order
from macros.render.statements import Reader, roles_of, statement_anchor, topics_of
from tests.macros.test_render import BUNDLE, HANDBOOK, UP, words

AREAS = sorted(BUNDLE["areas"])
UP3 = UP + "../"
SAID = {key: item for key, item in BUNDLE["provisions"].items() if item["kind"] != "admin"}


def entry(html: str, anchor: str) -> str:
    """The list item of one statement."""
    start = html.index(f'<li id="{anchor}">')
    return html[start : html.index("</li>", start)]


@pytest.fixture(scope="module")
def topic_pages() -> dict[tuple[str, str], str]:
    return {
        (area, topic): MACROS["area_topic_page"](HANDBOOK, area, topic, base=UP3)
        for area in AREAS
        for topic in BUNDLE["topics"]
        if Reader(HANDBOOK, area, UP3).topic(topic)
    }


@pytest.mark.parametrize("area", AREAS)
def test_every_statement_of_an_area_is_on_its_topic_pages(topic_pages, area):
    """Each stands under every topic of it, in our words, with its force, its locator and its note."""
    for reference, item in SAID.items():
        source, locator = reference.split("#", 1)
        if source not in BUNDLE["areas"][area]["sources"]:
            continue
        for topic in topics_of(item):
            text = words(entry(topic_pages[area, topic], statement_anchor(reference)))
            force = "research reported" if item["kind"] == "evidence" else FORCE_WORDS[item["strength"]]
            for part in (item["statement"], force, locator, item.get("note") or ""):
                assert " ".join(part.split()) in text, f"{area} {topic} {reference}: {part}"


@pytest.mark.parametrize("area", AREAS)
def test_every_role_finds_all_that_is_asked_of_it(area):
    """What a role does, alone or with others, is on its page for the area; research is no duty of anyone."""
    for role in BUNDLE["roles"]:
        mine = Reader(HANDBOOK, area, UP3).role(role)
        if not mine:
            continue
        html = MACROS["area_role_page"](HANDBOOK, area, role, base=UP3 + "../")
        for reference, item in mine:
            assert item["kind"] != "evidence" and role in roles_of(item)
            assert item["statement"].split()[0] in words(entry(html, statement_anchor(reference)))


def test_the_strongest_stand_first(topic_pages):
    """Within a source, must comes before should, should before plain statements, these before may.

    The same holds inside the list of what a plan contains, and inside the research reported.
    """
    order = ["must", "should", "is", "may"]
    for key, html in topic_pages.items():
        body = html[html.index("statements }") :]
        for block in re.split(r"<h3>(?=From |[^<]*own text)", body):
            for part in re.split(r">(?:What it contains|Research reported)</h", block):
                found = re.findall(r"hb-force--(\w+)", part)
                places = [order.index(force) for force in found]
                assert places == sorted(places), f"{key}: {found}"


def test_research_is_told_as_research(topic_pages):
    """Evidence names who found it and says that it is not a rule."""
    for reference, item in SAID.items():
        if item["kind"] != "evidence":
            continue
        home = next(area for area in AREAS if reference.split("#")[0] in BUNDLE["areas"][area]["sources"])
        text = words(entry(topic_pages[home, item["topic"]], statement_anchor(reference)))
        assert item["research"]["author"] in text and "It is not a rule." in text, reference


def test_every_page_that_should_be_is_made():
    """Each area has a page for each of its topics and roles; each of these has a shared page."""
    pages = generated_pages(HANDBOOK)
    for area in AREAS:
        reader = Reader(HANDBOOK, area, "")
        folder = f"areas/{area.replace('_', '-')}"
        for kind, shared in (("topics", "guidance"), ("roles", "roles")):
            for key in BUNDLE[kind]:
                found = reader.topic(key) if kind == "topics" else reader.role(key)
                name = key.replace("_", "-")
                own = f"{folder}/{name}.md" if kind == "topics" else f"{folder}/roles/{name}.md"
                assert (own in pages) == bool(found), own
                assert not found or f"{shared}/{name}.md" in pages


def test_the_comparison_shows_each_areas_own_limits():
    """A cell holds every limit of its area in the area's terms, with its force; silence is said."""
    for topic in BUNDLE["topics"]:
        for row in compare.rows_of(HANDBOOK, topic, UP):
            for (area, data), cell in zip(in_order(HANDBOOK.areas), row["cells"], strict=True):
                mine = {one["key"].replace("_", "-"): one for one in data["deadlines"]}
                item = mine.get(row["key"])
                shown = " ".join(line["short"].lower() for line in cell["limits"])
                if item is None:
                    assert not cell["limits"], f"{area} {row['key']}"
                    continue
                for side in ("latest", "earliest"):
                    for dated in item[side] or ():
                        for limit in dated["limits"] or ():
                            both = data["terms"].get("both_days", False)
                            told = limit_words(
                                parse_limit(limit["limit"]), data["terms"]["events"], both
                            ).lower()
                            assert told in shown, f"{area} {row['key']}: {told}"


@pytest.mark.parametrize(
    ("topic", "order"),
    [
        (
            "core_group_meetings",
            ["first-core-group", "second-core-group", "third-core-group", "next-core-group"],
        ),
        ("review_conferences", ["first-review", "next-review"]),
        ("family_group_meetings", ["core-group-before-family-meeting", "core-group-after-family-plan"]),
    ],
    ids=["the first before the next, though more areas have the next", "reviews", "where no turn is named"],
)
def test_the_comparison_goes_as_the_work_goes(topic, order):
    """Of one event the first, second and third time stand in turn before what holds of every later one."""
    keys = [row["key"] for row in compare.rows_of(HANDBOOK, topic, UP)]
    assert [key for key in keys if key in order] == order
    start = keys.index(order[0])
    assert keys[start : start + len(order)] == order, keys


@pytest.mark.parametrize("source", sorted(BUNDLE["sources"]))
def test_the_register_has_every_place_of_the_source(source):
    """Every locator has its anchor on the source's page, with its statement or the reason it has none."""
    html = unescape(MACROS["source_page"](HANDBOOK, source, base=UP))
    for reference, item in HANDBOOK.provisions(source):
        text = entry(html, "p-" + reference.split("#", 1)[1].replace("/", "-"))
        assert (item.get("statement") or item["because"]) in text, reference
    whole = coverage.lines(BUNDLE, source)[-1]
    assert whole.provisions == whole.encoded + whole.excused == len(HANDBOOK.provisions(source))


def test_an_area_that_builds_on_another_says_what_is_whose():
    """Luton's limits stand under one heading each: they differ, are the same, its own, or taken over."""
    html = beside.beside(HANDBOOK, "luton", UP)
    theirs = {item["key"]: item for item in BUNDLE["areas"]["bedfordshire"]["deadlines"]}
    parts = {name: html.split(f"{{: #{name} }}")[1].split("### ")[0] for name in ("disagree", "own", "taken")}
    for item in BUNDLE["areas"]["luton"]["deadlines"]:
        key = item["key"]
        link = f'href="#{key.replace("_", "-")}"'
        if key not in theirs:
            assert link in parts["own"], key
        elif not item["own"]:
            assert link in parts["taken"], key
        elif (item["latest"], item["earliest"]) != (theirs[key]["latest"], theirs[key]["earliest"]):
            assert link in html, key
    assert 'href="#first-core-group"' in parts["disagree"]  # must here, should there
    assert 'href="#next-core-group"' in parts["disagree"]  # every 6 weeks here, as the conference sets there
    assert beside.beside(HANDBOOK, "tees", UP) == ""


def test_statements_that_differ_stand_side_by_side():
    """What area.yaml lists as different is shown in the words of both sources, with what to ask."""
    html = words(beside.beside(HANDBOOK, "luton", UP))
    for entry in BUNDLE["areas"]["luton"]["differs"]:
        for reference in (*entry["here"], *entry["there"]):
            assert " ".join(BUNDLE["provisions"][reference]["statement"].split()) in html, reference
        assert entry["about"] in html and entry["ask"] in html
