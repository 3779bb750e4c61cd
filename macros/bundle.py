"""The checked rules as plain data: one bundle of all areas, or of one for the browser.

Overlays are resolved and every limit is brought into one shape here, so that the engine
and the pages need to know nothing of files or inheritance.
"""

import hashlib
import json

from checklists.engine import parse_limit

from . import lists, overlay
from .load import Rules

FORMAT = 1  # of the bundle; the engine refuses another
PLAIN = ("event", "from", "until", "when", "or_set_by", "note")  # keys carried over as they stand
DATED = (*PLAIN, "title", "responsible")  # keys whose change makes another version of the whole deadline
PER_LIMIT = ("strength", "cites", "responsible", "reason")  # keys that a limit takes from its deadline
SIDES = ("latest", "earliest", "target")
GLOSSARY = ("terms", "documents")  # words that pages show, and no limit is made of
FICTIONAL = " (fictional)"  # ends the title of an area, and of a source, that is made up


def build(rules: Rules, areas: list[str] | None = None) -> dict:
    """The bundle of some areas, or of all. The version is that of the whole rulebook.

    `rules` must have no problems; raises KeyError where a file refers to what is not there.
    """
    whole = {area: _area(rules, area) for area in sorted(rules.areas)}
    data = {
        "format": FORMAT,
        "calendar": _calendar(rules),
        "conventions": rules.conventions,
        "events": rules.vocabulary["events"],
        "roles": rules.vocabulary["roles"],
        "facts": rules.vocabulary["facts"],
        "topics": rules.vocabulary["topics"],
        "checklist_kinds": rules.vocabulary["checklist_kinds"],
        **{name: rules.vocabulary.get(name, {}) for name in GLOSSARY},
        "registers": rules.registers,
        "sources": {key: _source(_marked(source)) for key, source in rules.sources.items()},
        "provisions": _provisions(rules),
        "areas": whole,
    }
    data["version"] = _version(rules, data)
    data["silent_titles"] = _silent_titles(whole)
    return data if areas is None else only(data, areas)


def only(bundle: dict, areas: list[str]) -> dict:
    """A bundle cut down to some areas and the sources and provisions that these use."""
    kept = {area: bundle["areas"][area] for area in areas}
    cited = {cite for area in kept.values() for item in area["deadlines"] for cite in cites_of(item)}
    cited |= {cite for area in kept.values() for cite in lists.cites_of(area["checklists"])}
    used = {source for area in kept.values() for source in area["sources"]}
    return {
        **bundle,
        "areas": kept,
        "sources": {key: value for key, value in bundle["sources"].items() if key in used},
        "provisions": {key: value for key, value in bundle["provisions"].items() if key in cited},
        "registers": {key: value for key, value in bundle["registers"].items() if key in used},
        "silent_titles": {
            key: title
            for key, title in bundle["silent_titles"].items()
            if any(key in area["silent"] for area in kept.values())
        },
    }


NOT_ASKED = ("examples", "differs", "no_lists")  # of an area, by what runs in the browser


def browser(bundle: dict, area: str) -> dict:
    """The bundle of one area without what only the build needs: examples and provisions."""
    cut = only(bundle, [area])
    lean = {key: value for key, value in cut["areas"][area].items() if key not in NOT_ASKED}
    lean["checklists"] = [_lean_list(one) for one in lean["checklists"]]
    kept = {key: value for key, value in cut.items() if key not in (*GLOSSARY, "registers")}
    roles = {
        role: {key: value for key, value in entry.items() if key != "sought_as"}
        for role, entry in kept["roles"].items()
    }
    given = {"roles": roles, "provisions": {}, "topics": {}, "checklist_kinds": {}}
    return {**kept, **given, "areas": {area: lean}}


def _lean_list(checklist: dict) -> dict:
    left_out = ("examples", "path", "summary", "topic", "own", "inherited")
    return {key: value for key, value in checklist.items() if key not in left_out}


