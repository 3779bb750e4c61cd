"""Runs inside Pyodide: a lock file for the one wheel in /job, and the wheel byte-compiled.

`info` (the runtime's own entry of its lock file) is put here by run.mjs.
"""

import importlib.util
import json
import sys
from pathlib import Path

sys.path.append("/tools")

from pyodide_build.cli.py_compile import main
from pyodide_lock import PyodideLockSpec
from pyodide_lock.utils import add_wheels_to_spec

job = Path("/job")
empty = PyodideLockSpec.from_dict({"info": info, "packages": {}})  # noqa: F821 - given by run.mjs
# The wheel as source comes first: the lock refuses one that is compiled already, and py-compile
# then puts the new name and hash into the lock.
add_wheels_to_spec(empty, sorted(job.glob("*.whl"))).to_json(job / "pyodide-lock.json")
main(["/job", "--silent", "--compression-level", "9"], standalone_mode=False)
answer = json.dumps({"magic": importlib.util.MAGIC_NUMBER.hex()})
