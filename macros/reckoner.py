"""The ready reckoner: the dates that hang on the conference, for every working day of three years.

It is built by the same engine that runs in the browser, so the two never differ.
"""

from datetime import date, timedelta
from functools import lru_cache

from checklists.engine import (
    FICTIONAL,
    evaluate,
    limit_words,
    parse_event_ref,
    parse_limit,
    read_bundle,
    source_state,
)
from checklists.engine.case import parts_of

from . import bundle as bundles

EVENT = "initial_conference"
STAND_INS = ("plan_started",)  # events that fall on the conference unless entered


def build(bundle: dict, area: str, today: date, years_back: int = 1, years_ahead: int = 2) -> dict:
    """The reckoner of an area: columns of limits, and a row for every working day as the conference day.

    A row holds an ISO date, or None, for each column. Without a limit that hangs on
    the conference, columns and rows are empty.
    """
    rules = bundles.to_json(_hanging(bundles.browser(bundle, area), area))
    start, end = _years(today, -years_back), _years(today, years_ahead)
    columns: dict[tuple, dict] = {}
    found: dict[date, dict[tuple, str]] = {}
    day = start
    while day <= end:
        if _book(rules).calendar.why_not_working(day) is None:
            found[day] = {key: value for key, value, _ in _cells(rules, area, day)}
            for key, _, column in _cells(rules, area, day):
                # The limit may have changed on a date, or another of several may be the sooner.
                known = columns.setdefault(key, {**column})
                if column["limit_words"] not in known["limit_words"].split("; or "):
                    known["limit_words"] += f"; or {column['limit_words']}"
        day += timedelta(days=1)
    keys = list(columns)
    rows = {day.isoformat(): [cells.get(key) for key in keys] for day, cells in found.items()} if keys else {}
    return {
        "event": EVENT,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "columns": [columns[key] for key in keys],
        "rows": rows,
    }


def _hanging(bundle: dict, area: str) -> dict:
    """The bundle with those rules of the area alone that can hang on the conference: a third of them."""
    entries, data = bundle["events"], bundle["areas"][area]
    on = {EVENT, *STAND_INS}
    while more := {key for key in entries if on & set(parts_of(key, entries))} - on:
        on |= more
    deadlines = [item for item in data["deadlines"] if on & _limit_events(item)]
    return {**bundle, "areas": {area: {**data, "deadlines": deadlines, "checklists": []}}}


_book = lru_cache(maxsize=32)(read_bundle)


def _years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


@lru_cache(maxsize=32_768)  # seconds for all days of a large area, and of two builds most days are the same
def _cells(rules: str, area: str, day: date) -> tuple[tuple[tuple, str, dict], ...]:
    """What hangs on a conference of this day: the key of the column, the ISO date, and the column."""
    iso = day.isoformat()
    answer = evaluate({"area": area, "today": iso, "events": {EVENT: [{"booked": iso}]}}, _book(rules))
    cells = []
    for item in answer["deadlines"]:
        ran = item["runs_from"]
        if not ran or ran["event"] not in (EVENT, *STAND_INS):
            continue
        last = "latest" if item["latest"] else "earliest"
        for bound, value in ((last, item[last]), ("target", item["target_date"])):
            if value in (None, iso):  # the conference day itself needs no table
                continue
            if bound == "earliest" and item["target"]:  # open at its far end: no day to keep yet
                continue
            strength = "target_strength_words" if bound == "target" else "strength_words"
            column = {
                "deadline": item["deadline"],
                "occurrence": item["occurrence"],
                "title": item["title"],
                "limit_words": _column_words(item, bound),
                "strength_words": item[strength],
                "bound": bound,
                "cites": item["cites"],
            }
            cells.append(((item["deadline"], item["occurrence"], bound), value, column))
    return tuple(cells)


def _column_words(item: dict, bound: str) -> str:
    """The limit of a column, and that the date is the stricter of several where an answer is missing."""
    words = item["target_limit_words"] if bound == "target" else item["limit_words"]
    return f"{words} (the stricter, until a question is answered)" if item.get("depends_on") else words


