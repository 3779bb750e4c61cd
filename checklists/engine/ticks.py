"""What was ticked and written at the items of checklists, as a request gives it."""

import re
from datetime import date
from typing import NamedTuple

from .case import near, read_date
from .errors import EngineError

STATUSES = ("to_do", "done", "not_applicable")
BUCKET = re.compile(r"[A-Za-z0-9_/-]{1,120}\Z", re.ASCII)
KEY = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*\Z", re.ASCII)
TEXTS = ("by", "reason", "note", "evidence")
MOST = 20_000  # ticks of one case
LONGEST = (
    1_000_000  # characters of one text: copies of a case file that were joined keep what all of them said
)


class Tick(NamedTuple):
    """One item's state: `done` and `not_applicable` with who, when and why; `at` is the time of the edit."""

    status: str = "to_do"
    by: str = ""
    on: date | None = None
    reason: str = ""
    note: str = ""
    evidence: str = ""

    @property
    def begun(self) -> bool:
        """Whether anything was ticked or written."""
        return self.status != "to_do" or bool(self.note or self.evidence)


EMPTY = Tick()
Ticks = dict[str, dict[str, Tick]]  # by bucket, then by `list/item`


def read_ticks(request: dict) -> Ticks:
    """The ticks of a request. Raises `EngineError` naming the field and the remedy."""
    given = request.get("ticks") or {}
    if not isinstance(given, dict):
        raise EngineError("ticks", "this is not a set of named values", "give it as {bucket: {item: …}}")
    found: Ticks = {}
    count = 0
    for bucket, items in given.items():
        if not isinstance(bucket, str) or not BUCKET.match(bucket) or not isinstance(items, dict):
            raise EngineError(f"ticks.{str(bucket)[:60]}", "these are no ticks", "give {“list/item”: {…}}")
        count += len(items)
        if count > MOST:
            raise EngineError("ticks", "there are too many ticks", f"give at most {MOST}")
        found[bucket] = {
            key: _tick(key, value, f"ticks.{bucket}.{str(key)[:80]}") for key, value in items.items()
        }
    return found


def _tick(key, value, field: str) -> Tick:
    if not isinstance(key, str) or not KEY.match(key):
        raise EngineError(field, "this is no item", "name it as list/item")
    if not isinstance(value, dict):
        raise EngineError(field, "this is no tick", 'give it as {"status": "done"}')
    status = value.get("status") or "to_do"
    if status not in STATUSES:
        raise EngineError(f"{field}.status", f"“{str(status)[:40]}” is no status", near(status, STATUSES))
    texts = {}
    for name in TEXTS:
        text = value.get(name) or ""
        if not isinstance(text, str) or len(text) > LONGEST:
            raise EngineError(
                f"{field}.{name}", "this is no text, or too long", f"give at most {LONGEST} characters"
            )
        texts[name] = text
    on = read_date(value["on"], f"{field}.on") if value.get("on") else None
    return Tick(status, on=on, **texts)
