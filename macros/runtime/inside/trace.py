"""Runs inside the untouched Pyodide: which files of the standard library does our use of it import?

The steps are those of a visit: start, load the engine's wheel from /job, import all of it, and meet
an error that has to be shown.
"""

import importlib
import io
import json
import pkgutil
import sys
import traceback
import zipimport
from pathlib import Path

# What this script imports for itself alone is not part of a visit.
own = {"pkgutil"}


def load(wheel: Path) -> None:
    """Load a wheel as loadPackage does."""
    from js import Uint8Array
    from pyodide._package_loader import unpack_buffer

    content = Uint8Array.new(len(data := wheel.read_bytes()))
    content.assign(data)
    unpack_buffer(content, filename=wheel.name, format="wheel", calculate_dynlibs=True)
    importlib.invalidate_caches()


for wheel in Path("/job").glob("*.whl"):
    load(wheel)
package = importlib.import_module("checklists.engine")
for module in pkgutil.walk_packages(package.__path__, "checklists.engine."):
    importlib.import_module(module.name)

# Errors, and what they import on the way to being shown.
for source in (
    "1 / 0",
    "{}['x']",
    "len.nmae",
    "def (",
    "import jsno",
    "'x'.encode('ascii').decode('utf-16')",
):
    try:
        exec(compile(source, "<trace>", "exec"))
    except Exception:
        traceback.print_exc(file=io.StringIO())

# Modules that are frozen into the interpreter have a path in the archive too, and are not read from it.
used = {
    module.__spec__.origin.split(".zip/", 1)[1]
    for name, module in sys.modules.items()
    if name not in own and isinstance(getattr(module.__spec__, "loader", None), zipimport.zipimporter)
}
answer = json.dumps(sorted(used))
