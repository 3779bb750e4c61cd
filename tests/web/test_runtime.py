"""The built runtime: byte code for its own Python, a lock file of ours alone, and an engine that runs."""

import ast
import hashlib
import json
import sys
import zipfile
from pathlib import Path

import pytest

from macros.runtime import (
    CORE_FILES,
    LOCK,
    MANIFEST,
    NPM,
    PACKAGE,
    ROOT,
    RUNTIME,
    RuntimeBuildError,
    stdlib,
    wheel,
)
from macros.runtime.build import build
from tests.web.pyodide_node import PyodideEngine


def lock() -> dict:
    return json.loads((RUNTIME / LOCK).read_text("utf-8"))


def imports(root: Path = ROOT) -> set[str]:
    """Modules that the engine imports from elsewhere, wherever in its files it does."""
    found = set()
    for path in wheel.sources(root):
        for node in ast.walk(ast.parse((root / path).read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add(node.module)
    return {name for name in found if name.split(".")[0] != "checklists"}


@pytest.mark.parametrize("kind", ["stdlib", "wheel"])
def test_byte_code_is_of_the_runtimes_python(kind: str, runtime: dict, pyodide_engine: PyodideEngine) -> None:
    magic = pyodide_engine.run("import importlib.util; importlib.util.MAGIC_NUMBER.hex()")
    with zipfile.ZipFile(RUNTIME / runtime[kind]) as archive:
        compiled = [name for name in archive.namelist() if name.endswith(".pyc")]
        assert {archive.read(name)[:4].hex() for name in compiled} == {magic}
        assert [name for name in archive.namelist() if name.endswith(".py")] == []
    assert len(compiled) > 10


def test_the_engine_is_read_from_byte_code(pyodide_engine: PyodideEngine) -> None:
    assert pyodide_engine.about["packages"] == [PACKAGE]
    assert pyodide_engine.run("import checklists.engine as e; e.__file__").endswith("engine/__init__.pyc")


def test_the_door_answers(pyodide_engine: PyodideEngine) -> None:
    answer = json.loads(pyodide_engine.evaluate_json("not json"))
    assert answer["ok"] is False
    assert answer["error"]["message"]


def test_everything_that_the_engine_imports_is_there(pyodide_engine: PyodideEngine) -> None:
    names = sorted(imports())
    assert "json" in names
    code = (
        "import importlib.util, json; json.dumps([n for n in NAMES if importlib.util.find_spec(n) is None])"
    )
    code = code.replace("NAMES", repr(names))
    assert json.loads(pyodide_engine.run(code)) == [], "add what is missing to macros/runtime/stdlib.txt"


def test_the_engine_imports_only_the_standard_library() -> None:
    assert {name.split(".")[0] for name in imports()} <= sys.stdlib_module_names


def test_the_wheel_holds_the_engine_and_nothing_else(runtime: dict) -> None:
    with zipfile.ZipFile(RUNTIME / runtime["wheel"]) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == {f"{path.as_posix()}c" for path in wheel.sources()}


def test_the_lock_holds_the_engine_and_nothing_else(runtime: dict) -> None:
    packages = lock()["packages"]
    assert list(packages) == [PACKAGE]
    assert packages[PACKAGE]["file_name"] == runtime["wheel"]
    content = (RUNTIME / runtime["wheel"]).read_bytes()
    assert packages[PACKAGE]["sha256"] == hashlib.sha256(content).hexdigest()
    assert lock()["info"] == json.loads((NPM / LOCK).read_text("utf-8"))["info"]
    assert runtime["lock"] == lock()


@pytest.mark.parametrize("name", [LOCK, MANIFEST])
def test_no_address_of_another_host(name: str, runtime: dict) -> None:
    assert "//" not in (RUNTIME / name).read_text("utf-8")


def test_pyodides_own_files_are_untouched(runtime: dict) -> None:
    for name in CORE_FILES:
        assert (RUNTIME / name).read_bytes() == (NPM / name).read_bytes()
    expected = {*CORE_FILES, LOCK, MANIFEST, runtime["stdlib"], runtime["wheel"]}
    assert {path.name for path in RUNTIME.iterdir()} == expected


def test_building_again_does_nothing(runtime: dict) -> None:
    said: list[str] = []
    build(say=said.append)
    assert said == ["runtime: up to date in build/runtime"]


def test_building_twice_gives_the_same_wheel(runtime: dict, tmp_path: Path) -> None:
    # The number in the file's name was made from the same contents by the first build.
    again = wheel.key_of(runtime["wheel"])
    wheel.build(tmp_path, f"{again:08x}")
    assert (tmp_path / runtime["wheel"]).read_bytes() == (RUNTIME / runtime["wheel"]).read_bytes()
    assert (tmp_path / LOCK).read_bytes() == (RUNTIME / LOCK).read_bytes()


def test_the_list_keeps_what_it_names() -> None:
    names = ["json/__init__.py", "json/tool.py", "os.py"]
    assert stdlib.kept(names, "# comment\njson/*.py # all of it\n") == ["json/__init__.py", "json/tool.py"]


def test_the_list_refuses_a_file_that_is_not_there() -> None:
    with pytest.raises(RuntimeBuildError) as caught:
        stdlib.kept(["os.py"], "os.py\njsno.py\n")
    assert str(caught.value) == (
        "macros/runtime/stdlib.txt:2: 'jsno.py' is not in the standard library: correct or remove it"
    )


def test_the_wheels_name_changes_with_the_engine(tmp_path: Path) -> None:
    (tmp_path / "checklists" / "engine").mkdir(parents=True)
    (tmp_path / "checklists" / "__init__.py").write_text("")
    engine = tmp_path / "checklists" / "engine" / "__init__.py"
    engine.write_text("a = 1\n")
    before = wheel.digest(tmp_path)
    engine.write_text("a = 2\n")
    assert wheel.digest(tmp_path) != before


def test_a_missing_engine_is_said(tmp_path: Path) -> None:
    (tmp_path / "checklists").mkdir()
    with pytest.raises(RuntimeBuildError, match="there is no engine to build"):
        wheel.sources(tmp_path)
