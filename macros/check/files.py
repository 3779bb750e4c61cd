"""Checks of which files there are and how they are named."""

from collections.abc import Iterator

from ..load import VOCABULARY, Problem, kind_of
from .registry import needed, rule
from .schema import is_name
from .view import View
from .words import quoted, snake_case


@needed
def shared_files(view: View) -> Iterator[Problem]:
    """Every vocabulary file and the conventions are there."""
    for parts in [*(("vocabulary", f"{name}.yaml") for name in VOCABULARY), ("conventions.yaml",)]:
        if not (view.rules.root.joinpath(*parts)).exists():
            yield Problem(view.place(*parts), 1, "the file is missing; write it as rules/README.md says")


@rule
def some_area(view: View) -> Iterator[Problem]:
    """The rulebook has an area."""
    paths = {*view.rules.documents, *view.unsound}
    if not any(kind_of(tuple(path.split("/")[1:])) == "area" for path in paths):
        yield Problem(view.place("areas"), 1, "the rulebook has no area; write areas/<area>/area.yaml")


@needed
def one_calendar(view: View) -> Iterator[Problem]:
    """There is one calendar: all areas share it."""
    found = [path for path in view.rules.documents if path.startswith(view.place("calendars", ""))]
    if not found and not any(path.startswith(view.place("calendars", "")) for path in view.unsound):
        yield Problem(
            view.place("calendars"), 1, "there is no calendar; write calendars/england_and_wales.yaml"
        )
    for path in found[1:]:
        yield Problem(path, 1, f"a second calendar beside {found[0]}; keep one, all areas share it")


@needed
def whole_folders(view: View) -> Iterator[Problem]:
    """A source has source.yaml and its provisions, an area has area.yaml."""
    for folder, names in (("sources", ("source.yaml", "provisions.yaml")), ("areas", ("area.yaml",))):
        start = view.place(folder, "")
        for key in sorted({path.split("/")[2] for path in view.rules.documents if path.startswith(start)}):
            for name in names:
                place = view.rules.root / folder / key / name
                if not place.exists() and not any(place.with_suffix("").glob("*.yaml")):
                    message = f"the {folder[:-1]} {quoted(key)} has no {name}; write it or remove the folder"
                    yield Problem(view.place(folder, key, name), 1, message)


@rule
def names_of_files(view: View) -> Iterator[Problem]:
    """The path is the identifier, in snake_case."""
    for path in view.rules.documents:
        if kind_of(tuple(path.split("/")[1:])) == "release":
            continue  # named by its day
        for part in path.split("/")[1:]:
            name = part.removesuffix(".yaml")
            if not is_name(name):
                made = snake_case(name)
                remedy = f"rename it to {quoted(made)}" if is_name(made) else "rename it"
                yield Problem(path, 1, f"the name {quoted(name)} is not in snake_case; {remedy}")
