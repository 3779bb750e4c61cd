"""The words of the messages: what is quoted, and which remedy is offered for a word that is not known."""

import difflib
import re
from collections.abc import Iterable

LONGEST = 60  # characters of a quoted value
ALIKE = 0.7  # from 0 to 1, how much of two words is the same where one may be a slip for the other
MOST = 5  # names that are offered for one


def quoted(value) -> str:
    """A value in quotes, shortened.

    >>> quoted("core_gruop")
    '“core_gruop”'
    """
    text = str(value)
    return f"“{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}”"


def near(word, known: Iterable[str]) -> str | None:
    """The known word that looks most like this one."""
    close = difflib.get_close_matches(str(word)[:LONGEST], sorted(map(str, known)), 1, cutoff=ALIKE)
    return close[0] if close else None


def likely(word, known: Iterable[str]) -> list[str]:
    """The known words that may be meant: the one that looks most like it, or all that begin alike.

    Where the nearest differs by a whole other word it is no slip, and no likelier than those others.

    >>> likely("core_gruop", ["core_group", "core_plan"])
    ['core_group']
    >>> likely("record_sent", ["record_read", "record_circulated", "report_sent_on", "review_set"])
    ['record_circulated', 'record_read']
    """
    known = sorted(map(str, known))
    close = near(word, known)
    if close and not _other_word(str(word), close):
        return [close]
    first = str(word)[:LONGEST].partition("_")
    alike = [name for name in known if first[1] and name.startswith(first[0] + first[1])]
    return alike if 0 < len(alike) <= MOST else [close] if close else []


def _other_word(one: str, other: str) -> bool:
    """Whether two names have as many words, of which some look nothing like each other."""
    pairs = list(zip(one.split("_"), other.split("_"), strict=False))
    same = one.count("_") == other.count("_")
    return same and any(difflib.SequenceMatcher(None, *pair).ratio() < ALIKE for pair in pairs)


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Words as a sentence lists them.

    >>> listed(["must", "should", "may"], "or")
    'must, should or may'
    """
    words = list(words)
    return " ".join(filter(None, [", ".join(words[:-1]), joint if words[1:] else "", *words[-1:]]))


def unknown(kind: str, word, known: Iterable[str], where: str) -> str:
    """What to say of a name that is not in its list.

    >>> unknown("event", "core_gruop", ["core_group"], "rules/vocabulary/events.yaml")
    'unknown event “core_gruop”; did you mean “core_group”? (list: rules/vocabulary/events.yaml)'
    """
    if names := likely(word, known):
        meant = listed(map(quoted, names), "or")
        return f"unknown {kind} {quoted(word)}; did you mean {meant}? (list: {where})"
    return f"unknown {kind} {quoted(word)}; use one of {where}, or add it there"


def snake_case(text: str) -> str:
    """A text made into a key.

    >>> snake_case("First core-group")
    'first_core_group'
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
