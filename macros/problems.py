"""What is wrong with the rules, and how it is printed: no name of a file reaches a terminal as it stands."""

import re
from dataclasses import dataclass

# Characters that nobody sees and that come in by copying from web pages and word processors.
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    "\ud800-\udfff\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
_RAW = re.compile(f"{UNSEEN.pattern}|\n")


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong with the rules: where (line from 1), what, and after a semicolon what to do."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return printed(f"{self.path}:{self.line}: {self.message}")


class RuleError(ValueError):
    """A rule file that cannot be used, with the place and the remedy.

    >>> str(RuleError("rules/conventions.yaml", 3, "a tab; use spaces"))
    'rules/conventions.yaml:3: a tab; use spaces'
    """

    def __init__(self, path: str, line: int, message: str):
        self.problem = Problem(path, line, message)
        super().__init__(str(self.problem))
        self.path, self.line, self.message = path, line, message


def printed(text: str) -> str:
    r"""A text on one line that any terminal can show: what is unseen, or no character at all, as its number.

    The name of a file may hold whatever its system allows: escapes, line ends, bytes that are no UTF-8.

    >>> print(printed("a\x1b[31m\nb\u202ec"), printed(b"caf\xe9".decode("utf-8", "surrogateescape")))
    a\x1b[31m\x0ab\u202ec caf\xe9
    """
    return _RAW.sub(lambda match: _number(ord(match[0])), text)


def _number(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # how Python holds a byte of a name that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def unseen(char: str) -> str:
    """What to say of an unseen character in a text."""
    if char == "\t":
        return "a tab; use spaces"
    return f"an unseen character (U+{ord(char):04X}); type it anew as a plain one"


def unseen_in_name(name: str) -> str | None:
    """What to say of the name of a file or folder with such a character; None where it has none."""
    found = _RAW.search(name)
    if not found:
        return None
    code = ord(found[0])
    what = "a byte that is not UTF-8" if 0xD800 <= code <= 0xDFFF else f"an unseen character (U+{code:04X})"
    return f"the name “{name}” has {what}; rename it"


def short(text: str) -> str:
    """The start of a text, for a message."""
    return text if len(text) <= 60 else text[:57] + "…"
