"""Checks of the provisions: every place of a source is encoded, once, and agrees with the limits on it."""

from collections.abc import Iterator

from checklists.engine import LimitError, parse_limit
from checklists.engine.grammar import Limit

from ..load import Document, Problem
from .registry import needed, rule
from .view import BOUNDS, RuleFile, View, deadline_maps, limit_lines, values_of
from .words import listed, near, quoted

LONGEST_STATEMENT = 40  # words


def statements(view: View) -> Iterator[tuple[Document, str, dict]]:
    """Every provision that says something, with its file and locator; those set aside are left out."""
    for document, _ in view.sound("provisions"):
        for locator, provision in document.data.items():
            if provision["kind"] != "admin":
                yield document, locator, provision


@rule
def every_locator_is_encoded(view: View) -> Iterator[Problem]:
    """Every locator of a source has an entry, and no entry is without its locator."""
    documents: dict[str, list[Document]] = {}
    for document, parts in view.sound("provisions"):
        documents.setdefault(parts[1], []).append(document)
    for source in view.rules.sources:
        places = view.rules.locators.get(source)
        place = view.place("sources", source, "locators.txt")
        if places is None and source not in view.rules.provisions:
            continue  # told by another check
        if places is None:
            message = "the file is missing; list every locator of the source, one a line, in its order"
            yield Problem(place, 1, message)
            continue
        folder = view.place("sources", source, "")
        unread = any(path.startswith(folder) for path in view.unsound)
        known = view.rules.provisions.get(source, {})
        for locator, line in places.items() if not unread else ():
            if locator not in known:
                where = view.place("sources", source, "provisions.yaml")
                remedy = f"write one in {where}, or set it aside there with kind: admin"
                yield Problem(place, line, f"{quoted(locator)} has no statement; {remedy}")
        for document in documents.get(source, ()):
            for locator in document.data:
                if locator not in places:
                    close = near(locator, places)
                    remedy = (
                        f"did you mean {quoted(close)}?" if close else f"correct it, or add it to {place}"
                    )
                    message = f"{quoted(locator)} is no locator of {quoted(source)}; {remedy}"
                    yield Problem(document.path, document.line(locator), message)


@needed
def locators_stand_once(view: View) -> Iterator[Problem]:
    """A locator has one entry, in whichever file of its source."""
    first: dict[tuple[str, str], str] = {}
    for document, parts in view.sound("provisions"):
        for locator in document.data:
            other = first.setdefault((parts[1], locator), document.path)
            if other != document.path:
                message = f"{quoted(locator)} stands in {other} too; keep one of the two"
                yield Problem(document.path, document.line(locator), message)


@rule
def statements_are_short(view: View) -> Iterator[Problem]:
    """A statement has at most 40 words."""
    for document, locator, provision in statements(view):
        words = len(provision["statement"].split())
        if words > LONGEST_STATEMENT:
            message = f"the statement has {words} words; cut it to {LONGEST_STATEMENT}, or use its note"
            yield Problem(document.path, document.line(locator, "statement"), message)


@rule
def what_is_set_aside_says_why(view: View) -> Iterator[Problem]:
    """An entry of kind admin has a reason and nothing else; any other has none."""
    for document, _ in view.sound("provisions"):
        for locator, provision in document.data.items():
            if provision["kind"] != "admin":
                if "because" in provision:
                    message = "only what is set aside (kind: admin) has because; write a note instead"
                    yield Problem(document.path, document.line(locator, "because"), message)
                continue
            if more := [key for key in provision if key not in ("kind", "because")]:
                message = f"what is set aside has no {listed(more, 'or')}; remove it, or give it another kind"
                yield Problem(document.path, document.line(locator), message)


@rule
def research_is_named(view: View) -> Iterator[Problem]:
    """Evidence names its author and year, and nothing else does."""
    for document, locator, provision in statements(view):
        if (provision["kind"] == "evidence") != ("research" in provision):
            message = "evidence names its research, and nothing else does; correct kind or research"
            yield Problem(document.path, document.line(locator), message)


@needed
def timings_parse(view: View) -> Iterator[Problem]:
    """The timing of a provision is a limit of the grammar."""
    for document, locator, provision in statements(view):
        try:
            if "timing" in provision:
                parse_limit(provision["timing"])
        except LimitError as error:
            message = f"{quoted(provision['timing'])}: {error.message}; {error.remedy}"
            yield Problem(document.path, document.line(locator, "timing"), message)


@rule
def deadlines_agree_with_their_provisions(view: View) -> Iterator[Problem]:
    """Of the limits that rest on a provision with a timing, one is that timing."""
    for key, limits in _by_cite(view).items():
        source, locator = key.split("#", 1)
        timing = view.provision(source, locator).get("timing")
        if not isinstance(timing, str):
            continue  # there is none, or one of a wrong shape, which the schema tells
        try:
            found = [as_first(parse_limit(text)) for _, _, text in limits]
            # a limit that is not known rests on it too: it says what the source leaves open
            agree = as_first(parse_limit(timing)) in found or all(
                limit.kind == "not known" for limit in found
            )
        except LimitError:
            continue  # told by another check
        if not agree:
            file, path, text = limits[0]
            message = f"the limit is {quoted(text)}, but {key} says {quoted(timing)}; correct one of the two"
            yield file.problem(path, message)


def as_first(limit: Limit) -> Limit:
    """A limit in which an event alone is the first, which it means: a source need not say so, a rule does.

    >>> str(as_first(parse_limit("5 days after strategy_discussion")))
    '5 days after first strategy_discussion'
    """
    if limit.anchor is None:
        return limit
    refs = tuple(ref._replace(which=ref.which or "first") for ref in limit.anchor.refs)
    return limit._replace(anchor=limit.anchor._replace(refs=refs))


def _by_cite(view: View) -> dict[str, list[tuple[RuleFile, tuple, str]]]:
    """Every limit by the provisions that it rests on, with its file and place."""
    found: dict[str, list[tuple[RuleFile, tuple, str]]] = {}
    for file in view.files:
        for path, deadline in deadline_maps(file.whole or {}):
            for bound in sorted(BOUNDS, reverse=True):
                for line in limit_lines(deadline.get(bound), (*path, bound)):
                    for cite in cites_of(line.mapping or {}) or _cites(file, path, deadline):
                        found.setdefault(cite, []).append((file, line.path, line.text))
    return found


def _cites(file: RuleFile, path: tuple, deadline: dict) -> list[str]:
    """The provisions of a deadline; a reading that names none has those of the deadline that it changes."""
    return cites_of(deadline) or cites_of((file.whole or {})["deadlines"].get(path[-1], {}))


def cites_of(mapping: dict) -> list[str]:
    """The provisions that a mapping cites, whatever date they start on."""
    return [cite for _, cites in values_of(mapping, "cites", ()) for cite in cites]
