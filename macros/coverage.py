"""How much of each source is encoded and used: the figures of `handbook coverage` and of the pages."""

from dataclasses import dataclass

from . import lists
from .bundle import cites_of

ADMIN = "admin"  # the kind of what is set aside with a reason


@dataclass(frozen=True)
class Line:
    """The provisions of one kind in one source: `used` by a deadline, `listed` in a checklist."""

    kind: str
    provisions: int
    encoded: int
    used: int
    listed: int
    excused: int


def lines(bundle: dict, source: str) -> list[Line]:
    """A line for each kind of a source's provisions, the most frequent first, and one for the whole."""
    deadlines = [item for area in bundle["areas"].values() for item in area["deadlines"]]
    used = {cite for item in deadlines for cite in cites_of(item)}
    listed = {cite for area in bundle["areas"].values() for cite in lists.cites_of(area["checklists"])}
    kinds: dict[str, list[int]] = {}
    for reference, provision in bundle["provisions"].items():
        if reference.split("#", 1)[0] != source:
            continue
        found = kinds.setdefault(provision["kind"], [0] * 5)
        set_aside = provision["kind"] == ADMIN
        for index, counts in enumerate(
            (True, not set_aside, reference in used, reference in listed, set_aside)
        ):
            found[index] += counts
    ordered = sorted(kinds.items(), key=lambda pair: (pair[0] == ADMIN, -pair[1][0], pair[0]))
    whole = [sum(column) for column in zip(*kinds.values(), strict=True)] if kinds else [0] * 5
    return [Line(kind, *counts) for kind, counts in [*ordered, ("all", whole)]]


def table(bundle: dict) -> str:
    """The figures of every source as text: a block for each, columns aligned."""
    head = ("", "provisions", "encoded", "used by a deadline", "in a checklist", "set aside")
    blocks = []
    for source in bundle["sources"]:
        rows = [
            (line.kind, *map(str, (line.provisions, line.encoded, line.used, line.listed, line.excused)))
            for line in lines(bundle, source)
        ]
        wide = [max(len(row[index]) for row in [head, *rows]) for index in range(len(head))]
        text = [
            "  ".join([row[0].ljust(wide[0]), *(cell.rjust(wide[at + 1]) for at, cell in enumerate(row[1:]))])
            for row in [head, *rows]
        ]
        blocks.append("\n".join([source, *(f"  {line}".rstrip() for line in text)]))
    return "\n\n".join(blocks)
