"""The cases that two rulebooks are tried on: the worked examples of both, and samples of their own.

A sample is one plan from its conference to its end, with a date for everything that a limit can run from.
Its conference falls on a day that counting is sensitive to: each day of the week, the days around bank
holidays (also those that only one of the rulebooks has), month ends, a leap day, the day a limit changes.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from checklists.engine import date_words, parse_limit

from .. import worked

CONFERENCE = "initial_conference"
SIDES = ("earliest", "latest", "target")
MADE = (
    "any_of",
    "all_of",
    "defaults_to",
)  # how an event can be made of others, or have a date without its own
# When things happen in a sample, in days after its conference. None is a limit of any rule: they are so far
# apart that each limit finds what it runs from, and nothing falls on the day of something else by chance.
HAPPENS = {
    "referral": (-31,),
    "strategy_discussion": (-22,),
    "report_for_initial": (-6,),
    "report_shared_for_initial": (-4,),
    "core_group": (8, 43, 79, 148, 211, 290),
    "visit": (5, 18, 33, 61, 90),
    "seen_alone": (6, 34, 75),
    "review_conference": (87, 263, 441),
    "plan_ended": (441,),
    "child_in_need_meeting": (458,),
    "case_closed": (471,),
}
ONCE, AGAIN = (25,), (25, 97)  # anything else, by whether it can happen again
AFTER_MEETING = 4  # what belongs to a meeting
SOON = (14, 1, -1)  # days before a bank holiday on which the conference of a sample is held
LIFE = timedelta(days=500)
TIME = "14:30"  # of everything, where hours are looked at
MOST = 4  # questions of one deadline of which every mix of answers is tried


class Asked(NamedTuple):
    """One request of a case, what sets it apart from the first in words, and what it is about.

    `about` has the keys of deadlines, None where it is about them all.
    """

    request: dict
    how: str | None = None
    about: frozenset[str] | None = None


@dataclass(frozen=True)
class Case:
    """One case of an area: its name for a reader, its kind, and the requests that together show its dates."""

    area: str
    name: str
    sample: bool
    requests: tuple[Asked, ...]


def cases(before: dict, after: dict) -> list[Case]:
    """Every case of the areas that either bundle has: by area, the samples first."""
    days = conferences(before, after)
    found = []
    for area in sorted({*before["areas"], *after["areas"]}):
        sides = tuple(side["areas"][area] for side in (before, after) if area in side["areas"])
        mixes, timed = _mixes(sides, before["facts"] | after["facts"]), _by_the_hour(sides)
        found += [_sample(area, day, mixes, timed, after["events"]) for day in days]
        found += _examples(area, sides)
    return found


def conferences(before: dict, after: dict) -> list[date]:
    """The days of the samples' conferences, in order, each once."""
    calendars = (before["calendar"], after["calendar"])
    start = max(date.fromisoformat(calendar["from"]) for calendar in calendars)
    end = min(date.fromisoformat(calendar["to"]) for calendar in calendars)
    year = _year(start, end)
    days = {date(year, 6, 10) + timedelta(days=number) for number in range(7)}
    days |= {date(year, month, monthrange(year, month)[1]) for month in range(1, 13)}
    days |= {date(leap, 2, 29) for leap in range(start.year, end.year + 1) if isleap(leap) and leap >= year}
    known = [{date.fromisoformat(day) for day in calendar["holidays"]} for calendar in calendars]
    near = {day for day in known[0] & known[1] if day.year == year} | (known[0] ^ known[1])
    days |= {day - timedelta(days=ahead) for day in near for ahead in SOON}
    for begins in _starts(before) | _starts(after):
        days |= {begins - timedelta(days=1), begins}
    return sorted(day for day in days if start <= day <= end)


def _year(start: date, end: date) -> int:
    """The last leap year whose plans end within the bank holidays that are known; else the last such year."""
    years = [
        year
        for year in range(start.year, end.year + 1)
        if date(year, 1, 1) >= start and date(year, 12, 31) + LIFE <= end
    ]
    return max(years, key=lambda year: (isleap(year), year), default=start.year)


def _starts(bundle: dict) -> set[date]:
    """Every day on which a rule of a bundle, or a part of one, begins or ends to hold."""
    return {
        date.fromisoformat(start)
        for area in bundle["areas"].values()
        for deadline in area["deadlines"]
        for start in (
            *(entry["start"] for side in SIDES for entry in deadline.get(side) or ()),
            *(version["start"] for version in deadline.get("versions") or ()),
            deadline.get("started"),
            deadline.get("ended"),
        )
        if start
    }


