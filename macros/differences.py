"""The command `handbook diff`: the rules beside an earlier revision of them."""

import json
import sys
from datetime import date
from pathlib import Path

from . import releases, revision
from .commands import Stop, read_rules
from .diff import compare, text
from .diff.earlier import EarlierError, read


def diff(options) -> int:
    """Print what differs, and keep it as a release where asked; 0 whatever there is."""
    if options.record:
        _check_record(options.rules, options.record)
    after = read_rules(options.rules)
    try:
        with revision.earlier(options.rules, options.revision) as found:
            before, gaps = read(found.rules)
    except (revision.RevisionError, EarlierError) as error:
        raise Stop(2, str(error)) from None
    data = compare(before, after, gaps)
    data["before"] |= {"revision": found.commit, "date": found.day}
    if options.record:  # first: kept though the reader of the text stops early (`| head`)
        _record(releases.place(options.rules, options.record), data)
    print(json.dumps(data, ensure_ascii=False, indent=2) if options.json else text(data))
    return 0


def _check_record(root: Path, day: str) -> None:
    try:
        if date.fromisoformat(day).isoformat() != day:
            raise ValueError
    except ValueError:
        raise Stop(2, f"--record: “{day}” is no date; write it as 2026-11-23") from None
    if (path := releases.place(root, day)).exists():
        raise Stop(2, f"{path}: this release is kept already; remove the file to record it again")


def _record(path: Path, data: dict) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(releases.to_json(data), encoding="utf-8")
    except OSError as error:
        raise Stop(2, f"{path}: {error.strerror}; make the folder of the rules writable") from None
    print(f"kept as {path}", file=sys.stderr)
