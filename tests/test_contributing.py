"""CONTRIBUTING.md is true: its commands run, its specimens pass the check, every message is explained."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from macros import bundle, load
from macros.__main__ import main
from macros.check import check
from tests.conftest import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FENCES = re.findall(r"^```(\w*)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
SPECIMENS = {
    body.split("\n", 1)[0].removeprefix("# "): body.split("\n", 1)[1]
    for _, body in FENCES
    if body.startswith("# rules/")
}
COMMANDS = [
    line.removeprefix(".venv/bin/handbook ")
    for _, body in FENCES
    for line in body.splitlines()
    if line.startswith(".venv/bin/handbook ")
]
COMPARED = "diff"  # needs the history of the rules: tests/diff/
SERVED = "serve"  # runs until it is stopped: tests/web/test_live.py


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the rules to write into."""
    return Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))


def test_the_specimens_pass_the_check(rules: Path) -> None:
    """Put into the rules as they stand, one of each kind belongs together and has no problem."""
    for path, text in SPECIMENS.items():
        file = rules.parent / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():  # a word of the vocabulary is added to the file that is there
            text = file.read_text("utf-8") + "\n" + text
        file.write_text(text, encoding="utf-8")
    kinds = {load.kind_of(tuple(path.split("/")[1:])) for path in SPECIMENS if path.endswith(".yaml")}
    assert kinds == {"source", "provisions", "area", "deadlines", "checklists", "events"}
    assert list(map(str, check(rules))) == []
    made = bundle.build(load.load(rules))
    assert made["areas"]["north_town"]["builds_on"] == "north_shire"
    first, record = made["areas"]["north_shire"]["deadlines"]
    assert len(first["readings"]) == 1
    assert [one["when"] for one in record["latest"][0]["limits"]] == ["looked_after", "not looked_after"]


def test_the_commands_run(rules: Path, capsys: pytest.CaptureFixture) -> None:
    """Each in the order of the page, on a copy of the rules.

    The check stands there twice and is run where it stands last, on what the others have written: that it
    passes on the rules as they are is for tests/rules/test_rules.py.
    """
    assert COMMANDS
    for command in reversed(dict.fromkeys(reversed(COMMANDS))):
        if command.split()[0] == SERVED:
            continue
        words = command.split("#")[0].split()
        if words[0] == COMPARED:
            continue
        assert main(["--rules", str(rules), *words]) == 0, f"{command}: {capsys.readouterr().err}"
    assert "draft" in capsys.readouterr().out


def test_every_file_and_folder_that_is_named_is_there() -> None:
    """What “to …, edit …” names exists."""
    for path in re.findall(r"`((?:rules|tests)/[\w./]+)`", TEXT):
        if "north_" not in path:
            assert (ROOT / path).exists(), path


def fragments() -> list[str]:
    """What the messages are told by, from the first column of the table."""
    table = TEXT[TEXT.index("| it says |") :].split("\n\n", 1)[0]
    rows = [line.split("|")[1] for line in table.splitlines()[2:]]
    return [part.strip() for row in rows for part in row.split("·")]


def messages() -> list[str]:
    """Every message of the check that the tests hold."""
    found = []
    for path in sorted((ROOT / "tests" / "rules" / "cases").glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            found += case["says"]
    return found


@pytest.mark.parametrize("message", sorted(set(messages())))
def test_every_message_is_explained(message: str) -> None:
    """A message of the check has its line in the table of what each means."""
    text = re.sub(r"^\S+?:\d+: ", "", message)
    assert any(part in text for part in fragments()), f"not in the table of CONTRIBUTING.md: {text}"


def test_what_is_explained_is_said() -> None:
    """No line of the table is about a message that there is no more."""
    code = "\n".join(
        path.read_text("utf-8")
        for folder in ("macros", "checklists/engine")
        for path in sorted((ROOT / folder).rglob("*.py"))
    )
    said = "\n".join(messages()) + code
    assert [part for part in fragments() if part not in said] == []


def test_an_editor_finds_the_schema_of_every_file() -> None:
    """Each rule file has one schema, which it fits; each pattern has a file."""
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))["yaml.schemas"]
    found: dict[Path, list[str]] = {}
    for schema, patterns in settings.items():
        assert (ROOT / schema).is_file(), schema
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            files = sorted(ROOT.glob(pattern))
            assert files or "provisions/" in pattern, pattern
            for file in files:
                found.setdefault(file, []).append(schema)
    assert set(found) == set((ROOT / "rules").rglob("*.yaml"))
    assert {path: schemas for path, schemas in found.items() if len(schemas) > 1} == {}
