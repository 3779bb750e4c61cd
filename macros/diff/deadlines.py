"""The rules of an area in words: limits in its own terms, force, role, sources and readings."""

from collections.abc import Callable
from itertools import pairwise

from checklists.engine import FORCE_WORDS, limit_words, parse_event_ref, parse_limit, ref_words

from .. import together
from . import examples
from .describe import Aspects, Said, listed, text
from .words import plain_day, source_title

SIDES = {"latest": "at the latest", "earliest": "not before", "target": "aimed for"}
# What is said of the earliest day, or of the day aimed for, says so.
OF_SIDE = {"latest": "", "earliest": " (not before)", "target": " (aimed for)"}
# What is told of a rule that is gone, and what of a new one its title and its limits say.
BRIEF = (*SIDES, *(f"{side}/{name}" for side in SIDES for name in ("strength", "who", "source")))
KNOWN = ("title", *(f"{side}/unit" for side in SIDES))


class Describe:
    """How the rules of one bundle are put in words."""

    def __init__(self, bundle: dict):
        self.bundle = bundle

    def deadline(self, area: str, item: dict) -> Aspects:
        """Every respect in which a deadline can differ."""
        found: Aspects = {}
        for side, label in SIDES.items():
            found |= self._bound(area, item.get(side), side, label)
        return found | {
            "title": text(item["title"]),
            "topic": Said(item["topic"], self.topic(item["topic"])),
            **self._conditions(area, item),
            "started": _day(item.get("started"), "holds from"),
            "ended": _day(item.get("ended"), "no longer holds from"),
            **{f"reading {one['id']}": self._reading(area, item, one) for one in item["readings"]},
            **self._versions(area, item),
            **examples.of_rule(area, item["key"], self.bundle),
        }

    def _conditions(self, area: str, item: dict) -> Aspects:
        """What a rule says beside its limits that holds from a day or under a reading alone."""
        return {
            "event": self._event(area, item["event"], "met by"),
            "from": self._event(area, item["from"], "runs from"),
            "until": self._event(area, item["until"], "stops at"),
            "when": Said(item["when"], self.condition(item["when"]), "applies"),
            "or_set_by": listed(
                item["or_set_by"] or (), lambda key: self._event(area, key, "").words, "may be set by"
            ),
            "note": text(item["note"]),
        }

    def _versions(self, area: str, item: dict) -> Aspects:
        """What was otherwise before a key changed on a date: for each such date, all that differs."""
        versions = item.get("versions") or ()
        if not versions:
            return {}
        now = self.deadline(area, {**item, "versions": None})
        found: Aspects = {}
        for version, following in pairwise(versions):
            then = self.deadline(area, {**item, **version["patch"], "versions": None})
            other = [name for name in then | now if _value(then, name) != _value(now, name)]
            said = [f"{_label(then, now, name)}: {_words(then, name)}" for name in other]
            value = {name: _value(then, name) for name in other}
            found[f"version {version['start']}"] = Said(
                value, "; ".join(said), f"before {plain_day(following['start'])}"
            )
        return found

    def _bound(self, area: str, entries: list[dict] | None, side: str, label: str) -> Aspects:
        """One bound: its limits, and what stands beside each of them."""
        limits = [one for entry in entries or () for one in entry["limits"] or ()]
        of = OF_SIDE[side]

        def beside(name: str, words: Callable[[str], str], label: str) -> Said:
            """What stands beside the limits, each limit named where they differ in it."""
            values = [one[name] if isinstance(one[name], list) else [one[name]] for one in limits]
            each = [", ".join(words(value) for value in own if value is not None) for own in values]
            if all(own == values[0] for own in values):
                alike = next(filter(None, each), None)
                return Said(alike and values[0], alike, f"{label}{of}")
            said = [
                f"{own or 'none'} for {self._one(area, one)}" for one, own in zip(limits, each, strict=True)
            ]
            return Said(values, "; ".join(said), f"{label}{of}")

        return {
            side: Said(_limits(entries), self._side(area, entries, side), label),
            f"{side}/unit": listed((_unit(one["limit"]) for one in limits), aspect=f"counted in{of}"),
            f"{side}/strength": beside("strength", lambda key: FORCE_WORDS.get(key, key), "strength"),
            f"{side}/who": beside("responsible", lambda key: self.role(area, key), "who"),
            f"{side}/source": beside("cites", self.cite, "source"),
            f"{side}/reason": beside("reason", str, "why there is no date"),
        }

    def condition(self, when: str | None) -> str | None:
        """When something applies, in words."""
        if not when:
            return None
        fact = self.bundle["facts"][when.removeprefix("not ")]
        if when.startswith("not "):
            return f"only if the answer is no: {fact['question']}"
        return f"only if: {fact['yes']}"

    def role(self, area: str, key: str | None) -> str | None:
        """A role as an area calls it."""
        return self.bundle["areas"][area]["terms"]["roles"].get(key, key.replace("_", " ")) if key else None

    def topic(self, key: str | None) -> str | None:
        """The title of a topic."""
        return self.bundle["topics"].get(key, {}).get("title", key) if key else None

    def cite(self, reference: str) -> str:
        """A provision as a reader finds it: the short name of its source, and the place in it."""
        source, locator = reference.split("#", 1)
        return f"{source_title(self.bundle, source)} {locator}"

    def limit(self, area: str, limit: str | None) -> str | None:
        """A limit in an area's own terms, in which bare days are calendar days beside working days."""
        terms = self.bundle["areas"][area]["terms"]
        return (
            limit_words(parse_limit(limit), terms["events"], terms.get("both_days", False)) if limit else None
        )

    def _side(self, area: str, entries: list[dict] | None, side: str) -> str | None:
        """One bound in words, and which of several limits counts."""
        words = [self._plain(area, entries), " ".join(together.sentences({side: entries}))]
        return ". ".join(filter(None, words)) or None

    def _plain(self, area: str, entries: list[dict] | None) -> str | None:
        """The limits of one bound in words, with the day that each holds from where it has one."""
        lines = []
        for entry in entries or ():
            words = " and ".join(self._one(area, one) for one in entry["limits"] or ()) or "no limit"
            lines.append(f"from {plain_day(entry['start'])}: {words}" if entry["start"] else words)
        return "; ".join(lines) or None

    def _one(self, area: str, one: dict) -> str:
        """A limit, and the answer on which it hangs."""
        condition = self.condition(one.get("when"))
        return f"{self.limit(area, one['limit'])}{f' ({condition})' if condition else ''}"

    def _event(self, area: str, name: str | None, aspect: str) -> Said:
        events = self.bundle["areas"][area]["terms"]["events"]
        return Said(name, ref_words(parse_event_ref(name), events, article=False) if name else None, aspect)

    def _reading(self, area: str, item: dict, reading: dict) -> Said:
        patch = reading["patch"]
        other = [
            f"{label} {self._plain(area, patch[side]) or 'no limit'}"
            for side, label in SIDES.items()
            if side in patch
        ]
        conditions = self._conditions(area, {**item, **patch})
        other += [
            f"{said.aspect or name}: {said.words or 'none'}"
            for name, said in conditions.items()
            if name in patch
        ]
        confirmed = reading.get("confirmed")
        state = (
            f"confirmed by {confirmed['by']} on {plain_day(confirmed['on'])}"
            if confirmed
            else "not confirmed"
        )
        taken = f"{reading['question']} {reading['taken']} {reading['because']}"
        # What an other limit rests on is that of the rule, and told of there.
        bounds = {side: _limits(patch[side]) for side in SIDES if side in patch}
        others = {key: value for key, value in patch.items() if key not in (*SIDES, "responsible")}
        value = [reading[key] for key in ("question", "taken", "because")] + [confirmed, bounds, others]
        counts = together.sentences({side: patch.get(side) for side in SIDES})
        said = [taken, f"Otherwise {', '.join(other)}; {state}.", *counts]
        return Said(value, " ".join(said), "reading")


