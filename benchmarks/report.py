"""The results, as data and as a page for people."""

import json
from pathlib import Path

from . import HERE
from .targets import Figure, Target, as_data
from .transfer import Transfer

DATA = HERE / "results.json"
PAGE = HERE / "RESULTS.md"
APART = "\n## Measured by themselves\n"
PARTS = {
    "case files": "CASES.md",
    "long run": "LONG_RUN.md",
    "page cost": "PAGE_COST.md",
    "scale": "SCALE.md",
    "scores": "SCORES.md",
    "slow profile": "SLOW.md",
}  # the page that has all figures of each

INTRODUCTION = """\
Written by `make bench`. Times in a browser run from navigation start to the paint, on the page of the
date calculator with the largest set of rules, and are compared with a bare load: a page that starts the
untouched npm package `pyodide` in a module worker and runs one line of Python. Both are served by the
same kind of server in the same process, without any delay of a network. Cold is a new browser profile;
warm is the same profile after a restart of the browser. The area is chosen and the date typed as soon as
the form exists. The kinds of load take turns, so that a busy spell of the machine falls on all of them.
"""


def write(
    machine: dict,
    run: dict,
    found: list[Figure],
    held: list[Target],
    transfers: dict[str, Transfer],
    data: Path = DATA,
    page: Path = PAGE,
) -> None:
    """Write both files; what other parts have put into them stays."""
    apart = _read(data).get("apart", {})
    sizes = {
        name: {"responses": item.responses, "gzip": item.gzip, "brotli": item.brotli, "largest": item.largest}
        for name, item in transfers.items()
    }
    content = {
        "machine": machine,
        "run": run,
        "targets": as_data(held),
        "figures": as_data(found),
        "bytes": sizes,
        "apart": apart,
    }
    data.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    page.write_text(_page(machine, run, found, held, transfers) + _apart(apart), "utf-8")


def add(part: str, found: dict, held: list[Target], data: Path = DATA, page: Path = PAGE) -> None:
    """Put a part that is measured by itself into both files; the rest of them stays as it is."""
    content = _read(data)
    apart = content.setdefault("apart", {})
    apart[part] = {**found, "targets": as_data(held)}
    data.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    before = page.read_text("utf-8").split(APART)[0] if page.is_file() else "# Benchmark results\n"
    page.write_text(before + _apart(apart), "utf-8")


def targets_table(targets: list[Target]) -> str:
    """A table of targets: ratios, and times with their unit."""
    return _targets_table(as_data(targets))


def _targets_table(targets: list[dict]) -> str:
    rows = [
        (
            item["name"],
            _number(item["value"], "ms") if item["unit"] == "ms" else f"{item['value']:.3f}",
            _number(item["limit"], "ms") if item["unit"] == "ms" else item["limit"],
            "yes" if item["met"] else "**no**",
            item["how"],
        )
        for item in targets
    ]
    return table(("What", "Measured", "At most", "Met", "How"), rows)


def _apart(apart: dict) -> str:
    """The targets of each part that is measured by itself, and where all its figures are."""
    if not apart:
        return ""
    parts = [APART.strip()]
    for name, item in sorted(apart.items()):
        about = item["machine"]
        parts += [
            f"### {name.capitalize()}",
            f"{about['date']}, rules {about['rules']}; all figures: [{PARTS[name]}]({PARTS[name]}).",
            _targets_table(item["targets"]),
        ]
    return "\n" + "\n\n".join(parts) + "\n"


def _read(data: Path) -> dict:
    return json.loads(data.read_text("utf-8")) if data.is_file() else {}


def _page(machine, run, found, held, transfers) -> str:
    parts = [
        "# Benchmark results",
        INTRODUCTION.strip(),
        "## Targets",
        table(
            ("What", "Measured", "Target", "Met", "How"),
            [
                (
                    item.name,
                    _number(item.value, item.unit),
                    _limit(item),
                    "yes" if item.met else "**no**",
                    item.how,
                )
                for item in held
            ],
        ),
        "## Figures",
        table(
            ("What", "Median", "Least", "Most", "Values"),
            [
                (
                    item.name,
                    _number(item.median, item.unit),
                    _number(item.min, item.unit),
                    _number(item.max, item.unit),
                    item.values,
                )
                for item in found
            ],
        ),
        "## Bytes",
        "Heads and bodies of every response. With brotli, what the server compresses is compressed with it\n"
        "instead of gzip; zip files go as they are.",
        table(
            ("What", "Responses", "Gzip", "Brotli"),
            [(name, item.responses, f"{item.gzip:,}", f"{item.brotli:,}") for name, item in transfers.items()]
            + [_ratios(transfers)],
        ),
        "The largest of a first use of the tool, as sent:",
        table(("File", "Bytes"), [(path, f"{size:,}") for path, size in transfers["tool cold"].largest]),
        "## Machine and versions",
        table(("", ""), [(key.replace("_", " "), value) for key, value in (machine | run).items()]),
    ]
    return "\n\n".join(parts) + "\n"


def _ratios(transfers: dict[str, Transfer]) -> tuple:
    tool, bare = transfers["tool cold"], transfers["bare cold"]
    return "tool cold to bare cold", "", f"{tool.gzip / bare.gzip:.3f}", f"{tool.brotli / bare.brotli:.3f}"


def _limit(item: Target) -> str:
    return (
        f"at most {_number(item.limit, '')}"
        if item.unit in ("", "of the bare load")
        else _number(item.limit, item.unit)
    )


def _number(value: float, unit: str) -> str:
    if unit == "of the bare load":
        return f"{value:.3f}"
    if unit == "ms":
        return f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{text} {unit}".strip()


def table(head: tuple, rows: list[tuple]) -> str:
    """A table of Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
