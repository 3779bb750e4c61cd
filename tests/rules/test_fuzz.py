"""Rule files as a slip of the hand leaves them: each is checked to the end, and is told what to do."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from macros.check import check
from tests.rules.rulebook import FIXTURE, copy

FILES = sorted(path.relative_to(FIXTURE).as_posix() for path in FIXTURE.rglob("*.*"))
VALUES = ["null", "[]", "{}", "x", '""', "[x]", "{a: b}", "true", "1", "-1", ".nan", "~", "|", "&a [1]", "*a"]
VALUES += [
    "2025-04-31",
    "2025-04-14",
    "each core_group",
    "10 working days after initial_conference",
    "#",
    "shire#",
]


@st.composite
def slips(draw) -> tuple[str, str]:
    """A file of the fixture, with one line left out, twice, moved, cut off or given another value."""
    name = draw(st.sampled_from(FILES))
    lines = (FIXTURE / name).read_text("utf-8").split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    how = draw(st.sampled_from(["value", "value", "value", "out", "twice", "moved", "cut"]))
    line = lines[at]
    if how == "value" and ":" in line:
        lines[at] = f"{line[: line.index(':') + 1]} {draw(st.sampled_from(VALUES))}"
    else:
        cut = line[: draw(st.integers(0, len(line)))]
        made = {"out": [], "twice": [line, line], "moved": [f"  {line}"]}.get(how, [cut])
        lines[at : at + 1] = made
    return name, "\n".join(lines)


@settings(max_examples=120)
@given(st.lists(slips(), min_size=1, max_size=2))
def test_any_slip_is_told_or_harmless(edits):
    """No edit of the rules ends the check in a traceback; every problem has its place and a remedy."""
    with tempfile.TemporaryDirectory() as folder:
        for problem in check(copy(Path(folder), *edits)):
            assert problem.path.startswith("rules/") and problem.line >= 1, problem
            assert "; " in problem.message or "?" in problem.message, problem
