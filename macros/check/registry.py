"""The list of checks. A check is a small generator of problems whose docstring is the rule that it holds."""

from collections.abc import Callable, Iterator

from ..load import Problem
from .view import View

Check = Callable[[View], Iterator[Problem]]

CHECKS: list[Check] = []
# Those that the engine relies on: while one of them finds something, no worked example of the area is run.
NEEDED: set[Check] = set()


def rule(check: Check) -> Check:
    """Add a check to the list."""
    CHECKS.append(check)
    return check


def needed(check: Check) -> Check:
    """Add a check that the engine relies on."""
    NEEDED.add(check)
    return rule(check)
