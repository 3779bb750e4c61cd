"""Fuzz the grammar of limits: a text is a limit that prints back the same and works, or is refused."""

import sys

import atheris

with atheris.instrument_imports(include=["checklists"]):
    from checklists.engine import (
        EngineError,
        LimitError,
        limit_words,
        parse_amount,
        parse_event_ref,
        parse_limit,
        read_bundle,
    )

from macros import bundle as bundles
from tests.book import BUNDLE
from tests.engine import invariants, rulebook

CALENDAR = read_bundle(bundles.to_json(BUNDLE)).calendar
MET_BY = (None, "core_group", "first core_group", "last core_group", "visit", "record_circulated")
CASES = (
    {},
    {"initial_conference": "2026-03-26"},
    {
        "initial_conference": "2026-03-26",
        "core_group": ["2026-04-09", ("2026-05-01", "booked")],
        "visit": ["2026-03-30"],
        "record_circulated": [{"held": "2026-04-10", "for": "2026-04-09"}],
        "review_conference": [("2026-06-23", "booked")],
    },
)


def one(data: bytes) -> None:
    """The first byte chooses what meets the deadline and the side of the limit; the rest is the limit."""
    if not data:
        return
    text = data[1:].decode("utf-8", "replace")
    for parse in (parse_event_ref, parse_amount):
        refused(parse, text)
    limit = refused(parse_limit, text)
    if limit is None:
        return
    assert parse_limit(str(limit)) == limit, (text, str(limit))
    assert bool(limit.events()) == (limit.kind != "not known"), text
    assert limit_words(limit, {}), text
    if set(limit.events()) <= set(rulebook.EVENTS):
        works(text, data[0])


def refused(parse, text: str):
    """What the text parses to, or None where it is refused with words and a remedy."""
    try:
        return parse(text)
    except LimitError as error:
        assert error.message and error.remedy, text
        return None


def works(text: str, chosen: int) -> None:
    """A rule with the limit is read and answers every case, or is refused in words."""
    side = "latest" if chosen & 1 else "earliest"
    event = MET_BY[chosen // 2 % len(MET_BY)]
    if event is None and side == "latest":
        side = "earliest"  # a deadline that nothing meets has no latest day
    for case in CASES:
        try:
            answer = rulebook.ask(rulebook.deadline("made", event, **{side: text}), **case)
        except (EngineError, LimitError) as error:
            assert error.message and error.remedy, text
            return
        found = invariants.broken(answer, CALENDAR)
        assert not found, "\n".join([*found, text])


def seeds() -> list[bytes]:
    """Every limit of the rules, each with another choice of what meets it."""
    texts = {
        limit["limit"]
        for area in BUNDLE["areas"].values()
        for item in area["deadlines"]
        for side in ("latest", "earliest")
        for entry in item[side] or ()
        for limit in entry["limits"] or ()
    }
    return [bytes([at % 256]) + text.encode() for at, text in enumerate(sorted(texts))]


WORDS = (
    *(
        "first",
        "second",
        "third",
        "last",
        "previous",
        "next",
        "each",
        "immediately",
        "promptly",
        "after each",
    ),
    *(
        "after",
        "before",
        "at",
        "or",
        "set by",
        "not known",
        "day",
        "working days",
        "week",
        "months",
        "year",
        "999",
    ),
    *rulebook.EVENTS,
)

if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
