"""Measures how fast the built site and the command line are; `python -m benchmarks` writes the results.

Everything in a browser is compared with a bare load of the untouched npm package `pyodide`, from the
same kind of server, in the same run, so that a figure says something on another machine too. Targets
are reported, never asserted.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
HERE = Path(__file__).parent
