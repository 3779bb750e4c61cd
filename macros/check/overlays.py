"""Checks of areas that build on another: their files state differences, and why they drop what they drop."""

from collections.abc import Iterator

from .. import overlay
from ..load import Problem, RuleError, Rules
from .registry import needed, rule
from .schema import check_data
from .view import BOUNDS, RuleFile, View, limit_lines
from .words import near, quoted


def is_overlay(rules: Rules, area: str, kind: str, stem: str) -> bool:
    """Whether an area that this one builds on has such a file, be it one that could not be read."""
    try:
        above = overlay.chain(rules, area)[1:]
    except RuleError:
        return True  # told elsewhere; a file of differences is no further error
    return any((rules.root / "areas" / name / kind / f"{stem}.yaml").exists() for name in above)


def missing_in_whole(view: View) -> Iterator[Problem]:
    """A file of differences makes, with what it inherits, a file that fits the format."""
    for kind, holds in (("deadlines", "deadlines"), ("checklists", "items")):
        for file in _overlays(view, kind):
            whole = {key: value for key, value in file.whole.items() if key != "because"}
            if whole.get(holds):
                yield from check_data(file.document, kind, whole)


def _overlays(view: View, kind: str = "deadlines") -> Iterator[RuleFile]:
    files = view.files if kind == "deadlines" else view.lists
    return (file for file in files if file.parent is not None and file.whole is not None)


@needed
def parents(view: View) -> Iterator[Problem]:
    """An area builds on one that is there, and not in a ring."""
    for _, (_, area, _) in view.sound("area"):
        try:
            overlay.chain(view.rules, area)
        except RuleError as error:
            yield error.problem  # the same for each area that builds on the wrong one: listed once


@rule
def differs_from_parent(view: View) -> Iterator[Problem]:
    """A file of differences differs from the file that it builds on."""
    for kind in ("deadlines", "checklists"):
        for file in _overlays(view, kind):
            if {**file.whole, "because": None} == {**file.parent, "because": None}:
                message = "the file is equal to the one it builds on; remove it"
                path = f"“{kind}/{file.stem}.yaml”"
                remedy = f"if that was checked, list {path} under same_as_parent in area.yaml"
                yield file.problem((), f"{message}, and {remedy}")


@rule
def removals_have_reasons(view: View) -> Iterator[Problem]:
    """`null` removes something that is there, and the file says why under `because`."""
    for file in (*_overlays(view), *_overlays(view, "checklists")):
        for path in _nulls(file.own):
            if path[:1] == ("items",) and path[-1] == "responsible":
                continue  # nobody is named: that removes nothing
            if "because" not in file.own:
                message = f"{quoted(path[-1])} is removed without a reason; add “because:” at the top"
                yield file.problem(path, message)
            if not _holds(file.parent, path):
                message = f"{quoted(path[-1])} is removed, and there is none to remove; leave the line out"
                yield file.problem(path, message)


def _nulls(value, path: tuple = ()) -> Iterator[tuple]:
    """The key paths of what a file of differences removes; lists and values by date remove nothing."""
    if value is None:
        yield path
    elif isinstance(value, dict) and not overlay.dated(value):
        for key, inner in value.items():
            yield from _nulls(inner, (*path, key))


def _holds(data, path: tuple) -> bool:
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return False
        data = data[key]
    return True


@rule
def changed_limits_have_cites(view: View) -> Iterator[Problem]:
    """A limit that a file of differences changes has cites there: no figure shows another's provision."""
    for file, key, own, above in _changed_deadlines(view):
        for bound in BOUNDS:
            written, inherited = (list(limit_lines(data.get(bound), ())) for data in (own, above))
            same = [(line.path, line.text) for line in written] == [
                (line.path, line.text) for line in inherited
            ]
            if same or own.get("cites") or all((line.mapping or {}).get("cites") for line in written):
                continue
            message = f"{quoted(bound)} is changed and would show the provisions of the area it builds on"
            yield file.problem(("deadlines", key, bound), f"{message}; give its cites")


@rule
def kept_limits_keep_their_cites(view: View) -> Iterator[Problem]:
    """Cites given in a file of differences hold for no limit that is inherited."""
    for file, key, own, above in _changed_deadlines(view):
        for bound in BOUNDS if own.get("cites") else ():
            inherited = limit_lines(above.get(bound), ())
            if bound not in own and not all((line.mapping or {}).get("cites") for line in inherited):
                message = f"these cites would also hold for {quoted(bound)}, which is inherited"
                yield file.problem(
                    ("deadlines", key, "cites"), f"{message}; write it out here with its own cites"
                )


def _changed_deadlines(view: View) -> Iterator[tuple[RuleFile, str, dict, dict]]:
    """Every deadline that a file of differences changes: file, key, its own keys, the parent's deadline."""
    for file in _overlays(view):
        for key, own in (file.own.get("deadlines") or {}).items():
            above = (file.parent.get("deadlines") or {}).get(key)
            if own is not None and above is not None:
                yield file, key, own, above


@rule
def same_as_parent(view: View) -> Iterator[Problem]:
    """`same_as_parent` names files of the area that this one builds on, and that it has not itself."""
    for document, (_, area, _) in view.sound("area"):
        named = document.data.get("same_as_parent", {})
        above = view.chain(area)[1:]
        if named and "builds_on" not in document.data:
            line = document.line("same_as_parent")
            yield Problem(document.path, line, "the area builds on none; add builds_on or remove this")
        elif above:
            known = {path for name in above for path in _files(view, name)}
            own = _files(view, area)
            for path in named:
                if path in own:
                    message = f"the area has its own {quoted(path)}; remove one of the two"
                elif path not in known:
                    close = near(path, known)
                    remedy = f"did you mean {quoted(close)}?" if close else "remove the line"
                    message = f"{quoted(above[0])} has no {quoted(path)}; {remedy}"
                else:
                    continue
                yield Problem(document.path, document.line("same_as_parent", path), message)


def _files(view: View, area: str) -> set[str]:
    """The deadline files and checklists of an area, those that could not be read included."""
    folder = view.rules.root / "areas" / area
    found = (*folder.glob("deadlines/*.yaml"), *folder.glob("checklists/*.yaml"))
    return {path.relative_to(folder).as_posix() for path in found}
