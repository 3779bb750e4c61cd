"""Repairs of the theme's pages that neither a style sheet nor an override of a small part can make."""

import re
from pathlib import Path

# The theme's menu and search buttons of narrow pages are labels, which the keyboard does not reach. The
# button put inside gets its keys from checklists/web/page.mjs; without scripts the links at the foot remain.
LABEL = re.compile(
    r'(<label class="md-header__button md-icon" for="(__drawer|__search)">)(.*?)(</label>)', re.DOTALL
)
NAMES = {"__drawer": "Menu", "__search": "Search"}


def repair(html: str) -> str:
    """A page with a focusable, named button inside each of the two labels."""

    def with_button(found: re.Match) -> str:
        opening, box, icon, closing = found.groups()
        name = NAMES[box]
        button = f'<span class="hb-key" role="button" tabindex="0" aria-label="{name}" data-opens="{box}">'
        return f"{opening}{button}{icon.strip()}</span>{closing}"

    return LABEL.sub(with_button, html)


# The theme fetches the search index and builds from it on every page, beside whatever the page is there
# for. Only in a page opened as a file it waits until the search is opened: the condition goes, the waiting
# stays.
EAGER_SEARCH = re.compile(r'[\w$]+\([\w$]+\(location\.protocol!=="file:"\),([\w$]+\("search"\))\)')


class RepairError(Exception):
    """The theme is not as it was when its repair was written: the message says what to do."""


def search_waits(site: Path) -> None:
    """Let the theme's script load the search index when the search is opened, not with every page."""
    found = sorted((site / "assets" / "javascripts").glob("bundle.*.min.js"))
    for path in found:
        text, count = EAGER_SEARCH.subn(r"\1", path.read_text("utf-8"))
        if count == 1:
            path.write_text(text, "utf-8")
            return
    raise RepairError(
        f"{site}: the theme's script loads the search in another way than before: look in its bundle "
        "for what makes the search index wait, and correct EAGER_SEARCH in macros/repairs.py"
    )
