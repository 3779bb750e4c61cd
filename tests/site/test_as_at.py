"""The rules of another day: chosen in the form, told with the answer, kept in a link."""

from playwright.sync_api import expect

from tests.site.calculator import Calculator
from tests.site.test_sharing import copied

AREA = "Example area (fictional)"
NOTICE = "Worked out by the rules in force on Tuesday 1 September 2026, whatever the dates."


def test_the_rules_of_another_day(desk: Calculator) -> None:
    """An August conference gets September's limit while those rules are asked for, else its own."""
    desk.open("")
    desk.choose(AREA)
    desk.type("today", "25 8 2026")
    desk.type("initial_conference", "24 8 2026")
    desk.expect_dates({"first_core_group": "2026-09-15"})
    desk.type("as_at", "1 9 2026")
    desk.expect_dates({"first_core_group": "2026-09-08"})
    notices = desk.page.locator("[data-part=notices]")
    expect(notices).to_contain_text(NOTICE)
    expect(notices).to_contain_text("A change of the rules is recorded for First core group")
    expect(notices).to_contain_text("All else is as in the editions listed")
    link = copied(desk)
    desk.type("as_at", "- - -")
    desk.expect_dates({"first_core_group": "2026-09-15"})
    expect(notices).not_to_contain_text("whatever the dates")
    desk.open(link.removeprefix(desk.address))
    desk.expect_dates({"first_core_group": "2026-09-08"})


def test_the_ready_reckoner_does_not_answer_for_another_day(calculator: Calculator) -> None:
    """Before Python runs no date is shown that was counted by the rules of the conference's own day."""
    calculator.page.route("**/*.whl", lambda route: route.abort())
    calculator.load(
        "#area=example_area&today=2026-08-25&as_at=2026-09-01&initial_conference=2026-08-24", stage="failed"
    )
    expect(calculator.page.locator("li[data-source=reckoner]")).to_have_count(0)
    empty = calculator.page.locator("[data-part=empty]")
    expect(empty).to_contain_text("does not know the rules of another day")


def test_where_no_change_is_recorded(desk: Calculator) -> None:
    """Of an area with no change on record the page says so: it does not speak for that day."""
    desk.open("#area=tees&as_at=2015-01-01&initial_conference=2026-09-10")
    expect(desk.page.locator("[data-part=notices]")).to_contain_text(
        "recorded for none of this area's limits"
    )


def test_a_day_that_is_none(desk: Calculator) -> None:
    """A day that does not exist is told beside its boxes and in the summary, and the list stays."""
    desk.open("#area=tees&today=2026-09-11&initial_conference=2026-09-10")
    desk.expect_dates({"first_core_group": "2026-09-24"})
    desk.type("as_at", "31 2 2026")
    desk.page.get_by_role("button", name="Work out the dates").click()
    problem = desk.page.locator("[data-part=errors] li")
    expect(problem).to_contain_text("rules")
    desk.expect_dates({"first_core_group": "2026-09-24"})
