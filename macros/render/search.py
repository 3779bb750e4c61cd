"""What the search finds: a record for each statement, limit, topic, role and word, in all sources’ words.

A record is `{"url", "title", "text", "also", "place", "area"}`: where it leads, its heading, what is shown
and searched, further words that find it, a line on where it stands, and the areas it belongs to.
"""

import re
from functools import cache

from ..bundle import cites_of
from .area_parts import Page
from .base import FORCE, cite, in_order, kebab, upper_first
from .checklists import in_force
from .statements import roles_of, statement_anchor
from .terms import PARTS, registers, vocabulary


def search_records(handbook) -> list[dict]:
    """Every record of the index but those of pages written by hand, which are read from the site itself."""
    words = Words(handbook)
    return [
        *_statements(handbook, words),
        *_limits(handbook, words),
        *_checklists(handbook, words),
        *_shared(handbook, words),
    ]


class Words:
    """What else a thing is called: by any source, by the vocabulary, by an abbreviation."""

    def __init__(self, handbook):
        self.names: dict[tuple[str, str], set[str]] = {}
        for part, _, kind in PARTS:
            for key, entry in vocabulary(handbook, kind).items():
                self.names.setdefault((kind, key), set()).add(entry["label"])
            for register in registers(handbook):
                for key, words in register.get(part, {}).items():
                    self.names.setdefault((kind, key), set()).update(words)
        for area in handbook.areas.values():
            for kind in ("roles", "events"):
                for key, label in area["terms"][kind].items():
                    self.names.setdefault((kind, key), set()).add(label)
        self.shorts: dict[str, set[str]] = {}
        for register in registers(handbook):
            for short, entry in register.get("abbreviations", {}).items():
                self.shorts.setdefault(entry["stands_for"].lower(), set()).add(short)
        self.things: dict[str, set[tuple[str, str]]] = {}
        for thing, names in self.names.items():
            for name in names:
                self.things.setdefault(name.lower(), set()).add(thing)
        known = sorted({*self.things, *self.shorts}, key=len, reverse=True)
        # the longest name at a place is the one meant: “review conference”, not “conference”
        self.pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, known))})s?\b", re.IGNORECASE)
        self.in_text = cache(self._in_text)

    def _in_text(self, text: str) -> frozenset[str]:
        found: set[str] = set()
        for match in self.pattern.finditer(text):
            name = match[0].lower()
            name = name if name in self.things or name in self.shorts else name.removesuffix("s")
            for thing in self.things.get(name, ()):
                found |= self.names[thing]
            found |= self.shorts.get(name, set())
        return frozenset(found)

    def beside(self, text: str, roles: list[str]) -> str:
        """The names that a text does not use itself, of whatever it names and of the roles it is about."""
        found = set(self.in_text(text))
        for role in roles:
            found |= self.names.get(("roles", role), set())
        lower = text.lower()
        more = {name for name in found if name.lower() not in lower}
        for name in [*more]:
            more |= self.shorts.get(name.lower(), set())
        return ", ".join(sorted(more))


def _statements(handbook, words: Words) -> list[dict]:
    areas = handbook.areas
    found = []
    for source in handbook.sources:
        using = [key for key, area in in_order(areas) if source in area["sources"]]
        home = source if source in using else next(iter(using), None)
        for reference, item in handbook.provisions(source) if home else ():
            if item["kind"] == "admin":
                continue
            topic = handbook.bundle["topics"][item["topic"]]["title"]
            force = "research reported" if item["kind"] == "evidence" else FORCE[item["strength"]]
            found.append(
                {
                    "url": f"areas/{kebab(home)}/{kebab(item['topic'])}/#{statement_anchor(reference)}",
                    "title": f"{areas[home]['title']}: {topic.lower()}",
                    "text": item["statement"],
                    "also": words.beside(item["statement"], roles_of(item)),
                    "place": f"{upper_first(force)}. {cite(handbook, reference, '')['text']}",
                    "area": [areas[key]["title"] for key in using],
                }
            )
    return found


def _limits(handbook, words: Words) -> list[dict]:
    found = []
    for key, area in in_order(handbook.areas):
        page = Page(handbook, key, "")
        for item in area["deadlines"]:
            brief = page.brief(item)
            said = "; ".join(line["short"] for line in brief["limits"] if not line["past"])
            text = f"{item['title']}: {said}"
            found.append(
                {
                    "url": f"areas/{kebab(key)}/#{kebab(item['key'])}",
                    "title": f"{area['title']}: date",
                    "text": text,
                    "also": words.beside(text, []),
                    "place": ", ".join(cite(handbook, one, "")["text"] for one in cites_of(item)),
                    "area": [area["title"]],
                }
            )
    return found


def _checklists(handbook, words: Words) -> list[dict]:
    found = []
    for key, area in in_order(handbook.areas):
        for one in area["checklists"]:
            url = f"areas/{kebab(key)}/checklists/{kebab(one['key'])}/"
            record = _record(url, f"{area['title']}: checklist", one["title"], one["summary"], words, [])
            count = len(in_force(one, handbook.today))
            found.append({**record, "place": f"{count} items", "area": [area["title"]]})
    return found


def _shared(handbook, words: Words) -> list[dict]:
    found = []
    for key, entry in handbook.bundle["topics"].items():
        found.append(
            _record(f"guidance/{kebab(key)}/", "Guidance", entry["title"], entry["summary"], words, [])
        )
    for key, entry in handbook.bundle["roles"].items():
        label = upper_first(entry["label"])
        record = _record(f"roles/{kebab(key)}/", "Role", label, entry["definition"], words, [key])
        # The role alone: every statement about it would be hundreds of results for “health visitor”.
        found.append({**record, "also": ", ".join([record["also"], *entry.get("sought_as", ())])})
    for part, _, kind in PARTS:
        for key, entry in vocabulary(handbook, kind).items():
            if any(key in register.get(part, {}) for register in registers(handbook)):
                url = f"glossary/#{part}-{kebab(key)}"
                found.append(
                    _record(url, "Glossary", upper_first(entry["label"]), entry["definition"], words, [])
                )
    for key, entry in handbook.terms.items():
        found.append(
            _record(
                f"glossary/#word-{kebab(key)}",
                "Glossary",
                upper_first(entry["term"]),
                entry["definition"],
                words,
                [],
            )
        )
    return found


def _record(url: str, title: str, name: str, told: str, words: Words, roles: list[str]) -> dict:
    text = f"{name}: {told}"
    return {
        "url": url,
        "title": title,
        "text": text,
        "also": words.beside(text, roles),
        "place": "",
        "area": [],
    }
