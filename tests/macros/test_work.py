"""What `handbook serve` does with a saved file when something goes wrong that nobody foresaw."""

import re
import shutil
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from macros.live import server
from macros.live import work as live
from macros.runtime import RuntimeBuildError
from tests.conftest import ROOT


class Told(list):
    """What the open pages were told, and when the last of it has come."""

    def __init__(self):
        self.failed = threading.Event()

    def __call__(self, state: str, **more) -> None:
        self.append((state, more))
        if state == "failed":
            self.failed.set()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """The pages' side; the check breaks down on whatever is saved."""

    def broken(*_):
        raise TypeError("unhashable type: 'dict'")

    monkeypatch.setattr(live, "check_quickly", broken)
    return Told()


def work(told: Told, tmp_path: Path) -> live.Work:
    return live.Work(ROOT, tmp_path / "site", told, set)


FAILED = ("failed", {"problems": ["TypeError: unhashable type: 'dict'", live.AFTER_A_FAULT]})


def test_a_fault_in_the_check_is_told(told, tmp_path, capsys):
    """The page is told that it failed and why, in place of being checked for ever; the server goes on."""
    serving = work(told, tmp_path)
    serving.changed({Path("rules/areas/luton/area.yaml")})
    assert told.failed.wait(30)
    assert told == [("checking", {}), FAILED]
    assert "unhashable" in capsys.readouterr().err


def test_a_fault_at_the_start_is_told(told, tmp_path, capsys):
    """The server starts, so that a mended file can be followed."""
    work(told, tmp_path).begin()
    assert told == [("checking", {}), FAILED]
    assert "unhashable" in capsys.readouterr().err


def test_a_fault_in_an_earlier_state_is_not_told(told, tmp_path, capsys):
    """What was saved since is being checked: its own outcome is what the page waits for."""
    serving = work(told, tmp_path)
    serving._turn = 2
    serving._follow(1, set())
    assert told == [("checking", {})]
    assert "unhashable" in capsys.readouterr().err


def test_the_examples_of_a_saved_area_are_tried_before_all_else(monkeypatch, tmp_path):
    """An example that is a day off is told with the quick checks; all areas together would take too long."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    edited = tmp_path / "rules" / "areas" / "bedfordshire" / "deadlines" / "first_core_group.yaml"
    text = edited.read_text("utf-8")
    day = re.search(r"latest: (\d{4}-\d{2}-\d{2})", text)[1]
    edited.write_text(text.replace(day, (date.fromisoformat(day) + timedelta(days=1)).isoformat()), "utf-8")
    monkeypatch.setattr(live.book, "handbook", lambda _: pytest.fail("all areas were worked out first"))
    told = Told()
    assert not live.Work(tmp_path, tmp_path / "site", told, set).check(0, {edited})
    (problem,) = told[-1][1]["problems"]
    assert "first_core_group.yaml" in problem and day in problem, problem


def test_the_browsers_python_is_built_first(monkeypatch, tmp_path):
    """After `make setup` there is none: the server builds it, or tells page and terminal what is missing."""
    built: list[str] = []
    monkeypatch.setattr(server, "build_runtime", lambda say: built.append("python"))
    told, said = Told(), []
    assert server.prepare(told, said.append) and built == ["python"] and not told

    def without_node(say):
        raise RuntimeBuildError("node is missing: install it")

    monkeypatch.setattr(server, "build_runtime", without_node)
    assert not server.prepare(server.told_here_too(told, said.append), said.append)
    assert told == [("failed", {"problems": ["node is missing: install it"]})]
    assert said == ["node is missing: install it"]


def test_the_same_problems_are_said_once():
    """Two files saved one after the other: the second check's problems are one line, until all was right."""
    told, said = Told(), []
    tell = server.told_here_too(told, said.append)
    for state, problems in (
        *(("checking", ()), ("wrong", ["a.yaml:1: no title"]), ("checking", ())),
        *(("wrong", ["a.yaml:1: no title"]), ("making", ()), ("wrong", ["a.yaml:1: no title"])),
    ):
        tell(state, **({"problems": problems} if problems else {}))
    assert said == [
        *("a.yaml:1: no title", "the same problems as before"),
        *("no problems; being made", "a.yaml:1: no title"),
    ]
    assert len(told) == 6, "every page hears all of it"
