"""Checks that every name stands in its list: events, roles, facts, topics, sources, provisions, calendars."""

from collections.abc import Iterator

from checklists.engine import LimitError, parse_event_ref, parse_limit

from ..load import Problem
from .provisions import statements
from .registry import needed, rule
from .view import RuleFile, View, lines_of, mappings_of, values_of
from .words import quoted, unknown

EXAMPLE_DATES = ("given", "booked")


def _list(view: View, kind: str) -> str:
    return view.place("vocabulary", f"{kind}.yaml")


def _events_of_file(file: RuleFile) -> Iterator[tuple[tuple, str]]:
    """Every event that a deadline file names, with its key path; what does not parse is another check's."""
    for line in lines_of(file.own):
        try:
            yield from ((line.path, event) for event in dict.fromkeys(parse_limit(line.text).events()))
        except LimitError:
            continue
    for path, mapping in mappings_of(file.own):
        for key in ("event", "from", "until"):
            for place, text in values_of(mapping, key, path):
                try:
                    yield place, parse_event_ref(text).event
                except LimitError:
                    continue
        for place, bodies in values_of(mapping, "or_set_by", path):
            yield from (((*place, index), event) for index, event in enumerate(bodies))
    for index, example in enumerate(file.own.get("examples") or ()):
        for part in EXAMPLE_DATES:
            yield from ((("examples", index, part, event), event) for event in example.get(part, {}))


def _events_of_vocabulary(view: View) -> Iterator[tuple[str, tuple, str]]:
    """Every event that the vocabulary and the sources name: kind of file or its path, key path, event."""
    for document, _ in view.sound("events"):
        for key, entry in document.data.items():
            for name in ("any_of", "all_of"):
                for index, part in enumerate(entry.get(name, ())):
                    yield document.path, (key, name, index), part
            for name in ("defaults_to", "belongs_to"):
                if name in entry:
                    yield document.path, (key, name), entry[name]
    for document, _ in view.sound("facts"):
        for key, entry in document.data.items():
            for one, other in entry.get("names", {}).items():
                for text in (one, other):
                    try:
                        yield document.path, (key, "names", one), parse_event_ref(text).event
                    except LimitError:
                        continue
    for document, _ in view.sound("area"):
        for event in document.data.get("moved", {}):
            yield document.path, ("moved", event), event
    for document, _ in view.sound("source"):
        for event in document.data.get("terms", {}).get("events", {}):
            yield document.path, ("terms", "events", event), event


@needed
def events(view: View) -> Iterator[Problem]:
    """Every event named stands in vocabulary/events.yaml."""
    known = view.known("events")
    if known is None:
        return
    for file in view.files:
        for path, event in _events_of_file(file):
            if event not in known:
                yield file.problem(path, unknown("event", event, known, _list(view, "events")))
    for shown, path, event in _events_of_vocabulary(view):
        if event not in known:
            line = view.rules.documents[shown].line(*path)
            yield Problem(shown, line, unknown("event", event, known, _list(view, "events")))


def _roles(view: View) -> Iterator[tuple[str, tuple, str]]:
    """Every role named outside the vocabulary: path of the file, key path, role."""
    for file in view.files:
        if file.own.get("responsible"):
            yield file.document.path, ("responsible",), file.own["responsible"]
        for path, mapping in mappings_of(file.own):
            for place, role in values_of(mapping, "responsible", path):
                yield file.document.path, place, role
        for index, example in enumerate(file.own.get("examples") or ()):
            for key, value in example.get("set", {}).items():
                for entry in value if isinstance(value, list) else [value]:
                    if "by" in entry:
                        yield file.document.path, ("examples", index, "set", key, "by"), entry["by"]
    for document, locator, provision in statements(view):
        if provision["role"] is not None:
            yield document.path, (locator, "role"), provision["role"]
        for index, role in enumerate(provision.get("also_roles", ())):
            yield document.path, (locator, "also_roles", index), role
    for document, _ in view.sound("source"):
        for role in document.data.get("terms", {}).get("roles", {}):
            yield document.path, ("terms", "roles", role), role


