"""Repairs of the theme: what they change, and what they say when the theme is another."""

import pytest

from macros import repairs

EAGER = 'return L($(location.protocol!=="file:"),Je("search")).pipe(x)'


def script(site, text):
    folder = site / "assets" / "javascripts"
    folder.mkdir(parents=True)
    path = folder / "bundle.0123abcd.min.js"
    path.write_text(text, "utf-8")
    return path


def test_the_search_waits(tmp_path):
    """Only the opening of the search is left to wait for; the rest of the script stays as it is."""
    path = script(tmp_path, f"before;{EAGER};after")
    repairs.search_waits(tmp_path)
    assert path.read_text("utf-8") == 'before;return Je("search").pipe(x);after'


@pytest.mark.parametrize("text", ["another script", f"{EAGER};{EAGER}"])
def test_another_theme_stops_the_build(tmp_path, text):
    """A theme that does it in another way is told, with the file to correct; it is not left half repaired."""
    path = script(tmp_path, text)
    with pytest.raises(repairs.RepairError, match=r"correct EAGER_SEARCH in macros/repairs\.py"):
        repairs.search_waits(tmp_path)
    assert path.read_text("utf-8") == text
