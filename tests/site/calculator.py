"""The calculator as a reader works it: fields by what they ask, results by what they are."""

from playwright.sync_api import Locator, Page, expect

from checklists.engine import evaluate, read_bundle
from macros import bundle as bundles
from tests.book import BUNDLE

BOOK = read_bundle(bundles.to_json(BUNDLE))

# Milliseconds that Python may take to start on a busy machine; it is not the speed that is tested.
STARTS = 60_000
ANSWERS = 15_000
ISSUE_LINK = (
    "#area=north_yorkshire&today=2026-04-10&initial_conference=2026-03-26"
    "&core_group=2026-04-09&review_conference=2026-06-23"
)


class Calculator:
    """The calculator in one browser tab."""

    def __init__(self, page: Page, site_url: str) -> None:
        self.page = page
        self.address = f"{site_url}tools/dates/"

    # Getting there

    def load(self, fragment: str = "", stage: str | None = None) -> None:
        """Load the page anew, and wait for a stage of the engine if one is given."""
        if self.page.url.startswith(self.address):  # else the browser would only go to another fragment
            self.page.goto("about:blank")
        self.page.goto(self.address + fragment)
        if stage:
            self.expect_stage(stage)

    def open(self, fragment: str = "#area=north_yorkshire") -> None:
        """Open a link in the tab, with Python running; the page is loaded only where it is not there yet."""
        page = self.page
        if not page.url.startswith(self.address) or self.stage() != "ready":
            self.load(stage="ready")
        page.evaluate("document.activeElement?.blur(); location.hash = ''")
        page.get_by_role("button", name="Clear the form").click()
        page.locator("#nickname").evaluate("(box) => { box.value = '' }")
        page.locator("details.dc-group").evaluate_all("(all) => all.forEach((each) => { each.open = false })")
        if fragment:
            page.evaluate("(fragment) => { location.hash = fragment }", fragment)

    def stage(self) -> str | None:
        """The stage of the engine: idle, downloading, starting, ready or failed."""
        return self.page.locator("body").get_attribute("data-engine")

    def expect_stage(self, stage: str) -> None:
        """Wait until the engine is at a stage."""
        expect(self.page.locator("body")).to_have_attribute("data-engine", stage, timeout=STARTS)

    # Entering

    def choose(self, title: str) -> None:
        """Choose an area by its name."""
        self.page.get_by_label("Whose procedures is the plan under?").select_option(label=title)

    def event(self, key: str) -> Locator:
        """The part of the form that asks for an event."""
        return self.page.locator(f'form [data-event="{key}"]')

    def boxes(self, key: str, number: int = 1) -> Locator:
        """The boxes of an event's date, of the day that counts as `today`, or of the rules' (`as_at`)."""
        if key in ("today", "as_at"):
            place, number = self.page.locator("[data-group=as-on]"), 1 + (key == "as_at")
        else:
            place = self.event(key)
        return place.locator("fieldset.dc-date").nth(number - 1).locator("[data-box]")

    def reveal(self, key: str) -> None:
        """Open the group of the form that holds an event."""
        expect(self.boxes(key)).not_to_have_count(0)  # an area's fields come with its file
        group = self.boxes(key).first.locator("xpath=ancestor::details[1]")
        if group.count() and group.get_attribute("open") is None:
            group.locator("> summary").click()

    def type(self, key: str, date: str, number: int = 1) -> None:
        """Enter a date such as "26 3 2026" into the three boxes; "-" leaves one empty."""
        self.reveal(key)
        boxes = self.boxes(key, number)
        for index, text in enumerate(date.split()):
            boxes.nth(index).fill("" if text == "-" else text)

    def leave(self) -> None:
        """Take the focus out of the form's fields."""
        self.page.evaluate("document.activeElement?.blur()")

    def submit(self) -> None:
        """Press the button that asks for the dates."""
        self.page.get_by_role("button", name="Work out the dates").click()

    # Reading

    def result(self, deadline: str, occurrence: int = 1) -> Locator:
        """One line of the list."""
        return self.page.locator(
            f'li[data-deadline="{deadline}"][data-occurrence="{occurrence}"]:not([hidden])'
        )

    def expect_dates(self, expected: dict[str, str], occurrence: int = 1) -> None:
        """Every named limit has this latest day, worked out by Python."""
        for deadline, latest in expected.items():
            line = self.result(deadline, occurrence)
            message = f"{deadline} {occurrence} should be by {latest}"
            expect(line, message).to_have_attribute("data-latest", latest, timeout=ANSWERS)
            expect(line, message).to_have_attribute("data-source", "engine", timeout=ANSWERS)

    def expect_answer(self, request: dict) -> None:
        """The list is exactly what the engine answers to a request, in its order."""
        wanted = [
            {
                "deadline": item["deadline"],
                "occurrence": str(item["occurrence"]),
                "latest": item["latest"] or "",
                "earliest": item["earliest"] or "",
                "status": item["status"],
            }
            for item in answer(request)["deadlines"]
        ]
        if wanted:
            last = wanted[-1]
            line = self.result(last["deadline"], int(last["occurrence"]))
            expect(line).to_have_attribute("data-source", "engine", timeout=ANSWERS)
            expect(self.page.locator("li[data-deadline]")).to_have_count(len(wanted))
        assert self.lines() == wanted

    def lines(self) -> list[dict[str, str]]:
        """What the list shows: deadline, occurrence, latest, earliest and status of each line."""
        return self.page.locator("li[data-deadline]").evaluate_all(
            "(lines) => lines.map(({dataset: {deadline, occurrence, latest, earliest, status}}) =>"
            " ({deadline, occurrence, latest, earliest, status}))"
        )

    def working(self, deadline: str, occurrence: int = 1) -> Locator:
        """How a date was worked out, opened."""
        details = self.result(deadline, occurrence).locator("details")
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        return details


def answer(request: dict) -> dict:
    """The engine's answer to a request, in this Python."""
    return evaluate(request, BOOK)