def once(entry: dict) -> dict:
    """An entry for a rule without what is said of another of its days just as it is of the latest."""

    def repeats(one: dict) -> bool:
        return any(
            one["aspect"].endswith(marked)
            and {**one, "aspect": one["aspect"].removesuffix(marked)} in entry["what"]
            for marked in OF_SIDE.values()
            if marked
        )

    return {**entry, "what": [one for one in entry["what"] if not repeats(one)]}


def _limits(entries: list[dict] | None) -> list:
    """What decides whether a bound differs: its limits, the days and the answers on which they hold."""
    return [
        (entry["start"], entry["limits"] and [(one["limit"], one.get("when")) for one in entry["limits"]])
        for entry in entries or ()
    ]


def _day(day: str | None, aspect: str) -> Said:
    return Said(day, day and plain_day(day), aspect)


def _value(aspects: Aspects, name: str) -> object:
    return aspects[name].value if name in aspects else None


def _words(aspects: Aspects, name: str) -> str:
    return (name in aspects and aspects[name].words) or "none"


def _label(then: Aspects, now: Aspects, name: str) -> str:
    return (then.get(name) or now[name]).aspect or name


def _unit(limit: str) -> str | None:
    unit = parse_limit(limit).unit
    return f"{unit}s" if unit else None
