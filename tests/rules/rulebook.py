"""A small sound rulebook, and edits that spoil it."""

import shutil
from pathlib import Path

from macros.check import check

FIXTURE = Path(__file__).parent / "fixture"
EVENTS = "vocabulary/events.yaml"
FIRST = "areas/shire/deadlines/first_core_group.yaml"
NOTES = "areas/shire/deadlines/notes.yaml"
OVERLAY = "areas/town/deadlines/first_core_group.yaml"
SHIRE = "areas/shire/area.yaml"
TOWN = "areas/town/area.yaml"
SOURCE = "sources/shire/source.yaml"
PROVISIONS = "sources/shire/provisions.yaml"
CALENDAR = "calendars/england.yaml"


def copy(folder: Path, *edits: tuple) -> Path:
    """The fixture as `rules/` in a folder, with edits.

    An edit is (path, old, new), (path, whole text or bytes), (path, {"copy": path}) or (path, None).
    """
    root = folder / "rules"
    shutil.copytree(FIXTURE, root)
    for path, *change in edits:
        file = root / path
        match change:
            case [None]:
                file.unlink()
            case [bytes() as data]:
                file.write_bytes(data)
            case [{"copy": other}]:
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(root / other, file)
            case [text]:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            case [old, new]:
                text = file.read_text(encoding="utf-8")
                assert text.count(old) >= 1, f"{path} has no {old!r}"
                file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return root


def problems(folder: Path, *edits: tuple) -> list[str]:
    """What the check says of the fixture with edits, each as it is printed."""
    return [str(problem) for problem in check(copy(folder, *edits))]
