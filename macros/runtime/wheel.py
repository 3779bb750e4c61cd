"""The engine as a wheel, and a lock file that names it.

Only `checklists/__init__.py` and the Python of `checklists/engine/` go in. The wheel's version ends in
a number made from its contents: a changed engine has another file name, so that a browser which
kept an old wheel never pairs it with a new lock file.
"""

import hashlib
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from macros.runtime import PACKAGE, ROOT, RuntimeBuildError, node

_PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "{version}"
description = "Works out the dates that follow from encoded child protection procedures"
requires-python = ">=3.11"

[tool.hatch.build.targets.wheel]
packages = ["checklists"]
"""


def sources(root: Path = ROOT) -> list[Path]:
    """The engine's files, relative to `root`, sorted."""
    package = root / "checklists"
    found = [package / "__init__.py", *(package / "engine").rglob("*.py")]
    if not (package / "engine" / "__init__.py").is_file():
        raise RuntimeBuildError("checklists/engine/__init__.py is missing: there is no engine to build")
    return sorted(path.relative_to(root) for path in found)


def digest(root: Path = ROOT) -> str:
    """Hash of the engine's files and of the recipe."""
    sha = hashlib.sha256(_PYPROJECT.encode())
    for path in sources(root):
        content = (root / path).read_bytes()
        sha.update(f"{path.as_posix()}\n{len(content)}\n".encode())
        sha.update(content)
    return sha.hexdigest()


def build_source_wheel(folder: Path, key: str, root: Path = ROOT) -> Path:
    """Write the wheel, as source, into `folder`; `key` is the hash that its version ends in."""
    base = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    stage = folder / "stage"
    for path in sources(root):
        (stage / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, stage / path)
    text = _PYPROJECT.format(name=PACKAGE, version=f"{base}.post{int(key[:8], 16)}")
    (stage / "pyproject.toml").write_text(text, "utf-8")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=stage, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeBuildError(f"the engine's wheel cannot be built:\n{done.stdout}{done.stderr}".rstrip())
    shutil.rmtree(stage)
    return next(folder.glob("*.whl"))


def key_of(file_name: str) -> int:
    """The number that a wheel's version ends in."""
    return int(file_name.split("-")[1].rpartition(".post")[2])


def build(folder: Path, key: str, root: Path = ROOT) -> dict:
    """Write the byte-compiled wheel and pyodide-lock.json into `folder`."""
    build_source_wheel(folder, key, root)
    # With docstrings and assertions: the engine is ours and small, and its errors should say where.
    return node.run(Path(__file__).parent / "inside" / "lock_engine.py", folder)
