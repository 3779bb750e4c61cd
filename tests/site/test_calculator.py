"""The calculator end to end: what a reader types, and what the list then says."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.site.calculator import ISSUE_LINK, STARTS, Calculator


def test_north_yorkshire_from_first_click_to_last_date(calculator: Calculator) -> None:
    """As on 10 April 2026, a conference of 26 March gives what the procedures of North Yorkshire ask for."""
    calculator.load()
    calculator.choose("North Yorkshire")
    calculator.type("today", "10 4 2026")
    for box, text in zip(calculator.boxes("initial_conference").all(), ("26", "3", "2026"), strict=True):
        box.press_sequentially(text)
    first = calculator.result("first_core_group")
    expect(first).to_have_attribute("data-source", "engine", timeout=STARTS)
    calculator.expect_dates({"first_core_group": "2026-04-13"})
    expect(first).to_contain_text("By Monday 13 April 2026")
    expect(first).to_contain_text("Safe under every reading: by Friday 10 April 2026")
    expect(first).to_have_attribute("data-status", "waiting")
    working = calculator.working("first_core_group")
    expect(working.locator(".dc-skipped", has_text="Friday 3 April 2026 (Good Friday)")).to_be_visible()
    expect(working.locator(".dc-skipped", has_text="Monday 6 April 2026 (Easter Monday)")).to_be_visible()
    expect(working).to_contain_text("Day 0: Thursday 26 March 2026")
    calculator.type("core_group", "9 4 2026")
    calculator.type("review_conference", "23 6 2026")
    calculator.expect_dates(
        {
            "second_core_group": "2026-05-21",
            "core_group_before_review": "2026-06-09",
            "reports_for_review": "2026-06-16",
        }
    )
    expect(first).to_have_attribute("data-status", "met")
    expect(first).to_contain_text("Done on Thursday 9 April 2026")
    expect(working, "the count that was opened stays open").to_have_attribute("open", "")


def test_luton_has_no_unsafe_first_of_march(desk: Calculator) -> None:
    """From 30 November 2026 the first review is by a Sunday: Friday is offered, and 1 March never as safe."""
    desk.choose("Luton")
    desk.type("initial_conference", "30 11 2026")
    desk.expect_dates({"first_review": "2027-02-28"})
    line = desk.result("first_review")
    expect(line).to_contain_text("By Sunday 28 February 2027")
    expect(line).to_contain_text("Day to aim for: Friday 26 February 2027")
    safe = " ".join(line.locator(".dc-safe, .dc-aim").all_inner_texts())
    assert "March" not in safe, f"offered as safe or to aim for: {safe}"
    details = desk.working("first_review")
    offered = [text for text in details.locator("li, p").all_inner_texts() if "1 March 2027" in text]
    assert all("Read the other way" in text or "gives" in text for text in offered), offered
    expect(desk.page.locator("[data-part=notices]")).to_contain_text("past its own review date")
    expect(line).to_contain_text("Source past its own review date")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (["26", "3", "2026"], "Thursday 26 March 2026: held"),
        (["26th", "march", "2026"], "Thursday 26 March 2026: held"),
        ([" 26", "Mar.", "2026 "], "Thursday 26 March 2026: held"),
        (["26/3/2026"], "Thursday 26 March 2026: held"),
        (["2026-03-26"], "Thursday 26 March 2026: held"),
        (["Thursday 26 March 2026"], "Thursday 26 March 2026: held"),
        (["1", "12", "2026"], "Tuesday 1 December 2026: booked"),
        (["23", "11", "2026"], "Monday 23 November 2026: held"),
    ],
)
def test_a_date_is_taken_as_people_write_it(desk: Calculator, text: list[str], said: str) -> None:
    """Beside the boxes stands at once which day was understood, and whether it counts as held or booked."""
    boxes = desk.boxes("initial_conference")
    for index, part in enumerate(text):
        boxes.nth(index).fill(part)
    expect(desk.event("initial_conference").locator(".dc-said"), f"typed {text}").to_have_text(said)


def test_the_list_follows_every_edit(desk: Calculator) -> None:
    """A changed date changes the list, an emptied one takes its dates away, a half-typed one does nothing."""
    desk.open(ISSUE_LINK)
    desk.expect_dates({"first_core_group": "2026-04-13", "second_core_group": "2026-05-21"})
    desk.boxes("core_group").nth(0).fill("8")
    desk.expect_dates({"second_core_group": "2026-05-20"})
    desk.boxes("core_group").nth(2).fill("20")
    desk.expect_dates({"second_core_group": "2026-05-20"})
    for index in range(3):
        desk.boxes("core_group").nth(index).fill("")
    expect(desk.result("second_core_group")).to_have_attribute("data-status", "not_started")
    desk.type("initial_conference", "25 3 2026")
    desk.expect_dates({"first_core_group": "2026-04-10"})


def test_core_groups_can_be_added_and_removed(desk: Calculator) -> None:
    """Each further core group is a date of its own, and moves the next one."""
    desk.open(ISSUE_LINK)
    desk.page.get_by_role("button", name="Add another core group").click()
    expect(desk.boxes("core_group", 2).first).to_be_focused()
    desk.type("core_group", "5 5 2026", number=2)
    expect(desk.event("core_group").locator("legend")).to_have_text(["Core group 1", "Core group 2"])
    events = {
        "initial_conference": [{"held": "2026-03-26"}],
        "core_group": [{"held": "2026-04-09"}, {"booked": "2026-05-05"}],
        "review_conference": [{"booked": "2026-06-23"}],
    }
    request = {"area": "north_yorkshire", "today": "2026-04-10", "events": events}
    expect(desk.result("second_core_group")).to_contain_text("Booked for Tuesday 5 May 2026")
    desk.expect_answer(request)
    desk.page.get_by_role("button", name="Remove core group 2").click()
    expect(desk.result("second_core_group")).not_to_contain_text("Booked for")
    events["core_group"].pop()
    desk.expect_answer(request)


CASES = [
    ("north_yorkshire", "2026-04-10", ISSUE_LINK.split("&", 2)[2], None),
    ("north_yorkshire", "2026-07-01", "initial_conference=2026-03-26&fact.third_review=yes", None),
    ("luton", "2026-11-30", "initial_conference=2026-11-30", None),
    (
        "luton",
        "2026-12-20",
        "initial_conference=2026-11-30&core_group=2026-12-09&fact.looked_after=yes",
        None,
    ),
    ("bedfordshire", "2026-05-01", "initial_conference=2026-03-26&core_group=2026-04-09", None),
    (
        "bedfordshire",
        "2026-05-01",
        "initial_conference=2026-03-26&core_group=2026-04-09&set.next_core_group=4+weeks",
        {"next_core_group": {"every": "4 weeks"}},
    ),
    ("milton_keynes", "2026-05-01", "initial_conference=2026-03-26&core_group=2026-04-09", None),
    ("tees", "2026-05-01", "initial_conference=2026-03-26&core_group=2026-04-09,2026-05-12", None),
]


@pytest.mark.parametrize(("area", "today", "entered", "intervals"), CASES)
def test_a_link_opens_what_the_engine_answers(
    desk: Calculator, area: str, today: str, entered: str, intervals: dict | None
) -> None:
    """What the page shows for a link is, line by line, what the engine answers in CPython."""
    desk.open(f"#area={area}&today={today}&{entered}")
    request: dict = {"area": area, "today": today, "events": {}, "facts": {}}
    for pair in entered.split("&"):
        key, value = pair.split("=")
        if key.startswith("fact."):
            request["facts"][key.removeprefix("fact.")] = value == "yes"
        elif not key.startswith("set."):
            days = request["events"].setdefault(key, [])
            days += [{"held" if day <= today else "booked": day} for day in value.split(",")]
    if intervals:
        request["set_by_conference"] = intervals
    desk.expect_answer(request)


def test_another_area_keeps_the_dates(desk: Calculator) -> None:
    """Dates stay when the area changes, and come back when it changes back, though the other does not ask."""
    desk.open(ISSUE_LINK)
    desk.expect_dates({"reports_for_review": "2026-06-16"})
    desk.choose("Tees")
    expect(desk.event("review_conference")).not_to_be_attached()
    expect(desk.boxes("initial_conference").nth(0)).to_have_value("26")
    expect(desk.result("reports_for_review")).to_have_count(0)
    desk.choose("North Yorkshire")
    expect(desk.boxes("review_conference").nth(0)).to_have_value("23")
    desk.expect_dates({"reports_for_review": "2026-06-16"})


def test_an_interval_that_the_conference_set(desk: Calculator) -> None:
    """A visit every nine days, set by the conference, takes the place of the area's limit, and says so."""
    desk.open("#area=north_yorkshire&today=2026-04-10&initial_conference=2026-03-26&visit=2026-04-08")
    before = desk.result("child_visit", 2)
    expect(before).to_have_attribute("data-source", "engine")
    usual = before.get_attribute("data-latest")
    group = desk.page.locator("[data-group=intervals]")
    group.locator("> summary").click()
    every = group.locator("[data-interval=child_visit]")
    every.get_by_label("Every").fill("9")
    every.get_by_label("Unit").select_option("days")
    every.get_by_label("Who authorised it?").select_option(label="conference chair")
    expect(desk.result("child_visit", 2)).to_have_attribute("data-latest", "2026-04-17")
    assert usual != "2026-04-17"
    expect(desk.result("child_visit", 2)).to_contain_text(re.compile("conference", re.IGNORECASE))


