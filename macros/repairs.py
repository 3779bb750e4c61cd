"""Repairs of the theme's pages that neither a style sheet nor an override of a small part can make."""

import re

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
