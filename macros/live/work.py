"""What follows a saved file: check, make the open pages again, make the site again; told step by step."""

import os
import shutil
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Collection
from pathlib import Path

from .. import book, hooks, load
from ..check import check_quickly

CODE = (".py", ".mjs", ".j2", ".css")  # what a running process holds already, or joins with other files

AFTER_A_FAULT = "this is a fault of the program, not of the rules; undo what was saved last, and report it"


class Work:
    """Keeps a folder up to date with the sources; `tell(state, **more)` is called at each step.

    `state` is checking, wrong (with `problems`, one line each), making, made (with `pages`), whole (all is
    new) or failed (with `problems`: what the build said).
    """

    def __init__(self, root: Path, site: Path, tell: Callable[..., None], open_pages: Callable[[], set[str]]):
        self.root = root
        self.site = site
        self.tell = tell
        self.open_pages = open_pages
        self._turn = 0
        self._lock = threading.Lock()  # one build at a time
        self._new = threading.Condition()

    def changed(self, saved: set[Path]) -> None:
        """Something was saved; what was under way for an earlier state is given up where it can be."""
        with self._new:
            self._turn += 1
        threading.Thread(target=self._follow, args=(self._turn, saved), daemon=True).start()

    def begin(self) -> None:
        """Check what is there and make the site of it, as a server starts."""
        self._guarded(lambda: self.check() and self.build(), 0)

    def _guarded(self, step: Callable[[], object], turn: int) -> None:
        """Do a step; whatever it raises is told, since a page that is told nothing waits for ever."""
        try:
            step()
        except Exception as error:  # a mistake of ours, which no check of the rules has a message for
            traceback.print_exception(error)
            if turn == self._turn:
                said = f"{type(error).__name__}: {error}".splitlines()
                self.tell("failed", problems=[*said[:20], AFTER_A_FAULT])

    def _follow(self, turn: int, saved: set[Path]) -> None:
        self._guarded(lambda: self._make(turn, saved), turn)

    def _make(self, turn: int, saved: set[Path]) -> None:
        code = any(path.suffix in CODE for path in saved)
        if not code and not self.check(turn, saved):
            return
        with self._lock:
            if turn != self._turn:
                return
            pages = self.open_pages()
            if not code and self.site.is_dir() and pages:
                self.tell("making")
                try:
                    made = hooks.build_pages(self.root / "mkdocs.yml", pages, self.site)
                except Exception as error:  # whatever a page's template raises is what its author has to see
                    self.tell("failed", problems=str(error).splitlines())
                    return
                if turn == self._turn:
                    self.tell("made", pages=sorted(made))
        self.build(turn)

    def check(self, turn: int = 0, saved: Collection[Path] = ()) -> bool:
        """Check the rules; False where something is wrong, which is told.

        First what is quick, and what the areas give whose files were saved: the rest takes seconds.
        """
        self.tell("checking")
        rules = load.load(book.folder(str(self.root / "mkdocs.yml")))
        areas = {name for name in rules.areas if any(name in path.parts for path in saved)}
        problems = [str(problem) for problem in check_quickly(rules, areas)]
        if not problems:
            config = str(self.root / "mkdocs.yml")
            book.renew(config)  # else what was read before the file was saved would be judged
            try:
                book.handbook(config)
            except book.BookError as error:
                problems = str(error).splitlines()
        if problems and turn == self._turn:
            self.tell("wrong", problems=problems)
        return not problems

    def build(self, turn: int = 0) -> None:
        """Make the whole site aside, then put it in place; an error is told and leaves the one before."""
        with self._lock:
            if turn != self._turn:
                return
            self.tell("making")
            aside = self.site.with_name(f"{self.site.name}-next")
            shutil.rmtree(aside, ignore_errors=True)
            command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(aside)]
            done = subprocess.run(
                command,
                cwd=self.root,
                env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
                preexec_fn=lambda: os.nice(5),  # the page and the editor go first
                capture_output=True,
                text=True,
            )
            if turn != self._turn:
                return
            if done.returncode != 0:
                said = [line for line in (done.stdout + done.stderr).splitlines() if "INFO" not in line]
                self.tell("failed", problems=said[-20:])
                return
            before = self.site.with_name(f"{self.site.name}-before")
            shutil.rmtree(before, ignore_errors=True)
            if self.site.is_dir():
                self.site.rename(before)
            aside.rename(self.site)
            shutil.rmtree(before, ignore_errors=True)
            self.tell("whole")
