"""Repairs of the theme's pages that neither a style sheet nor an override of a small part can make."""

# The theme's menu and search open by hidden check boxes. The style sheet lets the keyboard reach them where their
# buttons are shown; these are the names that a screen reader then says.
NAMES = (
    ('data-md-toggle="drawer" type="checkbox"', "Menu"),
    ('data-md-toggle="search" type="checkbox"', "Search"),
)


def repair(html: str) -> str:
    """A page with names on the two check boxes.

    >>> repair('<input data-md-toggle="drawer" type="checkbox">')
    '<input data-md-toggle="drawer" type="checkbox" aria-label="Menu">'
    """
    for found, name in NAMES:
        html = html.replace(found, f'{found} aria-label="{name}"', 1)
    return html