@needed
def roles(view: View) -> Iterator[Problem]:
    """Every role named stands in vocabulary/roles.yaml."""
    known = view.known("roles")
    for shown, path, role in _roles(view) if known is not None else ():
        if role not in known:
            line = view.rules.documents[shown].line(*path)
            yield Problem(shown, line, unknown("role", role, known, _list(view, "roles")))


@needed
def facts(view: View) -> Iterator[Problem]:
    """Every fact named, in `when` and in worked examples, stands in vocabulary/facts.yaml."""
    known = view.known("facts")
    if known is None:
        return
    for file in view.files:
        for path, mapping in mappings_of(file.own):
            for place, when in values_of(mapping, "when", path):
                if (fact := when.removeprefix("not ").strip()) not in known:
                    yield file.problem(place, unknown("fact", fact, known, _list(view, "facts")))
        for index, example in enumerate(file.own.get("examples") or ()):
            for fact in example.get("facts", {}):
                if fact not in known:
                    where = ("examples", index, "facts", fact)
                    yield file.problem(where, unknown("fact", fact, known, _list(view, "facts")))


@needed
def topics(view: View) -> Iterator[Problem]:
    """Every topic named stands in vocabulary/topics.yaml."""
    known = view.known("topics")
    if known is None:
        return
    for file in view.files:
        if file.own.get("topic") and file.own["topic"] not in known:
            yield file.problem(("topic",), unknown("topic", file.own["topic"], known, _list(view, "topics")))
        for path, mapping in mappings_of(file.own):
            if mapping.get("topic") and mapping["topic"] not in known:
                message = unknown("topic", mapping["topic"], known, _list(view, "topics"))
                yield file.problem((*path, "topic"), message)
    for document, locator, provision in statements(view):
        named = [(("topic",), provision["topic"])]
        named += [
            (("also_topics", index), topic) for index, topic in enumerate(provision.get("also_topics", ()))
        ]
        for path, topic in named:
            if topic not in known:
                message = unknown("topic", topic, known, _list(view, "topics"))
                yield Problem(document.path, document.line(locator, *path), message)


@needed
def sources_of_areas(view: View) -> Iterator[Problem]:
    """Every source of an area is a folder of sources/, every calendar a file of calendars/."""
    rules = view.rules
    for document, _ in view.sound("area"):
        for index, source in enumerate(document.data["sources"]):
            if source not in rules.sources and not _stands(view, "sources", source, "source.yaml"):
                message = unknown("source", source, rules.sources, view.place("sources", ""))
                yield Problem(document.path, document.line("sources", index), message)
        calendar = document.data["calendar"]
        if calendar not in rules.calendars and not _stands(view, "calendars", f"{calendar}.yaml"):
            message = unknown("calendar", calendar, rules.calendars, view.place("calendars", ""))
            yield Problem(document.path, document.line("calendar"), message)


def _stands(view: View, *parts: str) -> bool:
    """Whether a file is there, though it may be one that could not be read."""
    return view.rules.root.joinpath(*parts).exists()


@rule
def fictional_areas_have_fictional_sources(view: View) -> Iterator[Problem]:
    """An area that is fictional rests on fictional sources alone, and any other on none.

    What it inherits from the area that it builds on counts: its limits show those provisions too.
    """
    for document, (_, area, _) in view.sound("area"):
        fictional = bool(document.data.get("fictional"))
        own = document.data["sources"]
        for source in sorted(view.sources_of(area) or ()):
            path = view.place("sources", source, "source.yaml")
            if path in view.unsound or bool(view.rules.sources[source].get("fictional")) == fictional:
                continue
            if fictional:
                message = f"the area is fictional and its source {quoted(source)} is not"
                remedy = f"add “fictional: true” in {path} if that is made up too, else take it out here"
            else:
                message = f"the area is not fictional and its source {quoted(source)} is"
                remedy = "add “fictional: true” here if the area is made up too, else cite a real source"
            place = ("sources", own.index(source)) if source in own else ("builds_on",)
            yield Problem(document.path, document.line(*place), f"{message}; {remedy}")


