"""What the registries know against the pinned versions.

Asked where pip and npm are set up to ask, so that a mirror and its password hold here too. pip-audit was not
taken: it asks one fixed host, whatever pip is set up for.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import requests

from .pins import Pin

PATIENCE = 10  # seconds for one answer
AT_ONCE = 6  # questions on their way


@dataclass(frozen=True)
class Finding:
    """A known vulnerability of a pinned version; `names` are all that the advisory goes by, its own first."""

    kind: str
    package: str
    version: str
    names: tuple[str, ...]
    title: str
    fixed_in: tuple[str, ...] = ()


@dataclass
class Answer:
    """What one registry said: of how many versions, what it found and could not say, and when (ISO 8601)."""

    kind: str
    asked: int = 0
    findings: list[Finding] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    at: str = ""


def pip_settings() -> dict[str, str]:
    """How pip is set up here: `index-url`, and `cert` and `proxy` where given.

    The environment goes before a file, and what a file says for `install` before what it says for all.
    """
    listed = _pip("config", "list")
    found: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        for name in ("index-url", "cert", "proxy"):
            said = re.search(rf"^{re.escape(section)}\.{name}='(.*)'$", listed, re.M)
            if said:
                found[name] = said[1]
    if "index-url" not in found:
        built_in = re.search(r"--index-url <url>.*?\(default\s+(\S+?)\)", _pip("install", "--help"), re.S)
        if built_in:
            found["index-url"] = built_in[1]
    return found


def _pip(*words: str) -> str:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *words]
    wide = os.environ | {"COLUMNS": "1000"}  # an address that is wrapped could not be read
    return subprocess.run(command, capture_output=True, text=True, env=wide).stdout


class _Unanswered(Exception):
    """A question got no answer: the message says why, without an address, which may hold a password."""


def of_python(pins: list[Pin]) -> Answer:
    """What the package index that pip uses knows against the pins of Python packages."""
    answer = Answer("pypi")
    versions = sorted({(pin.name, pin.version) for pin in pins if pin.kind == "pypi"})
    settings = pip_settings()
    index = settings.get("index-url", "").rstrip("/")
    if urlsplit(index).scheme not in ("http", "https"):
        answer.unchecked.append("pip is set up with no index on the network")
        return answer
    base = index.removesuffix("/simple") + "/pypi"
    with requests.Session() as session:
        session.verify = settings.get("cert", True)
        if "proxy" in settings:
            session.proxies = {"http": settings["proxy"], "https": settings["proxy"]}

        def ask(one: tuple[str, str]) -> list[Finding] | str:
            try:
                return _ask(session, base, *one)
            except _Unanswered as reason:
                return f"the index that pip uses gave no answer for {one[0]} {one[1]}: {reason}"

        # One first: an index without advisories would have to refuse every other question too.
        said = [ask(one) for one in versions[:1]]
        if said and isinstance(said[0], list):
            with ThreadPoolExecutor(AT_ONCE) as pool:
                said += pool.map(ask, versions[1:])
    for one in said:
        if isinstance(one, str):
            answer.unchecked.append(one)
        else:
            answer.asked += 1
            answer.findings += one
    return answer


def _ask(session: requests.Session, base: str, name: str, version: str) -> list[Finding]:
    try:
        reply = session.get(f"{base}/{name}/{version}/json", timeout=PATIENCE)
    except requests.RequestException as error:
        raise _Unanswered(type(error).__name__) from None
    if reply.status_code != 200:
        raise _Unanswered(f"{reply.status_code} {reply.reason}")
    try:
        known = reply.json()["vulnerabilities"]
        return [
            Finding(
                "pypi",
                name,
                version,
                (one["id"], *one.get("aliases", [])),
                one.get("summary") or _first_line(one.get("details")),
                tuple(one.get("fixed_in") or []),
            )
            for one in known
            if not one.get("withdrawn")
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _Unanswered("what it says holds no advisories") from None


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n")[0][:200]


def of_npm(root: Path, pins: list[Pin]) -> Answer:
    """What the registry that npm uses knows against the pins of package-lock.json."""
    answer = Answer("npm")
    program = shutil.which("npm")
    if program is None:
        answer.unchecked.append("npm is not installed")
        return answer
    command = [program, "audit", "--json", "--package-lock-only", "--audit-level=none"]
    command += ["--fetch-retries=0", f"--fetch-timeout={PATIENCE * 1000}"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=6 * PATIENCE)
        said = json.loads(done.stdout)
        if "vulnerabilities" not in said:
            status = said.get("statusCode") or said.get("error", {}).get("code") or "no answer"
            answer.unchecked.append(f"the registry that npm uses gave no advisories: {status}")
            return answer
        answer.findings = _of_report(said["vulnerabilities"], pins)
    except subprocess.TimeoutExpired:
        answer.unchecked.append(f"npm got no answer within {6 * PATIENCE} seconds")
        return answer
    except (ValueError, KeyError, TypeError, AttributeError):
        answer.unchecked.append("what npm says cannot be read")
        return answer
    answer.asked = len({(pin.name, pin.version) for pin in pins if pin.kind == "npm"})
    return answer


def _of_report(report: dict, pins: list[Pin]) -> list[Finding]:
    """The findings of npm's report: a package that only depends on an affected one is not named again."""
    versions = {pin.place: pin.version for pin in pins if pin.kind == "npm"}
    found: list[Finding] = []
    for name, entry in report.items():
        for via in entry["via"]:
            if isinstance(via, str):
                continue
            names = (str(via["url"]).rstrip("/").rpartition("/")[2], str(via["source"]))
            for place in entry["nodes"]:
                found.append(Finding("npm", name, versions.get(place, "?"), names, via["title"]))
    return sorted(set(found), key=lambda one: (one.package, one.version, one.names))