def test_without_an_interval_bedfordshires_next_core_group_has_no_date(desk: Calculator) -> None:
    """It is as the conference set it: a date comes with the interval, never from six weeks."""
    desk.open("#area=bedfordshire&today=2026-05-01&initial_conference=2026-03-26&core_group=2026-04-09")
    line = desk.result("next_core_group")
    expect(line).to_have_attribute("data-latest", "")
    expect(line).to_contain_text("As set by the child protection conference")
    desk.page.locator("[data-group=intervals] > summary").click()
    desk.page.locator("[data-interval=next_core_group]").get_by_label("Every").fill("4")
    desk.expect_dates({"next_core_group": "2026-05-07"})


def test_an_answer_switches_a_limit_on(desk: Calculator) -> None:
    """North Yorkshire's advice before the third review gets its date when the next review is the third."""
    desk.open(
        "#area=north_yorkshire&today=2026-04-10&initial_conference=2026-03-26&review_conference=2026-06-23"
    )
    expect(desk.result("long_plan_advice")).to_have_attribute("data-latest", "")
    desk.page.locator("[data-group=facts] > summary").click()
    desk.page.locator("[data-fact=third_review]").get_by_label("Yes").check()
    desk.expect_dates({"long_plan_advice": "2026-06-22"})
    desk.page.locator("[data-fact=third_review]").get_by_label("Not answered").check()
    expect(desk.result("long_plan_advice")).to_have_attribute("data-latest", "")


