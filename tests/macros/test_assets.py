"""The two folders of what pages load: each has another name exactly when something in it is another."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from macros import assets, book
from macros.runtime import CORE_FILES
from tests.book import ROOT

DAY = date(2026, 11, 23)
WHEEL, LIBRARY = "engine-1.whl", "python_stdlib-1.zip"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Modules and styles, and a runtime that is made up."""
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    web, runtime = tmp_path / "checklists" / "web", tmp_path / "build" / "runtime"
    web.mkdir(parents=True)
    for path in (ROOT / "checklists" / "web").iterdir():
        (web / path.name).write_bytes(path.read_bytes())
    runtime.mkdir(parents=True)
    for name in (*CORE_FILES, LIBRARY, WHEEL, "pyodide-lock.json"):
        (runtime / name).write_text(name, encoding="utf-8")
    (runtime / "runtime.json").write_text(json.dumps({"stdlib": LIBRARY, "wheel": WHEEL}), encoding="utf-8")
    return tmp_path


def found(checkout: Path, day: date = DAY) -> assets.Assets:
    """The files of the checkout, with the project's own rules."""
    return assets.find(checkout, book.read(ROOT / "rules", day))


def more(name: str) -> Callable[[Path], None]:
    """One more character in a file."""
    return lambda checkout: (checkout / name).write_text((checkout / name).read_text("utf-8") + " ", "utf-8")


@pytest.mark.parametrize(
    ("name", "python"),
    [
        (f"build/runtime/{WHEEL}", False),
        ("build/runtime/runtime.json", False),
        ("checklists/web/offline.mjs", False),
        ("checklists/web/checklist.css", False),
        ("build/runtime/pyodide.asm.wasm", True),
        (f"build/runtime/{LIBRARY}", True),
    ],
)
def test_a_changed_file_gives_its_folder_another_name(checkout: Path, name: str, python: bool) -> None:
    """Our folder follows every file, Python's only its own: a changed engine does not fetch Python again."""
    before = found(checkout)
    assert found(checkout) == before, "the same files give the same names"
    more(name)(checkout)
    after = found(checkout)
    assert after.app != before.app
    assert (after.runtime != before.runtime) == python


def test_another_ready_reckoner_gives_another_folder(checkout: Path) -> None:
    """The rules are among ours: those of another day, whose reckoners run from then, stand elsewhere."""
    before, after = found(checkout), found(checkout, date(2026, 11, 24))
    assert after.app != before.app and after.runtime == before.runtime


def test_all_stands_in_the_two_folders(checkout: Path) -> None:
    """Pyodide and the library in one; modules, styles, engine, list and rules in the other; nothing else."""
    made = found(checkout)
    python = {address.removeprefix(f"{made.runtime}/") for address in made.files if made.runtime in address}
    ours = {address.removeprefix(f"{made.app}/") for address in made.files if made.app in address}
    assert python == {*CORE_FILES, LIBRARY}
    assert {
        WHEEL,
        "runtime.json",
        "page.mjs",
        "pages.css",
        "rules/luton.json",
        "rules/luton.quick.json",
    } <= ours
    assert len(python) + len(ours) == len(made.files)


def test_a_built_site_names_its_folder(tmp_path: Path) -> None:
    """The folder is read from the pages, since a host may keep that of an earlier release beside it."""
    with pytest.raises(assets.MissingError, match="holds no built site: run make site"):
        assets.app_of(tmp_path)
    (tmp_path / "index.html").write_text('<script src="assets/app/0123456789abcdef/page.mjs">', "utf-8")
    assert assets.app_of(tmp_path) == "assets/app/0123456789abcdef"
