"""The loader: what a file says is what the data holds, and a bad file gets its line and a remedy."""

import time

import pytest

from macros import load
from macros.load import DEEPEST, LARGEST, RuleError, read_yaml
from tests.rules.rulebook import CALENDAR, EVENTS, copy


def read(tmp_path, content):
    path = tmp_path / "file.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_yaml(path, "file.yaml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025-04-14", "2025-04-14"),
        ("3.10", "3.10"),
        ("1e3", "1e3"),
        ("1_000", "1_000"),
        ("0x1f", "0x1f"),
        ("010", "010"),
        ("12:30", "12:30"),
        ("on", "on"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("~", "~"),
        ("NULL", "NULL"),
        (".inf", ".inf"),
        ("9" * 5000, "9" * 5000),
        ("'5'", "5"),
        ('""', ""),
        ("5", 5),
        ("-5", -5),
        ("0", 0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("luton#1.2.4/s1", "luton#1.2.4/s1"),
    ],
)
def test_text_stays_text(tmp_path, text, value):
    """Only true, false, null and plain whole numbers are anything but the text that stands there."""
    found = read(tmp_path, f"key: {text}\n").data["key"]
    assert (found, type(found)) == (value, type(value))


def test_keys_are_text(tmp_path):
    """A key is text, whatever it looks like: a locator 3 and the word `on` are keys like any other."""
    assert list(read(tmp_path, "3: a\non: b\ntrue: c\n2025-01-01: d\n").data) == [
        "3",
        "on",
        "true",
        "2025-01-01",
    ]


def test_every_key_path_has_its_line(tmp_path):
    """A message can name the line of a key and of a list item; of a path not there, the nearest."""
    document = read(tmp_path, "# note\na:\n  b: [x,\n      y]\n  c:\n    - d: 1\n    - e: 2\n")
    assert [document.line(*path) for path in [(), ("a",), ("a", "b", 1), ("a", "c", 1, "e")]] == [1, 2, 4, 7]
    assert document.line("a", "b", 7, "z") == 3
    assert document.line("nothing") == 1


