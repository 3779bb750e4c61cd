"""The calculator's part of its page: complete HTML, which the modules bring to life."""

from .base import in_order, kebab, render


def calculator(handbook, base: str) -> str:
    """The date calculator's form and the links to what answers without it."""
    areas = [
        {"id": key, "kebab": kebab(key), "title": area["title"]}
        for key, area in in_order(handbook.bundle["areas"])
    ]
    today = handbook.today.isoformat()
    return render("calculator.html.j2", areas=areas, base=base, today=today)
