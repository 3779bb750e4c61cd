"""What of an earlier rulebook is not read any more."""

from typing import NamedTuple


class Gap(NamedTuple):
    """A part that cannot be compared.

    `part` is area, deadlines, checklists, source, register, words, key or other. `place` is the area, the
    source or the list of the vocabulary, `file` the name of the deadline file or checklist, `words` what a
    reader is told. Of a key that the earlier format lacks, `place` is the kind of file and `file` the key.
    """

    part: str
    place: str | None
    file: str | None
    words: str
