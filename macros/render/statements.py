"""The statements of an area's sources as plain data, for every page that shows them."""

from collections.abc import Callable
from dataclasses import dataclass

from ..bundle import cites_of
from .base import FORCE, cite, in_order, kebab, provision_anchor, upper_first
from .sources import state

# The order of force, and the heading of each group. What a plan or record contains stands together where it
# is a list; research reported stands last, by itself.
LIST = 3  # statements that make one
GROUPS = {
    "must": "Must",
    "should": "Should",
    "is": "Said plainly: is, will, are to",
    "may": "May",
    "content": "What it contains",
    "evidence": "Research reported",
}


@dataclass(frozen=True)
class Reader:
    """What the pages of one area need to show statements: its sources, its terms, the way to the root."""

    handbook: object
    area: str
    base: str

    @property
    def data(self) -> dict:
        return self.handbook.bundle["areas"][self.area]

    def all(self) -> list[tuple[str, dict]]:
        """Every provision that says something, with its reference: the area's own source first."""
        found = []
        for source in self.data["sources"]:
            found += [
                (reference, provision)
                for reference, provision in self.handbook.provisions(source)
                if provision["kind"] != "admin"
            ]
        return found

    def topic(self, topic: str) -> list[tuple[str, dict]]:
        """What stands under a topic, as its main one or as another."""
        return self._sorted()["topics"].get(topic, [])

    def role(self, role: str) -> list[tuple[str, dict]]:
        """What one role has to do, or does as well."""
        return self._sorted()["roles"].get(role, [])

    def _sorted(self) -> dict[str, dict[str, list]]:
        return self.handbook.once(("statements", self.area), self._sort)

    def _sort(self) -> dict[str, dict[str, list]]:
        found: dict[str, dict[str, list]] = {"topics": {}, "roles": {}}
        for reference, item in self.all():
            for topic in dict.fromkeys(topics_of(item)):
                found["topics"].setdefault(topic, []).append((reference, item))
            for role in dict.fromkeys(roles_of(item)) if item["kind"] != "evidence" else ():
                found["roles"].setdefault(role, []).append((reference, item))
        return found

    def show(self, reference: str, provision: dict) -> dict:
        """One statement with all that stands beside it."""
        source = reference.split("#", 1)[0]
        of = state(self.handbook, source, self.base)
        return {
            "anchor": statement_anchor(reference),
            "statement": provision["statement"],
            "strength": provision["strength"],
            "research": research(provision, self.handbook.bundle["sources"][source]),
            "roles": [self.role_label(key) for key in roles_of(provision)],
            "note": provision.get("note"),
            "cite": cite(self.handbook, reference, self.base),
            "edition": edition(of),
            "dates": self.dates(reference),
        }

    def role_label(self, role: str) -> dict:
        """A role in the area's own words, with its page."""
        label = self.data["terms"]["roles"].get(role, role.replace("_", " "))
        return {
            "text": upper_first(label),
            "href": f"{self.base}areas/{kebab(self.area)}/roles/{kebab(role)}/",
        }

    def dates(self, reference: str) -> list[dict]:
        """The deadlines that rest on a provision."""
        return [
            {"text": title, "href": f"{self.base}areas/{kebab(self.area)}/#{kebab(key)}"}
            for key, title in self.handbook.once(("cited", self.area), self._cited).get(reference, ())
        ]

    def _cited(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for item in self.data["deadlines"]:
            for one in cites_of(item):
                found.setdefault(one, []).append((item["key"], item["title"]))
        return found

    def grouped(self, found: list[tuple[str, dict]], contents: bool = False) -> list[dict]:
        """Statements by source, the own one first, then by force, the strongest first.

        With `contents`, what a plan or record contains stands together, as a list of its own.
        """
        blocks = []
        for source in self.data["sources"]:
            mine = [(key, item) for key, item in found if key.split("#", 1)[0] == source]
            listed = contents and sum(item["kind"] == "content" for _, item in mine) >= LIST
            sorted_by_force = sorted(mine, key=lambda pair: list(GROUPS).index(pair[1]["strength"]))
            groups = [
                {
                    "key": name,
                    "id": f"{kebab(source)}-{name}",
                    "title": title,
                    "items": [
                        self.show(*pair) for pair in sorted_by_force if group_of(pair[1], listed) == name
                    ],
                }
                for name, title in GROUPS.items()
            ]
            if mine:
                blocks.append(
                    {
                        "source": state(self.handbook, source, self.base),
                        "inherited": source not in self.own_sources(),
                        "groups": [group for group in groups if group["items"]],
                        "count": len(mine),
                    }
                )
        return blocks

    def own_sources(self) -> list[str]:
        """The area's sources without those of the area that it builds on."""
        parent = self.data.get("builds_on")
        theirs = self.handbook.bundle["areas"][parent]["sources"] if parent else []
        return [source for source in self.data["sources"] if source not in theirs]


def ways(handbook, base: str, page: str, find: Callable[[Reader], list]) -> list[dict]:
    """For each area, the way to its page of that name, if it has any statements there, and how many."""
    made = []
    for key, data in in_order(handbook.areas):
        found = find(Reader(handbook, key, base))
        made.append(
            {
                "key": kebab(key),
                "title": data["title"],
                "href": f"{base}areas/{kebab(key)}/{page}/" if found else None,
                "count": len(found),
                "forces": counts(found),
            }
        )
    return made


def statement_anchor(reference: str) -> str:
    """The anchor of a statement on the pages of topics and roles.

    >>> statement_anchor("luton#1.2.4/s1")
    's-luton-1.2.4-s1'
    """
    source, locator = reference.split("#", 1)
    return f"s-{kebab(source)}-{provision_anchor(locator)[2:]}"


def edition(of: dict) -> str:
    """The edition and status of a source beside a statement, the status said once."""
    words, status = of["edition_words"], of["status_words"]
    return words if words.startswith(status) else f"{words}, {status}"


def topics_of(provision: dict) -> list[str]:
    """The topics of a statement, the main one first."""
    return [provision["topic"], *provision.get("also_topics", ())]


def roles_of(provision: dict) -> list[str]:
    """The roles of a statement, the one that acts first; none where nobody is named."""
    first = [provision["role"]] if provision["role"] else []
    return [*first, *provision.get("also_roles", ())]


def group_of(provision: dict, listed: bool = False) -> str:
    """Where a statement stands on a page: by its force, in the list of contents, or with the research."""
    kind = provision["kind"]
    return kind if kind == "evidence" or (kind == "content" and listed) else provision["strength"]


def counts(found: list[tuple[str, dict]]) -> str:
    """How many statements there are of each force, in words: `3 must, 12 should`."""
    words = {**FORCE, "evidence": "of research reported"}  # contents are counted by their force
    numbers = {name: sum(group_of(item) == name for _, item in found) for name in words}
    told = {name: f"{number} {words[name]}" for name, number in numbers.items() if number}
    if numbers["is"] > 1:
        told["is"] += "s"
    return ", ".join(told.values())


def research(provision: dict, source: dict) -> str | None:
    """Whose research a statement reports, and how old the source is that reports it."""
    found = provision.get("research")
    if not found:
        return None
    year = f", {found['year']}" if found["year"] else ""
    told = source.get("amended") or source.get("issued") or ""
    return f"Research by {found['author']}{year}, reported by a source of {told[:4] or 'unknown date'}"
