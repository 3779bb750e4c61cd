"""The checklists of an area, before and after: lists and their items."""

from collections.abc import Iterator

from checklists.engine import FORCE_WORDS, parse_event_ref, ref_words

from . import examples
from .deadlines import Describe
from .describe import Aspects, Part, Said, listed, text
from .item_dates import title
from .words import plain_day

BEGUN, ENDED = "holds from", "no longer holds from"
# What becomes of the ticks on an item that is asked no more, whether it has kept its key and words or not.
# The name of the place is that on the page of a case.
UNPLACED = "Ticked or written, and on no list now"
TICKS = {
    "retired": "shown with the list where they were made",
    "removed": f"kept in the case file, under “{UNPLACED}”; no list shows them",
}
BRIEF_LIST = ("for", "items")
KNOWN_LIST, KNOWN_ITEM = ("title",), ("action",)
BRIEF_ITEM = ("dated", "who", "source")


def changes(area: str, both: tuple[dict, dict], skip: set[str], gaps: list[str]) -> Iterator[dict]:
    """Every list that differs, and every item of it that does, but for the lists in `skip`.

    All is told of the items of a new list, and of those of a list that is gone their words. An area that is
    gone has its lists named, each with the number of its items.
    """
    sheets = tuple(
        {
            one["key"]: one
            for one in side["areas"].get(area, {"checklists": []})["checklists"]
            if one["key"] not in skip
        }
        for side in both
    )
    describe = tuple(Describe(side) for side in both)
    gone = [key for key in sheets[0] if key not in sheets[1]] if area in both[1]["areas"] else []
    part = Part("lists", gaps, brief=BRIEF_LIST, known=KNOWN_LIST)
    lists = tuple(lambda one, words=words: _list(area, one, words) for words in describe)
    for entry in part.changes(area, sheets, lists, lambda _, one: one["title"]):
        yield _ticked(entry) if entry["key"] in gone else entry
    for key in [*sheets[1], *gone]:
        part = Part("items", gaps, brief=() if key in gone else BRIEF_ITEM, known=KNOWN_ITEM, ordered=True)
        items = tuple(
            {f"{key}/{one['key']}": (side[key], one) for one in side[key]["items"]} if key in side else {}
            for side in sheets
        )
        words = tuple(lambda pair, side=side: _item(area, *pair, side) for side in describe)
        for entry in part.changes(area, items, words, _title):
            over = any(one["aspect"] == ENDED and one["was"] is None for one in entry["what"])
            entry |= {"change": "retired"} if over and entry["change"] == "changed" else {}
            yield entry if key in gone else _ticked(entry)


def _ticked(entry: dict) -> dict:
    """An entry on an item or a list, with what becomes of the ticks where it is asked no more."""
    if entry["change"] not in TICKS:
        return entry
    return {
        **entry,
        "what": [*entry["what"], {"aspect": "ticks", "was": None, "now": TICKS[entry["change"]]}],
    }


def _title(_, pair: tuple[dict, dict]) -> str:
    sheet, item = pair
    return title(sheet, item)


def _list(area: str, one: dict, describe: Describe) -> Aspects:
    events = describe.bundle["areas"][area]["terms"]["events"]
    meeting = (
        ref_words(parse_event_ref(one["for"]), events, article=False) if one["for"] else "the plan as a whole"
    )
    return {
        "title": text(one["title"]),
        "summary": text(one["summary"]),
        "for": Said(one["for"], meeting),
        "takes_up": listed(one["takes_up"], lambda key: key.replace("_", " "), "takes up"),
        "sections": listed(section["title"] for section in one["sections"]),
        # How many items it has differs with each of them: told only of a list that is new or gone.
        "items": Said(True, str(len(one["items"]))),
        **examples.of_list(area, one, describe.bundle),
    }


def _item(area: str, sheet: dict, item: dict, describe: Describe) -> Aspects:
    titles = {one["key"]: one["title"] for one in describe.bundle["areas"][area]["deadlines"]}
    sections = {section["key"]: section["title"] for section in sheet["sections"]}
    dated = (
        titles.get(item["deadline"], item["deadline"])
        if item["deadline"]
        else _due(area, item["due"], describe)
    )
    if item["next"]:
        dated = f"{dated}, the next one"
    return {
        "action": Said(item["action"], item["action"], "words"),
        "dated": Said((item["deadline"], item["due"], item["next"]), dated, "dated by"),
        "who": Said(item["responsible"], describe.role(area, item["responsible"])),
        "strength": Said(item["strength"], FORCE_WORDS.get(item["strength"], item["strength"])),
        "source": listed(item["cites"], describe.cite),
        "when": Said(item["when"], describe.condition(item["when"]), "applies"),
        "section": Said(item["section"], sections.get(item["section"])),
        "prompt": _yes(item["prompt"], "research to think of, not a duty"),
        "not_applicable": _yes(item["not_applicable"], "may be set aside with a reason"),
        "carries": _yes(item["carries"], "what is noted is shown again"),
        "note": text(item["note"]),
        "started": Said(
            item.get("started"), plain_day(item["started"]) if item.get("started") else None, BEGUN
        ),
        "ended": Said(item["ended"], item["ended"] and plain_day(item["ended"]), ENDED),
        "replaced_by": Said(
            item["replaced_by"], item["replaced_by"] and item["replaced_by"].replace("_", " "), "replaced by"
        ),
    }


def _due(area: str, due: str | list[dict] | None, describe: Describe) -> str | None:
    """An item's own limit; where it changed on a date, each with the day from which it holds."""
    if not isinstance(due, list):
        return describe.limit(area, due)
    lines = [(entry["start"], describe.limit(area, entry["limit"]) or "no limit") for entry in due]
    return "; ".join(f"from {plain_day(start)}: {words}" if start else words for start, words in lines)


def _yes(value: bool, aspect: str) -> Said:
    return Said(value, "yes" if value else "no", aspect)
