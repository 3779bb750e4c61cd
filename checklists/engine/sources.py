"""What a reader must know of a source before relying on a date that rests on it."""

from datetime import date

from .words import date_words, month_words

STATUS_WORDS = {
    "current": "in force",
    "superseded": "superseded",
    "under_review": "under review",
    "undated": "undated",
}


def source_state(key: str, source: dict, today: date) -> dict:
    """A source's edition and status as on a day.

    `care` is "check" where a date must not be acted on before the procedure in force was looked up
    (superseded, under review, past its own review date), "note" where the source is undated, else
    None; `care_words` then ends a sentence: "under review and past its own review date, May 2013".
    """
    review = source.get("review_by")
    passed = False
    if review:
        # a month is over on the first of the next one; text of ISO dates sorts by time
        passed = today.isoformat()[: len(review)] > review
    status = source.get("status")
    doubtful = status not in (None, "current")
    said = [STATUS_WORDS.get(status, str(status).replace("_", " "))] if doubtful else []
    if passed:
        said.append(f"past its own review date, {_review_words(review)}")
    return {
        "id": key,
        "title": source["title"],
        "area": source.get("area"),
        "edition": source.get("edition"),
        "status": status,
        "status_note": source.get("status_note"),
        "review_by": review,
        "review_by_words": _review_words(review),
        "review_passed": passed,
        "care": "check" if passed or (doubtful and status != "undated") else "note" if doubtful else None,
        "care_words": " and ".join(said) or None,
    }


def _review_words(review: str | None) -> str | None:
    if not review:
        return None
    return (
        month_words(date.fromisoformat(review + "-01"))
        if len(review) == 7
        else date_words(date.fromisoformat(review))
    )


def checks(sources: list[dict], cites: list[str] | None = None) -> list[str]:
    """A sentence for each of these states that is to be checked before a date is acted on: for exports.

    With `cites`, only for the sources that these come from.
    """
    used = None if cites is None else {cite.split("#")[0] for cite in cites}
    return [
        f"Check the procedure in force: {source['title']} is {source['care_words']}"
        for source in sources
        if source["care"] == "check" and (used is None or source["id"] in used)
    ]
