"""The one-line limits of the rule files: parsed, and printed back the same.

limit  = [ count unit | "immediately" | "promptly" ] ("after" | "before") anchor
       | "at" anchor
       | "set by" event [ "after" anchor ]
       | "not known"
anchor = [ which ] event { "or" [ which ] event } [ "after each" event ]
unit   = "hour" | "day" | "working day" | "week" | "month" | "year"
"""

from functools import lru_cache
from typing import NamedTuple

from .errors import LimitError, did_you_mean

WHICH = ("first", "second", "third", "last", "previous", "next", "each")
UNITS = ("hour", "day", "working day", "week", "month", "year")
WORDS = ("immediately", "promptly")
KEYWORDS = frozenset({*WHICH, *WORDS, "after", "before", "at", "or", "set", "by", "not", "known"})
LONGEST = 200  # characters; the longest limit of any rule is well under half of it
LARGEST = 999  # the count of a limit; keeps every date inside the years that Python knows
GRAMMAR = "write it as “10 working days after initial_conference”"


class Ref(NamedTuple):
    """An event, and which one of several: `Ref("previous", "core_group")`. No `which` means the first."""

    which: str | None
    event: str

    def __str__(self) -> str:
        return f"{self.which} {self.event}" if self.which else self.event


class Anchor(NamedTuple):
    """What a limit runs from: one event or the latest of several, once or after each of another."""

    refs: tuple[Ref, ...]
    after_each: str | None = None

    def __str__(self) -> str:
        refs = " or ".join(map(str, self.refs))
        return f"{refs} after each {self.after_each}" if self.after_each else refs


class Limit(NamedTuple):
    """A limit as parsed. `kind` is after, before, at, set by or not known; `count` is in `unit`s."""

    kind: str
    count: int | None = None
    unit: str | None = None
    word: str | None = None
    anchor: Anchor | None = None
    event: str | None = None

    def __str__(self) -> str:
        if self.kind == "not known":
            return "not known"
        if self.kind == "set by":
            return f"set by {self.event}" + (f" after {self.anchor}" if self.anchor else "")
        lead = (
            f"{amount_text(self.count, self.unit)} " if self.count else f"{self.word} " if self.word else ""
        )
        return f"{lead}{self.kind} {self.anchor}"

    def events(self) -> tuple[str, ...]:
        """Every event key that the limit names."""
        named = [self.event] if self.event else []
        if self.anchor:
            named += [ref.event for ref in self.anchor.refs]
            named += [self.anchor.after_each] if self.anchor.after_each else []
        return tuple(named)


def amount_text(count: int, unit: str) -> str:
    """A count with its unit.

    >>> amount_text(1, "week"), amount_text(10, "working day")
    ('1 week', '10 working days')
    """
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


class _Words:
    """The words of a limit, read from left to right."""

    def __init__(self, text: str):
        if not isinstance(text, str):
            raise LimitError("a limit is text", GRAMMAR)
        if len(text) > LONGEST:
            raise LimitError(f"a limit of {len(text)} characters is too long", f"use at most {LONGEST}")
        self.words = text.split()
        self.at = 0
        if not self.words:
            raise LimitError("the limit is empty", GRAMMAR)

    def peek(self, ahead: int = 0) -> str | None:
        index = self.at + ahead
        return self.words[index] if index < len(self.words) else None

    def take(self) -> str | None:
        word = self.peek()
        self.at += 1
        return word

    def taken(self, *expected: str) -> bool:
        """Whether the next words are these; if so they are read."""
        if tuple(self.words[self.at : self.at + len(expected)]) != expected:
            return False
        self.at += len(expected)
        return True

    def end(self) -> None:
        if self.peek() is not None:
            rest = " ".join(self.words[self.at :])
            near = did_you_mean(self.peek(), KEYWORDS, 0.7)
            raise LimitError(f"“{rest}” is left over", near or self._instead())

    def _instead(self) -> str:
        """The remedy for a word behind an event, written into the limit at hand."""
        *before, last = self.words[: self.at]
        rest = self.words[self.at :]
        if last in ("every", "all", "any"):
            return f"write it as “{' '.join([*before, 'each', *rest])}”"
        if last == "the":
            return f"write it as “{' '.join([*before, '_'.join(rest)])}”"
        return f"if it is part of the event, write “{'_'.join([last, *rest])}”; else take it out"


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise LimitError(f"“{text}” is not a whole number", GRAMMAR)
    if len(text) > 3 or not 1 <= int(text) <= LARGEST:
        raise LimitError(f"a count of {text[:12]} is out of range", f"use 1 to {LARGEST}")
    return int(text)


