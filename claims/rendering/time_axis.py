"""Days → places on an axis of time, in percent of its width, and the days that the axis names."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ..rules.days import MONTHS

FIRST, LAST = 7.0, 93.0  # percent across: a chip about the first or last day needs room
MOST_TICKS = 9
_STEPS_IN_DAYS = (1, 7, 14)
_STEPS_IN_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 12000)


class NamedDay(NamedTuple):
    """A day that the axis names, and how: 17 Jan; Jan 2022; 2022."""

    day: date
    words: str


class TimeAxis(NamedTuple):
    """The days from `first` to `last`, both on the axis."""

    first: date
    last: date

    def find_across(self, day: date) -> float:
        """Return where a day stands, in percent of the width; one outside stands at the nearer end. An axis of a single
        day has it in the middle."""
        days = (self.last - self.first).days
        if not days:
            return (FIRST + LAST) / 2
        share = min(max((day - self.first).days / days, 0), 1)
        return round(FIRST + share * (LAST - FIRST), 2)

    def list_ticks(self) -> list[NamedDay]:
        """Return the days to name, at most `MOST_TICKS`: days or weeks while these are few enough, else months, else
        years. Weeks begin on Mondays."""
        days = (self.last - self.first).days
        for step in _STEPS_IN_DAYS:
            if days < step * MOST_TICKS:
                return [NamedDay(day, f"{day.day} {MONTHS[day.month - 1][:3]}") for day in self._step_by_days(step)]
        months = next(step for step in _STEPS_IN_MONTHS if days < step * 30 * MOST_TICKS)
        return [NamedDay(day, _name_month(day, months)) for day in self._step_by_months(months)]

    def _step_by_days(self, step: int) -> Iterator[date]:
        day = self.first + timedelta(-self.first.weekday() % 7 if step > 1 else 0)
        while day <= self.last:
            yield day
            day += timedelta(step)

    def _step_by_months(self, step: int) -> Iterator[date]:
        """Yield the first days of each so many months, counted from January of the year 0."""
        first = self.first.year * 12 + self.first.month - (self.first.day == 1)
        for month in range(-(-first // step) * step, self.last.year * 12 + self.last.month, step):
            yield date(month // 12, month % 12 + 1, 1)


def _name_month(day: date, step: int) -> str:
    return str(day.year) if step >= 12 else f"{MONTHS[day.month - 1][:3]} {day.year}"
