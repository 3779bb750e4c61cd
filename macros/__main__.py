"""The command line: `handbook check`, `dates`, `evaluate`, `diff` and so on."""

import argparse
import os
import sys
from pathlib import Path

from . import commands

RULES = Path(__file__).resolve().parent.parent / "rules"


def parser() -> argparse.ArgumentParser:
    """The commands with their options."""
    top = argparse.ArgumentParser(
        prog="handbook", description="Work with the rules of the Core Group Handbook."
    )
    top.add_argument(
        "--rules", type=Path, default=RULES, help="the folder of the rules (default: the project's own)"
    )
    added = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    check = added.add_parser(
        "check",
        help="check every rule file",
        description="Check every rule file; print each problem as path:line: message.",
    )
    check.add_argument(
        "--today",
        metavar="DATE",
        help="the day by which sources and bank holidays are old (default: the computer's date)",
    )
    check.set_defaults(run=commands.check)

    dates = added.add_parser(
        "dates",
        help="work out the dates of a case",
        description="Work out the dates of a case. A date up to today counts as held, a later one as booked.",
        epilog="example: handbook dates --area luton --today 2026-12-01 initial_conference=2026-11-30",
    )
    dates.add_argument(
        "event",
        nargs="*",
        metavar="EVENT=DATE",
        help="an event and its date; repeat it for more of one event",
    )
    dates.add_argument("--area", help="the area whose procedures apply")
    dates.add_argument(
        "--today", metavar="DATE", help="the day to work out as on (default: the computer's date)"
    )
    dates.add_argument(
        "--as-at",
        metavar="DATE",
        help="work everything out by the rules in force on this day (default: the dates of the case decide)",
    )
    dates.add_argument(
        "--fact", action="append", default=[], metavar="FACT=yes|no", help="an answer about the case"
    )
    dates.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="DEADLINE=INTERVAL[,FROM[,ROLE]]",
        help="what the conference set, such as “child_visit=3 weeks,2026-03-26,conference_chair”",
    )
    dates.add_argument(
        "--cases",
        type=Path,
        metavar="FILE",
        help="a CSV of many cases: columns area, today, events; one row a case",
    )
    form = dates.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV")
    dates.set_defaults(run=commands.dates)

    evaluate = added.add_parser(
        "evaluate",
        help="answer requests, one JSON a line",
        description="Read one JSON request a line on standard input; write one JSON answer a line.",
    )
    evaluate.set_defaults(run=commands.evaluate)

    new = added.add_parser(
        "new",
        help="begin an area, deadline, checklist or source",
        description="Write a commented skeleton that passes the check and is marked as a draft.",
        epilog="example: handbook new deadline luton first_core_group",
    )
    kinds = new.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, words in (
        ("area", "an area, and its source where there is none of its name"),
        ("source", "a document that rules come from"),
        ("deadline", "a limit in an area"),
        ("checklist", "a checklist in an area"),
    ):
        one = kinds.add_parser(kind, help=words, description=f"Begin {words}.")
        if kind in ("deadline", "checklist"):
            one.add_argument("area", metavar="AREA", help="the area, as its folder is called")
        one.add_argument("name", metavar="NAME", help="its name in snake_case, such as first_core_group")
        if kind == "area":
            one.add_argument("--source", help="a source that is there already")
            one.add_argument("--builds-on", metavar="AREA", help="the area whose rules hold here too")
        one.set_defaults(run=commands.new)

    nginx = added.add_parser(
        "nginx",
        help="print the settings for nginx",
        description="Print a file for nginx’ conf.d that serves the built site with its headers.",
    )
    nginx.add_argument("--folder", default="/srv/handbook/site", help="where the site is on the host")
    nginx.add_argument("--base", default="/", help="the path that it is served below (/)")
    nginx.add_argument("--listen", default="80", help="what nginx listens on (80)")
    nginx.add_argument("--name", default="_", help="the host’s name (any)")
    nginx.add_argument("--site", type=Path, default=Path("site"), help="the built site (site/)")
    nginx.set_defaults(run=commands.nginx)

    serve = added.add_parser(
        "serve",
        help="serve the site beside the editor",
        description="Serve the site on 127.0.0.1. What is wrong in a saved rule file is shown in the open "
        "page at once; what is right is shown there a few seconds later.",
    )
    serve.add_argument("--port", type=int, default=8001, help="port on 127.0.0.1 (8001)")
    serve.set_defaults(run=commands.serve)

    coverage = added.add_parser(
        "coverage",
        help="show how much of each source is encoded",
        description="Print, for every source, its provisions by kind: how many have a statement, how many a "
        "deadline rests on, how many are set aside with a reason.",
    )
    coverage.set_defaults(run=commands.coverage)

    diff = added.add_parser(
        "diff",
        help="compare the rules with an earlier revision of them",
        description="Print every date that moves, and every rule, statement and checklist item that differs, "
        "between an earlier revision of the rules and the rules as they are now.",
        epilog="example: handbook diff HEAD~1",
    )
    diff.add_argument(
        "revision", metavar="REV", help="an earlier revision: a commit, a tag or a branch of git"
    )
    diff.add_argument("--rules", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    diff.add_argument("--json", action="store_true", help="print JSON")
    diff.add_argument(
        "--record",
        metavar="DATE",
        help="keep the result in the folder of the rules too, as what changed with the release of that day",
    )
    diff.set_defaults(run=_diff)

    bundle = added.add_parser(
        "bundle",
        help="write the rules as JSON",
        description="Write the rules as the JSON that the engine loads.",
    )
    bundle.add_argument("--area", action="append", help="only this area; repeat for more (default: all)")
    bundle.add_argument("--out", type=Path, metavar="FILE", help="write to a file (default: standard output)")
    bundle.set_defaults(run=commands.bundle)
    return top


def _diff(options) -> int:
    """Run `handbook diff`; what it needs is loaded only when asked for."""
    from .differences import diff

    return diff(options)


def _parsed(top: argparse.ArgumentParser, arguments: list[str] | None) -> argparse.Namespace:
    """The options, with events allowed after them: argparse itself wants all events in one row."""
    options, rest = top.parse_known_args(arguments)
    if rest and (options.command != "dates" or any(word.startswith("-") for word in rest)):
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        options.event += rest
    return options


def main(arguments: list[str] | None = None) -> int:
    """Run a command. Exit status 0, 1 where problems were found, 2 for bad usage."""
    options = _parsed(parser(), arguments)
    try:
        return options.run(options)
    except commands.Stop as stop:
        for line in stop.lines:
            print(line, file=sys.stderr)
        return stop.status
    except BrokenPipeError:  # the reader of a pipe has gone, such as `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