def _unit(words: _Words) -> str:
    word = words.take()
    if word == "working":
        last = words.take()
        if last in ("day", "days"):
            return "working day"
        raise LimitError(f"“working {last or ''}” is not a unit", "write “working days”")
    for unit in UNITS:
        if word in (unit, unit + "s"):
            return unit
    plurals = [unit + "s" for unit in UNITS]
    raise LimitError(
        f"“{word or ''}” is not a unit", did_you_mean(word, plurals) or f"use {', '.join(plurals)}"
    )


def _event(words: _Words) -> str:
    word = words.take()
    if word is None:
        raise LimitError("an event is missing at the end", GRAMMAR)
    if word in KEYWORDS:
        raise LimitError(f"an event is missing before “{word}”", GRAMMAR)
    if not (word.isascii() and word.replace("_", "a").isalnum() and word == word.lower()):
        raise LimitError(f"“{word}” is not an event", "event keys are in snake_case, such as core_group")
    return word


def _ref(words: _Words) -> Ref:
    which = words.take() if words.peek() in WHICH else None
    return Ref(which, _event(words))


def _anchor(words: _Words) -> Anchor:
    refs = [_ref(words)]
    while words.taken("or"):
        refs.append(_ref(words))
    after_each = _event(words) if words.taken("after", "each") else None
    if after_each and any(ref.which in ("each", "previous") for ref in refs):
        raise LimitError(
            "“after each” does not go with “each” or “previous”", "use first, last or next before it"
        )
    if len({ref.which == "each" for ref in refs}) > 1:
        raise LimitError(
            "“each” goes with every event or with none", "put “each” before both, or before neither"
        )
    return Anchor(tuple(refs), after_each)


def _instead(kind: str | None, words: _Words) -> str:
    """The remedy for a word in the place of “after” or “before”, written into the limit at hand."""
    if kind is None:
        return GRAMMAR
    before, rest = words.words[: words.at - 1], words.words[words.at :]
    if kind in ("of", "from", "since", "following"):
        return f"write it as “{' '.join([*before, 'after', *rest])}”"
    return "write “after” or “before” " + (
        f"ahead of “{kind}”" if kind in WHICH or not rest else "in its place"
    )


@lru_cache(maxsize=4096)
def parse_limit(text: str) -> Limit:
    """The limit that a line says; `LimitError` with the remedy where it says none.

    >>> parse_limit("10 working days after initial_conference").count
    10
    >>> str(parse_limit("2 weeks before next core_group after each core_group"))
    '2 weeks before next core_group after each core_group'
    """
    words = _Words(text)
    if words.taken("not", "known"):
        words.end()
        return Limit("not known")
    if words.taken("set", "by"):
        event = _event(words)
        anchor = _anchor(words) if words.taken("after") else None
        words.end()
        return Limit("set by", event=event, anchor=anchor)
    if words.taken("at"):
        anchor = _anchor(words)
        words.end()
        return Limit("at", anchor=anchor)
    count = unit = word = None
    if words.peek() in WORDS:
        word = words.take()
    elif words.peek() not in ("after", "before"):
        first = words.take()
        if first and not first[0].isdigit() and (near := did_you_mean(first, KEYWORDS)):
            raise LimitError(f"a limit does not start with “{first}”", near)
        count = _count(first)
        unit = _unit(words)
    kind = words.take()
    if kind not in ("after", "before"):
        stands = f"“{kind or 'the end'}” stands where “after” or “before” is needed"
        raise LimitError(stands, did_you_mean(kind, ("after", "before")) or _instead(kind, words))
    anchor = _anchor(words)
    words.end()
    return Limit(kind, count, unit, word, anchor)


@lru_cache(maxsize=4096)
def parse_event_ref(text: str) -> Ref:
    """The `[which] event` of the keys event, from and until.

    >>> parse_event_ref("first core_group")
    Ref(which='first', event='core_group')
    """
    words = _Words(text)
    ref = _ref(words)
    words.end()
    return ref


@lru_cache(maxsize=1024)
def parse_amount(text: str) -> tuple[int, str]:
    """The count and unit of an interval.

    >>> parse_amount("3 weeks")
    (3, 'week')
    """
    words = _Words(text)
    count = _count(words.take() or "")
    unit = _unit(words)
    words.end()
    return count, unit
