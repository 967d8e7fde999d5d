"""Days that staff set: a typhoon, a town's own holiday, a Saturday that is worked."""

from __future__ import annotations

from datetime import date, datetime

from actions.desk.access import staff_member
from actions.desk.ports import UnitOfWork


def set_day(uow: UnitOfWork, username: str, day: date, works: bool | None, *, now: datetime) -> None:
    """
    Say whether offices work that day; None: as the official calendar says. Raises NotFoundError.

    It counts for what is promised from now on: a moment that was told to somebody is not moved behind their back.
    """
    staff_member(uow, username, "calendar.set")
    uow.calendar.set(day, works)
    said = "official" if works is None else "works" if works else "off"  # nothing personal: the history tells it
    uow.audit.note(at=now, actor=username, action="set_day", kind="calendar", id=day.isoformat(), fields=[said])
