"""The licence of every pinned package, held against the list of those that are allowed.

Licences are expressions of SPDX, read with license-expression. A package that states none, or one that is no
such expression, stands in the data file with the hash of the text that was read to find out.
"""

import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from license_expression import ExpressionError, get_spdx_licensing
from packaging.utils import canonicalize_name

from . import LICENCES, PYTHON_LOCKS, TOOLS, read_table
from .pins import Pin

TEXT = re.compile(r"(?i)(licen[cs]e|copying|notice)")
# Classifiers that mean one licence; “BSD License” and the like mean several.
CLASSIFIERS = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_SPDX = get_spdx_licensing()


def installed(root: Path) -> dict[str, dict[str, Distribution]]:
    """For each Python lock file what is installed from it, by normalised name."""
    places = {PYTHON_LOCKS[0]: None, PYTHON_LOCKS[1]: root / TOOLS}
    return {
        name: {
            canonicalize_name(one.metadata["Name"]): one
            for one in (distributions() if place is None else distributions(path=[str(place)]))
        }
        for name, place in places.items()
    }


def texts(distribution: Distribution) -> list[Path]:
    """The licence texts that a package was installed with, sorted."""
    found = [
        Path(str(file.locate()))
        for file in distribution.files or []
        if ".dist-info" in str(file.parent) and TEXT.search(file.name)
    ]
    return sorted(path for path in found if path.is_file())


def fingerprint(distribution: Distribution) -> str:
    """The first 16 digits of SHA-256 over a package's licence texts, in order of their names."""
    sha = hashlib.sha256()
    for path in texts(distribution):
        sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:16]


def expression(text: str) -> str | None:
    """An SPDX expression as SPDX writes it, or None where the text is none.

    >>> expression("mit or apache-2.0")
    'MIT OR Apache-2.0'
    >>> expression("MIT License") is None
    True
    """
    try:
        parsed = _SPDX.parse(text, validate=True)
    except ExpressionError:
        return None
    return str(parsed) if parsed is not None else None


def stated(distribution: Distribution) -> str | None:
    """What a package's own metadata says its licence is, as an SPDX expression; None where unclear."""
    said = distribution.metadata
    for field in ("License-Expression", "License"):
        found = expression(said.get(field) or "")
        if found:
            return found
    named = [one for one in said.get_all("Classifier") or [] if one.startswith("License :: OSI Approved ::")]
    return CLASSIFIERS.get(named[0]) if len(named) == 1 else None


def allowed(licence: str, allow: set[str]) -> bool:
    """Whether an expression can be met with allowed licences alone.

    >>> allowed("MIT OR GPL-2.0-only", {"MIT"}), allowed("MIT AND GPL-2.0-only", {"MIT"})
    (True, False)
    """
    return _met(_SPDX.parse(licence), allow)


def _met(part, allow: set[str]) -> bool:
    """`part` is a licence, one with an exception, or an AND or OR of such."""
    if isinstance(part, _SPDX.AND):
        return all(_met(one, allow) for one in part.args)
    if isinstance(part, _SPDX.OR):
        return any(_met(one, allow) for one in part.args)
    return str(part) in allow


def check(root: Path, pins: list[Pin]) -> Iterator[str]:
    """A line for each package whose licence is unknown or not allowed, and for each entry not needed."""
    table = read_table(root, LICENCES)
    allow, read = set(table["allow"]), table["read"]
    needed: set[str] = set()
    there = installed(root)
    said: set[tuple[str, str]] = set()
    for pin in pins:
        if pin.kind == "npm":
            licence, problem = _of_npm(pin)
        else:
            distribution = there[pin.file].get(pin.name)
            if distribution is None:
                yield f"{pin}: is not installed, so that its licence cannot be read: run make setup"
                continue
            if distribution.version != pin.version and (pin.name, distribution.version) in _versions(pins):
                continue  # pinned twice for different Pythons; the other one is installed here
            licence, problem = _of_python(pin, distribution, read, needed)
        if licence and not allowed(licence, allow):
            problem = (
                f"the licence {licence} is not among those that {LICENCES} allows: "
                "use another package, or read the licence and add it there"
            )
        if problem and (pin.file, pin.name) not in said:
            said.add((pin.file, pin.name))
            yield f"{pin}: {problem}"
    for name in sorted(set(read) - needed):
        yield f"{LICENCES}: read names {name}, which is not pinned or states its licence: take it out"


def _versions(pins: list[Pin]) -> set[tuple[str, str]]:
    return {(pin.name, pin.version) for pin in pins if pin.kind == "pypi"}


def _of_npm(pin: Pin) -> tuple[str | None, str]:
    licence = expression(pin.licence)
    if licence:
        return licence, ""
    return (
        None,
        f"the lock file gives “{pin.licence}” as its licence, which SPDX does not know: use another package",
    )


def _of_python(
    pin: Pin, distribution: Distribution, read: dict[str, dict], needed: set[str]
) -> tuple[str | None, str]:
    """The licence and what is wrong; `needed` gets the names whose entry in the data file was used."""
    licence = stated(distribution)
    if licence:
        return licence, ""
    now, entry = fingerprint(distribution), read.get(pin.name)
    needed.add(pin.name)
    if entry is None:
        return None, (
            "states no licence that SPDX knows: read its text in "
            f"{_where(distribution)} and add it to [read] in {LICENCES} with text = “{now}”"
        )
    if entry["text"] != now:
        return None, (
            f"its licence text has changed since it was read: read it again in {_where(distribution)}, "
            f"then set text = “{now}” in {LICENCES}"
        )
    return expression(entry["licence"]), ""


def _where(distribution: Distribution) -> str:
    found = texts(distribution)
    return str(found[0].parent) if found else "its source, since the package brings none,"