def quick(bundle: dict, area: str, today: date) -> dict:
    """What the calculator needs before Python has started: the form's fields and the reckoner."""
    data = bundle["areas"][area]
    roles = data["terms"]["roles"]
    used = _used_events(bundle, area)
    meetings = {parse_event_ref(one["for"]).event for one in data["checklists"] if one["for"]}
    return {
        "area": area,
        "title": data["title"],
        **({"fictional": FICTIONAL} if data.get("fictional") else {}),
        "version": bundle["version"],
        "events": [event_entry(bundle, area, key) for key in bundle["events"] if key in used],
        "facts": [
            {"key": key, "question": entry["question"], "yes": entry["yes"], "assumed": entry.get("assumed")}
            for key, entry in bundle["facts"].items()
            if key in _used_facts(bundle, area)
        ],
        "intervals": _intervals(bundle, area),
        "checklists": [
            {"key": one["key"], "title": one["title"], "for": one["for"]} for one in data["checklists"]
        ],
        # What a checklist belongs to and no limit hangs on: asked for on its page, not in the form.
        "more_events": [event_entry(bundle, area, key) for key in bundle["events"] if key in meetings - used],
        "roles": [
            {"key": key, "label": roles[key]}
            for key, entry in bundle["roles"].items()
            if entry.get("authorises")
        ],
        "sources": [source_state(key, bundle["sources"][key], today) for key in data["sources"]],
        "reckoner": build(bundle, area, today),
    }


def event_entry(bundle: dict, area: str, key: str) -> dict:
    """What a form needs to ask for an event, in an area's own words."""
    entry, label = bundle["events"][key], bundle["areas"][area]["terms"]["events"][key]
    return {
        "key": key,
        "label": label,
        "question": entry["question"] if label == entry["label"] else f"When was, or is, the {label}?",
        "group": entry["group"],
        "once": bool(entry.get("once")),
        "bookable": entry.get("bookable", True),
        "belongs_to": entry.get("belongs_to"),
    }


def _limits(deadline: dict) -> list[str]:
    return [limit["limit"] for form in bundles.forms(deadline, True) for limit in bundles.limits_of(form)]


def _limit_events(deadline: dict) -> set[str]:
    return {event for limit in _limits(deadline) for event in parse_limit(limit).events()}


def _used_events(bundle: dict, area: str) -> set[str]:
    """The events that an area's rules ask for; an “either” event is entered as its parts."""
    named = {EVENT} & set(bundle["events"])
    for deadline in bundle["areas"][area]["deadlines"]:
        forms = bundles.forms(deadline, True)
        refs = {form.get(name) for form in forms for name in ("event", "from", "until")}
        named |= {ref.split(" ")[-1] for ref in refs if ref}
        for limit in _limits(deadline):
            parsed = parse_limit(limit)
            named |= (
                set(parsed.events())
                if parsed.kind != "set by" or parsed.anchor is None
                else {event for event in parsed.events() if event != parsed.event}
            )
    entries = bundle["events"]
    parts = {part for key in named for part in parts_of(key, entries)}
    return {key for key in named | parts if not parts_of(key, entries)}


def _used_facts(bundle: dict, area: str) -> set[str]:
    deadlines = bundle["areas"][area]["deadlines"]
    forms = [form for item in deadlines for form in bundles.forms(item, True)]
    whens = [holder.get("when") for form in forms for holder in (form, *bundles.limits_of(form))]
    used = {when.removeprefix("not ") for when in whens if when}
    limits = " | ".join(limit for item in deadlines for limit in _limits(item))
    for key, entry in bundle["facts"].items():
        if any(ref in limits for ref in entry.get("names") or ()):
            used.add(key)
    return used


def _intervals(bundle: dict, area: str) -> list[dict]:
    """What a conference, or a core group, may set in place of a limit, with that limit in words."""
    data = bundle["areas"][area]
    found = []
    for item in data["deadlines"]:
        forms = bundles.forms(item)
        limits = [
            parse_limit(limit["limit"])
            for entry in reversed(item["latest"] or ())
            for limit in entry["limits"] or ()
        ]
        named = [
            "conference" if (limit.event or "").endswith("conference") else limit.event
            for limit in limits
            if limit.kind == "set by"
        ]
        bodies = list(dict.fromkeys([*named, *(body for form in forms for body in form["or_set_by"] or [])]))
        if bodies and limits:
            words = (
                None
                if limits[0].kind == "set by"
                else limit_words(limits[0], data["terms"]["events"], data["terms"].get("both_days", False))
            )
            found.append(
                {"deadline": item["key"], "title": item["title"], "default_words": words, "may_set": bodies}
            )
    return found
