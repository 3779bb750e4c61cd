"""The settings that the project gives for nginx, tried on Debian's: at a host's root and below a path."""

import fnmatch
import gzip
import http.client
import io
import re
import tarfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from macros import assets, hosting
from macros.release import archive
from macros.serve import TYPES
from tests.hosting import nginx


@pytest.fixture(scope="module", params=["/", "/hand/book/"], ids=["root", "below a path"])
def url(built_site: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of the built site behind nginx."""
    with nginx.serving(built_site, request.param) as address:
        yield address


def ask(url: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in small letters, and content of an address inside the site."""
    with connected(url) as connection:
        return ask_over(connection, url, path, **headers)


def connected(url: str) -> closing:
    """A connection to the host of an address, for one question or for many."""
    return closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=10))


def ask_over(
    connection: http.client.HTTPConnection, url: str, path: str, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """The same over a connection that is there."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", urlsplit(url).path + path, headers=sent)
    answer = connection.getresponse()
    content = answer.read()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


def of_kind(site: Path, suffix: str) -> str:
    """A file of a kind, by its address in the site."""
    found = (path for path in sorted(site.rglob(f"*{suffix}")) if path.stat().st_size > 600)
    return next(found).relative_to(site).as_posix()


@pytest.mark.parametrize(
    "path", ["", "areas/luton/", "tools/dates/", "{app}/page.mjs", "sw.js", "nothing/here", "{app}/nothing"]
)
def test_every_answer_has_the_headers(url: str, built_site: Path, path: str) -> None:
    """The policy and the others come with pages, scripts and errors alike, each once."""
    _, headers, _ = ask(url, path.format(app=assets.app_of(built_site)))
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
    """A file whose address has a hash in it may be kept for a year; everything else is asked for again."""
    with connected(url) as connection:
        for path in sorted(built_site.rglob("*")):
            name = path.relative_to(built_site).as_posix()
            if path.is_dir() or name == "_headers" or name.endswith((".pf_fragment", ".map")):
                continue
            _, headers, _ = ask_over(connection, url, name)
            forever = any(fnmatch.fnmatchcase("/" + name, pattern) for pattern in hosting.FOREVER)
            assert headers["cache-control"] == (hosting.YEAR if forever else hosting.AGAIN), name
            hashed = re.match(r"assets/(app|runtime)/[0-9a-f]{16}/|assets/\w+/\w+\.[0-9a-f]{8}\.min\.", name)
            assert forever == bool(hashed), name


def test_what_is_missing_is_asked_for_again(url: str, built_site: Path) -> None:
    """In a folder that is kept for good, a file that is not there yet is not missing for a year."""
    status, headers, _ = ask(url, f"{assets.app_of(built_site)}/nothing.mjs")
    assert (status, headers["cache-control"]) == (404, hosting.AGAIN)


def test_what_has_not_changed_is_not_sent_again(url: str) -> None:
    """An address that is asked for again with its mark is answered with 304, headers and all."""
    _, headers, _ = ask(url, "areas/luton/")
    status, again, content = ask(url, "areas/luton/", If_None_Match=headers["etag"])
    assert (status, content) == (304, b"")
    assert again["content-security-policy"] == headers["content-security-policy"]


def test_a_file_of_a_new_release_is_sent_though_it_is_as_long(tmp_path: Path) -> None:
    """With a page of two releases of one day that are as long, a copy of the first is not taken for good."""

    def put_up(words: str) -> None:
        contents = {"site/about/index.html": words.encode(), "site/_headers": headers_file.encode()}
        packed = archive.pack(archive.Release("made-up", date(2026, 11, 23), contents))
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(tmp_path, filter="data")

    headers_file = hosting.headers_text("default-src 'none'")
    put_up("ten days")
    with nginx.serving(tmp_path / "core-group-handbook-made-up" / "site") as url:
        status, headers, content = ask(url, "about/")
        assert (status, content) == (200, b"ten days")
        for marks in (
            {"If_None_Match": headers["etag"]},
            {"If_Modified_Since": headers["last-modified"]},
            {"If_None_Match": headers["etag"], "If_Modified_Since": headers["last-modified"]},
        ):
            put_up("ten days")
            assert ask(url, "about/", **marks)[0] == 304, "the same release is not sent again"
            put_up("two days")
            status, _, content = ask(url, "about/", **marks)
            assert (status, content) == (200, b"two days"), marks


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
        ("assets/app/", 404),
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