def to_json(data: dict) -> str:
    """JSON as it is served: small, and the same for the same data."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=False)


def cites_of(deadline: dict) -> list[str]:
    """Every provision that a deadline of the bundle cites, in order."""
    return list(
        dict.fromkeys(
            cite for form in forms(deadline) for limit in limits_of(form) for cite in limit["cites"]
        )
    )


def forms(deadline: dict, readings: bool = False) -> list[dict]:
    """A deadline of the bundle as it stands and as it stood before; with `readings`, under each of them."""
    found = [deadline, *({**deadline, **one["patch"]} for one in deadline.get("versions", ()))]
    if readings:
        found += [{**form, **one["patch"]} for form in list(found) for one in form["readings"]]
    return found


def limits_of(form: dict) -> list[dict]:
    """Every limit of a deadline, whatever date it starts on."""
    return [limit for side in SIDES for entry in form.get(side) or () for limit in entry["limits"] or ()]


def _silent_titles(areas: dict) -> dict[str, str]:
    """The title that other areas give what an area's sources are silent on, by the deadline's key."""
    titles = {item["key"]: item["title"] for area in areas.values() for item in area["deadlines"]}
    silent = dict.fromkeys(key for area in areas.values() for key in area["silent"])
    return {key: titles.get(key, key.replace("_", " ").capitalize()) for key in silent}


def _source(source: dict) -> dict:
    if not source.get("fictional"):
        return source
    return {**source, **{name: source[name] + FICTIONAL for name in ("title", "area")}}


def _version(rules: Rules, data: dict) -> str:
    """The newest day on which a source was checked, and a hash of what the rules say."""
    newest = max((source["checked_on"] for source in rules.sources.values()), default="no source")
    digest = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    return f"{newest.replace('-', '.')}-{digest[:8]}"


def _calendar(rules: Rules) -> dict:
    # one calendar serves every area of England and Wales; a second one makes this a choice of the area
    (key, data), *others = rules.calendars.items()
    if others:
        raise ValueError("more than one calendar: the bundle holds one; see docs/adr")
    return {
        "id": key,
        "from": data["from"],
        "to": data["to"],
        "title": data["title"],
        "source": data["source"],
        "read_on": data["read_on"],
        "holidays": {day: entry["name"] for day, entry in data["holidays"].items()},
    }


DRAFT = "Draft: not yet read against its source."
DRAFT_MARK = " (draft)"  # ends the title of an area, source, checklist or deadline that is one


def _marked(data: dict) -> dict:
    """What has a title, which says so where it is a draft: so does every page, list and export."""
    return {**data, "title": data["title"] + DRAFT_MARK} if data.get("draft") else data


def _provisions(rules: Rules) -> dict:
    """Every provision by source and locator, those of a source in its own order."""
    found = {}
    for source, provisions in rules.provisions.items():
        order = rules.locators.get(source, {})
        for locator in sorted(provisions, key=lambda name: order.get(name, 0)):
            found[f"{source}#{locator}"] = provisions[locator]
    return found


def _area(rules: Rules, area: str) -> dict:
    data = _marked(rules.areas[area])
    chain = overlay.chain(rules, area)
    own_sources = [source for link in chain for source in rules.areas[link].get("sources", ())]
    deadlines, examples = [], []
    for stem, entry in sorted(overlay.resolve(rules, area).items()):
        deadlines += _deadlines(stem, entry)
        examples += [
            {"file": stem, "path": entry["path"], **item} for item in entry["data"].get("examples") or ()
        ]
    cited = {cite.split("#")[0] for item in deadlines for cite in cites_of(item)}
    checklists = lists.of_area(rules, area)
    order = {key: index for index, key in enumerate(rules.vocabulary["topics"])}
    deadlines.sort(key=lambda item: order.get(item["topic"], len(order)))
    return {
        "title": data["title"] + (FICTIONAL if data.get("fictional") else ""),
        **({"fictional": True} if data.get("fictional") else {}),
        "kind": data.get("kind"),
        "summary": data.get("summary"),
        "builds_on": data.get("builds_on"),
        "sources": [
            source for source in dict.fromkeys(own_sources) if source in cited or source in data["sources"]
        ],
        "differs": data.get("differs") or [],
        "silent": data.get("silent") or {},
        "no_lists": data.get("no_lists") or [],
        "same_as_parent": data.get("same_as_parent") or {},
        "terms": _terms(rules, own_sources) | _both_days(deadlines, checklists),
        "deadlines": deadlines,
        "checklists": checklists,
        "moved": _moved(rules, chain),
        "examples": examples,
    }


def _moved(rules: Rules, chain: list[str]) -> dict[str, list[dict]]:
    """What is said of a meeting that moves, by event: each provision with its statement."""
    found: dict[str, list[dict]] = {}
    for area in reversed(chain):
        for event, cites in (rules.areas[area].get("moved") or {}).items():
            found[event] = [{"cite": cite, "statement": _statement(rules, cite)} for cite in cites]
    return found


def _statement(rules: Rules, cite: str) -> str:
    source, locator = cite.split("#", 1)
    return rules.provisions[source][locator]["statement"]


def _terms(rules: Rules, sources: list[str]) -> dict:
    """The label of every event and role: the first source's own word, else the vocabulary's."""
    terms = {}
    for kind in ("events", "roles"):
        labels = {key: entry["label"] for key, entry in rules.vocabulary[kind].items()}
        for source in reversed(sources):
            labels.update((rules.sources[source].get("terms") or {}).get(kind) or {})
        terms[kind] = labels
    return terms


def _both_days(deadlines: list[dict], checklists: list[dict]) -> dict[str, bool]:
    """Whether an area's limits count calendar days and working days: then each says which it means."""
    texts = [limit["limit"] for item in deadlines for form in forms(item, True) for limit in limits_of(form)]
    texts += [
        due["limit"]
        for one in checklists
        for item in one["items"]
        for due in lists.dues(item)
        if due["limit"]
    ]
    units = {parse_limit(text).unit for text in texts}
    return {"both_days": True} if {"day", "working day"} <= units else {}


