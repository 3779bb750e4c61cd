"""Readings: what the others give, and the dates that are safe under all of them."""

from tests.engine.rulebook import ask, deadline, windows

FIRST = deadline(
    "first",
    "first core_group",
    "10 working days after initial_conference",
    "1 day after initial_conference",
    readings=[("same_day", {"earliest": "at initial_conference"})],
)


def test_each_reading_gives_its_own_date():
    """The other reading and the other way of counting are shown with what they give."""
    item = windows(ask(FIRST, initial_conference="2026-03-26"), "first")[0]
    given = {
        reading["id"]: (reading["earliest"], reading["latest"], reading["convention"])
        for reading in item["readings"]
    }
    assert given["same_day"] == ("2026-03-26", "2026-04-13", False)
    assert given["day_1"][1:] == ("2026-04-10", True)


def test_safe_dates_hold_under_every_reading():
    """The safe latest is the earliest latest day, the safe earliest the latest earliest day."""
    item = windows(ask(FIRST, initial_conference="2026-03-26"), "first")[0]
    assert (item["safe_earliest"], item["safe_latest"]) == ("2026-03-27", "2026-04-10")


def test_a_later_reading_is_not_offered_as_safe():
    """Three months counted as 91 days fall on 1 March; the safe date stays 28 February."""
    rule = deadline("review", "first review_conference", "3 months after initial_conference")
    item = windows(ask(rule, today="2026-12-01", initial_conference="2026-11-30"), "review")[0]
    assert (item["latest"], item["last_working_day"], item["safe_latest"]) == (
        "2027-02-28",
        "2027-02-26",
        "2027-02-28",
    )
    assert [reading["latest"] for reading in item["readings"]] == ["2027-03-01"]


def test_readings_and_ways_of_counting_combine():
    """A date is safe under another reading counted the other way too."""
    rule = deadline(
        "signed",
        "agreement_returned",
        "20 working days after initial_conference",
        readings=[("sooner", {"latest": "10 working days after initial_conference"})],
    )
    item = windows(ask(rule, initial_conference="2026-03-26"), "signed")[0]
    assert item["safe_latest"] == "2026-04-10"


def test_an_unknown_limit_may_have_a_known_reading():
    """Where the limit taken has no date but another reading has, that is the safe date."""
    rule = deadline(
        "assessment",
        "visit",
        "not known",
        readings=[("other", {"latest": "35 working days after strategy_discussion"})],
    )
    item = windows(ask(rule, strategy_discussion="2026-03-02"), "assessment")[0]
    assert (item["status"], item["latest"], item["safe_latest"]) == ("not_known", None, "2026-04-21")
