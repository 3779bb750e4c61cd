"""The windows of a deadline: what each runs from, what meets it, its earliest and latest day."""

from dataclasses import dataclass, field
from datetime import date

from .anchors import Finder, Frame, frames
from .bounds import Bound, begun, in_time, lenient, own_bound, strictest
from .case import Case, Interval, Occurrence
from .counting import Convention
from .facts import applies, split
from .grammar import Limit
from .rulebook import Deadline, LimitSpec, Rulebook


@dataclass
class Window:
    """One window of a deadline, its limits resolved; the days are worked out by `bound`."""

    deadline: Deadline
    number: int
    frame: Frame
    finder: Finder
    latest_specs: tuple[LimitSpec, ...] = ()
    earliest_specs: tuple[LimitSpec, ...] = ()
    aim_specs: tuple[LimitSpec, ...] = ()
    open_facts: tuple[str, ...] = ()  # the questions without an answer on which one of its limits hangs
    assumed: tuple[str, ...] = ()
    held: Occurrence | None = None
    booked: Occurrence | None = None
    so_far: Occurrence | None = None  # held, but a later one may still turn out to be the last
    kept: dict = field(default_factory=dict)

    def bounds(self, latest: bool) -> list[Bound]:
        """Every limit of one side, as the house counts."""
        found = self.kept.get(latest)
        if found is None:
            specs = self.latest_specs if latest else self.earliest_specs
            found = self.kept[latest] = [self._bound(spec, latest) for spec in specs]
        return found

    def strictest(self) -> tuple[Bound | None, Bound | None]:
        """The earliest and the latest limit that count: the strictest of each side."""
        found = self.kept.get("strictest")
        if found is None:
            found = self.kept["strictest"] = (
                strictest(self.bounds(False), max),
                strictest(self.bounds(True), min),
            )
        return found

    def aims(self) -> list[Bound]:
        """The limits that are aimed for, ahead of the latest ones."""
        found = self.kept.get("aims")
        if found is None:
            found = self.kept["aims"] = [self._bound(spec, True) for spec in self.aim_specs]
        return found

    def aim(self) -> Bound | None:
        """The soonest of the limits that are aimed for."""
        return strictest(self.aims(), min)

    def days(self) -> tuple[date | None, date | None]:
        """The earliest and the latest day."""
        earliest, latest = self.strictest()
        return earliest and earliest.day, latest and latest.day

    def by_answer(self) -> list[tuple[dict[str, bool], Bound | None, Bound | None]]:
        """The earliest and the latest limit that count, for each way of answering the open questions."""
        ways: list[dict[str, bool]] = [{}]
        for fact in self.open_facts:
            ways = [{**way, fact: yes} for way in ways for yes in (True, False)]
        found = []
        for given in ways:
            sides = [
                [item for item in self.bounds(side) if _holds(item.spec, given)] for side in (False, True)
            ]
            found.append((given, strictest(sides[0], max), strictest(sides[1], min)))
        return found

    def certain(self) -> tuple[date | None, date | None]:
        """The earliest and the latest day at their most lenient: what breaks these is broken for certain.

        They differ from `days` where an answer or a time of day is missing.
        """
        if not self.open_facts and not any(item.lax for side in (False, True) for item in self.bounds(side)):
            return self.days()
        first, last = self._most_lenient()
        return first and first[0], last and last[0]

    def by_the_clock(self) -> str | None:
        """`too_early` or `met_late` where it was held on a day of `certain`, before or after the hour."""
        held = self.held
        if held is None or held.time is None:
            return None
        first, last = self._most_lenient()
        if first and held.day == first[0] and held.time < first[1]:
            return "too_early"
        return "met_late" if last and held.day == last[0] and held.time > last[1] else None

    def _most_lenient(self) -> tuple[tuple[date, str] | None, tuple[date, str] | None]:
        """The earliest and the latest day and hour under the answers that allow most."""
        firsts, lasts = [], []
        for given, _, _ in self.by_answer():
            for side, pick, into in ((False, max, firsts), (True, min, lasts)):
                bounds = [item for item in self.bounds(side) if _holds(item.spec, given)]
                into.append(pick((lenient(item, side) for item in bounds if item.day), default=None))
        return None if None in firsts else min(firsts), None if None in lasts else max(lasts)

    def begins(self) -> date:
        """The date that decides which values hold: that of what it runs from, else today."""
        case = self.finder.case
        if case.as_at:
            return case.as_at
        for specs in (self.latest_specs, self.earliest_specs):
            anchors = [spec.limit.anchor for spec in specs if spec.limit.anchor]
            item = self.finder.resolve(anchors[0], self.frame) if anchors else None
            if item:
                return item.day
        base = self.frame.base or self.frame.before
        return base.day if base else case.today

    def choose(self, specs: tuple[LimitSpec, ...]) -> tuple[LimitSpec, ...]:
        """Of the limits in force those that hold by the answers given; those that hang on none given too."""
        chosen, book = [], self.finder.book
        for spec in specs:
            answer, assumed = applies(spec.when, self.finder.case, book)
            if answer is None:
                self.open_facts = tuple(dict.fromkeys((*self.open_facts, split(spec.when)[0])))
            self.assumed = tuple(dict.fromkeys((*self.assumed, *assumed)))
            if answer is not False:
                chosen.append(spec)
        return tuple(chosen)

    def days_otherwise(self) -> list[tuple[dict, date | None, date | None]]:
        """Each other way of counting that says something about these limits, with the days that it gives."""
        found = self.kept.get("otherwise")
        if found is None:
            both = (self.bounds(False), self.bounds(True))
            counted = [
                bound.limit for bounds in both for bound in bounds if bound.anchor and bound.limit.count
            ]
            found = self.kept["otherwise"] = []
            for convention, item in self.finder.book.conventions if counted else ():
                if any(convention.applies(limit.count, limit.unit) for limit in counted):
                    earliest = strictest([self._recount(bound, False, convention) for bound in both[0]], max)
                    latest = strictest([self._recount(bound, True, convention) for bound in both[1]], min)
                    found.append((item, earliest and earliest.day, latest and latest.day))
        return found

    def _recount(self, bound: Bound, latest: bool, convention: Convention) -> Bound:
        limit = bound.limit
        set_day = bound.interval and bound.interval.on
        if set_day or not bound.anchor or not convention.applies(limit.count, limit.unit):
            return bound
        return own_bound(self.finder.book, bound.spec, limit, bound.anchor, latest, convention)

    def _bound(self, spec: LimitSpec, latest: bool) -> Bound:
        limit = spec.limit
        anchor = self.finder.resolve(limit.anchor, self.frame) if limit.anchor else None
        own = own_bound(self.finder.book, spec, limit, anchor, latest)
        interval = self._interval(limit, anchor) if latest else None
        if interval is None:
            return own
        if interval.on:
            return own._replace(day=interval.on, steps=(), reason=None, interval=interval, default=own.day)
        set_limit = Limit("after", interval.count, interval.unit, anchor=limit.anchor)
        bound = own_bound(self.finder.book, spec, set_limit, anchor, latest)
        return bound._replace(interval=interval, default=own.day)

    def _interval(self, limit: Limit, anchor: Occurrence | None) -> Interval | None:
        """The interval in force on the day that the window runs from: the last one set by then."""
        if limit.kind != "set by" and not (self.deadline.or_set_by and limit.kind == "after" and limit.count):
            return None
        given = self.finder.case.intervals.get(self.deadline.key)
        if not given:
            return None
        if limit.kind != "set by":  # another reading may let fewer bodies set it
            given = [item for item in given if item.at in self.deadline.or_set_by]
        fit = [item for item in given if anchor is None or item.starts is None or item.starts <= anchor.day]
        fit = [item for item in fit if item.count is None or anchor is not None]
        closed = self.held and self.frame.shape != "single"  # a date that was set is for what comes next
        fit = [
            item
            for item in fit
            if item.on is None or (not closed and (anchor is None or item.on > anchor.day))
        ]
        return fit[-1] if fit else None


