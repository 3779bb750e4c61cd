"""The search: any area's words find a statement and lead to it; nobody pays for it before it is opened."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

INDEX = "assets/search/"


@pytest.fixture(scope="module")
def _page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    page.close()


@pytest.fixture
def page(_page: Page) -> Page:
    """A page that notes what it asks for. Its clock runs: the search waits for the last letter by it.

    The tests take turns in it, and each begins with an address that it goes to.
    """
    return _page


def ask(page: Page, words: str) -> None:
    """Open the search by its link and type."""
    page.get_by_role("link", name="Search", exact=True).click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type(words)


def test_the_index_waits_until_the_search_is_opened(page: Page, site_url: str) -> None:
    """A page that is only read loads nothing of the search; opened, it loads parts and finds."""
    page.goto(f"{site_url}404.html")
    page.asked.clear()  # of what the test before may have left on its way
    page.goto(f"{site_url}areas/")
    page.wait_for_timeout(500)  # what the page would load by itself
    assert page.asked and not any(INDEX in url or "search.mjs" in url for url in page.asked)
    ask(page, "bank holidays")
    expect(page.locator(".hb-found a").first).to_be_visible()
    assert any(INDEX in url for url in page.asked)


def test_the_page_of_the_search_does_not_say_that_it_cannot_run(page: Page, site_url: str) -> None:
    """What stands there for a browser without scripts has made way for the form."""
    page.goto(f"{site_url}search/")
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.get_by_text("JavaScript")).to_have_count(0)


@pytest.mark.parametrize(
    ("words", "statement"),
    [
        ("key worker detail", "areas/milton-keynes/detailed-plan/#s-milton-keynes-3.4-s2"),
        (
            "family group meeting remit",
            "areas/north-yorkshire/family-group-meetings/#s-north-yorkshire-family",
        ),
        ("key worker bedroom", "areas/north-yorkshire/seeing-the-child/#s-north-yorkshire-"),
        ("who takes the minutes", "areas/tees/#note-taker-chosen"),
    ],
    ids=["another area's word for a role", "for a meeting", "for a role, and a thing", "a limit"],
)
def test_any_areas_words_find_a_statement(page: Page, site_url: str, words: str, statement: str) -> None:
    """What another area calls it finds the statement, and the result opens the very statement."""
    page.goto(f"{site_url}glossary/")
    ask(page, words)
    found = page.locator(f".hb-found a[href^='{site_url}{statement}']").first
    expect(found).to_be_visible()
    told = found.inner_text()
    found.click()
    anchor = page.url.split("#")[1]
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()
    if anchor.startswith("s-"):
        expect(page.locator(f"[id='{anchor}']")).to_contain_text(told)


@pytest.mark.parametrize("words", ["visit", "Python", "cache", "modules"])
def test_pages_for_developers_are_not_found(page: Page, site_url: str, words: str) -> None:
    """A decision record or the page for hosts is among no one's results: “visit” means a visit to a child."""
    page.goto(f"{site_url}search/")
    found = page.evaluate(
        """async ([index, words]) => {
            const { init, search } = await import(index);
            await init();
            const { results } = await search(words);
            return Promise.all(results.map(async (one) => (await one.data()).raw_url));
        }""",
        [f"{site_url}{INDEX}pagefind.js", words],
    )
    assert not [address for address in found if address.startswith(("/adr/", "/about/hosting/"))], found
    assert words != "visit" or any("/seeing-the-child/" in address for address in found), found


def test_the_search_narrows_to_an_area(page: Page, site_url: str) -> None:
    """In one area, only it and what all areas share is found; the number found is said."""
    page.goto(f"{site_url}search/")
    page.get_by_label("Search for a word").fill("minutes")
    status = page.locator("site-search [role=status]")
    expect(status).to_contain_text(" found")
    page.get_by_label("In", exact=True).select_option("Tees")
    expect(status).to_contain_text("found in Tees and in what all areas share")
    links = page.locator(".hb-found a").evaluate_all("(all) => all.map((each) => each.pathname)")
    others = ("bedfordshire", "luton", "milton-keynes", "north-yorkshire")
    assert links and not [path for path in links for other in others if f"/areas/{other}/" in path], links


