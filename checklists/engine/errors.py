"""The errors that a user or a rule author can act on."""

from .plain import one_line


class EngineError(ValueError):
    """A request that cannot be answered: which field, what is wrong with it, and what to do.

    >>> EngineError("today", "“soon” is not a date", "write it as 2026-04-10").field
    'today'
    """

    def __init__(self, field: str, message: str, remedy: str):
        field, message, remedy = map(one_line, (field, message, remedy))  # they quote what was given
        super().__init__(f"{field}: {message}; {remedy}")
        self.field = field
        self.message = message
        self.remedy = remedy


class LimitError(ValueError):
    """A limit, or an event in one, that does not parse: what is wrong and what to write instead."""

    def __init__(self, message: str, remedy: str):
        super().__init__(f"{message}; {remedy}")
        self.message = message
        self.remedy = remedy


def did_you_mean(word: str | None, known, cutoff: float = 0.6) -> str | None:
    """A remedy for a word that is not known: the closest one that is, where one is close.

    >>> did_you_mean("core_gruop", ["core_group", "review_conference"])
    'did you mean “core_group”?'
    """
    from difflib import get_close_matches  # needed for errors only, and slow to load in a browser

    close = get_close_matches(word or "", sorted(known), 1, cutoff)
    return f"did you mean “{close[0]}”?" if close else None
