"""The JSON Schemas of `rules/schema/`, and their errors in plain words.

jsonschema, because editors read the same files and a validator of our own would be a second truth about
them. It is the reference implementation for Python, maintained, under the MIT licence. Its messages are
written for programmers, so they are not shown.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from referencing import Registry, Resource

from ..load import Document, Problem
from ..overlay import BEFORE
from .words import listed, near, quoted, snake_case

FOLDER = Path(__file__).resolve().parents[2] / "rules" / "schema"

_TYPES = {
    "string": "text",
    "object": "a mapping (“key: value” lines)",
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
}
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LOCATOR = re.compile(r"[A-Za-z0-9.-]+(/[A-Za-z0-9.-]+)*")
_CITATION = re.compile(rf"({_NAME.pattern})#({_LOCATOR.pattern})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)

formats = FormatChecker(formats=())


@formats.checks("name")
def is_name(value) -> bool:
    """Whether a text is a key in snake_case; what is no text is told by its type."""
    return not isinstance(value, str) or bool(_NAME.fullmatch(value))


@formats.checks("date")
def is_date(value) -> bool:
    """Whether a text is a real day, as year-month-day."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return not isinstance(value, str)
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


@formats.checks("start")
def _is_start(value) -> bool:
    return value == BEFORE or is_date(value)


@formats.checks("moment")
def _is_moment(value) -> bool:
    day, at, time = value.partition("T") if isinstance(value, str) else ("", "", "")
    return not isinstance(value, str) or (is_date(day) and (not at or bool(_TIME.fullmatch(time))))


@formats.checks("day_or_month")
def _is_day_or_month(value) -> bool:
    return not isinstance(value, str) or bool(_MONTH.fullmatch(value)) or is_date(value)


@formats.checks("locator")
def _is_locator(value) -> bool:
    return not isinstance(value, str) or bool(_LOCATOR.fullmatch(value))


@formats.checks("citation")
def _is_citation(value) -> bool:
    return not isinstance(value, str) or bool(_CITATION.fullmatch(value))


@formats.checks("count")
def _is_count(value) -> bool:
    return not isinstance(value, str) or (value.isascii() and value.isdigit() and value[0] != "0")


def _key_remedy(value: str) -> str:
    made = snake_case(value)
    return f"write {made}" if is_name(made) else "use lower-case letters, digits and _, a letter first"


# What a value is not, and what to write instead.
_FORMATS = {
    "name": ("is not in snake_case", _key_remedy),
    "date": ("is no date", lambda value: "write a real day as year-month-day, such as 2026-03-26"),
    "start": ("is no date", lambda value: "write a real day as year-month-day, such as 2026-03-26"),
    "moment": (
        "is no date",
        lambda value: (
            "write a real day as year-month-day, such as 2026-03-26"
            + (", or with its time 2026-03-26T14:30" if "T" in value else "")
        ),
    ),
    "day_or_month": ("is no date", lambda value: "write year-month-day or year-month, such as 2026-03"),
    "locator": ("is no locator", lambda value: "write where the statement stands, such as 1.2.4/s1"),
    "citation": ("is no citation", lambda value: "write source#locator, such as luton#1.2.4/s1"),
    "count": ("is no whole number", lambda value: "write one from 1"),
}


# What was found sound: a server that checks at every saved file need not look at the others again.
_SOUND: set[int] = set()


@cache
def _validators() -> dict[str, Draft202012Validator]:
    schemas = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()
    )
    return {
        kind: Draft202012Validator(schema, registry=registry, format_checker=formats)
        for kind, schema in schemas.items()
    }


def check_data(document: Document, kind: str, data=None) -> Iterator[Problem]:
    """Where a document, or `data` made from it, is not of its kind: one problem for each thing to mend."""
    data = document.data if data is None else data
    seen = hash((kind, json.dumps(data)))  # the order of keys is part of a file too
    if seen in _SOUND:
        return
    errors = list(_validators()[kind].iter_errors(data))
    if not errors:
        _SOUND.add(seen)
    for error in errors:
        for path, message in _explain(error):
            yield Problem(document.path, document.line(*path), message)


def _explain(error: ValidationError) -> Iterator[tuple[tuple, str]]:
    """The key path and plain words of an error; several where one error holds several things to mend."""
    path = tuple(error.absolute_path)
    known = error.schema.get("properties", {})
    if error.validator == "anyOf":
        yield from _explain_choice(error, path)
    elif error.validator == "additionalProperties":
        for key in error.instance:
            if key not in known:
                yield (*path, key), _unknown_key(key, known)
    elif error.validator == "required":
        # jsonschema gives an error for each missing key, and names the key in its message alone.
        key = next(key for key in error.validator_value if error.message.startswith(repr(key)))
        if any(near(other, known) == key for other in error.instance if other not in known):
            return  # it is there, misspelt: told as an unknown key
        of = f" of {_label(path)}" if path else ""
        yield path, f"the key {quoted(key)}{of} is missing; add it"
    elif "propertyNames" in error.relative_schema_path:
        yield (*path, error.instance), _value(f"the key {quoted(error.instance)}", error)
    else:
        yield path, _value(_label(path), error)


