"""The checks of what the project builds on: pins and hashes, licences, known vulnerabilities."""

import json
import re
import tomllib
from datetime import UTC, datetime, timedelta
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from macros.dependencies import (
    LICENCES,
    ROOT,
    DependencyError,
    advisories,
    audit,
    licences,
    pins,
    read_table,
)
from macros.dependencies.__main__ import main
from macros.dependencies.advisories import Answer, Finding, pip_settings
from tests import registry as registries

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHA = "--hash=sha256:" + "0" * 64
LOCK = {
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "x", "version": "1.0.0", "dependencies": {"left": "1.0.0"}},
        "node_modules/left": {"version": "1.0.0", "integrity": "sha512-AAAA", "license": "MIT"},
        "node_modules/left/node_modules/@a/b": {"version": "2.0.0", "license": "GPL-3.0-only"},
    },
}
TABLE = """\
allow = ["MIT", "PSF-2.0"]
[read]
[without_hash]
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one pin in each lock file, all in order."""
    folder = tmp_path / "checkout"
    (folder / LICENCES).parent.mkdir(parents=True)
    (folder / LICENCES).write_text(TABLE, "utf-8")
    (folder / "macros" / "dependencies" / "accepted.toml").write_text("", "utf-8")
    (folder / "requirements.txt").write_text(f"# made\npluggy==1.7.0 \\\n    {SHA}\n    # via x\n", "utf-8")
    (folder / "requirements-pyodide-build.txt").write_text(f"six==1.17.0 {SHA}\n", "utf-8")
    _package(folder / ".venv" / "pyodide-build", "six", "1.17.0", "License-Expression: MIT")
    (folder / "package.json").write_text('{"name":"x","version":"1.0.0","dependencies":{"left":"1.0.0"}}')
    good = LOCK["packages"] | {
        "node_modules/left/node_modules/@a/b": {
            "version": "2.0.0",
            "integrity": "sha512-AAAA",
            "license": "MIT",
        }
    }
    (folder / "package-lock.json").write_text(json.dumps(LOCK | {"packages": good}, indent=2), "utf-8")
    return folder