def test_nothing_found_says_what_to_do(page: Page, site_url: str) -> None:
    """A word that stands nowhere gets a plain line, and no old results stay."""
    page.goto(f"{site_url}search/")
    page.get_by_label("Search for a word").fill("minutes")
    expect(page.locator(".hb-found a").first).to_be_visible()
    page.get_by_label("Search for a word").fill("zzzyx")
    expect(page.locator("site-search [role=status]")).to_have_text("Nothing found. Try another word.")
    expect(page.locator(".hb-found a")).to_have_count(0)


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        ("apologies", "“apologies”"),
        ("apology", "“apology”"),
        ("absent", "“absent”"),
        ("Ofsted", "“Ofsted”"),
        ("childminder", "“childminder”"),
        ("minutes apologies", "“apologies”"),
        ("notify ofsted", "“notify” or “ofsted”"),
    ],
)
def test_a_word_that_no_text_has_finds_nothing(page: Page, site_url: str, words: str, lacking: str) -> None:
    """It is named, with ways on, and never stands for a shorter word that half the texts have."""
    page.goto(f"{site_url}search/")
    page.get_by_label("Search for a word").fill(words)
    status = page.locator("site-search [role=status]")
    expect(status).to_contain_text(f"Nothing found: no text has {lacking}.")
    expect(page.locator(".hb-found a")).to_have_count(0)
    for name in ("Guidance, by topic", "Roles", "Glossary"):
        expect(page.locator("site-search").get_by_role("link", name=name)).to_be_visible()


@pytest.mark.parametrize(
    ("words", "has"),
    [
        ("conferen", "conference"),
        ("confernce", "conference"),
        ("Agencies", "agency"),
        ("core-group", "core group"),
        ("absences", "absences"),
        ("inter-agency", "inter-agency"),
        ("meetin", "meeting"),
        ('"core group"', "core group"),
    ],
    ids=[
        "half typed",
        "a slip",
        "another form",
        "joined",
        "as it stands",
        "joined in the text",
        "nearly typed",
        "in quotes",
    ],
)
def test_a_word_that_is_meant_is_found(page: Page, site_url: str, words: str, has: str) -> None:
    """What is half typed, misspelt, in another form or joined still finds, with no ways on beside it."""
    page.goto(f"{site_url}search/")
    page.get_by_label("Search for a word").fill(words)
    expect(page.locator("site-search [role=status]")).to_contain_text(" found")
    expect(page.locator(".hb-found li").filter(has_text=has).first).to_be_visible()
    expect(page.locator("site-search").get_by_role("link", name="Guidance, by topic")).not_to_be_visible()


@pytest.mark.parametrize("words", ["health visitor", "school nurse", "GP", "teacher", "Midwife"])
@pytest.mark.parametrize("area", ["All areas", "Luton"])
def test_a_profession_leads_to_its_roles(page: Page, site_url: str, words: str, area: str) -> None:
    """A search for one's own profession finds the roles that hold for it, not hundreds of statements."""
    page.goto(f"{site_url}search/")
    expect(page.get_by_role("option", name="Luton")).to_be_attached()
    page.get_by_label("In", exact=True).select_option(area)
    page.get_by_label("Search for a word").fill(words)
    for role in ("core-group-members", "agency"):
        expect(page.locator(f".hb-found a[href='{site_url}roles/{role}/']")).to_be_visible()
    assert page.locator(".hb-found a").count() < 5


def test_markup_in_the_field_is_text(page: Page, site_url: str) -> None:
    """What is typed is looked for, never run, and never gets into the address."""
    page.goto(f"{site_url}search/")
    said = []
    page.once("dialog", lambda dialog: said.append(dialog.message) or dialog.dismiss())
    page.get_by_label("Search for a word").fill("<img src=x onerror=alert(1)>")
    expect(page.locator("site-search [role=status]")).not_to_have_text("")
    assert page.url == f"{site_url}search/"
    assert not said, said


def test_more_results_come_when_asked_for(page: Page, site_url: str) -> None:
    """Ten at a time; the focus moves to the first new one."""
    page.goto(f"{site_url}search/")
    page.get_by_label("Search for a word").fill("core group")
    expect(page.locator(".hb-found a")).to_have_count(10)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".hb-found a")).to_have_count(20)
    expect(page.locator(".hb-found a").nth(10)).to_be_focused()


def test_a_search_that_cannot_load_says_so(page: Page, site_url: str) -> None:
    """When the index does not come, the reader is told; once it comes, the next letter finds."""
    page.route("**/assets/search/**", lambda route: route.abort())
    page.goto(f"{site_url}search/")
    page.get_by_label("Search for a word").fill("minutes")
    expect(page.locator("site-search [role=status]")).to_contain_text("could not be loaded")
    expect(page.get_by_label("Search for a word")).to_have_value("minutes")
    page.unroute("**/assets/search/**")
    page.get_by_label("Search for a word").press("End")
    page.keyboard.type(" ")
    expect(page.locator(".hb-found a").first).to_be_visible()


def test_escape_closes_the_search(page: Page, site_url: str) -> None:
    """The keyboard opens the search, closes it, and is back where it was."""
    page.goto(f"{site_url}areas/")
    link = page.get_by_role("link", name="Search", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).not_to_be_visible()
    expect(link).to_be_focused()
