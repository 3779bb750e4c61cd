"""The status of a window, decided here and nowhere else."""

from datetime import date

from .words import days_words, moment_words

STATUSES = ("not_known", "not_started", "waiting", "due", "overdue", "met", "met_late", "too_early", "ended")


def decide(
    *,
    today: date,
    reason: str | None,
    anchored: date | None,
    earliest: date | None,
    latest: date | None,
    held: date | None,
    stopped: date | None,
    trigger: bool,
    aim: date | None = None,
    certain: tuple[date | None, date | None] | None = None,
    by_the_clock: str | None = None,
) -> str:
    """One of `STATUSES`.

    `reason` says why no limit can be worked out; `anchored` is the date that the window
    runs from; `held` the date that meets it; `stopped` the date that the rule stopped
    running (the plan ended); a `trigger` has no event that could meet it. A booking is
    not among the inputs: it never meets a limit. It is due from the `aim`, where there is
    one ahead of the latest day. `certain` are the earliest and latest day at their most
    lenient, where an answer or a time of day is missing: nothing is called late or too
    early that may be in time. `by_the_clock` is `too_early` or `met_late` where it was held
    on one of these days, before or after the hour.
    """
    first, last = certain or (earliest, latest)
    if held is not None:
        if first and held < first:
            return "too_early"
        return "met_late" if last and held > last else by_the_clock or "met"
    if reason:
        return "not_known"
    if stopped and stopped <= today and (latest is None or last is None or stopped <= last):
        return "ended"
    if anchored is None and earliest is None and latest is None:
        return "not_started"
    if trigger or latest is None:  # nothing can meet it, or it has no latest day: only words (“immediately”)
        begins = aim or earliest or anchored
        return "due" if begins is None or begins <= today else "waiting"
    if (min(aim, latest) if aim else latest) > today:
        return "waiting"
    return "due" if last is None or last >= today else "overdue"


def status_words(
    status: str,
    *,
    today: date,
    earliest: date | None,
    latest: date | None,
    held: date | None,
    until_plan_ended: bool = True,
    overtaken: bool = False,
    so_far: date | None = None,
    aim: date | None = None,
    time: str | None = None,
    opens: str | None = None,
) -> str:
    """A status as a reader is told it. Overdue says that nothing was entered: it may have been done.

    `overtaken`: what it led up to has been held since. `so_far`: held, but not yet the last one.
    `aim`: the day aimed for, ahead of the latest. `time`: when it was held on its day. `opens`: the hour at
    which it opens on the earliest day.
    """
    words = _words(status, today, earliest, latest, held, until_plan_ended, aim, time, opens)
    if overtaken:
        return f"No date entered, was due {days_words((today - latest).days)} ago"
    return f"{words}; last held on {moment_words(so_far)}" if so_far else words


def _words(status, today, earliest, latest, held, until_plan_ended, aim, time, opens) -> str:
    if status == "waiting":
        day = (min(aim, latest) if aim and latest else aim) or latest or earliest
        if day is None:
            return "Not yet"
        lead = "Target" if day == aim else "Due" if latest else "Begins"
        days = (day - today).days
        return f"{lead} tomorrow" if days == 1 else f"{lead} in {days_words(days)}"
    if status == "due":
        return _due_words(today, latest, aim)
    if status == "overdue":
        return f"Overdue by {days_words((today - latest).days)}, no date entered"
    if status == "met":
        return f"Done on {moment_words(held, time)}{_after(held, aim, latest)}"
    if status == "met_late":
        days = (held - latest).days
        return f"Done on {moment_words(held, time)}, {days_words(days) + ' ' if days else ''}late"
    if status == "too_early":
        what = f"the earliest hour, {opens}" if held == earliest and opens else "the earliest day"
        return f"Held on {moment_words(held, time)}, before {what}"
    if status == "ended":
        return "The plan ended first" if until_plan_ended else "No longer applies"
    if status == "not_started":
        return "Not started"
    return "Not known"


def _due_words(today, latest, aim) -> str:
    if latest and latest < today:
        return f"Due, or overdue by {days_words((today - latest).days)}: that hangs on what is not known"
    if aim and aim < today:
        passed = f"target passed {days_words((today - aim).days)} ago"
        return f"Due today, the last day; {passed}" if latest == today else f"Due now, {passed}"
    if aim == today and latest != today:
        return "Due now, the target is today"
    return "Due today" if latest else "Due now"


def _after(held, aim, latest) -> str:
    """What is to be said of a date that is in time, or may be: past the target, or past the strict day."""
    if latest and held > latest:
        return ", in time or late: that hangs on what is not known"
    return f", {days_words((held - aim).days)} after the target" if aim and held > aim else ""
