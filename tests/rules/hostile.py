"""The fixture rulebook with something put behind every text that an author writes in plain words."""

import json
from pathlib import Path

from macros import load
from tests.rules.rulebook import FIXTURE, copy

PROSE = {
    *("action", "area", "author", "because", "definition", "edition", "how_we_know", "label", "licence"),
    *("name", "note", "publisher", "question", "reason", "statement", "stands_for", "status_note", "summary"),
    *("taken", "term", "title", "yes", "intro"),
}
MAPPED = {"sections", "roles", "events"}  # keys whose mapping holds texts under names
WORDS = ("roles", "meetings", "documents", "assessments")  # parts of a register: texts are keys there


def make(folder: Path, text: str) -> Path:
    """The fixture as `rules/` in a folder, with the text behind every text of it."""
    root = copy(folder)
    for path in sorted(root.rglob("*.yaml")):
        data = load.read_yaml(path).data
        spoilt = _register(data, text) if path.name == "register.yaml" else _spoilt(data, text)
        if path.name == "area.yaml":
            differs = {"about": text, "here": ["town#4"], "there": ["shire#1.1"], "ask": text}
            spoilt |= {"differs": [differs]} if "builds_on" in data else {}
        if path.name == "terms.yaml":
            spoilt |= {name: {"term": name, "definition": text, "in_place": True} for name in ("gt", "amp")}
        path.write_text(json.dumps(spoilt, ensure_ascii=False, indent=1), encoding="utf-8")
    return root


def texts() -> int:
    """How many texts of the fixture are followed by something."""
    count = 0
    for path in sorted(FIXTURE.rglob("*.yaml")):
        data = load.read_yaml(path).data
        made = _register(data, "\u2603") if path.name == "register.yaml" else _spoilt(data, "\u2603")
        count += json.dumps(made, ensure_ascii=False).count("\u2603")
    return count


def _spoilt(value, text: str, key: str = "", above: str = ""):
    if isinstance(value, dict):
        return {name: _spoilt(inner, text, name, key) for name, inner in value.items()}
    if isinstance(value, list):
        return [_spoilt(inner, text, key, above) for inner in value]
    prose = key in PROSE or above in MAPPED
    return f"{value} {text}" if isinstance(value, str) and prose else value


def _register(data: dict, text: str) -> dict:
    """A register, whose words are keys; an abbreviation stays short, and what it stands for does not."""
    made = {part: _spoilt(entries, text) for part, entries in data.items()}
    for part in WORDS:
        for key, words in data.get(part, {}).items():
            made[part][key] = {f"{word} {text}": place for word, place in words.items()}
    return made
