"""What a rulebook grows out of: sources that nobody has looked at, bank holidays that run out.

These are notes and no problems: a rulebook that was sound yesterday is not refused today.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from ..load import Problem, Rules, kind_of

YEAR = timedelta(days=365)


def notes(rules: Rules, today: date) -> list[Problem]:
    """What is to be looked at as on a day, by file and line."""
    return sorted({*_unchecked(rules, today), *_running_out(rules, today)})


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
