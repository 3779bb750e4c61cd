"""The content security policy: what it says, where it stands, and what refuses the build."""

import base64
import hashlib

import pytest

from macros import policy

HEAD = '<!doctype html><html><head><meta charset="utf-8">'


def write(site, name, text):
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_page_gets_the_policy_ahead_of_its_scripts(tmp_path):
    """All carry one policy with the hashes of all inline scripts, and the headers file carries it too."""
    script = 'document.title = "a & b"'
    one = write(tmp_path, "index.html", f"{HEAD}<script>{script}</script></head><body></body></html>")
    two = write(tmp_path, "areas/luton/index.html", f"{HEAD}</head><body></body></html>")
    text = policy.apply(tmp_path)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'self' 'wasm-unsafe-eval' 'sha256-{digest}';" in text
    meta = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{text}">'
    for page in (one, two):
        html = page.read_text(encoding="utf-8")
        assert html.count(meta) == 1
        assert html.index(meta) < html.find("<script") or "<script" not in html
    headers = (tmp_path / "_headers").read_text(encoding="utf-8")
    assert headers.startswith(f"/*\n  Content-Security-Policy: {text}; frame-ancestors 'none'\n")


def test_nothing_looser_than_needed():
    """Own files, WebAssembly, a worker from a blob; no inline code, no evaluation, no other host."""
    text = policy.policy_text([])
    assert "unsafe-inline" not in text
    assert "'unsafe-eval'" not in text
    assert "http" not in text
    assert "*" not in text
    assert text.startswith("default-src 'none'; ")
    assert "worker-src 'self' blob:" in text
    assert "frame-ancestors" not in text  # browsers ignore it in a meta element and complain


def test_applying_it_twice_changes_nothing(tmp_path):
    """A second run replaces the policy instead of adding another."""
    page = write(tmp_path, "index.html", f"{HEAD}<script>1</script></head></html>")
    policy.apply(tmp_path)
    once = page.read_text(encoding="utf-8")
    policy.apply(tmp_path)
    assert page.read_text(encoding="utf-8") == once


def test_data_in_a_script_element_needs_no_hash():
    """JSON in a script element is not run, so the policy does not name it; a module is."""
    page = policy.read_page('<script type="application/json">{}</script><script type="module">1</script>')
    assert page.scripts == ["1"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<p onclick="x()">', "inline event handler onclick on <p>: add the listener in a module"),
        ('<p style="color:red">', "inline style on <p>: put it into a style sheet"),
        ("<style>p{}</style>", "<style> element: put it into a style sheet"),
        ('<a href="javascript:x()">', "script in the href of <a>: add the listener in a module"),
        (
            '<script src="https://cdn.example/x.js"></script>',
            "<script> loads from another host, https://cdn.example/x.js: serve it with the site",
        ),
        (
            '<img src="//cdn.example/x.png">',
            "<img> loads from another host, //cdn.example/x.png: serve it with the site",
        ),
        (
            '<link rel="stylesheet" href="https://cdn.example/x.css">',
            "<link> loads from another host, https://cdn.example/x.css: serve it with the site",
        ),
        (
            '<meta http-equiv="refresh" content="0; url=x">',
            "<meta> sends the reader elsewhere: link to it instead",
        ),
    ],
)
def test_what_refuses_the_build(tmp_path, body, message):
    """What the policy would block, or another host would see, is named with its place; nothing is written."""
    page = write(tmp_path, "index.html", f"{HEAD}\n</head><body>\n{body}</body></html>")
    before = page.read_text(encoding="utf-8")
    with pytest.raises(policy.PolicyError) as caught:
        policy.apply(tmp_path)
    assert str(caught.value) == f"{page}:3: {message}"
    assert page.read_text(encoding="utf-8") == before
    assert not (tmp_path / "_headers").exists()


def test_a_style_sheet_that_loads_from_elsewhere_refuses_the_build(tmp_path):
    """A style sheet is a way out of the site like any other."""
    sheet = write(tmp_path, "x.css", "p {}\na { background: url('https://cdn.example/x.png') }\n")
    with pytest.raises(policy.PolicyError) as caught:
        policy.apply(tmp_path)
    expected = "style sheet loads from another host, https://cdn.example/x.png: serve it with the site"
    assert str(caught.value) == f"{sheet}:2: {expected}"


def test_a_page_without_a_character_set_is_refused(tmp_path):
    """The policy has no safe place in a page whose scripts come first."""
    page = write(tmp_path, "index.html", "<html><head><script>1</script></head></html>")
    with pytest.raises(policy.PolicyError) as caught:
        policy.apply(tmp_path)
    assert (
        str(caught.value) == f'{page}:1: the page has no <meta charset="utf-8"> ahead of its scripts: add one'
    )


def test_a_link_that_a_reader_follows_is_no_fault(tmp_path):
    """Other sites may be linked to: nothing is loaded from them."""
    write(
        tmp_path,
        "index.html",
        f'{HEAD}</head><body><a href="https://www.gov.uk/bank-holidays">x</a></body></html>',
    )
    policy.apply(tmp_path)
