"""A comparison as text for people."""

from .outline import sections, summary
from .words import counted, plain_day

SHORT = 90  # characters of two versions of something that stand on one line


def text(data: dict) -> str:
    """The answer first, then what was compared, then everything that differs, area by area."""
    blocks = ["\n".join([summary(data), *_compared(data)])]
    if data["not_compared"]:
        blocks.append("\n".join(["NOT COMPARED", *(f"  {words}" for words in data["not_compared"])]))
    for section in sections(data):
        lines = [section["title"].upper()]
        for part in section["parts"]:
            lines.append(f"  {part['title']}")
            for line in part["lines"]:
                joint = ", " if part["part"] == "dates" else ": "
                lines.append(f"    {line['title']}{joint}{line['said']}")
                lines += [f"      {words}" for one in line["details"] for words in _detail(one)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _compared(data: dict) -> list[str]:
    before, after = data["before"], data["after"]
    when = f", revision {before['revision']} of {plain_day(before['date'])}" if "revision" in before else ""
    samples, worked = data["cases"]["samples"], data["cases"]["worked"]
    tried = f"{counted(worked, 'worked example')} and {counted(samples, 'sample case')}"
    return [
        f"Compared: rules {before['rules']}{when}, and rules {after['rules']}.",
        f"Tried on {tried}, with the same engine for both.",
    ]


def _detail(one: dict) -> list[str]:
    was, now = one["was"], one["now"]
    if was is None:
        return [f"{one['aspect']}: {now}"]
    if len(was) + len(now) <= SHORT:
        return [f"{one['aspect']}: {was} → {now}"]
    return [one["aspect"], f"  was: {was}", f"  now: {now}"]
