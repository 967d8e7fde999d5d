"""Comparing what the Bot API recorded with what the database holds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from actions.desk.ticket import Ticket
from actions.store import Store, tables
from tests.faults.callers import Caller

NUMBER = re.compile(r"NX-\d{6}-\d{6}")


@dataclass
class Found:
    """What was counted, and what is wrong."""

    wrong: list[str] = field(default_factory=list)
    effects: int = 0  # requests, each opened once
    updates: int = 0
    uncertain: int = 0  # sends in flight at a kill, that went once more
    twice: int = 0  # messages that were read twice for that

    def __str__(self) -> str:
        return (
            f"{self.effects} effects of {self.updates} updates, {len(self.wrong)} wrong; "
            f"{self.uncertain} sends uncertain, {self.twice} read twice"
        )


def check(store: Store, callers: Sequence[Caller], kills: int, besides: Sequence[str] = ()) -> Found:
    """
    Everybody who called: one request each, as they said it; each message in order, once or doubted; no orphan.

    `besides` are conversations of others.
    """
    found = Found()
    conversations = {store.conversation_id("telegram", str(caller.id)): caller for caller in callers}
    _effects(store, conversations, found)
    _updates(store, conversations, besides, found)
    rows = _rows(store, conversations)
    for conversation, caller in conversations.items():
        _talk(caller, rows[conversation], kills, found)
    return found


def _effects(store: Store, conversations: dict[str, Caller], found: Found) -> None:
    tickets = defaultdict(list)
    every = opened(store)
    for ticket in every:
        tickets[ticket.conversation].append(ticket)
    found.effects = len(every)
    for conversation, caller in conversations.items():
        mine = tickets[conversation]
        if len(mine) != 1:
            found.wrong.append(f"caller {caller.id}: {len(mine)} requests")
            continue
        said = {"age": mine[0].details.get("age"), "diet": mine[0].details.get("diet")}
        if said != {"age": caller.age, "diet": f"少盐{caller.id}"}:
            found.wrong.append(f"caller {caller.id}: the request says {said}")
        told = [number for text in caller.texts for number in NUMBER.findall(text)]
        if set(told) != {mine[0].number}:
            found.wrong.append(f"caller {caller.id}: told {sorted(set(told))}, opened {mine[0].number}")


def opened(store: Store) -> list[Ticket]:
    """All requests."""
    with store.unit(reading=True) as unit, store.database.read() as connection:
        ids = list(connection.execute(select(tables.tickets.c.id)).scalars())
        chunks = (ids[start : start + 500] for start in range(0, len(ids), 500))
        return [ticket for chunk in chunks for ticket in unit.tickets.with_ids(chunk).values()]


def _updates(store: Store, conversations: dict[str, Caller], besides: Sequence[str], found: Found) -> None:
    inbox = tables.inbox.c
    query = select(inbox.conversation, inbox.state).where(inbox.conversation.not_in(besides))
    with store.database.read() as connection:
        kept = Counter((row.conversation, row.state) for row in connection.execute(query))
    for conversation, caller in conversations.items():
        done, sent = kept.pop((conversation, "done"), 0), caller.said
        found.updates += sent
        if done != sent:
            found.wrong.append(f"caller {caller.id}: wrote {sent} messages, {done} were dealt with")
    found.wrong += [f"{count} messages {state} in {conversation}" for (conversation, state), count in kept.items()]


def _rows(store: Store, conversations: dict[str, Caller]) -> dict[str, list[Any]]:
    outbox = tables.outbox.c
    query = select(outbox.id, outbox.conversation, outbox.state, outbox.doubts, outbox.receipt).order_by(outbox.place)
    rows: dict[str, list[Any]] = {conversation: [] for conversation in conversations}
    with store.database.read() as connection:
        for row in connection.execute(query):
            if row.conversation in rows:
                rows[row.conversation].append(row)
    return rows


def _talk(caller: Caller, rows: list[Any], kills: int, found: Found) -> None:
    """Each row arrived, in order; what arrived beside that is a doubted row's second copy."""
    who, arrived = f"caller {caller.id}", {message["message_id"]: message["text"] for message in caller.messages}
    receipts = [row.receipt for row in rows if row.state == "sent" and row.receipt in arrived]
    if unseen := sum(row.state == "sent" for row in rows) - len(receipts):
        found.wrong.append(f"{who}: {unseen} messages marked as sent, that the Bot API never saw")
    if receipts != sorted(set(receipts)):
        found.wrong.append(f"{who}: messages arrived as {receipts}")
    if left := {row.state for row in rows} - {"sent", "uncertain"}:
        found.wrong.append(f"{who}: messages are {sorted(left)}")
    extra = [text for id, text in arrived.items() if id not in set(receipts)]
    copies = {arrived[row.receipt] for row in rows if row.doubts and row.receipt in arrived}
    if not _uncertain(rows) and not copies.issuperset(extra):
        found.wrong.append(f"{who}: read twice without a doubt: {sorted(set(extra) - copies)}")
    doubts = sum(row.doubts for row in rows)
    if len(extra) > min(kills, doubts):
        found.wrong.append(f"{who}: {len(extra)} messages read twice for {doubts} doubts and {kills} kills")
    found.uncertain += doubts
    found.twice += len(extra)


def _uncertain(rows: list[Any]) -> bool:
    return any(row.state == "uncertain" for row in rows)
