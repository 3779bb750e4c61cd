"""The structure of the project: which part may import what, held by reading the imports."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENGINE = sorted((ROOT / "checklists" / "engine").rglob("*.py"))
MACROS = sorted((ROOT / "macros").rglob("*.py"))
ADAPTERS = {"macros/__init__.py", "macros/hooks.py"}  # the only files that know the site generator
STANDARD = {
    "bisect",
    "collections",
    "csv",
    "dataclasses",
    "datetime",
    "difflib",
    "functools",
    "io",
    "json",
    "operator",
    "re",
    "typing",
}
WEB = sorted((ROOT / "checklists" / "web").glob("*.mjs"))
DOCS = sorted((ROOT / "docs").rglob("*.md"))


def imports(path: Path) -> set[str]:
    """The modules that a file imports, relative ones as `.name`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            found |= {base} if node.module else {base + alias.name for alias in node.names}
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tops(path: Path) -> set[str]:
    return {module.split(".")[0] for module in imports(path) if not module.startswith(".")}


@pytest.mark.parametrize("path", ENGINE, ids=name)
def test_the_engine_needs_only_the_standard_library(path):
    """The engine imports a few modules of the standard library and itself: no YAML, no files, no browser."""
    assert tops(path) <= STANDARD, f"{name(path)} imports {tops(path) - STANDARD}"


@pytest.mark.parametrize("path", ENGINE, ids=name)
def test_the_engine_has_no_clock_and_opens_nothing(path):
    """The engine reads no clock, no file and no network: today is always an input."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    banned = {
        call
        for call in calls
        if re.search(r"(^|\.)(today|now|utcnow|open|exec|eval|__import__|input|print)$", call)
    }
    assert not banned, f"{name(path)} calls {banned}"


@pytest.mark.parametrize("path", [path for path in MACROS if name(path) not in ADAPTERS], ids=name)
def test_only_the_adapter_knows_the_site_generator(path):
    """MkDocs may be replaced by replacing the adapter: nothing else imports it."""
    assert not {top for top in tops(path) if top.startswith("mkdocs")}, name(path)


@pytest.mark.parametrize("path", [path for path in MACROS if "/render/" in name(path)], ids=name)
def test_pages_are_made_from_the_bundle(path):
    """Rendering takes plain data: it reads no YAML and no rule file."""
    assert "yaml" not in tops(path) and not {
        module for module in imports(path) if module.endswith((".load", ".overlay"))
    }


@pytest.mark.parametrize("path", [*MACROS, *ENGINE], ids=name)
def test_data_flows_one_way(path):
    """The engine never imports the build side, and only `macros.load` reads YAML."""
    if path in ENGINE:
        assert "macros" not in tops(path)
    if name(path) != "macros/load.py":
        assert "yaml" not in tops(path), f"{name(path)} reads YAML beside macros/load.py"


@pytest.mark.parametrize("path", WEB, ids=name)
def test_the_page_does_no_date_sums_and_asks_nobody(path):
    """The page's scripts add no days, hold no limit of any rule and name no other host."""
    text = path.read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", text, flags=re.S)
    assert not re.search(r"setUTCDate|setDate\(|setMonth|86_?400", code), "date sums belong to the engine"
    assert not re.search(r"\b\d+ (working )?(days|weeks|months)\b", code), "limits belong to the rules"
    hosts = set(re.findall(r"https?://[^\s\"'`)]+", code)) - {"http://www.w3.org/2000/svg"}
    assert not hosts, f"{name(path)} names {hosts}"


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_no_limit_is_typed_into_a_page(path):
    """Pages get their limits from the rules; decision records and examples of the format may quote some."""
    if "/adr/" in name(path):
        return
    found = re.findall(
        r"\b(?:\d+|two|three|five|six|ten) (?:working days|weeks|months)\b", path.read_text(encoding="utf-8")
    )
    assert not found, f"{name(path)}: {found}"


@pytest.mark.parametrize("path", [*MACROS, *ENGINE, *WEB], ids=name)
def test_files_stay_short(path):
    """A file has one job: none is over 400 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, name(path)
