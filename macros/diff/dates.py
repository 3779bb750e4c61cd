"""Which dates move: every case worked out under both rulebooks by the same engine, window by window."""

from collections.abc import Iterator
from datetime import date, timedelta

from checklists.engine import EngineError, Rulebook, evaluate

from .samples import Case

DAY = timedelta(days=1)
BOUNDS = ("latest", "earliest", "target_date")
# What follows from a bound: told of only where the bound itself stays, or moves the other way.
FOLLOWS = {"last_working_day": "latest", "safe_latest": "latest", "safe_earliest": "earliest"}
UNREADABLE = (KeyError, TypeError, AttributeError, ValueError)  # what a rulebook of another format runs into


class Moves:
    """What all cases show: each kind of move with the number of its cases, the first one as its example."""

    def __init__(self, rulebooks: tuple[Rulebook, Rulebook], skip: set[tuple[str, str]]):
        self.rulebooks = rulebooks
        self.skip = skip
        self.found: dict[tuple, dict] = {}
        self.totals: dict[tuple, int] = {}
        self.refused: dict[tuple[str, str], list[str]] = {}
        self.tried = {True: 0, False: 0}

    def case(self, case: Case) -> None:
        """Work one case out under both rulebooks, and note each date that differs."""
        try:
            before, after = (_windows(case, book) for book in self.rulebooks)
        except UNREADABLE as error:
            said = str(error) if isinstance(error, EngineError) else "its rules are of another format"
            self.refused.setdefault((case.area, said), []).append(case.name)
            return
        self.tried[case.sample] += 1
        for deadline in {**after, **before}:
            if (case.area, deadline) not in self.skip:
                self._deadline(case, deadline, before.get(deadline, []), after.get(deadline, []))

    def _deadline(self, case: Case, deadline: str, before: list[dict], after: list[dict]) -> None:
        seen = set()
        for bound in (*BOUNDS, *FOLLOWS):
            if any(item[bound] for item in (*before, *after)):
                place = (case.area, deadline, bound)
                self.totals[place] = self.totals.get(place, 0) + 1
        for was, now in _pairs(before, after):
            for bound, change, days, unit in _changes(was, now, self.rulebooks[1]):
                name = (case.area, deadline, bound, change, days, unit)
                example = _example(case, bound, was, now)
                entry = self.found.setdefault(
                    name, {"cases": 0, "example": example, "title": example["title"]}
                )
                entry["cases"] += name not in seen
                seen.add(name)

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


def _windows(case: Case, book: Rulebook) -> dict[str, list[dict]]:
    """The windows of every deadline in a case, by deadline; of the first request under which it applies."""
    found: dict[str, list[dict]] = {}
    for request in case.requests:
        asked: dict[str, list[dict]] = {}
        for item in evaluate(_known(request, book), book)["deadlines"]:
            asked.setdefault(item["deadline"], []).append(item)
        found = asked | found
    return {key: sorted(items, key=lambda item: item["occurrence"]) for key, items in found.items()}


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
    for bound in (*BOUNDS, *FOLLOWS):
        days = [item[bound] if item else None for item in (was, now)]
        if days[0] == days[1]:
            continue
        follows = FOLLOWS.get(bound)
        if None in days:
            change, distance, unit = "appears" if days[0] is None else "disappears", 0, "day"
            signs[bound] = 2 if change == "appears" else -2
        else:
            working = any("working day" in _limit(item, follows or bound) for item in (was, now))
            change, (distance, unit) = "moves", _distance(*map(date.fromisoformat, days), working, book)
            signs[bound] = 1 if distance > 0 else -1
        if signs[bound] != signs.get(follows):
            yield bound, change, distance, unit


def _limit(item: dict, bound: str) -> str:
    own = {"latest": "limit", "earliest": "earliest_limit", "target_date": "target_limit"}[bound]
    return item.get(own) or item["limit"]


def _distance(was: date, now: date, working: bool, book: Rulebook) -> tuple[int, str]:
    """How far a date moves, in the unit that its limit counts in."""
    sign, first, last = (1, was, now) if now > was else (-1, now, was)
    if working:
        days = (first + DAY * number for number in range(1, (last - first).days + 1))
        if count := sum(not book.calendar.why_not_working(day) for day in days):
            return sign * count, "working day"
    return sign * (last - first).days, "day"


def _example(case: Case, bound: str, was: dict | None, now: dict | None) -> dict:
    item = now or was
    return {
        "title": item["title"],
        "case": case.name,
        "about": item["about"],
        "was": was and was[bound],
        "now": now and now[bound],
    }
