"""Links of the built site: to files, to anchors, and to tools that read their fragment."""

import pytest

from macros import links


def write(site, name, text):
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def site(tmp_path, body):
    write(tmp_path, "index.html", '<p id="top"></p>')
    write(tmp_path, "tools/dates/index.html", "<p></p>")
    write(tmp_path, "areas/luton/index.html", f'<p id="here"></p>\n{body}')
    return tmp_path


@pytest.mark.parametrize(
    "body",
    [
        '<a href="../../#top">x</a>',
        '<a href="#here">x</a>',
        '<a href="../../tools/dates/#area=luton">x</a>',
        '<a href="https://www.gov.uk/#x">x</a>',
        '<a href="">x</a>',
    ],
)
def test_links_that_lead_somewhere(tmp_path, body):
    """Pages, anchors, other sites, and tools with what they are to open with."""
    links.check(site(tmp_path, body))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<a href="../tees/">x</a>', "../tees/ leads to no file of the site: correct the address"),
        ('<img src="x.png">', "x.png leads to no file of the site: correct the address"),
        (
            '<a href="../../#bottom">x</a>',
            "../../#bottom leads to a page without that anchor: correct the part after #",
        ),
        ('<p id="here">x</p>', "the anchor “here” stands here a second time: rename one"),
    ],
)
def test_links_that_lead_nowhere(tmp_path, body, message):
    """The page and line of the link are named, and what to do."""
    with pytest.raises(links.LinkError) as caught:
        links.check(site(tmp_path, body))
    assert str(caught.value) == f"{tmp_path}/areas/luton/index.html:2: {message}"
