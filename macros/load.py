"""The files under `rules/`, read strictly: what a file says is what the data holds.

YAML as people write it has traps: `on` and `no` turn into booleans, `2025-04-14` into a date
object, `3.10` into 3.1, a second key quietly replaces the first, and a few lines of aliases fill
the memory. So the parser of pyyaml only splits the text here, and this module makes the data from
its events: text stays text, only `true`, `false`, `null` and plain whole numbers are anything else,
and every key keeps its line for the messages.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from .problems import UNSEEN, Problem, RuleError, short, unseen, unseen_in_name

__all__ = ["Document", "Problem", "RuleError", "Rules", "hidden", "kind_of", "load", "read_yaml"]

LARGEST = 1_000_000  # bytes; the largest rule file has a tenth of it
LONGEST = 5_000  # characters of one text or key; the longest has three hundred
DEEPEST = 12  # levels; the rule format needs nine
VOCABULARY = ("events", "roles", "facts", "topics", "documents", "terms", "checklist_kinds")

# The parser in C is ten times faster and finds the same; pyyaml comes without it on some machines.
_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
CONSTANTS = {"true": True, "false": False, "null": None}
_KEY = re.compile(r"( *(?:- +)*)([\w./#-]+):(?: +([^ #])|[ #]|$)")  # a line with a key, and perhaps a value
_COLON = "a colon where no key can stand; put the text in quotes"
_NO_FIT = "the lines do not fit together; check indentation, quotes and brackets here and just above"
# What the parser says, both of its versions, and what an author needs to hear.
_PLAIN_WORDS = (
    ("mapping values are not allowed", _COLON),
    ("found character", "text cannot start with this character; put the text in quotes"),
    ("found unexpected end of stream", "a quote is opened and not closed; close it"),
    ("while scanning a quoted", "a quote is opened and not closed; close it"),
    ("could not find expected ':'", "a line that is not “key: value”; check it and the line before"),
    ("found unknown escape", "a backslash in double quotes; use single quotes"),
    ("expected ',' or", "a bracket is not closed, or a comma is missing inside it; add what is missing"),
    ("", _NO_FIT),
)


@dataclass(frozen=True)
class Document:
    """One file: its path from the folder above the rules, its data, and the line (from 1) of key paths."""

    path: str
    data: dict
    lines: dict[tuple, int]

    def line(self, *key_path) -> int:
        """The line of a key path, or of the nearest part of it that the file has."""
        while key_path and key_path not in self.lines:
            key_path = key_path[:-1]
        return self.lines.get(key_path, 1)


@dataclass
class Rules:
    """Everything under one rules folder, each file as it stands, and what was wrong with the rest."""

    root: Path
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    vocabulary: dict[str, dict] = field(default_factory=dict)
    conventions: list = field(default_factory=list)
    calendars: dict[str, dict] = field(default_factory=dict)
    sources: dict[str, dict] = field(default_factory=dict)
    provisions: dict[str, dict] = field(default_factory=dict)
    locators: dict[str, dict[str, int]] = field(default_factory=dict)  # in order, each with its line
    registers: dict[str, dict] = field(default_factory=dict)
    areas: dict[str, dict] = field(default_factory=dict)
    deadlines: dict[str, dict[str, dict]] = field(default_factory=dict)
    checklists: dict[str, dict[str, dict]] = field(default_factory=dict)
    releases: dict[str, dict] = field(default_factory=dict)  # what changed with each, by its day

    @cached_property  # asked for with each file and message
    def name(self) -> str:
        """How paths in messages begin: the name of the rules folder."""
        return self.root.resolve().name

    def document(self, *parts: str) -> Document | None:
        """The file at a path inside the rules folder, if it was read."""
        return self.documents.get("/".join((self.name, *parts)))


def kind_of(parts: tuple[str, ...]) -> str | None:
    """What a file at this path inside the rules folder holds, None where no rule file belongs.

    >>> kind_of(("areas", "luton", "deadlines", "first_review.yaml")), kind_of(("areas", "luton.yaml"))
    ('deadlines', None)
    """
    match parts:
        case ("conventions.yaml",):
            return "conventions"
        case ("vocabulary", name) if name.removesuffix(".yaml") in VOCABULARY and name.endswith(".yaml"):
            return name.removesuffix(".yaml")
        case ("calendars", name) if name.endswith(".yaml"):
            return "calendar"
        case ("sources", _, ("source.yaml" | "register.yaml" | "provisions.yaml") as name):
            return name.removesuffix(".yaml")
        case ("sources", _, "provisions", name) if name.endswith(".yaml"):
            return "provisions"
        case ("releases", name) if name.endswith(".json"):
            return "release"
        case ("areas", _, "area.yaml"):
            return "area"
        case ("areas", _, ("deadlines" | "checklists") as kind, name) if name.endswith(".yaml"):
            return kind
    return None


def read_yaml(path: Path, shown: str | None = None) -> Document:
    """One file as a document; `shown` is its path in messages. Raises `RuleError` with line and remedy."""
    shown = shown or Path(path).as_posix()
    try:
        if not path.is_file():
            raise RuleError(shown, 1, "not a file; put a YAML file in its place or remove it")
        if (size := path.stat().st_size) > LARGEST:
            millions = size / 1_000_000
            raise RuleError(shown, 1, f"the file has {millions:.1f} MB; at most 1 MB is read, so split it")
        raw = path.read_bytes()
    except OSError as error:
        raise RuleError(shown, 1, f"cannot be read ({error.strerror}); check its permissions") from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise RuleError(shown, line, "not UTF-8; save the file with the encoding UTF-8") from None
    # Editors on Windows put a mark at the start and two characters at each line's end: no part of the text.
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _Composer(shown).compose(text)


def _further_in(lines: list[str]) -> str | None:
    """What is wrong where the last of these lines has a key that begins further in than the key above it.

    The parser takes it for more of the text above, and so speaks of a colon, or sees that the text has ended.
    """
    above = next((line for line in reversed(lines[:-1]) if line.strip() and line.lstrip()[0] != "#"), "")
    key, other = _KEY.match(lines[-1]), _KEY.match(above)
    if not (key and other and other[3] and (spaces := len(key[1]) - len(other[1])) > 0):
        return None
    begins = f"begins {spaces} space{'' if spaces == 1 else 's'} further in than “{short(other[2])}” above it"
    return f"the line {begins}; begin both at the same place"


class _Composer:
    """Makes plain data from the parser's events, without recursion: depth is counted, never trusted."""

    def __init__(self, path: str):
        self.path = path
        self.lines: dict[tuple, int] = {(): 1}

    def compose(self, text: str) -> Document:
        if found := UNSEEN.search(text):
            line = text.count("\n", 0, found.start()) + 1
            raise RuleError(self.path, line, unseen(found[0]))
        try:
            return Document(self.path, self._document(yaml.parse(text, Loader=_Parser)), self.lines)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            said = f"{error.problem or ''} {error.context or ''}"
            message = next(words for start, words in _PLAIN_WORDS if start in said)
            if mark and message in (_COLON, _NO_FIT):
                message = _further_in(text.split("\n")[: mark.line + 1]) or message
            raise RuleError(self.path, mark.line + 1 if mark else 1, message) from None
        except yaml.YAMLError:
            raise RuleError(self.path, 1, "not YAML; see rules/README.md for the format") from None

    def _document(self, events: Iterator) -> dict:
        root: list = []
        stack: list[_Open] = [_Open(root, ())]
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fail(event, "a second document starts; keep one a file")
                if event.version or event.tags:
                    self._fail(event, "a YAML directive; remove the line that starts with %")
            elif isinstance(event, yaml.NodeEvent):
                self._node(event, stack)
            elif isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
        if not root or root[0] is None or root[0] == {}:
            raise RuleError(self.path, 1, "the file is empty; write the rule or remove the file")
        if not isinstance(root[0], dict):
            raise RuleError(self.path, 1, "the file is not a mapping; start it with “key: value” lines")
        return root[0]

    def _node(self, event, stack: list["_Open"]) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fail(event, f"an alias (*{short(event.anchor)}); write the value out")
        if event.anchor:
            self._fail(event, f"an anchor (&{short(event.anchor)}); remove it and write the values out")
        if event.tag:
            self._fail(event, f"a tag ({short(event.tag.replace('tag:yaml.org,2002:', '!!'))}); remove it")
        top = stack[-1]
        if isinstance(top.into, dict) and top.key is None:
            self._key(event, top)
            return
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, top)
        else:
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = top.path if len(stack) == 1 else (*top.path, top.place())
        if len(stack) > 1 and isinstance(top.into, list):
            self.lines[path] = _line(event)
        top.put(value)
        if isinstance(value, dict | list):
            if len(stack) > DEEPEST:
                self._fail(event, f"more than {DEEPEST} levels deep; the rule format needs fewer")
            stack.append(_Open(value, path))

    def _key(self, event, top: "_Open") -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self._fail(event, "a key that is a list or a mapping; keys are text")
        key = self._text(event)
        if key == "<<" and not event.style:
            self._fail(event, "a merge key (<<); write the keys out")
        if not key:
            self._fail(event, "a key is missing before the colon; write one")
        path = (*top.path, key)
        if key in top.into:
            first = self.lines[path]
            self._fail(event, f"duplicate key “{short(key)}”, first on line {first}; keep one of the two")
        self.lines[path] = _line(event)
        top.key = key

    def _scalar(self, event, top: "_Open"):
        text = self._text(event)
        if event.style:  # quoted or a block: text as it stands
            return text
        if not text and (top.key is not None or top.path):
            where = f"“{short(top.key)}”" if top.key is not None else "a list item"
            self._fail(event, f"{where} has no value; write one, or null where there is none", top)
        if text in CONSTANTS:
            return CONSTANTS[text]
        return int(text) if _WHOLE.fullmatch(text) else text or None

    def _text(self, event) -> str:
        """The text of a scalar: what may not stand in a file may not come into it by an escape either."""
        if found := UNSEEN.search(event.value):
            self._fail(event, unseen(found[0]))
        if len(event.value) > LONGEST:
            self._fail(
                event, f"a text of {len(event.value)} characters; write at most {LONGEST}, or split it"
            )
        return event.value

    def _fail(self, event, message: str, top: "_Open | None" = None) -> None:
        line = self.lines[(*top.path, top.key)] if top and top.key is not None else _line(event)
        raise RuleError(self.path, line, message)


