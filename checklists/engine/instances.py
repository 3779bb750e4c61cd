"""The checklists of one case: one for each meeting, with what an earlier meeting left open."""

from collections.abc import Iterator
from typing import NamedTuple

from .case import Case, Occurrence
from .items import CLOSED, Dates, Shown, show
from .lists import Checklist, Item, checklists_of
from .rulebook import Area, Rulebook
from .ticks import EMPTY, Tick, Ticks
from .words import date_words

NOT_LEFT = (*CLOSED, "dated")  # what an earlier meeting did not leave open
CASE = "case"  # the bucket of the lists that belong to the case as a whole


class Carried(NamedTuple):
    """An item that an earlier meeting left open, or a note made there that is to be seen again."""

    key: str  # list/item
    item: Item
    since: Occurrence
    note: str


class Instance(NamedTuple):
    """One checklist of one meeting, or of the case. `meeting` is None while it has no date."""

    checklist: Checklist
    bucket: str
    meeting: Occurrence | None
    items: tuple[Shown, ...]
    retired: tuple[Shown, ...]  # no longer asked, and ticked while they were
    left: tuple[Shown, ...]  # from another list of an earlier meeting
    notes: tuple[Carried, ...]
    begun: bool


class Sheets:
    """Makes the checklists of one case as they stand."""

    def __init__(self, case: Case, ticks: Ticks, area: Area, book: Rulebook, windows=None):
        self.case, self.ticks, self.area, self.book = case, ticks, area, book
        self.lists = checklists_of(area, book)
        self.dates = Dates(case, book, windows)
        # Which lists were begun at which meetings: asked for every item, so worked out once.
        self._used = {
            (bucket, key.split("/")[0])
            for bucket, mine in ticks.items()
            for key, tick in mine.items()
            if tick.begun
        }

    def meetings(self, checklist: Checklist) -> list[tuple[str, Occurrence | None]]:
        """The buckets of a list with their meetings, in order; one without a date where none is to come."""
        if checklist.on is None:
            return [(CASE, None)]
        event = checklist.on.event
        found = self.case.occurrences(event, self.book)
        if checklist.on.which != "each":
            found = found[:1]
        buckets = [(item.bucket, item) for item in found]
        ahead = f"next/{event}"
        if (
            not found
            or (checklist.on.which == "each" and all(item.held for item in found))
            or ahead in self.ticks
        ):
            buckets.append((ahead, None))
        return buckets

    def all(self) -> Iterator[Instance]:
        """Every checklist of every meeting."""
        for checklist in self.lists.values():
            for bucket, meeting in self.meetings(checklist):
                yield self.one(checklist, bucket, meeting)

    def in_use(self) -> Iterator[Instance]:
        """Those that were begun, and those to which an earlier meeting left something."""
        used = {name for _, name in self._used}
        for checklist in self.lists.values():
            for bucket, meeting in self.meetings(checklist) if used else ():
                if self._begun(bucket, checklist.key) or used.intersection(checklist.takes_up):
                    instance = self.one(checklist, bucket, meeting)
                    if instance.begun or instance.left:
                        yield instance

    def one(self, checklist: Checklist, bucket: str, meeting: Occurrence | None) -> Instance:
        """One checklist of one meeting."""
        ticks = self.ticks.get(bucket, {})
        earlier = self._earlier(checklist, meeting, bucket)
        prefix = f"{checklist.key}/"
        begun = self._begun(bucket, checklist.key)
        items, retired = [], []
        for item in checklist.items:
            tick = ticks.get(prefix + item.key, EMPTY)
            if not self._over(item) or (tick.begun and item.ended is None):
                since = self._open_since(checklist, item, earlier)
                items.append(show(checklist, item, tick, meeting, since, self.dates, self.area))
            elif tick.begun:
                retired.append(show(checklist, item, tick, meeting, None, self.dates, self.area))
        left = [
            show(
                self.lists[key.split("/")[0]],
                item,
                ticks.get(key, EMPTY),
                meeting,
                since,
                self.dates,
                self.area,
            )
            for key, item, since in self._left(checklist, meeting, earlier)
        ]
        notes = tuple(self._notes(checklist, earlier))
        return Instance(checklist, bucket, meeting, tuple(items), tuple(retired), tuple(left), notes, begun)

    def unplaced(self) -> Iterator[tuple[str, str, str | None]]:
        """What was ticked or written and has no place: bucket, key, and the item's words while it has any.

        Its meeting was taken out, or the list is not this area's.
        """
        places: dict[str, set[str]] = {}  # the buckets in which each list's items are shown
        for checklist in self.lists.values() if self.ticks else ():
            buckets = {bucket for bucket, _ in self.meetings(checklist)}
            for name in (checklist.key, *checklist.takes_up):
                places.setdefault(name, set()).update(buckets)
        for bucket, mine in self.ticks.items():
            for key, tick in mine.items():
                name, _, part = key.partition("/")
                items = self.lists[name].items if name in self.lists else ()
                item = next((item for item in items if item.key == part), None)
                if tick.begun and (item is None or bucket not in places[name]):
                    yield bucket, key, item.action if item else None

    def _over(self, item: Item) -> bool:
        day = self.case.as_at or self.case.today
        ended = item.ended is not None and item.ended <= day
        return ended or (item.started is not None and item.started > day)

    def _earlier(self, checklist: Checklist, meeting: Occurrence | None, bucket: str) -> list[Occurrence]:
        """The meetings of the same kind that were held before this one, the last one first."""
        if checklist.on is None:
            return []
        found = [item for item in self.case.occurrences(checklist.on.event, self.book) if item.held]
        if meeting is not None:
            found = [item for item in found if item.day < meeting.day]
        return found[::-1]

    def _begun(self, bucket: str, key: str) -> bool:
        return (bucket, key) in self._used

    def _tick(self, bucket: str, key: str) -> Tick:
        return self.ticks.get(bucket, {}).get(key, EMPTY)

    def _open_since(self, checklist: Checklist, item: Item, earlier: list[Occurrence]) -> Occurrence | None:
        """The first of the meetings just before this one that left an item open, their lists being used."""
        since = None
        for meeting in earlier if not item.prompt else ():
            if not self._begun(meeting.bucket, checklist.key):
                break
            tick = self._tick(meeting.bucket, f"{checklist.key}/{item.key}")
            then = show(checklist, item, tick, meeting, None, self.dates, self.area)
            if then.state in NOT_LEFT:
                break
            since = meeting
        return since

    def _left(self, checklist, meeting, earlier) -> Iterator[tuple[str, Item, Occurrence]]:
        """What lists that this one takes up left open at an earlier meeting, and nobody has done since."""
        for name in checklist.takes_up:
            other = self.lists.get(name)
            if other is None or other.on is None:
                continue
            own = other.on.which != "each"
            held = self.case.occurrences(other.on.event, self.book)[:1] if own else tuple(earlier)
            held = [item for item in held if item in earlier and self._begun(item.bucket, name)]
            for first in held:
                between = [item for item in earlier if item.day > first.day]
                for item in other.items:
                    key = f"{name}/{item.key}"
                    done = [self._tick(place.bucket, key).status != "to_do" for place in (first, *between)]
                    if item.prompt or any(done) or self.dates.of_another(item, meeting):
                        continue
                    then = show(
                        other, item, self._tick(first.bucket, key), first, None, self.dates, self.area
                    )
                    if then.state not in NOT_LEFT and not self._over(item):
                        yield key, item, first

    def _notes(self, checklist: Checklist, earlier: list[Occurrence]) -> Iterator[Carried]:
        """What was noted at the meeting before, where it is to be seen again: dissent and its reasons."""
        for name in (checklist.key, *checklist.takes_up):
            for item in self.lists[name].items if name in self.lists else ():
                for meeting in earlier if item.carries else ():
                    note = self._tick(meeting.bucket, f"{name}/{item.key}").note
                    if note:
                        yield Carried(f"{name}/{item.key}", item, meeting, note)
                        break


def meeting_words(meeting: Occurrence, area: Area) -> str:
    """A meeting by its kind and date: `core group of 23 September 2026`."""
    label = area.events.get(meeting.event, meeting.event.replace("_", " "))
    return f"{label} of {date_words(meeting.day).split(' ', 1)[1]}"
