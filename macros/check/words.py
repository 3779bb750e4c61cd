"""The words of the messages: what is quoted, and which remedy is offered for a word that is not known."""

import difflib
import re
from collections.abc import Iterable

LONGEST = 60  # characters of a quoted value


def quoted(value) -> str:
    """A value in quotes, shortened.

    >>> quoted("core_gruop")
    '“core_gruop”'
    """
    text = str(value)
    return f"“{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}”"


def near(word, known: Iterable[str]) -> str | None:
    """The known word that looks most like this one."""
    close = difflib.get_close_matches(str(word)[:LONGEST], sorted(map(str, known)), 1, cutoff=0.7)
    return close[0] if close else None


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
    if close := near(word, known):
        return f"unknown {kind} {quoted(word)}; did you mean {quoted(close)}? (list: {where})"
    return f"unknown {kind} {quoted(word)}; use one of {where}, or add it there"


def snake_case(text: str) -> str:
    """A text made into a key.

    >>> snake_case("First core-group")
    'first_core_group'
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
