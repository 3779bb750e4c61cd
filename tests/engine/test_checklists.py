"""Checklists in the engine: how an item stands, what carries over, what counts, what is due when."""

import json

import pytest

from tests.engine.sheets import BOOK, ask, board, evaluate_json, events, what_if

CONFERENCE = "2026-03-26"
DONE = {"status": "done"}


def states(sheet: dict) -> dict[str, str]:
    return {item["key"].split("/")[1]: item["state"] for item in sheet["items"]}


def ticked(bucket: str, **items) -> dict:
    return {bucket: {key.replace("__", "/"): tick for key, tick in items.items()}}


REVIEW = "review_conference-2026-06-23"
ITEMS = [
    # what it is, today, tick, facts, item, its state, its latest day
    ("a date of the rules", "2026-06-01", None, {}, "core_group_held", "waiting", "2026-06-09"),
    ("on its day", "2026-06-09", None, {}, "core_group_held", "due", "2026-06-09"),
    ("a day later", "2026-06-10", None, {}, "core_group_held", "overdue", "2026-06-09"),
    ("a limit of the list: the day before", "2026-06-22", None, {}, "invite", "due", "2026-06-22"),
    ("what it led up to has been held", "2026-06-24", None, {}, "invite", "overtaken", "2026-06-22"),
    ("ticked", "2026-06-24", DONE, {}, "invite", "done", "2026-06-22"),
    (
        "ticked in time",
        "2026-06-24",
        {"status": "done", "on": "2026-06-22"},
        {},
        "invite",
        "done",
        "2026-06-22",
    ),
    (
        "ticked late",
        "2026-06-24",
        {"status": "done", "on": "2026-06-23"},
        {},
        "invite",
        "done_late",
        "2026-06-22",
    ),
    (
        "set aside",
        "2026-06-24",
        {"status": "not_applicable", "reason": "x"},
        {},
        "invite",
        "not_applicable",
        "2026-06-22",
    ),
    ("a question not answered", "2026-06-01", None, {}, "advice", "unanswered", None),
    ("answered no", "2026-06-01", None, {"third_review": False}, "advice", "does_not_apply", None),
    ("answered yes", "2026-06-01", None, {"third_review": True}, "advice", "to_do", None),
    ("done whatever the answer", "2026-06-01", DONE, {"third_review": False}, "advice", "done", None),
]


@pytest.mark.parametrize("case", ITEMS, ids=[case[0] for case in ITEMS])
def test_how_an_item_stands(case):
    """State and latest day of one item of the list before a review on 23 June 2026."""
    _, today, tick, facts, key, state, latest = case
    held = today > "2026-06-23"
    review = "2026-06-23" if held else ("2026-06-23",)
    ticks = {REVIEW: {f"before_review/{key}": tick}} if tick else {}
    sheet = ask(
        "before_review", today, ticks, REVIEW, facts, initial_conference=CONFERENCE, review_conference=review
    )
    item = next(item for item in sheet["items"] if item["key"].endswith(f"/{key}"))
    assert (item["state"], (item["due"] or {}).get("latest")) == (state, latest), item


def test_the_bedroom_leads_up_to_its_own_conference():
    """Of the windows between conferences, the one that ends at the review of the list counts."""
    sheet = ask(
        "before_review",
        "2026-06-01",
        None,
        REVIEW,
        initial_conference=CONFERENCE,
        review_conference=[("2026-06-23",), ("2026-12-15",)],
    )
    due = next(item["due"] for item in sheet["items"] if item["key"].endswith("/bedroom_seen"))
    assert due["latest"] == "2026-06-22"


NEXT = [
    # the meeting looked at, when it was to be held itself, when the one after it is due
    ("core_group-2026-04-09", None, "2026-05-21"),
    ("core_group-2026-05-21", "2026-05-21", "2026-07-02"),
    ("core_group-2026-06-18", "2026-07-02", "2026-07-30"),
]


@pytest.mark.parametrize(("meeting", "own", "after"), NEXT, ids=[case[0] for case in NEXT])
def test_a_meeting_and_the_one_after_it(meeting, own, after):
    """Of the windows from meeting to meeting, the one that ends in this one or starts from it counts."""
    sheet = ask("rhythm", "2026-05-30", None, meeting, **MEETINGS)
    found = {item["key"].split("/")[1]: (item["due"] or {}).get("latest") for item in sheet["items"]}
    assert found == {"held_in_time": own, "book_next": after}


