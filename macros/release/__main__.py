"""Make the release of the built site: one archive in dist/."""

import argparse
import hashlib
import sys
from pathlib import Path

from ..book import BookError, build_day, read
from ..dependencies import DependencyError
from . import ROOT, ReleaseError, archive, version


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 when the archive was written, 1 when it could not be made."""
    parser = argparse.ArgumentParser(prog="python -m macros.release", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder for it (default: dist)")
    parser.add_argument("--version", action="store_true", help="print the version of the checkout and stop")
    options = parser.parse_args(arguments)
    try:
        if options.version:
            print(version(ROOT, build_day()))
            return 0
        release = archive.gather(ROOT, ROOT / "site", read(ROOT / "rules", build_day()))
        path = archive.write(release, options.out)
    except (ReleaseError, BookError, DependencyError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    content = path.read_bytes()
    print(f"{hashlib.sha256(content).hexdigest()}  {path}")
    print(f"{len(release.contents)} files, {len(content) / 1e6:.1f} MB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
