"""Finding a Chromium, and saying what to do when there is none."""

from pathlib import Path

import pytest

from tests import browser


def program(path: Path, text: str, status: int = 0) -> str:
    path.write_text(f"#!/bin/sh\necho '{text}'\nexit {status}\n")
    path.chmod(0o755)
    return str(path)


def test_the_named_one_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = program(tmp_path / "mine", "Chromium 156.0")
    monkeypatch.setenv("CHROMIUM", path)
    assert browser.find() == path


def test_a_named_one_that_does_not_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(browser.NoBrowserError) as caught:
        browser.find()
    assert str(caught.value) == (
        "CHROMIUM is set to /nowhere/chromium, which does not start: correct it or unset it"
    )


@pytest.mark.parametrize(("text", "status"), [("install it as a snap", 1), ("no version", 0)])
def test_a_program_that_is_no_browser_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, status: int
) -> None:
    program(tmp_path / "chromium", text, status)
    real = program(tmp_path / "google-chrome", "Google Chrome 156.0")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "NAMES", ("chromium", "google-chrome"))
    assert browser.find() == real


def test_without_a_way_to_install_the_reasons_and_the_remedy_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "_run", lambda *_: False)
    monkeypatch.setattr(browser, "find", lambda whole=False: None)
    assert browser.main() == 1
    assert capsys.readouterr().err == (
        "error: no Chromium found (there is no apt-get to install Debian's package with; "
        "Playwright's download failed): install Chromium or Google Chrome, or set CHROMIUM to its path\n"
    )


@pytest.mark.parametrize(("whole", "package"), [(False, "chromium-headless-shell"), (True, "chromium")])
def test_debians_package_comes_first(monkeypatch: pytest.MonkeyPatch, whole: bool, package: str) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    monkeypatch.setattr(browser, "_run", lambda command, _: ran.append(command) or True)
    monkeypatch.setattr(browser, "find", lambda whole=False: "/usr/bin/chromium")
    assert browser.install(whole) == "/usr/bin/chromium"
    assert [command[:2] for command in ran] == [["apt-get", "update"], ["apt-get", "install"]]
    assert package in ran[1]


def test_the_shell_is_taken_before_the_whole_browser_but_not_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests run in the headless shell where it is there; what asks for the whole browser never gets it."""
    whole = program(tmp_path / "chromium", "Chromium 156.0")
    shell = program(tmp_path / "chromium-headless-shell", "Chromium 156.0")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find() == shell
    assert browser.find(whole=True) == whole


def test_where_the_shell_cannot_be_installed_the_browser_that_is_there_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A failed installation of the shell ends no test run while a whole browser is there."""
    whole = program(tmp_path / "chromium", "Chromium 156.0")
    program(tmp_path / "apt-get", "no", 1)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    assert browser.main() == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"browser: {whole}"
