"""The project's own handbook on one day, made once for all tests of a process."""

from datetime import date

import pytest

from macros import book
from tests.book import ROOT, RULES

TODAY = date(2026, 11, 23)
UP = "../../"


def _made() -> book.Handbook:
    """The handbook without the check of its rules, which tests/rules/test_rules.py has: it takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(book.load, "load", lambda root: RULES)
        patch.setattr(book, "check_rules", lambda rules: [])
        return book.read.__wrapped__(ROOT / "rules", TODAY)  # not kept as one that was checked


HANDBOOK = _made()
