"""Puts build/runtime/ together; each step runs only when what it depends on has changed."""

import contextlib
import filecmp
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from macros.runtime import (
    CACHE,
    CORE_FILES,
    IMPORT,
    LOCK,
    MANIFEST,
    NPM,
    PACKAGE,
    RUNTIME,
    STDLIB,
    node,
    stdlib,
    wheel,
)


def build(say: Callable[[str], None] = print, target: Path = RUNTIME, cache: Path = CACHE) -> dict:
    """Bring the runtime in `target` up to date; returns its manifest.

    RuntimeBuildError says what is missing. `say` gets a line for each step that was done.
    """
    pyodide = node.pyodide_version()
    base = f"{pyodide}\n{node.tools_version()}\n{_own_code()}"
    key = _key(base, stdlib.KEEP.read_text("utf-8"))
    with ThreadPoolExecutor() as side_by_side:  # each is a minute of a program of its own
        made = side_by_side.submit(
            _step, "standard library", key, cache, say, lambda folder, _: stdlib.build(folder)
        )
        engine = _step("engine", _key(base, wheel.digest()), cache, say, wheel.build)
        library = made.result()

    archive = library / STDLIB
    # The name changes with the contents, so that no browser pairs an old library with a new runtime.
    archive_name = f"{archive.stem}-{_key(archive.read_bytes())[:12]}.zip"
    lock = json.loads((engine / LOCK).read_text("utf-8"))
    wheel_name = lock["packages"][PACKAGE]["file_name"]
    manifest = {
        "version": pyodide,
        "python": node.python_version(),
        "stdlib": archive_name,
        "wheel": wheel_name,
        "package": PACKAGE,
        "import": IMPORT,
        "lock": lock,
    }
    files = {name: NPM / name for name in CORE_FILES}
    files |= {archive_name: archive, wheel_name: engine / wheel_name, LOCK: engine / LOCK}
    changed = _assemble(files, json.dumps(manifest, indent=1) + "\n", target)
    say(f"runtime: {'written to' if changed else 'up to date in'} {_short(target)}")
    return manifest


def _step(
    name: str, key: str, cache: Path, say: Callable[[str], None], make: Callable[[Path, str], object]
) -> Path:
    """Folder with the step's output, made now unless one with this key is there."""
    folder = cache / f"{name.replace(' ', '-')}-{key[:16]}"
    if folder.is_dir():
        return folder
    started = time.monotonic()
    cache.mkdir(parents=True, exist_ok=True)
    # Made aside and renamed, so that a build that was stopped leaves nothing half done.
    with tempfile.TemporaryDirectory(dir=cache, prefix="tmp-", ignore_cleanup_errors=True) as made:
        work = Path(made) / "out"
        work.mkdir()
        make(work, key)
        for old in cache.glob(f"{name.replace(' ', '-')}-*"):
            shutil.rmtree(old, ignore_errors=True)
        with contextlib.suppress(FileExistsError):
            work.rename(folder)
    say(f"runtime: {name} compiled in {time.monotonic() - started:.0f} s")
    return folder


def _assemble(files: dict[str, Path], manifest: str, target: Path) -> bool:
    """Make `target` hold just these files; True if anything had to change."""
    target.mkdir(parents=True, exist_ok=True)
    changed = False
    for name, source in files.items():
        if not (target / name).is_file() or not filecmp.cmp(source, target / name, shallow=False):
            _replace(target / name, source.read_bytes())
            changed = True
    place = target / MANIFEST
    if not place.is_file() or place.read_text("utf-8") != manifest:
        _replace(place, manifest.encode())
        changed = True
    for path in target.iterdir():
        # A name that starts with a dot is another build's file, not yet in its place.
        if path.name not in {*files, MANIFEST} and not path.name.startswith("."):
            path.unlink()
            changed = True
    return changed


def _replace(path: Path, content: bytes) -> None:
    """Write a file in one step, so that a reader never sees half of it."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_bytes(content)
    aside.replace(path)


def _key(*parts: str | bytes) -> str:
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part.encode() if isinstance(part, str) else part)
        sha.update(b"\0")
    return sha.hexdigest()


def _own_code() -> str:
    """What this package says about how things are made, so that a changed recipe is carried out."""
    here = Path(__file__).parent
    paths = [here / "run.mjs", here / "stdlib.py", here / "wheel.py", *sorted((here / "inside").glob("*.py"))]
    return "\n".join(path.read_text("utf-8") for path in paths)


def _short(path: Path) -> str:
    with contextlib.suppress(ValueError):
        return str(path.relative_to(Path.cwd()))
    return str(path)
