"""Checks of what makes a limit hold only sometimes: answers, dates on which it changed, targets."""

from collections.abc import Iterator
from itertools import product

from checklists.engine.facts import split

from .. import overlay
from ..load import Problem
from .registry import needed, rule
from .view import BOUNDS, RuleFile, View, deadline_maps, limit_lines, limit_mappings
from .words import quoted

DATED = (
    *("event", "from", "until", "when", "or_set_by", "note", "title", "responsible"),
    *("strength", "cites", "reason"),
)
MOST_FACTS = 3  # on which the limits of one side may hang: every way of answering is worked out


def _holders(file: RuleFile) -> Iterator[tuple[tuple, dict]]:
    """Every mapping of a file that may have values by date: deadlines, readings' changes, limits, items."""
    for path, mapping in deadline_maps(file.own):
        yield path, mapping
        for bound in BOUNDS:
            yield from limit_mappings(mapping.get(bound), (*path, bound))
    for key, item in (file.own.get("items") or {}).items():
        if item:
            yield ("items", key), item


def _dated(file: RuleFile) -> Iterator[tuple[tuple, dict]]:
    """Every value by start date, with its place; one that says only what was before too."""
    for path, mapping in _holders(file):
        for name in (*BOUNDS, *DATED, "due"):
            value = mapping.get(name)
            if overlay.by_date(value):
                yield (*path, name), value


@needed
def values_have_a_date(view: View) -> Iterator[Problem]:
    """A value by start date has a date: what was before has an after."""
    for file in (*view.files, *view.lists):
        for path, value in _dated(file):
            if list(value) == [overlay.BEFORE]:
                message = (
                    f"{quoted(path[-1])} says what was before and no date; add the date, or the value alone"
                )
                yield file.problem(path, message)


@rule
def dated_values_are_in_order(view: View) -> Iterator[Problem]:
    """Values by start date stand in order of date, what was before first."""
    for file in (*view.files, *view.lists):
        for path, value in _dated(file):
            order = sorted(value, key=lambda start: "" if start == overlay.BEFORE else start)
            if list(value) != order:
                message = f"the dates of {quoted(path[-1])} are not in order; sort them"
                yield file.problem(path, message)


@needed
def what_meets_it_has_no_gap(view: View) -> Iterator[Problem]:
    """An event or a title that changed on a date has one at any time: limits are met and named throughout."""
    for file in view.files:
        for path, value in _dated(file):
            if path[-1] in ("event", "title") and (overlay.BEFORE not in value or None in value.values()):
                message = (
                    f"{quoted(path[-1])} is missing for some of the time; say what was “before”, and no null"
                )
                yield file.problem(path, message)


@rule
def spans_end_after_they_start(view: View) -> Iterator[Problem]:
    """A deadline or an item that is new and withdrawn was withdrawn later."""
    for file in (*view.files, *view.lists):
        for path, mapping in _holders(file):
            started, ended = mapping.get("started"), mapping.get("ended")
            if started and ended and started >= ended:
                message = f"it starts on {started} and ended on {ended}; correct one of the two"
                yield file.problem((*path, "ended"), message)


@rule
def targets_have_a_latest_day(view: View) -> Iterator[Problem]:
    """A target stands ahead of a latest day, by which the duty is overdue."""
    for file in view.files:
        for key, deadline in (file.whole or {}).get("deadlines", {}).items():
            if deadline.get("target") and not deadline.get("latest"):
                message = f"{quoted(key)} has a target and no latest day; write the target as latest"
                yield file.problem(
                    ("deadlines", key, "target"), f"{message}, or add the day by which it is late"
                )


@needed
def answers_leave_a_limit(view: View) -> Iterator[Problem]:
    """Where each limit of a side hangs on an answer, there is one for every answer.

    Of an unknown fact another check tells: misspelt, it would only seem to be a further question.
    """
    known = view.known("facts")
    for file in view.files if known is not None else ():
        for path, deadline in deadline_maps(file.whole or {}):
            if path[0] == "deadlines":
                for bound in BOUNDS:
                    value = deadline.get(bound)
                    spans = value.values() if overlay.by_date(value) else [value]
                    for span in spans:
                        yield from _answers(file, (*path, bound), span, known)


def _answers(file: RuleFile, path: tuple, value, known: dict) -> Iterator[Problem]:
    conditions = [(line.mapping or {}).get("when") for line in limit_lines(value, ())]
    named = [split(when) for when in conditions if when]
    facts = sorted({fact for fact, _ in named})
    if not known.keys() >= set(facts):
        return
    if len(facts) > MOST_FACTS:
        message = f"the limits hang on {len(facts)} questions; let them hang on {MOST_FACTS} at most"
        yield file.problem(path, message)
        return
    if not named or len(named) < len(conditions):
        return
    for answers in product((True, False), repeat=len(facts)):
        given = dict(zip(facts, answers, strict=True))
        if not any(given[fact] is needed for fact, needed in named):
            said = " and ".join(f"{quoted(fact)} is {'yes' if yes else 'no'}" for fact, yes in given.items())
            message = f"no limit is left when {said}; add the one that then holds"
            yield file.problem(path, f"{message}, or put “when” beside the event")
            return
