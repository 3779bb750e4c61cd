"""What changes from one rulebook to another: dates that move, rules, statements, checklists, words.

`compare` takes two bundles and gives plain data; `summary` and `text` say it, `sections` lays it out.
"""

from .compare import compare
from .outline import sections, summary
from .text import text

__all__ = ["compare", "sections", "summary", "text"]
