"""The list of what is kept for use offline, and the service worker that goes with it."""

import hashlib
import json
from base64 import b64decode
from pathlib import Path

import pytest

from macros import offline

SOURCE = 'const LIST = "@list@", BUILD = "@build@";\n//# sourceMappingURL=sw.mjs.map\n'


def site(folder: Path) -> Path:
    """A small built site."""
    for name in (
        *("index.html", "404.html", "about/index.html", "assets/app/a.mjs", "assets/app/a.mjs.map"),
        *("_headers", "sitemap.xml", "index.html.d/index.html"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return folder


def module(folder: Path, text: str = SOURCE) -> Path:
    """The joined service worker."""
    path = folder / "sw.mjs"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_file_that_a_reader_comes_to_is_listed(tmp_path):
    """Pages by the address of their folder; nothing that only a host, a search engine or a debugger reads."""
    found = offline.files(site(tmp_path))
    assert set(found) == {"404.html", "about/", "assets/app/a.mjs", "index.html.d/", "./"}
    assert b64decode(found["about/"].removeprefix("sha256-")) == hashlib.sha256(b"about/index.html").digest()


def test_the_worker_names_the_list_and_the_release(tmp_path):
    """Any change of any file changes the list, hence its hash, hence the worker: browsers notice."""
    (tmp_path / "site").mkdir()
    folder, worker = site(tmp_path / "site"), module(tmp_path)
    offline.build(folder, worker, "one")
    first = (folder / "sw.js").read_text("utf-8")
    listed = (folder / "offline.json").read_bytes()
    assert json.loads(listed) == offline.files(folder)
    assert offline.integrity(listed) in first and '"one"' in first and "sourceMapping" not in first
    offline.build(folder, worker, "one")
    assert (folder / "sw.js").read_text("utf-8") == first, "the same site gives the same worker"
    (folder / "about" / "index.html").write_text("another word", encoding="utf-8")
    offline.build(folder, worker, "one")
    assert (folder / "sw.js").read_text("utf-8") != first


@pytest.mark.parametrize("text", ["const BUILD = '@build@'", SOURCE + SOURCE], ids=["none", "twice"])
def test_a_worker_that_does_not_fit_stops_the_build(tmp_path, text):
    """A mark that is missing or stands twice is told, with the file."""
    (tmp_path / "site").mkdir()
    with pytest.raises(offline.OfflineError, match=r"sw\.mjs: \"@list@\" should stand there once"):
        offline.build(site(tmp_path / "site"), module(tmp_path, text), "one")
