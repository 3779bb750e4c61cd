"""The browser's Python, built into build/runtime/ by `python -m macros.runtime`.

Pyodide's own files come from the npm package. The standard library is cut down to what is used
and byte-compiled, and the engine becomes a byte-compiled wheel that the lock file names. Byte code
has to match the Python inside Pyodide, so pyodide-build runs in there, under Node.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "build" / "runtime"
CACHE = ROOT / "build" / "cache" / "runtime"
NPM = ROOT / "node_modules" / "pyodide"
TOOLS = ROOT / ".venv" / "pyodide-build"

# Files that the npm package ships and the browser needs as they are.
CORE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
STDLIB = "python_stdlib.zip"
LOCK = "pyodide-lock.json"
MANIFEST = "runtime.json"

PACKAGE = "core-group-engine"
IMPORT = "checklists.engine"


class RuntimeBuildError(Exception):
    """The runtime cannot be built; the message says what to do."""
