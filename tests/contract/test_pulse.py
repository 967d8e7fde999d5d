"""How the desk is doing, on both engines; and what one process at a time may do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from actions.desk.person import HandOver, Incident
from actions.desk.say import Say
from actions.desk.ticket import Status
from actions.store import Store
from actions.store.outbox import Mark
from actions.store.pulse import Waiting, feel
from bot.metrics import Metrics
from tests.conftest import NOW
from tests.unit.desk.builders import a_ticket

AGO = NOW - timedelta(minutes=5)


def test_what_waits_is_counted_with_its_age(store: Store) -> None:
    """Messages, answers by channel and lane, alarms, calls, open and late requests, what could not be delivered."""
    store.inbox.put("1", "rest", "a", "{}", AGO)
    with store.unit() as unit:
        one, other = (unit.conversations.load("telegram", name, now=NOW) for name in "bc")
        unit.outbox.put(one.id, [Say("a")], lane="answer")
        unit.outbox.put(other.id, [Say("b")], lane="notice")
        for id, taken in (("i1", ""), ("i2", "li")):
            unit.incidents.add(
                Incident(id, one.id, one.person.id, "medical", True, "", AGO, taken, NOW if taken else None)
            )
        unit.hand_overs.save(HandOver(one.id, "waiting", "wanted", AGO))
        whose = {"requester": one.person.id, "conversation": one.id}
        unit.tickets.add(a_ticket("NX-261123-000018", **whose))
        unit.tickets.add(a_ticket("NX-261123-000026", **whose, status=Status.CLOSED, closed_at=NOW))
        unit.tickets.add(a_ticket("NX-261123-000034", **whose, status=Status.WAITING, waiting_since=NOW))
        unit.commit()
    lost, late = store.outbox.claim("w", NOW, channels=["telegram"])
    store.outbox.mark([Mark.failed(lost, "Forbidden")])
    pulse = feel(store.database, NOW + timedelta(hours=3))
    assert (pulse.inbox, pulse.alarms, pulse.calls) == (Waiting(1, AGO),) * 3
    assert pulse.outbox == {} and pulse.troubled == {"telegram": 1} and pulse.files == Waiting()
    assert (pulse.requests_open, pulse.requests_late, pulse.aside) == (2, 1, 0)  # one waits for the person
    store.outbox.mark([Mark.later(late, NOW)])
    assert feel(store.database, NOW).outbox == {("telegram", "notice"): Waiting(1, NOW)}
    assert feel(store.database, NOW).requests_late == 0


def test_figures_go_on_without_a_database(store: Store) -> None:
    """Whoever watches hears that it is away, instead of nothing."""
    figures = Metrics(store)
    assert b"nuanxin_store_up 1.0" in asyncio.run(figures.text())
    with store.database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE hand_overs")
        connection.commit()
    found = asyncio.run(Metrics(store).text())
    assert b"nuanxin_store_up 0.0" in found and b"nuanxin_inbox" not in found and b"nuanxin_turns" in found


def test_one_process_at_a_time(postgres_url: str, make_store: Callable[[str], Store]) -> None:
    """On PostgreSQL the second waits until the first leaves; other work is not its business."""
    one, other = (make_store(postgres_url).alone("polling") for _ in range(2))
    assert one.take() and not other.take()
    elsewhere = make_store(postgres_url).alone("sealing")
    assert elsewhere.take()
    one.release()
    assert other.take()
    for lock in (one, other, elsewhere):
        lock.release()
        lock.release()
