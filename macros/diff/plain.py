"""Entries of the vocabulary, of an area or of a source as respects: each key, in words that a reader gets."""

import re
from datetime import date

from checklists.engine.words import month_words

from .describe import Aspects, Said
from .words import plain_day, source_title

_CITE = re.compile(r"[a-z][a-z0-9_]*#\S+")
_KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Keys of entries that are no words for a reader, and what they are about.
LABELS = {
    "all_of": "happens when all of these have",
    "any_of": "is any of",
    "assumed": "answer taken until there is one",
    "belongs_to": "belongs to each",
    "bookable": "can be arranged ahead",
    "contents": "what a plan contains stands together as a list",
    "data_item": "name in the census",
    "defaults_to": "has the date of, until it is entered",
    "group": "part of the form or register",
    "in_place": "explained where it first stands on a page",
    "intro": "introduction",
    "names": "stands for",
    "once": "happens once at most",
    "prepares": "done before its meeting",
    "short": "short form",
    "yes": "if the answer is yes",
}


def aspects(entry, bundle: dict, path: tuple[str, ...] = ()) -> Aspects:
    """Every value of an entry by the keys that lead to it: `terms, roles, lead social worker`."""
    if not isinstance(entry, dict):
        label = _label(path)
        return {"/".join(path): Said(entry, words(entry, bundle), label)} if entry is not None else {}
    found: Aspects = {}
    for key, value in entry.items():
        found |= aspects(value, bundle, (*path, str(key)))
    return found


def _label(path: tuple[str, ...]) -> str:
    named = [LABELS.get(part, part.replace("_", " ")) for part in path]
    return f"its word for {named[-1]}" if path[0] == "terms" else ", ".join(named)


def words(value, bundle: dict) -> str:
    """A value in words: no key, no ISO date, no citation as the files have them."""
    if isinstance(value, list):
        return "; ".join(words(item, bundle) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{words(key, bundle)}: {words(item, bundle)}" for key, item in value.items())
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if _DAY.fullmatch(text):
        return plain_day(text)
    if moment := _MOMENT.fullmatch(text):
        return f"{plain_day(moment[1])}, {moment[2]}"
    if _MONTH.fullmatch(text):
        return month_words(date.fromisoformat(f"{text}-01"))
    if _CITE.fullmatch(text):
        source, locator = text.split("#", 1)
        return f"{source_title(bundle, source)} {locator}"
    return _KEY.sub(lambda match: match[0].replace("_", " "), text)
