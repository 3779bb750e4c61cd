"""One list of cases, two runtimes: CPython here and Pyodide under Node give the same answers."""

import json

import pytest

from checklists.engine import evaluate_json, load
from macros import bundle as bundles
from macros import worked
from tests.book import BUNDLE

CASE_KEYS = ("area", "events", "facts", "set_by_conference", "ticks")
CASES = [
    (f"{area}: {example['name']}", worked.request(area, example))
    for area, entry in BUNDLE["areas"].items()
    for example in entry["examples"]
]
SHEETS = [
    (f"{area}: {one['key']}: {example['name']}", worked.checklist_request(area, one["key"], example))
    for area, entry in BUNDLE["areas"].items()
    for one in entry["checklists"]
    for example in one["examples"]
]
# The other answers about a case file, each asked about the case of the first checklist's example.
SHEETS += [
    (f"{do} of a case", {**SHEETS[0][1], "do": do, "list": None, "bucket": None, **more})
    for do, more in (
        ("checklists", {}),
        ("what_if", {"then": {"events": {"initial_conference": [{"held": "2025-04-10"}]}}}),
        ("board", {"cases": [{key: value for key, value in SHEETS[0][1].items() if key in CASE_KEYS}]}),
    )
]
# What a worked example does not hold: refusals, remarks, exports, and the end of the calendar.
MORE = [
    ("a misspelt event", {"area": "luton", "today": "2026-04-10", "events": {"core_grop": []}}),
    (
        "a review too early",
        {
            "area": "tees",
            "today": "2026-04-10",
            "events": {
                "initial_conference": [{"held": "2026-04-10"}],
                "review_conference": [{"held": "2026-04-10"}],
            },
        },
    ),
    (
        "past the bank holidays",
        {"area": "luton", "today": "2028-12-20", "events": {"initial_conference": [{"held": "2028-12-20"}]}},
    ),
    (
        "before the bank holidays",
        {"area": "luton", "today": "2010-12-20", "events": {"initial_conference": [{"held": "2010-12-20"}]}},
    ),
    (
        "a leap day",
        {
            "area": "north_yorkshire",
            "today": "2028-02-29",
            "events": {"initial_conference": [{"held": "2028-02-29"}]},
        },
    ),
    *(
        (
            f"as {do}",
            {
                "do": do,
                "area": "north_yorkshire",
                "today": "2026-04-10",
                "now": "2026-04-10T09:00:00Z",
                "case_id": "0f0e0d0c-parity",
                "nickname": "Kîte",
                "events": {"initial_conference": [{"held": "2026-03-26"}]},
            },
        )
        for do in ("ics", "csv")
    ),
]
ALL = [*CASES, *SHEETS, *MORE]


@pytest.fixture(scope="module")
def engines(pyodide_engine):
    """Both runtimes with the same rules loaded."""
    text = bundles.to_json(BUNDLE)
    assert load(text) == pyodide_engine.load(text)
    return pyodide_engine


@pytest.mark.parametrize(("name", "request_"), ALL, ids=[name for name, _ in ALL])
def test_both_runtimes_answer_alike(name, request_, engines):
    """Every worked example, and every further case, gets the same text from both runtimes."""
    asked = json.dumps(request_)
    assert engines.evaluate_json(asked) == evaluate_json(asked), name


@pytest.mark.parametrize("area", sorted(BUNDLE["areas"]))
def test_worked_examples_hold_in_the_browsers_python(area, engines):
    """Every worked example gives what it expects, in Pyodide too."""
    for example in BUNDLE["areas"][area]["examples"]:
        answer = json.loads(engines.evaluate_json(json.dumps(worked.request(area, example))))
        assert answer["ok"], answer
        differences = list(worked.differences(example, answer["value"]))
        assert not differences, f"{area}: {example['name']}: {differences}"
