"""The release: one archive that is whole, says what is in it, and comes out the same each time."""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from macros import assets, book, release
from macros.dependencies import licences, pins
from macros.release import ROOT, ReleaseError, archive, components, files
from macros.release.__main__ import main
from macros.runtime import NPM

DAY = re.compile(r'data-built="?(\d{4}-\d\d-\d\d)')
# Words that the text of a licence is known by; one of an “OR” is enough.
KNOWN_BY = {
    "0BSD": "Permission to use, copy, modify, and/or distribute",
    "Apache-2.0": "Apache License",
    "Apache-2.0 WITH LLVM-exception": "LLVM Exceptions to the Apache 2.0 License",
    "BSD-2-Clause": "Redistributions in binary form must reproduce",
    "BSD-3-Clause": "Redistribution and use in source and binary forms",
    "BlueOak-1.0.0": "Blue Oak Model License",
    "CC-BY-4.0": "CC BY 4.0 License",
    "LicenseRef-scancode-public-domain": "public domain",
    "MIT": "Permission is hereby granted, free of charge",
    "MIT OR Apache-2.0": "Permission is hereby granted, free of charge",
    "MIT OR NCSA": "University of Illinois/NCSA",
    "MPL-2.0": "Mozilla Public License Version 2.0",
    "Python-2.0": "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
    "W3C-20150513": "W3C Software and Document",
    "Zlib": "This software is provided 'as-is'",
    "blessing": "May you do good and not evil",
    "bzip2-1.0.6": "Julian R Seward",
}


@pytest.fixture(scope="module")
def handbook(built_site) -> book.Handbook:
    """The handbook of the day on which the built site was made, whenever the tests run."""
    said = DAY.search((built_site / "tools" / "dates" / "index.html").read_text("utf-8"))
    return book.read(ROOT / "rules", date.fromisoformat(said[1]))


@pytest.fixture(scope="module")
def made(built_site, handbook) -> archive.Release:
    """The release of the built site, not yet packed."""
    return archive.gather(ROOT, built_site, handbook)


@pytest.fixture(scope="module")
def packed(made) -> bytes:
    return archive.pack(made)


@pytest.fixture(scope="module")
def unpacked(made, packed, tmp_path_factory) -> Path:
    """The folder that the archive unpacks into."""
    place = tmp_path_factory.mktemp("release")
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        tar.extractall(place, filter="data")
    return place / made.name


@pytest.fixture(scope="module")
def bill(unpacked) -> dict:
    return json.loads((unpacked / archive.BILL).read_text("utf-8"))


@pytest.fixture
def copied(built_site, tmp_path) -> Path:
    """A copy of the built site to spoil: a file has to be replaced, since the copies are links."""
    place = tmp_path / "site"
    shutil.copytree(built_site, place, copy_function=os.link)
    return place


