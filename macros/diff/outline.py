"""What a comparison says, in the order in which a reader wants it: the answer first, then area by area."""

from collections import Counter
from collections.abc import Iterator

from .words import counted, plain_day

BOUNDS = {
    "latest": "latest day",
    "latest_time": "latest time of day",
    "target_date": "day aimed for",
    "earliest": "earliest day",
    "last_working_day": "last working day to aim for",
    "safe_latest": "latest day that is safe under all readings",
    "safe_earliest": "earliest day that is safe under all readings",
}
# The parts under an area, under a source, and of what all share, each with its heading.
OF_AREA = {
    "areas": "The area",
    "dates": "Dates",
    "rules": "Rules",
    "lists": "Checklists",
    "items": "Checklist items",
}
OF_SOURCE = {"sources": "The source", "statements": "Statements"}
SHARED = {
    "holidays": "Bank holidays",
    "counting": "Ways of counting",
    "words": "Events, roles, questions, topics and the glossary",
}
# How the first line counts what differs.
NOUNS = {
    "rules": ("rule", "rules"),
    "statements": ("statement", "statements"),
    "lists": ("checklist", "checklists"),
    "items": ("checklist item", "checklist items"),
    "areas": ("area", "areas"),
    "sources": ("source", "sources"),
    "holidays": ("bank holiday", "bank holidays"),
    "counting": ("way of counting", "ways of counting"),
    "words": ("entry of the vocabulary", "entries of the vocabulary"),
}
ABOUT_ITSELF = {
    "areas": ("entry on an area", "entries on areas"),
    "sources": ("entry on a source", "entries on sources"),
    "holidays": ("entry on bank holidays", "entries on bank holidays"),
}
VERBS = ("changed", "reworded", "re-dated", "added", "retired", "removed")
MOVES = {
    "moves": ("date moves", "dates move"),
    "appears": ("date appears", "dates appear"),
    "disappears": ("date disappears", "dates disappear"),
}
# What is said where no date of before moves or disappears: by whether there is no new one either.
STAYS = {True: "No date moves.", False: "No date that was there before moves."}
# A change of these respects has a verb of its own.
TELLING = {"words": "reworded", "dated by": "re-dated"}


def summary(data: dict) -> str:
    """The answer in one line, such as `3 areas: 5 dates move; 2 statements reworded.`"""
    changes = data["changes"]
    happens = {change["change"] for change in changes if change["part"] == "dates"}
    lead = [STAYS[not happens]] if happens <= {"appears"} else []
    said = [*_dates(changes), *_things(changes)]
    if not said:
        return " ".join([*lead, "Nothing else differs."])
    areas = f"{counted(len(data['areas']), 'area')}: " if data["areas"] else ""
    return " ".join([*lead, f"{areas}{'; '.join(said)}."])


def _dates(changes: list[dict]) -> Iterator[str]:
    for change, words in MOVES.items():
        dates = {
            (one["place"], one["key"], one["bound"])
            for one in changes
            if one["part"] == "dates" and one["change"] == change
        }
        if dates:
            yield counted(len(dates), *words)


def _things(changes: list[dict]) -> Iterator[str]:
    found: Counter = Counter()
    for change in changes:
        for verb in verbs(change) if change["part"] != "dates" else ():
            found[change["part"], verb] += change.get("count", 1)
    for part, nouns in NOUNS.items():
        for verb in VERBS:
            if number := found[part, verb]:
                words = ABOUT_ITSELF.get(part, nouns) if verb == "changed" else nouns
                yield f"{counted(number, *words)} {verb}"


def verbs(change: dict) -> list[str]:
    """What happened to a thing: added, retired, reworded, re-dated and so on."""
    if change["change"] == "changed" and change["part"] in ("statements", "items"):
        respects = {one["aspect"] for one in change["what"]}
        return [verb for aspect, verb in TELLING.items() if aspect in respects] or ["changed"]
    return [change["change"]]


def sections(data: dict) -> list[dict]:
    """What differs: a section for each area and source, and one for what all share.

    Each has `kind` (area, source or shared), `key`, `title` and `parts`; each part its `title`, `count` and
    `lines`; each line the `part`, `key` and `title` of the thing, what is `said` of it, its `count` and
    `details`: `aspect`, `was` (None of what is new or gone) and `now`.
    """
    names = data["names"]
    found = [_section(data, "area", key, names["areas"][key], OF_AREA) for key in _titles(names["areas"])]
    found += [
        _section(data, "source", key, f"The source: {names['sources'][key]}", OF_SOURCE)
        for key in _titles(names["sources"])
    ]
    found.append(_section(data, "shared", None, "All areas", SHARED))
    return [section for section in found if section["parts"]]


def _titles(names: dict[str, str]) -> list[str]:
    return sorted(names, key=names.__getitem__)


def _section(data: dict, kind: str, place: str | None, title: str, headings: dict[str, str]) -> dict:
    parts = []
    for part, heading in headings.items():
        lines = [_line(one) for one in data["changes"] if (one["part"], one["place"]) == (part, place)]
        if lines:
            count = sum(line["count"] for line in lines)
            parts.append({"part": part, "title": heading, "count": count, "lines": lines})
    return {"kind": kind, "key": place, "title": title, "parts": parts}


def _line(change: dict) -> dict:
    if change["part"] == "dates":
        said, details = _move(change), []
    else:
        said, details = " and ".join(verbs(change)), [_detail(one, change) for one in change["what"]]
    title = change["title"]
    if "count" in change:
        title = counted(change["count"], *NOUNS[change["part"]])
    return {
        "part": change["part"],
        "key": change["key"],
        "title": title,
        "said": said,
        "count": change.get("count", 1),
        "details": details,
    }


def _detail(one: dict, change: dict) -> dict:
    """A respect: of what is new or gone what there is to say, else both versions."""
    alone = None in (one["was"], one["now"])
    if change["change"] in ("added", "removed") or (change["change"] == "retired" and alone):
        return {"aspect": one["aspect"], "was": None, "now": one["now"] or one["was"]}
    return {"aspect": one["aspect"], "was": one["was"] or "none", "now": one["now"] or "none"}


def _move(change: dict) -> str:
    example = change["example"]
    case = ", ".join(filter(None, (example["case"], example["about"])))
    was, now = (_short(example[side], example) for side in ("was", "now"))
    if change["change"] == "moves":
        way = "earlier" if change["days"] < 0 else "later"
        happens = f"{counted(abs(change['days']), change['unit'])} {way}"
        shown = f"{was} → {now}"
    else:
        happens, shown = change["change"], now or was
    cases = f"in {change['cases']} of {counted(change['of'], 'case')}"
    return f"{BOUNDS[change['bound']]}: {happens} {cases}, e.g. {case}: {shown}"


def _short(day: str | None, example: dict) -> str | None:
    """A date of an example; without its year where the name of the case and the other date have the same."""
    if day is None:
        return None
    years = {one[:4] for one in (example["was"], example["now"]) if one}
    iso, _, time = day.partition("T")
    words, year = plain_day(iso), iso[:4]
    if len(years) == 1 and example["case"].endswith(year):
        words = words.removesuffix(f" {year}")
    return f"{words}, {time}" if time else words
