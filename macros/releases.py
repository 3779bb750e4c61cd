"""What changed with a release, kept beside the rules, since a site may be built without their history."""

import json
from collections import Counter
from pathlib import Path

FOLDER = "releases"
MOST = (
    40  # new things of one kind and place that are listed; of more the number is kept, as the pages show them
)
LISTED = ("statements", "lists", "items", "words")  # the parts of which there can be so many


def shortened(data: dict) -> dict:
    """A comparison as a release keeps it: where very many things of a kind are new, their number alone."""

    def kind(change: dict) -> tuple:
        return change["part"], change["place"], change["change"]

    counts = Counter(map(kind, data["changes"]))
    many = {key for key, count in counts.items() if key[0] in LISTED and key[2] == "added" and count > MOST}
    kept, told = [], set()
    for change in data["changes"]:
        if (key := kind(change)) not in many:
            kept.append(change)
        elif key not in told:
            told.add(key)
            kept.append({**change, "key": "", "title": "", "count": counts[key], "what": []})
    return {**data, "changes": kept}


def place(root: Path, day: str) -> Path:
    """Where the release of a day is kept."""
    return root / FOLDER / f"{day}.json"


def to_json(data: dict) -> str:
    """A release as its file holds it: readable, and the same for the same data."""
    return json.dumps(shortened(data), ensure_ascii=False, indent=1) + "\n"
