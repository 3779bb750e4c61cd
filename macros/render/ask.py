"""Questions to the engine that the browser runs too."""

from checklists.engine import EngineError, evaluate

from .. import worked


class AskError(Exception):
    """The engine refused a question that a page asked: a fault of the rules or of ours."""


def ask(handbook, area: str, today: str, **request) -> dict:
    """The engine's answer for an area as on a day."""
    try:
        return evaluate({"area": area, "today": today, **request}, handbook.rulebook)
    except EngineError as error:
        raise AskError(f"{area}: {error.field}: {error.message}: {error.remedy}") from None


def ask_example(handbook, area: str, example: dict) -> dict:
    """The engine's answer for a worked example of the rules."""
    request = worked.request(area, example)
    return ask(handbook, **request)
