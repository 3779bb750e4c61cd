"""The parts of an area's pages as plain data in its own terms: limits, readings, the ready reckoner."""

from functools import cached_property

from checklists.engine import parse_limit

from .. import together
from ..bundle import cites_of
from . import examples
from .base import cite, day, event, kebab, limit, month_words, plain_day, source_label, upper_first

BOUNDS = (("target", "Target"), ("latest", "At the latest"), ("earliest", "At the earliest"))
LEADS = {"latest": "", "target": "Target: ", "earliest": "Not before: "}


def parent_title(handbook, area: dict) -> str | None:
    parent = area.get("builds_on")
    return handbook.bundle["areas"][parent]["title"] if parent else None


class Page:
    """The parts of one area's page, as plain data in the area's own terms."""

    def __init__(self, handbook, key: str, base: str):
        self.handbook = handbook
        self.key = key
        self.base = base
        self.area = handbook.bundle["areas"][key]
        self.terms = self.area["terms"]

    @cached_property
    def worked(self) -> list[dict]:
        """The area's worked examples, answered by the engine."""
        return examples.answers(self.handbook, self.key)

    def brief(self, item: dict) -> dict:
        """One deadline with its limits alone."""
        lines = [line for name, label in BOUNDS for line in self.limits(item, name, label)]
        return {"title": item["title"], "anchor": kebab(item["key"]), "limits": lines}

    def deadline(self, item: dict) -> dict:
        """One deadline with its limits, conditions, readings and worked examples."""
        worked = [entry for entry in self.worked if item["key"] in entry["expected"]]
        return {
            "key": item["key"],
            "anchor": kebab(item["key"]),
            "title": item["title"],
            "own": item["own"],
            "changes_parent": item["own"] and item["inherited"],
            "from_parent": None if item["own"] else parent_title(self.handbook, self.area),
            "target": event(item["event"], self.terms, article=False) if item.get("event") else None,
            "limits": [line for name, label in BOUNDS for line in self.limits(item, name, label)],
            "conditions": self.conditions(item),
            "history": self.history(item),
            "responsible": self.role(item.get("responsible")),
            "note": item.get("note"),
            "how": self.how(item),
            "spans": self.spans(item),
            "readings": [self.reading(item, entry, worked) for entry in item.get("readings") or ()],
            "examples": [examples.table(entry, item["key"], self.terms) for entry in worked],
        }

    def limits(self, item: dict, bound: str, label: str) -> list[dict]:
        """The limits of one bound, newest first where they changed on a date."""
        dated = sorted(item.get(bound) or (), key=lambda entry: entry["start"] or "", reverse=True)
        lines = []
        today = self.handbook.today.isoformat()
        for number, entry in enumerate(dated):
            until = dated[number - 1]["start"] if number else None
            past = bool(until and until <= today)
            coming = (
                f"From {plain_day(entry['start'])}: " if entry["start"] and entry["start"] > today else ""
            )
            if entry["limits"] is None:
                ended = {"label": label, "words": "No limit any more", "short": f"{coming}No limit any more"}
                lines.append(
                    {**ended, "since": entry["start"], "until": until, "past": past, "strength": None}
                )
            for one in entry["limits"] or ():
                words = limit(one["limit"], self.terms) + self.only(one)
                lead = coming + (LEADS[bound] if bound != "earliest" or item.get("event") else "From: ")
                lines.append(
                    {
                        "label": label if item.get("event") else "From",
                        "words": upper_first(words),
                        "short": upper_first(lead + words),
                        "since": entry["start"],
                        "until": until,
                        "past": past,
                        "strength": one.get("strength"),
                        "reason": one.get("reason"),
                        "responsible": self.role(one.get("responsible")),
                        "cites": [cite(self.handbook, text, self.base) for text in one["cites"]],
                    }
                )
        return lines

    def only(self, limit: dict) -> str:
        """On which answer a limit holds, in words to follow it."""
        if not limit.get("when"):
            return ""
        fact = self.handbook.bundle["facts"][limit["when"].removeprefix("not ")]
        answer = "no" if limit["when"].startswith("not ") else "yes"
        return f", if the answer is {answer}: {fact['question']}"

    def how(self, item: dict) -> list[str]:
        """How several limits of a deadline go together, and what to know of hours."""
        every = [one for side, _ in BOUNDS for entry in item.get(side) or () for one in entry["limits"] or ()]
        found = []
        if item.get("target"):
            found.append("It is due from the target, and overdue only after the latest day.")
        found += together.sentences({side: item.get(side) for side, _ in BOUNDS})
        if any(parse_limit(one["limit"]).unit == "hour" for one in every):
            found.append(
                "Hours run by the clock from the time of day. Where that is not known, the date is the last "
                "whole day inside them whatever the time was."
            )
        return found

    def spans(self, item: dict) -> list[dict]:
        """Where other keys than the limits changed on a date: what holds from when, the newest first."""
        versions = item.get("versions") or ()
        found = []
        for number, version in enumerate(versions):
            until = versions[number + 1]["start"] if number + 1 < len(versions) else None
            form = {**item, **version["patch"]}
            met = f"Met by: {event(form['event'], self.terms, article=False)}" if form["event"] else None
            who = self.role(form.get("responsible"))
            lines = [form["title"], who and f"Who: {who}", met, *self.conditions(form), form.get("note")]
            since = f"From {plain_day(version['start'])}" if version["start"] else "Before that"
            found.append({"label": since, "until": until, "lines": [line for line in lines if line]})
        return found[::-1]

    def history(self, item: dict) -> str:
        """On which days the limit changed; where none is recorded, in which editions it stands as it is."""
        starts = sorted(
            {entry["start"] for bound, _ in BOUNDS for entry in item.get(bound) or () if entry["start"]}
            | {version["start"] for version in item.get("versions") or () if version["start"]}
        )
        if starts:
            return f"Changed from {' and '.join(map(day, starts))}; each form is above with its dates"
        cited = dict.fromkeys(text.split("#", 1)[0] for text in cites_of(item))
        known = self.handbook.bundle["sources"]
        editions = [f"{source_label(self.handbook, key)}, {known[key]['edition']}" for key in cited]
        return f"No change is recorded. It stands so in: {'; '.join(editions)}"

    def conditions(self, item: dict) -> list[str]:
        """When the rule applies, from when, until when, and who may set something else."""
        found = []
        if item.get("started"):
            found.append(f"New from {plain_day(item['started'])}: what began before that has no such limit")
        if item.get("ended"):
            found.append(f"Withdrawn from {plain_day(item['ended'])}: what began before that still has it")
        if item.get("when"):
            fact = self.handbook.bundle["facts"][item["when"].removeprefix("not ")]
            if item["when"].startswith("not "):
                found.append(f"Only if the answer is no: {fact['question']}")
            else:
                found.append(f"Only if: {fact['yes']}")
        if item.get("from"):
            found.append(f"Runs from {event(item['from'], self.terms)}")
        if item.get("until"):
            found.append(f"Stops at {event(item['until'], self.terms)}")
        for body in item.get("or_set_by") or ():
            label = self.terms["events"].get(body, body.replace("_", " "))
            found.append(f"The {label} may set another interval")
        return found

    def role(self, key: str | None) -> str | None:
        return upper_first(self.terms["roles"].get(key, key.replace("_", " "))) if key else None

    def reading(self, item: dict, reading: dict, worked: list[dict]) -> dict:
        """A reading with what the other one gives: in words, and in the first example that it changes."""
        other = {**item, **reading["patch"]}
        lines = []
        for name, label in BOUNDS:
            if name in reading["patch"]:
                lines += self.limits(other, name, label) or [{"label": label, "words": "no limit"}]
        changed = {**item, **{k: v for k, v in reading["patch"].items() if k not in dict(BOUNDS)}}
        conditions = [text for text in self.conditions(changed) if text not in self.conditions(item)]
        return {
            **{name: reading[name] for name in ("id", "question", "taken", "because")},
            "confirmed": reading.get("confirmed"),
            "other": [f"{line['label']}: {line['words']}" for line in lines] + conditions,
            "example": examples.changed_by(reading["id"], item["key"], worked),
        }

    def silent(self) -> list[dict]:
        """What the area's sources leave open, under the title that other areas give it."""
        titles = self.handbook.bundle["silent_titles"]
        return [{"title": titles[key], "text": text} for key, text in self.area["silent"].items()]

    def reckoner(self) -> dict:
        """The ready reckoner by month, with a link from each column to its limit."""
        data = self.handbook.quick(self.key)["reckoner"]
        order = _after_first(data)
        columns = [{**data["columns"][at], "anchor": kebab(data["columns"][at]["deadline"])} for at in order]
        months: dict[str, list] = {}
        for start, cells in data["rows"].items():
            row = {"words": day(start), "cells": [cells[at] for at in order]}
            months.setdefault(start[:7], []).append(row)
        return {
            **{name: data[name] for name in ("from", "to")},
            "event": event(data["event"], self.terms, article=False),
            "columns": columns,
            "months": [
                {"month": month, "title": month_words(month), "rows": rows} for month, rows in months.items()
            ],
            "find": plain_day(self.handbook.today),
            "count_from": self.counted_from(),
        }

    def counted_from(self) -> list[str]:
        """The events that limits run from, in the area's terms: for where none hangs on the conference."""
        return examples.anchors(self.area["deadlines"], self.terms)


def _after_first(data: dict) -> list[int]:
    """The order of the reckoner's columns on the page: what follows the conference, then what precedes it.

    Most readers look for the former, and on a phone only the first columns are in sight.
    """
    for start, cells in data["rows"].items():
        return sorted(range(len(cells)), key=lambda at: bool(cells[at]) and cells[at] < start)
    return []
