"""Known vulnerabilities of the pinned versions, less those accepted for a time.

What the registries said is kept for a day, so that a check that is run often stays quick. Where one cannot be
asked, that is said and nothing fails: who works without a network is not stopped.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path

from . import ACCEPTED, DependencyError, advisories, read_table
from .advisories import Answer, Finding
from .pins import Pin

KEPT = Path("build") / "audit.json"
FOR = timedelta(days=1)
KEYS = {"package": str, "advisory": str, "reason": str, "until": date}


def accepted(root: Path) -> list[dict]:
    """The accepted vulnerabilities. Raises `DependencyError` for an entry without its four keys."""
    entries = read_table(root, ACCEPTED).get("accepted", [])
    for number, entry in enumerate(entries, 1):
        wrong = [key for key, kind in KEYS.items() if type(entry.get(key)) is not kind or not entry[key]]
        if wrong or set(entry) - set(KEYS):
            said = ", ".join(wrong or sorted(set(entry) - set(KEYS)))
            raise DependencyError(
                f"{ACCEPTED}: entry {number}: {said}: "
                "each entry has package, advisory, reason, and until as a date"
            )
    return entries


def answers(root: Path, pins: list[Pin], now: datetime) -> list[Answer]:
    """What the registries say, asked now unless they answered for the same pins within a day."""
    key = hashlib.sha256(repr(sorted((pin.kind, pin.name, pin.version) for pin in pins)).encode()).hexdigest()
    kept = _kept(root / KEPT, key, now)
    ask = {"pypi": lambda: advisories.of_python(pins), "npm": lambda: advisories.of_npm(root, pins)}
    found = []
    for kind in ask:
        answer = kept.get(kind)
        if answer is None:
            answer = ask[kind]()
            answer.at = now.isoformat()
        found.append(answer)
    # Only whole answers are kept: what could not be asked is asked again the next time.
    _write(root / KEPT, {"pins": key, "answers": [asdict(one) for one in found if not one.unchecked]})
    return found


def _kept(path: Path, key: str, now: datetime) -> dict[str, Answer]:
    """The answers of the last day by their kind; none where the file is missing, old or damaged."""
    try:
        said = json.loads(path.read_text("utf-8"))
        answers = [_read(one) for one in said["answers"]] if said["pins"] == key else []
        return {
            one.kind: one for one in answers if timedelta(0) <= now - datetime.fromisoformat(one.at) < FOR
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _read(data: dict) -> Answer:
    findings = [
        Finding(**one | {key: tuple(one[key]) for key in ("names", "fixed_in")}) for one in data["findings"]
    ]
    return Answer(**data | {"findings": findings})


def _write(path: Path, data: dict) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


def problems(found: list[Answer], entries: list[dict], today: date) -> Iterator[str]:
    """A line for each vulnerability that no entry accepts as on a day."""
    for finding in (one for answer in found for one in answer.findings):
        entry = next((one for one in entries if _meant(one, finding)), None)
        if entry is not None and entry["until"] >= today:
            continue
        title = f": {finding.title}" if finding.title else ""
        line = f"{finding.package} {finding.version}: {', '.join(finding.names)}{title}"
        if entry is not None:
            remedy = f"was accepted until {entry['until']}: update it, or decide again in {ACCEPTED}"
        elif finding.fixed_in:
            remedy = f"fixed in {', '.join(finding.fixed_in)}: update it and run make lock, or see {ACCEPTED}"
        else:
            remedy = f"update or replace it and run make lock, or see {ACCEPTED}"
        yield f"{line}; {remedy}"


def notes(found: list[Answer], entries: list[dict]) -> Iterator[str]:
    """What was not checked, and entries that nothing found needs any more."""
    for answer in found:
        for reason in answer.unchecked:
            yield f"not checked: {answer.kind} vulnerabilities: {reason}"
    if any(answer.unchecked for answer in found):
        return
    findings = [one for answer in found for one in answer.findings]
    for entry in entries:
        if not any(_meant(entry, finding) for finding in findings):
            what = f"{entry['package']} {entry['advisory']}"
            yield f"{ACCEPTED}: {what}: is not found any more: take the entry out"


def _meant(entry: dict, finding: Finding) -> bool:
    return entry["package"] == finding.package and entry["advisory"] in finding.names
