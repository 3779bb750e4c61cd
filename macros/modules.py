"""The browser's modules, joined into few small files: a page waits for one request, not for twenty."""

import json
import subprocess
from pathlib import Path

# What a page, or the browser on a page's behalf, asks for by name.
ENTRIES = (
    *("calculator.mjs", "cases.mjs", "checklist.mjs", "offline.mjs", "page.mjs", "sealed.mjs"),
    *("search.mjs", "word.mjs", "worker.mjs"),
)
# The service worker belongs at the root of the site: macros/offline.py puts it there.
SERVICE_WORKER = "sw.mjs"
# The oldest browsers that Pyodide runs in.
TARGETS = "chrome112,firefox112,safari16.4"


class ModulesError(Exception):
    """The modules could not be joined: the message says why and what to do."""


def build(root: Path, runtime: str, folder: Path | None = None) -> list[Path]:
    """Join and shorten `checklists/web/*.mjs` into build/app/, or another folder; returns the files.

    Each entry holds all that it imports, and has a map to the sources beside it. `runtime` is the name of the
    folder of the browser's Python: the worker asks for it at once, and not after a file that would tell it.
    """
    program = root / "node_modules" / ".bin" / "esbuild"
    if not program.exists():
        raise ModulesError(f"{program.relative_to(root)} is missing: run make setup")
    web, folder = root / "checklists" / "web", folder or root / "build" / "app"
    command = [
        *(
            str(program),
            *(str(web / name) for name in (*ENTRIES, SERVICE_WORKER)),
            "--bundle",
            "--format=esm",
            "--minify",
        ),
        *(f"--target={TARGETS}", "--sourcemap", "--out-extension:.js=.mjs", f"--outdir={folder}"),
        *("--charset=utf8", "--log-level=warning", f"--define:RUNTIME_FOLDER={json.dumps(runtime)}"),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise ModulesError(f"the modules cannot be joined:\n{done.stderr.strip()}")
    return [folder / f"{name}{end}" for name in ENTRIES for end in ("", ".map")]
