"""A service's rule that decides: does what is known fulfil it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from actions import details
from actions.details import Value
from actions.dialogue.form import CONSENT
from data.model import Condition, Decision, Detail, Service

YOUNG = 14  # below it a guardian agrees to taking part in public


@dataclass(frozen=True, slots=True)
class Ruling:
    """The first condition that does not hold, or None; and whether all hold for sure."""

    failed: Condition | None
    holds: bool


def rule(decision: Decision, values: Mapping[str, Value], today: date) -> Ruling:
    """The rule on these values; a condition whose details are unknown neither fails nor holds."""
    verdicts = [(c, judge(c, values, today)) for c in decision.conditions]
    failed = next((c for c, verdict in verdicts if verdict is False), None)
    return Ruling(failed, all(verdict for _, verdict in verdicts))


def judge(condition: Condition, values: Mapping[str, Value], today: date) -> bool | None:
    """Whether one condition holds; None where it cannot be told."""
    held = [values[id] for id in condition.details if id in values]
    if len(held) < len(condition.details):
        return None
    limit = condition.number or 0
    match condition.test:
        case "yes":
            return all(v is True for v in held)
        case "younger_than":
            years = age(held[0], today)
            return None if years is None else years < limit
        case "months_since":
            began = details.first_day(str(held[0]))
            return None if began is None else _months(began, today) >= limit
        case _:
            from actions.details.divisions import other_county

            return other_county(str(held[0]), str(held[1]))


def age(value: Value, today: date) -> int | None:
    """Whole years on the day, from an age or a birth date; somebody born on 29 February turns on 1 March."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    born = details.first_day(str(value))
    return None if born is None else _months(born, today) // 12


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def needs_guardian(service: Service, values: Mapping[str, Value], today: date) -> bool:
    """Whether somebody under 14 takes part in public and no guardian was asked yet."""
    if not service.participation or CONSENT in values:
        return False
    ages = (age(values[d.id], today) for d in service.details if _of_a_person(d) and d.id in values)
    return any(years is not None and years < YOUNG for years in ages)


def _of_a_person(detail: Detail) -> bool:
    return detail.kind in ("age", "birth_date")
