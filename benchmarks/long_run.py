"""`python -m benchmarks.long_run`: whether memory stays where it is over a day of use."""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from . import HERE, SITE, chromium, machine, report
from .cases import FILL, case
from .memory import Level, Memory
from .report import table
from .served import serving
from .targets import Target

LIST = "areas/north-yorkshire/checklists/core-group/"
BOARD = "tools/cases/"
DATES = "tools/dates/"
LINK = (
    "#area=north_yorkshire&initial_conference=2026-09-10&core_group=2026-09-23&review_conference=2026-12-10"
)
EDITS, OPENINGS, SWITCHES = 2000, 500, 480  # a switch a minute for eight hours
READINGS = 8  # of a level; a reading is up to a tenth too high, by what is still to be collected
FIRST = 50  # after so many, the level is taken that the end is held against
MOST = 1.1  # times that level
DATA, PAGE = HERE / "long_run.json", HERE / "LONG_RUN.md"

INTRODUCTION = """\
Written by `python -m benchmarks.long_run`. Edits of one case file: a third are ticks on a checklist, a third
the nickname and a note on the board, a third a date in the calculator, each on its own page, followed by the
engine's answers. Openings of the calculator in one tab, each with a link that is worked out. Switches
between two tabs that have the same case file open, with an edit at each. The level is taken after the first
fifty and at the end, the lowest of some readings, each after a forced collection: the page's heap, its
nodes, listeners and documents, and the worker's heap with the memory of its Python. The end may be at most a
tenth above the first.
"""

# In the page: so many edits, with time for a frame after each, and for the engine after some of them.
EDIT = """async ([kind, count]) => {
  const wait = (time) => new Promise((done) => setTimeout(done, time));
  const put = (box, text) => {
    box.value = text;
    for (const sign of ['input', 'change']) box.dispatchEvent(new Event(sign, { bubbles: true }));
  };
  const boxes = [...document.querySelectorAll('.cl-tick input')];
  for (let edit = 0; edit < count; edit += 1) {
    if (kind === 'ticks') boxes[edit % boxes.length].click();
    else if (kind === 'words') {
      put(document.querySelector(edit % 2 ? '#cb-nickname' : '[id^=note-]'), `word ${edit % 7}`);
    } else put(document.querySelector('[data-event=core_group] [data-box=day]'), String(10 + edit % 9));
    await wait(15);
    if (edit % 8 === 7) await wait(350);
  }
  await wait(1500);
}"""


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 1 where the site is not built or a level is not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.long_run", description=__doc__)
    parser.add_argument("--only", choices=RUNS, help="measure this one again, and keep the others' results")
    parser.add_argument("--dry", action="store_true", help="measure and print, but write no results")
    options = parser.parse_args(arguments)
    if not (SITE / "index.html").is_file():
        print("error: the site is not built: run make site", file=sys.stderr)
        return 1
    with sync_playwright() as playwright, serving(SITE) as served:
        browser = chromium.path()
        about = machine.describe(chromium.version(playwright, browser))
        rows = {row["what"]: row for row in _measured()} if options.only else {}
        for name, (run, count) in RUNS.items():
            if options.only not in (None, name):
                continue
            with chromium.new_profile() as profile, chromium.page(playwright, browser, profile) as page:
                started = time.monotonic()
                before, after = run(page, served.address, FIRST, count, READINGS)
            rows[name] = _row(name, count, READINGS, time.monotonic() - started, before, after)
            print(json.dumps(rows[name]), flush=True)
    rows = [rows[name] for name in RUNS if name in rows]
    targets = _targets(rows)
    if not options.dry:
        content = {"machine": about, "runs": rows}
        report.add("long run", content, targets)
        DATA.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        PAGE.write_text(_page(about, rows, targets), "utf-8")
    return 0 if all(target.met for target in targets) else 1