def _all(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


# --- the archive ---


def test_nothing_of_the_site_is_missing(built_site, unpacked):
    """site/ in the archive is the built site, byte for byte, its headers included."""
    there = _all(unpacked / "site")
    assert there == _all(built_site)
    (python,) = (f"{assets.RUNTIME}/{path.name}" for path in (built_site / assets.RUNTIME).iterdir())
    assert "_headers" in there and "404.html" in there and f"{python}/pyodide.asm.wasm" in there


def test_the_sums_are_those_of_every_file(unpacked):
    """SHA256SUMS names each file but itself, in the form of sha256sum, with its sum."""
    lines = (unpacked / archive.SUMS).read_text("utf-8").splitlines()
    named = {line.split("  ", 1)[1]: line.split("  ", 1)[0] for line in lines}
    there = _all(unpacked)
    assert set(named) == set(there) - {archive.SUMS} and len(named) == len(lines)
    wrong = [name for name, sum_ in named.items() if hashlib.sha256(there[name]).hexdigest() != sum_]
    assert not wrong


def test_the_archive_says_nothing_of_who_made_it(made, packed, handbook):
    """Every entry is a plain file of nobody's, sorted, of the day before, under the name of the version."""
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        entries = tar.getmembers()
    assert [entry.name for entry in entries] == sorted(f"{made.name}/{name}" for name in made.contents)
    assert {(entry.uid, entry.gid, entry.uname, entry.gname, entry.mode) for entry in entries} == {
        (0, 0, "", "", 0o644)
    }
    assert all(entry.isfile() for entry in entries)
    days = {datetime.fromtimestamp(entry.mtime, UTC).date() for entry in entries}
    assert days == {handbook.today - timedelta(days=1)}, "no host's clock finds them in the future"
    assert len({entry.mtime for entry in entries}) > len(entries) / 2, "the time tells files apart"


def test_two_runs_gather_the_same(made, handbook, copied):
    """A second run, over files with other times, has the same files with the same bytes in the same order."""
    for path in copied.rglob("*.html"):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
        os.utime(path, (1, 1))
    again = archive.gather(ROOT, copied, handbook)
    assert again == made and list(again.contents) == list(made.contents)


def test_the_time_of_a_file_is_that_of_its_content():
    """Another byte or day gives another time, on the day before the release's; the same gives the same."""
    day = date(2026, 11, 23)
    times = [
        archive.file_time(day, b"10"),
        archive.file_time(day, b"12"),
        archive.file_time(date(2026, 11, 24), b"10"),
    ]
    assert len(set(times)) == 3 and times[0] == archive.file_time(day, b"10")
    assert datetime.fromtimestamp(times[0], UTC).date() == date(2026, 11, 22)
    assert times[2] - times[0] == 86_400


def test_the_command_writes_the_archive(made, packed, handbook, tmp_path, monkeypatch, capsys):
    """The command puts the archive where it is told, prints its sum, and ends clearly where it cannot.

    It is the second run of a release: whatever SOURCE_DATE_EPOCH says, it packs the same bytes.
    """
    monkeypatch.setenv("HANDBOOK_TODAY", handbook.today.isoformat())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert main(["--out", str(tmp_path / "new")]) == 0
    path = tmp_path / "new" / f"{made.name}.tar.gz"
    assert path.read_bytes() == packed and list(path.parent.iterdir()) == [path]
    assert capsys.readouterr().out == f"{hashlib.sha256(packed).hexdigest()}  {path}\n"
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"{made.version}\n"
    monkeypatch.setattr(archive, "gather", lambda *_: made)  # no need to gather it again
    assert main(["--out", str(path)]) == 1
    assert "choose another folder with --out" in capsys.readouterr().err


def test_a_site_of_another_day_is_not_released(handbook, tmp_path, monkeypatch, capsys):
    """A site that was built on another day, be it the one before, is refused, as its dates run from then."""
    tomorrow = handbook.today + timedelta(days=1)
    monkeypatch.setenv("HANDBOOK_TODAY", tomorrow.isoformat())
    # the same rules as on the next day: to read and check them anew takes seconds and tells nothing
    later = {tomorrow: replace(handbook, today=tomorrow, _quick={}, _memory={})}
    monkeypatch.setattr(release.__main__, "read", lambda root, day: later[day])
    assert main(["--out", str(tmp_path)]) == 1
    assert "is not what this checkout gives today: run make site" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_readme_says_how_to_host_it(unpacked, made, handbook):
    """README.txt names version and rules, how to check the sums, what to copy, how to get the same bytes."""
    text = (unpacked / "README.txt").read_text("utf-8")
    for part in (
        made.version,
        handbook.bundle["version"],
        "sha256sum --check --quiet SHA256SUMS",
        "site/_headers",
        "application/wasm",
        f"HANDBOOK_TODAY={handbook.today.isoformat()} make release",
    ):
        assert part in text, part
    assert max(len(line) for line in text.splitlines()) <= 115


# --- the version ---


@pytest.fixture
def sources(tmp_path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").write_text("a: 1\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    return tmp_path


def test_the_version_follows_the_sources_and_the_day(sources):
    """Another day, another file, other contents or another name give another version; nothing else does."""
    day = date(2026, 3, 2)
    first = release.version(sources, day)
    assert re.fullmatch(r"2026-03-02-[0-9a-f]{8}", first)
    for passing in ("rules/__pycache__/a.pyc", "rules/.a.yaml.swp", "rules/a.yaml~", "README.md"):
        (sources / passing).parent.mkdir(exist_ok=True)
        (sources / passing).write_text("x", "utf-8")
    assert release.version(sources, day) == first
    seen = {first, release.version(sources, date(2026, 3, 3))}
    (sources / "rules" / "a.yaml").write_text("a: 2\n", "utf-8")
    seen.add(release.version(sources, day))
    (sources / "rules" / "a.yaml").rename(sources / "rules" / "b.yaml")
    seen.add(release.version(sources, day))
    assert len(seen) == 4, seen


def test_every_source_counts(built_site):
    """What the site is made from is there: a renamed folder would drop out of the version silently."""
    assert [name for name in release.SOURCES if not (ROOT / name).exists()] == []


# --- the bill of materials ---


def test_the_bill_is_valid(unpacked):
    """The bill keeps to the published schema of CycloneDX 1.6, strictly."""
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    text = (unpacked / archive.BILL).read_text("utf-8")
    assert validator.validate_str(text) is None
    assert validator.validate_str(text.replace('"library"', '"book"', 1)) is not None


def test_the_bill_describes_this_release(bill, made, handbook):
    """The bill names the version, the day and the rules, and what the site depends on."""
    about = bill["metadata"]["component"]
    assert (about["name"], about["version"]) == ("core-group-handbook", made.version)
    assert about["properties"] == [{"name": "core-group-handbook:rules", "value": handbook.bundle["version"]}]
    assert bill["metadata"]["timestamp"].startswith(handbook.today.isoformat())
    (whole,) = [one for one in bill["dependencies"] if one["ref"] == about["bom-ref"]]
    assert sorted(whole["dependsOn"]) == sorted(one["bom-ref"] for one in bill["components"])


def test_every_version_is_a_pinned_one(bill):
    """Each package of the bill stands in a lock file, with this version, and its address says so."""
    pinned = {(pin.kind, pin.name, pin.version) for pin in pins.read(ROOT)}
    for one in bill["components"]:
        kind = one["purl"].split("/")[0].removeprefix("pkg:")
        assert (kind, one["name"], one["version"]) in pinned, one["name"]
        assert one["purl"] == f"pkg:{kind}/{one['name'].replace('@', '%40')}@{one['version']}"


def test_the_bill_is_what_the_site_holds(bill, unpacked):
    """Read from the archive alone: maps name the bill's npm packages, and the runtime's data its versions."""
    site = unpacked / "site"
    app = assets.app_of(site)
    there = {(one["name"], one["version"]) for one in bill["components"]}
    runtime = json.loads((site / app / "runtime.json").read_text("utf-8"))
    search = json.loads((site / "assets" / "search" / "pagefind-entry.json").read_text("utf-8"))
    assert {("pyodide", runtime["version"]), ("pagefind", search["version"])} <= there
    named = set()
    for path in (site / app).glob("*.map"):
        for source in json.loads(path.read_text("utf-8"))["sources"]:
            named |= set(re.findall(r"node_modules/((?:@[^/]+/)?[^/]+)/(?!.*node_modules/)", source))
    others = {"pyodide", "pagefind", "mkdocs-material"}
    assert named == {name for name, _ in there} - others and others < {name for name, _ in there}
    parts = {part["name"]: part for one in bill["components"] for part in one.get("components", [])}
    assert parts["cpython"]["version"] == runtime["python"]
    for one in (*bill["components"], *parts.values()):
        assert one["properties"], one["name"]
        for file in one["properties"]:
            assert (site / file["value"]).is_file(), f"{one['name']}: {file['value']}"


def test_every_file_of_others_is_on_the_bill(bill, unpacked):
    """Each file that the theme, Pyodide's package or the search program has just so is listed as theirs."""
    listed = {file["value"] for one in bill["components"] for file in one["properties"]}
    theme = files.theme_folder()
    for path in (unpacked / "site").rglob("*"):
        address = path.relative_to(unpacked / "site").as_posix()
        same = [theme / address, NPM / path.name]
        if path.suffix in (".js", ".mjs", ".wasm", ".css", ".png", ".map") and any(
            file.is_file() and file.read_bytes() == path.read_bytes() for file in same
        ):
            assert address in listed, address


def test_the_icons_are_those_of_the_sets_named(bill, unpacked):
    """Every icon in pages and styles is of a set on the bill, and each set on the bill is used."""
    sets = {
        "material": "material-design-icons",
        "octicons": "octicons",
        "fontawesome": "fontawesome-free",
    }
    theme = files.theme_folder() / ".icons"
    drawn = re.compile(r"\bd=[\"']([^\"']+)[\"']")
    of: dict[str, set[str]] = {}
    for icon in theme.rglob("*.svg"):
        for path in drawn.findall(icon.read_text("utf-8")):
            of.setdefault(path, set()).add(icon.relative_to(theme).parts[0])
    seen = set()
    site = unpacked / "site"
    for path in (*site.rglob("*.html"), *(site / "assets" / "stylesheets").glob("*.css")):
        for line in drawn.findall(unquote(path.read_text("utf-8"))):
            kinds = of.get(line, set())
            seen.add(
                next((kind for kind in sets if kind in kinds), min(kinds, default=f"unknown: {line[:40]}"))
            )
    parts = {part["name"] for one in bill["components"] for part in one.get("components", [])}
    assert seen == set(sets) and set(sets.values()) <= parts


def test_each_component_has_its_licence(bill, unpacked):
    """Each component is in the list of licences, with the text of the licence that the bill gives it."""
    listed = (unpacked / archive.LICENCES / "README.txt").read_text("utf-8")
    texts = {path.name for path in (unpacked / archive.LICENCES).iterdir()} - {"README.txt"}
    for one in bill["components"]:
        for entry in (one, *one.get("components", [])):
            (said,) = entry["licenses"]
            licence = said.get("expression") or said["license"].get("id") or said["license"]["name"]
            name = re.sub(r"[^\w.-]+", "-", entry["bom-ref"]).strip("-") + ".txt"
            assert name in listed and licence in listed, entry["bom-ref"]
            text = (unpacked / archive.LICENCES / name).read_text("utf-8")
            assert KNOWN_BY[licence] in text, f"{name} is no text of {licence}"
            texts.discard(name)
    assert not texts, "texts of nothing that is in the site"


# --- what stops a release ---


@pytest.fixture(scope="module")
def owned(built_site, handbook) -> dict[str, str]:
    return files.owners(ROOT, built_site, handbook)


@pytest.fixture(scope="module")
def expected(handbook) -> assets.Assets:
    """What this checkout gives, whatever is done to a copy of its site."""
    return assets.find(ROOT, handbook)


@pytest.fixture
def joined_once(expected, monkeypatch) -> None:
    """The modules are not joined anew for every spoilt site."""
    monkeypatch.setattr(assets, "find", lambda root, handbook: expected)


def test_no_site(tmp_path, handbook):
    """Without a built site the message names the command."""
    with pytest.raises(ReleaseError, match="site/: there is no built site: run make site"):
        files.owners(ROOT, tmp_path / "site", handbook)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("{app}/rules/luton.json", "/rules/luton.json: is not what this checkout gives today: run make site"),
        ("assets/app/0/page.mjs", "site/assets/app/0/page.mjs: nothing says where this comes from"),
        ("assets/fonts/new.woff2", "site/assets/fonts/new.woff2: nothing says where this comes from"),
    ],
)
def test_a_file_that_is_old_or_unknown(copied, handbook, joined_once, address, message):
    """A file that differs from what is built, or that nobody is known to have made, stops the release."""
    path = copied / address.format(app=assets.app_of(copied))
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text("x", "utf-8")
    with pytest.raises(ReleaseError, match=re.escape(message)):
        files.owners(ROOT, copied, handbook)