@needed
def citations(view: View) -> Iterator[Problem]:
    """Every provision cited stands in its source and is not set aside; the source is one of the area's."""
    for file in view.files:
        for path, mapping in mappings_of(file.own):
            for place, cites in values_of(mapping, "cites", path):
                for index, cite in enumerate(cites):
                    if message := citation(view, file.area, cite):
                        yield file.problem((*place, index), message)


@needed
def differences(view: View) -> Iterator[Problem]:
    """A difference from the area that this one builds on names provisions of both, each on its side.

    In an area with sources of its own that differ, each side names another of them.
    """
    for document, (_, area, _) in view.sound("area"):
        data = document.data
        parent = data.get("builds_on")
        theirs = set(view.sources_of(parent) or ()) if parent else set()
        if data.get("differs") and not parent:
            yield from _own_differences(view, document, area)
            continue
        for number, entry in enumerate(data.get("differs", ())):
            for side in ("here", "there"):
                for index, cite in enumerate(entry[side]):
                    line = document.line("differs", number, side, index)
                    if message := citation(view, area, cite):
                        yield Problem(document.path, line, message)
                    elif (cite.split("#")[0] in theirs) != (side == "there"):
                        other = "there" if side == "here" else "here"
                        of = "the area that this one builds on" if side == "here" else "this area"
                        message = f"{quoted(cite)} is a provision of {of}; list it under “{other}:”"
                        yield Problem(document.path, line, message)


def _own_differences(view: View, document, area: str) -> Iterator[Problem]:
    """What is wrong with differences between an area's own sources."""
    if len(document.data["sources"]) < 2:
        message = "the area builds on no other and has one source; remove differs"
        yield Problem(document.path, document.line("differs"), message)
        return
    for number, entry in enumerate(document.data["differs"]):
        named = {side: {cite.split("#")[0] for cite in entry[side]} for side in ("here", "there")}
        for side in ("here", "there"):
            for index, cite in enumerate(entry[side]):
                if message := citation(view, area, cite):
                    yield Problem(document.path, document.line("differs", number, side, index), message)
        if both := sorted(named["here"] & named["there"]):
            message = f"{quoted(both[0])} stands on both sides; give each side provisions of another source"
            yield Problem(document.path, document.line("differs", number), message)


def citation(view: View, area: str, cite: str) -> str | None:
    source, locator = cite.split("#", 1)
    listed = view.place("sources", source, "provisions.yaml")
    if source not in view.rules.sources and not _stands(view, "sources", source):
        return unknown("source", source, view.rules.sources, view.place("sources", ""))
    known = view.rules.provisions.get(source)
    if known is not None and locator not in known:
        return unknown("locator", locator, known, listed)
    if view.provision(source, locator).get("kind") == "admin":
        return f"{quoted(cite)} is set aside (kind: admin); cite what says it, or give it another kind"
    mine = view.sources_of(area)
    if mine is not None and source not in mine:
        where = view.place("areas", area, "area.yaml")
        return f"{quoted(source)} is no source of {quoted(area)}; add it in {where}, or cite another"
    return None


@needed
def deadlines_of_examples(view: View) -> Iterator[Problem]:
    """A worked example speaks of deadlines that its area has."""
    for file in view.files:
        known = view.deadline_keys(file.area)
        where = view.place("areas", file.area, "deadlines", "")
        for index, example in enumerate(file.own.get("examples") or () if file.whole else ()):
            for part in ("expect", "set"):
                for key in example.get(part, {}):
                    if key not in known:
                        message = unknown("deadline", key, known, where)
                        yield file.problem(("examples", index, part, key), message)


@rule
def silence(view: View) -> Iterator[Problem]:
    """An area is silent on deadlines that other areas have, and on none of its own."""
    everywhere = {key for area in view.rules.areas for key in view.deadline_keys(area)}
    for document, (_, area, _) in view.sound("area"):
        for key in document.data.get("silent", {}):
            if key in view.deadline_keys(area):
                message = f"the area is silent on {quoted(key)} and has a rule for it; remove one of the two"
                yield Problem(document.path, document.line("silent", key), message)
            elif key not in everywhere and not view.unsound:
                message = unknown("deadline", key, everywhere, view.place("areas", ""))
                yield Problem(document.path, document.line("silent", key), message)
