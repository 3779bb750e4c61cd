"""A quota of processor time for a browser and everything that it starts: its workers too."""

import os
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PERIOD = 20_000  # microseconds; a longer one would let short work run at full speed
SHARE = 0.5  # of one processor
GROUPS = Path("/sys/fs/cgroup")


class NoQuotaError(Exception):
    """This system gives no way to limit a browser; the message says what is needed."""


@contextmanager
def limited(program: str, share: float = SHARE) -> Iterator[str]:
    """A program that starts `program` within a share of one processor.

    Raises `NoQuotaError` where the control groups of Linux cannot be written.
    """
    name = f"handbook-{os.getpid()}"
    first = GROUPS / "cpu" / name
    second = GROUPS / name
    group = first if (GROUPS / "cpu").is_dir() else second
    try:
        group.mkdir()
        if group == first:
            (group / "cpu.cfs_period_us").write_text(str(PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(int(PERIOD * share)))
        else:
            (group / "cpu.max").write_text(f"{int(PERIOD * share)} {PERIOD}")
    except OSError as error:
        need = "the slow profile needs Linux control groups, and the right to make one"
        raise NoQuotaError(f"{group}: {error.strerror}: {need}") from None
    with tempfile.TemporaryDirectory(prefix="quota-") as made:
        starter = Path(made) / "slow-browser"
        joined = f"echo $$ > {shlex.quote(str(group / 'cgroup.procs'))}"
        starter.write_text(f'#!/bin/sh\n{joined}\nexec {shlex.quote(program)} "$@"\n')
        starter.chmod(0o755)
        try:
            yield str(starter)
        finally:
            _leave(group)


def _leave(group: Path) -> None:
    """Remove the group; what is still in it is on its way out."""
    for pid in (group / "cgroup.procs").read_text().split():
        try:
            os.kill(int(pid), 9)
        except ProcessLookupError:
            continue
    for _ in range(100):
        try:
            group.rmdir()
            return
        except OSError:
            os.sched_yield()
