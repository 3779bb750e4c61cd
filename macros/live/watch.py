"""Notices that files have been saved."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

EVERY = 0.25  # seconds between two looks; a thousand files take a few milliseconds
IGNORED = ("__pycache__", ".git")


def stamps(places: list[Path]) -> dict[Path, tuple[int, int]]:
    """Time and size of every file in some folders, or of the files themselves."""
    found = {}
    for path in _files(places):
        try:
            state = path.stat()
        except FileNotFoundError:  # an editor saves by replacing: it is there again at the next look
            continue
        found[path] = (state.st_mtime_ns, state.st_size)
    return found


def _files(places: list[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_file():
            yield place
            continue
        for path in place.rglob("*"):
            # Editors keep their own files beside the one that is edited.
            hidden = path.name.startswith((".", "#")) or path.name.endswith(("~", ".swp", ".tmp"))
            if path.is_file() and not hidden and not set(IGNORED) & set(path.parts):
                yield path


def watch(places: list[Path], changed: Callable[[set[Path]], None], stop: threading.Event) -> None:
    """Call `changed` with what was saved, added or removed, until `stop` is set."""
    before = stamps(places)
    while not stop.wait(EVERY):
        try:
            now = stamps(places)
        except FileNotFoundError:  # a folder went while it was read, as where a branch is changed: look again
            continue
        if now != before:
            saved = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
            before = now
            changed(saved)
