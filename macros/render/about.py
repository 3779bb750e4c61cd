"""Parts of the pages about the handbook itself: how it counts, and what is not yet sure."""

from .. import hosting, worked
from .area import Page
from .ask import ask_example
from .base import day, in_order, kebab, month_or_day, plain_day, render

LONGEST_COUNT = 25  # steps; a longer count is no help as an example


def conventions(handbook, base: str) -> str:
    """The other ways of counting that are in use, and which one is taken."""
    made = [
        {**item, "where": " and in ".join(f"{unit}s" for unit in item["units"])}
        for item in handbook.bundle["conventions"]
    ]
    return render("conventions.html.j2", conventions=made)


def nginx_settings(handbook, base: str) -> str:
    """The settings for nginx, the policy shortened: it names every inline script of the theme by its hash."""
    text = hosting.nginx_text(
        "default-src 'none'; …", "/srv/handbook/site", "/", "443 ssl", "handbook.example"
    )
    return f"```nginx\n{text}```"


def holidays(handbook, base: str) -> str:
    """The bank holidays that are known: source, span, and those of the year of the build and the next."""
    calendar = handbook.calendar
    years = {str(handbook.today.year), str(handbook.today.year + 1)}
    near = [
        (day(when), name)
        for when, name in handbook.bundle["calendar"]["holidays"].items()
        if when[:4] in years
    ]
    return render(
        "holidays.html.j2",
        calendar=calendar,
        near=near,
        span={name: plain_day(calendar[name]) for name in ("from", "to")},
        read_on=month_or_day(calendar["read_on"]),
    )


def glossary(handbook, *keys: str, base: str) -> str:
    """The definitions of the words asked for, or of all."""
    chosen = keys or tuple(handbook.terms)
    return render("glossary.html.j2", terms=[{"key": kebab(key), **handbook.terms[key]} for key in chosen])


def count_example(handbook, base: str) -> str:
    """The day by day count of the first worked example that steps over a bank holiday."""
    for name, area in in_order(handbook.areas):
        for example in area["examples"]:
            for item in ask_example(handbook, name, example)["deadlines"]:
                if item["deadline"] in example["expect"] and _shows_a_holiday(handbook, item["steps"]):
                    return render(
                        "count_example.html.j2",
                        area=area["title"],
                        href=f"{base}areas/{kebab(name)}/#{kebab(item['deadline'])}",
                        item=item,
                        steps=[{**step, "words": day(step["date"])} for step in item["steps"]],
                        as_on=day(worked.today(example)),
                    )
    return ""


def _shows_a_holiday(handbook, steps: list[dict]) -> bool:
    names = handbook.bundle["calendar"]["holidays"]
    return len(steps) <= LONGEST_COUNT and any(
        not step["counted"] and step["date"] in names for step in steps
    )


def open_readings(handbook, base: str) -> str:
    """Every reading that nobody with authority has confirmed, by area."""
    areas = []
    for key, area in in_order(handbook.areas):
        page = Page(handbook, key, base)
        deadlines, inherited = [], 0
        for item in area["deadlines"]:
            found = [
                page.reading(item, entry, [])
                for entry in item.get("readings") or ()
                if not entry.get("confirmed")
            ]
            if found and item["own"]:
                href = f"{base}areas/{kebab(key)}/#{kebab(item['key'])}"
                deadlines.append({"title": item["title"], "href": href, "readings": found})
            elif found:
                inherited += len(found)
        areas.append(
            {
                "key": kebab(key),
                "title": area["title"],
                "deadlines": deadlines,
                "inherited": inherited,
                "parent": area["builds_on"] and handbook.bundle["areas"][area["builds_on"]]["title"],
            }
        )
    return render("open_readings.html.j2", areas=areas)
