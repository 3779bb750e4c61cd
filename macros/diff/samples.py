"""The cases that two rulebooks are tried on: the worked examples of both, and samples of their own.

A sample is one plan from its conference to its end, with a date for everything that a limit can run from.
Its conference falls on a day that counting is sensitive to: each day of the week, the days around bank
holidays (also those that only one of the rulebooks has), month ends, a leap day, the day a limit changes.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from checklists.engine import date_words

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


@dataclass(frozen=True)
class Case:
    """One case of an area: its name for a reader, its kind, and the requests that together show its dates."""

    area: str
    name: str
    sample: bool
    requests: tuple[dict, ...]


def cases(before: dict, after: dict) -> list[Case]:
    """Every case of the areas that both bundles have: by area, the samples first."""
    days = conferences(before, after)
    found = []
    for area in sorted(set(before["areas"]) & set(after["areas"])):
        sides = (before["areas"][area], after["areas"][area])
        found += [_sample(area, day, sides, after["events"]) for day in days]
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


def _sample(area: str, conference: date, sides: tuple[dict, dict], events: dict) -> Case:
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
    requests = tuple(
        {"area": area, "today": today, "events": held, "facts": facts} for facts in _answers(sides)
    )
    return Case(area, f"conference {date_words(conference).split(' ', 1)[1]}", True, requests)


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _answers(sides: tuple[dict, dict]) -> Iterator[dict[str, bool]]:
    """The answers under which every deadline of an area applies: all yes, and all no where one wants a no."""
    named = {when for side in sides for item in side["deadlines"] for when in _conditions(item)}
    facts = sorted({name.removeprefix("not ") for name in named})
    yield dict.fromkeys(facts, True)
    if any(name.startswith("not ") for name in named):
        yield dict.fromkeys(facts, False)


def _conditions(deadline: dict) -> Iterator[str]:
    """Every answer on which a deadline hangs, one of its limits or what it was before."""
    forms = [deadline, *(version["patch"] for version in deadline.get("versions") or ())]
    entries = [entry for side in SIDES for entry in deadline.get(side) or ()]
    limits = [limit for entry in entries for limit in entry["limits"] or ()]
    yield from (one["when"] for one in (*forms, *limits) if one.get("when"))


def _examples(area: str, sides: tuple[dict, dict]) -> Iterator[Case]:
    """The worked examples of an area before and after, those of its checklists included; alike ones once."""
    seen = []
    for side in (sides[1], sides[0]):
        listed = [*side["examples"], *(one for sheet in side["checklists"] for one in sheet["examples"])]
        for example in listed:
            request = worked.request(area, example)
            if request["today"] and request not in seen:
                seen.append(request)
                yield Case(area, f"the worked example “{example['name']}”", False, (request,))
