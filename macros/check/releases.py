"""Checks of what is kept of releases."""

from collections.abc import Iterator

from ..load import Problem
from .registry import rule
from .schema import is_date
from .view import View
from .words import quoted

OF_SOURCES = ("sources", "statements")


@rule
def release_days(view: View) -> Iterator[Problem]:
    """The name of a release is its day, and what it was compared with is no younger."""
    for document, (_, name) in view.sound("release"):
        day = name.removesuffix(".json")
        earlier = document.data["before"]["date"]
        if not is_date(day):
            remedy = "rename the file to the day of the release, such as 2026-11-23.json"
            yield Problem(document.path, 1, f"the name {quoted(day)} is no day; {remedy}")
        elif earlier > day:
            message = f"it is compared with rules of {earlier}, after the release; record it again"
            yield Problem(document.path, document.line("before", "date"), message)


@rule
def release_places(view: View) -> Iterator[Problem]:
    """Every area and source that a release speaks of has its title in it."""
    for document, _ in view.sound("release"):
        names = document.data["names"]
        for index, change in enumerate(document.data["changes"]):
            kind = "sources" if change["part"] in OF_SOURCES else "areas"
            if change["place"] is not None and change["place"] not in names[kind]:
                message = f"{quoted(change['place'])} has no title in names; record the release again"
                yield Problem(document.path, document.line("changes", index), message)
