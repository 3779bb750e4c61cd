"""The browser's modules, joined for delivery."""

import json
from pathlib import Path

import pytest

from macros import modules
from macros.runtime import ROOT

WEB = ROOT / "checklists" / "web"


@pytest.fixture(scope="module")
def joined(tmp_path_factory) -> dict[str, Path]:
    made = modules.build(ROOT, "0123456789abcdef", tmp_path_factory.mktemp("app"))
    return {path.name: path for path in made}


def test_every_module_is_delivered(joined) -> None:
    """A module that no entry and no service worker imports is dead: delete it, or import it."""
    delivered = {
        Path(source).name
        for name, path in joined.items()
        if name.endswith(".map")
        for source in json.loads(path.read_text("utf-8"))["sources"]
        if "node_modules" not in source
    }
    folder = joined["worker.mjs"].parent
    listed = json.loads((folder / f"{modules.SERVICE_WORKER}.map").read_text("utf-8"))["sources"]
    delivered |= {Path(source).name for source in listed}
    assert delivered == {path.name for path in WEB.glob("*.mjs")}


def test_nothing_is_left_to_ask_for(joined) -> None:
    """What a page asks for holds all that it imports: no chain of requests before the form works."""
    for name in modules.ENTRIES:
        text = joined[name].read_text("utf-8")
        assert 'from"./' not in text and 'import"./' not in text, name


def test_the_worker_knows_the_folder_of_python(joined) -> None:
    """The worker asks for Python's files by the name of their folder, without a file that would tell it."""
    assert "/runtime/0123456789abcdef/" in joined["worker.mjs"].read_text("utf-8")
    assert not [
        name
        for name, path in joined.items()
        if "RUNTIME_FOLDER" in path.read_text("utf-8")[:100_000] and not name.endswith(".map")
    ]


def test_a_mistake_names_its_place(tmp_path) -> None:
    """A module that cannot be read is told with file and line, and stops the build."""
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    web = tmp_path / "checklists" / "web"
    web.mkdir(parents=True)
    for name in modules.ENTRIES:
        (web / name).write_text("const = 1;\n" if name == "page.mjs" else "", "utf-8")
    with pytest.raises(modules.ModulesError, match=r"page\.mjs:1:6"):
        modules.build(tmp_path, "0123456789abcdef")


def test_without_the_program(tmp_path) -> None:
    """Where nothing is installed, the remedy is named."""
    with pytest.raises(modules.ModulesError, match="run make setup"):
        modules.build(tmp_path, "0123456789abcdef")
