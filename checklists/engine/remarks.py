"""What stands beside a window's dates: what may still move them, and where sources differ."""

from datetime import date

from .bounds import Bound
from .case import Case
from .rulebook import Area, Rulebook
from .windows import Window
from .words import date_words, moment_words, ref_words


def remarks(window: Window, case: Case, area: Area, book: Rulebook) -> list[str]:
    """One sentence or two for each thing, the most pressing first; most windows have none."""
    return [
        *_answers(window, book),
        *_hours(window, area),
        *_sooner(window, area, book),
        *_half_done(window, case, area, book),
    ]


def _answers(window: Window, book: Rulebook) -> list[str]:
    """Limits that hang on questions without an answer: each date with its answers, the stricter one taken."""
    if not window.open_facts:
        return []
    given = []
    for answers, earliest, latest in window.by_answer():
        bound = latest or earliest
        if len(answers) == 1:
            lead = "if yes" if next(iter(answers.values())) else "if no"
        else:
            lead = ", ".join(
                f"{book.facts[key]['question']} {'Yes' if yes else 'No'}" for key, yes in answers.items()
            )
        given.append(f"{lead}: {_dated(bound, latest is not None)}")
    asked = " ".join(book.facts[key]["question"] for key in window.open_facts)
    dates = "; ".join(given)
    return [
        f"It depends on an answer: {asked} {dates[:1].upper()}{dates[1:]}. Until then the stricter counts."
    ]


def _dated(bound: Bound | None, latest: bool) -> str:
    if bound is None:
        return "no limit"
    lead = "by" if latest else "from"
    return (
        f"{bound.spec.words}, {lead} {moment_words(bound.day, bound.time)}" if bound.day else bound.spec.words
    )


def _hours(window: Window, area: Area) -> list[str]:
    """Hours that run from a day whose time is not known."""
    found = []
    for latest in (True, False):
        for bound in window.bounds(latest):
            if bound.lax:
                label = _event(bound.anchor.event, area)
                ends = "may end as late as" if latest else "may end as early as"
                fits = "the last whole day inside them" if latest else "the first whole day after them"
                found.append(
                    f"The time of day of the {label} is not given, and hours run from it. The day shown is "
                    f"{fits} whatever the time was; they {ends} {date_words(bound.lax)}."
                )
    return list(dict.fromkeys(found))


def _sooner(window: Window, area: Area, book: Rulebook) -> list[str]:
    """Several latest days: which one counts, what the others give, what may yet bring it forward."""
    chosen = window.strictest()[1]
    if chosen is None or not chosen.day or len(window.bounds(True)) < 2:
        return []
    others = [bound for bound in window.bounds(True) if bound is not chosen]
    settled = [bound for bound in others if bound.day and not bound.spec.when]
    found = []
    if settled and not chosen.spec.when:
        differ = any(_source(bound) != _source(chosen) for bound in settled)
        said = [
            f"{bound.spec.words}, {f'in {_title(bound, book)}, ' if differ else ''}"
            f"would be {moment_words(bound.day, bound.time)}"
            for bound in settled
        ]
        if differ:
            mine = f"{_title(chosen, book)} gives {chosen.spec.words}"
            found.append(f"The sources differ. {mine}, the stricter, which counts; {'; '.join(said)}.")
        else:
            found.append(f"The sooner counts: {chosen.spec.words}. The other: {'; '.join(said)}.")
    for bound in others:
        if window.held is None and bound.limit.anchor and _not_happened(bound, window):
            label = " or ".join(ref_words(ref, area.events) for ref in bound.limit.anchor.refs)
            found.append(
                f"It may yet come sooner: {bound.spec.words} counts too, and {label} has no date yet."
            )
    return found


def _source(bound: Bound) -> str | None:
    cites = bound.spec.shown["cites"]
    return cites[0].split("#", 1)[0] if cites else None


def _title(bound: Bound, book: Rulebook) -> str:
    source = _source(bound)
    return book.sources[source]["title"] if source in book.sources else "One source"


def _not_happened(bound: Bound, window: Window) -> bool:
    """Whether nothing that a limit runs from has a date, not even one from before the rule runs."""
    if bound.day or bound.in_words or window.finder.waits_to_start:
        return False
    return not any(window.finder.all(ref.event) for ref in bound.limit.anchor.refs)


def _half_done(window: Window, case: Case, area: Area, book: Rulebook) -> list[str]:
    """What is met by two events together, and one of them has happened."""
    event = window.deadline.event
    parts = book.events[event.event].get("all_of") if event and window.held is None else None
    missing = case.missing(event.event, book) if parts else []
    if not parts or not missing or len(missing) == len(parts):
        return []
    done = [
        f"the {_event(part, area)} on {date_words(_first(case, part, book))}"
        for part in parts
        if part not in missing
    ]
    wanting = " and ".join(f"the {_event(part, area)}" for part in missing)
    return [f"Done so far: {' and '.join(done)}. It is met when {wanting} has a date too."]


def _first(case: Case, event: str, book: Rulebook) -> date:
    return case.occurrences(event, book)[0].day


def _event(event: str, area: Area) -> str:
    return area.events.get(event, event.replace("_", " "))
