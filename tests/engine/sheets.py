"""A small area with checklists for the tests of the engine."""

import json

from checklists.engine import checklists, evaluate_json, read_bundle
from checklists.engine.board import board
from checklists.engine.changes import what_if
from tests.engine import rulebook

DEADLINES = [
    rulebook.deadline("record", "record_circulated", latest="5 working days after each core_group"),
    rulebook.deadline("bedroom", "bedroom_seen", latest="before next conference after each conference"),
    rulebook.deadline("before_review", "last core_group", latest="2 weeks before each review_conference"),
    rulebook.deadline(
        "next_group",
        "core_group",
        latest="6 weeks after previous core_group",
        or_set_by=["conference", "core_group"],
    ),
    rulebook.deadline("visit", "visit", latest="2 weeks after previous visit or plan_started"),
]


def item(key: str, section: str = "at", **more) -> dict:
    """One item as the bundle holds it."""
    return {
        "key": key,
        "section": section,
        "action": key.replace("_", " ").capitalize(),
        "cites": ["here#1"],
        "responsible": "first_line_manager",
        "strength": "should",
        "prompt": False,
        "deadline": None,
        "due": None,
        "when": None,
        "not_applicable": False,
        "carries": False,
        "note": None,
        "ended": None,
        "replaced_by": None,
        **more,
    }


def checklist(key: str, on: str | None, *items: dict, takes_up=()) -> dict:
    """One checklist as the bundle holds it."""
    return {
        "key": key,
        "title": key.replace("_", " ").capitalize(),
        "for": on,
        "takes_up": list(takes_up),
        "sections": [{"key": "at", "title": "At the meeting"}],
        "items": list(items),
    }


LISTS = [
    checklist(
        "before_review",
        "each review_conference",
        item("core_group_held", deadline="before_review"),
        item("bedroom_seen", deadline="bedroom", carries=True),
        item("invite", due="before each review_conference", not_applicable=True),
        item("advice", when="third_review"),
        item("study", prompt=True),
    ),
    checklist(
        "first",
        "first core_group",
        item("explain", due="at first core_group"),
        item("dates_set"),
        item("study", prompt=True),
    ),
    checklist(
        "every",
        "each core_group",
        item("record_sent", deadline="record"),
        item("dissent", carries=True),
        item("talk", due="at each core_group"),
        takes_up=["first"],
    ),
    checklist(
        "rhythm",
        "each core_group",
        item("held_in_time", deadline="next_group"),
        item("book_next", deadline="next_group", next=True),
    ),
    checklist(
        "whole",
        None,
        item("explained"),
        item("looked_after_told", when="looked_after"),
        item("old", ended="2026-01-01", replaced_by="explained"),
        item("next_visit", deadline="visit"),
    ),
]


def book():
    """The rulebook of an area with these deadlines and checklists."""
    made = rulebook.bundle(*DEADLINES)
    made["areas"]["here"]["checklists"] = LISTS
    made["areas"]["here"]["moved"] = {"core_group": [{"cite": "here#2", "statement": "Write to all."}]}
    return read_bundle(json.dumps(made))


BOOK = book()


def events(**dates) -> dict:
    """Events by date, each with its date as id; a tuple is booked."""
    found = {}
    for event, days in dates.items():
        days = days if isinstance(days, list) else [days]
        found[event] = [
            {"booked": day[0], "id": f"{event}-{day[0]}"}
            if isinstance(day, tuple)
            else {"held": day, "id": f"{event}-{day}"}
            for day in days
        ]
    return found


def ask(key: str, today: str, ticks=None, bucket=None, facts=None, **dates) -> dict:
    """The sheet of one checklist."""
    request = {
        "area": "here",
        "today": today,
        "events": events(**dates),
        "ticks": ticks or {},
        "list": key,
        "facts": facts or {},
    }
    return checklists({**request, **({"bucket": bucket} if bucket else {})}, BOOK)["sheet"]


__all__ = ["BOOK", "ask", "board", "evaluate_json", "events", "what_if"]
