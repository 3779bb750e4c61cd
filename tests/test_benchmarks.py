"""The benchmarks' own parts that can go wrong without a measurement showing it."""

import json
import re

from benchmarks import HERE, report, synthetic
from benchmarks.targets import Target
from macros import load
from macros.check import check_rules
from macros.check.provisions import LONGEST_STATEMENT

HELD = [Target("time", 1.2, 1.3, "", True, "ten against five")]
FOUND = {"machine": {"date": "2026-11-23", "rules": "1"}, "sizes": [{"areas": 5}]}


def test_a_made_up_rulebook_passes_its_check_and_says_other_things(tmp_path):
    """Twice the areas, no problem in them, and no statement of the copy that is the real one's."""
    rules = load.load(synthetic.make(10, tmp_path))
    assert len(rules.areas) == 10
    assert check_rules(rules) == []
    assert rules.areas["luton_2"]["builds_on"] == "bedfordshire_2"
    told = rules.provisions
    same = [key for key in told["tees"] if told["tees"][key].get("statement", key) == _copy(told, key)]
    assert same == []
    longest = max(len(item.get("statement", "").split()) for item in told["tees_2"].values())
    assert longest <= LONGEST_STATEMENT


def _copy(told: dict, key: str) -> str | None:
    return told["tees_2"][key].get("statement")


def test_every_part_measured_by_itself_has_its_page():
    """What a benchmark adds to the results names a page of its own: found out after hours otherwise."""
    sources = [path.read_text("utf-8") for path in HERE.glob("*.py")]
    parts = {name for source in sources for name in re.findall(r'report\.add\(\s*"([^"]+)"', source)}
    assert parts and parts == set(report.PARTS), parts ^ set(report.PARTS)
    pages = {name for source in sources for name in re.findall(r'HERE / "([^"]+\.md)"', source)}
    assert set(report.PARTS.values()) < pages, set(report.PARTS.values()) - pages


def test_a_part_measured_by_itself_leaves_the_others_as_they_are(tmp_path):
    """Each part replaces its own results, in both files, and nothing else."""
    data, page = tmp_path / "results.json", tmp_path / "RESULTS.md"
    data.write_text(json.dumps({"figures": [1]}), "utf-8")
    page.write_text("# Benchmark results\n\n## Figures\n", "utf-8")
    for part in ("scale", "page cost", "scale"):
        report.add(part, FOUND, HELD, data, page)
    content = json.loads(data.read_text("utf-8"))
    assert content["figures"] == [1]
    assert list(content["apart"]) == ["scale", "page cost"]
    text = page.read_text("utf-8")
    assert text.startswith("# Benchmark results\n\n## Figures\n\n## Measured by themselves\n")
    assert text.count("### Scale") == text.count("### Page cost") == 1
    assert "| time | 1.200 | 1.3 | yes | ten against five |" in text
