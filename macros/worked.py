"""Worked examples of the rule files: what each asks of the engine, and where an answer differs from it."""


def today(example: dict) -> str | None:
    """The day that an example is worked out as on: its own, or the latest date held; None without either.

    >>> today({"given": {"initial_conference": "2026-03-26", "core_group": ["2026-04-09"]}})
    '2026-04-09'
    """
    held = [entry["held"][:10] for found in entries(example, "given", "held").values() for entry in found]
    return example.get("today") or max(held, default=None)


def request(area: str, example: dict) -> dict:
    """The request to the engine that an example stands for.

    >>> request("luton", {"given": {"initial_conference": "2026-11-30"}})["events"]
    {'initial_conference': [{'held': '2026-11-30'}]}
    """
    events = entries(example, "given", "held")
    for event, booked in entries(example, "booked", "booked").items():
        events[event] = events.get(event, []) + booked
    return {
        "area": area,
        "today": today(example),
        "events": events,
        "facts": example.get("facts", {}),
        "set_by_conference": example.get("set", {}),
        **({"as_at": example["as_at"]} if "as_at" in example else {}),
    }


def entries(example: dict, part: str, name: str) -> dict[str, list[dict]]:
    """The dates of one part of an example, as a request has them."""
    return {
        event: [dict(item) if isinstance(item, dict) else {name: item} for item in _listed(value)]
        for event, value in example.get(part, {}).items()
    }


def checklist_request(area: str, key: str, example: dict) -> dict:
    """The request to the engine that a worked example of a checklist stands for.

    `at` says which meeting's list is meant; `ticks` are those of that meeting, `earlier` those of others.
    """
    asked = request(area, example)
    named = {}
    for event, items in asked["events"].items():
        for item in items:
            day = (item.get("held") or item["booked"])[:10]
            item["id"] = f"{event}-{day}"
            named.setdefault(day, item["id"])
    bucket = named.get(example.get("at"), "case")
    ticks = {bucket: _ticks(key, example.get("ticks", {}))}
    for day, items in example.get("earlier", {}).items():
        ticks[named[day]] = _ticks(key, items)
    chosen = {"bucket": bucket} if "at" in example else {}
    return {**asked, "do": "checklists", "list": key, **chosen, "ticks": ticks}


def _ticks(key: str, items: dict) -> dict[str, dict]:
    return {
        name if "/" in name else f"{key}/{name}": tick if isinstance(tick, dict) else {"status": tick}
        for name, tick in items.items()
    }


def checklist_differences(key: str, example: dict, answer: dict) -> list[tuple[tuple, str]]:
    """What a checklist has otherwise than an example expects: `latest`, `state` or `since` of an item."""
    sheet = answer["sheet"]
    items = {item["key"]: item for item in (*sheet["items"], *sheet["left"])}
    found: list[tuple[tuple, str]] = []
    for name, fields in example["expect"].items():
        item = items.get(name if "/" in name else f"{key}/{name}")
        if item is None:
            found.append(((name,), f"{name} is expected, and the list has no such item"))
            continue
        got = {"state": item["state"], "since": item["since"], "latest": (item["due"] or {}).get("latest")}
        for field, expected in fields.items():
            if got[field] != expected:
                said = f"{name}: expected {field} {_shown(expected)}, got {_shown(got[field])}"
                found.append(((name, field), said))
    return found


def _listed(value) -> list:
    return value if isinstance(value, list) else [value]


def differences(example: dict, answer: dict) -> list[tuple[tuple, str]]:
    """What the value of an answer has otherwise than an example expects, an empty list where nothing.

    Each is the key path inside `expect` and the words: deadline, field, expected and got.
    """
    windows = {(entry["deadline"], entry["occurrence"]): entry for entry in answer["deadlines"]}
    found: list[tuple[tuple, str]] = []
    for key, value in example["expect"].items():
        several = isinstance(value, list)
        for index, fields in enumerate(_listed(value)):
            occurrence = fields.get("occurrence", index + 1)
            path = (key, index) if several else (key,)
            label = key if occurrence == 1 and not several else f"{key} {occurrence}"
            window = windows.get((key, occurrence))
            if window is None:
                found.append((path, f"{label} is expected, and the answer has no such window"))
                continue
            for name, expected in fields.items():
                if name != "occurrence" and window.get(name) != expected:
                    said = f"{label}: expected {name} {_shown(expected)}, got {_shown(window.get(name))}"
                    found.append(((*path, name), said))
    return found


def _shown(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "none" if value is None else str(value)
