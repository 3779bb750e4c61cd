"""Bytes that a first use transfers, as sent with gzip and as they would be with brotli."""

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import HERE
from .served import Sent, Served, file_of, gzip_size, is_compressed


@dataclass(frozen=True)
class Transfer:
    """Bytes of a first use: heads and bodies, with gzip as sent and with brotli in its place."""

    responses: int
    gzip: int
    brotli: int
    largest: list[tuple[str, int]]  # path and bytes as sent


def measure(served: Served, sent: list[Sent], largest: int = 8) -> Transfer:
    """The bytes of what was sent; compressed files are compressed again with brotli for comparison."""
    files = {item.path: file_of(served, item.path) for item in sent if item.status == 200}
    packed = {path: file for path, file in files.items() if file and is_compressed(file)}
    total = sum(item.size for item in sent)
    # What brotli takes, in place of the gzip body.
    spared = sum(
        gzip_size(packed[item.path]) - brotli_size(packed[item.path]) for item in sent if item.path in packed
    )
    ordered = sorted(((item.path, item.size) for item in sent), key=lambda pair: -pair[1])
    return Transfer(len(sent), total, total - spared, ordered[:largest])


def brotli_size(file: Path) -> int:
    """Bytes of a file under brotli at its best."""
    return _brotli_size(file.read_bytes())


@cache
def _brotli_size(content: bytes) -> int:
    # Node has brotli built in, Python has not; the runtime's WebAssembly takes it half a minute.
    done = subprocess.run(["node", HERE / "pack.mjs"], input=content, capture_output=True, check=True)
    return int(done.stdout)
