"""Questions to the engine that the browser runs too."""

from checklists.engine import EngineError, evaluate


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
    events: dict[str, list] = {}
    for how in ("held", "booked"):
        for event, entries in entries_of(example, how):
            events.setdefault(event, []).extend({how: day, **rest} for day, rest in entries)
    request = {"events": events, "facts": example.get("facts") or {}}
    if example.get("set"):
        request["set_by_conference"] = example["set"]
    return ask(handbook, area, example_day(example), **request)


def entries_of(example: dict, how: str) -> list[tuple[str, list[tuple[str, dict]]]]:
    """What was held, or is booked, in a worked example: (event, [(date, what goes with it)])."""
    found = []
    for event, value in (example.get("given" if how == "held" else "booked") or {}).items():
        entries = []
        for item in value if isinstance(value, list) else [value]:
            entry = item if isinstance(item, dict) else {how: item}
            rest = {key: text for key, text in entry.items() if key not in (how, "date")}
            entries.append((entry.get(how) or entry["date"], rest))
        found.append((event, entries))
    return found


def example_day(example: dict) -> str:
    """The day that counts as today in a worked example: its own, else the latest of those held."""
    if example.get("today"):
        return example["today"]
    return max(day for _, entries in entries_of(example, "held") for day, _ in entries)
