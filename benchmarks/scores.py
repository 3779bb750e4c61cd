"""`python -m benchmarks.scores`: Lighthouse's scores of pages, and how long build and check take."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from macros import serve
from tests import browser

from . import HERE, SITE, chromium, machine, report
from .report import table
from .targets import Target

ROOT = HERE.parent
TOOL = HERE / "lighthouse"
PROGRAM = TOOL / "node_modules" / ".bin" / "lighthouse"
PAGES = {"home": "", "guidance": "areas/north-yorkshire/", "calculator": "tools/dates/"}
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100}
ROUNDS = 3
DATA, PAGE = HERE / "scores.json", HERE / "SCORES.md"

INTRODUCTION = """\
Written by `python -m benchmarks.scores`. Lighthouse with its own settings for a phone on a slow line, which
it simulates; the median of the rounds for performance, the least for the others. The site is built and the
rules are checked by the commands that people use, each in a process of its own; the yardstick is a loop of
Python that adds ten million numbers, so that the ratios can be compared between machines.
"""


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 1 where there is nothing to measure with."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scores", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--dry", action="store_true", help="measure and print, but write no results")
    options = parser.parse_args(arguments)
    if not (SITE / "index.html").is_file():
        print("error: the site is not built: run make site", file=sys.stderr)
        return 1
    if not PROGRAM.exists():
        print(f"error: {PROGRAM.relative_to(ROOT)} is missing: run make bench", file=sys.stderr)
        return 1
    with serve.running(SITE) as url:
        rounds = [{name: _scores(url + path) for name, path in PAGES.items()} for _ in range(options.rounds)]
    scores = {
        name: {
            kind: (median if kind == "performance" else min)(one[name][kind] for one in rounds)
            for kind in LEAST
        }
        for name in PAGES
    }
    times = _times(options.rounds)
    for name, found in scores.items():
        print(name, json.dumps(found))
    for name, found in times.items():
        print(f"{name}: {found:.2f} s")
    if not options.dry:
        with sync_playwright() as playwright:
            about = machine.describe(chromium.version(playwright, chromium.path()))
        content = {"machine": about, "scores": scores, "seconds": times}
        report.add("scores", content, _targets(scores))
        DATA.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        PAGE.write_text(_page(about, scores, times), "utf-8")
    return 0


def _scores(address: str) -> dict[str, float]:
    """The scores of one page, of 100."""
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as made:
        out = Path(made) / "report.json"
        flags = " ".join(["--headless=new", *browser.ARGUMENTS, f"--user-data-dir={made}/profile"])
        # Now and then the browser's recording has no beginning; Lighthouse then says to run it again.
        _run(
            [
                *(str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={out}"),
                *(f"--only-categories={','.join(LEAST)}", f"--chrome-flags={flags}"),
            ],
            env=os.environ | {"CHROME_PATH": chromium.path()},
        )
        categories = json.loads(out.read_text("utf-8"))["categories"]
    return {kind: round(100 * categories[kind]["score"], 1) for kind in LEAST}


def _run(command: list[str], env: dict, tries: int = 3) -> None:
    for left in reversed(range(tries)):
        ended = subprocess.run(command, env=env, stderr=subprocess.PIPE, text=True)
        if ended.returncode == 0:
            return
        if not left or "NO_NAVSTART" not in ended.stderr:
            sys.stderr.write(ended.stderr)
            ended.check_returncode()


def _times(rounds: int) -> dict[str, float]:
    """Median seconds of each command, and of the yardstick."""
    with tempfile.TemporaryDirectory(prefix="site-") as made:
        commands = {
            "yardstick": [sys.executable, "-c", "sum(number for number in range(10_000_000))"],
            "handbook check": [sys.executable, "-m", "macros", "check"],
            "site built": [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", made],
        }
        found: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
                found[name].append(time.perf_counter() - start)
    return {name: round(median(values), 2) for name, values in found.items()}


def _targets(scores: dict) -> list[Target]:
    # A target holds where the value is at most its limit: so it is what a score lacks of 100.
    return [
        Target(
            f"{name}, {kind}: points lacking of 100",
            100 - found[kind],
            100 - least,
            "",
            found[kind] >= least,
            "Lighthouse",
        )
        for name, found in scores.items()
        for kind, least in LEAST.items()
    ]


def _page(about: dict, scores: dict, times: dict) -> str:
    rows = [(name, *(found[kind] for kind in LEAST)) for name, found in scores.items()]
    spent = [(name, value, f"{value / times['yardstick']:.1f}") for name, value in times.items()]
    parts = [
        "# Scores and build times",
        INTRODUCTION.strip(),
        table(("Page", *LEAST), rows),
        table(("What", "Seconds", "Of the yardstick"), spent),
        "## Machine and versions",
        table(("", ""), [(key.replace("_", " "), value) for key, value in about.items()]),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
