"""`python -m benchmarks.page_cost`: what a page costs its reader beside a plain one of the same text."""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import yaml
from playwright.sync_api import Page, sync_playwright

from . import HERE, ROOT, SITE, chromium, machine, report
from .report import table
from .served import Served, serving
from .targets import Target

ROUNDS = 9
IDLE = 2000  # milliseconds after the line was first quiet; what still comes is part of the page
INDEX = "/search/search_index.json"
PAGES = {
    "a topic of one area": "areas/north-yorkshire/seeing-the-child/",
    "a topic, all areas": "guidance/records/",
    "a source": "sources/milton-keynes/",
    "glossary": "glossary/",
}
LIMIT = 1.15
# A phone on a poor line, as Lighthouse has it: 1.6 Mbit/s down, 150 ms.
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
ADDED = ("Areas", "Sources")  # the sections that macros/hooks.py adds pages to
ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
DATA, PAGE = HERE / "page_cost.json", HERE / "PAGE_COST.md"

INTRODUCTION = """\
Written by `python -m benchmarks.page_cost`. A page of ours against the page that mkdocs-material makes of the
same article with its default features: its search, its palette toggle, no style or script of ours. Every
page of ours is one of that site, so that its search index is as large, and its navigation has the same
entries. Both are served by the same kind of server in the same process and opened in turn, each in a new
browser without a cache, on a line of 1.6 Mbit/s with 150 ms. Bytes are heads and bodies as sent until two
seconds after the line is quiet. The plain page loads its search index by itself at the first view; the
columns without it leave out that one file, and keep the script that would search it.
"""


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 1 where the site is not built."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page_cost", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--dry", action="store_true", help="measure and print, but write no results")
    options = parser.parse_args(arguments)
    if not (SITE / "index.html").is_file():
        print("error: the site is not built: run make site", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="plain-") as made, sync_playwright() as playwright:
        plain_site = _plain(Path(made))
        browser = chromium.path()
        about = machine.describe(chromium.version(playwright, browser))
        with serving(SITE) as ours, serving(plain_site) as plain:
            rows = [
                _compare(playwright, browser, ours, plain, *page, options.rounds) for page in PAGES.items()
            ]
    for row in rows:
        print(json.dumps(row))
    if not options.dry:
        content = {"machine": about, "rounds": options.rounds, "pages": rows}
        report.add("page cost", content, _targets(rows))
        DATA.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        PAGE.write_text(_page(about, options.rounds, rows), "utf-8")
    return 0


def _plain(folder: Path) -> Path:
    """The same articles as a site of mkdocs-material alone."""
    ours = yaml.safe_load(re.sub(r"!\S+", "", (ROOT / "mkdocs.yml").read_text("utf-8")))
    palette = ours["theme"]["palette"]
    for scheme in palette:
        scheme |= {"primary": "indigo", "accent": "indigo"}
    config = {
        "site_name": "Core Group Handbook",
        "theme": {"name": "material", "font": False, "palette": palette},
        "plugins": ["search"],
        # All pages in the navigation would make each plain page ten kilobytes larger than it needs to be.
        "nav": [_as_ours(section) for section in ours["nav"]],
        "markdown_extensions": ["attr_list", "tables"],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    for path in SITE.rglob("index.html"):
        html = path.read_text("utf-8")
        place = folder / "docs" / path.relative_to(SITE).with_suffix(".md")
        place.parent.mkdir(parents=True, exist_ok=True)
        article = "\n".join(line for line in ARTICLE.search(html)[1].splitlines() if line.strip())
        place.write_text(
            f"---\ntitle: {json.dumps(TITLE.search(html)[1])}\n---\n\n<div>\n{article}\n</div>\n", "utf-8"
        )
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "site"


def _as_ours(section: dict) -> dict:
    """An entry of our navigation for the plain site, with what the build adds to it."""
    found = {}
    for title, pages in section.items():
        if isinstance(pages, str):
            return {title: _folder(pages)}
        found[title] = [{name: _folder(page) for name, page in entry.items()} for entry in pages]
        folder = SITE / title.lower()
        if title in ADDED:
            found[title] += [
                f"{title.lower()}/{path.parent.name}/index.md" for path in folder.glob("*/index.html")
            ]
    return found


def _folder(page: str) -> str:
    """Where a page of docs/ is among those of the plain site, which are named as the built ones."""
    return page if page.endswith("index.md") else page.removesuffix(".md") + "/index.md"


def _compare(
    playwright, browser: str, ours: Served, plain: Served, name: str, path: str, rounds: int
) -> dict:
    """Medians of both sites for one page, and their ratios."""
    found: dict[str, list] = {"ours": [], "plain": []}
    for number in range(rounds):
        turn = [("ours", ours), ("plain", plain)]
        for key, served in turn if number % 2 else reversed(turn):
            with (
                chromium.new_profile() as profile,
                chromium.page(playwright, browser, profile) as page,
            ):
                found[key].append(_open(page, served, path))
    middle = {key: [median(values) for values in zip(*items, strict=True)] for key, items in found.items()}
    (ours_bytes, _, ours_paint), (plain_bytes, plain_index, plain_paint) = middle["ours"], middle["plain"]
    return {
        "page": name,
        "bytes": ours_bytes,
        "plain bytes": plain_bytes,
        "bytes, ratio": round(ours_bytes / plain_bytes, 3),
        "plain bytes without its index": plain_bytes - plain_index,
        "bytes without its index, ratio": round(ours_bytes / (plain_bytes - plain_index), 3),
        "first paint, ms": round(ours_paint),
        "plain first paint, ms": round(plain_paint),
        "first paint, ratio": round(ours_paint / plain_paint, 3),
    }


def _targets(rows: list[dict]) -> list[Target]:
    """The worst page of each ratio against the limit."""
    names = {
        "bytes, ratio": "all that the plain page loads by itself",
        "bytes without its index, ratio": "the plain page's search index not counted",
        "first paint, ratio": "ratio of medians",
    }
    worst = {name: max(row[name] for row in rows) for name in names}
    return [
        Target(f"{name.removesuffix(', ratio')}, worst page", value, LIMIT, "", value <= LIMIT, names[name])
        for name, value in worst.items()
    ]


def _open(page: Page, served: Served, path: str) -> tuple[int, int, float]:
    """Bytes, those of the search index among them, and first contentful paint of one page opened anew."""
    served.forget()
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", LINE)
    page.goto(served.address + path, wait_until="networkidle", timeout=120_000)
    page.wait_for_timeout(IDLE)
    index = sum(item.size for item in served.sent if item.path == INDEX)
    return sum(item.size for item in served.sent), index, page.evaluate(PAINT)


def _page(about: dict, rounds: int, rows: list[dict]) -> str:
    head = tuple(rows[0])
    parts = [
        "# What a page costs beside a plain one",
        INTRODUCTION.strip(),
        report.targets_table(_targets(rows)),
        table(head, [tuple(row.values()) for row in rows]),
        "## Machine and versions",
        table(
            ("", ""), [(key.replace("_", " "), value) for key, value in (about | {"rounds": rounds}).items()]
        ),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