def _unknown_key(key: str, known) -> str:
    if close := near(key, known):
        return f"unknown key {quoted(key)}; did you mean {quoted(close)}?"
    return f"unknown key {quoted(key)}; the keys here are {listed(known)}"


def _label(path: tuple) -> str:
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        return f"item {path[-1] + 1} of {_label(path[:-1])}"
    return quoted(path[-1])


def _value(label: str, error: ValidationError) -> str:
    """What is wrong with one value. A key's label holds its value already."""
    value, wanted = error.instance, error.validator_value
    shown = label if label.startswith("the key") else f"{label}: {quoted(value)}"
    match error.validator:
        case "type":
            return _wrong_type(label, value, [wanted] if isinstance(wanted, str) else wanted)
        case "enum" | "const":
            return _not_in_list(label, value, wanted if isinstance(wanted, list) else [wanted])
        case "format":
            what, remedy = _FORMATS[wanted]
            return f"{shown} {what}; {remedy(str(value))}"
        case "minLength" | "minItems" | "minProperties" if not value:
            return f"{label} is empty; fill it or leave it out"
        case "minItems":
            return f"{label} has too few items; give at least {wanted}"
        case "uniqueItems":
            return f"{label} says the same twice; keep one of each"
        case "minimum":
            return f"{shown} is too small; give at least {wanted}"
    return f"{label} does not fit the format; see rules/README.md"


def _not_in_list(label: str, value, allowed: list) -> str:
    words = [str(item) for item in allowed]
    close = near(value, words) if isinstance(value, str) else None
    shown = quoted(value) if isinstance(value, str) else _type_of(value)
    remedy = f"did you mean {quoted(close)}?" if close else f"use {listed(words, 'or')}"
    return f"{label} is {shown}; {remedy}"


def _wrong_type(label: str, value, wanted: list[str]) -> str:
    found = _type_of(value)
    if wanted == ["string"] and isinstance(value, bool | int):
        return f"{label} is {found}; write it as text, in quotes"
    return f"{label} is {found}; write {listed([_TYPES[name] for name in wanted], 'or')}"


def _type_of(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {str: "text", int: "a number", dict: "a mapping", list: "a list", type(None): "null"}
    return names[type(value)]


def _explain_choice(error: ValidationError, path: tuple) -> Iterator[tuple[tuple, str]]:
    """The errors of the one shape, of those allowed, that the author most likely meant."""
    shapes: dict[int, list[ValidationError]] = {}
    for inner in error.context:
        shapes.setdefault(inner.relative_schema_path[0], []).append(inner)
    meant = [errors for errors in shapes.values() if not any(_other_type(inner) for inner in errors)]
    if meant:
        for inner in min(meant, key=lambda errors: sum(map(_distance, errors))):
            yield from _explain(inner)
        return
    wanted: list[str] = []
    for errors in shapes.values():
        for inner in errors:
            if "start" in inner.schema.get("propertyNames", {}).get("$ref", ""):
                continue  # values by date may stand almost anywhere: said in the format, not in each message
            if inner.validator == "type" and not inner.relative_path and inner.validator_value not in wanted:
                wanted.append(inner.validator_value)
            elif inner.validator == "enum" and not inner.relative_path and "string" not in wanted:
                wanted.append("string")
    useful = [name for name in wanted if name != "null"] or wanted
    yield path, _wrong_type(_label(path), error.instance, useful)


def _other_type(inner: ValidationError) -> bool:
    """Whether the shape is ruled out by the kind of value alone."""
    if inner.relative_path or "propertyNames" in inner.relative_schema_path:
        return False
    return inner.validator == "type" or (inner.validator == "enum" and not isinstance(inner.instance, str))


def _distance(inner: ValidationError) -> int:
    """How far a shape is from what was written: keys that start with a digit are meant as dates."""
    if "propertyNames" in inner.relative_schema_path:
        return 0 if inner.instance[:1].isdigit() else 10
    if inner.validator == "additionalProperties":
        known = inner.schema.get("properties", {})
        strange = [key for key in inner.instance if key not in known and not near(key, known)]
        return sum(3 if key[:1].isdigit() else 1 for key in strange)
    return 1
