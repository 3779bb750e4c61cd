"""The files that the browser loads beside the pages: its Python, the modules, and the rules of each area."""

import hashlib
from pathlib import Path

from . import bundle, modules
from .book import Handbook


def build_name(found: dict[str, Path | str]) -> str:
    """A name of these files that changes with any of them: what the pages and the service worker carry."""
    digest = hashlib.sha256()
    for address, content in sorted(found.items()):
        raw = content.read_bytes() if isinstance(content, Path) else content.encode("utf-8")
        digest.update(f"{address} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()[:16]


class MissingError(Exception):
    """Something that the site needs has not been built: the message names the command."""


def files(root: Path, handbook: Handbook) -> dict[str, Path | str]:
    """Every such file by its address in the site: where it is, or what it holds."""
    found: dict[str, Path | str] = {}
    runtime = root / "build" / "runtime"
    if not (runtime / "runtime.json").is_file():
        raise MissingError(f"{runtime}: the browser's Python has not been built: run make runtime")
    for path in sorted(runtime.iterdir()):
        if path.is_file():
            found[f"assets/runtime/{path.name}"] = path
    try:
        joined = modules.build(root)
    except modules.ModulesError as error:
        raise MissingError(str(error)) from None
    for path in (*joined, *sorted((root / "checklists" / "web").glob("*.css"))):
        found[f"assets/app/{path.name}"] = path
    for area in handbook.bundle["areas"]:
        name = area.replace("_", "-")
        found[f"rules/{name}.json"] = bundle.to_json(bundle.browser(handbook.bundle, area))
        found[f"rules/{name}.quick.json"] = bundle.to_json(handbook.quick(area))
    return found
