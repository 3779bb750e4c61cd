"""The two folders of what pages load: each has another name exactly when something in it is another."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from macros import assets, book
from macros.runtime import CORE_FILES
from tests.book import ROOT
from tests.rules.rulebook import FIXTURE

DAY = date(2026, 11, 23)
WHEEL, LIBRARY = "engine-1.whl", "python_stdlib-1.zip"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Modules and styles, and a runtime that is made up; who changes a file of it puts it back."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    web, runtime = folder / "checklists" / "web", folder / "build" / "runtime"
    web.mkdir(parents=True)
    for path in (ROOT / "checklists" / "web").iterdir():
        (web / path.name).write_bytes(path.read_bytes())
    runtime.mkdir(parents=True)
    for name in (*CORE_FILES, LIBRARY, WHEEL, "pyodide-lock.json"):
        (runtime / name).write_text(name, encoding="utf-8")
    (runtime / "runtime.json").write_text(json.dumps({"stdlib": LIBRARY, "wheel": WHEEL}), encoding="utf-8")
    return folder


def found(checkout: Path, day: date = DAY) -> assets.Assets:
    """The files of the checkout, with the small rulebook: its ready reckoners are worked out in no time."""
    return assets.find(checkout, book.read(FIXTURE, day))


@pytest.fixture(scope="module")
def before(checkout: Path) -> assets.Assets:
    """The files of the checkout as it stands: the modules are joined once for all tests."""
    return found(checkout)


@contextmanager
def more(file: Path) -> Iterator[None]:
    """One more character in a file, for as long as the block runs."""
    text = file.read_text("utf-8")
    file.write_text(text + " ", "utf-8")
    try:
        yield
    finally:
        file.write_text(text, "utf-8")


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
def test_a_changed_file_gives_its_folder_another_name(
    checkout: Path, before: assets.Assets, name: str, python: bool
) -> None:
    """Our folder follows every file, Python's only its own: a changed engine does not fetch Python again."""
    with more(checkout / name):
        after = found(checkout)
    assert after.app != before.app, name
    assert (after.runtime != before.runtime) == python, name


def test_the_same_files_give_the_same_names(checkout: Path, before: assets.Assets) -> None:
    """Nothing but what the files hold is in the names: looked at again, all is as it was."""
    assert found(checkout) == before


def test_another_ready_reckoner_gives_another_folder(checkout: Path, before: assets.Assets) -> None:
    """The rules are among ours: those of another day, whose reckoners run from then, stand elsewhere."""
    after = found(checkout, date(2026, 11, 24))
    assert after.app != before.app and after.runtime == before.runtime


def test_all_stands_in_the_two_folders(before: assets.Assets) -> None:
    """Pyodide and the library in one; modules, styles, engine, list and rules in the other; nothing else."""
    python = {name.removeprefix(f"{before.runtime}/") for name in before.files if before.runtime in name}
    ours = {name.removeprefix(f"{before.app}/") for name in before.files if before.app in name}
    assert python == {*CORE_FILES, LIBRARY}
    rules = {f"rules/{area}{end}" for area in ("shire", "town") for end in (".json", ".quick.json")}
    assert {WHEEL, "runtime.json", "page.mjs", "pages.css", *rules} <= ours
    assert len(python) + len(ours) == len(before.files)


def test_a_built_site_names_its_folder(tmp_path: Path) -> None:
    """The folder is read from the pages, since a host may keep that of an earlier release beside it."""
    with pytest.raises(assets.MissingError, match="holds no built site: run make site"):
        assets.app_of(tmp_path)
    (tmp_path / "index.html").write_text('<script src="assets/app/0123456789abcdef/page.mjs">', "utf-8")
    assert assets.app_of(tmp_path) == "assets/app/0123456789abcdef"
