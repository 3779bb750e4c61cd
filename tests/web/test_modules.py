"""The modules that need no page, under Node; `make check` looks at the types of all of them."""

import subprocess
from pathlib import Path

from macros.runtime import ROOT

WEB = Path(__file__).resolve().parent


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_modules_under_node() -> None:
    run("node", "--test", *(str(path) for path in sorted(WEB.glob("*.test.mjs"))))
