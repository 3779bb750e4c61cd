"""The tools' parts of their pages: complete HTML, which the modules bring to life."""

from .base import in_order, kebab, render


def calculator(handbook, base: str) -> str:
    """The date calculator's form and the links to what answers without it."""
    return render("calculator.html.j2", areas=_areas(handbook), base=base, today=handbook.today.isoformat())


def case_board(handbook, base: str) -> str:
    """The board of case files, and what stands in its place without scripts."""
    return render("board.html.j2", areas=_areas(handbook), base=base, today=handbook.today.isoformat())


def _areas(handbook) -> list[dict]:
    return [
        {"id": key, "kebab": kebab(key), "title": area["title"]}
        for key, area in in_order(handbook.bundle["areas"])
    ]
