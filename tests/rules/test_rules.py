"""The project's own rules."""

from pathlib import Path

from macros.check import check

RULES = Path(__file__).resolve().parents[2] / "rules"


def test_the_rules_have_no_problem():
    """Every file under rules/ passes every check, worked examples included."""
    assert [str(problem) for problem in check(RULES)] == []
