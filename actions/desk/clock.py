"""Which promise a request runs under, and by when each step is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from actions.desk.ticket import Due, Value
from actions.desk.working_calendar import WorkingCalendar
from data.model import ClockClass, Service, When


def clock_of(service: Service, details: Mapping[str, Value]) -> str:
    """The service's clock, or the first of its other clocks whose condition holds."""
    for rule in service.clock_when:
        if holds(rule.when, details):
            return rule.clock
    return service.clock


def holds(when: When, details: Mapping[str, Value]) -> bool:
    """Whether a detail is known and is what the condition says."""
    value = details.get(when.detail)
    if value is None:
        return False
    if when.below is not None and isinstance(value, int) and not isinstance(value, bool) and value < when.below:
        return True
    given = value if isinstance(value, tuple) else (value,)
    # True == 1 in Python, but yes is not one
    return any(type(one) is type(other) and one == other for one in given for other in when.equals)


def due(clock: ClockClass, opened_at: datetime, calendar: WorkingCalendar) -> Due:
    """The moments by which each step is promised, in the place's time zone."""
    steps = (clock.taken_up, clock.first_contact, clock.result, clock.closed)
    return Due(*(_after(opened_at, amount, unit, calendar) for amount, unit in steps))


def _after(start: datetime, amount: int, unit: str, calendar: WorkingCalendar) -> datetime:
    if unit == "working_hours":
        return calendar.after_hours(start, amount)
    if unit == "working_days":
        return calendar.after_days(start, amount)
    span = timedelta(minutes=amount) if unit == "minutes" else timedelta(hours=amount)
    return (start.astimezone(UTC) + span).astimezone(calendar.zone)
