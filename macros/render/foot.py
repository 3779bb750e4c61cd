"""What stands at the foot of every page: version, calendar, sources, and when the page was made."""

from . import changes, sources
from .base import all_sources, day, few, month_or_day, plain_day, render, sources_in_order

EVERY = "every"  # in place of a page's sources: those of made-up areas too, which its tool offers


def colophon(handbook, keys: list[str] | str | None, base: str, build: str = "") -> str:
    """The foot of a page that uses these sources, or `EVERY` one; of all real ones where none is named.

    `build` names the files that the browser loads, so that a page never works with those of another release.
    """
    used = keys if isinstance(keys, list) else []
    if not used and few(handbook):
        used = all_sources(handbook) if keys == EVERY else sources_in_order(handbook)
    calendar = handbook.bundle["calendar"]
    return render(
        "colophon.html.j2",
        base=base,
        build=build,
        version=handbook.bundle["version"],
        release=changes.in_use(handbook),
        calendar={
            **{name: plain_day(calendar[name]) for name in ("from", "to")},
            "read_on": month_or_day(calendar["read_on"]),
        },
        sources=sources.states(handbook, used, base),
        made_on=day(handbook.today),
    )
