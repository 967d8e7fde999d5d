"""Spans of days that people ask figures for."""

from __future__ import annotations

from datetime import date, timedelta

PERIODS = ("today", "week", "days30", "month", "last_month", "year")
LONGEST = 366 * 3  # days
YEARS = range(2000, 2200)


def period(name: str, today: date) -> tuple[date, date]:
    """The first and the last day, both included; raises KeyError for a name that is none of PERIODS."""
    first = today.replace(day=1)
    before = first - timedelta(days=1)
    return {
        "today": (today, today),
        "week": (today - timedelta(days=today.weekday()), today),
        "days30": (today - timedelta(days=29), today),
        "month": (first, today),
        "last_month": (before.replace(day=1), before),
        "year": (today.replace(month=1, day=1), today),
    }[name]


def month(text: str) -> tuple[date, date]:
    """The days of a month like 2026-11; raises ValueError."""
    first = _within(date.fromisoformat(f"{text}-01"))
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def span(since: str, until: str) -> tuple[date, date]:
    """Two ISO dates in order, at most three years apart; raises ValueError."""
    first, last = _within(date.fromisoformat(since)), date.fromisoformat(until)
    if not first <= last < first + timedelta(days=LONGEST):
        raise ValueError(f"{since} to {until} is no span of up to three years")
    return first, last


def _within(day: date) -> date:
    """The day, where days can still be counted from it both ways."""
    if day.year not in YEARS:
        raise ValueError(f"{day} lies before or after all that a desk has figures of")
    return day
