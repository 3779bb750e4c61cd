"""What a rulebook grows out of: sources that nobody has looked at, bank holidays that run out.

These are notes and no problems: a rulebook that was sound yesterday is not refused today. A day of looking
that is still to come is a problem, since it would put all notes off until then.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ..load import Problem, Rules, kind_of

YEAR = timedelta(days=365)
_DAY_OR_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)


def notes(rules: Rules, today: date) -> list[Problem]:
    """What is to be looked at as on a day, by file and line."""
    return sorted({*_unchecked(rules, today), *_running_out(rules, today)})


def problems(rules: Rules, today: date) -> list[Problem]:
    """What says that it was looked at after a day, by file and line."""
    found = []
    for kind, key in (("source", "checked_on"), ("calendar", "read_on")):
        for document, data in _of_kind(rules, kind):
            value = str(data.get(key))
            # A month is one to come from its first day; text of ISO dates sorts by time.
            if _DAY_OR_MONTH.fullmatch(value) and value > today.isoformat()[: len(value)]:
                message = f"{key} is {value}, after {today}; write the day on which it was looked at"
                found.append(Problem(document.path, document.line(key), message))
    return sorted(found)


def _unchecked(rules: Rules, today: date) -> Iterator[Problem]:
    """A source is looked at once a year."""
    for document, data in _of_kind(rules, "source"):
        day = _day(data.get("checked_on"))
        if day and today - day > YEAR:
            message = f"last checked on {day}, over a year before {today}"
            remedy = "see whether the publisher has changed it, then set checked_on"
            yield Problem(document.path, document.line("checked_on"), f"{message}; {remedy}")


def _running_out(rules: Rules, today: date) -> Iterator[Problem]:
    """Bank holidays are known for a year ahead."""
    for document, data in _of_kind(rules, "calendar"):
        day = _day(data.get("to"))
        if day and day - today < YEAR:
            message = f"the bank holidays end on {day}, less than a year after {today}"
            remedy = "add those that have been announced since, then move “to”"
            yield Problem(document.path, document.line("to"), f"{message}; {remedy}")


def _of_kind(rules: Rules, kind: str) -> Iterator[tuple]:
    for path, document in rules.documents.items():
        if kind_of(tuple(path.split("/")[1:])) == kind and isinstance(document.data, dict):
            yield document, document.data


def _day(value) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
