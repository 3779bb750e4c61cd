"""Build the browser's Python into build/runtime/, or trace what it imports."""

import argparse
import sys

from macros.runtime import RuntimeBuildError
from macros.runtime.build import build
from macros.runtime.trace import missing


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 when built (or when the trace found nothing missing), else 1."""
    parser = argparse.ArgumentParser(prog="python -m macros.runtime", description=__doc__)
    parser.add_argument(
        "--trace",
        action="store_true",
        help="run the untouched runtime and print the files that it uses and that stdlib.txt leaves out",
    )
    options = parser.parse_args(arguments)
    try:
        if options.trace:
            lacking = missing()
            print("\n".join(lacking) or "nothing is missing from macros/runtime/stdlib.txt")
            return 1 if lacking else 0
        build()
    except RuntimeBuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