def _holds(spec: LimitSpec, answers: dict[str, bool]) -> bool:
    """Whether a limit holds under these answers; one that hangs on none of them does."""
    fact, needed = split(spec.when) if spec.when else (None, None)
    return fact not in answers or answers[fact] is needed


def open_windows(deadline: Deadline, case: Case, book: Rulebook) -> list[Window]:
    """The windows that a deadline opens in a case, numbered from 1, each with what meets it.

    Where the deadline changed on a date, each window is of the version that held when it began.
    """
    if not deadline.versions:
        return _open(deadline, case, book)
    found = [window for version in deadline.versions for window in _open(version, case, book)]
    for number, window in enumerate(found, 1):
        window.number = number
    return found


def _open(deadline: Deadline, case: Case, book: Rulebook) -> list[Window]:
    finder = Finder(case, book, deadline)
    windows = []
    for frame in frames(deadline, finder):
        window = Window(deadline, len(windows) + 1, frame, finder)
        window.latest_specs = window.choose(_in_force(deadline.latest, window))
        window.earliest_specs = window.choose(_in_force(deadline.earliest, window))
        window.aim_specs = window.choose(_in_force(deadline.aims, window))
        if not window.latest_specs and not window.earliest_specs:
            continue  # the rule was not in force then
        if frame.shape == "gap" and frame.base and not _anchored(window):
            continue  # before the first occurrence there is no gap
        windows.append(window)
    _match(windows, deadline, finder)
    if deadline.key in case.intervals:
        for window in windows:
            window.kept.clear()  # a date that was set counts only while nothing has met the window
    if deadline.begins or deadline.ends:
        windows = [window for window in windows if _in_its_time(window)]
        for number, window in enumerate(windows, 1):
            window.number = number
    return windows


