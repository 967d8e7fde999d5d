"""No statement of a turn, a delivery or a staff list walks through a whole table."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from actions.desk.access_table import Reach
from actions.desk.person import Staff
from actions.desk.scope import scope_of
from actions.desk.view import views_for
from actions.store import Store
from actions.store.audit import Sought
from actions.store.outbox import Mark
from actions.store.pulse import feel
from actions.store.worklist import Wanted
from tests.conftest import NOW
from tests.contract.test_outbox import put
from tests.unit.desk.builders import EVERYTHING, a_ticket

GROWING = {"persons", "conversations", "tickets", "ticket_events", "inbox", "outbox", "links", "incidents", "tries"}
GROWING |= {"ticket_words", "escalations", "files", "audit"}
IN_ORDER = {
    "ix_tickets_work",
    "ix_tickets_open",
    "ix_tickets_count",
    "ix_tickets_updated_at",
    "ix_escalations_at",
    "ix_outbox_waiting",
    "ix_outbox_by_phone",
    "ix_outbox_earlier",
    "ix_incidents_open",
    "ix_files_waiting",
    "ix_files_forgotten",
    "ix_inbox_waiting",
    "ix_inbox_aside",
    "ix_outbox_troubled",
    "ix_audit_changes",
}  # read from their start, as far as is needed


def receive_and_answer(store: Store) -> None:
    """A message in, a turn, an answer."""
    store.inbox.put("1", "telegram", "a", "{}", NOW)
    store.inbox.put("2", "telegram", "a", "{}", NOW)
    store.inbox.next_ready(NOW)
    batch = store.inbox.claim("w", NOW)
    assert batch is not None
    with store.unit() as unit:
        loaded = unit.conversations.get(batch.conversation)
        assert loaded is not None
        views_for(unit, loaded.person, NOW)
        ticket = a_ticket(requester=loaded.person.id, conversation=loaded.id)
        unit.tickets.add(ticket)
        unit.tickets.open_like(loaded.person.id, "meal")
        unit.tickets.save(unit.tickets.by_number(ticket.number, lock=True) or ticket)
        unit.people.at("telegram", "a")
        unit.people.links_to(loaded.person.id)
        unit.people.conversation_of(loaded.person.id)
        unit.tries.count(loaded.person.id, "code", NOW)
        unit.incidents.running(loaded.id, "medical", NOW)
        unit.finish(batch)
        unit.commit()
    store.outbox.answers(batch.rows[0].id)


def deliver(store: Store) -> None:
    """Everything a sender or a page does."""
    conversation = put(store, "a", "a.1", "a.2")
    (row,) = store.outbox.claim("w", NOW, channels=["telegram"])
    store.outbox.mark([Mark.sent(row, NOW)])
    store.outbox.claim("w", NOW + timedelta(days=1), channels=["telegram"])
    store.outbox.unfetched(conversation, NOW)
    store.outbox.latest(conversation)
    store.receipts.cause(conversation, 5)
    store.receipts.conversation("staffroom", 5)
    store.files.claim(NOW)
    store.files.forgotten()


def list_work(store: Store) -> None:
    """What staff look at all day."""
    with store.unit(reading=True) as unit:
        unit.tickets.listed(EVERYTHING)
        unit.tickets.listed(EVERYTHING, queues=["care"], statuses=["new"])
        unit.tickets.listed(EVERYTHING, statuses=["new", "assigned", "in_progress"])
        unit.tickets.listed(EVERYTHING, assignee="li")
        for scope in (EVERYTHING, scope_of(Staff("office", "office", "office", ("care",)))):
            unit.worklist.page(scope, Wanted(), NOW)
            unit.worklist.counts(scope, Wanted(), NOW)
            unit.worklist.page(scope, Wanted(who="mine"), NOW)
        unit.worklist.page(EVERYTHING, Wanted(()), NOW)
        unit.changes.look("secret", "c1")
        unit.escalations.due(NOW)
        unit.escalations.since(NOW)
        unit.incidents.open()
        unit.search.by_words(EVERYTHING, "送饭上门", limit=9)
        unit.search.by_whole(EVERYTHING, "13800001234", limit=9)
        unit.incidents.taken_since(NOW)
        for scope in (EVERYTHING, scope_of(Staff("office", "office", "office", ("care",)))):
            unit.phone_notices.waiting(scope)
        unit.hand_overs.held()
        unit.incidents.latest(["c1", "c2"])
        unit.incidents.agreed(["c1", "c2"])
        unit.tickets.seen_whole(scope_of(Staff("li", "li", "agent")), ["c1", "c2"], secret=Reach.OWN)
        unit.changes.mark("c1")
        day = timedelta(days=1)
        for sought in (Sought(NOW - day, NOW), Sought(NOW - day, NOW, "li", "read", "t1", "c1", "ticket")):
            unit.audit.page(sought, limit=9)
            unit.audit.page(sought, (NOW, 9), limit=9)
        unit.people.find(phone="13800001234")
    store.unread.latest()


def watch(store: Store) -> None:
    """What figures and the sealer look at every few seconds."""
    feel(store.database, NOW)
    store.chain.seal(NOW, lambda _: None)


@pytest.mark.parametrize("work", [receive_and_answer, deliver, list_work, watch])
def test_every_statement_finds_its_rows_by_an_index(
    work: Callable[[Store], None], sqlite_url: str, make_store: Callable[[str], Store]
) -> None:
    """With a million requests a turn must cost what it costs with a thousand."""
    store = make_store(sqlite_url)
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        several = many and isinstance(parameters, list)  # not where they stand in one statement
        seen.append((statement, parameters[0] if several else parameters))

    event.listen(store.database.engine, "before_cursor_execute", note)
    work(store)
    event.remove(store.database.engine, "before_cursor_execute", note)
    in_order: list[str] = []
    with store.database.read() as connection:
        for statement, parameters in seen:
            if statement.startswith("BEGIN"):
                continue
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                walked = re.match(r"SCAN (\w+)(?: USING .*INDEX (\w+))?", step.detail)
                if walked and walked[1] in GROWING:
                    assert walked[2] in IN_ORDER, f"{step.detail}\n{statement}"
                    in_order.append(walked[2])
    assert in_order.count("ix_tickets_work") <= 1  # the list without a filter
