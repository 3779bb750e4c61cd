"""The rules as they were: a folder of an earlier revision, read from git into a temporary place."""

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory


class RevisionError(Exception):
    """The earlier revision cannot be read: the message says why and what to do."""


@dataclass(frozen=True)
class Revision:
    """An earlier revision: the short name of its commit, the day of it, and its folder of rules."""

    commit: str
    day: str
    rules: Path


@contextmanager
def earlier(root: Path, name: str) -> Iterator[Revision]:
    """The folder of rules as a git revision has it, there as long as the context lasts.

    Raises `RevisionError` where git, the repository, the revision or the folder in it is missing.
    """
    if name.startswith("-"):
        raise RevisionError(f"“{name}” is no revision: give a commit, a tag or a branch")
    if shutil.which("git") is None:
        raise RevisionError("git is not found: install it to compare with an earlier revision")
    folder = root.resolve()
    said = _git(folder, "rev-parse", "--show-prefix")
    if said.returncode:
        if b"not a git repository" in said.stderr:
            why = "it is not in a git repository: earlier rules can be read in a clone of the project alone"
        else:
            why = _words(said)
        raise RevisionError(f"{root}: {why}")
    prefix = said.stdout.decode().strip().rstrip("/")
    found = _git(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if found.returncode:
        shallow = _git(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        known = "git log --oneline lists those that there are"
        remedy = "this clone is shallow: run git fetch --unshallow first" if shallow else known
        raise RevisionError(f"there is no revision “{name}”: {remedy}")
    commit = found.stdout.decode().strip()
    tree = f"{commit}:{prefix}"
    if _git(folder, "cat-file", "-e", tree).returncode:
        raise RevisionError(f"the revision “{name}” has no folder {prefix}: choose a later one")
    top = Path(
        _git(folder, "rev-parse", "--show-toplevel").stdout.decode().strip()
    )  # git packs from there alone
    packed = _git(top, "archive", "--format=zip", f"--prefix={folder.name}/", tree)
    if packed.returncode:
        raise RevisionError(f"the revision “{name}” cannot be read: {_words(packed)}")
    short, day = _git(folder, "show", "-s", "--format=%h %cs", commit).stdout.decode().split()
    with TemporaryDirectory(prefix="handbook-") as place:
        zipfile.ZipFile(io.BytesIO(packed.stdout)).extractall(place)
        yield Revision(short, day, Path(place) / folder.name)


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    # In plain English, since what it says is looked at.
    environment = os.environ | {"LC_ALL": "C"}
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, check=False, env=environment)


def _words(done: subprocess.CompletedProcess) -> str:
    """What git said, on one line."""
    return " ".join(done.stderr.decode("utf-8", errors="replace").split()) or "git gives no reason"
