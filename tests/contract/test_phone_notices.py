"""Who is to be rung up, on both engines: each member of staff sees their own calls, however many others wait."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.desk import number
from actions.desk.by_phone import settle, to_ring
from actions.desk.person import Staff
from actions.desk.say import Say
from actions.desk.scope import scope_of
from actions.desk.staff_work import reply
from actions.store import Store, phone_notices
from tests.conftest import NOW
from tests.unit.desk.builders import EVERYTHING, a_catalogue, a_ticket

NUMBERS = [number.make(NOW, running) for running in range(1, 5)]
EAST, WEST = (Staff(queue, queue, "office", (queue,)) for queue in ("care_east", "care_west"))


def news(store: Store, name: str, queue: str = "", cause: str = "{}/1") -> None:
    """A word for somebody without a chat, who has a request where a queue is named."""
    with store.unit() as unit:
        loaded = unit.conversations.load("phone", name, now=NOW)
        if queue and unit.tickets.by_number(name) is None:
            ticket = a_ticket(name, requester=loaded.person.id, conversation=loaded.id, queue=queue, responsible=queue)
            unit.tickets.add(ticket)
        known = unit.tickets.by_number(name)
        unit.outbox.put(loaded.id, [Say("a.1")], lane="notice", cause=cause.format(known.id if known else ""))
        unit.commit()


def rung(store: Store, staff: Staff) -> list[str]:
    """The numbers on somebody's list."""
    with store.unit(reading=True) as unit:
        return [one.ticket.number for one in to_ring(unit, staff, NOW)]


def test_calls_of_one_office_hide_no_others(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor do words for people without a request, or those whom nobody reached; what tells of none is the latest's."""
    monkeypatch.setattr(phone_notices, "MOST", 2)
    for name in ("nobody-1", "nobody-2"):
        news(store, name, cause="in:1")
    for one in NUMBERS[:3]:
        news(store, one, "care_east")
    news(store, NUMBERS[3], "care_west", cause="file:1")
    assert rung(store, EAST) == NUMBERS[:2]
    assert rung(store, WEST) == NUMBERS[3:]
    with store.unit() as unit:
        unit.staff.save(EAST)
        upto = unit.phone_notices.waiting(EVERYTHING)[0].id
        settle(unit, EAST.username, NUMBERS[0], "not_reached", upto, NOW)
        unit.commit()
    assert rung(store, EAST) == NUMBERS[1:3]


def test_what_is_read_out_stands_in_the_order_of_writing(store: Store) -> None:
    """Though the first word was tried in vain and waits longer than the second; both are told together."""
    news(store, NUMBERS[0], "care_east")
    with store.unit() as unit:
        (first,) = unit.phone_notices.waiting(scope_of(EAST))
        unit.phone_notices.not_reached([first.id], NOW + timedelta(hours=1))
        unit.commit()
    news(store, NUMBERS[0])
    with store.unit() as unit:
        unit.staff.save(EAST)
        (call,) = to_ring(unit, EAST, NOW)
        assert len(call.says) == 2 and call.upto > first.id
        settle(unit, EAST.username, NUMBERS[0], "told", call.upto, NOW)
        assert not unit.phone_notices.waiting(EVERYTHING)


def test_somebody_without_a_chat_is_contacted_when_they_were_told(store: Store) -> None:
    """Not when words were written for them, nor when nobody answered."""
    news(store, NUMBERS[0], "care_east")

    def step(what: str) -> datetime | None:
        with store.unit() as unit:
            unit.staff.save(EAST)
            if what == "reply":
                reply(unit, EAST.username, NUMBERS[0], "明天送饭", catalogue=a_catalogue(), now=NOW)
            else:
                (call,) = to_ring(unit, EAST, NOW + timedelta(hours=2))
                settle(unit, EAST.username, NUMBERS[0], what, call.upto, NOW)
            unit.commit()
        with store.unit(reading=True) as unit:
            ticket = unit.tickets.by_number(NUMBERS[0])
            return ticket.first_contact_at if ticket else None

    assert [step(what) for what in ("reply", "not_reached", "told")] == [None, None, NOW]
