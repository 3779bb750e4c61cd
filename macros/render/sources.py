"""The state of a source, in the words that every page uses for it."""

from checklists.engine import FICTIONAL, STATUS_WORDS, source_state

from .base import kebab, month_or_day, plain_day, source_label


def state(handbook, key: str, base: str) -> dict:
    """What a reader must know of a source before relying on it; `caution` where there is reason for any."""
    source = handbook.bundle["sources"][key]
    found = source_state(key, source, handbook.today)
    words = STATUS_WORDS[source["status"]]
    edition = month_or_day(source["edition"])
    if found["review_passed"]:
        review = f"past its own review date, {found['review_by_words']}"
    elif found["review_by_words"]:
        review = f"to be reviewed by {found['review_by_words']}"
    else:
        review = "gives no review date"
    return {
        **found,
        "label": source_label(handbook, key),
        "href": f"{base}sources/{kebab(key)}/",
        "edition_words": edition,
        "status_words": words,
        "edition_and_status": edition if edition.startswith(words) else f"{edition}; {words}",
        "review_words": review,
        "checked_words": plain_day(source["checked_on"]),
        "fictional": FICTIONAL if source.get("fictional") else None,
        "caution": bool(found["care"]),
        "replaced_by": source.get("replaced_by"),
    }


def states(handbook, keys: list[str], base: str) -> list[dict]:
    """The state of several sources, in the order given."""
    return [state(handbook, key, base) for key in keys]
