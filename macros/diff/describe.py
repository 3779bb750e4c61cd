"""Two versions of the same things, side by side: what was added, taken out, and changed in which respect."""

from collections.abc import Callable, Collection, Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

UNREADABLE = (KeyError, TypeError, AttributeError, ValueError, IndexError)  # what another format runs into


class Said(NamedTuple):
    """One respect of a thing: the value that decides whether it differs, and the words that a reader gets."""

    value: object
    words: str | None
    aspect: str | None = None  # what the respect is called, where its key is no name for a reader


Aspects = dict[str, Said]  # every respect in which a thing can differ


class Part:
    """One part of two rulebooks as entries; `gaps` gathers what is of a format that cannot be described.

    Of what is new all is told that a reader will see, but for the respects in `known`, which its title or
    another respect says. `brief` names the respects that are told of what is gone, all of them where it is
    None. Those in `ignore` decide nothing and are not told. With `ordered`, readers see the things in their
    order: what stands elsewhere in it is told.
    """

    def __init__(
        self,
        part: str,
        gaps: list[str],
        brief: tuple[str, ...] | None = None,
        ignore: Collection[str] = (),
        known: Collection[str] = (),
        ordered: bool = False,
    ):
        self.part = part
        self.gaps = gaps
        self.brief = brief
        self.ignore = ignore
        self.known = known
        self.ordered = ordered

    def changes(
        self,
        place: str | None,
        things: tuple[dict[str, object], dict[str, object]],
        describe: tuple[Callable[[object], Aspects], Callable[[object], Aspects]],
        title: Callable[[str, object], str],
    ) -> Iterator[dict]:
        """An entry for each thing that differs before and after: in the order of now, those gone last.

        A thing that comes and one that goes with the same title are told apart by their keys in the rules.
        """
        entries = list(self._entries(place, things, describe, title))
        titles = [
            {one["title"] for one in entries if one["change"] == change} for change in ("added", "removed")
        ]
        for entry in entries:
            if entry["change"] != "changed" and entry["title"] in titles[0] & titles[1]:
                key = entry["key"].rsplit("/", 1)[-1]
                entry["what"].append({"aspect": "key in the rules", "was": None, "now": key})
        yield from entries

    def _entries(self, place: str | None, things: tuple, describe: tuple, title: Callable) -> Iterator[dict]:
        before, after = things
        moved = _moved(list(before), list(after)) if self.ordered else ()
        for key in [*after, *(key for key in before if key not in after)]:
            named = after[key] if key in after else before[key]
            try:
                sides = [
                    words(side[key]) if key in side else None
                    for side, words in zip(things, describe, strict=True)
                ]
                entry = self._entry(place, key, title(key, named), *sides)
                if key in moved:
                    was, now = (_ahead(key, side, title) for side in things)
                    entry["what"].append({"aspect": "place", "was": was, "now": now})
            except UNREADABLE:
                where = f"{place}: {key}" if place else key
                self.gaps.append(f"{where}: the earlier rules have it in a format that is not read any more")
                continue
            if entry["what"] or entry["change"] != "changed":
                yield entry

    def _entry(self, place, key: str, title: str, was: Aspects | None, now: Aspects | None) -> dict:
        change = "added" if was is None else "removed" if now is None else "changed"
        was, now = was or {}, now or {}
        what = []
        for name in [name for name in {**now, **was} if name not in self.ignore]:
            sides = [side.get(name, Said(None, None)) for side in (was, now)]
            if sides[0].value != sides[1].value and self._told(change, name, *sides):
                label = sides[1].aspect or sides[0].aspect or name
                what.append({"aspect": label, "was": sides[0].words, "now": sides[1].words})
        return {"part": self.part, "place": place, "key": key, "title": title, "change": change, "what": what}

    def _told(self, change: str, name: str, was: Said, now: Said) -> bool:
        if change == "added":  # what a new thing has not, or is not, is nothing to tell
            return name not in self.known and bool(now.value and now.words)
        if change == "removed":
            return bool(was.words) and (self.brief is None or name in self.brief)
        return True


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The keys of both lists that stand elsewhere in the later one: few, the others keep their order.

    >>> _moved(["a", "b", "c"], ["b", "c", "d", "a"])
    {'a'}
    """
    both = set(before) & set(after)
    was, now = ([key for key in side if key in both] for side in (before, after))
    stay = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    return both - {key for block in stay for key in was[block.a : block.a + block.size]}


def _ahead(key: str, things: dict[str, object], title: Callable[[str, object], str]) -> str:
    """What a thing stands after, in words."""
    keys = list(things)
    at = keys.index(key)
    return f"after {title(keys[at - 1], things[keys[at - 1]])}" if at else "first"


def text(value: str | None) -> Said:
    """A respect whose words are its value."""
    return Said(value, value)


def listed(values: Iterable, words: Callable[[object], str | None] = str, aspect: str | None = None) -> Said:
    """A respect that is a list: each value once and in order, those that are None left out."""
    kept = [value for value in dict.fromkeys(values) if value is not None]
    return Said(kept or None, ", ".join(words(value) for value in kept) or None, aspect)
