"""Links, files and print: what leaves the page with the reader, and what never does."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import expect

from tests.site.calculator import ISSUE_LINK, Calculator

NICKNAME = "Blue Kite"


def copied(desk: Calculator) -> str:
    """Press *Copy link*; what is on the clipboard then."""
    desk.page.get_by_role("button", name="Copy link").click()
    expect(desk.page.locator("[data-part=taken]")).to_have_text("The link is copied.")
    return desk.page.evaluate("navigator.clipboard.readText()")


def saved(desk: Calculator, button: str, folder: Path) -> tuple[str, bytes]:
    """Press an export button; the name and the content of the file."""
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    expect(desk.page.locator("[data-part=taken]")).to_have_text(f"Saved as {path.name}.")
    return path.name, path.read_bytes()


LINKS = [
    ISSUE_LINK,
    "#area=luton&initial_conference=2026-11-02&core_group=2026-11-09&core_group=2026-11-20"
    "&record_circulated=2026-11-12@2026-11-09",
    "#area=north_yorkshire&initial_conference=2026-10-26&core_group=2026-11-09~&fact.third_review=no"
    "&set.child_visit=3+weeks,2026-10-26,conference_chair",
    "#area=bedfordshire&today=2026-05-01&initial_conference=2026-03-26&set.next_core_group=4+weeks",
]


@pytest.mark.parametrize("link", LINKS)
def test_a_copied_link_is_the_one_that_was_opened(desk: Calculator, link: str) -> None:
    """Opening a link and copying one gives the same link: the whole state is in it, and nothing is lost."""
    desk.open(link)
    assert copied(desk) == desk.address + link


@pytest.fixture
def other(desk: Calculator, site_url: str) -> Iterator[Calculator]:
    """The calculator in another tab, not yet loaded."""
    made = Calculator(desk.page.context.new_page(), site_url)
    yield made
    made.page.close()


def test_what_is_typed_stays_and_its_link_opens_the_same_list(desk: Calculator, other: Calculator) -> None:
    """On a slow line the first date can be typed while the link's area is on its way: it is not emptied.

    What was typed, linked and opened in another tab shows the same lines.
    """
    calls = []
    other.page.route("**/north-yorkshire.quick.json", lambda route: calls.append(route))
    other.load("#area=north_yorkshire&today=2026-04-10&core_group=2026-04-09")
    expect(other.boxes("core_group")).to_have_count(0)
    other.type("initial_conference", "26 3 2026")
    assert calls, "the area's file was not asked for"
    calls[0].continue_()
    other.expect_dates({"first_core_group": "2026-04-13", "second_core_group": "2026-05-21"})
    assert other.boxes("core_group").nth(0).input_value() == "9"

    other.type("review_conference", "23 6 2026")
    other.expect_dates({"second_core_group": "2026-05-21", "reports_for_review": "2026-06-16"})
    link = copied(other)
    assert link == other.address + ISSUE_LINK
    desk.open(link.removeprefix(desk.address))
    desk.expect_dates({"second_core_group": "2026-05-21", "reports_for_review": "2026-06-16"})
    assert desk.lines() == other.lines()


def test_typing_never_changes_the_address(desk: Calculator) -> None:
    """The address bar and the history keep what they had: case dates get into neither by typing."""
    address, history = desk.page.url, desk.page.evaluate("history.length")
    desk.choose("Luton")
    desk.type("initial_conference", "30 11 2026")
    desk.expect_dates({"first_review": "2027-02-28"})
    desk.page.locator("#nickname").fill(NICKNAME)
    copied(desk)
    assert (desk.page.url, desk.page.evaluate("history.length")) == (address, history)
    kept = "JSON.stringify([Object.values(localStorage), Object.values(sessionStorage), document.cookie])"
    assert not re.search("2026|Kite|luton", desk.page.evaluate(kept), re.IGNORECASE)


@pytest.mark.parametrize(
    ("rest", "named"),
    [
        ("&colour=blue", "colour"),
        ("&core_group=2026-02-30", "core_group"),
        ("&fact.third_review=perhaps", "fact.third_review"),
        ("&fact.looked_after=yes", "fact.looked_after"),
        ("&constructor=2026-04-09", "constructor"),
        ("&set.child_visit=often", "set.child_visit"),
        ("&nickname=Kite", "nickname"),
    ],
)
def test_what_a_link_holds_beyond_the_form_is_named(desk: Calculator, rest: str, named: str) -> None:
    """A part of a link that has no place is left out and named; the rest is worked with."""
    desk.open(f"#area=north_yorkshire&today=2026-04-10&initial_conference=2026-03-26{rest}")
    notices = desk.page.locator("[data-part=notices]")
    expect(notices, rest).to_contain_text(f"Part of the link was not used: {named}.")
    desk.expect_dates({"first_core_group": "2026-04-13"})


def test_a_link_with_an_unknown_area(desk: Calculator) -> None:
    """An area that is not there is named, and the reader is asked to choose one."""
    desk.open("#area=atlantis&initial_conference=2026-03-26")
    expect(desk.page.locator("[data-part=empty]")).to_contain_text("area atlantis")
    expect(desk.page.locator("[data-part=empty]")).to_contain_text("Choose an area")


def test_markup_in_a_link_stays_text(desk: Calculator) -> None:
    """A link that carries markup shows it as text at most."""
    desk.open("#area=north_yorkshire&initial_conference=2026-03-26&<img/src=x>=1&set.child_visit=<b>x</b>")
    expect(desk.page.locator("[data-part=notices]")).to_contain_text("Part of the link was not used")
    assert desk.page.locator("date-calculator").locator("img, b").count() == 0


def test_without_a_clipboard_the_link_is_shown(desk: Calculator) -> None:
    """Where the clipboard is refused, the link stands in a field, selected."""
    desk.open(ISSUE_LINK)
    desk.page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})"
    )
    desk.page.get_by_role("button", name="Copy link").click()
    box = desk.page.get_by_label("Link to copy")
    expect(box).to_have_value(desk.address + ISSUE_LINK)
    expect(box).to_be_focused()
    desk.page.evaluate("delete navigator.clipboard")


def test_the_calendar_file(desk: Calculator, tmp_path: Path) -> None:
    """Another library reads it: open dates as all-day entries, the nickname and nothing else of the case."""
    desk.open(ISSUE_LINK)
    desk.expect_dates({"reports_for_review": "2026-06-16"})
    desk.page.locator("#nickname").fill(NICKNAME)
    name, content = saved(desk, "Calendar file (.ics)", tmp_path)
    assert name.endswith(".ics") and "Kite" not in name
    calendar = icalendar.Calendar.from_ical(content)
    entries = {str(entry["SUMMARY"]): entry for entry in calendar.walk("VEVENT")}
    assert entries[f"{NICKNAME}: latest day: second core group"].decoded("DTSTART") == date(2026, 5, 21)
    assert f"{NICKNAME}: latest day: first core group" not in entries, "it has been met"
    assert all(summary.startswith(f"{NICKNAME}: ") for summary in entries)
    assert not calendar.errors and not any(entry.errors for entry in entries.values())
    _, again = saved(desk, "Calendar file (.ics)", tmp_path)
    uids = [str(entry["UID"]) for entry in icalendar.Calendar.from_ical(again).walk("VEVENT")]
    assert uids == [str(entry["UID"]) for entry in entries.values()], "a second export updates the first"
    assert len(set(uids)) == len(uids)
    assert "Kite" not in copied(desk), "the nickname is never in a link"
    assert "Kite" not in desk.page.url


def test_the_table_file(desk: Calculator, tmp_path: Path) -> None:
    """Every line of the list is in the CSV file, with its dates."""
    desk.open(ISSUE_LINK)
    desk.expect_dates({"reports_for_review": "2026-06-16"})
    name, content = saved(desk, "Table (.csv)", tmp_path)
    assert name.endswith(".csv")
    *rows, stamp = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert [row["Latest"] for row in rows] == [line["latest"] for line in desk.lines()]
    assert stamp["Duty"].startswith("North Yorkshire, as on Friday 10 April 2026, rules 20")
    second = next(row for row in rows if row["Duty"] == "Second core group")
    assert second["Latest in words"] == "Thursday 21 May 2026"


def test_print(desk: Calculator) -> None:
    """On paper the form is gone, every working open, and a stamp says from which rules and dates it comes."""
    page = desk.page
    desk.open(ISSUE_LINK)
    desk.expect_dates({"reports_for_review": "2026-06-16"})
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("form[data-part=form]")).to_be_hidden()
    expect(desk.result("first_core_group").locator(".dc-working")).to_contain_text("Good Friday")
    expect(desk.result("first_core_group").locator(".dc-working")).to_be_visible()
    stamp = page.locator("[data-part=stamp]")
    expect(stamp).to_be_visible()
    for text in (
        "North Yorkshire. Worked out as on Friday 10 April 2026, from rules 20",
        "Initial child protection conference: Thursday 26 March 2026",
        "Core group: Thursday 9 April 2026",
        "Review child protection conference: Tuesday 23 June 2026, booked",
    ):
        expect(stamp).to_contain_text(text)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(desk.result("first_core_group").locator("details")).not_to_have_attribute("open", "")
    expect(stamp).to_be_hidden()


def test_the_timeline_has_every_date_of_the_list(desk: Calculator) -> None:
    """The picture says how many dates it has, shows each, and points to the list for its text."""
    desk.open(ISSUE_LINK)
    desk.expect_dates({"reports_for_review": "2026-06-16"})
    picture = desk.page.locator("[data-part=timeline] svg")
    expect(picture).to_have_attribute("role", "img")
    expect(picture).to_have_attribute(
        "aria-label", re.compile(r"^Timeline with \d+ dates. The same dates are in")
    )
    labels = " ".join(picture.locator("text").all_text_contents())
    for text in ("Second core group", "Apr 2026", "As on Friday 10 April 2026", "Initial child protection"):
        assert text in labels, f"{text!r} is not in the picture: {labels}"
    key = desk.page.locator("[data-part=key] li")
    assert len(key.all_inner_texts()) == len(set(key.all_inner_texts())) >= 4
