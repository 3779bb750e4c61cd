"""The files that the browser loads beside the pages: its Python, the modules, and the rules of each area.

They stand in two folders, each named by the hash of what it holds: Pyodide with its standard library, and all
that is ours. A page names one folder of ours, and its modules find the rest from where they were loaded: so
no page has files of two releases, and a browser keeps what it has for good.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from . import bundle, modules
from .book import Handbook
from .runtime import CORE_FILES, MANIFEST

APP, RUNTIME = "assets/app", "assets/runtime"  # where in the site the two folders are
LENGTH = 16  # hexadecimal digits of a folder's name


class MissingError(Exception):
    """Something that the site needs has not been built: the message names the command."""


@dataclass(frozen=True)
class Assets:
    """The files by their address in the site: where each is, or what it holds.

    `app` and `runtime` are the addresses of the two folders, without a slash at the end.
    """

    app: str
    runtime: str
    files: dict[str, Path | str]


def digest(found: dict[str, Path | str]) -> str:
    """The name of a folder of these files: another one when any of them has another content or name."""
    sha = hashlib.sha256()
    for name, content in sorted(found.items()):
        raw = content.read_bytes() if isinstance(content, Path) else content.encode("utf-8")
        sha.update(f"{name} {len(raw)}\n".encode() + raw)
    return sha.hexdigest()[:LENGTH]


def find(root: Path, handbook: Handbook) -> Assets:
    """Join the modules and gather every such file. Raises `MissingError`."""
    folder = root / "build" / "runtime"
    if not (folder / MANIFEST).is_file():
        raise MissingError(f"{folder}: the browser's Python has not been built: run make runtime")
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    python = {name: folder / name for name in (*CORE_FILES, manifest["stdlib"])}
    # The engine is not among them: it changes often, and several megabytes would be fetched again with it.
    runtime = digest(python)
    try:
        joined = modules.build(root, runtime)
    except modules.ModulesError as error:
        raise MissingError(str(error)) from None
    ours: dict[str, Path | str] = {name: folder / name for name in (MANIFEST, manifest["wheel"])}
    ours |= {path.name: path for path in (*joined, *sorted((root / "checklists" / "web").glob("*.css")))}
    for area in handbook.bundle["areas"]:
        name = area.replace("_", "-")
        ours[f"rules/{name}.json"] = bundle.to_json(bundle.browser(handbook.bundle, area))
        ours[f"rules/{name}.quick.json"] = bundle.to_json(handbook.quick(area))
    app = f"{APP}/{digest(ours | {'runtime': runtime})}"
    files = {f"{app}/{name}": content for name, content in ours.items()}
    files |= {f"{RUNTIME}/{runtime}/{name}": path for name, path in python.items()}
    return Assets(app, f"{RUNTIME}/{runtime}", files)


def app_of(site: Path) -> str:
    """The address of the folder of ours that the pages of a built site name, `assets/app/…`.

    Raises `MissingError` where there is no such site.
    """
    page = site / "index.html"
    found = re.search(rf"\b{APP}/[0-9a-f]{{{LENGTH}}}\b", page.read_text("utf-8")) if page.is_file() else None
    if not found:
        raise MissingError(f"{site}: holds no built site: run make site")
    return found[0]
