"""Fuzz the engine's door: any text is answered or refused, and what must hold of every answer does."""

import json
import sys
import time

import atheris

with atheris.instrument_imports(include=["checklists"]):
    from checklists.engine import door, evaluate_json, read_bundle

from macros import bundle as bundles
from macros import worked
from tests.book import BUNDLE
from tests.engine import invariants, random_cases, test_fuzz

BOOK = read_bundle(bundles.to_json(BUNDLE))
TASKS = ("dates", "csv", "ics", "checklists", "checklist_csv", "board", "what_if")
SECONDS = 2
LISTS = sorted({one["key"] for area in BUNDLE["areas"].values() for one in area["checklists"]})
SPOIL = [*test_fuzz.WORDS, *test_fuzz.DAYS, *test_fuzz.NUMBERS, *test_fuzz.PARTS]


def one(data: bytes) -> None:
    """A made-up case where the first bit says so, else the bytes as they are."""
    if not data:
        return
    text = made(atheris.FuzzedDataProvider(data[1:])) if data[0] & 1 else data[1:].decode("utf-8", "replace")
    door._book = BOOK
    started = time.process_time()
    reply = evaluate_json(text)
    took = time.process_time() - started
    assert took < SECONDS, f"{took:.1f} s for {text[:2000]}"
    reply.encode()
    answer = json.loads(reply)
    if not answer["ok"]:
        error = answer["error"]
        assert all(isinstance(error[name], str) and error[name] for name in ("field", "message", "remedy")), (
            reply
        )
    elif isinstance(answer["value"].get("deadlines"), list):
        found = invariants.broken(answer["value"], BOOK.calendar)
        assert not found, "\n".join([*found, text])


def made(source: atheris.FuzzedDataProvider) -> str:
    """A case for any task, now and then with a part put out of shape."""
    number = source.ConsumeIntInRange
    request = random_cases.case(BUNDLE, number)
    do = TASKS[number(0, len(TASKS) - 1)]
    request |= {"do": do, "now": "2026-05-30T10:00:00Z", "case_id": "5f0c1d2e-3b4a"}
    if do in ("checklists", "checklist_csv", "board"):
        request |= {"list": LISTS[number(0, len(LISTS) - 1)], "ticks": _ticks(request, number)}
    if do == "what_if":
        request["then"] = {"events": random_cases.case(BUNDLE, number)["events"]}
    if do == "board":
        case = {
            key: request.pop(key)
            for key in [*request]
            if key not in ("do", "today", "now", "case_id", "list")
        }
        request["cases"] = [{"id": "one", **case}]
    for _ in range(number(0, 3) if number(0, 3) == 0 else 0):
        places = test_fuzz.places(request)
        *way, last = places[number(0, len(places) - 1)]
        holder = request
        for key in way:
            holder = holder[key]
        holder[last] = SPOIL[number(0, len(SPOIL) - 1)] if number(0, 1) else source.ConsumeUnicode(20)
    return json.dumps(request)


def _ticks(request: dict, number) -> dict:
    """Ticks at some items of some meetings."""
    items = [
        f"{one['key']}/{item['key']}"
        for one in BUNDLE["areas"][request["area"]]["checklists"]
        for item in one["items"]
    ]
    buckets = ["case", "next/core_group", "gone/x"]
    buckets += [entry["id"] for entries in request["events"].values() for entry in entries if "id" in entry]
    made: dict = {}
    for _ in range(number(0, 8) if items else 0):
        bucket, item = buckets[number(0, len(buckets) - 1)], items[number(0, len(items) - 1)]
        status = ("done", "to_do", "not_applicable")[number(0, 2)]
        made.setdefault(bucket, {})[item] = {"status": status, "on": request["today"], "note": "n"}
    return made


def seeds() -> list[bytes]:
    """Worked examples as they are asked, and some starts of made-up cases."""
    asked = [
        worked.request(area, example)
        for area, entry in BUNDLE["areas"].items()
        for example in entry["examples"][:6]
    ]
    asked += [{**test_fuzz.REQUEST, "do": do, "area": "luton"} for do in TASKS]
    return [b"\0" + json.dumps(request).encode() for request in asked] + [
        bytes([1]) + bytes((at * step) % 256 for at in range(240)) for step in range(1, 40)
    ]


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
