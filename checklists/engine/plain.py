"""Text as it may be shown and exported: without characters that hide, turn text or end a line unseen."""

import re

# Controls, soft hyphen, zero-width space and joiner of words, byte order mark, marks and overrides of
# direction, halves of characters, tags. What joins letters of other scripts and signs (U+200C, U+200D) stays.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_BREAK = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")


def plain(text: str) -> str:
    r"""The text without what nobody sees, each of its line breaks as a line feed.

    >>> plain("a\u202eb\x00c\u2028d")
    'abc\nd'
    """
    return _UNSEEN.sub("", _BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(plain(text).split())
