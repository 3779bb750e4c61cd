"""Pages from the bundle and the engine: plain functions that return Markdown with HTML in it.

Every function of `MACROS` takes the handbook, what a page passes, and `base`: the way from the page to the
root of the site, such as `../../`.
"""

from .about import conventions, count_example, glossary, holidays, open_readings
from .area import area_list, area_page
from .foot import colophon
from .generated import generated_pages, pages_of
from .source import source_list, source_page
from .tool import calculator

__all__ = ["MACROS", "colophon", "generated_pages", "pages_of"]

MACROS = {
    "area_list": area_list,
    "area_page": area_page,
    "calculator": calculator,
    "conventions": conventions,
    "count_example": count_example,
    "glossary": glossary,
    "holidays": holidays,
    "open_readings": open_readings,
    "source_list": source_list,
    "source_page": source_page,
}
