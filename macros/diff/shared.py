"""What each area says of itself and what all share, before and after: bank holidays, counting, words."""

from collections.abc import Iterator
from datetime import date

from checklists.engine import date_words

from .describe import Aspects, Part, Said, listed, text
from .plain import aspects, words
from .words import source_title

PLAIN = ("title", "kind", "summary")  # keys of an area told as they stand
OF_CALENDAR = ("title", "from", "to", "source", "read_on")
# What an entry of each list is, and the key that holds its name.
VOCABULARY = {
    "events": ("event", "label"),
    "roles": ("role", "label"),
    "facts": ("question", "question"),
    "topics": ("topic", "title"),
    "checklist_kinds": ("kind of checklist", "title"),
    "terms": ("word of the glossary", "term"),
    "documents": ("document", "label"),
}


def areas(before: dict, after: dict, skip: set[str], new: set[str], gaps: list[str]) -> Iterator[dict]:
    """Every area that differs in what it says of itself, or is in one of the two alone.

    Areas in `skip` cannot be compared, nor the keys of an area that are `new` in the format.
    """
    part = Part("areas", gaps, brief=("summary", "builds_on", "sources", "rules"), known=("title",))
    both = (before, after)
    for key in sorted({*before["areas"], *after["areas"]} - skip):
        sides = tuple({key: side["areas"][key]} if key in side["areas"] else {} for side in both)
        words = tuple(lambda area, side=side: _area(area, side, new) for side in both)
        yield from part.changes(key, sides, words, lambda _, area: area["title"])


def _area(area: dict, bundle: dict, new: set[str]) -> Aspects:
    found = aspects({name: area[name] for name in PLAIN if area.get(name) and name not in new}, bundle)
    if parent := area.get("builds_on"):
        found["builds_on"] = Said(parent, bundle["areas"].get(parent, {}).get("title", parent), "builds on")
    found["sources"] = listed(area["sources"], lambda key: source_title(bundle, key))
    # How many it has differs with each of them: told only of an area that is new or gone.
    found["rules"] = Said(True, str(len(area["deadlines"])))
    for key, said in area["silent"].items():
        found[f"silent/{key}"] = Said(said, said, f"not said by its sources: {key.replace('_', ' ')}")
    for path, checked in area["same_as_parent"].items():
        label = f"checked, and the same as in the area it builds on: {path.removesuffix('.yaml')}"
        found[f"same_as_parent/{path}"] = Said(checked, words(checked, bundle), label.replace("_", " "))
    found["no_lists"] = listed(
        area["no_lists"],
        lambda key: f"“{bundle['checklist_kinds'].get(key, {}).get('title', key)}”",
        "checklists that its sources hold nothing for",
    )
    for event, said in (area["moved"] if "moved" not in new else {}).items():
        label = area["terms"]["events"].get(event, event.replace("_", " "))
        cites = [one["cite"] for one in said]
        found[f"moved/{event}"] = Said(cites, words(cites, bundle), f"who is told that a {label} moves")
    for entry in area["differs"] if "differs" not in new else ():
        said = f"{words(entry['here'], bundle)} beside {words(entry['there'], bundle)}. {entry['ask']}"
        sides = "it and the area it builds on" if area.get("builds_on") else "two of its sources"
        label = f"where {sides} disagree: {entry['about']}"
        found[f"differs/{entry['about']}"] = Said(entry, said, label)
    return found


def holidays(before: dict, after: dict, gaps: list[str]) -> Iterator[dict]:
    """Every bank holiday that differs, and the span and source of the list."""
    part = Part("holidays", gaps)
    both = (before, after)
    known = tuple(side["calendar"]["holidays"] for side in both)

    def named(name: str) -> Aspects:
        return {"name": text(name)}

    yield from part.changes(None, known, (named, named), lambda day, _: date_words(date.fromisoformat(day)))
    lists = tuple({"list": {key: side["calendar"][key] for key in OF_CALENDAR}} for side in both)
    yield from part.changes(None, lists, _plain(both), lambda *_: "The list of bank holidays")


def counting(before: dict, after: dict, gaps: list[str]) -> Iterator[dict]:
    """Every other way of counting that differs."""
    both = (before, after)
    listed = tuple({one["id"]: one for one in side["conventions"]} for side in both)
    yield from Part("counting", gaps, ordered=True).changes(
        None, listed, _plain(both), lambda _, entry: entry["question"]
    )


def vocabulary(before: dict, after: dict, skip: set[str], gaps: list[str]) -> Iterator[dict]:
    """Every entry of the vocabulary that differs, but for the lists of it in `skip`."""
    both = (before, after)
    for kind, (label, name) in VOCABULARY.items():
        if kind in skip:
            continue
        part = Part("words", gaps, brief=("definition", "summary"), known=(name,), ordered=True)
        sides = (before[kind], after[kind])

        def named(_, entry: dict, label: str = label, name: str = name) -> str:
            return f"{label} “{entry[name]}”"

        yield from part.changes(None, sides, _plain(both), named)


def _plain(both: tuple[dict, dict]) -> tuple:
    """How entries of each side are put in words as they stand."""
    return tuple(lambda entry, side=side: aspects(entry, side) for side in both)
