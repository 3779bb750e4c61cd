"""`python -m benchmarks.scale`: a rulebook of 150 areas against five, from check to reader."""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from macros.assets import app_of

from . import HERE, ROOT, chromium, machine, report, synthetic
from .report import table
from .served import serving
from .targets import Target

SIZES = (5, 40, 150)
LINKED = ("checklists", "macros", "node_modules", "docs")
QUESTION = "key worker bedroom"
# What a reader of one area opens, of one of the real areas.
READ = {
    "home page": ["index.html"],
    "page of one area": ["areas/luton/index.html"],
    "page of one topic in one area": ["areas/luton/records/index.html"],
    "page of one role in one area": ["areas/luton/roles/lead-social-worker/index.html"],
    "page of one topic, all areas": ["guidance/records/index.html"],
    "the areas compared": ["compare/index.html"],
    "calculator": ["tools/dates/index.html"],
    "rules of one area": ["{app}/rules/luton.json", "{app}/rules/luton.quick.json"],
}
DATA, PAGE = HERE / "scale.json", HERE / "SCALE.md"
COMMAND = "import sys; from macros.__main__ import main; sys.exit(main(['--rules', 'rules', *sys.argv[1:]]))"
LINEAR = 1.3  # times as long for each area: up to here the growth counts as linear
TIMED = ("check, s", "bundle, s", "build, s")
# The kinds of file that a search loads, by the ending.
LOADED = {
    "the program": ("js", "pagefind", "json"),
    "the list of records": ("pf_meta", "pf_filter"),
    "parts of the index": ("pf_index",),
    "results shown": ("pf_fragment",),
}

INTRODUCTION = """\
Written by `python -m benchmarks.scale`. The rulebook of five areas is the real one; the larger ones are the
same areas again and again, under other names and with some words of each statement replaced, made for the
run and thrown away. Check, bundle and build run one after the other, each in a process of its own, those of
the smallest size before and after the others (the mean is given); a build reads and checks the rules too.
Memory is the most that any one process of it held, the program that writes the search index among them.
Growth is the ratio to the smallest size, and the same divided by the ratio of areas: 1 is linear.

The copies share the vocabulary and what each register calls things, so lists of words do not grow as they
would with 150 real areas; what is searched does, by the words that are replaced.
"""


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 1 where a rulebook does not pass its check or cannot be built."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--areas", type=int, nargs="+", default=SIZES, help="sizes to measure")
    parser.add_argument("--dry", action="store_true", help="measure and print, but write no results")
    options = parser.parse_args(arguments)
    found = []
    for areas in (*options.areas, options.areas[0]):
        with tempfile.TemporaryDirectory(prefix="scale-") as made:
            found.append(_measure(areas, Path(made)))
            print(json.dumps(found[-1], indent=1), flush=True)
    found[0] = _mean(found[0], found.pop())
    if not options.dry:
        with sync_playwright() as playwright:
            about = machine.describe(chromium.version(playwright, chromium.path()))
        DATA.write_text(json.dumps({"machine": about, "sizes": found}, indent=1) + "\n", "utf-8")
        PAGE.write_text(_page(about, found), "utf-8")
        report.add("scale", {"machine": about, "sizes": found}, _targets(found))
    return 0


def _targets(found: list[dict]) -> list[Target]:
    """Whether each time grows with the areas and no faster, from the smallest size to the largest."""
    base, most = found[0], found[-1]
    ratio = most["areas"] / base["areas"]
    how = f"{most['areas']} areas against {base['areas']}, for each area"
    grown = {name: most[name] / base[name] / ratio for name in TIMED if base[name]}
    return [
        Target(f"time of {name.removesuffix(', s')}", value, LINEAR, "times as long", value <= LINEAR, how)
        for name, value in grown.items()
    ]


def _mean(first: dict, last: dict) -> dict:
    """The smallest size before and after the others: a machine is not as fast at one time as at another."""
    return {
        name: round((value + last[name]) / 2, 2) if name.endswith((" s", " ms")) else value
        for name, value in first.items()
    }