def _deadlines(stem: str, entry: dict) -> list[dict]:
    data = entry["data"]
    made = []
    for key, raw in data["deadlines"].items():
        where = {name: entry[name] for name in ("path", "own", "inherited")}
        whole = {"key": key, "topic": raw.get("topic") or data.get("topic"), "file": stem, **where}
        starts = _version_starts(data, key, raw)
        versions = [(start, _form_at(data, key, raw, start)) for start in starts]
        newest = versions[-1][1]
        made.append({**{name: whole.get(name, newest.get(name)) for name in _ORDER}, **newest})
        if len(versions) > 1:
            made[-1]["versions"] = [
                {
                    "start": start,
                    "patch": {
                        name: version.get(name)
                        for name in {**newest, **version}
                        if version.get(name) != newest.get(name)
                    },
                }
                for start, version in versions
            ]
    return made


_ORDER = ("key", "title", "topic", "file", "path", "own", "inherited")


def _version_starts(data: dict, key: str, raw: dict) -> list[str | None]:
    """The dates on which a key changes that makes another version; None for what was before."""
    others = [reading["otherwise"][key] for reading in _readings_of(data, key)]
    starts: set = {None}
    for holder in (raw, *others):
        for name in DATED:
            if overlay.dated(holder.get(name)):
                starts |= set(overlay.by_start(holder[name]))
    return sorted(starts, key=lambda start: start or "")


def _readings_of(data: dict, key: str) -> list[dict]:
    return [reading for reading in data.get("readings") or () if key in (reading.get("otherwise") or {})]


def _form_at(data: dict, key: str, raw: dict, start: str | None) -> dict:
    """A deadline as it holds from a date."""
    readings = data.get("readings") or []
    title = _at(raw.get("title"), start) or data["title"]
    return {
        "title": _marked({**data, "title": title})["title"],
        **_normal(data, raw, start),
        "readings": [
            _reading(number, reading, key, data, raw, start)
            for number, reading in enumerate(readings, 1)
            if key in (reading.get("otherwise") or {})
        ],
    }


