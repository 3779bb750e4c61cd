"""Case files to start from, and the words that they are made of."""

import json

from tests.site.case_files import case

TICK = {"status": "done", "at": "2026-10-20T09:00:00Z", "set": "2026-10-20T09:00:00.123Z", "on": "2026-10-20"}
WRITTEN = {"by": "LSW", "reason": "r", "note": "n", "evidence": "e"}
DATE = {
    "deadline": "d",
    "occurrence": 1,
    "title": "t",
    "about": None,
    "latest": "2026-11-11",
    "earliest": None,
}
FULL = case(
    facts={"third_review": True},
    intervals={
        "child_visit": {
            "every": "3 weeks",
            "from": "2026-09-10",
            "by": "conference_chair",
            "at": "conference",
        }
    },
    ticks={"rv": {"a/b": {**TICK, **WRITTEN}}, "next/visit": {"a/c": {"status": "to_do", "at": TICK["at"]}}},
    notes=[{"id": "n1", "at": TICK["at"], "text": "note"}],
    worked={"rules": "2026", "as_on": "2026-10-01", "dates": [DATE]},
    declined="2026",
)
WORDS = (
    *(
        "__proto__",
        "constructor",
        "kind",
        "format",
        "nickname",
        "events",
        "ticks",
        "notes",
        "worked",
        "gone/",
        "next/",
    ),
    *(
        "core-group-handbook/case",
        "2026-02-30",
        "null",
        "true",
        "[]",
        "{}",
        "\\u202e",
        "\\ud800",
        "1e999",
        "-1",
    ),
)


def seeds() -> list[bytes]:
    """A full file, one with next to nothing, and pairs of two copies."""
    texts = [json.dumps(FULL), json.dumps(case()), json.dumps(case(events={}, area=""))]
    pairs = [f"{one}\n\n{other}" for one in texts for other in texts]
    return [text.encode() for text in (*texts, *pairs)]
