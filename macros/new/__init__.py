"""`handbook new`: commented skeletons for a rule author, sound from the start and marked as drafts.

What is written passes `handbook check`; what it says is made up, until its author has filled it in and has
taken `draft: true` out. Nothing that is there is changed.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .. import load, overlay

HERE = Path(__file__).parent
NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
LONGEST = 60  # characters of a name: it becomes part of addresses and file names
MEETING = "2025-06-09"  # of the worked example of a list that belongs to a meeting; a Monday
NEAR = 5  # keys of other areas that are named beside one that none has
ADMIN = "admin"  # the kind of a provision that asks nothing


class NewError(Exception):
    """It cannot be written: the message says what to do instead."""


@dataclass(frozen=True)
class Written:
    """What was written: each file with the text that it holds, and what is to be filled in, in order."""

    files: dict[Path, str]
    steps: tuple[str, ...]


def source(root: Path, name: str, today: date, *, fictional: bool = False) -> Written:
    """A source with one place and one statement, marked as made up where it is said to be."""
    _check_name(name)
    folder = root / "sources" / name
    _must_be_new(folder, "source")
    about = {"name": name, "title": _title(name), "today": today.isoformat(), "fictional": fictional}
    return Written(
        {
            folder / "source.yaml": _render("source.yaml.j2", about),
            folder / "locators.txt": _render("locators.txt.j2", about),
            folder / "provisions.yaml": _render("provisions.yaml.j2", about),
        },
        (
            f"{_at(folder, root)}/source.yaml: title, publisher, edition, status, as the document has them",
            f"{_at(folder, root)}/locators.txt: a name for each place of it, one a line, in its order",
            f"{_at(folder, root)}/provisions.yaml: what it says at each place, in your own words",
        ),
    )


def area(root: Path, name: str, today: date, source_name: str | None, builds_on: str | None) -> Written:
    """An area, with its source where there is none of that name yet."""
    _check_name(name)
    folder = root / "areas" / name
    _must_be_new(folder, "area")
    rules = load.load(root)
    if builds_on is not None and builds_on not in rules.areas:
        raise NewError(f"--builds-on: there is no area “{builds_on}”; use one of: {_list(rules.areas)}")
    wanted = source_name or name
    # What rests on something made up is made up too: the check asks for the mark.
    above = rules.areas[builds_on] if builds_on else rules.sources.get(wanted)
    fictional = isinstance(above, dict) and above.get("fictional") is True
    files, steps = {}, ()
    if wanted not in rules.sources:
        if source_name is not None:
            known = _list(rules.sources)
            raise NewError(
                f"--source: there is no source “{source_name}”; use one of: {known}, or leave it out: a "
                f"source “{name}” is then begun too"
            )
        made = source(root, wanted, today, fictional=fictional)
        files, steps = made.files, made.steps
    about = {
        "name": name,
        "title": _title(name),
        "source": wanted,
        "builds_on": builds_on,
        "fictional": fictional,
        "calendar": next(iter(sorted(rules.calendars)), "england_and_wales"),
    }
    files[folder / "area.yaml"] = _render("area.yaml.j2", about)
    steps = (
        *steps,
        f"{_at(folder, root)}/area.yaml: the place’s name, and a sentence on it",
        f"then its rules: handbook new deadline {name} NAME",
    )
    return Written(files, steps)


def deadline(root: Path, area_name: str, name: str, today: date) -> Written:
    """A deadline in an area, with two worked examples."""
    _check_name(name)
    rules, cite, strength = _area_and_cite(root, area_name)
    path = root / "areas" / area_name / "deadlines" / f"{name}.yaml"
    _must_be_new(path, "deadline")
    inherited = overlay.resolve(rules, area_name)
    keys = {key for entry in inherited.values() for key in entry["data"].get("deadlines") or {}}
    if name in inherited or name in keys:
        raise NewError(
            f"{area_name} has a deadline “{name}” already, from the area that it builds on; write a file of "
            "that name by hand that holds only what differs"
        )
    about = {"name": name, "title": _title(name), "cite": json.dumps(cite), "strength": strength}
    shown = _at(path, root)
    return Written(
        {path: _render("deadline.yaml.j2", about)},
        (
            f"{shown}: title, event, limit, strength, and the place that it is written at (cites)",
            f"{shown}: two examples; work their dates out by hand with a calendar",
            "CHANGELOG.md: a line that names the area and the dates that it adds",
            *_compared(rules, name),
        ),
    )


def _compared(rules: load.Rules, name: str) -> tuple[str, ...]:
    """What to know of a key that no other area has: areas are compared by it."""
    titles = {
        key: entry["data"].get("title", "")
        for area in rules.areas
        for entry in overlay.resolve(rules, area).values()
        for key in entry["data"].get("deadlines") or {}
    }
    if name in titles:
        return ()
    mine = _words(name)
    common = {key: len(mine & (_words(key) | _words(title))) for key, title in titles.items()}
    near = sorted((key for key, words in common.items() if words), key=lambda key: (-common[key], key))[:NEAR]
    alone = f"no other area has a deadline “{name}”, so none is compared with it"
    if not near:
        return (f"{alone}; the keys of other areas are: {_list(titles)}",)
    first = f"{alone}; if it is the same duty as one of these, delete the file and take that key instead:"
    return ("\n     ".join((first, *(f"{key} ({titles[key]})" for key in near))),)


def _words(text: str) -> set[str]:
    """The words of a key or title; one is the same as several of it."""
    return {word.removesuffix("s") for word in re.findall(r"[a-z]+", text.lower())}


def checklist(root: Path, area_name: str, name: str, today: date) -> Written:
    """A checklist in an area, with one item and a worked example."""
    _check_name(name)
    rules, cite, _ = _area_and_cite(root, area_name)
    kinds = rules.vocabulary["checklist_kinds"]
    if name not in kinds:
        raise NewError(
            f"there is no kind of checklist “{name}”; use one of: {_list(kinds)}, or add it to "
            f"{root.name}/vocabulary/checklist_kinds.yaml first"
        )
    path = root / "areas" / area_name / "checklists" / f"{name}.yaml"
    _must_be_new(path, "checklist")
    if name in overlay.resolve(rules, area_name, "checklists"):
        raise NewError(
            f"{area_name} has the checklist “{name}” already, from the area that it builds on; write a file "
            "of that name by hand that holds only what differs"
        )
    event = (kinds[name].get("for") or "").split()[-1:]
    given = {"initial_conference": "2025-06-02"}
    at = given.get(event[0], MEETING) if event else None
    if event and event[0] not in given:
        given[event[0]] = MEETING
    about = {
        "name": name,
        "cite": json.dumps(cite),
        "given": ", ".join(f"{key}: {day}" for key, day in given.items()),
        "at": at,
        "today": max(given.values()),
    }
    shown = _at(path, root)
    return Written(
        {path: _render("checklist.yaml.j2", about)},
        (
            f"{shown}: headings and items, each with the place that it comes from (cites)",
            f"{shown}: for each item what dates it: deadline, or due, or nothing",
            f"{shown}: an example",
            "CHANGELOG.md: a line that names the area and the list",
        ),
    )


def write(written: Written) -> None:
    """Write the files. Raises `NewError` where one cannot be written, and leaves none of them then."""
    done: list[Path] = []
    try:
        for path, text in written.files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                done.append(path)
                file.write(text)
    except OSError as error:
        for path in done:
            path.unlink(missing_ok=True)
        raise NewError(f"{error.filename}: {error.strerror}; nothing was written") from None


def _area_and_cite(root: Path, area_name: str) -> tuple[load.Rules, str, str]:
    """The rules, and a statement of the area's own source that a skeleton can cite, with its force."""
    rules = load.load(root)
    if area_name not in rules.areas:
        remedy = f"use one of: {_list(rules.areas)}, or begin it with handbook new area {area_name}"
        raise NewError(f"there is no area “{area_name}”; {remedy}")
    for one in rules.areas[area_name].get("sources") or ():
        for locator, provision in (rules.provisions.get(one) or {}).items():
            if isinstance(provision, dict) and provision.get("kind") != ADMIN and provision.get("strength"):
                return rules, f"{one}#{locator}", provision["strength"]
    raise NewError(
        f"no source of {area_name} has a statement yet; write one into its provisions.yaml first: every rule "
        "has to say where it is written"
    )


def _check_name(name: str) -> None:
    if name in load.CONSTANTS:
        raise NewError(f"“{name}” is no name here, as YAML takes it for a value; write it as the_{name}")
    if NAME.fullmatch(name) and len(name) <= LONGEST:
        return
    better = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_").lstrip("0123456789_")[:LONGEST].strip("_")
    remedy = f"write it as {better}" if better else "write it as north_shire"
    raise NewError(f"“{name[:80]}” is no name here; small letters, digits and _ between them: {remedy}")


def _must_be_new(path: Path, kind: str) -> None:
    if path.exists():
        raise NewError(f"{path}: this {kind} is there already; edit it, or choose another name")


def _render(template: str, about: dict) -> str:
    page = Environment(
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return page.get_template(template).render(about)


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _list(names) -> str:
    return ", ".join(sorted(names)) or "none is there yet"


def _at(path: Path, root: Path) -> str:
    return f"{root.name}/{path.relative_to(root).as_posix()}"
