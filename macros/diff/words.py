"""Names and dates as the change log says them."""

from datetime import date

from checklists.engine import date_words


def plain_day(day: str) -> str:
    """A date in full without its weekday.

    >>> plain_day("2026-04-13")
    '13 April 2026'
    """
    return date_words(date.fromisoformat(day)).split(" ", 1)[1]


def source_title(bundle: dict, key: str) -> str:
    """What a source is called for short: the name of the area whose it is."""
    if key in bundle["areas"]:
        return bundle["areas"][key]["title"]
    return bundle["sources"].get(key, {}).get("area") or key.replace("_", " ").capitalize()


def area_title(bundle: dict, key: str) -> str:
    """The name of an area."""
    return bundle["areas"][key]["title"]


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number of things.

    >>> counted(1, "date moves", "dates move"), counted(2, "area")
    ('1 date moves', '2 areas')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"