def _in_its_time(window: Window) -> bool:
    day, deadline = window.begins(), window.deadline
    return (deadline.begins is None or day >= deadline.begins) and (
        deadline.ends is None or day < deadline.ends
    )


def _anchored(window: Window) -> bool:
    return any(bound.anchor for latest in (True, False) for bound in window.bounds(latest))


def _in_force(dated, window: Window) -> tuple[LimitSpec, ...]:
    """The limits whose start the anchor's date has reached; without a date, today's.

    Where the request says by which day's rules it is worked out, that day decides.
    """
    finder = window.finder
    for number, (start, specs) in enumerate(dated):
        if start is None:
            return specs or ()
        # What ends a limit has no anchor of its own: that of the limit which it ends decides.
        told = specs or next((older for _, older in dated[number:] if older), ())
        limits = [spec.limit.anchor for spec in told if spec.limit.anchor]
        anchor = finder.resolve(limits[0], window.frame) if limits else None
        base = anchor or window.frame.base or window.frame.before
        if (finder.case.as_at or (base.day if base else finder.case.today)) >= start:
            return specs or ()
    return ()


def _match(windows: list[Window], deadline: Deadline, finder: Finder) -> None:
    """Give each window the occurrence of the deadline's event that meets it, held or else booked."""
    if deadline.event is None:
        return
    found = [
        item for item in finder.all(deadline.event.event) if not finder.starts or item.day > finder.starts.day
    ]
    if finder.not_started:
        found = []  # nothing before the rule runs can meet it
    if windows and windows[0].frame.shape == "gap":
        for window in windows:
            _give(window, [window.frame.base] if window.frame.base else [])
        return
    if windows and windows[0].frame.shape == "single":
        _match_single(windows[0], deadline, finder, found)
        return
    free: dict[date | None, list[Occurrence]] = {None: []}  # by the meeting that they say they belong to
    for item in found:
        free.setdefault(item.meeting, []).append(item)
    ahead = deadline.lies_ahead
    at = ahead and deadline.shape[2].kind == "at"
    for window in windows:
        if window.frame.base is None:
            continue
        fit = free.get(window.frame.base.day)
        if not fit:
            choose = _around if at else _ahead_of if ahead else _following
            fit = choose(window, free[None])
        _give(window, fit)
        if ahead and deadline.event.which == "last":
            _await_last(window, fit)
        taken = window.held or window.booked
        if taken and (at or not ahead):
            free[taken.meeting].remove(taken)


def _match_single(window: Window, deadline: Deadline, finder: Finder, found: list[Occurrence]) -> None:
    which = deadline.event.which
    if which and which != "next":
        item = finder.single(deadline.event)
        _give(window, [item] if item and finder.runs(item.day) else [])
        return
    earliest, latest = window.strictest()
    bound = latest or earliest
    if bound and bound.anchor and bound.limit.kind in ("after", "at"):
        found = [item for item in found if item.day >= bound.anchor.day]
    _give(window, found)


def _following(window: Window, items: list[Occurrence]) -> list[Occurrence]:
    """What lies after the window's meeting and no later than the next one; too early only if that is all."""
    frame = window.frame
    same = {item.event for item in items} == {frame.base.event}
    items = [item for item in items if item.day > frame.base.day or (item.day == frame.base.day and not same)]
    items = [item for item in items if frame.following is None or item.day <= frame.following.day]
    opens, _ = window.strictest()
    return [item for item in items if begun(opens, item)] or items


def _around(window: Window, items: list[Occurrence]) -> list[Occurrence]:
    """What is on the day of the window's own meeting, else early, else late but ahead of the next."""
    frame = window.frame
    same = [item for item in items if item.day == frame.base.day]
    late = [item for item in items if item.day > frame.base.day]
    late = [item for item in late if frame.following is None or item.day < frame.following.day]
    return same or _ahead_of(window, items) or late


def _ahead_of(window: Window, items: list[Occurrence]) -> list[Occurrence]:
    """What lies after the meeting before and no later than the window's own, the last one in time first."""
    frame = window.frame
    items = [item for item in items if frame.before is None or item.day > frame.before.day]
    items = [item for item in items if item.day <= frame.base.day]
    _, limit = window.strictest()
    return [item for item in items if in_time(limit, item)][::-1] or items


def _await_last(window: Window, items: list[Occurrence]) -> None:
    """Until the latest day has come, no meeting is the last one ahead: what was held so far does not meet it.

    One that says which meeting it is for does.
    """
    _, limit = window.days()
    held = window.held
    if held is None or held.meeting or limit is None or held.day >= limit:
        return
    later = [item for item in items if item.day > held.day and not item.held]
    if later or window.finder.case.today < limit:
        window.so_far, window.held = held, None
        window.booked = later[0] if later else None


def _give(window: Window, items: list[Occurrence]) -> None:
    window.held = next((item for item in items if item.held), None)
    window.booked = None if window.held else next((item for item in items if not item.held), None)