def test_arranged_but_not_held(desk: Calculator) -> None:
    """A core group whose day has passed can be said not to have taken place; then it meets nothing."""
    desk.open(ISSUE_LINK)
    expect(desk.result("first_core_group")).to_have_attribute("data-status", "met")
    desk.event("core_group").get_by_label("It was arranged for this day but not held").check()
    expect(desk.result("first_core_group")).to_have_attribute("data-status", "waiting")
    expect(desk.event("core_group").locator(".dc-said")).to_have_text(
        "Thursday 9 April 2026: booked, not held"
    )


def test_another_day_counts_as_today(desk: Calculator) -> None:
    """The day to work out as on changes what is overdue, is said above the list, and can be emptied again."""
    desk.open("#area=north_yorkshire&today=2026-04-10&initial_conference=2026-03-26")
    banner = desk.page.locator("[data-part=as-on]")
    expect(banner).to_have_text("Worked out as on Friday 10 April 2026, not as on today.")
    expect(desk.result("first_core_group")).to_contain_text("Due in 3 days")
    desk.type("today", "20 4 2026")
    expect(desk.result("first_core_group")).to_have_attribute("data-status", "overdue")
    for index in range(3):
        desk.boxes("today").nth(index).fill("")
    expect(banner).to_be_hidden()
    expect(desk.result("first_core_group")).to_contain_text("Monday 13 April 2026")


def test_clearing_the_form(desk: Calculator) -> None:
    """Everything that was entered goes, the list with it."""
    desk.open(ISSUE_LINK)
    desk.expect_dates({"first_core_group": "2026-04-13"})
    desk.page.get_by_role("button", name="Clear the form").click()
    expect(desk.page.locator("li[data-deadline]")).to_have_count(0)
    for key in ("initial_conference", "core_group", "review_conference"):
        expect(desk.boxes(key).nth(0), key).to_have_value("")
    expect(desk.page.locator("[data-part=picture]")).to_be_hidden()


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Auckland", "24"), ("Europe/London", "23"), ("America/Los_Angeles", "23")],
)
def test_today_is_the_day_on_the_readers_device(
    make_context: Callable[..., BrowserContext], site_url: str, zone: str, day: str
) -> None:
    """At noon in London it is the next day in Auckland: *Today* enters the day of the device, as held."""
    context = make_context(timezone_id=zone)
    calculator = Calculator(context.new_page(), site_url)
    calculator.load()
    calculator.event("initial_conference").get_by_role("button", name="Today as the date of").click()
    expect(calculator.boxes("initial_conference").nth(0), zone).to_have_value(day)
    expect(calculator.event("initial_conference").locator(".dc-said"), zone).to_contain_text(": held")
    context.close()