@dataclass
class _Open:
    """A mapping or list that is being filled, with its key path and the key that waits for its value."""

    into: dict | list
    path: tuple
    key: str | None = None

    def place(self):
        return len(self.into) if isinstance(self.into, list) else self.key

    def put(self, value) -> None:
        if isinstance(self.into, list):
            self.into.append(value)
        else:
            self.into[self.key] = value
            self.key = None


def _line(event) -> int:
    return event.start_mark.line + 1


def load(root: Path) -> Rules:
    """Every rule file under the rules folder; what cannot be read is left out and stands in `problems`."""
    root = Path(root)
    rules = Rules(root)
    if not root.is_dir():
        rules.problems.append(Problem(rules.name, 1, "no such folder; give the one that holds the rules"))
        return rules
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        # What changed with a release is written by a program, as JSON, which YAML includes.
        endings = (".yaml", ".yml", ".json") if parts[0] == "releases" else (".yaml", ".yml")
        if path.suffix.lower() not in endings or hidden(parts):
            continue
        shown = "/".join((rules.name, *parts))
        if said := unseen_in_name("/".join(parts)):
            rules.problems.append(Problem(shown, 1, said))
            continue
        kind = kind_of(parts)
        if kind is None:
            rules.problems.append(Problem(shown, 1, _misplaced(parts)))
            continue
        try:
            document = read_yaml(path, shown)
        except RuleError as error:
            rules.problems.append(error.problem)
            continue
        rules.documents[shown] = document
        _file(rules, kind, parts, document.data)
    for path in sorted(root.glob("sources/*/locators.txt")):
        if unseen_in_name(path.parent.name) is None:  # else told of its source.yaml
            rules.locators[path.parent.name] = _locators(rules, path)
    return rules