def _map(name: str) -> str:
    return json.dumps({"sources": [f"../../node_modules/{name}/index.js"], "sourcesContent": [None]})


@pytest.mark.parametrize(
    ("address", "text", "message"),
    [
        (
            "assets/app/*/page.mjs.map",
            _map("left-pad"),
            "node_modules/left-pad: is in the site and in no lock file: run make setup, then make site",
        ),
        (
            "assets/app/*/page.mjs.map",
            json.dumps({"sources": [], "sourcesContent": ["a()\n// node_modules/left-pad/index.js\nb()"]}),
            "/page.mjs.map: holds left-pad: add it to macros/release/parts.toml",
        ),
        (
            "assets/runtime/*/pyodide.mjs",
            "export {}",
            "parts.toml: stackframe: is not found in site/assets/runtime/*/pyodide.mjs: if pyodide no longer",
        ),
    ],
)
def test_what_no_list_names(copied, owned, address, text, message):
    """A package that is joined in without a pin or an entry stops the release, as does a lost one."""
    (path,) = copied.glob(address)
    path.unlink()
    path.write_text(text, "utf-8")
    with pytest.raises(ReleaseError, match=re.escape(message)):
        components.find(ROOT, copied, owned)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("MIT", "GPL-3.0-only"), "the licence GPL-3.0-only is not among those of"),
        (('of = "docx"', 'of = "left-pad"'), "left-pad is not in the site: take it out"),
        (('"texts/python.txt"', '"texts/nowhere.txt"'), "texts/nowhere.txt: No such file or directory"),
        (
            ('name = "rxjs"\n', 'name = "rxjs"\nnote = ""\n'),
            "rxjs: an entry has file, licence, name, of, seen",
        ),
        (("[[part]]", "[[part"), "parts.toml: cannot be read"),
        (('pyodide = "texts', 'another = "texts'), "pyodide: has no licence text"),
    ],
)
def test_a_mistake_in_the_list_of_parts(built_site, owned, tmp_path, monkeypatch, change, message):
    """A part under another licence, of nothing, without text, or written wrongly is told by its name."""
    text = components.PARTS.read_text("utf-8")
    assert change[0] in text
    shutil.copytree(components.PARTS.parent / "texts", tmp_path / "texts")
    (tmp_path / "parts.toml").write_text(text.replace(*change, 1), "utf-8")
    monkeypatch.setattr(components, "PARTS", tmp_path / "parts.toml")
    with pytest.raises(ReleaseError, match=re.escape(message)):
        components.find(ROOT, built_site, owned)


def test_no_two_components_share_a_text(built_site, owned):
    """Two components whose names differ by a sign alone would overwrite each other's text: it is refused."""
    one, *_ = components.find(ROOT, built_site, owned)
    twin = replace(one, name=one.name.replace("@", "").replace("/", "-"))
    with pytest.raises(ReleaseError, match="two components have this file of LICENCES"):
        archive.licence_names([one, twin])


def test_every_text_is_used():
    """No text of a licence lies in texts/ that no entry names."""
    text = components.PARTS.read_text("utf-8")
    there = {path.name for path in (components.PARTS.parent / "texts").iterdir()}
    assert there == set(re.findall(r'"texts/([^"]+)"', text))


def test_licences_of_parts_are_written_as_spdx_does():
    """The licence of each part is an expression of SPDX in its own spelling."""
    for licence in re.findall(r'^licence = "([^"]+)"', components.PARTS.read_text("utf-8"), re.M):
        assert licences.expression(licence) == licence
