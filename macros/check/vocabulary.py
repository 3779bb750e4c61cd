"""Checks of the vocabulary, the calendars and the conventions."""

from collections.abc import Iterator
from datetime import date

from ..load import Problem
from .registry import needed, rule
from .view import View
from .words import quoted

FEWEST = 8  # bank holidays of a year in England and Wales; other parts of the United Kingdom have more
LONGEST = 125  # days without one: from the end of August to Christmas, and a few
ADD = "add those that have been published, or end the span (“to”) before"


@needed
def events_that_stand_for_others(view: View) -> Iterator[Problem]:
    """An event that stands for others stands for ones that can be entered, and has no default."""
    for document, _ in view.sound("events"):
        events = document.data
        for key, entry in events.items():
            for index, part in enumerate(entry.get("any_of", ())):
                if "any_of" in events.get(part, {}) or part == key:
                    message = f"{quoted(part)} stands for others itself; name those that can be entered"
                    yield Problem(document.path, document.line(key, "any_of", index), message)
            if "any_of" in entry and "defaults_to" in entry:
                message = f"{quoted(key)} stands for others and has a default; remove one of the two"
                yield Problem(document.path, document.line(key, "defaults_to"), message)


@needed
def events_made_of_others(view: View) -> Iterator[Problem]:
    """An event made of several is made of ones that are entered and happen once, and happens once itself."""
    for document, _ in view.sound("events"):
        for key, entry in document.data.items():
            for name in ("any_of", "defaults_to", "belongs_to") if "all_of" in entry else ():
                if name in entry:
                    message = f"{quoted(key)} is made of others and has {name}; remove one of the two"
                    yield Problem(document.path, document.line(key, name), message)
            if "all_of" in entry and not entry["once"]:
                message = f"{quoted(key)} is made of others, so it happens once; write “once: true”"
                yield Problem(document.path, document.line(key, "once"), message)
            for index, part in enumerate(entry.get("all_of", ())):
                other = document.data.get(part, {})
                if "any_of" in other or "all_of" in other or part == key:
                    message = f"{quoted(part)} cannot be entered itself; name events that can"
                    yield Problem(document.path, document.line(key, "all_of", index), message)
                elif other and not other["once"]:
                    message = f"{quoted(part)} may happen many times, so it is not clear which one is meant"
                    remedy = "name an event with “once: true”"
                    yield Problem(document.path, document.line(key, "all_of", index), f"{message}; {remedy}")


@needed
def defaults_end(view: View) -> Iterator[Problem]:
    """The event that another defaults to has no default of its own."""
    for document, _ in view.sound("events"):
        for key, entry in document.data.items():
            other = entry.get("defaults_to")
            if other and "defaults_to" in document.data.get(other, {}):
                message = f"{quoted(other)} has a default itself; name the event that it defaults to"
                yield Problem(document.path, document.line(key, "defaults_to"), message)


@rule
def professions_are_no_names_of_roles(view: View) -> Iterator[Problem]:
    """What a role is sought as is the name of none: by a name the search finds the role that has it."""
    named: dict[str, str] = {}
    for document, _ in view.sound("register"):
        named |= {
            word.lower(): key for key, words in document.data.get("roles", {}).items() for word in words
        }
    for document, _ in view.sound("roles"):
        for key, entry in document.data.items():
            named |= {entry[name].lower(): key for name in ("label", "plural") if name in entry}
        for key, entry in document.data.items():
            for index, word in enumerate(entry.get("sought_as", ())):
                if role := named.get(word.lower()):
                    message = f"{quoted(word)} is a name of {quoted(role)}, which the search finds by it"
                    line = document.line(key, "sought_as", index)
                    yield Problem(document.path, line, f"{message}; remove it")


@needed
def calendars_are_whole(view: View) -> Iterator[Problem]:
    """A calendar's holidays lie in its span, in order of date."""
    for document, _ in view.sound("calendar"):
        data = document.data
        if data["from"] > data["to"]:
            message = f"the span ends on {data['to']}, before it starts; correct from or to"
            yield Problem(document.path, document.line("to"), message)
            continue
        before = ""
        for day in data["holidays"]:
            line = document.line("holidays", day)
            if not data["from"] <= day <= data["to"]:
                span = f"{data['from']} to {data['to']}"
                yield Problem(document.path, line, f"{day} is outside the span, {span}; correct one of them")
            if day < before:
                yield Problem(document.path, line, f"{day} stands after {before}; sort the holidays by date")
            before = max(day, before)


@rule
def years_have_their_holidays(view: View) -> Iterator[Problem]:
    """Every whole year of a calendar's span has its bank holidays, and what follows the last ones is short.

    Without them Christmas would be counted as working days, and not be called provisional.
    """
    for document, _ in view.sound("calendar"):
        first, last = (date.fromisoformat(document.data[name]) for name in ("from", "to"))
        days = [date.fromisoformat(day) for day in document.data["holidays"]]
        whole = range(
            first.year + (first > date(first.year, 1, 1)), last.year + (last >= date(last.year, 12, 31))
        )
        for year in whole:
            count = sum(day.year == year for day in days)
            if count < FEWEST:
                message = f"{year} has {count} bank holidays, and a year has at least {FEWEST}"
                yield Problem(document.path, document.line("holidays"), f"{message}; {ADD}")
        newest = max((day for day in days if day <= last), default=first)
        if last.year not in whole and (last - newest).days > LONGEST:
            message = f"no bank holiday stands between {newest} and {last}, the end of the span"
            yield Problem(document.path, document.line("to"), f"{message}; {ADD}")


@rule
def holidays_take_a_working_day(view: View) -> Iterator[Problem]:
    """A holiday is on a weekday: on a weekend it takes nothing away, and its substitute day counts."""
    for document, _ in view.sound("calendar"):
        for day in document.data["holidays"]:
            if date.fromisoformat(day).weekday() > 4:
                weekday = date.fromisoformat(day).strftime("%A")
                message = f"{day} is a {weekday}, no working day anyway"
                line = document.line("holidays", day)
                yield Problem(document.path, line, f"{message}; give the substitute day, or remove it")


@needed
def convention_ids_are_unique(view: View) -> Iterator[Problem]:
    """Conventions have different ids."""
    for document, _ in view.sound("conventions"):
        first: dict[str, int] = {}
        for index, entry in enumerate(document.data["conventions"]):
            line = document.line("conventions", index, "id")
            if entry["id"] in first:
                message = f"the id {quoted(entry['id'])} is that of line {first[entry['id']]} too"
                yield Problem(document.path, line, f"{message}; choose another")
            first.setdefault(entry["id"], line)


@rule
def readings_and_conventions_differ(view: View) -> Iterator[Problem]:
    """A reading does not have the id of a convention: an answer lists both."""
    taken = {
        entry["id"] for document, _ in view.sound("conventions") for entry in document.data["conventions"]
    }
    for file in view.files:
        for index, reading in enumerate(file.own.get("readings") or ()):
            if reading["id"] in taken:
                message = f"{quoted(reading['id'])} is the id of a convention; choose another"
                yield file.problem(("readings", index, "id"), message)
