"""Which dates move: every case worked out under both rulebooks by the same engine, window by window."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from checklists.engine import EngineError, Rulebook, evaluate

from . import item_dates
from .samples import Asked, Case

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TIMED = "latest_time"  # the latest day with its time of day, where hours end at a time that is known
BOUNDS = ("latest", TIMED, "earliest", "target_date")
# What follows from a bound: told of only where the bound itself stays, or moves the other way.
FOLLOWS = {"last_working_day": "latest", "safe_latest": "latest", "safe_earliest": "earliest"}
UNREADABLE = (KeyError, TypeError, AttributeError, ValueError)  # what a rulebook of another format runs into


class Moves:
    """What all cases show: each kind of move with the number of its cases, the first one as its example."""

    def __init__(
        self,
        rulebooks: tuple[Rulebook, Rulebook],
        skip: set[tuple[str, str]],
        items: item_dates.Redated | None = None,
    ):
        self.rulebooks = rulebooks
        self.skip = skip
        self.items = items or {}
        self.found: dict[tuple, dict] = {}
        self.totals: dict[tuple, int] = {}
        self.refused: dict[tuple[str, str], list[str]] = {}
        self.tried = {True: 0, False: 0}

    def case(self, case: Case) -> None:
        """Work one case out under both rulebooks, and note each date that differs."""
        try:
            answers = [[self._dates(case, asked, book) for book in self.rulebooks] for asked in case.requests]
        except UNREADABLE as error:
            said = str(error) if isinstance(error, EngineError) else "its rules are of another format"
            self.refused.setdefault((case.area, said), []).append(case.name)
            return
        self.tried[case.sample] += 1
        told: set[tuple] = set()
        counted: set[tuple] = set()
        for asked, (before, after) in zip(case.requests, answers, strict=True):
            for key in {**after, **before}:
                if (case.area, key) not in self.skip:
                    both = before.get(key, []), after.get(key, [])
                    self._count(case, key, both, counted)
                    self._deadline(case, asked, key, both, told)

    def _dates(self, case: Case, asked: Asked, book: Rulebook) -> dict[str, list[dict]]:
        """The windows of deadlines that a request is about; with the first one, the dates of items too.

        A rulebook without the area gives none.
        """
        if case.area not in book.areas:
            return {}
        request = _known(asked.request, book)
        found: dict[str, list[dict]] = {}
        for item in evaluate(request, _narrowed(book, case.area, asked.about))["deadlines"]:
            found.setdefault(item["deadline"], []).append(item)
        found = {key: sorted(items, key=lambda item: item["occurrence"]) for key, items in found.items()}
        if asked.about is None and case.area in self.items:
            found |= item_dates.windows(request, book, self.items[case.area])
        return found

    def _count(self, case: Case, deadline: str, both: tuple[list, list], counted: set[tuple]) -> None:
        """Note which bounds of a deadline have a date in a case, each once."""
        for bound in (*BOUNDS, *FOLLOWS):
            place = (case.area, deadline, bound)
            if place not in counted and any(_value(item, bound) for item in (*both[0], *both[1])):
                counted.add(place)
                self.totals[place] = self.totals.get(place, 0) + 1

    def _deadline(self, case: Case, asked: Asked, deadline: str, both: tuple[list, list], told: set) -> None:
        """Note each date of a deadline that differs under one request; a kind of move once in a case.

        What a later request shows of a bound is told where the ones before it do not show the same.
        """
        for was, now in _pairs(*both):
            for bound, change, days, unit in _changes(was, now, self.rulebooks[1]):
                if bound == TIMED and any(name[1:3] == (deadline, "latest") for name in told):
                    continue
                name = (case.area, deadline, bound, change, days, unit)
                example = _example(case, asked, bound, was, now)
                entry = self.found.setdefault(
                    name, {"cases": 0, "example": example, "title": example["title"]}
                )
                entry["cases"] += name not in told
                told.add(name)

    def entries(self) -> Iterator[dict]:
        """Every kind of move, in the order in which it was met."""
        for (area, deadline, bound, change, days, unit), entry in self.found.items():
            example = {key: value for key, value in entry["example"].items() if key != "title"}
            yield {
                "part": "dates",
                "place": area,
                "key": deadline,
                "title": entry["title"],
                "change": change,
                "bound": bound,
                "days": days,
                "unit": unit,
                "cases": entry["cases"],
                "of": self.totals[area, deadline, bound],
                "example": example,
            }


def _narrowed(book: Rulebook, area: str, about: frozenset[str] | None) -> Rulebook:
    """The rulebook with some deadlines of an area alone: no limit hangs on that of another."""
    if about is None:
        return book
    whole = book.area(area)
    kept = tuple(item for item in whole.deadlines if item.key in about)
    return replace(book, areas={area: whole._replace(deadlines=kept)})


def _known(request: dict, book: Rulebook) -> dict:
    """The request without what a rulebook has no word for: a word may be newer than the rules."""
    deadlines = {item.key for item in book.area(request["area"]).deadlines}
    kept = {"events": book.events, "facts": book.facts, "set_by_conference": deadlines}
    return request | {
        part: {key: value for key, value in request.get(part, {}).items() if key in known}
        for part, known in kept.items()
    }


def _pairs(before: list[dict], after: list[dict]) -> Iterator[tuple[dict | None, dict | None]]:
    """The same window in both answers; None where an answer lacks it.

    Where one opens more windows they are the same that belong to the same meeting, or run from the same day.
    """
    if len(before) == len(after):
        yield from zip(before, after, strict=True)
        return
    free = list(after)
    for was in before:
        now = next((item for item in free if _hangs_on(item) == _hangs_on(was)), None)
        if now is not None:
            free.remove(now)
        yield was, now
    yield from ((None, now) for now in free)


def _hangs_on(item: dict) -> tuple:
    return item["for_date"], (item["runs_from"] or {}).get("date")


def _changes(was: dict | None, now: dict | None, book: Rulebook) -> Iterator[tuple]:
    """Each bound that differs: its name, what happens, by how much (earlier is less than 0), the unit."""
    signs: dict[str, int] = {}
    by_the_hour = all(item and item[TIMED] for item in (was, now))
    for bound in (*BOUNDS, *FOLLOWS):
        ends = [_value(item, bound) for item in (was, now)]
        follows = FOLLOWS.get(bound)
        if ends[0] == ends[1] or (bound == "latest" and by_the_hour):
            continue
        if bound == TIMED and not by_the_hour and signs.get("latest"):
            continue  # the day itself moves
        if None in ends:
            change, distance, unit = "appears" if ends[0] is None else "disappears", 0, "day"
            signs[bound] = 2 if change == "appears" else -2
        elif bound == TIMED:
            first, last = map(datetime.fromisoformat, ends)
            change, distance, unit = "moves", (last - first) // HOUR, "hour"
            signs["latest"] = 1 if distance > 0 else -1
        else:
            working = any("working day" in _limit(item, follows or bound) for item in (was, now))
            change, (distance, unit) = "moves", distance_of(*map(date.fromisoformat, ends), working, book)
            signs[bound] = 1 if distance > 0 else -1
        if signs.get(bound) != signs.get(follows) or not follows:
            yield bound, change, distance, unit


def _value(item: dict | None, bound: str) -> str | None:
    """A date of a window as ISO text; the latest one with its time of day, where that is asked for."""
    if item is None:
        return None
    if bound != TIMED:
        return item[bound]
    return f"{item['latest']}T{item[TIMED]}" if item["latest"] and item[TIMED] else None


def _limit(item: dict, bound: str) -> str:
    own = {"latest": "limit", "earliest": "earliest_limit", "target_date": "target_limit"}[bound]
    return item.get(own) or item["limit"]


def distance_of(was: date, now: date, working: bool, book: Rulebook) -> tuple[int, str]:
    """How far a date moves, in the unit that its limit counts in."""
    sign, first, last = (1, was, now) if now > was else (-1, now, was)
    if working:
        days = (first + DAY * number for number in range(1, (last - first).days + 1))
        if count := sum(not book.calendar.why_not_working(day) for day in days):
            return sign * count, "working day"
    return sign * (last - first).days, "day"


def _example(case: Case, asked: Asked, bound: str, was: dict | None, now: dict | None) -> dict:
    item = now or was
    return {
        "title": item["title"],
        "case": case.name,
        "about": ", ".join(filter(None, (item["about"], asked.how))) or None,
        "was": _value(was, bound),
        "now": _value(now, bound),
    }
