"""The project's own rules, loaded once for all tests."""

from pathlib import Path

from macros import bundle, load

ROOT = Path(__file__).resolve().parent.parent
RULES = load.load(ROOT / "rules")
BUNDLE = bundle.build(RULES)
