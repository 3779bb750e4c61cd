"""Dates, limits and statuses in plain English, in an area's own terms."""

from datetime import date
from functools import lru_cache

from .grammar import Limit, Ref, amount_text

FORCE_WORDS = {"must": "must", "should": "should", "may": "may", "is": "plain statement"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def moment_words(day: date | None, time: str | None = None) -> str | None:
    """A date in full, with the time of day where one is known.

    >>> moment_words(date(2027, 1, 13), "14:30")
    'Wednesday 13 January 2027, 14:30'
    """
    return f"{date_words(day)}, {time}" if day and time else date_words(day)


@lru_cache(maxsize=4096)
def date_words(day: date | None) -> str | None:
    """A date in full.

    >>> date_words(date(2027, 1, 13))
    'Wednesday 13 January 2027'
    """
    if day is None:
        return None
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def month_words(day: date) -> str:
    """The month of a date, `April 2026`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def ref_words(ref: Ref, events: dict[str, str], article: bool = True) -> str:
    """An event as a reader calls it: `the second core group`, `each review conference`."""
    label = events.get(ref.event, ref.event.replace("_", " "))
    if ref.which == "each":
        return f"each {label}"
    lead = "the " if article else ""
    return f"{lead}{ref.which} {label}" if ref.which else f"{lead}{label}"


def limit_words(limit: Limit, events: dict[str, str], both_days: bool = False) -> str:
    """A limit as a reader says it, with the labels of `events`.

    With `both_days`, bare days are called calendar days: the area counts working days too.

    >>> from checklists.engine import parse_limit
    >>> limit_words(parse_limit("2 weeks before each review_conference"), {"review_conference": "review"})
    '2 weeks before each review'
    """
    if limit.kind == "not known":
        return "not known"
    anchor = anchor_words(limit.anchor, events) if limit.anchor else ""
    if limit.kind == "set by":
        label = events.get(limit.event, limit.event.replace("_", " "))
        return f"as set by the {label}" + (f", after {anchor}" if anchor else "")
    if limit.kind == "at":
        return f"on the day of {anchor}"
    if limit.count:
        unit = "calendar day" if both_days and limit.unit == "day" else limit.unit
        return f"{amount_text(limit.count, unit)} {limit.kind} {anchor}"
    if limit.word:
        return f"{limit.word} {limit.kind} {anchor}"
    return f"{limit.kind} {anchor}"


def anchor_words(anchor, events: dict[str, str]) -> str:
    """What a limit runs from, as a reader says it."""
    refs = [ref_words(ref, events) for ref in anchor.refs]
    words = refs[0] if len(refs) == 1 else f"{', '.join(refs[:-1])} or {refs[-1]}, whichever is later"
    if anchor.after_each:
        label = events.get(anchor.after_each, anchor.after_each.replace("_", " "))
        if any(ref.which == "next" and ref.event == anchor.after_each for ref in anchor.refs):
            return words
        words += f" after each {label}"
    return words


def lower_first(text: str) -> str:
    """A title as it goes on inside a line; what begins with capitals, as an abbreviation does, stays.

    >>> lower_first("First core group"), lower_first("ICPC report")
    ('first core group', 'ICPC report')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def days_words(days: int) -> str:
    """A number of days.

    >>> days_words(1), days_words(3)
    ('1 day', '3 days')
    """
    return amount_text(days, "day")
