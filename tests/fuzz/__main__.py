"""Run the fuzzers: `python -m tests.fuzz evaluate limits rule_files case_file --seconds 480`.

Each starts from seeds made of the project's own rules, keeps what reaches something new under
build/fuzz/<name>/corpus for the next run, and puts what breaks it under build/fuzz/<name>/found. `make fuzz`
installs the fuzzers.
"""

import argparse
import contextlib
import hashlib
import importlib
import io
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PYTHON = ("evaluate", "limits", "rule_files")
TARGETS = (*PYTHON, "case_file")
LONGEST = {"evaluate": 6000, "limits": 220, "rule_files": 4000, "case_file": 6000}  # bytes of one input
COVERED = re.compile(r"^#(\d+)\s.*?cov: (\d+) ft: (\d+) corp: (\d+)", re.MULTILINE)
DONE = re.compile(r"(?:Done|stat::number_of_executed_units:) +(\d+)")


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("target", nargs="*", choices=(*TARGETS, []), help="what to fuzz (default: all)")
    parser.add_argument("--seconds", type=int, default=60, help="for each (default: 60)")
    parser.add_argument("--seed", type=int, default=0, help="0 takes another each time")
    options = parser.parse_args(arguments)
    status = 0
    for name in options.target or TARGETS:
        report = run(name, options.seconds, options.seed)
        print(report, flush=True)
        status = status or "nothing found" not in report
    return int(status)


def run(name: str, seconds: int, seed: int) -> str:
    """One fuzzer for so many seconds; what it did and found, in a line."""
    place = ROOT / "build" / "fuzz" / name
    corpus, found = place / "corpus", place / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    before = set(found.iterdir())
    _seed(name, corpus, place / "words")
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST[name]}",
        f"-artifact_prefix={found}/",
        f"-dict={place / 'words'}",
        f"-seed={seed}",
        "-print_final_stats=1",
        "-timeout=20",
        "-rss_limit_mb=4096",
    ]
    started = time.monotonic()
    done = subprocess.run(
        _command(name, corpus, options),
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
    )
    took = time.monotonic() - started
    said = done.stdout + done.stderr
    (place / "log").write_text(said, encoding="utf-8")
    lines = COVERED.findall(said)
    runs = DONE.findall(said) or [lines[-1][0] if lines else "0"]
    new = sorted(set(found.iterdir()) - before)
    result = f"found {', '.join(map(str, new))}" if new else "nothing found"
    if done.returncode != 0 and not new:
        result = f"ended with status {done.returncode}, see {place / 'log'}"
    if not lines:
        return f"{name}: {runs[-1]} runs in {took:.0f} s, no coverage reported, {result}"
    first, last = lines[0], lines[-1]
    return (
        f"{name}: {runs[-1]} runs in {took:.0f} s, coverage {last[1]} edges (from {first[1]}), "
        f"{last[3]} inputs kept, {result}"
    )


def _command(name: str, corpus: Path, options: list[str]) -> list[str]:
    if name in PYTHON:
        return [sys.executable, "-m", f"tests.fuzz.{name}", *options, str(corpus)]
    return ["node", str(HERE / "case_file.mjs"), *options, str(corpus)]


def _seed(name: str, corpus: Path, words: Path) -> None:
    """Write the seeds and the words that inputs are put together from."""
    if name == "case_file":
        from . import case_seeds as module
    else:
        with contextlib.redirect_stderr(io.StringIO()):  # the fuzzer names every module that it measures
            module = importlib.import_module(f"tests.fuzz.{name}")
    for seed in module.seeds():
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    listed = getattr(module, "WORDS", ())
    lines = ['"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"' for word in listed]
    words.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    sys.exit(main())
