"""A request as the command line prints it."""

from __future__ import annotations

from dataclasses import replace

from bot.cli.shown import as_json, as_text
from tests.known import known
from tests.unit.desk.builders import Case


def test_a_month_is_a_day_for_programs_and_a_month_for_people() -> None:
    """What was said to be February is its first day in JSON, whose dates are ISO dates."""
    case = Case()
    kept = replace(case.ticket(case.opened().ticket.number), service="migrant_child_registration")
    kept.details = {"since": "2026-02", "birth_date": "2016-03-05", "unknown": "2026-02"}
    told = as_json(kept, "Asia/Shanghai", known())["details"]
    assert told == {"since": "2026-02-01", "birth_date": "2016-03-05", "unknown": "2026-02"}
    assert "2026年2月" in as_text(kept, "Asia/Shanghai", known()).splitlines()[1]
