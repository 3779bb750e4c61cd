"""What the list of kept files lacks, found by running the untouched runtime."""

import tempfile
import zipfile
from pathlib import Path

from macros.runtime import NPM, STDLIB, node, stdlib, wheel


def used() -> list[str]:
    """Files of the standard library that starting Pyodide and loading the engine import."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        wheel.build_source_wheel(folder, wheel.digest())
        return node.run(Path(__file__).parent / "inside" / "trace.py", folder)


def missing() -> list[str]:
    """Those of the used files that the list does not keep."""
    with zipfile.ZipFile(NPM / STDLIB) as whole:
        keep = set(stdlib.kept(whole.namelist(), stdlib.KEEP.read_text("utf-8")))
    return [name for name in used() if name not in keep]
