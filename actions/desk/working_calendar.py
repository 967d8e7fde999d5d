"""Working days and office hours of the place that the desk serves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.model import Catalogue

if TYPE_CHECKING:
    from actions.desk.ports import UnitOfWork

# as government counters keep them; a deployment's promise counts in these
OFFICE_HOURS = ((time(9), time(12)), (time(14), time(18)))
CLOSES = OFFICE_HOURS[-1][1]
DAY = timedelta(hours=7)  # the office hours of a working day
OFFICIAL_FROM = 2004  # chinese-calendar's first year


class WorkingCalendar:
    """The official calendar, overridden by `days` (ISO date → works?); moments come back in the place's time zone."""

    def __init__(self, timezone: str, days: Mapping[str, bool]) -> None:
        self.zone = ZoneInfo(timezone)
        self._days = days

    @classmethod
    def of(cls, uow: UnitOfWork, catalogue: Catalogue) -> WorkingCalendar:
        """The calendar of the catalogue's place, with the days that staff have set."""
        return cls(catalogue.place.timezone, {**catalogue.holidays, **uow.calendar.days()})

    def works(self, day: date) -> bool:
        """Whether offices work on that day."""
        override = self._days.get(day.isoformat())
        return _works(day) if override is None else override

    def after(self, start: datetime, left: timedelta) -> datetime:
        """The moment when that much office time has passed."""
        day = start.astimezone(self.zone).date()
        while True:
            for begin, end in self._hours(day):
                begin = max(begin, start)
                if begin < end:
                    if begin + left <= end:
                        return (begin + left).astimezone(self.zone)
                    left -= end - begin
            day += timedelta(days=1)

    def before(self, end: datetime, left: timedelta) -> datetime:
        """The latest moment from which that much office time passes until `end`."""
        day = end.astimezone(self.zone).date()
        while True:
            for begin, stop in reversed(self._hours(day)):
                stop = min(stop, end)
                if begin < stop:
                    if stop - left >= begin:
                        return (stop - left).astimezone(self.zone)
                    left -= stop - begin
            day -= timedelta(days=1)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much office time passes."""
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        passed = timedelta()
        while day <= last:
            passed += sum((max(min(b, end) - max(a, start), timedelta()) for a, b in self._hours(day)), timedelta())
            day += timedelta(days=1)
        return passed

    def opens(self, moment: datetime) -> datetime:
        """The first moment from then on when somebody is in the office."""
        day = moment.astimezone(self.zone).date()
        while True:
            for begin, end in self._hours(day):
                if moment <= end:
                    return max(begin, moment).astimezone(self.zone)
            day += timedelta(days=1)

    def after_days(self, start: datetime, days: int) -> datetime:
        """The end of office hours on the `days`th working day after that day, which itself does not count."""
        day = start.astimezone(self.zone).date()
        while days:
            day += timedelta(days=1)
            days -= self.works(day)
        return datetime.combine(day, CLOSES, self.zone)

    def _hours(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.works(day):
            return []
        # through UTC: on a day when clocks are put forward, wall times subtract wrongly
        utc = ZoneInfo("UTC")
        return [
            (datetime.combine(day, a, self.zone).astimezone(utc), datetime.combine(day, b, self.zone).astimezone(utc))
            for a, b in OFFICE_HOURS
        ]


def is_announced(year: int) -> bool:
    """Whether the year's exchanged working days are known; beyond, statutory holidays and week-ends only."""
    import chinese_calendar

    return bool(OFFICIAL_FROM <= year <= max(day.year for day in chinese_calendar.holidays))


@lru_cache(maxsize=4096)
def _works(day: date) -> bool:
    if is_announced(day.year):
        import chinese_calendar

        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and day not in _statutory(day.year)


@lru_cache(maxsize=8)
def _statutory(year: int) -> frozenset[date]:
    import holidays  # 0.3 s at its first use, and only for years not announced yet

    return frozenset(holidays.country_holidays("CN", years=year))
