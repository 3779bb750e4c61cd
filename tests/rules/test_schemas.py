"""The schemas: sound themselves, and helpful in an editor."""

import json

import jsonschema
import pytest

from checklists.engine.items import STATES
from macros.check.schema import FOLDER, formats

SCHEMAS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def parts(value):
    """Every part of a schema that is a mapping."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from parts(item)


def target(schema: dict, reference: str) -> dict:
    """What a reference leads to."""
    file, _, pointer = reference.partition("#")
    found = SCHEMAS[file.removesuffix(".json")] if file else schema
    for step in filter(None, pointer.split("/")):
        found = found[step]
    return found


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_sound(kind):
    """Each is a schema of the edition that it names, and is named as its file."""
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[kind])
    assert SCHEMAS[kind]["$id"] == f"{kind}.json"


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_key_is_explained(kind):
    """Every key has a title and a description, which editors show while a rule is written."""
    schema = SCHEMAS[kind]
    for part in parts(schema):
        for key, value in part.get("properties", {}).items() if part.get("type") == "object" else ():
            options = [value, *value.get("anyOf", ())]
            found = options + [target(schema, option["$ref"]) for option in options if "$ref" in option]
            for name in ("title", "description"):
                assert any(name in option for option in found), f"{kind}: {key} has no {name}"


@pytest.mark.parametrize("kind", SCHEMAS)
def test_no_mapping_is_open(kind):
    """A mapping allows the keys that it names and no others."""
    for part in parts(SCHEMAS[kind]):
        if part.get("type") == "object":
            assert "additionalProperties" in part, part


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_reference_leads_somewhere_and_every_format_is_known(kind):
    """A misspelt reference or format would check nothing."""
    for part in parts(SCHEMAS[kind]):
        if isinstance(part.get("$ref"), str):
            assert target(SCHEMAS[kind], part["$ref"])
        if isinstance(part.get("format"), str):
            assert part["format"] in formats.checkers


def test_changes_are_of_the_keys_of_a_deadline():
    """A reading and an overlay can change every key of a deadline and of a limit, and no other."""
    own = SCHEMAS["deadlines"]["$defs"]
    differences = SCHEMAS["overlay"]["$defs"]
    assert set(own["changes"]["properties"]) == set(own["deadline"]["properties"])
    assert set(differences["deadline"]["properties"]) == set(own["deadline"]["properties"])
    assert set(differences["limit"]["properties"]) == set(own["limit"]["properties"])
    assert set(SCHEMAS["overlay"]["properties"]) == {*SCHEMAS["deadlines"]["properties"], "because"}


@pytest.mark.parametrize("kind", ["checklists", "checklists_overlay"])
def test_an_example_may_expect_every_state_of_an_item(kind):
    """The states that a worked example can name are those that the engine gives, and no others."""
    example = SCHEMAS[kind]["properties"]["examples"]["items"]["properties"]["expect"]
    assert example["additionalProperties"]["properties"]["state"]["enum"] == list(STATES)
