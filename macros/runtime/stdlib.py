"""The cut-down standard library: which files are kept, and the archive of them."""

import fnmatch
import zipfile
from pathlib import Path

from macros.runtime import NPM, STDLIB, RuntimeBuildError, node

KEEP = Path(__file__).with_name("stdlib.txt")
_EPOCH = (2000, 1, 1, 0, 0, 0)


def patterns(text: str) -> list[tuple[int, str]]:
    """Line number and pattern of every line of the list that is not a comment."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        for pattern in line.split("#")[0].split():
            found.append((number, pattern))
    return found


def kept(names: list[str], text: str) -> list[str]:
    """Those of `names` that the list keeps, sorted.

    A pattern is a path inside the archive; `*` stands for any run of characters. One that keeps
    nothing is an error, since it is a misspelling or a module that Python no longer has.
    """
    chosen: set[str] = set()
    for number, pattern in patterns(text):
        matching = fnmatch.filter(names, pattern)
        if not matching:
            raise RuntimeBuildError(
                f"macros/runtime/stdlib.txt:{number}: {pattern!r} is not in the standard library: "
                "correct or remove it"
            )
        chosen.update(matching)
    return sorted(chosen)


def build(folder: Path) -> dict:
    """Write the byte-compiled archive into `folder`; returns what the compiler said of itself."""
    text = KEEP.read_text("utf-8")
    with zipfile.ZipFile(NPM / STDLIB) as whole, zipfile.ZipFile(folder / STDLIB, "w") as cut:
        for name in kept(whole.namelist(), text):
            cut.writestr(zipfile.ZipInfo(name, _EPOCH), whole.read(name))
    # Without docstrings and assertions: nothing of ours runs from here.
    return node.run(Path(__file__).parent / "inside" / "compile_stdlib.py", folder, args=("-OO",))


def modules(archive: Path) -> set[str]:
    """Dotted names of the modules in an archive of sources or of byte code."""
    with zipfile.ZipFile(archive) as file:
        paths = [Path(name) for name in file.namelist() if name.endswith((".py", ".pyc"))]
    return {
        ".".join(path.parent.parts if path.stem == "__init__" else path.with_suffix("").parts)
        for path in paths
    }