def test_marks_and_line_ends_of_windows_mean_nothing(tmp_path):
    """A file saved by an editor on Windows reads the same, with the same lines."""
    document = read(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: |\r\n  two\r\n  lines\r\n")
    assert document.data == {"a": 1, "b": "two\nlines\n"}
    assert document.line("b") == 2


BAD = [
    ("a tab to indent", "a:\n\tb: 1\n", "2: a tab; use spaces"),
    ("a tab in text", "a: one\ttwo\n", "1: a tab; use spaces"),
    ("duplicate key", "a: 1\nb: 2\na: 3\n", "3: duplicate key “a”, first on line 1; keep one of the two"),
    (
        "duplicate key in brackets",
        "a: {b: 1, 'b': 2}\n",
        "1: duplicate key “b”, first on line 1; keep one of the two",
    ),
    ("anchor", "a: &x 1\n", "1: an anchor (&x); remove it and write the values out"),
    ("alias", "a: 1\nb: *x\n", "2: an alias (*x); write the value out"),
    ("merge key", "a: 1\nb:\n  <<: {c: 1}\n", "3: a merge key (<<); write the keys out"),
    ("tag", "a: !!python/object:os.system x\n", "1: a tag (!!python/object:os.system); remove it"),
    ("own tag", "a: !x 1\n", "1: a tag (!x); remove it"),
    ("two documents", "a: 1\n---\nb: 1\n", "2: a second document starts; keep one a file"),
    ("directive", "%YAML 1.1\n---\na: 1\n", "1: a YAML directive; remove the line that starts with %"),
    (
        "not UTF-8",
        "a: 1\nb: caf\xe9\n".encode("latin-1"),
        "2: not UTF-8; save the file with the encoding UTF-8",
    ),
    ("UTF-16", "a: 1\n".encode("utf-16"), "1: not UTF-8; save the file with the encoding UTF-8"),
    ("empty", "", "1: the file is empty; write the rule or remove the file"),
    ("comments alone", "# nothing yet\n", "1: the file is empty; write the rule or remove the file"),
    ("empty document", "---\n", "1: the file is empty; write the rule or remove the file"),
    ("empty mapping", "{}\n", "1: the file is empty; write the rule or remove the file"),
    ("a list", "- a\n", "1: the file is not a mapping; start it with “key: value” lines"),
    ("text", "words\n", "1: the file is not a mapping; start it with “key: value” lines"),
    ("no value", "a: 1\nb:\nc: 2\n", "2: “b” has no value; write one, or null where there is none"),
    ("empty item", "a:\n  -\n", "2: a list item has no value; write one, or null where there is none"),
    ("no key", 'a: 1\n"": 2\n', "2: a key is missing before the colon; write one"),
    ("a list as a key", "? [a, b]\n: 1\n", "1: a key that is a list or a mapping; keys are text"),
    (
        "too deep",
        "a: " + "[" * 13 + "]" * 13,
        f"1: more than {DEEPEST} levels deep; the rule format needs fewer",
    ),
    ("a zero byte", b"a: x\x00y\n", "1: an unseen character (U+0000); type it anew as a plain one"),
    (
        "no-break space",
        "a: 1\nb: ten\u00a0days\n",
        "2: an unseen character (U+00A0); type it anew as a plain one",
    ),
    ("turned text", "a: x\u202ey\n", "1: an unseen character (U+202E); type it anew as a plain one"),
    (
        "turned text by an escape",
        'a: "x\\u202ey"\n',
        "1: an unseen character (U+202E); type it anew as a plain one",
    ),
    (
        "a zero byte by an escape",
        'a: "\\0"\n',
        "1: an unseen character (U+0000); type it anew as a plain one",
    ),
    ("a key by an escape", '"a\\e[31m": 1\n', "1: an unseen character (U+001B); type it anew as a plain one"),
    ("unseen tags", "a: x\U000e0041\n", "1: an unseen character (U+E0041); type it anew as a plain one"),
    ("a long text", f"a: {'x' * 5001}\n", "1: a text of 5001 characters; write at most 5000, or split it"),
    ("line separator", "a: x\u2028b: y\n", "1: an unseen character (U+2028); type it anew as a plain one"),
    ("colon in text", "a: 1\nb: one: two\n", "2: a colon where no key can stand; put the text in quotes"),
    (
        "a space too many",
        "a:\n  b: one\n\n  # what it is\n   c: two\n",
        "5: the line begins 1 space further in than “b” above it; begin both at the same place",
    ),
    (
        "a space too many under a remark",
        "a:\n  b: one  # the first\n   c: two\n",
        "3: the line begins 1 space further in than “b” above it; begin both at the same place",
    ),
    (
        "a space too many under brackets",
        "a:\n  b: [one]\n   c: two\n",
        "3: the line begins 1 space further in than “b” above it; begin both at the same place",
    ),
    (
        "spaces too many in a list",
        "a:\n  - b: one\n      c: two\n",
        "3: the line begins 2 spaces further in than “b” above it; begin both at the same place",
    ),
    (
        "colon in text that goes on",
        "a: one\n  and two: three\n",
        "2: a colon where no key can stand; put the text in quotes",
    ),
    ("quote not closed", 'a: "one\nb: 2\n', "3: a quote is opened and not closed; close it"),
    (
        "bracket not closed",
        "a: [1, 2\nb: 3\n",
        "2: a bracket is not closed, or a comma is missing inside it; add what is missing",
    ),
    ("starts with @", "a: @x\n", "1: text cannot start with this character; put the text in quotes"),
    ("no colon", "a: 1\nwords\nb: 2\n", "3: a line that is not “key: value”; check it and the line before"),
    ("backslash", 'a: "\\q"\n', "1: a backslash in double quotes; use single quotes"),
    (
        "indentation",
        "a:\n    b: 1\n  c: 2\n",
        "3: the lines do not fit together; check indentation, quotes and brackets here and just above",
    ),
]


@pytest.mark.parametrize(("content", "message"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_bad_file_says_where_and_what_to_do(tmp_path, content, message):
    """Each file that cannot be used is one `RuleError` with its line and the remedy."""
    with pytest.raises(RuleError) as caught:
        read(tmp_path, content)
    assert str(caught.value) == f"file.yaml:{message}"


def test_both_parsers_say_the_same(tmp_path, monkeypatch):
    """Without the parser in C the data and the messages are the same."""
    monkeypatch.setattr(load, "_Parser", load.yaml.SafeLoader)
    for _, content, message in BAD:
        with pytest.raises(RuleError) as caught:
            read(tmp_path, content)
        assert str(caught.value) == f"file.yaml:{message}"
    assert read(tmp_path, "a: {b: [1, 'x', null, true]}").data == {"a": {"b": [1, "x", None, True]}}


def test_a_large_file_is_refused_unread(tmp_path, monkeypatch):
    """A file of 5 MB is refused by its size, before a byte of it is parsed."""
    path = tmp_path / "file.yaml"
    path.write_text("a: 1\n" + "# filling\n" * 500_000)
    monkeypatch.setattr(type(path), "read_bytes", lambda self: pytest.fail("it was read"))
    with pytest.raises(
        RuleError, match=r"^file.yaml:1: the file has 5.0 MB; at most 1 MB is read, so split it$"
    ):
        read_yaml(path, "file.yaml")


def test_an_alias_bomb_costs_nothing(tmp_path):
    """A few lines that would unfold to billions of items are refused at the first anchor."""
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    with pytest.raises(RuleError, match=r"^file\.yaml:1: an anchor"):
        read(tmp_path, "\n".join(lines))


@pytest.mark.parametrize(
    "piece", ["[", "{", "- ", "? ", "a: {", "{a: [", "'", '"', "!", "&", "*", "|\n", ">-\n "]
)
def test_hostile_files_end_soon(tmp_path, piece):
    """A file as large as is read, made to nest or to never close, ends as an error in a moment."""
    started = time.monotonic()
    with pytest.raises(RuleError):
        read(tmp_path, piece * ((LARGEST - 100) // len(piece)))
    assert time.monotonic() - started < 20


def test_what_is_no_file_is_told(tmp_path):
    """A folder with the name of a rule file is an error like any other."""
    (tmp_path / "file.yaml").mkdir()
    with pytest.raises(RuleError, match=r"^file\.yaml:1: not a file; put"):
        read_yaml(tmp_path / "file.yaml", "file.yaml")


def test_load_goes_on_after_a_bad_file(tmp_path):
    """One bad file is a problem and is left out; the rest is there."""
    rules = load.load(copy(tmp_path, (CALENDAR, "title: a\ntitle: b\n")))
    assert list(map(str, rules.problems)) == [
        "rules/calendars/england.yaml:2: duplicate key “title”, first on line 1; keep one of the two"
    ]
    assert rules.calendars == {}
    assert set(rules.areas) == {"shire", "town"}
    assert set(rules.deadlines["shire"]) == {"first_core_group", "notes"}
    assert list(rules.provisions["shire"]) == ["1.1", "1.2/b", "2.1"]
    assert [entry["id"] for entry in rules.conventions] == ["day_1", "months_in_days"]
    assert rules.documents[f"rules/{EVENTS}"].line("core_group", "once") > 1
    assert rules.document("areas", "town", "area.yaml").data["builds_on"] == "shire"


def test_a_missing_folder_is_a_problem(tmp_path):
    """A folder that is not there is one clear problem, not a crash."""
    rules = load.load(tmp_path / "rulse")
    assert list(map(str, rules.problems)) == ["rulse:1: no such folder; give the one that holds the rules"]
