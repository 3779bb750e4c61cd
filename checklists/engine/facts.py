"""The answers about a case that switch a rule, or an item of a checklist, on or off."""

from .case import Case
from .rulebook import Rulebook


def split(when: str) -> tuple[str, bool]:
    """The fact that `when` names, and the answer that it needs.

    >>> split("not looked_after")
    ('looked_after', False)
    """
    return when.removeprefix("not "), not when.startswith("not ")


def applies(when: str | None, case: Case, book: Rulebook) -> tuple[bool | None, list[str]]:
    """Whether something that depends on a fact applies; None while not answered. And what was assumed."""
    if when is None:
        return True, []
    key, needed = split(when)
    answer = case.facts.get(key)
    if answer is not None:
        return answer is needed, []
    assumed = book.facts[key].get("assumed")
    if assumed is None:
        return None, []
    return assumed is needed, [
        f"Assumed, as it was not answered: {book.facts[key]['yes' if assumed else 'question']}"
    ]


def answer_words(when: str, book: Rulebook) -> str:
    """The answer because of which something does not apply."""
    key, needed = split(when)
    return f"{book.facts[key]['question']} {'No' if needed else 'Yes'}"
