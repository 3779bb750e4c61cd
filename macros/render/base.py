"""What every page needs: the templates, addresses, labels and dates in words."""

import re
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from checklists.engine import words
from checklists.engine.grammar import parse_event_ref, parse_limit

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!-])")  # what Python-Markdown lets a backslash protect
BREAK = re.compile(r"\s*\n\s*")
FORCE = words.FORCE_WORDS  # the force of a source's own verb, as a reader is told it


def kebab(key: str) -> str:
    """A key as it stands in an address.

    >>> kebab("first_core_group")
    'first-core-group'
    """
    return key.replace("_", "-")


def markdown(text: str) -> Markup:
    """Text that Markdown and HTML leave as it is, for a heading.

    >>> markdown("1. <b> & *c*")
    Markup('1\\\\. &lt;b&gt; &amp; \\\\*c\\\\*')
    """
    return Markup(escape(MARKDOWN.sub(r"\\\1", " ".join(text.split()))))


def theme_text(text: str) -> str:
    """A page's title or description: the theme puts it in as it is, and takes a title for a template.

    >>> theme_text("{{ x }} <b> & “c”")
    '&#123;&#123; x }} &lt;b&gt; &amp; “c”'
    """
    return str(escape(" ".join(text.split()))).replace("{", "&#123;")


def day(value: str | date | None) -> str | None:
    """A date in full, `Monday 13 April 2026`, from a date or its ISO text."""
    return words.date_words(date.fromisoformat(value) if isinstance(value, str) else value)


def moment(value: str) -> str:
    """A date in full, with the time of day where its ISO text has one."""
    iso, at, time = value.partition("T")
    return f"{day(iso)}, {time}" if at else day(iso)


def plain_day(value: str | date) -> str:
    """A date in full without its weekday, `13 April 2026`."""
    return day(value).split(" ", 1)[1]


def upper_first(text: str) -> str:
    """The text with a capital to start with; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def month_or_day(text: str | None) -> str | None:
    """A date or a month of the rules in words, and anything else as it is.

    >>> month_or_day("2013-09"), month_or_day("2010-09-21")
    ('September 2013', '21 September 2010')
    """
    if re.fullmatch(r"\d{4}-\d{2}", text or ""):
        return month_words(text)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text or ""):
        return plain_day(text)
    return text


def month_words(month: str) -> str:
    """A month in words.

    >>> month_words("2026-04")
    'April 2026'
    """
    return words.month_words(date.fromisoformat(f"{month}-01"))


def limit(text: str, terms: dict) -> str:
    """A limit of the rules in an area's own terms."""
    return words.limit_words(parse_limit(text), terms["events"], terms.get("both_days", False))


def event(text: str, terms: dict, article: bool = True) -> str:
    """An event of the rules, `first core_group`, in an area's own terms."""
    return words.ref_words(parse_event_ref(text), terms["events"], article)


def provision_anchor(locator: str) -> str:
    """The anchor of a provision on its source's page.

    >>> provision_anchor("1.2.4/s1")
    'p-1.2.4-s1'
    """
    return "p-" + locator.replace("/", "-")


def cite(handbook, reference: str, base: str) -> dict:
    """A provision to link to: `text`, `href`, and the `title` of its source."""
    source, locator = reference.split("#", 1)
    return {
        "text": f"{source_label(handbook, source)} {locator}",
        "href": f"{base}sources/{kebab(source)}/#{provision_anchor(locator)}",
        "title": handbook.bundle["sources"][source]["title"],
    }


def source_label(handbook, source: str) -> str:
    """What a source is called for short: the name of the area whose it is."""
    areas = handbook.bundle["areas"]
    if source in areas:
        return areas[source]["title"]
    return handbook.bundle["sources"][source].get("area") or upper_first(source.replace("_", " "))


# So many areas stand side by side on a page and are named on each other's pages. Of more, a page about one
# area names its own alone: else the site would grow with the square of their number.
FEW = 12


def few(handbook) -> bool:
    """Whether the areas are few enough to be listed on the pages of each other."""
    return len(handbook.areas) <= FEW


def in_order(entries: dict) -> list[tuple[str, dict]]:
    """Areas with their keys, in order of title, what is made up last."""
    return sorted(entries.items(), key=lambda pair: (bool(pair[1].get("fictional")), pair[1]["title"]))


def sources_in_order(handbook) -> list[str]:
    """The keys of the real sources, in order of what they are called for short."""
    return sorted(handbook.sources, key=lambda key: source_label(handbook, key))


def all_sources(handbook) -> list[str]:
    """The keys of all sources, the real ones first."""
    real = sources_in_order(handbook)
    return [*real, *sorted(set(handbook.bundle["sources"]) - set(real))]


def render(template: str, **values) -> Markup:
    """A template of `macros/templates`, with everything escaped that is not markup already."""
    return Markup(_environment().get_template(template).render(**values))


def _one_line(value):
    """Text of the rules on one line: Markdown takes a line of its own for a fence, even inside HTML."""
    if isinstance(value, str) and not isinstance(value, Markup) and "\n" in value:
        return BREAK.sub(" ", value)
    return value


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_one_line,
    )
    made.filters.update(day=day, force=FORCE.get, kebab=kebab, markdown=markdown, upper_first=upper_first)
    return made