@pytest.fixture
def registry(monkeypatch):
    """A registry that pip and npm are set up to use."""
    with registries.running() as running:
        monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
        monkeypatch.setenv("PIP_INDEX_URL", f"{running.url}/simple/")
        monkeypatch.setenv("npm_config_registry", running.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield running


@pytest.fixture
def unasked(monkeypatch) -> None:
    """Nobody is asked about vulnerabilities, since starting pip and npm takes a second: for other checks."""
    monkeypatch.setattr(advisories, "of_python", lambda pins: Answer("pypi"))
    monkeypatch.setattr(advisories, "of_npm", lambda root, pins: Answer("npm"))


def _package(folder: Path, name: str, version: str, said: str, text: str | None = "MIT as it stands") -> None:
    place = folder / f"{name}-{version}.dist-info"
    place.mkdir(parents=True)
    metadata = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{said}".rstrip()
    (place / "METADATA").write_text(metadata + "\n", "utf-8")
    if text is not None:
        (place / "LICENSE").write_text(text, "utf-8")
        (place / "RECORD").write_text(f"{place.name}/LICENSE,,\n", "utf-8")


# --- this checkout ---


def test_every_pin_has_a_hash():
    """Each pin of each lock file has a hash; the few excused ones are npm's, for systems other than this."""
    found = pins.read(ROOT)
    excused = read_table(ROOT, LICENCES)["without_hash"]
    assert not list(pins.problems(found, excused))
    assert all(pin.kind == "npm" and pin.name.startswith("@pagefind/") for pin in found if not pin.hashed)
    assert {pin.file for pin in found} == {
        "requirements.txt",
        "requirements-pyodide-build.txt",
        "package-lock.json",
    }


def test_every_wanted_package_is_pinned():
    """What requirements*.in and package.json ask for stands in the lock file beside it."""
    found = pins.read(ROOT)
    for wanted, lock in (
        ("requirements.in", "requirements.txt"),
        ("requirements-pyodide-build.in", "requirements-pyodide-build.txt"),
    ):
        lines = (ROOT / wanted).read_text("utf-8").splitlines()
        names = {line.split("==")[0].strip().lower() for line in lines if line and not line.startswith("#")}
        assert names <= {pin.name for pin in found if pin.file == lock}, wanted
    asked = json.loads((ROOT / "package.json").read_text("utf-8"))
    exact = asked["dependencies"] | asked["devDependencies"]
    pinned = {pin.name: pin.version for pin in found if pin.place == f"node_modules/{pin.name}"}
    assert exact.items() <= pinned.items(), exact.items() - pinned.items()


def test_every_licence_is_allowed():
    """No package of this checkout has a licence that is unknown or not on the list."""
    assert not list(licences.check(ROOT, pins.read(ROOT)))


def test_no_allowed_licence_is_unused():
    """The list stays short: each licence on it is that of some package, or of what one brings inside."""
    there = licences.installed(ROOT)
    table = read_table(ROOT, LICENCES)
    used = {entry["licence"] for entry in table["read"].values()}
    parts = (ROOT / "macros" / "release" / "parts.toml").read_text("utf-8")
    used |= {entry["licence"] for entry in tomllib.loads(parts)["part"]}
    for pin in pins.read(ROOT):
        used.add(pin.licence if pin.kind == "npm" else licences.stated(there[pin.file][pin.name]) or "")
    alone = {part for one in used for part in re.split(r"\(|\)| OR | AND ", one)}
    assert set(table["allow"]) - {part.strip() for part in alone} == set()


# --- pins ---


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pluggy==1.7.0\n", "requirements.txt:1: pluggy 1.7.0: has no hash"),
        ("# a\npluggy==1.7.0 --hash=sha256:abc\n", "requirements.txt:2: pluggy 1.7.0: has no hash"),
        ("pluggy>=1.7.0 " + SHA, "requirements.txt:1: “pluggy>=1.7.0” leaves the version open"),
        ("pluggy==1.* " + SHA, "requirements.txt:1: “pluggy==1.*” leaves the version open"),
        ("-r other.txt\n", "requirements.txt:1: “-r other.txt” is not a pin"),
    ],
)
def test_a_pin_that_is_not_one_is_named(checkout, capsys, unasked, text, message):
    """A line without hash or version fails the check with its place and what to do."""
    (checkout / "requirements.txt").write_text(text, "utf-8")
    assert main(["--root", str(checkout)]) == 1
    said = "".join(capsys.readouterr())
    assert message in said and "run make lock" in said, said


def test_npm_packages_are_held_to_the_same(checkout, capsys, unasked):
    """A package of package-lock.json without a hash or with another licence is named with its line."""
    (checkout / "package-lock.json").write_text(json.dumps(LOCK, indent=2), "utf-8")
    assert main(["--root", str(checkout)]) == 1
    out = capsys.readouterr().out
    assert "package-lock.json:16: @a/b 2.0.0: has no hash" in out
    assert "package-lock.json:16: @a/b 2.0.0: the licence GPL-3.0-only is not among those" in out
    assert "left" not in out


def test_a_lock_file_that_cannot_be_read(checkout, capsys, unasked):
    """A damaged or missing lock file ends the check with one line."""
    (checkout / "package-lock.json").write_text("{", "utf-8")
    assert main(["--root", str(checkout)]) == 1
    assert "package-lock.json: is no lock file of npm 7 or newer: run make lock" in capsys.readouterr().err
    (checkout / "package-lock.json").unlink()
    assert main(["--root", str(checkout)]) == 1
    assert "package-lock.json: cannot be read" in capsys.readouterr().err


