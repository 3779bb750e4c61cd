"""The one door to the engine: a bundle is loaded, then JSON text goes in and JSON text comes out."""

import json
import re

from .answer import evaluate
from .board import board
from .changes import what_if
from .errors import EngineError
from .exports import csv_file, ics
from .rulebook import Rulebook, read_bundle
from .sheets import checklist_csv, checklists

LONGEST = 4_000_000  # characters of a request: some dozens of case files with their ticks
HALF = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")  # a half of a character, or the escape of one
EXPORTS = {"ics": ics, "csv": csv_file}
OTHERS = {"board": board, "checklists": checklists, "checklist_csv": checklist_csv, "what_if": what_if}
# An answer is a tree: looking for circles in it would only take time.
TO_TEXT = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

_book: Rulebook | None = None


def load(bundle: str) -> str:
    """Load a bundle's JSON text; a further one of the same version adds its areas.

    Returns the version of the rules. Raises `EngineError` where it is no bundle.
    """
    global _book
    book = read_bundle(bundle)
    if _book is not None and _book.version == book.version:
        _book.sources.update(book.sources)
        _book.areas.update(book.areas)
    else:
        _book = book
    return book.version


def evaluate_json(request: str) -> str:
    """Answer a request: `{"ok": true, "value": …}`, or `{"ok": false, "error": {…}}` that a user can act on.

    >>> evaluate_json("[]").startswith('{"ok": false, "error": {"field": "request", "message":')
    True
    """
    try:
        return TO_TEXT({"ok": True, "value": answer(_read(request))})
    except EngineError as error:
        return failure(error)


def failure(error: EngineError) -> str:
    """An error as the door gives it."""
    return TO_TEXT(
        {"ok": False, "error": {"field": error.field, "message": error.message, "remedy": error.remedy}}
    )


def _read(request: str) -> dict:
    if not isinstance(request, str):
        raise EngineError("request", "the request is not text", "send JSON text")
    if len(request) > LONGEST:
        raise EngineError("request", f"the request has {len(request)} characters", f"send at most {LONGEST}")
    try:
        data = json.loads(request)
        if HALF.search(request):
            data = json.loads(_whole(json.dumps(data, ensure_ascii=False)))
    except (ValueError, RecursionError):
        raise EngineError("request", "the request is not JSON", "check brackets, quotes and commas") from None
    if not isinstance(data, dict):
        raise EngineError("request", "the request is not an object", 'send {"area": …, "today": …}')
    return data


def _whole(text: str) -> str:
    """The text without halves of characters, which no file and no terminal can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def answer(request: dict) -> dict:
    """The value of a request, by what its `do` asks for: dates unless told."""
    if _book is None:
        raise EngineError("bundle", "no rules are loaded", "load a bundle first")
    do = request.get("do") or "dates"
    if not isinstance(do, str):
        do = json.dumps(do)  # no name of anything: told below
    if do in OTHERS:
        return OTHERS[do](request, _book)
    value = evaluate(request, _book)
    if do == "dates":
        return value
    if do not in EXPORTS:
        known = ", ".join(("dates", *EXPORTS, *OTHERS))
        raise EngineError("do", f"“{str(do)[:40]}” is not something to do", f"use one of: {known}")
    return EXPORTS[do](value, request)