def _at(value, start: str | None):
    """A value as it holds from a date; one that is not dated holds always."""
    if not overlay.dated(value):
        return value
    found = _as_of(overlay.by_start(value), start)
    return None if found is _NOTHING else found


def _reading(number: int, reading: dict, key: str, data: dict, raw: dict, start: str | None) -> dict:
    patched = overlay.merge(_spread(raw), _spread(reading["otherwise"][key]))
    before, after = _normal(data, raw, start), _normal(data, patched, start)
    return {
        "id": reading.get("id") or f"reading_{number}",
        "question": reading["question"],
        "taken": reading["taken"],
        "because": reading["because"],
        "confirmed": reading.get("confirmed"),
        "patch": {
            name: after.get(name) for name in {**before, **after} if after.get(name) != before.get(name)
        },
    }


def _spread(raw: dict) -> dict:
    """A deadline with each single limit as a mapping, so that a patch of the limit keeps its source."""
    return {**raw, **{side: {"limit": raw[side]} for side in SIDES if isinstance(raw.get(side), str)}}


def _normal(data: dict, raw: dict, start: str | None) -> dict:
    """The keys of a deadline as the engine takes them, those that changed as they hold from `start`."""
    normal = {name: _at(raw.get(name), start) for name in PLAIN}
    if data.get("draft"):
        normal["note"] = f"{DRAFT} {normal['note'] or ''}".strip()
    normal["responsible"] = _at(raw.get("responsible"), start) or data.get("responsible")
    normal |= {name: raw[name] for name in ("started", "ended") if raw.get(name)}
    for side in ("earliest", "latest", *(["target"] if raw.get("target") else [])):
        normal[side] = _side(raw.get(side), data, raw)
    return normal


def _side(value, data: dict, raw: dict) -> list[dict] | None:
    """One bound as entries by the date they start: `[{"start", "limits"}]`."""
    if value is None:
        return None
    by_start = overlay.by_start(value) if overlay.dated(value) else {None: value}
    listed = [item for part in by_start.values() for item in (part if isinstance(part, list) else [part])]
    beside = [item for item in listed if isinstance(item, dict)]
    starts = sorted({*by_start, *_starts_beside(raw, *beside)}, key=lambda start: start or "")
    entries = []
    for start in starts:
        current = _as_of(by_start, start)
        if current is _NOTHING:
            continue
        entries.append({"start": start, "limits": _limits(current, data, raw, start)})
    return entries


_NOTHING = object()


def _as_of(by_start: dict, start: str | None):
    """The value in force from a date: that of the newest start not after it."""
    begun = [key for key in by_start if key is None or (start is not None and key <= start)]
    return by_start[max(begun, key=lambda key: key or "")] if begun else _NOTHING


def _starts_beside(*holders: dict) -> set:
    """The dates on which what stands beside a limit changes: its strength, provisions, role or reason."""
    values = [holder.get(name) for holder in holders for name in PER_LIMIT]
    return {start for value in values if overlay.dated(value) for start in overlay.by_start(value)}


def _limits(value, data: dict, raw: dict, start: str | None) -> list[dict] | None:
    if value is None:
        return None
    listed = value if isinstance(value, list) else [value]
    return [_limit(item, data, raw, start) for item in listed]


def _limit(item, data: dict, raw: dict, start: str | None) -> dict:
    own = item if isinstance(item, dict) else {"limit": item}
    limit = {"limit": own["limit"]}
    for name in PER_LIMIT:
        limit[name] = _at(own.get(name, raw.get(name)), start)
    if own.get("when"):
        limit["when"] = own["when"]
    limit["responsible"] = limit["responsible"] or data.get("responsible")
    limit["cites"] = limit["cites"] or []
    return limit
