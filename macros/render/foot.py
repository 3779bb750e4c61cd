"""What stands at the foot of every page: version, calendar, sources, and when the page was made."""

from . import changes, sources
from .base import day, few, month_or_day, plain_day, render, sources_in_order


def colophon(handbook, keys: list[str] | None, base: str, build: str = "") -> str:
    """The foot of a page that uses these sources; of all of them where none is named.

    `build` names the files that the browser loads, so that a page never works with those of another release.
    """
    used = keys or (sources_in_order(handbook) if few(handbook) else [])
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
