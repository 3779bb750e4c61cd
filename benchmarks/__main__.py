"""`python -m benchmarks`: measure the speed targets, or with `--only` one of the parts that take long."""

import argparse
import sys
from datetime import datetime

from playwright.sync_api import sync_playwright

from tests.browser import NoBrowserError

from . import SITE, chromium, evaluate, machine, page_cost, report, scale, targets, transfer
from .pages import CHANGES, Rounds
from .report import DATA, PAGE
from .served import bare_folder, serving

ROUNDS = 5  # fewer give no median worth reporting
APART = {"page-cost": page_cost.main, "scale": scale.main}


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 1 where there is nothing to measure with."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=("speed", *APART), default="speed", help="the part (speed)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds of everything ({ROUNDS})")
    parser.add_argument("--dry", action="store_true", help="measure and print, but write no results")
    options = parser.parse_args(arguments)
    if options.only in APART:  # each has its own number of rounds, or sizes in their place
        return APART[options.only](["--dry"] if options.dry else [])
    if options.rounds < 1:
        parser.error("--rounds is at least 1")
    if options.rounds < ROUNDS and not options.dry:
        parser.error(f"results are written from at least {ROUNDS} rounds: add --dry to try with fewer")
    if not (SITE / "tools" / "dates" / "index.html").is_file():
        print("error: the site is not built: run make site", file=sys.stderr)
        return 1
    try:
        browser = chromium.path()
    except NoBrowserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    _measure(browser, options.rounds, options.dry)
    return 0


def _measure(browser: str, rounds: int, dry: bool) -> None:
    started = datetime.now().astimezone()
    loads = [machine.load()]
    with sync_playwright() as playwright, bare_folder() as folder:
        about = machine.describe(chromium.version(playwright, browser))
        with serving(SITE) as site, serving(folder) as bare:
            pages = Rounds(playwright, browser, site, bare)
            for number in range(rounds):
                pages.run(number)
                loads.append(machine.load())
                print(f"round {number + 1} of {rounds} done", flush=True)
            found = pages.found
            transfers = {
                name: transfer.measure(site if name.startswith("tool") else bare, sent)
                for name, sent in sorted(found.sent.items())
            }
    lines = evaluate.requests()
    runs = [evaluate.run(lines) for _ in range(rounds)]
    run = {
        "rounds": rounds,
        "changes_of_a_date_in_each_round": CHANGES,
        "minutes": round((datetime.now().astimezone() - started).total_seconds() / 60, 1),
        "load_before_and_after_each_round": loads,
        "bytes_of_all_answers": runs[0].answer_bytes,
    }
    listed = targets.figures(found, runs)
    held = targets.targets(found, transfers["tool cold"], transfers["bare cold"], runs)
    for item in listed:
        print(f"{item.name}: {item.median:.2f} ({item.min:.2f} to {item.max:.2f}) {item.unit}")
    for name, item in transfers.items():
        print(f"{name}: {item.responses} responses, {item.gzip:,} bytes, {item.brotli:,} with brotli")
    for item in held:
        word = "met   " if item.met else "MISSED"
        print(f"{word} {item.name}: {item.value:.3f}, target {item.limit:g} {item.unit}")
    if not dry:
        report.write(about, run, listed, held, transfers)
        print(f"written: benchmarks/{DATA.name}, benchmarks/{PAGE.name}")


if __name__ == "__main__":
    sys.exit(main())