OLD = "Child Protection Plans and Core Groups"
CHECK = "Check the procedure in force before you act on a date"


@pytest.mark.parametrize(
    ("area", "checked", "noted", "silent"),
    [
        (
            "bedfordshire",
            [f"{OLD} is superseded."],
            [],
            "No time between the initial conference and the first",
        ),
        (
            "luton",
            [
                "of core groups is under review and past its own review date, September 2013.",
                f"{OLD} is superseded.",
            ],
            [],
            "it falls under the limit for the next core group",
        ),
        (
            "tees",
            [],
            ["Child Protection Plan & Core Group is undated."],
            "No time is given. The group may ask",
        ),
        (
            "milton_keynes",
            [],
            ["Planning & Implementation is undated."],
            "The section on core groups is not in this copy.",
        ),
        ("example_area", [], [], None),
    ],
)
def test_the_list_says_what_it_rests_on_and_what_it_lacks(
    desk: Calculator, area: str, checked: list[str], noted: list[str], silent: str | None
) -> None:
    """Each source says once how far to trust it; what no date is given for stands below the list."""
    page = desk.page
    desk.open(f"#area={area}&today=2026-11-28&initial_conference=2026-11-18")
    notices = page.locator("[data-part=notices]")
    expect(page.locator("[data-part=undated] li, [data-part=dated] li").first).to_be_visible()
    box = notices.locator(".dc-notice", has_text=CHECK)
    expect(box).to_have_count(1 if checked else 0)
    if checked:
        expect(box.locator("p")).to_contain_text([CHECK, *checked])
    expect(notices.locator(":scope > .dc-small")).to_contain_text(noted)
    expect(notices.locator(":scope > .dc-small")).to_have_count(len(noted))
    for link in notices.get_by_role("link").all():
        assert page.request.get(link.evaluate("(link) => link.href")).ok
    without = page.get_by_role("heading", name="What these procedures give no date for")
    if silent:
        expect(without).to_be_visible()
        expect(page.locator("[data-part=silent]")).to_contain_text(silent)
    else:
        expect(without).to_be_hidden()


def test_an_area_without_a_date_says_why(desk: Calculator) -> None:
    """Milton Keynes' copy lacks the section: its results say so above all else, and lead to its page."""
    desk.open("#area=milton_keynes&today=2026-11-28&initial_conference=2026-11-18")
    first = desk.page.locator("[data-part=notices] > *").first
    expect(first).to_contain_text(
        "No date can be worked out from what you entered. The copy read covers the plan alone."
    )
    link = first.get_by_role("link", name="What the procedures of Milton Keynes say")
    assert (link.get_attribute("href") or "").endswith("/areas/milton-keynes/")
    desk.type("core_group", "10 12 2026")
    desk.expect_dates({"core_group_record": "2026-12-17"})
    expect(desk.page.locator("[data-part=notices]")).not_to_contain_text("No date can be worked out")


def test_no_way_above_the_list_leads_nowhere(calculator: Calculator) -> None:
    """Each leads to what is shown: where every deadline has a date, none leads to those without."""

    def one_deadline(route: Route) -> None:
        rules = route.fetch().json()
        area = rules["areas"]["tees"]
        area["deadlines"] = [item for item in area["deadlines"] if item["key"] == "first_core_group"]
        route.fulfill(json=rules)

    page = calculator.page
    ways = page.locator("[data-part=ways] button:visible")
    for every, count in ((True, 4), (False, 3)):
        if not every:
            page.route("**/rules/tees.json*", one_deadline)
        calculator.load("#area=tees&today=2026-04-01&initial_conference=2026-03-26", stage="ready")
        calculator.expect_dates({"first_core_group": "2026-04-13"})
        expect(ways).to_have_count(count)
        for way in ways.all():
            expect(page.locator(f"#{way.get_attribute('data-to')}")).to_be_visible()
