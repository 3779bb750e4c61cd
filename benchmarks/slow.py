"""`python -m benchmarks.slow`: a poor machine on a poor line, cold, warm and offline."""

import argparse
import json
import sys
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from . import HERE, SITE, chromium, line, machine, quota, report
from .pages import AREA, EVENT, FLOOR, PICTURE, TOOL, conference_day
from .report import table
from .served import bare_folder, serving
from .targets import Target

ROUNDS = 3
GUIDANCE = "areas/north-yorkshire/"
DATA, PAGE = HERE / "slow.json", HERE / "SLOW.md"
LATER = 0.25  # of a warm bare load: the first date by Python on a later visit
KEPT = 400_000  # milliseconds in which the whole site comes over the line
PAINT = """async (patience) => {
  const until = performance.now() + patience;
  while (performance.now() < until) {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    if (paint) return paint.startTime;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nothing was painted");
}"""
READY = """async (patience) => {
  const until = performance.now() + patience;
  while (performance.now() < until) {
    if (document.querySelector("[data-offline=tool]")?.textContent === "Ready to use offline.") return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the site was not kept: " + document.querySelector("[data-offline=tool]")?.textContent);
}"""

INTRODUCTION = f"""\
Written by `python -m benchmarks.slow`. The whole browser, its workers included, has {quota.SHARE:.0%} of one
processor; everything comes over a line of {line.RATE / 1e6} Mbit/s with {line.ROUND_TRIP * 1000:.0f} ms there
and back, shared by all connections. Cold is a new profile, warm the same profile after a restart of the
browser, later a start after the copy for use offline and the picture of Python's memory have been made,
offline the same with the line cut. Milliseconds from navigation start to the paint. The bare load is a page
that starts the untouched npm package `pyodide` in a worker: what is above it is ours, what is below it was
saved. The floor is the same page once it starts from a picture of its memory, with nothing of ours in it.
"""


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 1 where there is nothing to measure with."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slow", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--dry", action="store_true", help="measure and print, but write no results")
    options = parser.parse_args(arguments)
    if not (SITE / "index.html").is_file():
        print("error: the site is not built: run make site", file=sys.stderr)
        return 1
    try:
        with sync_playwright() as playwright, quota.limited(chromium.path()) as browser:
            about = machine.describe(chromium.version(playwright, chromium.path()))
            rounds = []
            for _ in range(options.rounds):
                rounds.append(_round(playwright, browser))
                print(json.dumps(rounds[-1]), flush=True)
    except quota.NoQuotaError as error:
        print(f"not measured: {error}")
        return 0
    if not options.dry:
        content = {"machine": about, "rounds": rounds}
        report.add("slow profile", content, _targets(rounds))
        DATA.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        PAGE.write_text(_page(about, rounds), "utf-8")
    return 0


def _round(playwright, browser: str) -> dict:
    found: dict[str, float] = {}
    with (
        bare_folder() as folder,
        serving(folder) as served,
        line.slow(served.address) as address,
        chromium.new_profile() as profile,
    ):
        for state in ("cold", "warm"):
            with chromium.page(playwright, browser, profile) as page:
                chromium.open_page(page, address)
                found[f"bare {state}"] = chromium.until(page, "answer")["times"]["answer"]
        for _ in range(2):  # the first makes the picture that the second starts from
            with chromium.page(playwright, browser, profile) as page:
                chromium.open_page(page, address + FLOOR)
                found["floor later"] = chromium.until(page, "answer")["times"]["answer"]
    with serving(SITE) as served, chromium.new_profile() as guidance, chromium.new_profile() as profile:
        with line.slow(served.address) as address:
            for state in ("cold", "warm"):
                found[f"guidance {state}"] = _guidance(playwright, browser, guidance, address)
                found |= _tool(playwright, browser, profile, address, state)
            with chromium.page(playwright, browser, profile, offline=True) as page:
                chromium.open_page(page, address + TOOL, _typed())
                chromium.until(page, "engine")
                page.evaluate(READY, KEPT)
                page.evaluate(PICTURE, KEPT)
            found |= _tool(playwright, browser, profile, address, "later")
        found["guidance offline"] = _guidance(playwright, browser, profile, address)
        found |= _tool(playwright, browser, profile, address, "offline")
    return {name: round(value) for name, value in found.items()}


def _typed() -> dict:
    return {"area": AREA, "event": EVENT, "date": conference_day()}


def _guidance(playwright, browser: str, profile: Path, address: str) -> float:
    """First contentful paint of an area's page."""
    with chromium.page(playwright, browser, profile, offline=True) as page:
        chromium.open_page(page, address + GUIDANCE)
        return page.evaluate(PAINT, chromium.PATIENCE)


def _tool(playwright, browser: str, profile: Path, address: str, state: str) -> dict:
    """The form, the first date and the first date by Python."""
    with chromium.page(playwright, browser, profile, offline=True) as page:
        chromium.open_page(page, address + TOOL, _typed())
        times = chromium.until(page, "engine")["times"]
    first = min(times[name] for name in ("reckoner", "engine") if times.get(name))
    return {
        f"form {state}": times["form"],
        f"first date {state}": first,
        f"first date by Python {state}": times["engine"],
    }


def _targets(rounds: list[dict]) -> list[Target]:
    share = median(one["first date by Python later"] for one in rounds) / median(
        one["bare warm"] for one in rounds
    )
    name = "first date by Python, later, slow profile"
    return [Target(name, share, LATER, "of a warm bare load", share <= LATER, "ratio of medians")]


def _page(about: dict, rounds: list[dict]) -> str:
    rows = []
    for name in rounds[0]:
        values = [one[name] for one in rounds]
        bare = median(one["bare cold" if name.endswith("cold") else "bare warm"] for one in rounds)
        rows.append((name, round(median(values)), min(values), max(values), f"{median(values) / bare:.3f}"))
    parts = [
        "# A poor machine on a poor line",
        INTRODUCTION.strip(),
        report.targets_table(_targets(rounds)),
        table(("What", "Median, ms", "Least", "Most", "Of the bare load"), rows),
        "## What a later visit spends",
        _spent(rounds),
        "## Machine and versions",
        table(("", ""), [(key.replace("_", " "), value) for key, value in about.items()]),
    ]
    return "\n\n".join(parts) + "\n"


def _spent(rounds: list[dict]) -> str:
    """The stages of a later visit, and what the floor is."""
    state = {name: median(one[name] for one in rounds) for name in rounds[0]}
    form, first, python = (state[f"{name} later"] for name in ("form", "first date", "first date by Python"))
    floor, bare = state["floor later"], state["bare warm"]
    stages = [
        ("to the form", form, "the page itself: its text, styles and fields, which can be typed in"),
        ("from there to the first date", first - form, "the ready reckoner’s row, without Python"),
        ("from there to the first date by Python", python - first, "Python, the engine, the count in words"),
    ]
    words = (
        f"The floor is {floor:.0f} ms, {floor / bare:.2f} of a warm bare load: no start of Python from a"
        f" picture takes less here, without a page, rules or engine. The form alone takes {form / bare:.2f}."
        f" What is above the floor, {python - floor:.0f} ms, buys page, form, rules and answer."
    )
    rows = [(stage, f"{value:.0f}", buys) for stage, value, buys in stages]
    return "\n\n".join((table(("Stage", "Median, ms", "What it buys"), rows), words))


if __name__ == "__main__":
    sys.exit(main())
