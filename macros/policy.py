"""The content security policy: made from the built pages, and written into them.

Every page gets the same policy as a meta element, so that it holds on a host that sends no headers, and
`_headers` gets it for a host that does. The theme's inline scripts are allowed one by one, by their hash.
What the policy would block, or what would reach another host, refuses the build.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from . import hosting

SCRIPT_TYPES = ("", "text/javascript", "module")  # anything else is data, which the policy lets be
# What a page loads or sends by itself. A plain link is not among them: a reader follows it or not.
LOADS = {
    "audio": ("src",),
    "base": ("href",),
    "button": ("formaction",),
    "embed": ("src",),
    "form": ("action",),
    "iframe": ("src", "srcdoc"),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src", "formaction"),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
CSS_ELSEWHERE = re.compile(
    r"(?:url\(\s*['\"]?|@import\s+['\"])((?:[a-z][a-z0-9+.-]*:)?//[^'\")\s]+)", re.IGNORECASE
)
CHARSET = re.compile(r'<meta charset="?utf-8"?\s*/?>', re.IGNORECASE)
OWN_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')


class PolicyError(Exception):
    """The built pages hold what the policy does not allow: one `path:line: message` a line."""


@dataclass
class Page:
    """What matters for the policy in one page: its inline scripts, and (line, message) for each fault."""

    scripts: list[str] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.script: list[str] | None = None
        self.tag = ""

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if name.startswith("on"):
                self._fault(f"inline event handler {name} on <{tag}>: add the listener in a module")
            if name == "style":
                self._fault(f"inline style on <{tag}>: put it into a style sheet")
            if value.strip().lower().startswith("javascript:"):
                self._fault(f"script in the {name} of <{tag}>: add the listener in a module")
        if tag == "style":
            self._fault("<style> element: put it into a style sheet")
        if not (tag == "link" and values.get("rel") == "canonical"):
            for name in LOADS.get(tag, ()):
                if ELSEWHERE.match(values.get(name, "")):
                    self._fault(f"<{tag}> loads from another host, {values[name]}: serve it with the site")
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self._fault("<meta> sends the reader elsewhere: link to it instead")
        if tag == "script" and "src" not in values and values.get("type", "").lower() in SCRIPT_TYPES:
            self.script = []

    def handle_data(self, data):
        if self.script is not None:
            self.script.append(data)

    def handle_endtag(self, tag):
        if tag == "script" and self.script is not None:
            self.page.scripts.append("".join(self.script))
            self.script = None

    def _fault(self, message):
        self.page.faults.append((self.getpos()[0], message))


def read_page(html: str) -> Page:
    """The inline scripts and the faults of one page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def script_hash(script: str) -> str:
    """The policy's name for one inline script.

    >>> script_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def policy_text(hashes: list[str]) -> str:
    """The policy that allows the scripts of these hashes, the site's own files, and nothing else."""
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *sorted(hashes)])
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            # A worker of a blob address takes over the page's policy; one loaded by address would have none.
            "worker-src 'self' blob:",
            "connect-src 'self'",
            "img-src 'self' data:",
            "style-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "base-uri 'self'",
            "form-action 'none'",
        )
    )


def with_policy(html: str, policy: str) -> str:
    """The page with the policy as its first element after the character set, which must come first of all.

    Raises `PolicyError` where the page has no character set, or a script before it.
    """
    html = OWN_META.sub("", html)
    found = CHARSET.search(html)
    if not found or "<script" in html[: found.start()].lower():
        raise PolicyError('the page has no <meta charset="utf-8"> ahead of its scripts: add one')
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html[: found.end()] + meta + html[found.end() :]


def _style_faults(css: str) -> Iterator[tuple[int, str]]:
    for found in CSS_ELSEWHERE.finditer(css):
        line = css.count("\n", 0, found.start()) + 1
        yield line, f"style sheet loads from another host, {found[1]}: serve it with the site"


def apply(site: Path) -> str:
    """Give every page of a built site the policy, write `_headers`, and return the policy.

    Raises `PolicyError` naming every place that the policy would break or that another host would see.
    """
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    hashes: set[str] = set()
    problems = []
    for path, html in pages.items():
        page = read_page(html)
        hashes.update(map(script_hash, page.scripts))
        problems += [f"{path}:{line}: {message}" for line, message in page.faults]
    for path in sorted(site.rglob("*.css")):
        faults = _style_faults(path.read_text(encoding="utf-8"))
        problems += [f"{path}:{line}: {message}" for line, message in faults]
    policy = policy_text(sorted(hashes))
    written = {}
    for path, html in pages.items():
        try:
            written[path] = with_policy(html, policy)
        except PolicyError as error:
            problems.append(f"{path}:1: {error}")
    if problems:
        raise PolicyError("\n".join(problems))
    for path, html in written.items():
        path.write_text(html, encoding="utf-8", newline="\n")
    (site / "_headers").write_text(hosting.headers_text(policy), encoding="utf-8", newline="\n")
    return policy
