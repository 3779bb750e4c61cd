"""The project's own rules."""

from macros.__main__ import main


def test_the_rules_have_no_problem(capsys):
    """Every file under rules/ passes every check, worked examples included, and the command says so."""
    status = main(["check"])
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if not line.startswith("note: ")] == []
    assert status == 0