def test_a_date_that_was_entered_is_told_and_not_ticked():
    """An item whose date was entered in the calculator is neither overdue nor done: the reader ticks it."""
    sheet = ask(
        "every",
        "2026-05-01",
        None,
        "core_group-2026-04-09",
        initial_conference=CONFERENCE,
        core_group="2026-04-09",
        record_circulated="2026-04-14",
    )
    item = sheet["items"][0]
    assert item["state"] == "dated" and item["words"].endswith("done on Tuesday 14 April 2026")


PROGRESS = [
    # what it is, ticks of the list before a review, facts, done, of, complete
    ("nothing ticked", {}, {"third_review": False}, 0, 3, False),
    ("one done", {"invite": "done"}, {"third_review": False}, 1, 3, False),
    ("set aside is left out", {"invite": "not_applicable"}, {"third_review": False}, 0, 2, False),
    ("an open question counts as to do", {}, {}, 0, 4, False),
    ("research is left out", {"study": "done"}, {"third_review": False}, 0, 3, False),
    (
        "all",
        {"core_group_held": "done", "bedroom_seen": "done", "invite": "done"},
        {"third_review": False},
        3,
        3,
        True,
    ),
    (
        "all but one set aside",
        {"core_group_held": "done", "bedroom_seen": "done", "invite": "not_applicable"},
        {"third_review": False},
        2,
        2,
        True,
    ),
]


@pytest.mark.parametrize("case", PROGRESS, ids=[case[0] for case in PROGRESS])
def test_progress(case):
    """What counts towards the progress, and when a list is complete."""
    _, ticks, facts, done, of, complete = case
    given = {REVIEW: {f"before_review/{key}": {"status": status} for key, status in ticks.items()}}
    sheet = ask(
        "before_review",
        "2026-06-01",
        given,
        REVIEW,
        facts,
        initial_conference=CONFERENCE,
        review_conference=("2026-06-23",),
    )
    found = sheet["progress"]
    assert (found["done"], found["of"], found["complete"]) == (done, of, complete), found


A, B, C = "core_group-2026-04-09", "core_group-2026-05-21", "core_group-2026-06-18"
MEETINGS = {"initial_conference": CONFERENCE, "core_group": ["2026-04-09", "2026-05-21", ("2026-06-18",)]}
CARRIED = [
    # what it is, ticks, meeting looked at, keys under "left open", item and the meeting it is open since
    ("open at the first comes up at the second", {A: {"first/explain": DONE}}, B, ["first/dates_set"], {}),
    ("a list that nobody began leaves nothing", {}, B, [], {}),
    (
        "done at the first does not come back",
        {A: {"first/explain": DONE, "first/dates_set": DONE}},
        B,
        [],
        {},
    ),
    (
        "set aside does not come back",
        {A: {"first/explain": DONE, "first/dates_set": {"status": "not_applicable"}}},
        B,
        [],
        {},
    ),
    (
        "done at the second is still seen there",
        {A: {"first/explain": DONE}, B: {"first/dates_set": DONE}},
        B,
        ["first/dates_set"],
        {},
    ),
    (
        "done at the second does not come back",
        {A: {"first/explain": DONE}, B: {"first/dates_set": DONE}},
        C,
        [],
        {},
    ),
    ("still open at the third", {A: {"first/explain": DONE}}, C, ["first/dates_set"], {}),
    (
        "an item of the same list says since when",
        {A: {"every/talk": DONE}},
        B,
        [],
        {"record_sent": "core group of 9 April 2026"},
    ),
    (
        "through two meetings",
        {A: {"every/talk": DONE}, B: {"every/talk": DONE}},
        C,
        [],
        {"record_sent": "core group of 9 April 2026"},
    ),
    (
        "done in between",
        {A: {"every/talk": DONE}, B: {"every/record_sent": DONE}},
        C,
        [],
        {"record_sent": None, "talk": "core group of 21 May 2026"},
    ),
]


@pytest.mark.parametrize("case", CARRIED, ids=[case[0] for case in CARRIED])
def test_what_is_left_open_carries_over(case):
    """What an earlier meeting left open is seen at the next one; what was done is not."""
    _, ticks, meeting, left, since = case
    sheet = ask("every", "2026-05-30", ticks, meeting, **MEETINGS)
    assert [item["key"] for item in sheet["left"]] == left
    found = {item["key"].split("/")[1]: item["since"] for item in sheet["items"]}
    assert {key: found[key] for key in since} == since