def test_an_excuse_that_nothing_needs_is_named(checkout):
    """A name under without_hash that has a hash is told, so that the list does not outlive its reason."""
    assert list(pins.problems(pins.read(checkout), {"left": "no copy"})) == [
        f"{LICENCES}: without_hash names left, which has a hash or is not pinned: take it out"
    ]


# --- licences ---


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ("License-Expression: MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("License: MIT", "MIT"),
        ("License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License", "MIT"),
        ("Classifier: License :: OSI Approved :: BSD License", None),
        (
            "Classifier: License :: OSI Approved :: MIT License\n"
            "Classifier: License :: OSI Approved :: Academic Free License (AFL)",
            None,
        ),
        ("License: free for all", None),
        ("", None),
    ],
)
def test_what_metadata_says_of_a_licence(tmp_path, said, licence):
    """The expression goes before free text, that before the classifier; what may mean several is unclear."""
    _package(tmp_path, "x", "1.0", said)
    assert licences.stated(PathDistribution(tmp_path / "x-1.0.dist-info")) == licence


@pytest.mark.parametrize(
    ("licence", "ok"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("(GPL-3.0-only OR PSF-2.0) AND MIT", True),
        ("MIT WITH Classpath-exception-2.0", False),
    ],
)
def test_an_expression_is_met_by_allowed_licences(licence, ok):
    """Of an OR one side is enough, of an AND both are needed, and an exception is a licence of its own."""
    assert licences.allowed(licence, {"MIT", "PSF-2.0"}) is ok


def test_a_licence_that_is_not_allowed_is_named(checkout):
    """The line names the package, the licence, the list and both ways out."""
    (checkout / LICENCES).write_text(TABLE.replace('"MIT", ', ""), "utf-8")
    said = list(licences.check(checkout, pins.read(checkout)))
    assert said[0] == (
        f"requirements.txt:2: pluggy 1.7.0: the licence MIT is not among those that {LICENCES} allows: "
        "use another package, or read the licence and add it there"
    )
    assert len(said) == 4, said


def test_a_text_that_was_read_and_has_changed(checkout):
    """A package without a stated licence is asked about once, and again when its text is another."""
    place = checkout / ".venv" / "pyodide-build"
    (place / "six-1.17.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.4\nName: six\nVersion: 1.17.0\n", "utf-8"
    )
    found = pins.read(checkout)
    (first,) = licences.check(checkout, found)
    assert "states no licence that SPDX knows: read its text in" in first
    text = first.rpartition("text = “")[2].rstrip("”")
    entry = f'[read]\nsix = {{ licence = "MIT", text = "{text}" }}\n'
    (checkout / LICENCES).write_text(TABLE.replace("[read]\n", entry), "utf-8")
    assert not list(licences.check(checkout, found))
    (place / "six-1.17.0.dist-info" / "LICENSE").write_text("another", "utf-8")
    (second,) = licences.check(checkout, found)
    assert "its licence text has changed since it was read" in second


def test_an_entry_that_is_not_needed_and_a_package_that_is_not_there(checkout):
    """An entry for a package that states its licence is told; so is a pin that is not installed."""
    entry = '[read]\npluggy = { licence = "MIT", text = "x" }\n'
    (checkout / LICENCES).write_text(TABLE.replace("[read]\n", entry), "utf-8")
    (checkout / "requirements-pyodide-build.txt").write_text(f"nowhere==1.0 {SHA}\n", "utf-8")
    assert list(licences.check(checkout, pins.read(checkout))) == [
        "requirements-pyodide-build.txt:1: nowhere 1.0: is not installed, so that its licence cannot be "
        "read: run make setup",
        f"{LICENCES}: read names pluggy, which is not pinned or states its licence: take it out",
    ]


# --- known vulnerabilities ---

