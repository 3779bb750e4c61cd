"""Working days: Monday to Friday, bank holidays of the area's calendar excepted."""

from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEKEND = {5: "Saturday", 6: "Sunday"}


@dataclass(frozen=True)
class Calendar:
    """The published bank holidays from `start` to `end`, both included, by date.

    Outside that span only weekends are known, so a count that leaves it is provisional.
    """

    start: date
    end: date
    holidays: dict[date, str]
    counts: dict = field(default_factory=dict, compare=False, repr=False)  # answers of `counting`, kept

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end

    def why_not_working(self, day: date) -> str | None:
        """Why a day is not a working day: the holiday's name, Saturday or Sunday; None where it is one.

        >>> Calendar(date(2026, 1, 1), date(2026, 12, 31), {}).why_not_working(date(2026, 4, 4))
        'Saturday'
        """
        return WEEKEND.get(day.weekday()) or self.holidays.get(day)

    def last_working_day(self, day: date) -> date:
        """The last working day on or before a day."""
        while self.why_not_working(day):
            day -= DAY
        return day
