"""What the figures were measured on: processor, memory and versions; no names, no paths."""

import json
import os
import platform
import subprocess
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from macros.assets import app_of

from . import ROOT, SITE


def describe(chromium: str) -> dict:
    """The machine and the versions; `chromium` is the browser's."""
    runtime = json.loads((ROOT / "build" / "runtime" / "runtime.json").read_text("utf-8"))
    quick = json.loads((SITE / app_of(SITE) / "rules" / "north-yorkshire.quick.json").read_text("utf-8"))
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    return {
        "date": datetime.now().astimezone().date().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": _memory(),
        "system": platform.system(),
        "chromium": chromium,
        "playwright": version("playwright"),
        "pyodide": runtime["version"],
        "python_in_pyodide": runtime["python"],
        "python": platform.python_version(),
        "node": node.stdout.strip().removeprefix("v"),
        "rules": quick["version"],
    }


def load() -> float | None:
    """Processes that wanted a processor in the last minute, on average; None where it cannot be told."""
    try:
        return round(os.getloadavg()[0], 2)
    except (AttributeError, OSError):
        return None


def _processor() -> str:
    """The model's name; the kind of processor where the system does not give one."""
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (AttributeError, ValueError, OSError):
        return None