def edits(page: Page, address: str, first: int, count: int, readings: int = 1) -> tuple[Level, Level]:
    """So many edits of one case file: ticks, words and dates, each on its page; the sums of the levels."""
    _open_case(page, address)
    memory = Memory(page, readings)
    before, after = [], []
    for kind, where, ready in (
        ("ticks", LIST, "checklist-sheet[data-ready]"),
        ("words", BOARD, "#cb-nickname"),
        ("dates", DATES, "[data-event=core_group] [data-box=day]"),
    ):
        page.goto(address + where)
        expect(page.locator(ready).first).to_be_attached()
        if kind == "words":
            page.evaluate(_NOTE)
        expect(page.locator("body")).to_have_attribute("data-engine", "ready", timeout=chromium.PATIENCE)
        page.evaluate(EDIT, [kind, max(1, first // 3)])
        before.append(memory.level())
        page.evaluate(EDIT, [kind, (count - first) // 3])
        after.append(memory.level())
    return _sum(before), _sum(after)


_NOTE = """async () => {
  const box = document.querySelector('#cb-new-note');
  box.value = 'a note';
  for (const sign of ['input', 'change']) box.dispatchEvent(new Event(sign, { bubbles: true }));
  while (!document.querySelector('[id^=note-]')) await new Promise((done) => setTimeout(done, 50));
}"""


def openings(page: Page, address: str, first: int, count: int, readings: int = 1) -> tuple[Level, Level]:
    """So many openings of the calculator in one tab, each until a list is shown; Python runs in the last."""
    memory = Memory(page, readings)

    def opened(times: int) -> Level:
        for _ in range(times):
            page.goto(f"{address}{DATES}{LINK}")
            expect(page.locator("li[data-deadline]").first).to_be_visible(timeout=chromium.PATIENCE)
            page.goto(f"{address}404.html")  # else the browser would only go to another fragment
        page.goto(f"{address}{DATES}{LINK}")
        expect(page.locator("body")).to_have_attribute("data-engine", "ready", timeout=chromium.PATIENCE)
        expect(page.locator("li[data-source=engine]").first).to_be_visible(timeout=chromium.PATIENCE)
        return memory.level()

    return opened(first), opened(count - first)


def switches(page: Page, address: str, first: int, count: int, readings: int = 1) -> tuple[Level, Level]:
    """So many switches between two tabs with the same case file, an edit at each; the sums of both."""
    _open_case(page, address, device=True)
    other = page.context.new_page()
    tabs = [page, other]
    memories = [Memory(tab, readings) for tab in tabs]
    for tab in tabs:
        tab.goto(address + LIST)
        expect(tab.locator("checklist-sheet[data-ready]")).to_be_attached()
        tab.get_by_label("Case file", exact=True).select_option(value="case-0")
        expect(tab.locator("body")).to_have_attribute("data-engine", "ready", timeout=chromium.PATIENCE)

    def switched(times: int) -> Level:
        for switch in range(times):
            tab = tabs[switch % 2]
            tab.bring_to_front()
            for one in tabs:
                one.evaluate(_HIDE, one is not tab)
            tab.evaluate(EDIT, ["ticks", 1]) if switch % 10 == 9 else tab.evaluate(_TICK, switch)
        page.wait_for_timeout(1500)
        return _sum([memory.level() for memory in memories])

    return switched(first), switched(count - first)


RUNS = {"edits": (edits, EDITS), "openings": (openings, OPENINGS), "switches": (switches, SWITCHES)}


# A tab without a window is never hidden: what the browser would tell is told.
_HIDE = """(hidden) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
_TICK = """async (at) => {
  const boxes = [...document.querySelectorAll('.cl-tick input')];
  boxes[at % boxes.length].click();
  await new Promise((done) => setTimeout(done, 250));
}"""


def _open_case(page: Page, address: str, device: bool = False) -> None:
    """Open a case file: from a file in this tab, or kept on the device for all tabs."""
    if device:
        page.goto(f"{address}404.html")
        page.evaluate(FILL, [case(0, 1)])
        return
    page.goto(address + BOARD)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(case(0, 1), file)
        file.flush()
        page.set_input_files("#cb-file", Path(file.name))
        expect(page.locator("#cb-nickname")).to_be_visible()


def _sum(levels: list[Level]) -> Level:
    return Level(*map(sum, zip(*levels, strict=True)))


def kept(before: Level, after: Level, most: float = MOST) -> list[str]:
    """What grew to more than `most` times what it was, in words; empty where all is kept."""
    return [
        f"{name}: {getattr(before, name):.1f}, then {getattr(after, name):.1f}"
        for name, growth in after.growth(before).items()
        if growth > most
    ]


def _measured() -> list[dict]:
    return json.loads(DATA.read_text("utf-8"))["runs"] if DATA.is_file() else []


def _row(name: str, count: int, readings: int, seconds: float, before: Level, after: Level) -> dict:
    return {
        "what": name,
        "count": count,
        "readings": readings,
        "seconds": round(seconds),
        "first": {key: round(value, 2) for key, value in before._asdict().items()},
        "end": {key: round(value, 2) for key, value in after._asdict().items()},
    }


def _about(row: dict) -> tuple:
    return row["what"], f"{row['count']:,}", row["readings"], row["seconds"]


def _targets(rows: list[dict]) -> list[Target]:
    made = []
    for row in rows:
        for name, was in row["first"].items():
            if was:
                grown = row["end"][name] / was
                how = f"{row['count']:,} {row['what']} against {FIRST}"
                made.append(
                    Target(f"{name}, {row['what']}", grown, MOST, "times as much", grown <= MOST, how)
                )
    return made


def _page(about: dict, rows: list[dict], targets: list[Target]) -> str:
    head = ("What", "Count", "Readings", "Seconds", "Of", *(f"After {FIRST}", "At the end"))
    lines = [
        (*_about(row), name, row["first"][name], row["end"][name]) for row in rows for name in row["first"]
    ]
    parts = [
        "# A day of use",
        INTRODUCTION.strip(),
        report.targets_table(targets),
        table(head, lines),
        "Heap and worker are in megabytes.",
        "## Machine and versions",
        table(("", ""), [(key.replace("_", " "), value) for key, value in about.items()]),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