FOUND = {
    "id": "PYSEC-2026-1",
    "aliases": ["CVE-2026-1", "GHSA-aaaa"],
    "summary": "",
    "details": "It breaks.\nBadly.",
    "fixed_in": ["1.7.1"],
    "withdrawn": None,
}
OF_NPM = {
    "id": 1093,
    "url": "https://advisories.invalid/GHSA-bbbb",
    "title": "Left may go right",
    "severity": "high",
    "vulnerable_versions": "<1.0.1",
}


def test_what_the_registries_know_fails_the_check(checkout, registry, capsys):
    """A known vulnerability is named with version, names, and what to do; a withdrawn one is not."""
    registry.pypi = {
        ("pluggy", "1.7.0"): [FOUND, FOUND | {"id": "PYSEC-2026-2", "withdrawn": "2026-02-01T00:00:00Z"}],
        ("six", "1.17.0"): [],
    }
    registry.npm = {"left": [OF_NPM]}
    assert main(["--root", str(checkout)]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "pluggy 1.7.0: PYSEC-2026-1, CVE-2026-1, GHSA-aaaa: It breaks.; "
        "fixed in 1.7.1: update it and run make lock, or see macros/dependencies/accepted.toml",
        "left 1.0.0: GHSA-bbbb, 1093: Left may go right; "
        "update or replace it and run make lock, or see macros/dependencies/accepted.toml",
    ]
    assert "4 of 4 versions asked about, 2 problems" in err
    assert any(path.endswith("/bulk") for path in registry.asked)

    registry.asked.clear()
    assert main(["--root", str(checkout)]) == 1
    assert capsys.readouterr().out == out, "the second time the same is known"
    assert registry.asked == [], "and nobody is asked"


# until when a vulnerability is accepted, under which name, and how the check ends
ACCEPTANCES = [
    ("2999-01-01", "CVE-2026-1", 0),
    ("2020-01-01", "GHSA-aaaa", 1),
    ("2999-01-01", "CVE-2026-9", 1),
]


def test_an_accepted_vulnerability(checkout, registry, capsys):
    """One that is accepted under any of its names passes until its day, and then fails again."""
    registry.pypi, registry.npm = {("pluggy", "1.7.0"): [FOUND], ("six", "1.17.0"): []}, {}
    for until, named, status in ACCEPTANCES:  # in one test: what the first has asked is known to the others
        (checkout / "macros" / "dependencies" / "accepted.toml").write_text(
            f'[[accepted]]\npackage = "pluggy"\nadvisory = "{named}"\nreason = "not used"\nuntil = {until}\n',
            "utf-8",
        )
        ended = main(["--root", str(checkout)])
        out = capsys.readouterr().out
        assert ended == status, (until, named, out)
        assert ("was accepted until 2020-01-01" in out) is (until == "2020-01-01"), (named, out)
        assert ("pluggy CVE-2026-9: is not found any more" in out) is (named == "CVE-2026-9"), (named, out)


@pytest.mark.parametrize(
    "text",
    [
        'package = "a"\nadvisory = "b"\nuntil = 2026-01-01\n',
        'package = "a"\nadvisory = "b"\nreason = ""\nuntil = 2026-01-01\n',
        'package = "a"\nadvisory = "b"\nreason = "c"\nuntil = "2026-01-01"\n',
        'package = "a"\nadvisory = "b"\nreason = "c"\nuntil = 2026-01-01\nnote = "d"\n',
    ],
)
def test_an_acceptance_without_reason_or_day(checkout, text):
    """An entry that lacks one of its four keys, or has a fifth, is refused."""
    path = checkout / "macros" / "dependencies" / "accepted.toml"
    path.write_text("[[accepted]]\n" + text, "utf-8")
    with pytest.raises(DependencyError, match=r"accepted.toml: entry 1: .*each entry has package, advisory"):
        audit.accepted(checkout)


