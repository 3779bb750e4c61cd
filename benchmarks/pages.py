"""Timings in a browser: page opened to first date, long tasks, and a change of one date."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta

from playwright.sync_api import Playwright

from macros.assets import app_of

from . import SITE, chromium
from .served import Sent, Served

AREA = "north_yorkshire"  # the largest set of rules, and the largest ready reckoner
EVENT = "initial_conference"
TOOL = "tools/dates/"
FLOOR = "?picture"  # of the bare load
CASE = f"#area={AREA}&today=2026-04-10&{EVENT}=2026-03-26&core_group=2026-04-09&review_conference=2026-06-23"
# Thursdays of March 2026: from one to the next, every date that hangs on the conference moves.
DAYS = (5, 12, 19, 26)
CHANGES = 20  # of one date, in each round
PAUSE = 100  # milliseconds between two changes
# Resolves once the picture from which later visits start is kept.
PICTURE = """async (patience) => {
  const until = performance.now() + patience;
  while (performance.now() < until) {
    const cache = await caches.open("handbook-memory-" + new URL("../../", location).pathname);
    if ((await cache.keys()).some(({url}) => url.endsWith("/memory"))) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("no picture of the memory was kept");
}"""
AFTER = 1500  # milliseconds that long tasks are looked for after the engine's answer


@dataclass
class Timings:
    """What the rounds gave, a value for each round unless said, in milliseconds since navigation start."""

    times: dict[str, list[float]] = field(default_factory=dict)
    long_tasks: dict[str, list[list[float]]] = field(
        default_factory=lambda: {"tool": [], "without scripts": []}
    )
    changes: list[float] = field(default_factory=list)  # every change of every round
    sent: dict[str, list[Sent]] = field(default_factory=dict)  # responses of one first use; the last round's

    def note(self, name: str, value: float) -> None:
        self.times.setdefault(name, []).append(value)


def conference_day() -> str:
    """A day two weeks back that the ready reckoner has a row for."""
    quick = json.loads(
        (SITE / app_of(SITE) / "rules" / f"{AREA.replace('_', '-')}.quick.json").read_text("utf-8")
    )
    wanted = (date.fromisoformat(quick["reckoner"]["to"]) - timedelta(days=2 * 365 + 14)).isoformat()
    return max(day for day in quick["reckoner"]["rows"] if day <= wanted)


class Rounds:
    """Measures one round at a time, so that a busy spell of the machine falls on every figure alike."""

    def __init__(self, playwright: Playwright, browser: str, site: Served, bare: Served):
        self.playwright = playwright
        self.browser = browser
        self.site = site
        self.bare = bare
        self.typed = {"area": AREA, "event": EVENT, "date": conference_day()}
        self.found = Timings()

    def run(self, number: int) -> None:
        """One round: bare and tool loads, each cold then warm, in turning order; then the rest."""
        loads = [self._bare, self._tool]
        for load in loads if number % 2 else reversed(loads):
            with chromium.new_profile() as profile:
                load(profile, "cold")
                load(profile, "warm")
                if load == self._tool:  # the warm visit has left a picture of Python's memory
                    load(profile, "later")
                else:
                    load(profile, "making a picture", FLOOR)
                    load(profile, "from a picture", FLOOR)
        self._long_tasks()
        self._changes()

    def _bare(self, profile, state: str, page: str = "") -> None:
        self.bare.forget()
        with chromium.page(self.playwright, self.browser, profile) as opened:
            chromium.open_page(opened, self.bare.address + page)
            seen = chromium.until(opened, "answer")
        self.found.note(f"bare {state}", seen["times"]["answer"])
        self.found.sent[f"bare {state}"] = list(self.bare.sent)

    def _tool(self, profile, state: str) -> None:
        self.site.forget()
        with chromium.page(self.playwright, self.browser, profile) as opened:
            chromium.open_page(opened, self.site.address + TOOL, self.typed)
            times = chromium.until(opened, "engine")["times"]
            opened.wait_for_timeout(AFTER)  # whatever still comes is part of a first use
            if state == "warm":
                opened.evaluate(PICTURE, chromium.PATIENCE)
        first = [times[name] for name in ("reckoner", "engine") if times.get(name)]
        self.found.note(f"first date {state}", min(first))
        for name in ("form", "reckoner", "downloading", "starting", "ready", "engine"):
            if times.get(name):  # warm, an answer may come before the reckoner's was painted
                self.found.note(f"{name} {state}", times[name])
        self.found.sent[f"tool {state}"] = list(self.site.sent)

    def _long_tasks(self) -> None:
        """The tool used once, and the same page for the same time with our scripts kept from it."""
        with chromium.new_profile() as profile, self._page(profile) as opened:
            chromium.open_page(opened, self.site.address + TOOL, self.typed)
            used = chromium.until(opened, "engine")["times"]["engine"]
            opened.wait_for_timeout(AFTER)
            self._note_long_tasks("tool", opened)
        self.site.without_scripts = True
        try:
            with chromium.new_profile() as profile, self._page(profile) as opened:
                chromium.open_page(opened, self.site.address + TOOL)
                opened.wait_for_timeout(used + AFTER)
                self._note_long_tasks("without scripts", opened)
        finally:
            self.site.without_scripts = False

    def _note_long_tasks(self, name: str, opened) -> None:
        self.found.long_tasks[name].append([task["ms"] for task in opened.evaluate("probe.longTasks")])

    def _changes(self) -> None:
        with chromium.new_profile() as profile, self._page(profile) as opened:
            chromium.open_page(opened, self.site.address + TOOL + CASE)
            chromium.until(opened, "engine")
            opened.wait_for_timeout(AFTER)
            days = [DAYS[index % len(DAYS)] for index in range(CHANGES)]
            arguments = [EVENT, days, PAUSE]
            self.found.changes += opened.evaluate("(given) => probe.changes(...given)", arguments)

    def _page(self, profile):
        return chromium.page(self.playwright, self.browser, profile)
