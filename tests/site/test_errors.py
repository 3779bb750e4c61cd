"""What the form says about dates that cannot be, where it says it, and when."""

import pytest
from playwright.sync_api import Locator, expect

from tests.site.calculator import ISSUE_LINK, Calculator

CONFERENCE = "Date of the initial child protection conference"


def summary(desk: Calculator) -> Locator:
    """The list of errors at the top."""
    return desk.page.locator("[data-part=errors]")


def beside(desk: Calculator, key: str) -> Locator:
    """The error beside an event's first date."""
    return desk.event(key).locator("fieldset.dc-date").first.locator(".dc-error")


@pytest.mark.parametrize(
    ("typed", "message", "box"),
    [
        ("31 2 2026", f"{CONFERENCE} must be a real date", "day"),
        ("29 2 2026", f"{CONFERENCE} must be a real date", "day"),
        ("26 - 2026", f"{CONFERENCE} must include a month", "month"),
        ("26 - -", f"{CONFERENCE} must include a month and a year", "month"),
        ("- 3 2026", f"{CONFERENCE} must include a day", "day"),
        ("26 3 26", f"{CONFERENCE} must have a year of 4 numbers", "year"),
        ("26 13 2026", f"{CONFERENCE} must be a real date: the month is not one", "month"),
        # Only the engine knows the years that it takes: its refusal comes after the button was pressed.
        ("26 3 1890", "The year 1890 is out of range: enter a date from 1990 to 2099", "day"),
    ],
)
def test_a_date_that_cannot_be(desk: Calculator, typed: str, message: str, box: str) -> None:
    """The same words stand beside the field and at the top, where the focus goes; a link leads to the box."""
    page = desk.page
    desk.type("initial_conference", typed)
    desk.submit()
    expect(summary(desk), typed).to_be_focused()
    expect(page).to_have_title("Error: Work out dates - Core Group Handbook")
    expect(summary(desk).get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(summary(desk).get_by_role("link"), typed).to_have_text([message])
    expect(beside(desk, "initial_conference"), typed).to_have_text(f"Error: {message}")
    wrong = desk.event("initial_conference").locator(f"[data-box={box}]")
    expect(wrong, f"the {box} is marked for {typed}").to_have_attribute("aria-invalid", "true")
    described = desk.event("initial_conference").locator("fieldset").get_attribute("aria-describedby") or ""
    assert (beside(desk, "initial_conference").get_attribute("id") or "-") in described.split()
    summary(desk).get_by_role("link").click()
    expect(wrong, f"the link of {typed} leads to the {box}").to_be_focused()


def test_putting_it_right_takes_the_error_away(desk: Calculator) -> None:
    """When the date is right the error goes from beside it and from the top, and the dates come."""
    desk.type("initial_conference", "31 2 2026")
    desk.submit()
    expect(summary(desk)).to_be_visible()
    desk.type("initial_conference", "26 3 2026")
    desk.expect_dates({"first_core_group": "2026-04-13"})
    expect(beside(desk, "initial_conference")).to_be_hidden()
    expect(summary(desk)).to_be_hidden()
    expect(desk.page).to_have_title("Work out dates - Core Group Handbook")


def test_nothing_is_said_while_a_date_is_typed(desk: Calculator) -> None:
    """A half-typed date is silent; what is wrong with it is said when the reader leaves it."""
    boxes = desk.boxes("initial_conference")
    boxes.nth(0).press_sequentially("31")
    boxes.nth(1).press_sequentially("2")
    expect(beside(desk, "initial_conference")).to_be_hidden()
    boxes.nth(2).press_sequentially("2026")
    expect(beside(desk, "initial_conference")).to_be_hidden()
    desk.boxes("core_group").nth(0).focus()
    expect(beside(desk, "initial_conference")).to_be_visible()
    expect(summary(desk)).to_be_hidden()
    expect(desk.boxes("initial_conference").nth(0)).to_have_value("31")


@pytest.mark.parametrize(
    ("area", "message", "focus"),
    [
        ("", "Choose an area", "#area"),
        (
            "North Yorkshire",
            f"Enter the {CONFERENCE[0].lower()}{CONFERENCE[1:]}",
            "#initial_conference-1-day",
        ),
    ],
)
def test_an_empty_form(desk: Calculator, area: str, message: str, focus: str) -> None:
    """Asked for dates with nothing entered, the form says what to enter first."""
    desk.page.locator("#area").select_option(label=area or "Choose an area")
    desk.submit()
    expect(summary(desk)).to_be_focused()
    expect(summary(desk).get_by_role("link")).to_have_text([message])
    summary(desk).get_by_role("link").click()
    expect(desk.page.locator(focus)).to_be_focused()


def test_several_errors_in_the_order_of_the_page(desk: Calculator) -> None:
    """Every error is listed in the order in which the reader meets the fields, closed groups included."""
    desk.type("review_conference", "1 - 2026")
    desk.type("initial_conference", "31 2 2026")
    desk.type("visit", "32 1 2026")
    desk.page.locator("details.dc-group[open] > summary").first.click()
    desk.submit()
    expect(summary(desk).get_by_role("link")).to_have_text(
        [
            f"{CONFERENCE} must be a real date",
            "Date of the review child protection conference must include a month",
            "Date of the visit to the child must be a real date",
        ]
    )
    expect(desk.boxes("visit").first, "the group that holds an error opens").to_be_visible()


REFUSED = [
    (
        "review_conference",
        "25 3 2026",
        "The review on Wednesday 25 March 2026 is on or before the day the plan started, "
        "Thursday 26 March 2026: correct one of the two dates",
    ),
    (
        "plan_ended",
        "2 3 2026",
        "Monday 2 March 2026 is before the day the plan started, Thursday 26 March 2026"
        ": correct one of the two dates",
    ),
]


@pytest.mark.parametrize(("key", "typed", "message"), REFUSED)
def test_dates_that_contradict_each_other(desk: Calculator, key: str, typed: str, message: str) -> None:
    """What the engine refuses is said at its field, the list is marked as out of date, and both recover."""
    desk.open("#area=north_yorkshire&today=2026-04-10&initial_conference=2026-03-26")
    desk.expect_dates({"first_core_group": "2026-04-13"})
    desk.type(key, typed)
    expect(beside(desk, key)).to_have_text(f"Error: {message}")
    notices = desk.page.locator("[data-part=notices]")
    expect(notices).to_contain_text("These dates are out of date.")
    expect(notices).to_contain_text(message)
    expect(summary(desk), "nobody asked yet").to_be_hidden()
    desk.submit()
    expect(summary(desk)).to_be_focused()
    expect(summary(desk).get_by_role("link")).to_have_text([message])
    desk.type(key, "1 6 2026")
    expect(beside(desk, key)).to_be_hidden()
    expect(notices).not_to_contain_text("out of date")
    expect(summary(desk)).to_be_hidden()


def test_the_second_of_several_dates_is_the_one_marked(desk: Calculator) -> None:
    """When one of two reviews cannot be, the error stands at that one, in whatever order they were typed."""
    desk.open(ISSUE_LINK)
    desk.page.get_by_role("button", name="Add another review child protection conference").click()
    desk.type("review_conference", "2 3 2026", number=2)
    fields = desk.event("review_conference").locator("fieldset.dc-date")
    expect(fields.nth(1).locator(".dc-error")).to_contain_text("Monday 2 March 2026")
    expect(fields.nth(0).locator(".dc-error")).to_be_hidden()


def test_something_only_done_cannot_lie_ahead(desk: Calculator) -> None:
    """A record cannot have been circulated on a day to come: the form says that the day lies ahead."""
    desk.open("#area=luton&today=2026-12-20&initial_conference=2026-11-30&core_group=2026-12-09")
    desk.type("record_circulated", "24 12 2026")
    expect(desk.event("record_circulated").locator(".dc-said").first).to_have_text(
        "Thursday 24 December 2026: in the future"
    )
    expect(desk.result("core_group_record")).not_to_have_attribute("data-status", "met")


def test_a_date_left_half_typed_is_named_as_left_out(desk: Calculator) -> None:
    """The list says which date it leaves out, so that nobody takes it for complete."""
    desk.open("#area=north_yorkshire&today=2026-04-10&initial_conference=2026-03-26")
    desk.type("core_group", "9 4 -")
    desk.leave()
    expect(desk.page.locator("[data-part=notices]")).to_contain_text(
        "Left out until it is complete: core group."
    )
    desk.expect_dates({"first_core_group": "2026-04-13"})


def test_a_remark_is_no_error(desk: Calculator) -> None:
    """A conference on a Sunday gets its dates with a remark: it is unlikely, not impossible."""
    desk.open("#area=north_yorkshire&today=2026-04-10&initial_conference=2026-03-29")
    notices = desk.page.locator("[data-part=notices]")
    expect(notices).to_contain_text("The initial conference is on a Sunday: check the date.")
    expect(desk.result("first_core_group")).to_be_visible()
    expect(beside(desk, "initial_conference")).to_be_hidden()
