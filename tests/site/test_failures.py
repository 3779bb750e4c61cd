"""Where Python cannot run: the page says why, answers from the ready reckoner, and stays usable."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.site.calculator import STARTS, Calculator
from tests.site.test_quick_answer import middle, quick, spoken

RUNTIME = "**/assets/runtime/**/"
APP = "**/assets/app/**/"
RENEWED = "The handbook may have been renewed since this page was opened. Reload the page."
SIGN_IN = "<!doctype html><title>Sign in</title><p>Sign in to the network</p>"

Break = Callable[[Page], None]


def answered(pattern: str, status: int, body: str, kind: str) -> Break:
    """Something else comes in place of the files of a pattern."""
    return lambda page: page.route(
        pattern, lambda route: route.fulfill(status=status, body=body, content_type=kind)
    )


def policy_without(part: str, instead: str = "") -> Break:
    """The page comes with a stricter policy, as a network might set it."""

    def stricter(route: Route) -> None:
        response = route.fetch()
        headers = {
            name: value for name, value in response.headers.items() if name != "content-security-policy"
        }
        body = response.text()
        assert part in body, f"the page's policy has no {part}"
        route.fulfill(response=response, headers=headers, body=body.replace(part, instead))

    return lambda page: page.route("**/tools/dates/", stricter)


CASES: dict[str, tuple[Break, str]] = {
    "WebAssembly refused by a policy": (policy_without("'wasm-unsafe-eval' "), "does not allow WebAssembly"),
    "workers refused by a policy": (
        policy_without("worker-src 'self' blob:", "worker-src 'none'"),
        "background process was blocked",
    ),
    "workers of a blob refused by a policy": (
        policy_without("worker-src 'self' blob:", "worker-src 'self'"),
        "background process was blocked",
    ),
    "no worker script": (
        answered(f"{APP}worker.mjs", 404, SIGN_IN, "text/html"),
        "background process was blocked or could not be loaded",
    ),
    "no runtime": (answered(f"{RUNTIME}*", 404, "not here", "text/plain"), "something else came"),
    "no engine": (answered(f"{APP}*.whl", 404, "", "text/plain"), "something else came"),
    "another engine": (answered(f"{APP}*.whl", 200, "x" * 99, "application/zip"), "something else came"),
    "a sign-in page for the list of files": (
        answered(f"{APP}runtime.json", 200, SIGN_IN, "text/html"),
        "something else came",
    ),
    "a sign-in page for the interpreter": (
        answered(f"{RUNTIME}*.wasm", 200, SIGN_IN, "text/html"),
        "something else came",
    ),
    "a sign-in page for a module": (
        answered(f"{RUNTIME}pyodide.mjs", 200, SIGN_IN, "text/html"),
        "something else came",
    ),
    "a sign-in page for the rules": (
        answered("**/rules/north-yorkshire.json", 200, SIGN_IN, "text/html"),
        "something else came",
    ),
    "no network": (
        lambda page: page.route(f"{RUNTIME}*", lambda r: r.abort()),
        "could not be downloaded",
    ),
}

# A browser that lacks something, by a script, and what is said of it.
LACKS = {
    "no WebAssembly in the browser": ("delete globalThis.WebAssembly", "does not allow WebAssembly"),
    "no workers in the browser": ("delete globalThis.Worker", "background process was blocked"),
    "a browser without module workers": (
        "globalThis.Worker = class extends EventTarget { constructor(address) { super(); } "
        "postMessage() {} terminate() {} }",
        "too old",
    ),
}


@pytest.fixture(scope="module")
def tab(make_context, site_url: str) -> Calculator:
    """A tab that the tests take turns in."""
    return Calculator(make_context().new_page(), site_url)


@pytest.fixture
def calculator(tab: Calculator) -> Iterator[Calculator]:
    """The tab, for a test that changes what comes over the network: that ends with it, as does the page."""
    yield tab
    tab.page.unroute_all(behavior="ignoreErrors")
    tab.page.evaluate("localStorage.clear(); sessionStorage.clear()")
    # A page of the site itself: after an empty one the browser starts a process anew.
    tab.page.goto(tab.address.replace("tools/dates/", "404.html"))


@pytest.fixture
def stranger(tab: Calculator) -> Iterator[Calculator]:
    """A tab of its own, for a test that runs a script in it: no script can be taken back."""
    made = Calculator(tab.page.context.new_page(), tab.address.removesuffix("tools/dates/"))
    yield made
    made.page.close()


def engine_line(page: Page) -> Locator:
    """Where the page speaks of the engine."""
    return page.locator("[data-part=engine]")


def expect_reckoner(calculator: Calculator, built_site: Path, day: str) -> None:
    """The list is the reckoner's row of a day."""
    reckoner = quick(built_site, "north_yorkshire")["reckoner"]
    for column, cell in zip(reckoner["columns"], reckoner["rows"][day], strict=True):
        line = calculator.result(column["deadline"], column["occurrence"])
        expect(line, column["title"]).to_have_attribute(f"data-{column['bound']}", cell)
        expect(line, column["title"]).to_have_attribute("data-source", "reckoner")


@pytest.mark.parametrize("case", CASES)
def test_what_fails_is_said_and_the_reckoner_answers(
    calculator: Calculator, built_site: Path, case: str
) -> None:
    """The reason and the remedy are said, dates come from the reckoner, and no script of the page breaks."""
    breaks, words = CASES[case]
    breaks(calculator.page)
    check_failure(calculator, built_site, case, words)


@pytest.mark.parametrize("case", LACKS)
def test_what_the_browser_lacks_is_said_and_the_reckoner_answers(
    stranger: Calculator, built_site: Path, case: str
) -> None:
    """The same where it is the browser that cannot run Python."""
    script, words = LACKS[case]
    stranger.page.add_init_script(script)
    check_failure(stranger, built_site, case, words)


