"""What holds of every answer, whatever was asked: used by the tests and by the fuzzers.

`broken(answer, calendar)` lists what does not hold, each with the window it is about.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from checklists.engine import Calendar, date_words, parse_limit
from checklists.engine.present import NO_DAY_LEFT
from checklists.engine.rulebook import opens
from checklists.engine.status import STATUSES

NOT_KNOWN_YET = ("It depends on an answer", "The time of day")  # how remarks on what may move a date begin
SHIFT = 10  # days that another way of counting moves a date by at most


def broken(answer: dict, calendar: Calendar) -> list[str]:
    """What does not hold of the value of an answer to `dates`."""
    today = _day(answer["as_on"])
    found = [f"answer: {words}" for words in _whole(answer)]
    for window in answer["deadlines"]:
        name = f"{answer['area']} {window['deadline']} {window['occurrence']}"
        for check in (_limits, _status, _order, _working_days, _steps, _readings, _words):
            found += [f"{name}: {words}" for words in check(window, today, calendar)]
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _days(window: dict, *names: str) -> list[date | None]:
    return [_day(window[name]) for name in names]


def _whole(answer: dict) -> Iterator[str]:
    """Windows are in order of time and numbered from 1, each once; the picture has room for all its marks."""
    days = [
        item["target_date"] or item["latest"] or item["earliest"] or item["met_on"]
        for item in answer["deadlines"]
    ]
    dated = [day for day in days if day]
    if dated != sorted(dated) or any(days[len(dated) :]):
        yield "the windows are not in order of time, those without a date last"
    for (deadline, number), count in Counter(
        (item["deadline"], item["occurrence"]) for item in answer["deadlines"]
    ).items():
        if count > 1 or number < 1:
            yield f"window {number} of {deadline} is there {count} times"
    picture = answer["timeline"]
    for mark in (*picture["marks"], *picture["events"]) if picture else ():
        if not 0 <= mark["day"] <= picture["days"]:
            yield f"a mark on day {mark['day']} of a picture of {picture['days']} days"


def _limits(window: dict, _: date, calendar: Calendar) -> Iterator[str]:
    """All limits open the same windows, so that none is left out; in that of a meeting each has its day."""
    limits = [(item, parse_limit(item["limit"])) for item in window["limits"]]
    kinds = {opens(limit) for _, limit in limits if limit.anchor}
    kinds = {shape if shape == "gap" else (shape, event) for shape, event in kinds}
    alone = [limit.anchor for _, limit in limits if opens(limit)[0] == "single"]
    following = all(ref.which == "next" for anchor in alone for ref in anchor.refs)
    if len(kinds - ({("single", None)} if following else set())) > 1:
        yield f"limits of different windows: {', '.join(str(limit) for _, limit in limits)}"
    base = _day(window["for_date"])
    for item, limit in limits if base else ():
        counted = limit.count and not (limit.unit == "working day" and base < calendar.start)
        if opens(limit)[0] == "each" and not limit.anchor.after_each and counted and not item["date"]:
            yield f"{limit} is not worked out in the window for {base}"


def _status(window: dict, today: date, _: Calendar) -> Iterator[str]:
    """The status agrees with the dates and with today; nothing is late on what is not known yet."""
    earliest, latest, met, booked = _days(window, "earliest", "latest", "met_on", "booked_on")
    anchor = _day(window["runs_from"] and window["runs_from"]["date"])
    trigger = window["target"] is None
    target = _day(window["target_date"])
    begins = target or earliest or anchor
    first = min(target, latest) if target and latest else latest  # from when it is due
    open_ = any(text.startswith(NOT_KNOWN_YET) for text in window["remarks"])
    by_the_clock = window["latest_time"] is not None
    opens_by_hour = parse_limit(window["earliest_limit"] or "not known").unit == "hour"
    holds = {
        "overdue": lambda: met is None and latest is not None and latest < today,
        "due": lambda: (
            met is None
            and (
                first <= today and (open_ or today <= latest)
                if latest and not trigger
                else begins is None or begins <= today
            )
        ),
        "waiting": lambda: met is None and ((begins if trigger else first or begins) or today) > today,
        "met": lambda: open_ or ((earliest is None or met >= earliest) and (latest is None or met <= latest)),
        "met_late": lambda: latest is not None and (met > latest or (by_the_clock and met == latest)),
        "too_early": lambda: earliest is not None and (met < earliest or (opens_by_hour and met == earliest)),
        "not_started": lambda: met is None and latest is None and earliest is None and bool(window["reason"]),
        "not_known": lambda: met is None and bool(window["reason"]),
        "ended": lambda: met is None,
    }
    status = window["status"]
    if status not in STATUSES:
        yield f"the status {status} is none"
    elif (status in ("met", "met_late", "too_early")) != (met is not None) or not holds[status]():
        yield f"{status} with earliest {earliest}, latest {latest}, met {met}, anchor {anchor}, today {today}"
    if met and met > today:
        yield f"met on {met}, after today, {today}"
    if met and booked:
        yield f"met on {met} and booked for {booked}"
    on_the_day = by_the_clock and booked == latest
    if not on_the_day and window["booked_late"] != bool(booked and latest and booked > latest):
        yield f"booked late: {window['booked_late']}, with {booked} and {latest}"
    if window["overtaken"] and status != "overdue":
        yield f"overtaken, and {status}"


def _order(window: dict, _: date, __: Calendar) -> Iterator[str]:
    """A latest day is not before what it runs from, and not before the earliest unless the answer says so."""
    earliest, latest = _days(window, "earliest", "latest")
    anchor = _day(window["runs_from"] and window["runs_from"]["date"])
    kind = parse_limit(window["limit"]).kind if window["limit"] else None
    day = latest or (earliest if window["earliest_limit"] == window["limit"] else None)
    if day and anchor and kind == "after" and day < anchor:
        yield f"{window['limit']} of {anchor} gives {day}"
    if day and anchor and kind == "before" and day > anchor:
        yield f"{window['limit']} of {anchor} gives {day}"
    if bool(earliest and latest and earliest > latest) != (window["reason"] == NO_DAY_LEFT):
        yield f"earliest {earliest}, latest {latest}, and said of it: {window['reason']}"


def _working_days(window: dict, _: date, calendar: Calendar) -> Iterator[str]:
    """A count of working days ends on one; the day to aim for is the last one on or before the latest."""
    for limit in window["limits"]:
        day = _day(limit["date"])
        replaced = window["set_by"] and limit["bound"] == "latest"
        why = day and calendar.why_not_working(day)
        if why and parse_limit(limit["limit"]).unit == "working day" and not replaced:
            yield f"{limit['limit']} ends on {day}, {why}"
    latest, aim = _days(window, "latest", "last_working_day")
    if (latest is None) != (aim is None):
        yield f"latest {latest}, and the day to aim for {aim}"
    elif latest and aim != latest and aim != calendar.last_working_day(latest):
        yield f"the day to aim for is {aim}, with latest {latest}"


def _steps(window: dict, _: date, calendar: Calendar) -> Iterator[str]:
    """A count begins at what it runs from, leaves out no day in silence and ends on the day given."""
    for name, bound in (("steps", "latest"), ("earliest_steps", "earliest")):
        steps, day = window[name], window[bound]
        if not steps:
            continue
        if steps[-1]["date"] != day or not steps[-1]["counted"]:
            yield f"the count of the {bound} day ends on {steps[-1]['date']}, and the day is {day}"
        limit = parse_limit(window["limit"] if bound == "latest" else window["earliest_limit"])
        numbers = [step["n"] for step in steps if step["counted"]]
        if limit.unit == "hour":  # two ends of a span, no days that are counted
            numbers = list(range(1, limit.count + 1)) if numbers == [limit.count] else numbers
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"the count of the {bound} day goes {numbers}"
        for step in steps:
            if not step["counted"] and not step["why"]:
                yield f"{step['date']} is left out of the count of the {bound} day without a reason"
        if limit.unit == "working day":
            for step in steps[1:]:
                if step["counted"] == bool(calendar.why_not_working(_day(step["date"]))):
                    yield f"{step['date']} is counted: {step['counted']}, in working days"
        if limit.count and len(numbers) != limit.count:
            yield f"{limit} is counted to {len(numbers)}"


def _readings(window: dict, _: date, __: Calendar) -> Iterator[str]:
    """The safe days are the strictest of all readings: none listed is stricter, and one is as strict.

    Another reading can be counted in another way too: what both give together is not listed, and may be some
    days stricter.
    """
    slack = SHIFT if any(not item["convention"] for item in window["readings"]) else 0
    for side, pick in (("latest", min), ("earliest", max)):
        safe = _day(window[f"safe_{side}"])
        days = [_day(item[side]) for item in (window, *window["readings"]) if item[side]]
        if not safe and (window["status"] == "not_known" or not days):
            continue
        strictest = pick(days) if days else None
        if safe is None:
            anchor = _day(window["runs_from"] and window["runs_from"]["date"])
            if side == "earliest" or (anchor and (strictest - anchor).days >= slack):
                yield f"no safe {side} day, with {sorted(map(str, days))}"
        elif strictest is None or pick(safe, strictest) != safe or abs(safe - strictest).days > slack:
            yield f"the safe {side} day is {safe}, with {sorted(map(str, days))}"


def _words(window: dict, _: date, __: Calendar) -> Iterator[str]:
    """Each date in words is the same date; nothing is said of a date that is not there."""
    for name in (
        "earliest",
        "latest",
        "met_on",
        "booked_on",
        "last_working_day",
        "safe_earliest",
        "safe_latest",
    ):
        said = date_words(_day(window[name]))
        if name == "latest" and window["latest_time"]:
            said = f"{said}, {window['latest_time']}"
        if window["words"][name] != said:
            yield f"{name} is {window[name]}, in words {window['words'][name]}"
    for name in ("status_words", "title", "cites"):
        if not window[name]:
            yield f"no {name}"
