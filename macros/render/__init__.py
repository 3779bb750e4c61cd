"""Pages from the bundle and the engine: plain functions that return Markdown with HTML in it.

Every function of `MACROS` takes the handbook, what a page passes, and `base`: the way from the page to the
root of the site, such as `../../`.
"""

from .about import conventions, count_example, glossary, holidays, nginx_settings, open_readings
from .area import area_list, area_page, fictional_areas
from .changes import what_changed
from .checklists import area_checklists, checklist_list, checklist_page
from .compare import compare_page
from .foot import colophon
from .generated import generated_pages, pages_of
from .guidance import area_topic_page, area_topics, topic_list, topic_page
from .roles import area_role_page, area_roles, role_list, role_page
from .search import search_records
from .source import source_list, source_page
from .terms import term_register
from .tool import calculator, case_board

__all__ = ["MACROS", "colophon", "generated_pages", "pages_of", "search_records"]

MACROS = {
    "area_checklists": area_checklists,
    "area_list": area_list,
    "area_page": area_page,
    "area_role_page": area_role_page,
    "area_roles": area_roles,
    "area_topic_page": area_topic_page,
    "area_topics": area_topics,
    "calculator": calculator,
    "case_board": case_board,
    "checklist_list": checklist_list,
    "checklist_page": checklist_page,
    "compare_page": compare_page,
    "conventions": conventions,
    "count_example": count_example,
    "fictional_areas": fictional_areas,
    "glossary": glossary,
    "holidays": holidays,
    "nginx_settings": nginx_settings,
    "open_readings": open_readings,
    "role_list": role_list,
    "role_page": role_page,
    "source_list": source_list,
    "source_page": source_page,
    "term_register": term_register,
    "topic_list": topic_list,
    "topic_page": topic_page,
    "what_changed": what_changed,
}
