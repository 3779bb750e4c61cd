"""Checks of everything under `rules/`: each file against its schema, then what no schema can say.

To add a check, write a generator in the module it fits, give it `@rule` (or `@needed` where the engine
relies on it) and a docstring that is the rule, and add a bad fixture with the exact message to tests/rules/.
"""

from collections.abc import Collection
from pathlib import Path

from .. import load
from ..load import Problem, kind_of
from . import (  # noqa: F401 – each adds its checks
    checklists,
    conditions,
    deadlines,
    examples,
    files,
    limits,
    overlays,
    provisions,
    references,
    registers,
    releases,
    strengths,
    vocabulary,
)
from .registry import CHECKS, NEEDED
from .schema import check_data
from .view import View

# The schema of a file that states differences, by the kind of the whole one.
OVERLAID = {"deadlines": "overlay", "checklists": "checklists_overlay"}

__all__ = ["CHECKS", "Problem", "check", "check_quickly", "check_rules"]


def check(root: Path) -> list[Problem]:
    """Every problem of a rules folder, by file and line; an empty list where all is well."""
    return check_rules(load.load(root))


def check_rules(rules: load.Rules) -> list[Problem]:
    """Every problem of rules that are loaded, by file and line."""
    return _check(rules, None)


def check_quickly(rules: load.Rules, areas: Collection[str] = ()) -> list[Problem]:
    """The same without what the engine has to work out, which takes most of the time, but for some areas.

    Those that build on one of them are worked out as well.
    """
    return _check(rules, areas)


def _check(rules: load.Rules, worked_out: Collection[str] | None) -> list[Problem]:
    """Every problem; the engine works out the areas given, or all."""
    found = list(rules.problems)
    if not rules.root.is_dir():
        return found
    for document in rules.documents.values():
        found += check_data(document, _schema_of(rules, document))
    view = View(rules, {problem.path for problem in found})
    found += overlays.missing_in_whole(view)
    view = View(rules, {problem.path for problem in found})
    stops = set(view.unsound)
    for one in CHECKS:
        problems = list(one(view))
        found += problems
        if one in NEEDED:
            stops |= {problem.path for problem in problems}
    found += examples.failing(view, stops, worked_out)
    return sorted(set(found))


def _schema_of(rules: load.Rules, document: load.Document) -> str:
    parts = tuple(document.path.split("/")[1:])
    kind = kind_of(parts)
    if kind in OVERLAID and overlays.is_overlay(rules, parts[1], kind, parts[3].removesuffix(".yaml")):
        return OVERLAID[kind]
    return kind
