"""Check the pins: that each has a hash, an allowed licence, and no known vulnerability."""

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from . import LICENCES, ROOT, DependencyError, audit, licences, pins, read_table


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 when all is in order or could not be asked, 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m macros.dependencies", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    options = parser.parse_args(arguments)
    try:
        return _check(options.root.resolve(), datetime.now(UTC))
    except DependencyError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _check(root: Path, now: datetime) -> int:
    started = time.monotonic()
    found = pins.read(root)
    wrong = list(pins.problems(found, read_table(root, LICENCES)["without_hash"]))
    _say("pins", wrong, f"{len(found)} pins of {_kinds(found)}", started)

    started = time.monotonic()
    unlicensed = list(licences.check(root, found))
    _say("licences", unlicensed, f"{len({(pin.kind, pin.name) for pin in found})} packages", started)

    started = time.monotonic()
    entries = audit.accepted(root)
    said = audit.answers(root, found, now)
    versions = {(pin.kind, pin.name, pin.version) for pin in found}
    asked = f"{sum(answer.asked for answer in said)} of {len(versions)}"
    vulnerable = list(audit.problems(said, entries, now.date()))
    for line in audit.notes(said, entries):
        print(line)
    _say("vulnerabilities", vulnerable, f"{asked} versions asked about", started)
    return 1 if wrong or unlicensed or vulnerable else 0


def _kinds(found: list[pins.Pin]) -> str:
    counts = {kind: sum(pin.kind == kind for pin in found) for kind in ("pypi", "npm")}
    return f"{counts['pypi']} Python and {counts['npm']} npm packages"


def _say(part: str, lines: list[str], of: str, started: float) -> None:
    for line in lines:
        print(line)
    found = f"{len(lines)} problem{'' if len(lines) == 1 else 's'}" if lines else "no problem"
    print(f"{part}: {of}, {found} ({time.monotonic() - started:.1f} s)", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