def _measure(areas: int, folder: Path) -> dict:
    synthetic.make(areas, folder)
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)  # no link: the rules are looked for beside the file itself
    (folder / "build").mkdir()
    (folder / "build" / "runtime").symlink_to(ROOT / "build" / "runtime")
    site = folder / "site"
    check = _run([sys.executable, "-c", COMMAND, "check"], folder)
    bundle = _run([sys.executable, "-c", COMMAND, "bundle", "--out", "bundle.json"], folder)
    build = _run([sys.executable, "-m", "mkdocs", "build", "--strict"], folder)
    files = [path for path in site.rglob("*") if path.is_file()]
    index = site / "assets" / "search"
    app = app_of(site)
    return {
        "areas": len(list((folder / "rules" / "areas").iterdir())),
        "pages": sum(path.suffix == ".html" for path in files),
        "check, s": check["seconds"],
        "check, MB": check["megabytes"],
        "bundle, s": bundle["seconds"],
        "bundle, MB": bundle["megabytes"],
        "bundle as written, MB": _megabytes([folder / "bundle.json"]),
        "build, s": build["seconds"],
        "build, MB": build["megabytes"],
        "site, MB": _megabytes(files),
        "search index, MB": _megabytes(path for path in index.rglob("*") if path.is_file()),
        "search index, files": sum(path.is_file() for path in index.rglob("*")),
        **_search(site),
        **{name: sum(_gzip(site / path.format(app=app)) for path in paths) for name, paths in READ.items()},
    }


def _run(command: list[str], folder: Path) -> dict:
    """Wall time and the most memory of one command."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(folder)}
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        if status != 0:
            said.seek(0)
            raise SystemExit(f"{' '.join(command[1:])} failed:\n{said.read().decode()[-3000:]}")
    return {"seconds": round(seconds, 2), "megabytes": round(usage.ru_maxrss / 1024)}


def _search(site: Path) -> dict:
    """What the first question costs a reader: bytes as sent, and milliseconds until the results are there."""
    with (
        sync_playwright() as playwright,
        serving(site, prepare=False) as served,
        chromium.new_profile() as profile,
        chromium.page(playwright, chromium.path(), profile) as page,
    ):
        page.goto(f"{served.address}search/", wait_until="networkidle")
        before = len(served.sent)
        page.get_by_label("Search for a word").focus()
        started = time.perf_counter()
        page.keyboard.type(QUESTION)
        page.locator(".hb-found a").first.wait_for()
        shown = round((time.perf_counter() - started) * 1000)
        page.wait_for_load_state("networkidle")
        sent = [item for item in served.sent if "/assets/search/" in item.path]
        late = served.sent[before:]
    return {
        "first search, bytes": sum(item.size for item in sent),
        "of which after typing": sum(item.size for item in late),
        **{
            f"of which {name}": sum(item.size for item in sent if item.path.rsplit(".", 1)[1] in endings)
            for name, endings in LOADED.items()
        },
        "typing to results, ms": shown,
    }


def _megabytes(paths) -> float:
    return round(sum(path.stat().st_size for path in paths) / 1e6, 1)


def _gzip(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def _page(about: dict, found: list[dict]) -> str:
    base, most = found[0], found[-1]
    ratio = most["areas"] / base["areas"]
    rows = [(name, *(f"{item[name]:,}" for item in found), _growth(name, base, most, ratio)) for name in base]
    parts = [
        "# A rulebook of many areas",
        INTRODUCTION.strip(),
        report.targets_table(_targets(found)),
        table(("What", *(f"{item['areas']} areas" for item in found), "Growth"), rows),
        "Bytes of pages and rules are with gzip. Of what a reader of one area opens, only lists of areas\n"
        "may grow; the pages for all areas list them.",
        "## Machine and versions",
        table(("", ""), [(key.replace("_", " "), value) for key, value in about.items()]),
    ]
    return "\n\n".join(parts) + "\n"


def _growth(name: str, base: dict, most: dict, ratio: float) -> str:
    if name == "areas" or not base[name]:
        return ""
    return f"× {most[name] / base[name]:.2f}, {most[name] / base[name] / ratio:.2f} an area"


if __name__ == "__main__":
    shutil.which("node") or sys.exit("error: node not found: install Node.js")
    sys.exit(main())