def check_failure(calculator: Calculator, built_site: Path, case: str, words: str) -> None:
    """The words are said with a link to the reckoner, which answers two days in turn; nothing else breaks."""
    page, errors = calculator.page, []

    def hear(error: Exception) -> None:
        errors.append(str(error))

    page.on("pageerror", hear)
    page.goto(calculator.address)
    day = middle(quick(built_site, "north_yorkshire")["reckoner"])
    calculator.choose("North Yorkshire")
    calculator.type("initial_conference", spoken(day))
    calculator.expect_stage("failed")
    expect(engine_line(page), case).to_contain_text(words)
    expect(engine_line(page), case).to_be_visible()
    link = engine_line(page).get_by_role("link", name="ready reckoner for North Yorkshire")
    assert (link.get_attribute("href") or "").endswith("/areas/north-yorkshire/#ready-reckoner"), case
    expect_reckoner(calculator, built_site, day)
    expect(page.locator("[data-part=notices]"), case).to_contain_text("From the ready reckoner")
    following = list(quick(built_site, "north_yorkshire")["reckoner"]["rows"])
    other = following[following.index(day) + 20]
    calculator.type("initial_conference", spoken(other))
    expect_reckoner(calculator, built_site, other)
    page.remove_listener("pageerror", hear)
    assert errors == [], f"{case}: {errors}"


def test_failed_says_what_the_reckoner_leaves_out(calculator: Calculator, built_site: Path) -> None:
    """With more entered than the reckoner knows, its dates come with a warning; without a row it says so."""
    answered(f"{RUNTIME}*", 404, "", "text/plain")(calculator.page)
    day = middle(quick(built_site, "north_yorkshire")["reckoner"])
    link = f"#area=north_yorkshire&initial_conference={day}&core_group={day}"
    calculator.page.goto(calculator.address + link)
    calculator.expect_stage("failed")
    notices = calculator.page.locator("[data-part=notices]")
    expect(notices).to_contain_text("alone: your other dates and answers are not taken in")
    expect_reckoner(calculator, built_site, day)
    empty = calculator.page.locator("[data-part=empty]")
    calculator.type("initial_conference", "3 1 2026")
    expect(empty).to_contain_text("The ready reckoner has no row for this")
    calculator.choose("Milton Keynes")
    expect(empty).to_contain_text("This area has no ready reckoner")
    calculator.submit()
    expect(calculator.page.locator("[data-part=errors]")).to_be_hidden()


def test_trying_again_works_when_the_network_is_back(calculator: Calculator, built_site: Path) -> None:
    """After a failed download, *Try again* starts Python and the full answer takes the reckoner's place."""
    page = calculator.page
    page.route(f"{RUNTIME}*", lambda route: route.abort())
    day = middle(quick(built_site, "north_yorkshire")["reckoner"])
    page.goto(f"{calculator.address}#area=north_yorkshire&initial_conference={day}")
    calculator.expect_stage("failed")
    expect_reckoner(calculator, built_site, day)
    page.unroute(f"{RUNTIME}*")
    page.get_by_role("button", name="Try again").click()
    calculator.expect_stage("ready")
    line = calculator.result("first_core_group")
    expect(line).to_have_attribute("data-source", "engine", timeout=STARTS)
    expect(engine_line(page)).to_be_hidden()


def test_an_area_whose_questions_do_not_come(calculator: Calculator) -> None:
    """Where an area's small file is missing the page says what to do, and choosing it again works."""
    page = calculator.page
    pattern = "**/rules/luton.quick.json"
    answered(pattern, 503, "", "text/plain")(page)
    page.route(f"{RUNTIME}*.wasm", lambda _: None)  # Python, of which nothing is asked here, stays on its way
    page.goto(calculator.address)
    calculator.choose("Luton")
    empty = page.locator("[data-part=empty]")
    expect(empty).to_contain_text("could not be loaded. Check the connection, then choose the area again")
    page.unroute(pattern)
    calculator.choose("Tees")
    calculator.choose("Luton")
    expect(calculator.event("agreement_returned")).to_be_attached()


def test_a_slow_network(calculator: Calculator, built_site: Path) -> None:
    """While the files are on their way the stage is said, and the reckoner answers within the wait."""
    held: list[Route] = []
    calculator.page.route(f"{RUNTIME}*.wasm", lambda route: held.append(route))
    calculator.page.goto(calculator.address)
    day = middle(quick(built_site, "north_yorkshire")["reckoner"])
    calculator.choose("North Yorkshire")
    calculator.type("initial_conference", spoken(day))
    calculator.expect_stage("downloading")
    expect(engine_line(calculator.page)).to_have_text(
        "Getting the calculator ready: downloading (about 5 MB, once)."
    )
    expect_reckoner(calculator, built_site, day)
    for name in ("Work out the dates", "Clear the form"):
        expect(calculator.page.get_by_role("button", name=name)).to_be_enabled()
    for route in held:
        route.continue_()
    calculator.expect_stage("ready")
    expect(calculator.result("first_core_group")).to_have_attribute("data-source", "engine")


def test_a_download_is_not_begun_for_a_reader_who_saves_data(stranger: Calculator) -> None:
    """With data saving on nothing of the runtime is fetched until the form is used."""
    asked: list[str] = []
    page = stranger.page
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true, effectiveType: '4g'}})"
    )
    page.goto(stranger.address)
    expect(page.locator("form[data-part=form]")).to_be_visible()
    page.wait_for_timeout(1000)
    assert stranger.stage() == "idle"
    assert not [url for url in asked if "/assets/runtime/" in url]
    stranger.boxes("initial_conference").first.focus()
    stranger.expect_stage("ready")
