"""The figures and the targets that they are held against."""

from dataclasses import asdict, dataclass
from statistics import median

from .evaluate import COUNT, Run
from .pages import Timings
from .transfer import Transfer


@dataclass(frozen=True)
class Figure:
    """One measured thing: the spread of its values, in `unit`."""

    name: str
    unit: str
    median: float
    min: float
    max: float
    values: int


@dataclass(frozen=True)
class Target:
    """A measured value against its limit; met where it is at most that (`below`: less than that)."""

    name: str
    value: float
    limit: float
    unit: str
    met: bool
    how: str


def figure(name: str, values: list[float], unit: str = "ms") -> Figure:
    """The spread of some values."""
    return Figure(name, unit, median(values), min(values), max(values), len(values))


def figures(found: Timings, runs: list[Run]) -> list[Figure]:
    """Everything that was timed, in the order of the report."""
    listed = [figure(f"{name}, page opened to screen", values) for name, values in found.times.items()]
    for name, rounds in found.long_tasks.items():
        listed.append(figure(f"long tasks, {name}: count", [float(len(tasks)) for tasks in rounds], ""))
        listed.append(figure(f"long tasks, {name}: longest", [max(tasks, default=0) for tasks in rounds]))
    listed.append(figure("one date changed to the new list on screen", found.changes))
    listed.append(figure(f"{COUNT} requests, all", [run.total for run in runs], "s"))
    listed.append(figure("the same in processor time", [run.processor for run in runs], "s"))
    listed.append(figure("the same command with no request", [run.empty for run in runs], "s"))
    listed.append(figure("the difference: reading, engine, writing", [run.engine for run in runs], "s"))
    listed.append(figure("requests a second, all", [COUNT / run.total for run in runs], ""))
    return listed


def targets(found: Timings, tool: Transfer, bare: Transfer, runs: list[Run]) -> list[Target]:
    """Each target with the value measured."""
    times = {name: median(values) for name, values in found.times.items()}
    tasks = found.long_tasks
    count = {name: median(len(one) for one in rounds) for name, rounds in tasks.items()}
    longest = {name: median(max(one, default=0) for one in rounds) for name, rounds in tasks.items()}
    return [
        _ratio("first date shown, cold", times["first date cold"], times["bare cold"], 0.12),
        _ratio("first date computed by Python, cold", times["engine cold"], times["bare cold"], 0.45),
        _ratio("first date computed by Python, warm", times["engine warm"], times["bare warm"], 0.50),
        _ratio("first date computed by Python, later", times["engine later"], times["bare warm"], 0.25),
        _ratio("bytes of a first use, gzip", tool.gzip, bare.gzip, 0.88, "heads and bodies as sent"),
        _at_most(
            "long tasks: count", count["tool"], count["without scripts"], "", "the page without our scripts"
        ),
        _at_most("long tasks: longest", longest["tool"], longest["without scripts"], "ms", "the same"),
        _below("one date changed to the new list", median(found.changes), 30, "ms"),
        _below(f"{COUNT} requests", median(run.total for run in runs), 5, "s"),
    ]


def _ratio(name: str, value: float, bare: float, limit: float, how: str = "ratio of medians") -> Target:
    share = value / bare
    return Target(name, share, limit, "of the bare load", share <= limit, how)


def _at_most(name: str, value: float, limit: float, unit: str, how: str) -> Target:
    return Target(name, value, limit, unit, value <= limit, how)


def _below(name: str, value: float, limit: float, unit: str) -> Target:
    return Target(name, value, limit, unit, value < limit, "median")


def as_data(items: list) -> list[dict]:
    """Figures or targets as plain data, rounded to what the measurement can tell."""
    return [
        {key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(item).items()}
        for item in items
    ]
