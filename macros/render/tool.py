"""The calculator's part of its page: complete HTML, which the modules bring to life."""

from pathlib import Path

from .base import in_order, kebab, render

WEB = Path(__file__).resolve().parents[2] / "checklists" / "web"
ELSEWHERE = {"page.mjs", "worker.mjs"}  # what every page has, and what runs beside the page


def calculator(handbook, base: str) -> str:
    """The date calculator's form and the links to what answers without it."""
    areas = [
        {"id": key, "kebab": kebab(key), "title": area["title"]}
        for key, area in in_order(handbook.bundle["areas"])
    ]
    today = handbook.today.isoformat()
    return render("calculator.html.j2", areas=areas, base=base, modules=modules(), today=today)


def modules() -> list[str]:
    """The calculator and what it imports: named in the page, so that all of it is fetched at once."""
    return sorted(path.name for path in WEB.glob("*.mjs") if path.name not in ELSEWHERE)
