"""The fixture's rulebook in a git repository, changed since its last commit."""

import os
import subprocess
from pathlib import Path

from macros.__main__ import main
from tests.rules import rulebook

COMMITTED = "2026-01-05T12:00:00+0000"


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder as nobody in particular."""
    someone = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org")
    command = ["git", "-C", str(folder), *someone, *arguments]
    then = os.environ | {"GIT_AUTHOR_DATE": COMMITTED, "GIT_COMMITTER_DATE": COMMITTED}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=then).stdout.strip()


def commit(folder: Path) -> str:
    """Everything in the folder as a revision; its name."""
    git(folder, "init", "-q")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "Rules")
    return git(folder, "rev-parse", "--short", "HEAD")


def edit(root: Path, *edits: tuple) -> None:
    """Change rule files: (path, old, new), (path, whole text), or (path, None) to take it out."""
    for path, *change in edits:
        file = root / path
        match change:
            case [None]:
                file.unlink()
            case [text]:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            case [old, new]:
                text = file.read_text(encoding="utf-8")
                assert old in text, f"{path} has no {old!r}"
                file.write_text(text.replace(old, new, 1), encoding="utf-8")


def repository(folder: Path, *edits: tuple, before: tuple = ()) -> Path:
    """The rules of a repository whose last commit is the fixture with the edits `before`, then edited."""
    root = rulebook.copy(folder, *before)
    commit(folder)
    edit(root, *edits)
    return root


def diff(root: Path, *arguments: str) -> int:
    """The exit status of `handbook diff`."""
    return main(["--rules", str(root), "diff", *arguments])