def test_without_a_network_nothing_fails(checkout, monkeypatch, capsys):
    """Where no registry answers, the check says so for each and passes."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", "http://user:secret@127.0.0.1:9/simple")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    assert main(["--root", str(checkout)]) == 0
    out, err = capsys.readouterr()
    assert "not checked: pypi vulnerabilities: the index that pip uses gave no answer for pluggy 1.7.0" in out
    assert "not checked: npm vulnerabilities: " in out
    assert "0 of 4 versions asked about" in err
    assert "127.0.0.1" not in out + err and "secret" not in out + err, "an address may hold a password"


def test_an_index_without_advisories_is_asked_once(checkout, registry, capsys):
    """A registry that refuses the first question is not asked the others, and nothing fails."""
    assert main(["--root", str(checkout)]) == 0
    out = capsys.readouterr().out
    assert "gave no answer for pluggy 1.7.0: 404 Not Found" in out
    assert "not checked: npm vulnerabilities: the registry that npm uses gave no advisories: 405" in out
    assert [path for path in registry.asked if path.startswith("/pypi/")] == ["/pypi/pluggy/1.7.0/json"]


def test_an_index_that_is_a_folder(checkout, monkeypatch, capsys):
    """A folder of packages knows no advisories, and that is said."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", checkout.as_uri())
    monkeypatch.setattr(advisories, "of_npm", lambda root, pins: Answer("npm"))  # npm looks elsewhere
    assert main(["--root", str(checkout)]) == 0
    assert "pip is set up with no index on the network" in capsys.readouterr().out


def test_where_pip_looks(monkeypatch, tmp_path):
    """The environment goes before a file, and without either pip's own index is known."""
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nindex-url = http://file.invalid/simple\ncert = /a.pem\n", "utf-8")
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    assert pip_settings()["index-url"] == "http://file.invalid/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "http://environment.invalid/simple")
    assert pip_settings()["index-url"] == "http://environment.invalid/simple"
    monkeypatch.delenv("PIP_INDEX_URL")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    assert pip_settings()["index-url"].endswith("/simple")


def test_answers_are_kept_for_a_day(checkout, monkeypatch):
    """The registries are asked once a day for the same pins; one that did not answer is asked again."""
    names = ("PYSEC-2026-1", "CVE-2026-1", "GHSA-aaaa")
    known = [Finding("pypi", "pluggy", "1.7.0", names, "It breaks.", ("1.7.1",))]
    asked: list[str] = []

    def of_python(pins: list) -> Answer:
        asked.append("pypi")
        return Answer("pypi", len(pins), known)

    def of_npm(root: Path, pins: list) -> Answer:
        asked.append("npm")
        return Answer("npm", unchecked=["no answer"])

    monkeypatch.setattr(advisories, "of_python", of_python)
    monkeypatch.setattr(advisories, "of_npm", of_npm)
    found = pins.read(checkout)

    def ask(after: timedelta, of: list = found) -> tuple[list[str], list[Answer]]:
        asked.clear()
        said = audit.answers(checkout, of, NOW + after)
        return list(asked), said

    assert ask(timedelta(0))[0] == ["pypi", "npm"]
    again, said = ask(timedelta(hours=23))
    assert again == ["npm"], "npm had not answered"
    assert said[0].findings == known and said[0].asked == len(found), "what is kept is what was said"
    assert "pypi" in ask(timedelta(hours=25))[0], "a day has passed"
    assert "pypi" in ask(timedelta(hours=25), found[:1])[0], "other pins"
    (checkout / "build" / "audit.json").write_text('{"pins": 1', "utf-8")
    assert "pypi" in ask(timedelta(hours=26))[0], "a damaged file counts as none"


def test_what_is_fixed_nowhere_is_told_all_the_same():
    """A finding without a fixed version asks for another package."""
    answer = Answer("pypi", 1, [Finding("pypi", "a", "1.0", ("X-1",), "")])
    assert list(audit.problems([answer], [], NOW.date())) == [
        "a 1.0: X-1; update or replace it and run make lock, or see macros/dependencies/accepted.toml"
    ]
