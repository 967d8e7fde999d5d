"""
A store full of people and requests, fast: some are written as the desk writes them, sealed, the rest are multiplied.

The copies are made by the database itself, row by row from the written ones, so that tables and indexes have their
real sizes. Sealed values belong to their row and cannot be opened in a copy; nobody speaks as a copy.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    String,
    Table,
    cast,
    func,
    insert,
    literal,
    select,
    true,
    update,
)

from actions.desk.number import make
from actions.desk.say import Say
from actions.desk.ticket import Due, Event, Status, Ticket
from actions.store import Store
from actions.store import tables as t

PEOPLE = 200  # written in full; they are the ones who write
EACH = 5  # requests a person
SENDER = "regular-"
SERVICES = ("visit_request", "senior_allowance", "care_package", "home_adaptation", "counselling")
SAID = "老人一个人住在三楼，最近身体不太好，想请你们来看一看。"


def fill(store: Store, copies: int) -> None:
    """Write PEOPLE people with EACH requests, and `copies` of each beside them."""
    _write(store)
    if copies:
        with store.database.write() as connection:
            for table, told_apart in _COPIED:
                _multiply(connection, table, told_apart, copies)
            if store.database.kind == "postgresql":
                connection.exec_driver_sql("ANALYZE")  # its own vacuum would do so within minutes; SQLite has none
            connection.commit()


def _write(store: Store) -> None:
    chance, now = random.Random(7), datetime.now(UTC)
    with store.unit() as unit:
        for n in range(PEOPLE):
            loaded = unit.conversations.load("rest", f"{SENDER}{n}", now=now - timedelta(days=400))
            for k in range(n * EACH, (n + 1) * EACH):
                service = SERVICES[k % len(SERVICES)]
                unit.tickets.add(_ticket(loaded.person.id, loaded.id, k, service, chance, now))
            unit.outbox.put(loaded.id, [Say("say.words", {"words": SAID})] * EACH, lane="answer", cause=f"in:fill-{n}")
        unit.commit()
    with store.database.write() as connection:
        connection.execute(update(t.outbox).values(state="sent", sent_at=now, worker="post"))
        connection.execute(insert(t.inbox), list(_messages(store, now)))
        connection.commit()


def _messages(store: Store, now: datetime) -> Iterator[dict[str, Any]]:
    for n in range(PEOPLE * EACH):
        key = f"fill:{n}"
        yield {
            "key": key,
            "conversation": store.conversation_id("rest", f"{SENDER}{n // EACH}"),
            "payload": store.vault.seal("inbox.payload", key, f'{{"text": "{SAID}"}}'),
            "received_at": now,
            "ready_at": now,
            "state": "done",
            "attempts": 0,
            "error": "",
        }


def _ticket(person: str, conversation: str, n: int, service: str, chance: random.Random, now: datetime) -> Ticket:
    opened = now - timedelta(days=chance.randint(5, 360), seconds=chance.randint(0, 86_400))
    status = chance.choice((Status.CLOSED, Status.CLOSED, Status.CLOSED, Status.ANSWERED, Status.IN_PROGRESS))
    return Ticket(
        id=f"{chance.getrandbits(128):032x}",
        number=make(opened, 1 + n),
        service=service,
        status=status,
        clock="standard",
        due=Due(*(opened + timedelta(hours=h) for h in (2, 24, 24, 120))),
        queue="elder_care",
        requester=person,
        conversation=conversation,
        opened_at=opened,
        updated_at=opened,
        details={"age": 70 + n % 30, "address": "深圳市罗湖区翠竹街道", "district": "罗湖区"},
        text=SAID,
        history=[
            Event(opened, "opened", "requester"),
            Event(opened, "assigned", "system", data={"queue": "elder_care"}),
        ],
        taken_up_at=opened,
        code_hash=f"{chance.getrandbits(256):064x}",
    )


# what tells a copy from its original, by table; a serial id is given by the database
_COPIED: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (t.persons, ("id", "address_index")),
    (t.conversations, ("id", "person")),
    (t.tickets, ("id", "number", "requester", "conversation")),
    (t.ticket_events, ("ticket",)),
    (t.inbox, ("key", "conversation")),
    (t.outbox, ("conversation", "cause")),
)


def _multiply(connection: Connection, table: Table, told_apart: tuple[str, ...], copies: int) -> None:
    numbers = select(literal(1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < copies))
    columns = [c for c in table.columns if c.name != "id" or "id" in told_apart]
    values = [_told_apart(connection, c, numbers.c.n) if c.name in told_apart else c for c in columns]
    rows = select(*values).select_from(table.join(numbers, true()))
    connection.execute(insert(table).from_select([c.name for c in columns], rows, include_defaults=False))


def _told_apart(connection: Connection, column: Column[Any], n: ColumnElement[int]) -> ColumnElement[Any]:
    tail = literal("-") + cast(n, String)
    if not isinstance(column.type, LargeBinary):
        return column + tail
    hexed = func.encode(column, "hex") if connection.dialect.name == "postgresql" else func.hex(column)
    return cast(cast(hexed, String) + tail, LargeBinary)
