"""Worked examples in words: what is given, and what is expected of it."""

from .. import worked
from .describe import Aspects, Said
from .plain import words

OF_FILE = ("file", "path")  # where an example stands: nothing that it says
# What may stand beside dates and answers, and the words that lead to it.
BESIDE = {
    "set": "set",
    "at": "for the meeting of",
    "today": "as on",
    "as_at": "by the rules of",
    "ticks": "ticks",
    "earlier": "earlier ticks",
}


def of_rule(area: str, key: str, bundle: dict) -> Aspects:
    """Each worked example that a rule's place on its area's page has."""
    found: Aspects = {}
    for example in bundle["areas"][area]["examples"]:
        if key in example["expect"]:
            own = {name: value for name, value in example.items() if name not in OF_FILE}
            found |= _one(area, {**own, "expect": example["expect"][key]}, bundle)
    return found


def of_list(area: str, sheet: dict, bundle: dict) -> Aspects:
    """Each worked example of a checklist's file: they are tests alone, and no page has them."""
    found: Aspects = {}
    for example in sheet["examples"]:
        found |= _one(area, example, bundle)
    return found


def _one(area: str, example: dict, bundle: dict) -> Aspects:
    label = f"worked example “{example['name']}”"
    return {f"example/{example['name']}": Said(example, _said(area, example, bundle), label)}


def _said(area: str, example: dict, bundle: dict) -> str:
    """An example in words: what is given, the day it is worked out as on, the outcome."""
    labels = bundle["areas"][area]["terms"]["events"]
    given = []
    for part, how in (("given", "held"), ("booked", "booked")):
        events = []
        for event, entries in worked.entries(example, part, how).items():
            dates = words([_short(one, how) for one in entries], bundle)
            events.append(f"{labels.get(event, event.replace('_', ' '))} {dates}")
        given += [f"{part} {', '.join(events)}"] if events else []
    for fact, answer in (example.get("facts") or {}).items():
        question = bundle["facts"].get(fact, {}).get("question", fact.replace("_", " "))
        given.append(f"{question} {words(answer, bundle)}")
    given += [f"{lead} {words(example[key], bundle)}" for key, lead in BESIDE.items() if example.get(key)]
    return "; ".join([*given, f"expected {words(example['expect'], bundle)}"])


def _short(entry: dict, how: str) -> object:
    """One date of an event: alone where nothing stands beside it."""
    return entry[how] if entry.keys() == {how} else entry
