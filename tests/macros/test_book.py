"""When the rules are read again: whatever is saved, and what an editor keeps beside it is nothing."""

from datetime import date
from pathlib import Path

import pytest

from macros import book, load
from macros.check import check
from macros.live import server
from tests.rules import rulebook


@pytest.fixture
def config(tmp_path: Path) -> str:
    """The configuration file beside a copy of the fixture."""
    rulebook.copy(tmp_path)
    return str(tmp_path / "mkdocs.yml")


def handbook(config: str, monkeypatch: pytest.MonkeyPatch) -> book.Handbook:
    """The handbook as a build has it, on a day after all that the fixture says."""
    monkeypatch.setenv("HANDBOOK_TODAY", date(2026, 2, 1).isoformat())
    book.renew(config)
    return book.handbook(config)


def test_a_lock_of_an_editor_stops_nothing(config, tmp_path, monkeypatch) -> None:
    """Emacs marks a file that is being edited by a link to nowhere beside it."""
    before = handbook(config, monkeypatch)
    (tmp_path / "rules" / "areas" / "shire" / ".#area.yaml").symlink_to("someone@host.4711:1700000000")
    assert handbook(config, monkeypatch) is before
    assert check(tmp_path / "rules") == []


def test_a_link_to_nowhere_is_a_problem_and_no_crash(config, tmp_path, monkeypatch) -> None:
    """One with the name of a rule file is told with its place."""
    handbook(config, monkeypatch)
    (tmp_path / "rules" / "areas" / "shire" / "deadlines" / "x.yaml").symlink_to("nowhere")
    with pytest.raises(book.BookError, match=r"^rules/areas/shire/deadlines/x\.yaml:1: not a file; put"):
        handbook(config, monkeypatch)


def test_a_line_of_the_change_log_is_read_again(config, tmp_path, monkeypatch) -> None:
    """What was saved there is on the page of what changed, and handbook serve looks at it."""
    assert handbook(config, monkeypatch).changelog == ()
    (tmp_path / "CHANGELOG.md").write_text("## 2026-01-10\n\n- **The shire**: x\n", "utf-8")
    assert handbook(config, monkeypatch).changelog[0].day == "2026-01-10"
    assert tmp_path / "CHANGELOG.md" in server.watched(tmp_path)


def test_rules_of_another_name_are_served(config, tmp_path, monkeypatch) -> None:
    """`--rules` is what the site is made from and what is watched, whatever the folder is called."""
    (tmp_path / "rules").rename(tmp_path / "regeln")
    monkeypatch.setenv("HANDBOOK_RULES", str(tmp_path / "regeln"))
    assert set(handbook(config, monkeypatch).areas) == {"shire", "town"}
    assert server.watched(tmp_path)[0] == tmp_path / "regeln"
    work = server.Work(tmp_path, tmp_path / "site", lambda *_, **__: None, set)
    monkeypatch.setattr(load, "load", lambda root, load=load.load: looked.append(root) or load(root))
    looked: list[Path] = []
    assert work.check()
    assert looked[0] == tmp_path / "regeln"
