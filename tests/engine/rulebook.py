"""A small rulebook for the tests of the engine: one area, its limits given by each test."""

import json
from pathlib import Path

from checklists.engine import evaluate, read_bundle

ROOT = Path(__file__).resolve().parents[2]

EVENTS = {
    "initial_conference": {"label": "initial conference", "once": True},
    "review_conference": {"label": "review conference"},
    "conference": {"label": "conference", "any_of": ["initial_conference", "review_conference"]},
    "plan_started": {"label": "start of the plan", "once": True, "defaults_to": "initial_conference"},
    "plan_ended": {"label": "end of the plan", "once": True},
    "core_group": {"label": "core group"},
    "record_circulated": {"label": "record sent out"},
    "agreement_returned": {"label": "agreement coming back"},
    "visit": {"label": "visit"},
    "seen_alone": {"label": "time alone"},
    "bedroom_seen": {"label": "sight of the bedroom"},
    "advice_sought": {"label": "advice being sought"},
    "strategy_discussion": {"label": "strategy discussion"},
    "birth": {"label": "birth of the child", "once": True},
    "notice": {"label": "notice", "once": True},
    "agreement": {"label": "agreement", "once": True},
    "settled": {"label": "notice and agreement", "once": True, "all_of": ["notice", "agreement"]},
}
FACTS = {
    "looked_after": {"question": "Is the child looked after?", "yes": "The child is looked after"},
    "under_five": {"question": "Is the child under five?", "yes": "The child is under five"},
    "plan_made": {"question": "Was a plan made?", "yes": "A plan was made", "assumed": True},
    "third_review": {
        "question": "Is the next review the third?",
        "yes": "The next review is the third",
        "names": {"third review_conference": "next review_conference"},
    },
}
CONVENTIONS = [
    {
        "id": "day_1",
        "question": "Is day 1 the event?",
        "taken": "No",
        "because": "b",
        "units": ["day", "working day"],
        "otherwise": {"count_from_day": 1},
    },
    {
        "id": "months_in_days",
        "question": "91 days?",
        "taken": "No",
        "because": "b",
        "units": ["month"],
        "otherwise": {"months_as_days": {"3": 91, "6": 183}},
    },
]


def holidays() -> dict[str, str]:
    """The bank holidays of the rules by date, read without the project's loader."""
    lines = (ROOT / "rules" / "calendars" / "england_and_wales.yaml").read_text(encoding="utf-8").splitlines()
    found = {}
    for line in lines:
        day, _, rest = line.strip().partition(":")
        if len(day) == 10 and day[4] == "-" and "name:" in rest:
            found[day] = rest.split("name:")[1].split(", note")[0].strip(" }'\"")
    return found


def limit(text: str, strength: str = "should", cite: str = "here#1", **more) -> dict:
    """One limit as the bundle holds it."""
    return {"limit": text, "strength": strength, "cites": [cite], "responsible": None, "reason": None, **more}


def side(value) -> list | None:
    """A bound as the bundle holds it, from a limit's text, a list of them, or a mapping by start date."""
    if value is None:
        return None
    if isinstance(value, dict):
        return [
            {"start": start, "limits": None if text is None else [limit(text)]}
            for start, text in value.items()
        ]
    texts = value if isinstance(value, list) else [value]
    return [{"start": None, "limits": [item if isinstance(item, dict) else limit(item) for item in texts]}]


def deadline(key: str, event: str | None = None, latest=None, earliest=None, readings=(), **more) -> dict:
    """One deadline as the bundle holds it. A reading is (id, {side: limit})."""
    return {
        "key": key,
        "title": key.replace("_", " ").capitalize(),
        "topic": None,
        "event": event,
        "latest": side(latest),
        "earliest": side(earliest),
        **({"target": side(more.pop("target"))} if "target" in more else {}),
        "readings": [
            {
                "id": name,
                "question": f"{name}?",
                "taken": "so",
                "because": "so",
                "confirmed": None,
                "patch": {
                    part: side(value) if part in ("latest", "earliest") else value
                    for part, value in patch.items()
                },
            }
            for name, patch in readings
        ],
        **more,
    }


def book(*deadlines: dict):
    """A rulebook of one area, `here`, with these deadlines."""
    return read_bundle(json.dumps(bundle(*deadlines)))


def bundle(*deadlines: dict) -> dict:
    """The bundle of one area, `here`, with these deadlines."""
    return {
        "format": 1,
        "version": "test",
        "calendar": {"from": "2011-01-01", "to": "2028-12-31", "holidays": holidays()},
        "conventions": CONVENTIONS,
        "events": EVENTS,
        "roles": {"conference_chair": {"label": "chair"}, "first_line_manager": {"label": "manager"}},
        "facts": FACTS,
        "sources": {"here": {"title": "Here", "edition": "1", "status": "current", "review_by": "2026-03"}},
        "areas": {
            "here": {
                "title": "Here",
                "sources": ["here"],
                "terms": {
                    "events": {key: item["label"] for key, item in EVENTS.items()},
                    "roles": {"conference_chair": "chair", "first_line_manager": "manager"},
                },
                "deadlines": list(deadlines),
            }
        },
    }


def ask(*deadlines: dict, today: str = "2026-04-10", facts=None, set_by=None, as_at=None, **events) -> dict:
    """The answer for a case: each event is a date, a list of dates, or of (date, "booked")."""
    given = {}
    for event, days in events.items():
        days = days if isinstance(days, list) else [days]
        given[event] = [
            {"booked": day[0]} if isinstance(day, tuple) else day if isinstance(day, dict) else {"held": day}
            for day in days
        ]
    request = {"area": "here", "today": today, "events": given}
    if facts is not None:
        request["facts"] = facts
    if as_at is not None:
        request["as_at"] = as_at
    if set_by is not None:
        request["set_by_conference"] = set_by
    return evaluate(request, book(*deadlines))


def windows(answer: dict, key: str) -> list[dict]:
    """The windows of one deadline in order."""
    return sorted(
        (item for item in answer["deadlines"] if item["deadline"] == key), key=lambda item: item["occurrence"]
    )
