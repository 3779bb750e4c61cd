"""A made-up rulebook of many areas: the real ones again and again, under other names and with other words."""

import random
import re
import shutil
from pathlib import Path

from macros import load

from . import ROOT

RULES = ROOT / "rules"
SHARED = ("schema", "vocabulary", "calendars", "conventions.yaml", "README.md")
CHANGED = 4  # words of each statement that are other words in each copy, so that no index is flattered
SYLLABLES = "ban cor dal fen gil har kel lor mon nar pol rud sel tam vor wen".split()
WORD = re.compile(r"\b[a-z]{6,}\b")
STATEMENT = re.compile(r"^(  statement: )(.+)$", re.MULTILINE)


def make(areas: int, folder: Path) -> Path:
    """A rules folder of at least so many areas; the first five are the real ones."""
    rules = folder / "rules"
    rules.mkdir(parents=True)
    for name in SHARED:
        copy = shutil.copytree if (RULES / name).is_dir() else shutil.copy
        copy(RULES / name, rules / name)
    known = load.load(RULES)
    real = {kind: _real(getattr(known, kind)) for kind in ("sources", "areas")}
    for number in range(-(-areas // len(real["areas"]))):
        ending = f"_{number + 1}" if number else ""
        rename = _renaming({*real["areas"], *real["sources"]}, ending)
        for kind, keys in real.items():
            for key in keys:
                _copy(RULES / kind / key, rules / kind / (key + ending), rename, ending)
    return rules


def _real(entries: dict) -> list[str]:
    """Those that are not made up to show the format."""
    return [key for key, entry in entries.items() if not entry.get("fictional")]


def _renaming(keys: set[str], ending: str):
    """The function that gives every area and source its name in this copy, in the text of a rule file."""
    names = "|".join(sorted(keys, key=len, reverse=True))
    cites = re.compile(rf"\b({names})#")
    listed = re.compile(rf"^(builds_on: |sources: \[)({names})\b", re.MULTILINE)
    title = re.compile(r"^((?:title|area): )(.+)$", re.MULTILINE)

    def rename(text: str, titled: bool) -> str:
        text = listed.sub(rf"\1\2{ending}", cites.sub(rf"\1{ending}#", text))
        return title.sub(rf"\1\2 {ending.lstrip('_')}".rstrip(), text, count=2) if titled and ending else text

    return rename


def _copy(source: Path, target: Path, rename, ending: str) -> None:
    for path in sorted(source.rglob("*")):
        if not path.is_file():
            continue
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        text = rename(path.read_text("utf-8"), path.name in ("area.yaml", "source.yaml"))
        if ending and "provisions" in path.as_posix():
            text = _other_statements(text, random.Random(f"{place.relative_to(target.parent)}"))
        place.write_text(text, "utf-8")


def _other_statements(text: str, chance: random.Random) -> str:
    return STATEMENT.sub(lambda found: found[1] + _other_words(found[2], chance), text)


def _other_words(statement: str, chance: random.Random) -> str:
    """The statement with some of its words replaced; as many words as before."""
    places = [match.span() for match in WORD.finditer(statement)]
    for start, end in sorted(chance.sample(places, min(CHANGED, len(places))), reverse=True):
        word = "".join(chance.choice(SYLLABLES) for _ in range(3))
        statement = statement[:start] + word + statement[end:]
    return statement
