"""The engine: works out every date that follows from a case, under an area's rules.

It takes and returns plain data, reads no clock, no file and no network, and runs the
same in CPython and in the browser. `load` a bundle, then ask through `evaluate_json`.
"""

from .answer import FICTIONAL, evaluate
from .calendars import Calendar
from .counting import HOUSE, Convention, Count, count
from .door import evaluate_json, load
from .errors import EngineError, LimitError
from .exports import csv_text, rows
from .grammar import Limit, Ref, parse_amount, parse_event_ref, parse_limit
from .plain import one_line, plain
from .rulebook import FORCE, Rulebook, read_bundle
from .sheets import checklists
from .sources import STATUS_WORDS, source_state
from .words import FORCE_WORDS, anchor_words, date_words, limit_words, ref_words

__all__ = [
    "FICTIONAL",
    "FORCE",
    "FORCE_WORDS",
    "HOUSE",
    "STATUS_WORDS",
    "Calendar",
    "Convention",
    "Count",
    "EngineError",
    "Limit",
    "LimitError",
    "Ref",
    "Rulebook",
    "anchor_words",
    "checklists",
    "count",
    "csv_text",
    "date_words",
    "evaluate",
    "evaluate_json",
    "limit_words",
    "load",
    "one_line",
    "parse_amount",
    "parse_event_ref",
    "parse_limit",
    "plain",
    "read_bundle",
    "ref_words",
    "rows",
    "source_state",
]
