"""`python -m benchmarks.cases`: how soon a tick is on screen, and a board of many case files worked out."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from . import HERE, SITE, chromium, machine, report
from .report import table
from .served import serving
from .targets import Target

LIST = "areas/north-yorkshire/checklists/core-group/"
BOARD = "tools/cases/"
ROUNDS = 3
TICKS = 40  # in each round
FILES = 200
DATA, PAGE = HERE / "cases.json", HERE / "CASES.md"
LIMITS = {"a tick on screen": 50.0, "a board worked out": 2000.0}  # milliseconds

INTRODUCTION = """\
Written by `python -m benchmarks.cases`. A tick: from the click on an item to the frame after the one that
shows it as done, the median of many, in a case file with ticks in twenty checklists; beside it the same for a
bare checkbox on an empty page of the same browser. A board: two hundred case files kept on the device, each
with a conference, two core groups, a booked review and a begun checklist; from Python being ready to the last
of them being worked out, and the longest time in which the page could not have drawn a frame.
"""

MEASURE = """async (boxes) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const times = [];
  for (const selector of boxes) {
    const box = document.querySelector(selector);
    const start = performance.now();
    box.click();
    await frame();
    times.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, 200));
  }
  return times;
}"""
BARE = """async (count) => {
  document.body.innerHTML = '<label><input type="checkbox" id="bare"> bare</label>';
  return Array(count).fill('#bare');
}"""
FILL = """async (files) => {
  localStorage.setItem('handbook.until', '2099-01-01');
  const open = indexedDB.open('handbook-cases');
  open.onupgradeneeded = () => open.result.createObjectStore('files');
  await new Promise((done) => { open.onsuccess = done; });
  const write = open.result.transaction('files', 'readwrite');
  for (const file of files) write.objectStore('files').put(JSON.stringify(file), file.id);
  await new Promise((done) => { write.oncomplete = done; });
  open.result.close();
}"""
WATCH = """() => {
  const seen = window.seen = { ready: 0, done: 0, longest: 0 };
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    if (seen.ready && !seen.done) seen.longest = Math.max(seen.longest, now - last);
    last = now;
    if (!seen.ready && document.body?.dataset.engine === 'ready') seen.ready = now;
    const words = document.querySelector('.cb-total')?.textContent ?? '';
    if (seen.ready && !seen.done && words && !words.includes('still to be')) {
      seen.done = now;
      document.documentElement.dataset.boardDone = '';
    }
    setTimeout(look, 4);
  };
  look();
}"""


def case(number: int, lists: int) -> dict:
    """A case file of North Yorkshire with a begun checklist, or with ticks in many."""
    now = "2026-10-20T09:00:00Z"
    tick = {"status": "done", "on": "2026-10-19", "by": "LSW", "at": now, "set": now}
    names = ("core_group", "first_core_group", "lead_social_worker", "first_line_manager", "plan_ends")
    buckets = ("case", "cg1", "cg2", "rv")
    ticks = {"cg1": {"core_group/plan_refined": tick}}
    if lists > 1:
        ticks = {
            bucket: {f"{name}/item_{n}": tick for name in names for n in range(12)} for bucket in buckets
        }
    return {
        "kind": "core-group-handbook/case",
        "format": 1,
        "id": f"case-{number}",
        "nickname": f"Case {number}",
        "area": "north_yorkshire",
        "made": now,
        "changed": now,
        "events": {
            "initial_conference": [{"id": "ic", "date": f"2026-09-{1 + number % 28:02}"}],
            "core_group": [{"id": "cg1", "date": "2026-10-05"}, {"id": "cg2", "date": "2026-11-16"}],
            "review_conference": [{"id": "rv", "date": "2026-11-30"}],
        },
        "facts": {},
        "intervals": {},
        "ticks": ticks,
        "notes": [],
        "worked": None,
    }


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 1 where the site is not built."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cases", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--dry", action="store_true", help="measure and print, but write no results")
    options = parser.parse_args(arguments)
    if not (SITE / "index.html").is_file():
        print("error: the site is not built: run make site", file=sys.stderr)
        return 1
    with sync_playwright() as playwright, serving(SITE) as served:
        browser = chromium.path()
        about = machine.describe(chromium.version(playwright, browser))
        rounds = [_round(playwright, browser, served.address) for _ in range(options.rounds)]
    rows = [{name: round(value, 1) for name, value in one.items()} for one in rounds]
    for row in rows:
        print(json.dumps(row))
    if not options.dry:
        content = {"machine": about, "rounds": rows}
        report.add("case files", content, _targets(rows))
        DATA.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        PAGE.write_text(_page(about, rows), "utf-8")
    return 0


def _round(playwright, browser: str, address: str) -> dict:
    with chromium.new_profile() as profile, chromium.page(playwright, browser, profile) as page:
        ticks, bare = _ticks(page, address)
    with chromium.new_profile() as profile, chromium.page(playwright, browser, profile) as page:
        board = _board(page, address)
    return {"tick, ms": ticks, "bare checkbox, ms": bare, "tick, ratio": ticks / bare, **board}


def _ticks(page: Page, address: str) -> tuple[float, float]:
    """Medians of a tick on a checklist's page, and of one on a bare checkbox."""
    page.goto(address + BOARD)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(case(0, 20), file)
        file.flush()
        page.set_input_files("#cb-file", Path(file.name))
        page.wait_for_selector("#cb-nickname")
    page.goto(address + LIST)
    page.wait_for_selector("body[data-engine=ready]", timeout=chromium.PATIENCE)
    page.wait_for_timeout(2000)
    boxes = page.eval_on_selector_all(".cl-tick input", "(all) => all.map((box) => '#' + box.id)")
    found = page.evaluate(MEASURE, (boxes * TICKS)[:TICKS])
    return median(found), median(page.evaluate(MEASURE, page.evaluate(BARE, TICKS)))


def _board(page: Page, address: str) -> dict:
    """From Python being ready to the last case file: milliseconds, and the longest pause of the page."""
    page.goto(address + "404.html")
    page.evaluate(FILL, [case(number, 1) for number in range(FILES)])
    page.add_init_script(f"addEventListener('DOMContentLoaded', {WATCH})")
    page.goto(address + BOARD)
    page.locator("html[data-board-done]").wait_for(state="attached", timeout=chromium.PATIENCE)
    seen = page.evaluate("window.seen")
    return {"board, ms": seen["done"] - seen["ready"], "longest pause, ms": seen["longest"]}


def _targets(rows: list[dict]) -> list[Target]:
    tick, board = (median(row[name] for row in rows) for name in ("tick, ms", "board, ms"))
    files = f"{FILES} case files, from Python being ready"
    return [
        Target("a tick on screen", tick, LIMITS["a tick on screen"], "ms", tick <= 50, "median of medians"),
        Target("a board worked out", board, LIMITS["a board worked out"], "ms", board <= 2000, files),
    ]


def _page(about: dict, rows: list[dict]) -> str:
    parts = [
        "# Ticks and boards",
        INTRODUCTION.strip(),
        report.targets_table(_targets(rows)),
        table(tuple(rows[0]), [tuple(row.values()) for row in rows]),
        "## Machine and versions",
        table(("", ""), [(key.replace("_", " "), value) for key, value in about.items()]),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
