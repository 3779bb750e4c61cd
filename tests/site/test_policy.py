"""What the site may do in a browser: nothing leaves the origin; the policy holds pages and worker."""

import http.server
import re
import threading
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page

from macros.assets import app_of
from tests.site.calculator import ISSUE_LINK, Calculator
from tests.site.pages import KINDS, stands_alone
from tests.site.watch import NOTE_REFUSALS, Watch, refusals

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def directives(policy: str) -> dict[str, list[str]]:
    return {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}


def test_every_page_has_the_policy_before_any_script(built_site: Path):
    """The policy stands in every built page, ahead of what it is to hold, and is the same in all."""
    policies = set()
    for path in sorted(built_site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        found = META.search(html)
        assert found, f"{path.name} has no policy"
        assert "<script" not in html[: found.start()], f"{path}: a script stands before the policy"
        policies.add(found[1])
    assert len(policies) == 1


def test_the_policy_is_strict(built_site: Path):
    """Scripts come from the origin or by hash, WebAssembly may run, nothing looser; `_headers` agrees."""
    html = (built_site / "index.html").read_text(encoding="utf-8")
    meta = directives(META.search(html)[1].replace("&#39;", "'"))
    assert meta["default-src"] == ["'none'"]
    scripts = [one for one in meta["script-src"] if not one.startswith("'sha256-")]
    assert sorted(scripts) == ["'self'", "'wasm-unsafe-eval'"]
    for name, values in meta.items():
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"} & set(values), name
    headers = (built_site / "_headers").read_text(encoding="utf-8")
    sent = directives(re.search(r"Content-Security-Policy: (.*)", headers)[1])
    assert sent.pop("frame-ancestors") == ["'none'"]
    assert sent == meta


@pytest.fixture(scope="module")
def watched(make_context, site_url) -> tuple[Watch, Page]:
    """A tab whose requests and console are noted."""
    context = make_context()
    watch, page = Watch(context, site_url), context.new_page()
    page.add_init_script(NOTE_REFUSALS)
    return watch, page


@pytest.mark.parametrize("kind", KINDS)
def test_pages_ask_nobody_else_and_complain_of_nothing(kind, watched, site_url):
    """No request leaves the origin, nothing is refused by the policy, and the console stays empty."""
    stands_alone(kind, site_url)
    watch, page = watched
    watch.forget()
    page.goto(site_url + KINDS[kind])
    page.wait_for_timeout(500)  # a page's own requests; the shell does not always tell when all is still
    assert not watch.elsewhere(), watch.elsewhere()
    assert not refusals(page), refusals(page)
    assert not watch.said, watch.said
    assert watch.requested, "nothing was watched"


def test_a_whole_session_asks_nobody_else(make_context, site_url):
    """From a link to a calendar file: nothing off the origin, refused, complained of or kept.

    The calculator's worker starts from a blob: by its address it would not be held by the page's policy.
    """
    context = make_context(accept_downloads=True)
    watch = Watch(context, site_url)
    page = context.new_page()
    page.add_init_script(NOTE_REFUSALS)
    started = []
    page.on("worker", lambda worker: started.append(worker.url))
    tool = Calculator(page, site_url)
    tool.load(ISSUE_LINK, stage="ready")
    tool.expect_dates({"first_core_group": "2026-04-13"})
    assert started and all(url.startswith("blob:") for url in started), started
    tool.working("first_core_group")
    tool.choose("Luton")
    tool.expect_dates({"first_review": "2026-06-26"})
    with page.expect_download():
        page.get_by_role("button", name="Calendar file (.ics)").click()
    assert not watch.elsewhere(), watch.elsewhere()
    assert not refusals(page), refusals(page)
    assert not watch.said, watch.said
    assert not context.cookies()
    sent = [url for url in watch.requested if "2026" in url.split("#")[0]]
    assert not sent, f"a date went over the wire: {sent}"
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "2026" not in kept and "initial" not in kept, kept
    context.close()


class Bare(http.server.SimpleHTTPRequestHandler):
    """A host that sends files and no headers of its own."""

    extensions_map = {  # noqa: RUF012 (as the class it extends has it)
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *_):
        pass


@pytest.fixture
def bare_url(built_site: Path):
    """The built site on a host that sends no policy."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Bare, directory=str(built_site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


PROBE = """
(address) => new Promise((resolve) => {
  const code = `
    const found = {};
    try { found.eval = String(eval("1+1")); } catch { found.eval = "refused"; }
    const address = ${JSON.stringify(address)};
    try { await fetch(address, {mode: "no-cors"}); found.fetch = "went out"; }
    catch { found.fetch = "refused"; }
    postMessage(found);`;
  const blob = new Blob([code], {type: "text/javascript"});
  const worker = new Worker(URL.createObjectURL(blob), {type: "module"});
  worker.onmessage = (event) => resolve(event.data);
  worker.onerror = () => resolve({error: "the worker did not start"});
})
"""


def test_the_worker_is_held_by_the_pages_policy_without_any_header(bare_url, built_site, make_context):
    """Without headers a worker started as the calculator's is can neither eval nor reach another host."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bare) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        page = make_context().new_page()
        page.goto(bare_url + "tools/dates/")
        found = page.evaluate(PROBE, f"http://127.0.0.1:{elsewhere.server_port}/")
        page.goto(
            f"{bare_url}{app_of(built_site)}/worker.mjs"
        )  # no page, so no policy: the probe itself works
        free = page.evaluate(PROBE, f"http://127.0.0.1:{elsewhere.server_port}/")
        elsewhere.shutdown()
    assert found == {"eval": "refused", "fetch": "refused"}
    assert free == {"eval": "2", "fetch": "went out"}


def test_the_calculator_runs_on_a_host_without_headers(bare_url, make_context):
    """The same build works where nothing but files can be served."""
    tool = Calculator(make_context().new_page(), bare_url)
    tool.load(ISSUE_LINK, stage="ready")
    tool.expect_dates({"first_core_group": "2026-04-13"})
