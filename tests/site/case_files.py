"""Case files and checklists as a reader works them."""

import json
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.site.calculator import STARTS

NOW = "2026-10-20T09:00:00Z"
LIST = "areas/north-yorkshire/checklists/before-review-conference/"


def case(**more) -> dict:
    """A case file as it is kept: a conference, a first core group held, a review booked."""
    return {
        "kind": "core-group-handbook/case",
        "format": 1,
        "id": "c1",
        "nickname": "Robin",
        "area": "north_yorkshire",
        "made": NOW,
        "changed": NOW,
        "events": {
            "initial_conference": [{"id": "ic", "date": "2026-09-10"}],
            "core_group": [{"id": "cg1", "date": "2026-09-23"}, {"id": "cg2", "date": "2026-11-04"}],
            "review_conference": [{"id": "rv", "date": "2026-12-10"}],
        },
        "facts": {},
        "intervals": {},
        "ticks": {},
        "notes": [],
        "worked": None,
        **more,
    }


def write(folder: Path, data, name: str = "case.json") -> Path:
    """A file to open, from a case or from any text or bytes."""
    path = folder / name
    if isinstance(data, bytes):
        path.write_bytes(data)
    else:
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


class CaseFiles:
    """The board, the open case file and a checklist, in one browser tab."""

    def __init__(self, context: BrowserContext, site_url: str) -> None:
        self.page: Page = context.new_page()
        self.site = site_url
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(f"a dialog: {dialog.message}"))

    def board(self) -> Page:
        """Go to the board."""
        self.page.goto(f"{self.site}tools/cases/")
        expect(self.page.locator("case-board[data-ready]")).to_be_attached()
        return self.page

    def list(self, path: str = LIST) -> Page:
        """Go to a checklist."""
        self.page.goto(self.site + path)
        expect(self.page.locator("checklist-sheet[data-ready]")).to_be_attached()
        return self.page

    def opened(self, path: Path) -> Locator:
        """Open a file on the board; returns where the page says how that went."""
        if "tools/cases" not in self.page.url:
            self.board()
        self.page.get_by_label("Case file that was saved").set_input_files(path)
        return self.page.locator("[data-part=keep] .dc-said").first

    def item(self, key: str) -> Locator:
        """An item of the checklist."""
        return self.page.locator(f"#{key}")

    def tick(self, key: str) -> None:
        """Tick an item."""
        self.item(key).get_by_role("checkbox").first.check()

    def more(self, key: str) -> Locator:
        """An item with its further fields open."""
        item = self.item(key)
        item.locator("summary").click()
        return item

    def ready(self) -> None:
        """Wait until Python runs."""
        expect(self.page.locator("body")).to_have_attribute("data-engine", "ready", timeout=STARTS)

    def stored(self) -> str:
        """All that the tab keeps of ours."""
        return self.page.evaluate(
            "Object.keys(sessionStorage).filter((key) => key.startsWith('handbook-case:'))"
            ".sort().map((key) => sessionStorage.getItem(key)).join('\\n')"
        )

    def files(self) -> "list[dict]":  # in quotes: `list` is a method here
        """The case files that the tab keeps, as data: the order of their keys may change."""
        return [json.loads(text) for text in self.stored().split("\n")]

    def settled(self, text: str) -> None:
        """Wait until a text is stored in the tab: the pages' policy forbids Playwright's own waiting."""
        until = time.monotonic() + 15
        while text not in self.stored():
            assert time.monotonic() < until, f"{text!r} is not stored: {self.stored()[:2000]}"
            self.page.wait_for_timeout(50)
