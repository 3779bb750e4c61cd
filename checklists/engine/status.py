"""The status of a window, decided here and nowhere else."""

from datetime import date

from .words import date_words, days_words

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
) -> str:
    """One of `STATUSES`.

    `reason` says why no limit can be worked out; `anchored` is the date that the window
    runs from; `held` the date that meets it; `stopped` the date that the rule stopped
    running (the plan ended); a `trigger` has no event that could meet it. A booking is
    not among the inputs: it never meets a limit.
    """
    if held is not None:
        if earliest and held < earliest:
            return "too_early"
        return "met_late" if latest and held > latest else "met"
    if reason:
        return "not_known"
    if stopped and stopped <= today and (latest is None or stopped <= latest):
        return "ended"
    if anchored is None and earliest is None and latest is None:
        return "not_started"
    if trigger:
        return "due" if earliest is None or earliest <= today else "waiting"
    if latest is None:  # only in words (“immediately”), or only an earliest day
        begins = earliest or anchored
        return "waiting" if begins > today else "due"
    if latest > today:
        return "waiting"
    return "due" if latest == today else "overdue"


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
) -> str:
    """A status as a reader is told it. Overdue says that nothing was entered: it may have been done.

    `overtaken`: what it led up to has been held since. `so_far`: held, but not yet the last one.
    """
    words = _words(status, today, earliest, latest, held, until_plan_ended)
    if overtaken:
        return f"No date entered, was due {days_words((today - latest).days)} ago"
    return f"{words}; last held on {date_words(so_far)}" if so_far else words


def _words(status, today, earliest, latest, held, until_plan_ended) -> str:
    if status == "waiting":
        day = latest or earliest
        if day is None:
            return "Not yet"
        lead = "Due" if latest else "Begins"
        days = (day - today).days
        return f"{lead} tomorrow" if days == 1 else f"{lead} in {days_words(days)}"
    if status == "due":
        return "Due today" if latest else "Due now"
    if status == "overdue":
        return f"Overdue by {days_words((today - latest).days)}, no date entered"
    if status == "met":
        return f"Done on {date_words(held)}"
    if status == "met_late":
        return f"Done on {date_words(held)}, {days_words((held - latest).days)} late"
    if status == "too_early":
        return f"Held on {date_words(held)}, before the earliest day"
    if status == "ended":
        return "The plan ended first" if until_plan_ended else "No longer applies"
    if status == "not_started":
        return "Not started"
    return "Not known"
