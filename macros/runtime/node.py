"""Node and what npm installed: found, checked, and asked to run Python inside Pyodide."""

import json
import shutil
import subprocess
from pathlib import Path

from macros.runtime import CORE_FILES, LOCK, NPM, ROOT, STDLIB, TOOLS, RuntimeBuildError

OLDEST_NODE = 20


def find() -> str:
    """Path of a Node that is new enough; RuntimeBuildError if there is none."""
    node = shutil.which("node")
    if node is None:
        raise RuntimeBuildError(f"node not found: install Node.js {OLDEST_NODE} or newer")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < OLDEST_NODE:
        raise RuntimeBuildError(f"node {version} is too old: install Node.js {OLDEST_NODE} or newer")
    return node


def pyodide_version() -> str:
    """Version of the installed npm package, which must be the one that package.json pins."""
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]["pyodide"]
    missing = [name for name in (*CORE_FILES, STDLIB, LOCK, "package.json") if not (NPM / name).is_file()]
    if missing:
        raise RuntimeBuildError(f"node_modules/pyodide/{missing[0]} is missing: run make setup")
    found = json.loads((NPM / "package.json").read_text("utf-8"))["version"]
    if found != wanted:
        raise RuntimeBuildError(
            f"node_modules holds pyodide {found}, package.json pins {wanted}: run make setup"
        )
    return found


def python_version() -> str:
    """Version of the Python inside Pyodide, as its lock file states it."""
    return json.loads((NPM / LOCK).read_text("utf-8"))["info"]["python"]


def tools_version() -> str:
    """Name and version of every unpacked build tool, one line each."""
    names = sorted(folder.name.removesuffix(".dist-info") for folder in TOOLS.glob("*.dist-info"))
    if not any(name.startswith("pyodide_build-") for name in names):
        raise RuntimeBuildError(f"pyodide-build is missing from {TOOLS.relative_to(ROOT)}: run make setup")
    return "\n".join(names)


def run(script: Path, folder: Path, *, args: tuple[str, ...] = ()) -> dict:
    """Run a Python file inside Pyodide and return its answer.

    `folder` is mounted at /job and the build tools at /tools; `args` are Python's own, such as -OO.
    """
    job = {
        "pyodide": str(NPM),
        "script": str(script),
        "args": list(args),
        "mounts": {"/job": str(folder), "/tools": str(TOOLS)},
    }
    command = [find(), str(Path(__file__).with_name("run.mjs")), json.dumps(job)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeBuildError(f"{script.name} failed inside Pyodide:\n{done.stderr.strip()}")
    return json.loads(done.stdout)