@pytest.mark.parametrize("status", ["done", "to_do"])
def test_dissent_is_seen_again_at_the_next_meeting(status):
    """A note of dissent is shown at the next meeting, whether its item was ticked or not."""
    ticks = {A: {"every/dissent": {"status": status, "note": "The school wants weekly visits"}}}
    notes = ask("every", "2026-05-30", ticks, B, **MEETINGS)["notes"]
    assert [(note["key"], note["since"], note["note"]) for note in notes] == [
        ("every/dissent", "core group of 9 April 2026", "The school wants weekly visits")
    ]


def test_an_unseen_bedroom_carries_over():
    """Left unticked before one review, the bedroom says so before the next."""
    reviews = ["2026-06-23", ("2026-12-15",)]
    ticks = {REVIEW: {"before_review/invite": DONE}}
    sheet = ask(
        "before_review",
        "2026-07-01",
        ticks,
        "review_conference-2026-12-15",
        {},
        initial_conference=CONFERENCE,
        review_conference=reviews,
    )
    found = next(item for item in sheet["items"] if item["key"].endswith("/bedroom_seen"))
    assert found["since"] == "review conference of 23 June 2026"


def test_a_retired_item_is_gone_unless_it_was_ticked():
    """An item that no longer holds is not asked nor counted; a tick on it says until when it was."""
    before = ask("whole", "2026-04-10", initial_conference=CONFERENCE)
    assert before["retired"] == [] and "old" not in states(before)
    sheet = ask("whole", "2026-04-10", ticked("case", whole__old=DONE), initial_conference=CONFERENCE)
    assert "old" not in states(sheet) and sheet["progress"]["done"] == 0
    assert sheet["retired"] == [
        {
            "key": "whole/old",
            "action": "Old",
            "words": "Done",
            "ended": "Thursday 1 January 2026",
            "now": "Explained",
        }
    ]
    assert "old" in states(ask("whole", "2025-12-31", initial_conference="2025-12-01"))


UNPLACED = [
    # what it is, where and what was ticked, whether some list shows it
    ("at its meeting", A, "every/dissent", True),
    ("left over from the first, ticked at a later one", B, "first/dates_set", True),
    ("before the next has a date", "next/review_conference", "before_review/invite", True),
    ("of a meeting that was taken out", "gone/core_group-2026-03-01", "every/dissent", False),
    ("of a list that the area does not have", "case", "home_visit/at_home", False),
    ("of an item that the list does not have", "case", "whole/never", False),
]


@pytest.mark.parametrize("case", UNPLACED, ids=[case[0] for case in UNPLACED])
def test_what_no_list_shows_is_named(case):
    """A tick with no place on any list is named on the board, so that it can be shown with the case."""
    _, bucket, key, shown = case
    request = {"id": "c", "area": "here", "events": events(**MEETINGS), "ticks": {bucket: {key: DONE}}}
    found = board({"today": "2026-05-30", "cases": [request]}, BOOK)["cases"][0]
    assert [(item["bucket"], item["key"]) for item in found["unplaced"]] == ([] if shown else [(bucket, key)])


def test_without_a_date_the_list_says_when_in_words():
    """Before the meeting has a date its list can be used, and each limit stands in words."""
    sheet = ask(
        "before_review",
        "2026-04-10",
        ticked("next/review_conference", before_review__invite=DONE),
        initial_conference=CONFERENCE,
    )
    assert sheet["meeting"]["bucket"] == "next/review_conference" and states(sheet)["invite"] == "done"
    due = sheet["items"][0]["due"]
    assert due["latest"] is None and due["words"] == "2 weeks before each review_conference".replace("_", " ")


def test_the_board_counts_what_is_open():
    """Overdue dates count, and an item that one of them says counts once."""
    case = {
        "id": "one",
        "area": "here",
        "events": events(initial_conference=CONFERENCE, core_group=["2026-04-09"], visit="2026-04-01"),
        "ticks": {A: {"every/dissent": DONE}},
    }
    found = board({"today": "2026-04-17", "cases": [case, {"id": "bad", "area": "nowhere"}]}, BOOK)["cases"]
    assert (found[0]["overdue"], found[0]["due"]) == (2, 0), found[0]["entries"]
    assert [(item["kind"], item["title"]) for item in found[0]["entries"] if item["status"] == "overdue"] == [
        ("date", "Visit"),
        ("date", "Record"),
    ]
    assert found[1]["error"]["field"] == "area"


