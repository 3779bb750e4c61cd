"""The local server: headers, types, compression, folders, and what it refuses."""

import gzip
import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from macros import serve

PAGE = "<!doctype html><title>Home</title>" + "<p>Text that is long enough to be worth it.</p>" * 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    (root / "tools" / "dates").mkdir(parents=True)
    (root / "index.html").write_text(PAGE)
    (root / "404.html").write_text("not here")
    (root / "tools" / "dates" / "index.html").write_text(PAGE)
    for name in ("a.mjs", "a.wasm", "a.json", "a.ics", "a.zip", "a.unknown"):
        (root / name).write_bytes(b"x" * 2000)
    (root / "_headers").write_text(
        "# as sent\n/*\n  Content-Security-Policy: default-src 'none'\n  X-Content-Type-Options: nosniff\n"
        "/*.zip\n  Cache-Control: max-age=60\n/kept/*\n  Cache-Control: max-age=60\n"
    )
    (root.parent / "secret.txt").write_text("secret")
    return root


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    with serve.running(folder) as address:
        yield address


def ask(url: str, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request(
        method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


@pytest.mark.parametrize("path", ["/", "/tools/dates/", "/index.html?a=b"])
def test_a_page(url: str, path: str) -> None:
    status, headers, content = ask(url, path)
    assert (status, content.decode()) == (200, PAGE)
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("name", "kind", "packed"),
    [
        ("a.mjs", "text/javascript; charset=utf-8", True),
        ("a.wasm", "application/wasm", True),
        ("a.json", "application/json", True),
        ("a.ics", "text/calendar; charset=utf-8", True),
        ("a.zip", "application/zip", False),
        ("a.unknown", "application/octet-stream", False),
    ],
)
def test_types_and_compression(url: str, name: str, kind: str, packed: bool) -> None:
    status, headers, content = ask(url, f"/{name}", Accept_Encoding="br, gzip")
    assert (status, headers["Content-Type"]) == (200, kind)
    assert headers.get("Content-Encoding") == ("gzip" if packed else None)
    assert (gzip.decompress(content) if packed else content) == b"x" * 2000


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0"])
def test_no_compression_unless_it_is_accepted(url: str, accepted: str) -> None:
    _, headers, content = ask(url, "/a.json", Accept_Encoding=accepted)
    assert "Content-Encoding" not in headers
    assert headers["Vary"] == "Accept-Encoding"
    assert content == b"x" * 2000


def test_a_header_for_some_paths(url: str) -> None:
    assert ask(url, "/a.zip")[1]["Cache-Control"] == "max-age=60"


def test_head_has_no_body(url: str) -> None:
    status, headers, content = ask(url, "/", "HEAD")
    assert (status, content, headers["Content-Length"]) == (200, b"", str(len(PAGE)))


def test_an_unchanged_file_is_not_sent_again(url: str) -> None:
    etag = ask(url, "/a.json")[1]["ETag"]
    status, _, content = ask(url, "/a.json", If_None_Match=etag)
    assert (status, content) == (304, b"")


def test_a_changed_file_is_read_again(url: str, folder: Path) -> None:
    (folder / "b.txt").write_text("one")
    assert ask(url, "/b.txt")[2] == b"one"
    (folder / "b.txt").write_text("three")
    assert ask(url, "/b.txt")[2] == b"three"


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/_headers",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/tools/",
        "//etc/passwd",
    ],
)
def test_what_is_not_there(url: str, path: str) -> None:
    status, headers, content = ask(url, path)
    assert (status, content) == (404, b"not here")
    assert headers["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize(
    ("path", "to"),
    [("/tools/dates", "./dates/"), ("/tools/dates?q=1", "./dates/?q=1"), ("//tools/dates", "./dates/")],
)
def test_a_folder_without_its_slash(url: str, path: str, to: str) -> None:
    status, headers, _ = ask(url, path)
    assert (status, headers["Location"]) == (301, to)


def test_below_a_base_path(folder: Path) -> None:
    with serve.running(folder, base="/handbook/") as url:
        assert url.endswith("/handbook/")
        assert ask(url, "/handbook/tools/dates/")[0] == 200
        assert ask(url, "/tools/dates/")[0] == 404


def test_nothing_built_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main(["--root", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"error: {tmp_path} holds no index.html: run make site\n"


def test_a_taken_port_is_said(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    port = str(urlsplit(url).port)
    assert serve.main(["--root", str(folder), "--port", port]) == 1
    assert capsys.readouterr().err == (
        f"error: port {port} cannot be used (Address already in use): "
        "stop what uses it or choose another, as in make serve PORT=8001\n"
    )


def test_what_is_missing_is_not_missing_for_long(url: str) -> None:
    """An address whose files may be kept is asked for again where there is none."""
    status, headers, _ = ask(url, "/kept/a.mjs")
    assert (status, headers["Cache-Control"]) == (404, "no-cache")
