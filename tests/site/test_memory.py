"""A later visit starts from a picture of Python's memory: as right as a first one, with no case in it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.site.calculator import ISSUE_LINK, Calculator
from tests.site.keeping import until_pictured

# What a fault of the device would do to it. The good one is kept beside, so that it is made once.
SPOIL = """async (how) => {
  const cache = await caches.open("handbook-memory-" + new URL("../../", location).pathname);
  const address = new URL("../../assets/runtime/memory", location).href;
  window.good ??= await cache.match(address);
  const found = window.good.clone();
  const memory = new Uint8Array(await found.arrayBuffer());
  const headers = {...Object.fromEntries(found.headers), "x-spoilt": how};
  if (how === "another runtime") headers["x-runtime"] = "0";
  if (how === "as an earlier version kept it") for (const name of ["x-parts", "x-seal"]) delete headers[name];
  if (how === "its parts moved") headers["x-parts"] = headers["x-parts"].replace(/^0[+]/, "1+");
  if (how === "one byte") memory[memory.length >> 1] ^= 1;
  const body = how === "cut short" ? memory.slice(0, 65536) : how === "not ours" ? "<!doctype html>" : memory;
  await cache.put(address, new Response(body, {headers}));
  if (how === "two earlier starts never ended") await cache.put(address + "?trying", new Response("2 1"));
}"""
# What a page leaves that goes while Python starts from the picture.
LEAVE = """async () => {
  const cache = await caches.open("handbook-memory-" + new URL("../../", location).pathname);
  await cache.put(new URL("../../assets/runtime/memory?trying", location), new Response(`1 ${Date.now()}`));
}"""
IS_SPOILT = """async () => {
  const cache = await caches.open("handbook-memory-" + new URL("../../", location).pathname);
  const found = await cache.match(new URL("../../assets/runtime/memory", location));
  return Boolean(found?.headers.has("x-spoilt"));
}"""
HOLDS = """async (words) => {
  const cache = await caches.open("handbook-memory-" + new URL("../../", location).pathname);
  const found = await cache.match(new URL("../../assets/runtime/memory", location));
  const memory = new Uint8Array(await found.arrayBuffer());
  const inside = (needle) => {
    const first = needle[0];
    for (let at = memory.indexOf(first); at !== -1; at = memory.indexOf(first, at + 1)) {
      if (needle.every((byte, index) => memory[at + index] === byte)) return true;
    }
    return false;
  };
  return words.filter((word) => inside([...new TextEncoder().encode(word)]) ||
    inside([...word].flatMap((letter) => [letter.charCodeAt(0), 0])));
}"""


def visit(context: BrowserContext, url: str) -> tuple[Calculator, list[str]]:
    """The calculator opened with a link and answered by Python, and what was asked of the host."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    calculator = Calculator(context.new_page(), url)
    calculator.load(ISSUE_LINK, stage="ready")
    calculator.expect_dates({"first_core_group": "2026-04-13", "second_core_group": "2026-05-21"})
    return calculator, asked


def wheels(asked: list[str]) -> list[str]:
    """The engine's wheel, where Python was started from its files."""
    return [url for url in asked if url.endswith(".whl")]


@pytest.fixture(scope="module")
def pictured(
    make_context: Callable[..., BrowserContext], site_url: str
) -> Iterator[tuple[BrowserContext, Calculator]]:
    """A browser in which one visit has been, with the picture that it left."""
    context = make_context(accept_downloads=True, picture=True)
    calculator, asked = visit(context, site_url)
    assert wheels(asked), "a first visit starts from the files"
    calculator.page.locator("#nickname").fill("Zanzibar")
    calculator.type("review_conference", "17 7 2031")
    calculator.leave()
    until_pictured(calculator.page)
    yield context, calculator
    context.close()


def test_nothing_of_a_case_is_in_it(pictured: tuple[BrowserContext, Calculator]) -> None:
    """The nickname and the dates that were typed are not in the memory that is kept; the rules are."""
    _, calculator = pictured
    looked_for = ["Zanzibar", "2031-07-17", "2026-03-26", "north_yorkshire"]
    assert calculator.page.evaluate(HOLDS, looked_for) == ["north_yorkshire"]


def test_a_later_visit_starts_from_it(
    pictured: tuple[BrowserContext, Calculator], site_url: str, tmp_path
) -> None:
    """The wheel is not asked for; answers, another area, a refusal and exports are as on a first visit."""
    context, _ = pictured
    calculator, asked = visit(context, site_url)
    assert not wheels(asked), asked
    page = calculator.page
    calculator.expect_answer(
        {
            "area": "north_yorkshire",
            "today": "2026-04-10",
            "events": {
                "initial_conference": [{"held": "2026-03-26"}],
                "core_group": [{"held": "2026-04-09"}],
                "review_conference": [{"booked": "2026-06-23"}],
            },
        }
    )
    for name, end in (("Calendar file (.ics)", ".ics"), ("Table (.csv)", ".csv")):
        with page.expect_download() as saved:
            page.get_by_role("button", name=name).click()
        assert saved.value.suggested_filename.endswith(end)
    calculator.choose("Luton")
    calculator.expect_dates({"first_core_group": "2026-04-13"})
    calculator.type("review_conference", "25 3 2026")
    calculator.leave()
    expect(page.locator("[data-event=review_conference] .dc-error")).to_be_visible()
    page.close()


def test_a_page_that_was_left_costs_the_next_one_nothing(
    pictured: tuple[BrowserContext, Calculator], site_url: str
) -> None:
    """A reader who goes on before Python is there has it from the picture on the next page all the same."""
    context, first = pictured
    first.page.evaluate(LEAVE)
    calculator, asked = visit(context, site_url)
    assert not wheels(asked), asked
    calculator.page.close()


@pytest.mark.parametrize(
    "how",
    [
        *("one byte", "cut short", "not ours", "another runtime", "two earlier starts never ended"),
        *("as an earlier version kept it", "its parts moved"),
    ],
)
def test_what_is_wrong_with_it_costs_time_only(
    pictured: tuple[BrowserContext, Calculator], site_url: str, how: str
) -> None:
    """Python starts from the files, with the right dates, and the picture that is no good goes."""
    context, first = pictured
    first.page.evaluate(SPOIL, how)
    calculator, asked = visit(context, site_url)
    assert wheels(asked), asked
    assert not calculator.page.evaluate(IS_SPOILT), "the next visit would try it again"
    calculator.page.close()


def test_it_is_made_again(pictured: tuple[BrowserContext, Calculator], site_url: str) -> None:
    """After a visit that found it no good, the next visit but one starts from a picture again."""
    context, first = pictured
    first.page.evaluate(SPOIL, "one byte")
    calculator, _ = visit(context, site_url)
    until_pictured(calculator.page)
    calculator.page.close()
    calculator, asked = visit(context, site_url)
    assert not wheels(asked), asked
    calculator.page.close()