def _sample(area: str, conference: date, mixes: list[Asked], timed: frozenset[str], events: dict) -> Case:
    def on(days: int) -> str:
        return (conference + timedelta(days=days)).isoformat()

    held: dict[str, list[dict]] = {CONFERENCE: [{"held": conference.isoformat()}]}
    own = [key for key, entry in events.items() if not any(entry.get(way) for way in MADE)]
    for key in own:
        if key != CONFERENCE and not events[key].get("belongs_to"):
            times = HAPPENS.get(key) or (ONCE if events[key].get("once") else AGAIN)
            held[key] = [{"held": on(days)} for days in times]
    for key in own:
        if meeting := events[key].get("belongs_to"):
            held[key] = [
                {"held": _later(entry["held"], AFTER_MEETING), "for": entry["held"]}
                for entry in held.get(meeting, ())
            ]
    today = max(entry["held"] for entries in held.values() for entry in entries)
    plain = {"area": area, "today": today, "events": held}
    requests = [one._replace(request=plain | one.request) for one in mixes]
    if timed:
        requests.append(Asked(requests[0].request | {"events": _at(held)}, None, timed))
    return Case(area, f"conference {date_words(conference).split(' ', 1)[1]}", True, tuple(requests))


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _at(events: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """The same events, each with a time of day."""
    return {
        key: [one | {"held": f"{one['held']}T{TIME}"} for one in entries] for key, entries in events.items()
    }


def _by_the_hour(sides: tuple[dict, ...]) -> frozenset[str]:
    """The deadlines with a limit in hours: the time of day of an event tells more of them than its day."""
    return frozenset(
        item["key"]
        for side in sides
        for item in side["deadlines"]
        if any(parse_limit(limit["limit"]).unit == "hour" for limit in _limits(item))
    )


def _mixes(sides: tuple[dict, ...], facts: dict) -> list[Asked]:
    """The answers to ask with: first all yes, then for each deadline every other mix of those it hangs on.

    The stricter of two limits hides the other one as long as both apply, so each mix is a case of its own.
    """
    hangs: dict[str, set[str]] = {}
    for side in sides:
        for item in side["deadlines"]:
            named = {name.removeprefix("not ") for name in _conditions(item)}
            hangs.setdefault(item["key"], set()).update(named)
    yes = dict.fromkeys(sorted(set().union(*hangs.values())), True)
    found = [Asked({"facts": yes})]
    for asked in dict.fromkeys(tuple(sorted(named)) for named in hangs.values() if named):
        about = frozenset(key for key, named in hangs.items() if tuple(sorted(named)) == asked)
        for mix in _answers(asked):
            said = "; ".join(facts[key]["question"] for key, answer in mix.items() if not answer)
            found.append(Asked({"facts": yes | mix}, f"if the answer is no: {said}", about))
    return found


def _answers(facts: tuple[str, ...]) -> Iterator[dict[str, bool]]:
    """Every mix of answers with a no in it, all no first; of very many questions one no at a time."""
    if len(facts) > MOST:
        yield dict.fromkeys(facts, False)
        yield from ({key: key != no for key in facts} for no in facts)
        return
    for mix in product((False, True), repeat=len(facts)):
        if not all(mix):
            yield dict(zip(facts, mix, strict=True))


def _conditions(deadline: dict) -> Iterator[str]:
    """Every answer on which a deadline hangs, one of its limits or what it was before."""
    forms = [deadline, *(version["patch"] for version in deadline.get("versions") or ())]
    yield from (one["when"] for one in (*forms, *_limits(deadline)) if one.get("when"))


def _limits(deadline: dict) -> list[dict]:
    """Every limit of a deadline, whatever date it starts on."""
    entries = [entry for side in SIDES for entry in deadline.get(side) or ()]
    return [limit for entry in entries for limit in entry["limits"] or ()]


def _examples(area: str, sides: tuple[dict, ...]) -> Iterator[Case]:
    """The worked examples of an area before and after, those of its checklists included; alike ones once."""
    seen = []
    for side in reversed(sides):
        listed = [*side["examples"], *(one for sheet in side["checklists"] for one in sheet["examples"])]
        for example in listed:
            request = worked.request(area, example)
            if request["today"] and request not in seen:
                seen.append(request)
                yield Case(area, f"the worked example “{example['name']}”", False, (Asked(request),))
