"""By when, as one says it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.dialogue.words import by
from tests.unit.dialogue.talk import NOW

ZONE = "Asia/Shanghai"
NIGHT = NOW.replace(hour=2, minute=14)


@pytest.mark.parametrize(
    ("opened", "lasts", "said"),
    [
        (NIGHT, timedelta(hours=24), ("今天晚上", "tonight")),
        (NIGHT.replace(hour=0), timedelta(hours=25), ("今天晚上", "tonight")),
        (NIGHT.replace(hour=20), timedelta(hours=30), ("明天晚上", "tomorrow night")),
        (NIGHT, timedelta(days=5), ("11月26日晚上", "the evening of 26 November")),
    ],
)
def test_what_is_due_in_the_small_hours_is_told_as_the_evening_before(
    opened: datetime, lasts: timedelta, said: tuple[str, str]
) -> None:
    """Nobody is promised a call at two at night, and nothing later than what is kept."""
    found = by(opened + lasts, opened, ZONE)
    assert not isinstance(found, str | int | datetime | tuple)
    assert (found.of("zh_Hans"), found.of("en")) == said


@pytest.mark.parametrize("due", [NIGHT + timedelta(minutes=15), NOW + timedelta(hours=24)])
def test_what_is_due_at_once_or_by_day_is_told_by_the_clock(due: datetime) -> None:
    """A quarter of an hour is meant so, at night too."""
    assert by(due, NIGHT, ZONE) == due
