"""The settings that the project gives for nginx, tried on Debian's: at a host's root and below a path."""

import gzip
import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from macros import hosting
from macros.serve import TYPES
from tests.hosting import nginx


@pytest.fixture(scope="module", params=["/", "/hand/book/"], ids=["root", "below a path"])
def url(built_site: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of the built site behind nginx."""
    with nginx.serving(built_site, request.param) as address:
        yield address


def ask(url: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in small letters, and content of an address inside the site."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request(
        "GET", parts.path + path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


def of_kind(site: Path, suffix: str) -> str:
    """A file of a kind, by its address in the site."""
    found = (path for path in sorted(site.rglob(f"*{suffix}")) if path.stat().st_size > 600)
    return next(found).relative_to(site).as_posix()


@pytest.mark.parametrize(
    "path", ["", "areas/luton/", "tools/dates/", "assets/app/page.mjs", "sw.js", "nothing/here"]
)
def test_every_answer_has_the_headers(url: str, path: str) -> None:
    """The policy and the others come with pages, scripts and errors alike, each once."""
    _, headers, _ = ask(url, path)
    for name, value in hosting.SECURITY:
        assert headers.get(name.lower()) == value, f"{path}: {name}"
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "nginx/" not in headers["server"]


@pytest.mark.parametrize("suffix", [".html", ".mjs", ".js", ".wasm", ".css", ".json", ".webmanifest"])
def test_what_can_be_is_compressed(url: str, built_site: Path, suffix: str) -> None:
    """With its right type, and the same content unpacked."""
    path = of_kind(built_site, suffix)
    status, headers, content = ask(url, path, Accept_Encoding="gzip")
    assert status == 200
    assert headers["content-type"].split(";")[0] == TYPES[suffix].split(";")[0]
    assert headers.get("content-encoding") == "gzip", path
    assert "Accept-Encoding" in headers["vary"]
    assert gzip.decompress(content) == (built_site / path).read_bytes()


@pytest.mark.parametrize("suffix", [".zip", ".whl", ".png", ".pf_fragment"])
def test_what_is_packed_already_goes_as_it_is(url: str, built_site: Path, suffix: str) -> None:
    """Zip files, wheels, pictures and parts of the search index are not compressed again."""
    path = of_kind(built_site, suffix)
    status, headers, content = ask(url, path, Accept_Encoding="gzip")
    assert status == 200 and "content-encoding" not in headers, path
    assert headers["content-type"] == TYPES.get(suffix, "application/octet-stream")
    assert content == (built_site / path).read_bytes()


def test_only_names_that_change_are_kept_for_good(url: str, built_site: Path) -> None:
    """A file with a hash in its name may be kept for a year; everything else is asked for again."""
    for path in sorted(built_site.rglob("*")):
        name = path.relative_to(built_site).as_posix()
        if path.is_dir() or name == "_headers" or name.endswith((".pf_fragment", ".map")):
            continue
        _, headers, _ = ask(url, name)
        forever = any(Path("/" + name).match(pattern) for pattern in hosting.FOREVER)
        assert headers["cache-control"] == (hosting.YEAR if forever else hosting.AGAIN), name
        assert (".min." in name or "runtime/" in name) or not forever, name


def test_what_has_not_changed_is_not_sent_again(url: str) -> None:
    """An address that is asked for again with its mark is answered with 304, headers and all."""
    _, headers, _ = ask(url, "areas/luton/")
    status, again, content = ask(url, "areas/luton/", If_None_Match=headers["etag"])
    assert (status, content) == (304, b"")
    assert again["content-security-policy"] == headers["content-security-policy"]


def test_a_page_that_is_not_there(url: str) -> None:
    """The site's own page comes, and its links and styles lead into the site."""
    status, headers, content = ask(url, "deep/down/nothing")
    text = content.decode("utf-8")
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "This page does not exist" in text
    base = urlsplit(url).path
    assert f'href="{base}tools/dates/"' in text
    if base != "/":
        assert 'href="/tools' not in text and 'src="/assets' not in text


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("_headers", 404),
        ("assets/", 404),
        ("assets/runtime/", 404),
        ("../../../etc/passwd", 400),
        ("..%2f..%2f..%2f..%2fetc/passwd", 400),
        ("%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", 400),
    ],
)
def test_nothing_else_is_given(url: str, path: str, wanted: int) -> None:
    """Neither settings nor lists of folders nor anything outside the site."""
    status, _, content = ask(url, path)
    assert status in (wanted, 403, 404), path
    assert b"root:" not in content and b"Index of" not in content


def test_an_address_without_its_slash_is_sent_on(url: str) -> None:
    """By a path without a host's name, so that it holds behind a proxy too."""
    status, headers, _ = ask(url, "areas/luton")
    assert status == 301 and headers["location"] == f"{urlsplit(url).path}areas/luton/"


def test_both_files_of_settings_say_the_same(built_site: Path) -> None:
    """Every header of `_headers` is in nginx' settings, and every name that may be kept."""
    policy = nginx.policy_of(built_site)
    text = hosting.nginx_text(policy, "/srv/handbook")
    for name, value in (hosting.policy_header(policy), *hosting.SECURITY):
        assert f'add_header {name} "{value}" always;' in text
        assert f"{name}: {value}" in (built_site / "_headers").read_text()
    assert text.count(hosting.YEAR) == len(hosting.FOREVER)
