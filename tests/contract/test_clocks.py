"""What the clocks keep, and that several processes tell each thing once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from actions.desk.escalation import Escalation
from actions.desk.ticket import Status
from actions.desk.watch import act
from actions.store import Store
from bot.clocks import Clocks
from bot.signals import LocalSignals
from tests.conftest import NOW
from tests.contract.conftest import Place
from tests.unit.desk.builders import a_catalogue, a_ticket


def wound(place: Place, **changes: Any) -> str:
    """A request whose clock is to be looked at now; its id."""
    person, conversation = place.newcomer("a")
    ticket = a_ticket(requester=person.id, conversation=conversation, acts_at=NOW, responsible="care", **changes)
    with place.unit() as unit:
        unit.tickets.add(ticket)
        unit.commit()
    return ticket.id


def test_an_escalation_is_kept_once(place: Place) -> None:
    """Ticket, step, level and round are its name; in another round it is another."""
    id = wound(place)
    told = Escalation(id, "result", "late", 0, NOW)
    with place.unit() as unit:
        assert unit.escalations.add(told) and not unit.escalations.add(replace(told, at=NOW + timedelta(1)))
        assert unit.escalations.add(replace(told, round=1, at=NOW + timedelta(1)))
        unit.commit()
    with place.unit() as unit:
        assert [one.round for one in unit.escalations.since(NOW)] == [1, 0]
        assert unit.escalations.since(NOW)[1] == told
        assert [one.round for one in unit.escalations.since(NOW + timedelta(hours=1))] == [1]


def test_what_is_finished_is_not_listed(place: Place) -> None:
    """The list is of what somebody still has to look after."""
    id = wound(place, status=Status.CLOSED)
    with place.unit() as unit:
        unit.escalations.add(Escalation(id, "result", "late", 0, NOW))
        assert unit.escalations.since(NOW) == []


def test_the_longest_due_is_looked_at_first(place: Place) -> None:
    """And what is not due yet, or never, not at all."""
    wound(place)
    person, conversation = place.newcomer("b")
    with place.unit() as unit:
        for n, at in enumerate((NOW - timedelta(hours=1), NOW + timedelta(hours=1), None)):
            number = f"NX-261123-00002{n}"
            unit.tickets.add(a_ticket(number, requester=person.id, conversation=conversation, acts_at=at))
        assert unit.escalations.due(NOW) == ["NX-261123-000020", "NX-261123-000018"]
        assert unit.escalations.due(NOW, limit=1) == ["NX-261123-000020"]


def test_days_that_staff_set(place: Place) -> None:
    """Set, set otherwise, and left to the official calendar again."""
    day = date(2027, 2, 6)
    for works, expected in ((True, {"2027-02-06": True}), (False, {"2027-02-06": False}), (None, {})):
        with place.unit() as unit:
            unit.calendar.set(day, works)
            assert unit.calendar.days() == expected
            unit.commit()
        with place.unit() as unit:
            assert unit.calendar.days() == expected


def test_several_processes_tell_each_thing_once(database_url: str, make_store: Callable[[str], Store]) -> None:
    """Four look at the same moment; a finished and a waiting one are looked at once, and left alone."""
    stores = [make_store(database_url) for _ in range(4)]
    heard: list[str] = []
    with stores[0].unit() as unit:
        loaded = unit.conversations.load("rest", "a", now=NOW)
        for n in range(6):
            status = {4: Status.CLOSED, 5: Status.WAITING}.get(n, Status.NEW)
            where = {"requester": loaded.person.id, "conversation": loaded.id, "acts_at": NOW, "status": status}
            unit.tickets.add(a_ticket(f"NX-261123-00002{n}", **where))
        unit.commit()
    many = [
        Clocks(store, a_catalogue(), LocalSignals(), lambda _, ticket, told, now: heard.append(told.step))
        for store in stores
    ]
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda clocks: asyncio.run(clocks.look(NOW + timedelta(hours=3))), many))
    with stores[0].unit(reading=True) as unit:
        kept = unit.escalations.since(NOW)
        assert unit.escalations.due(NOW + timedelta(hours=3)) == []
    assert sum(told) == len(kept) == len(heard) == 4 and {one.level for one in kept} == {"late"}


def test_a_request_that_cannot_be_opened_stops_no_other_clock(store: Store) -> None:
    """Its key is lost or its row was harmed; the longest due of all, it would stand before every other for ever."""
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", "a", now=NOW)
        for n in range(2):
            where = {"requester": loaded.person.id, "conversation": loaded.id, "acts_at": NOW + timedelta(minutes=n)}
            unit.tickets.add(a_ticket(f"NX-261123-00002{n}", **where))
        unit.commit()
    with store.database.write() as connection:
        harmed = text("UPDATE tickets SET text = :bytes WHERE number = 'NX-261123-000020'")
        connection.execute(harmed, {"bytes": b"harmed"})
        connection.commit()
    heard: list[str] = []
    clocks = Clocks(store, a_catalogue(), LocalSignals(), lambda _, ticket, told, now: heard.append(ticket.number))
    assert asyncio.run(clocks.look(NOW + timedelta(hours=3))) == 1 and heard == ["NX-261123-000021"]


def test_a_clock_taken_away_stops_nobody(store: Store) -> None:
    """A request whose class is no longer in the files is left alone."""
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", "a", now=NOW)
        unit.tickets.add(a_ticket(requester=loaded.person.id, conversation=loaded.id, acts_at=NOW))
        bare = replace(a_catalogue(), clocks={})
        assert act(unit, "NX-261123-000018", bare, NOW)[1] == [] and unit.escalations.due(NOW) == []


def test_another_program_is_told_too(store: Store) -> None:
    """An escalation is a line of the history, and each of those is a call where there is a webhook."""
    store.told = True
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", "a", now=NOW)
        unit.tickets.add(a_ticket(requester=loaded.person.id, conversation=loaded.id, acts_at=NOW))
        act(unit, "NX-261123-000018", a_catalogue(), NOW + timedelta(hours=3))
        unit.commit()
    with store.unit(reading=True) as unit:
        kept = unit.tickets.by_number("NX-261123-000018")
    assert kept is not None and [event.kind for event in kept.history] == ["escalated"]
    later = NOW + timedelta(hours=4)
    assert [(call.number, call.place) for call in store.calls.claim(later, later)] == [(kept.number, 0)]
