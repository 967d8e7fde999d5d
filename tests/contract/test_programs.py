"""What other programs need of the store, on both engines: keys, calls, what was passed on, requests by day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from actions.desk.commands import OpenTicket
from actions.desk.execute import execute
from actions.desk.person import Staff
from actions.desk.results import Opened
from actions.desk.scope import scope_of
from actions.desk.staff_work import note
from actions.store import Store
from tests.conftest import NOW
from tests.known import known

CATALOGUE = known()
SERVICE = next(iter(CATALOGUE.services))
DAY = timedelta(days=1)


def opened(store: Store, at: datetime, sender: str = "amah") -> str:
    """A request's number."""
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", sender, now=at)
        command = OpenTicket(SERVICE, {})
        result = execute(
            command, uow=unit, person=loaded.person, conversation_id=loaded.id, catalogue=CATALOGUE, now=at
        )
        assert isinstance(result, Opened)
        unit.commit()
    return result.ticket.number


def test_a_key_opens_until_it_is_ended(store: Store) -> None:
    """The secret is told once; ended, it opens nothing, and is ended once."""
    with store.unit() as unit:
        unit.staff.save(Staff("li", "小李", "agent"))
        key, secret = unit.keys.make("li", "city app", NOW)
        unit.commit()
    with store.unit() as unit:
        assert unit.keys.holder(secret) == "li" and unit.keys.holder(secret[:-1]) is None
        assert [one.purpose for one in unit.keys.all()] == ["city app"]
        assert unit.keys.end(key.id, NOW) and not unit.keys.end(key.id, NOW)
        assert unit.keys.holder(secret) is None
        assert unit.keys.all()[0].ended_at == NOW


def test_a_reference_is_taken_once(store: Store) -> None:
    """Of each program for itself; what was not committed was not taken."""
    with store.unit() as unit:
        assert unit.passed_on.first_time("li", "u-1", NOW)
    with store.unit() as unit:
        assert unit.passed_on.first_time("li", "u-1", NOW) and not unit.passed_on.first_time("li", "u-1", NOW)
        assert unit.passed_on.first_time("wang", "u-1", NOW)


def test_requests_of_a_span_newest_first(store: Store) -> None:
    """By the day they were opened, or last changed; in pages; by queue or whose they are."""
    numbers = [opened(store, NOW - days * DAY) for days in (3, 2, 1)]
    with store.unit() as unit:
        unit.staff.save(Staff("li", "小李", "agent"))
        note(unit, "li", numbers[0], "看过了", now=NOW)
        unit.commit()
    with store.unit(reading=True) as unit:

        def found(since: int, until: int, **more: Any) -> list[str]:
            rows = unit.tickets.within(NOW - since * DAY, NOW - until * DAY, **more)
            return [ticket.number for ticket in rows]

        assert found(3, 0) == numbers[::-1] and found(2, 1) == [numbers[2], numbers[1]]
        assert found(3, 0, limit=1, offset=1) == [numbers[1]]
        assert found(0, 0, changed=True) == [numbers[0]]
        assert found(3, 0, services=["another"]) == found(3, 0, statuses=["closed"]) == []
        assert found(3, 0, scope=scope_of(Staff("li", "小李", "agent", ("nowhere",)))) == []
        mine = scope_of(Staff("li", "小李", "agent", (CATALOGUE.services[SERVICE].queue,)))
        assert found(3, 0, scope=mine) == numbers[::-1]


def test_each_line_of_a_history_is_one_call(store: Store) -> None:
    """Only where a program is told; committed with the line; taken once, again after its time, or never more."""
    opened(store, NOW)
    assert store.calls.next_ready() is None
    store.told = True
    number = opened(store, NOW, "stranger")
    with store.unit() as unit:
        unit.staff.save(Staff("li", "小李", "agent"))
        note(unit, "li", number, "看过了", now=NOW)
    (call,) = store.calls.claim(NOW, NOW + DAY)
    assert (call.number, call.place, call.attempts) == (number, 0, 1)
    assert store.calls.claim(NOW, NOW + DAY) == []
    store.calls.later(call.id, NOW + timedelta(minutes=1), "status 500")
    assert store.calls.next_ready() == NOW + timedelta(minutes=1)
    (again,) = store.calls.claim(NOW + timedelta(minutes=1), NOW + DAY)
    assert again.attempts == 2
    store.calls.made(call.id)
    assert store.calls.next_ready() is None and store.calls.claim(NOW + 2 * DAY, NOW + 3 * DAY) == []


@pytest.mark.parametrize("end", ["made", "failed"])
def test_a_call_that_is_over_waits_no_more(store: Store, end: str) -> None:
    """It was taken, or tried long enough."""
    store.told = True
    opened(store, NOW)
    (call,) = store.calls.claim(NOW, NOW)
    store.calls.made(call.id) if end == "made" else store.calls.failed(call.id, "status 410")
    assert store.calls.next_ready() is None
