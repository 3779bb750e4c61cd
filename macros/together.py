"""How several limits of a deadline go together, in the one wording that pages and comparisons have."""

from itertools import combinations

from checklists.engine.facts import split

ASKED = "Until the question is answered, the stricter limit counts, and both dates are shown."
# By side: which of its limits counts where several hold.
COUNTS = {
    "target": "Of the days aimed for the one that comes first counts; one without a date may yet come first.",
    "latest": "Of the latest days the one that comes first counts; one without a date may yet come first.",
    "earliest": "Of the earliest days the one that comes last counts; one without a date may yet come last.",
}


def sentences(sides: dict[str, list[dict] | None]) -> list[str]:
    """What a reader must know of limits that stand side by side; none where there is one for each side.

    `sides` has the entries of some bounds of a deadline of the bundle, by `target`, `latest` or `earliest`.

    >>> both = [{"limit": "3 months after initial_conference"}, {"limit": "20 working days after birth"}]
    >>> sentences({"earliest": [{"start": None, "limits": both}]})
    ['Of the earliest days the one that comes last counts; one without a date may yet come last.']
    """
    limits = {side: [entry["limits"] or [] for entry in entries or ()] for side, entries in sides.items()}
    found = []
    if any(one.get("when") for listed in limits.values() for entry in listed for one in entry):
        found.append(ASKED)
    found += [words for side, words in COUNTS.items() if any(map(_several, limits.get(side, ())))]
    return found


def joined(words: list[str], limits: list[dict], side: str) -> str:
    """The words of limits of one side as one phrase, for where there is no room for sentences.

    >>> both = [{"limit": "3 months after initial_conference"}, {"limit": "20 working days after birth"}]
    >>> joined(["3 months after it", "20 working days after the birth"], both, "latest")
    '3 months after it or 20 working days after the birth, whichever comes first'
    """
    if len(words) < 2:
        return "".join(words)
    which = f"whichever comes {'last' if side == 'earliest' else 'first'}"
    return f"{' or '.join(words)}, {which if _several(limits) else 'by the answer to a question'}"


def _several(limits: list[dict]) -> bool:
    """Whether two of the limits can hold at once: they do unless the answer to a question rules one out."""
    return any(not _exclude(one.get("when"), other.get("when")) for one, other in combinations(limits, 2))


def _exclude(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    (fact, yes), (also, needed) = split(one), split(other)
    return fact == also and yes != needed