def hidden(parts: tuple[str, ...]) -> bool:
    """Whether a path has a name that starts with a dot: what editors and systems keep for themselves."""
    return any(part.startswith(".") for part in parts)


def _locators(rules: Rules, path: Path) -> dict[str, int]:
    """The locators that a file lists, one a line, with the number of the line."""
    shown = "/".join((rules.name, *path.relative_to(rules.root).parts))
    found: dict[str, int] = {}
    try:
        lines = path.read_text("utf-8").removeprefix("\ufeff").split("\n")
    except (OSError, UnicodeDecodeError):
        rules.problems.append(Problem(shown, 1, "the file cannot be read as UTF-8; save it again as UTF-8"))
        return found
    for number, line in enumerate(lines, 1):
        if char := UNSEEN.search(line):
            rules.problems.append(Problem(shown, number, unseen(char[0])))
        locator = UNSEEN.sub("", line).split("#", 1)[0].strip()
        if locator in found:
            message = f"“{short(locator)}” stands on line {found[locator]} too; keep one of the two"
            rules.problems.append(Problem(shown, number, message))
        elif locator:
            found[locator] = number
    return found


def _file(rules: Rules, kind: str, parts: tuple[str, ...], data: dict) -> None:
    """Put the data of one file where the rules keep its kind."""
    match kind:
        case "conventions":
            listed = data.get("conventions")
            rules.conventions = listed if isinstance(listed, list) else []
        case "calendar":
            rules.calendars[parts[1].removesuffix(".yaml")] = data
        case "source":
            rules.sources[parts[1]] = data
        case "provisions":
            rules.provisions.setdefault(parts[1], {}).update(data)
        case "release":
            rules.releases[parts[1].removesuffix(".json")] = data
        case "register":
            rules.registers[parts[1]] = data
        case "area":
            rules.areas[parts[1]] = data
        case "deadlines":
            rules.deadlines.setdefault(parts[1], {})[parts[3].removesuffix(".yaml")] = data
        case "checklists":
            rules.checklists.setdefault(parts[1], {})[parts[3].removesuffix(".yaml")] = data
        case _:
            rules.vocabulary[kind] = data


def _misplaced(parts: tuple[str, ...]) -> str:
    """What to say of a file that stands where no rule file belongs."""
    *folders, name = parts
    if folders == ["releases"]:
        return (
            "no rule file is read from here; releases/ holds <date>.json, as handbook diff --record writes it"
        )
    if name.lower().endswith(".yml"):
        return f"rule files end in .yaml; rename it to {name[:-4]}.yaml"
    belongs = {
        "vocabulary": ", ".join(f"{kind}.yaml" for kind in VOCABULARY),
        "calendars": "<calendar>.yaml",
        "sources": "<source>/source.yaml, <source>/register.yaml and <source>/provisions.yaml, "
        "or <source>/provisions/<part>.yaml",
        "areas": "<area>/area.yaml, <area>/deadlines/<name>.yaml and <area>/checklists/<name>.yaml",
    }
    remedy = "see rules/README.md for where each kind belongs"
    if folders and folders[0] in belongs:
        remedy = f"{folders[0]}/ holds {belongs[folders[0]]}"
    elif folders and (close := difflib.get_close_matches(folders[0], belongs, 1)):
        remedy = f"did you mean the folder “{close[0]}”?"
    return f"no rule file is read from here; {remedy}"
