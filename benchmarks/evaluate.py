"""Requests through `handbook evaluate`: many of them, in one process."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from . import ROOT

AREAS = ("north_yorkshire", "luton", "bedfordshire", "milton_keynes", "tees")
COUNT = 2000
SEED = 2026  # any number will do: the requests are to be the same in every run
FIRST = date(2024, 1, 1)
SPAN = 900  # days that the conferences are spread over


@dataclass(frozen=True)
class Run:
    """One run, in seconds: the whole of it, and a run of the same command with nothing to answer.

    `processor` is what the whole took of a processor, which a busy machine lengthens less.
    """

    total: float
    processor: float
    empty: float
    answer_bytes: int

    @property
    def engine(self) -> float:
        return self.total - self.empty


def requests(count: int = COUNT) -> list[str]:
    """Cases of all sizes over the areas in turn, as lines of JSON; the same in every run."""
    chance = random.Random(SEED)
    return [json.dumps(_request(AREAS[number % len(AREAS)], chance)) for number in range(count)]


def _request(area: str, chance: random.Random) -> dict:
    conference = FIRST + timedelta(days=chance.randrange(SPAN))
    today = conference + timedelta(days=chance.randrange(300))

    def entry(days: int) -> dict:
        day = conference + timedelta(days=days)
        return {"held" if day <= today else "booked": day.isoformat()}

    groups = [7 + 30 * index + chance.randrange(10) for index in range(chance.randrange(6))]
    reviews = [80 + 170 * index + chance.randrange(20) for index in range(chance.randrange(3))]
    events = {"initial_conference": [entry(0)]}
    if groups:
        events["core_group"] = [entry(days) for days in groups]
    if reviews:
        events["review_conference"] = [entry(days) for days in reviews]
    return {"area": area, "today": today.isoformat(), "events": events}


def run(lines: list[str]) -> Run:
    """Time the command once with nothing to answer and once with all the lines."""
    with tempfile.TemporaryDirectory(prefix="evaluate-") as folder:
        asked, answered = Path(folder, "requests"), Path(folder, "answers")
        asked.write_bytes(b"")
        empty, _ = _timed(asked, answered)
        asked.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        total, processor = _timed(asked, answered)
        found = answered.read_bytes().splitlines()
        if len(found) != len(lines) or not all(line.startswith(b'{"ok": true') for line in found):
            raise RuntimeError("handbook evaluate did not answer every request: run it by hand on one")
        return Run(total, processor, empty, answered.stat().st_size)


def _timed(asked: Path, answered: Path) -> tuple[float, float]:
    """Seconds on the clock, and of a processor."""
    command = [sys.executable, "-m", "macros", "evaluate"]
    with asked.open("rb") as given, answered.open("wb") as taken:
        used, started = os.times(), time.perf_counter()
        subprocess.run(command, cwd=ROOT, stdin=given, stdout=taken, check=True)
        clock, now = time.perf_counter() - started, os.times()
    before = used.children_user + used.children_system
    return clock, now.children_user + now.children_system - before
