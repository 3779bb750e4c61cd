"""Runs inside Pyodide, started with -OO: byte-compiles /job/*.zip in place."""

import importlib.util
import json
import sys

sys.path.append("/tools")

from pyodide_build.cli.py_compile import main

main(["/job", "--silent", "--compression-level", "9"], standalone_mode=False)
answer = json.dumps({"magic": importlib.util.MAGIC_NUMBER.hex(), "optimize": sys.flags.optimize})
