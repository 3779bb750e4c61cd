"""Fuzz the loader and the check: any file among the rules is read, or told with its place and what to do."""

import shutil
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["macros"]):
    from macros.check import check, gaps
    from macros.load import RuleError, read_yaml

from tests.rules.rulebook import FIXTURE

gaps.YEARS = 0  # the conference dates that are tried take nearly all of the time, and no other way
FILES = sorted(path.relative_to(FIXTURE).as_posix() for path in FIXTURE.rglob("*.*"))
PLACE = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
ROOT = Path(tempfile.mkdtemp(prefix="fuzz-", dir=PLACE)) / "rules"
shutil.copytree(FIXTURE, ROOT)


def one(data: bytes) -> None:
    """The first byte chooses a file of the fixture, the rest is what stands in it."""
    if not data:
        return
    name = FILES[data[0] % len(FILES)]
    path = ROOT / name
    path.write_bytes(data[1:])
    try:
        if path.suffix == ".yaml":
            _read(path)
        for problem in check(ROOT):
            assert problem.path.startswith("rules/") and problem.line >= 1, problem
            assert "; " in problem.message or "?" in problem.message, problem
            assert str(problem).isprintable(), ascii(str(problem))
    finally:
        shutil.copy(FIXTURE / name, path)


def _read(path: Path) -> None:
    """The file alone: data with text as keys, and a line for every key, or one error."""
    try:
        document = read_yaml(path)
    except RuleError as error:
        assert error.line >= 1 and error.message, error
        return
    lines = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    assert all(1 <= line <= lines for line in document.lines.values()), document.lines
    _plain(document.data)


def _plain(value) -> None:
    if isinstance(value, dict):
        assert all(isinstance(key, str) for key in value), value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            _plain(inner)
    else:
        assert value is None or type(value) in (str, int, bool), type(value)


def seeds() -> list[bytes]:
    """Every file of the fixture, in its place."""
    return [bytes([at]) + (FIXTURE / name).read_bytes() for at, name in enumerate(FILES)]


WORDS = (
    "null",
    "true",
    "[]",
    "{}",
    ": ",
    "- ",
    "\n  ",
    "&a",
    "*a",
    "<<",
    "|\n",
    ">\n",
    '"',
    "'",
    "#",
    "!!int",
    "2025-04-14",
)

if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