def test_what_if_names_every_move_and_who_is_told():
    """A moved core group and review: old and new dates, who is told, and what would be late."""
    now = events(initial_conference=CONFERENCE, core_group=("2026-05-21",), review_conference=("2026-06-23",))
    then = events(
        initial_conference=CONFERENCE, core_group=("2026-05-21",), review_conference=("2026-06-23",)
    )
    then["core_group"][0]["booked"], then["review_conference"][0]["booked"] = "2026-06-05", "2026-06-16"
    found = what_if({"area": "here", "today": "2026-04-10", "events": now, "then": {"events": then}}, BOOK)
    moves = {move["title"]: (move["old"]["latest"], move["new"]["latest"]) for move in found["moves"]}
    assert moves == {
        "Before review": ("2026-06-09", "2026-06-02"),
        "Bedroom": ("2026-06-22", "2026-06-15"),
        "Next group": ("2026-07-02", "2026-07-17"),
        "Record": ("2026-05-29", "2026-06-12"),
    }
    assert [(item["event"], [one["statement"] for one in item["tell"]]) for item in found["moved"]] == [
        ("core_group", ["Write to all."]),
        ("review_conference", []),
    ]
    assert [item["title"] for item in found["late"]] == ["Before review"]


BAD = [
    ({"ticks": ["x"]}, "ticks"),
    ({"ticks": {"a b": {}}}, "ticks.a b"),
    ({"ticks": {"case": {"whole": {}}}}, "ticks.case.whole"),
    ({"ticks": {"case": {"whole/x": {"status": "doen"}}}}, "ticks.case.whole/x.status"),
    ({"ticks": {"case": {"whole/x": {"on": "2026-02-30"}}}}, "ticks.case.whole/x.on"),
    ({"ticks": {"case": {"whole/x": {"note": "x" * 1_000_001}}}}, "ticks.case.whole/x.note"),
    ({"list": "evry"}, "list"),
    ({"list": "every", "bucket": "nothing"}, "bucket"),
]


@pytest.mark.parametrize(("change", "field"), BAD, ids=[field for _, field in BAD])
def test_what_cannot_be_used_is_refused(change, field, monkeypatch):
    """A request that is not right names the field and the remedy."""
    monkeypatch.setattr("checklists.engine.door._book", BOOK)
    request = {"do": "checklists", "area": "here", "today": "2026-04-10", "events": {}, **change}
    reply = json.loads(evaluate_json(json.dumps(request)))
    assert not reply["ok"] and reply["error"]["field"] == field and reply["error"]["remedy"], reply


def test_the_table_takes_no_formula(monkeypatch):
    """A note that would start a formula is text in the exported table, and the table says what it is not."""
    monkeypatch.setattr("checklists.engine.door._book", BOOK)
    request = {
        "do": "checklist_csv",
        "area": "here",
        "today": "2026-04-10",
        "list": "whole",
        "nickname": "=Robin",
        "events": events(initial_conference=CONFERENCE),
        "ticks": {
            "case": {"whole/explained": {"status": "done", "note": "=cmd|' /C calc'!A0", "by": "@LSW"}}
        },
    }
    text = json.loads(evaluate_json(json.dumps(request)))["value"]["text"]
    assert (
        "\"'=cmd|" in text and '"\'@LSW"' in text and "\"'=Robin" in text and "not the child's record" in text
    )


def test_an_export_of_a_list_says_that_its_source_is_to_be_checked(monkeypatch):
    """Once the source is past its own review date the table says so, and what Word is made of."""
    monkeypatch.setattr("checklists.engine.door._book", BOOK)
    request = {"area": "here", "today": "2026-04-10", "list": "whole", "events": {}}
    said = "Check the procedure in force: Here is past its own review date, March 2026"
    for today, expected in (("2026-04-10", [said]), ("2026-03-10", [])):
        replies = [
            json.loads(evaluate_json(json.dumps({**request, "today": today, "do": do})))["value"]
            for do in ("checklists", "checklist_csv")
        ]
        assert replies[0]["check"] == expected
        assert (said in replies[1]["text"]) is bool(expected)
