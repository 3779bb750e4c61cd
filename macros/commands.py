"""What each command of the command line does."""

import json
import multiprocessing
import os
import stat
import sys
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from checklists.engine import csv_text, evaluate_json, rows
from checklists.engine import load as load_bundle

from . import bundle as bundles
from . import cases, hosting, load
from . import coverage as cover

LARGE = 50_000  # bytes of requests from which more than one process pays
BATCH = 2_000  # requests held at once


def check_rules(root: Path) -> list:
    """Every problem of the rules; the checker and its schemas are loaded only when asked for."""
    from .check import check

    return check(root)


class Stop(Exception):
    """Ends a command: the lines for standard error and the exit status."""

    def __init__(self, status: int, *lines: str):
        super().__init__(*lines)
        self.status = status
        self.lines = lines


def check(options) -> int:
    """Print every problem of the rules, and what has grown old; 1 where there is a problem."""
    from . import check as checker
    from .check import ageing, drafts

    try:
        today = date.fromisoformat(options.today or _today())
    except ValueError:
        raise Stop(2, f"--today: “{options.today}” is no date; write it as 2026-11-23") from None
    rules = load.load(options.rules)
    problems = sorted({*checker.check_rules(rules), *ageing.problems(rules, today)})
    notes = [*ageing.notes(rules, today), *drafts.notes(rules)]
    for problem in problems:
        print(problem)
    for note in notes:
        print(f"note: {note}")
    said = [_count(len(problems), "problem"), *([_count(len(notes), "note")] if notes else [])]
    print(", ".join(said), file=sys.stderr)
    return 1 if problems else 0


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


def read_rules(root: Path) -> dict:
    """The bundle of a folder of rules; ends the command where they cannot be used."""
    if not root.is_dir():
        raise Stop(2, f"{root}: no such folder; give the folder of the rules with --rules")
    rules = load.load(root)
    if rules.problems:
        raise Stop(1, *map(str, rules.problems), "the rules cannot be used: run handbook check")
    try:
        return bundles.build(rules)
    except (load.RuleError, KeyError, TypeError, AttributeError, ValueError):
        # files that read well but do not fit together: check says where
        found = check_rules(root)
        raise Stop(1, *map(str, found), "the rules cannot be used: run handbook check") from None


def bundle(options) -> int:
    """Write the bundle as JSON."""
    data = read_rules(options.rules)
    for area in options.area or ():
        if area not in data["areas"]:
            raise Stop(2, f"--area: there is no area “{area}”; use one of: {', '.join(data['areas'])}")
    text = bundles.to_json(bundles.only(data, options.area) if options.area else data) + "\n"
    if options.out is None:
        sys.stdout.write(text)
        return 0
    try:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Stop(2, f"{options.out}: {error.strerror}; choose another place with --out") from None
    return 0


def new(options) -> int:
    """Write a skeleton, and say what is to be filled in; 2 where it cannot be written."""
    from . import new as skeletons

    today = date.fromisoformat(_today())
    if not options.rules.is_dir():
        raise Stop(2, f"{options.rules}: no such folder; give the folder of the rules with --rules")
    try:
        if options.kind == "area":
            written = skeletons.area(options.rules, options.name, today, options.source, options.builds_on)
        elif options.kind == "source":
            written = skeletons.source(options.rules, options.name, today)
        else:
            make = skeletons.deadline if options.kind == "deadline" else skeletons.checklist
            written = make(options.rules, options.area, options.name, today)
        skeletons.write(written)
    except skeletons.NewError as error:
        raise Stop(2, str(error)) from None
    print("written, marked as a draft:")
    for path in written.files:
        print(f"  {path}")
    print("fill in:")
    for number, step in enumerate(written.steps, 1):
        print(f"  {number}. {step}")
    print("then run handbook check, look at it with handbook serve, and take “draft: true” out")
    return 0


def nginx(options) -> int:
    """Print the settings for nginx of a built site."""
    try:
        policy = hosting.policy_in((options.site / "_headers").read_text("utf-8"))
    except OSError as error:
        raise Stop(
            2, f"{options.site / '_headers'}: {error.strerror}; build the site first, or name it with --site"
        ) from None
    base = "/" + options.base.strip("/") + "/" if options.base.strip("/") else "/"
    sys.stdout.write(hosting.nginx_text(policy, options.folder, base, options.listen, options.name))
    return 0


def serve(options) -> int:
    """Serve the site as it is being written; 1 where it cannot be."""
    from .live import server as live_server  # here, as it asks for MkDocs

    root = options.rules.resolve().parent
    if not (root / "mkdocs.yml").is_file():
        raise Stop(2, f"{root}: no mkdocs.yml beside the rules; run the command in the checkout")
    try:
        server, work = live_server.make(root, options.port)
    except OSError as error:
        remedy = "stop what uses it or choose another with --port"
        raise Stop(1, f"port {options.port} cannot be used ({error.strerror}); {remedy}") from None
    os.environ["HANDBOOK_RULES"] = str(options.rules.resolve())  # the build of the site is another process
    live_server.run(root, server, work)
    return 0


def coverage(options) -> int:
    """Print how much of each source is encoded and used; 1 where a place of a source has no entry."""
    print(cover.table(read_rules(options.rules)))
    rules = load.load(options.rules)
    missing = {
        source: len(set(places) - set(rules.provisions.get(source, {})))
        for source, places in rules.locators.items()
    }
    for source, count in missing.items():
        if count:
            print(f"{source}: {count} places without a statement: handbook check names them", file=sys.stderr)
    return int(any(missing.values()))


def evaluate(options) -> int:
    """Answer each line of standard input; 1 where one could not be answered."""
    status = 0
    for answer in _answers(bundles.to_json(read_rules(options.rules))):
        status = status or (not answer.startswith('{"ok": true'))
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()
    return int(status)


