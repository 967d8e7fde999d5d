"""Which promise a request runs under, and by when each step is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from actions.desk.ticket import STEPS, Due, Value
from actions.desk.working_calendar import DAY, WorkingCalendar
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
    return Due(*(_after(opened_at, *_promise(clock, step), calendar) for step in STEPS))


def warned(clock: ClockClass, step: str, due: datetime, calendar: WorkingCalendar) -> datetime:
    """When three quarters of a promise's time are gone; a working day counts as its seven office hours."""
    amount, unit = _promise(clock, step)
    if unit == "working_hours":
        return calendar.before(due, timedelta(hours=amount) / 4)
    if unit == "working_days":
        return calendar.before(due, amount * DAY / 4)
    return (due.astimezone(UTC) - _span(amount, unit) / 4).astimezone(calendar.zone)


def put_off(
    clock: ClockClass, step: str, due: datetime, since: datetime, now: datetime, calendar: WorkingCalendar
) -> datetime:
    """A deadline whose clock stood still from `since` to `now`: as much time is left as was; what was late stays so."""
    if due <= since:
        return due
    if _promise(clock, step)[1].startswith("working"):
        return calendar.after(now, calendar.between(since, due))
    return (due.astimezone(UTC) + (now - since)).astimezone(calendar.zone)


def day_and_night(clock: ClockClass) -> bool:
    """Whether somebody takes such requests up outside office hours too."""
    return not clock.taken_up[1].startswith("working")


def _promise(clock: ClockClass, step: str) -> tuple[int, str]:
    found: tuple[int, str] = getattr(clock, step)
    return found


def _after(start: datetime, amount: int, unit: str, calendar: WorkingCalendar) -> datetime:
    if unit == "working_hours":
        return calendar.after(start, timedelta(hours=amount))
    if unit == "working_days":
        return calendar.after_days(start, amount)
    return (start.astimezone(UTC) + _span(amount, unit)).astimezone(calendar.zone)


def _span(amount: int, unit: str) -> timedelta:
    return timedelta(minutes=amount) if unit == "minutes" else timedelta(hours=amount)
