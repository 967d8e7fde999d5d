"""Deadlines on the working calendar."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from actions.desk.clock import clock_of, due, holds
from actions.desk.ticket import Value
from actions.desk.working_calendar import WorkingCalendar, is_announced
from data.model import When
from tests.unit.desk.builders import a_catalogue

SHENZHEN = ZoneInfo("Asia/Shanghai")
CATALOGUE = a_catalogue()
CALENDAR = WorkingCalendar("Asia/Shanghai", {})


def at(text: str) -> datetime:
    """A moment of 2026 in Shenzhen, as month-day hour:minute."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHENZHEN)


@pytest.mark.parametrize(
    ("opened", "taken_up"),
    [
        ("11-23 09:00", "11-23 11:00"),
        ("11-23 11:00", "11-23 15:00"),  # over the noon break
        ("11-23 12:30", "11-23 16:00"),
        ("11-23 17:00", "11-24 10:00"),  # over night
        ("11-20 17:30", "11-23 10:30"),  # over the week-end
        ("09-30 17:00", "10-08 10:00"),  # over the national holidays
        ("02-14 10:00", "02-14 12:00"),  # a Saturday worked in exchange
    ],
)
def test_two_working_hours(opened: str, taken_up: str) -> None:
    """Office hours only, as the official calendar has them."""
    assert due(CATALOGUE.clocks["standard"], at(opened), CALENDAR).taken_up == at(taken_up)


@pytest.mark.parametrize(
    ("opened", "closed"),
    [("11-23 09:00", "11-30 18:00"), ("11-20 23:59", "11-27 18:00"), ("09-28 10:00", "10-10 18:00")],
)
def test_five_working_days(opened: str, closed: str) -> None:
    """The day of opening does not count; the fifth day counts to its end, a worked Saturday included."""
    assert due(CATALOGUE.clocks["standard"], at(opened), CALENDAR).closed == at(closed)


def test_immediate_runs_day_and_night() -> None:
    """Minutes and hours are calendar time."""
    found = due(CATALOGUE.clocks["immediate"], at("11-21 23:58"), CALENDAR)
    assert (found.taken_up, found.first_contact) == (at("11-22 00:03"), at("11-22 00:13"))
    assert (found.result, found.closed) == (at("11-22 01:58"), at("11-22 23:58"))


def test_hours_are_right_when_clocks_are_put_forward() -> None:
    """24 hours are 24 hours, also where there is summer time."""
    calendar = WorkingCalendar("Europe/Berlin", {})
    opened = datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert due(CATALOGUE.clocks["standard"], opened, calendar).result.hour == 13


def test_own_calendar_overrides_the_official_one() -> None:
    """A deployment's file says when its offices work."""
    calendar = WorkingCalendar("Asia/Shanghai", {"2026-11-24": False, "2026-11-28": True})
    assert not calendar.works(date(2026, 11, 24)) and calendar.works(date(2026, 11, 28))
    assert calendar.after_days(at("11-23 09:00"), 1) == at("11-25 18:00")


def test_years_not_announced_keep_statutory_holidays() -> None:
    """Beyond the official calendar week-ends and statutory holidays are off, and it is said that this is so."""
    assert is_announced(2026) and not is_announced(2030)
    assert not CALENDAR.works(date(2030, 10, 1))
    assert CALENDAR.works(date(2030, 10, 22)) and not CALENDAR.works(date(2030, 10, 20))


def test_a_detail_changes_the_clock() -> None:
    """The file says when; else the service's own clock runs."""
    service = CATALOGUE.services["meal"]
    assert clock_of(service, {"worry": "unseen"}) == "urgent"
    assert clock_of(service, {"worry": "lonely"}) == clock_of(service, {}) == "standard"


@pytest.mark.parametrize(
    ("when", "value", "expected"),
    [
        (When("x", (True,)), True, True),
        (When("x", (True,)), 1, False),
        (When("x", ("a",)), ("b", "a"), True),
        (When("x", (), 14), 13, True),
        (When("x", (), 14), 14, False),
        (When("x", (), 14), False, False),
    ],
)
def test_conditions(when: When, value: Value, expected: bool) -> None:
    """Yes is not 1, a list holds where one of it does, below is below."""
    assert holds(when, {"x": value}) is expected