def _answers(bundle: str) -> Iterator[str]:
    """The answer to every line of standard input, in order.

    A file is read in batches that all processors work on. From a pipe or a terminal each line is
    answered before the next is read, since whoever writes it may wait for the answer.
    """
    lines = (line.decode("utf-8", errors="replace").strip() for line in sys.stdin.buffer)
    requests = (line for line in lines if line)
    given = os.fstat(sys.stdin.fileno())
    if os.cpu_count() == 1 or not stat.S_ISREG(given.st_mode) or given.st_size < LARGE:
        load_bundle(bundle)
        yield from map(evaluate_json, requests)
        return
    with multiprocessing.Pool(initializer=load_bundle, initargs=(bundle,)) as pool:
        while batch := list(islice(requests, BATCH)):
            yield from pool.imap(evaluate_json, batch, chunksize=20)


def _today() -> str:
    """The date where this computer stands."""
    return datetime.now().astimezone().date().isoformat()


def dates(options) -> int:
    """Print the dates of one case, or of every row of a file of cases."""
    data = read_rules(options.rules)
    load_bundle(bundles.to_json(data))
    if options.cases:
        if options.event or options.fact or options.set:
            raise Stop(2, "--cases takes the dates from the file: leave out the dates on the command line")
        return _many(options, data)
    if not options.area:
        raise Stop(2, f"--area is missing; use one of: {', '.join(data['areas'])}")
    try:
        request = cases.from_words(
            options.area, options.today or _today(), options.event, options.fact, options.set, options.as_at
        )
    except cases.CaseError as error:
        raise Stop(2, str(error)) from None
    answer = json.loads(evaluate_json(json.dumps(request)))
    if not answer["ok"]:
        error = answer["error"]
        raise Stop(2, f"{error['field']}: {error['message']}; {error['remedy']}")
    if options.json:
        print(json.dumps(answer["value"], ensure_ascii=False, indent=2))
    elif options.csv:
        sys.stdout.write(csv_text(rows(answer["value"])))
    else:
        print(table(answer["value"]))
    return 0


def _many(options, data: dict) -> int:
    today = options.today or _today()
    try:
        read = list(cases.read_file(options.cases, options.area, today, options.as_at))
    except cases.CaseError as error:
        raise Stop(2, str(error)) from None
    out, bad = [], 0
    for number, request, problem in read:
        answer = None
        if not problem:
            answer = json.loads(evaluate_json(json.dumps(request)))
            if not answer["ok"]:
                error = answer["error"]
                problem = f"{error['field']}: {error['message']}; {error['remedy']}"
        if problem:
            bad += 1
            print(f"{options.cases}:{number}: {problem}", file=sys.stderr)
        else:
            out.append((number, request, answer["value"]))
    if options.json:
        for number, _, value in out:
            print(json.dumps({"row": number, **value}, ensure_ascii=False))
    elif options.csv:
        tables = [(number, rows(value)) for number, _, value in out]
        head = [["Row", *tables[0][1][0]]] if tables else []
        body = [[str(number), *row] for number, table_ in tables for row in table_[1:]]
        sys.stdout.write(csv_text(head + body))
    else:
        print("\n\n".join(f"Row {number}\n{table(value)}" for number, _, value in out))
    return 1 if bad else 0


def table(value: dict) -> str:
    """An answer as lines for people: the date, the duty, its status, the limit and its source."""
    lines = [f"{value['title']}, as on {value['as_on_words']} (rules {value['rules']})"]
    if value.get("fictional"):
        lines.append(f"! {value['fictional']}")
    if value.get("as_at"):
        lines.append(f"! Worked out by the rules in force on {value['as_at_words']}, whatever the dates")
    for source in value["sources"]:
        if source["care"]:
            check = ": check the procedure in force" if source["care"] == "check" else ""
            lines.append(f"! {source['title']} is {source['care_words']}{check}")
    lines += [f"! {warning['message']}" for warning in value["warnings"]]
    for item in value["deadlines"]:
        lines += ["", *_entry(item)]
    if value["not_said"]:
        lines += ["", "No date is given for:"]
        lines += [f"    {one['title']}: {one['text']}" for one in value["not_said"]]
    return "\n".join(lines)


def _entry(item: dict) -> list[str]:
    words = item["words"]
    title = f"{item['title']} ({item['about']})" if item["about"] else item["title"]
    if words["latest"]:
        when = f"by {words['latest']}"
    elif words["earliest"]:
        when = f"from {words['earliest']}"
    else:
        when = item["reason"] or item["limit_words"]
    source = f"{item['strength_words']}; {', '.join(item['cites'])}"
    lines = [f"{title}: {when}", f"    {item['status_words']}. {item['limit_words']} ({source})"]
    if words["target_date"]:
        target = f"{item['target_limit_words']} ({item['target_strength_words']})"
        lines.append(f"    target {words['target_date']}: {target}")
    if words["earliest"] and words["latest"]:
        lines.append(f"    not before {words['earliest']}")
    if item["last_working_day"] != item["latest"]:
        lines.append(f"    aim for {words['last_working_day']}, the last working day before it")
    if item["safe_latest"] and item["safe_latest"] != item["latest"]:
        lines.append(f"    safe under all readings: {words['safe_latest']}")
    if item["booked_late"]:
        lines.append(f"    booked for {words['booked_on']}, which is too late")
    notes = [item["note"]] if item["note"] else []
    lines += [f"    {text}" for text in (*notes, *item["assumed"], *item["remarks"])]
    if item["provisional"]:
        lines.append("    provisional: bank holidays for these dates are not published yet")
    return lines
