"""What the sources say, and the sources themselves, before and after."""

from collections.abc import Iterator

from checklists.engine import FORCE_WORDS, limit_words, parse_limit

from .deadlines import Describe
from .describe import Aspects, Part, Said, listed, text
from .plain import aspects
from .words import source_title

BRIEF_SOURCE = ("title", "edition", "status")  # what is told of a source that is gone
BRIEF = ("statement", "strength")  # what is told of a statement that is gone
SHORT = "abbreviations"  # the part of a register that has no words for things of the vocabulary
KINDS = {"admin": "set aside", "evidence": "research"}


def changes(
    before: dict, after: dict, skip: set[str], registers: set[str], new: set[str], gaps: list[str]
) -> Iterator[dict]:
    """Every source, with its register, and every statement that differs.

    Sources in `skip` cannot be compared, nor registers of those in `registers`, nor what a statement has in
    the keys that are `new` in the format.
    """
    both = (before, after)
    sources = [{key: data for key, data in side["sources"].items() if key not in skip} for side in both]
    part = Part("sources", gaps, brief=BRIEF_SOURCE)
    describe = tuple(lambda pair, side=side: _source(*pair, side, registers) for side in both)
    for key in dict.fromkeys([*sources[1], *sources[0]]):
        things = tuple({key: (key, side[key])} if key in side else {} for side in sources)
        yield from part.changes(key, things, describe, lambda name, _: source_title(_of(name, both), name))
    said = [_by_source(side, skip) for side in both]
    part = Part("statements", gaps, brief=BRIEF, ignore=new, ordered=True)
    for key in dict.fromkeys([*said[1], *said[0]]):
        if key not in sources[1] and key in said[0]:  # the source is gone: its statements went with it
            yield _counted(key, len(said[0][key]))
            continue
        words = tuple(lambda pair, side=side: _statement(pair, side) for side in both)
        things = tuple(side.get(key, {}) for side in said)
        yield from part.changes(key, things, words, lambda name, _: name.split("#", 1)[1])


def _counted(source: str, number: int) -> dict:
    """One entry for all statements of a source that is gone."""
    gone = {"part": "statements", "place": source, "key": "", "title": "", "change": "removed"}
    return {**gone, "count": number, "what": []}


def _source(key: str, data: dict, bundle: dict, skip: set[str]) -> Aspects:
    """A source in words, and what it calls each thing: its own words with the places that have them."""
    found = aspects(data, bundle)
    register = {} if key in skip else bundle["registers"].get(key, {})
    for part, entries in register.items():
        for name, own in entries.items():
            if part == SHORT:
                whose = "" if own["expanded_by_source"] else "; the source does not say so itself"
                said = f"{own['stands_for']} ({own['at']}{whose})"
            else:
                said = ", ".join(f"{word} ({place})" for word, place in own.items())
            label = f"what {name} stands for" if part == SHORT else f"what it calls {name.replace('_', ' ')}"
            found[f"register/{part}/{name}"] = Said(own, said, label)
    return found


def _of(key: str, both: tuple[dict, dict]) -> dict:
    """The bundle that knows a source: the later one where it does."""
    return both[1] if key in both[1]["sources"] else both[0]


def _by_source(bundle: dict, skip: set[str]) -> dict[str, dict]:
    found: dict[str, dict] = {}
    for reference, provision in bundle["provisions"].items():
        source = reference.split("#", 1)[0]
        if source not in skip:
            found.setdefault(source, {})[reference] = (source, provision)
    return found


def _statement(pair: tuple[str, dict], bundle: dict) -> Aspects:
    source, entry = pair
    describe = Describe(bundle)
    terms = bundle["sources"].get(source, {}).get("terms") or {}
    roles = terms.get("roles") or {}

    def role(key: str) -> str:
        return roles.get(key) or bundle["roles"].get(key, {}).get("label") or key.replace("_", " ")

    labels = {key: event.get("label", key) for key, event in bundle["events"].items()}
    labels |= terms.get("events") or {}
    timing = entry.get("timing")
    force = entry.get("strength")
    kind = entry.get("kind")
    research = entry.get("research") or {}
    return {
        "statement": Said(entry.get("statement"), entry.get("statement"), "words"),
        "strength": Said(force, FORCE_WORDS.get(force, force)),
        "role": listed([entry.get("role")], role),
        "also_roles": listed(entry.get("also_roles", ()), role, "further roles"),
        "topic": listed([entry.get("topic")], describe.topic),
        "also_topics": listed(entry.get("also_topics", ()), describe.topic, "further topics"),
        "kind": Said(kind, KINDS.get(kind, kind)),
        "timing": Said(timing, timing and limit_words(parse_limit(timing), labels), "time stated"),
        "note": text(entry.get("note")),
        "because": Said(entry.get("because"), entry.get("because"), "why it is set aside"),
        "research": Said(research, " ".join(map(str, research.values())) or None),
    }
