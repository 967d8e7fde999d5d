"""The inbox: what people sent, committed before it is acknowledged, and read by one worker a conversation at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, case, func, or_, select, update

from actions.desk.ports import LANES, StaleError
from actions.store.conversations import conversation_id, create
from actions.store.encryption import Vault
from actions.store.engine import Database
from actions.store.errors import UnopenedError
from actions.store.tables import UNSENT, conversations, inbox, outbox
from actions.store.upsert import insert

ATTEMPTS = 3
MOST, MOST_BYTES = 1000, 1_000_000  # messages of one conversation, and their size, taken at once, however many wait
LEASE_S = 30.0  # for one turn
FEW, LONGEST_S = 3, 10  # answers that may be on their way; seconds that further words then wait at most, one an answer
PAUSE = timedelta(milliseconds=500)  # after a failure; doubled each time
AHEAD = timedelta(minutes=1)  # nothing waits so long, no lease lasts so long: further ahead, the clock was set back

_READY = update(conversations).where(conversations.c.id == bindparam("the_id"))
_EARLIER = _READY.values(
    # the earliest waiting message makes all of them ready
    ready_at=func.coalesce(
        select(conversations.c.ready_at)
        .where(conversations.c.id == bindparam("the_id"), conversations.c.ready_at < bindparam("at"))
        .scalar_subquery(),
        bindparam("at"),
    )
)
_NEXT_READY = (
    select(func.min(inbox.c.ready_at))
    .where(inbox.c.conversation == conversations.c.id, inbox.c.state == "waiting")
    .correlate(conversations)
    .scalar_subquery()
)
_FREE = _READY.values(ready_at=_NEXT_READY, lease_until=None)
_FREE_TELLING = _FREE.returning(conversations.c.ready_at)
_HOLD = _READY.where(conversations.c.token == bindparam("old"), conversations.c.lease_until.is_(None)).values(
    ready_at=bindparam("at"), lease_until=bindparam("until"), worker=bindparam("who"), token=bindparam("old") + 1
)
_HELD = (
    select(conversations.c.token, conversations.c.asking)
    .where(conversations.c.id == bindparam("the_id"))
    .with_for_update(key_share=True)
)
_OWED = (
    select(func.count())
    .select_from(outbox)
    .where(outbox.c.conversation == bindparam("the_id"), UNSENT, outbox.c.lane == LANES.index("answer"))
)
_DONE = update(inbox).where(inbox.c.id.in_(bindparam("ids", expanding=True))).values(state="done")
_SAID = select(inbox.c.id, inbox.c.key, inbox.c.payload, inbox.c.received_at, inbox.c.attempts)
_ROWS = (
    _SAID.where(inbox.c.conversation == bindparam("conversation"), inbox.c.state == "waiting")
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_claim_at = case((conversations.c.lease_until.is_(None), conversations.c.ready_at), else_=conversations.c.lease_until)
_NEXT_CLAIM = select(func.min(_claim_at).label("first"), func.max(_claim_at).label("last")).where(
    conversations.c.ready_at.is_not(None)
)
_SET_BACK = (
    update(conversations)
    .where(conversations.c.ready_at.is_not(None), _claim_at > bindparam("ahead"))
    .values(ready_at=bindparam("now"), lease_until=None, token=conversations.c.token + 1)
)
_CLAIMABLE = (
    select(conversations.c.id)
    .where(
        conversations.c.ready_at <= bindparam("now"),
        or_(conversations.c.lease_until.is_(None), conversations.c.lease_until <= bindparam("now")),
    )
    .order_by(conversations.c.ready_at)
    .limit(1)
    .with_for_update(key_share=True, skip_locked=True)
)
_CLAIM = (
    update(conversations)
    .where(conversations.c.id == _CLAIMABLE.scalar_subquery())
    .values(lease_until=bindparam("until"), worker=bindparam("who"), token=conversations.c.token + 1)
    .returning(conversations.c.id, conversations.c.token)
)


@cache
def _put(kind: str) -> Executable:
    names = ("key", "conversation", "payload", "received_at", "ready_at", "state", "attempts", "error")
    query = insert(kind, inbox).values({name: bindparam(name) for name in names})
    return query.on_conflict_do_nothing().returning(inbox.c.id)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a channel brings it; `key` tells it from all others."""

    key: str
    channel: str
    address: str
    payload: str
    language: str  # of a person who is seen for the first time


@dataclass(frozen=True, slots=True)
class InRow:
    """One message as it came: `payload` is the channel's own JSON text."""

    id: int
    key: str
    payload: str
    received_at: datetime
    attempts: int
    problem: str = ""  # why it does not open; `payload` is empty then


@dataclass(frozen=True, slots=True)
class Batch:
    """The waiting messages of one conversation, in order; `token` proves that nobody claimed it later."""

    conversation: str
    token: int
    rows: tuple[InRow, ...]
    claimed: bool = True  # else it is a message whose turn is made in the transaction that keeps it

    def check(self) -> None:
        """Raises UnopenedError where its message does not open; that one then comes alone."""
        if problem := self.rows[0].problem:
            raise UnopenedError(problem)


class Inbox:
    """Each call is a transaction of its own; `finish` belongs to the turn's unit of work."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def put(
        self,
        key: str,
        channel: str,
        address: str,
        payload: str,
        received_at: datetime,
        *,
        hurry: bool = True,
        patient: bool = False,
        wait_s: float = 0.7,
        language: str = "zh_Hans",
    ) -> int | None:
        """
        Keep one message: its id, or None where `key` is known.

        In a hurry, and where the desk is asking, it is ready now, else after `wait_s`; a `patient` one, of which more
        will come (an album), is never in a hurry. Who writes faster than answers can go to a chat is read together,
        the more is owed the later; what is in a hurry (words of danger) brings all of it to be read now.
        `language` is that of a person who is seen for the first time.
        """
        conversation = conversation_id(self._vault, channel, address)
        with self._database.write() as connection:
            held = connection.execute(_HELD, {"the_id": conversation}).one_or_none()
            if held is None:
                create(connection, self._vault, channel, address, received_at, language)
            if not hurry:
                hurry, wait_s = _pace(connection, conversation, wait_s, asking=held is not None and held.asking)
            ready_at = received_at if hurry and not patient else received_at + timedelta(seconds=wait_s)
            letter = Letter(key, channel, address, payload, language)
            id = keep(connection, self._vault, letter, conversation, received_at, ready_at)
            if id is not None:
                make_ready(connection, conversation, ready_at)
            connection.commit()
        return id

    def claim(self, worker: str, now: datetime, lease_s: float = LEASE_S) -> Batch | None:
        """
        Take the conversation that waits longest; None where none is ready. A crash ends with the lease.

        A message that cannot be opened comes alone, to be set aside.
        """
        with self._database.write(durable=False) as connection:
            values = {"now": now, "until": now + timedelta(seconds=lease_s), "who": worker}
            taken = connection.execute(_CLAIM, values).one_or_none()
            if taken is None:
                return None
            rows = connection.execute(_ROWS, {"conversation": taken.id, "most": MOST}).all()
            if not rows:
                connection.execute(_FREE, {"the_id": taken.id})
            connection.commit()
        # after a failure one at a time, so that a bad message takes no other with it
        alone = any(row.attempts for row in rows)
        opened = tuple(self._row(row) for row in (rows[:1] if alone else _within(rows)))
        good = next((place for place, row in enumerate(opened) if row.problem), len(opened))
        return Batch(taken.id, taken.token, opened[: good or 1]) if opened else None

    def _row(self, r: Any) -> InRow:
        try:
            payload, problem = self._vault.open("inbox.payload", r.key, r.payload), ""
        except UnopenedError as error:
            payload, problem = "", f"Message {r.id} does not open. {error}"
        return InRow(r.id, r.key, payload, r.received_at, r.attempts, problem)

    def release(self, batch: Batch) -> None:
        """Give it back untouched: another worker, or this one later, takes it at once."""
        with self._database.write() as connection:
            _check(connection, batch)
            connection.execute(_FREE, {"the_id": batch.conversation})
            connection.commit()

    def take_over(self) -> None:
        """End every lease: whoever held one is gone. Its token no longer fits, should it come back."""
        held = update(conversations).where(conversations.c.lease_until.is_not(None))
        with self._database.write() as connection:
            connection.execute(held.values(lease_until=None, token=conversations.c.token + 1))
            connection.commit()

    def id_of(self, key: str) -> int | None:
        """The id of the message that was put under `key`."""
        with self._database.read() as connection:
            return connection.execute(select(inbox.c.id).where(inbox.c.key == key)).scalar_one_or_none()

    def payload(self, id: int) -> str | None:
        """What the message with this id said, in its channel's JSON; None where it was forgotten or does not open."""
        with self._database.read() as connection:
            row = connection.execute(_SAID.where(inbox.c.id == id, inbox.c.payload.is_not(None))).one_or_none()
        return self._row(row).payload or None if row else None

    def said(self, conversation: str, limit: int = 50) -> Sequence[InRow]:
        """A conversation's latest messages, the oldest first; those of a person who was forgotten are gone."""
        query = _SAID.where(inbox.c.conversation == conversation, inbox.c.payload.is_not(None))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(inbox.c.id.desc()).limit(limit)).all()
        return [self._row(row) for row in reversed(rows)]

    def next_ready(self, now: datetime) -> datetime | None:
        """
        When the first waiting conversation may be claimed, a held one when its lease ends; None where none waits.

        What lies further ahead than anything waits was put or claimed before the clock was set back: it is free now.
        """
        ahead = now + AHEAD
        with self._database.read() as connection:
            at = connection.execute(_NEXT_CLAIM).one()
        first: datetime | None = at.first
        if first is None or at.last <= ahead:
            return first
        with self._database.write() as connection:
            connection.execute(_SET_BACK, {"now": now, "ahead": ahead})
            connection.commit()
        return min(first, now)

    def waiting(self) -> int:
        """How many messages wait."""
        query = select(func.count()).select_from(inbox).where(inbox.c.state == "waiting")
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())


def _pace(connection: Connection, conversation: str, wait_s: float, *, asking: bool) -> tuple[bool, float]:
    """Whether words that are in no hurry themselves are ready now, and else in how many seconds."""
    owed = connection.execute(_OWED, {"the_id": conversation}).scalar_one()
    return asking and owed <= FEW, wait_s if owed <= FEW else max(wait_s, min(owed, LONGEST_S))


def make_ready(connection: Connection, conversation: str, at: datetime) -> None:
    """Its waiting messages may be claimed then, or earlier where they could be before."""
    connection.execute(_EARLIER, {"the_id": conversation, "at": at})


def keep(
    connection: Connection,
    vault: Vault,
    letter: Letter,
    conversation: str,
    at: datetime,
    ready_at: datetime,
    state: str = "waiting",
) -> int | None:
    """A message as a row, in whoever's transaction this is; None where its key is known."""
    row = {
        "key": letter.key,
        "conversation": conversation,
        "payload": vault.seal("inbox.payload", letter.key, letter.payload),
        "received_at": at,
        "ready_at": ready_at,
        "state": state,
        "attempts": 0,
        "error": "",
    }
    return connection.execute(_put(connection.dialect.name), row).scalar_one_or_none()


def hold(connection: Connection, conversation: str, token: int, worker: str, now: datetime) -> None:
    """Claim a conversation that was free at `token`; StaleError where somebody took it meanwhile."""
    until = now + timedelta(seconds=LEASE_S)
    values = {"the_id": conversation, "old": token, "at": now, "until": until, "who": worker}
    if connection.execute(_HOLD, values).rowcount != 1:
        raise StaleError("Another worker took this conversation meanwhile.")


def _check(connection: Connection, batch: Batch) -> None:
    held = connection.execute(_HELD, {"the_id": batch.conversation}).one()
    if held.token != batch.token:
        raise StaleError("Another worker took this conversation meanwhile.")


def fail(connection: Connection, batch: Batch, error: str, now: datetime) -> bool:
    """Count a failed attempt; at the third the message is set aside with the error's class: True."""
    ids = [row.id for row in batch.rows]
    aside = len(ids) == 1 and batch.rows[0].attempts + 1 >= ATTEMPTS
    later = now + PAUSE * 2 ** max(row.attempts for row in batch.rows)
    _check(connection, batch)
    # what failed after its turn was committed stays done
    query = update(inbox).where(inbox.c.id.in_(ids), inbox.c.state == "waiting")
    values = {"attempts": inbox.c.attempts + 1, "error": error[:64], "ready_at": later}
    connection.execute(query.values(**values, state="aside" if aside else "waiting"))
    connection.execute(_FREE, {"the_id": batch.conversation})
    return aside


def blank(connection: Connection, batch: Batch) -> None:
    """Delete what these messages said; their keys stay, so that they are not taken for new ones."""
    ids = [row.id for row in batch.rows]
    connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(payload=None))


def _within(rows: Sequence[Any]) -> Sequence[Any]:
    """The first of them that may be opened together; one always."""
    sizes = accumulate(len(row.payload or b"") for row in rows)
    return rows[: max(1, sum(size <= MOST_BYTES for size in sizes))]


def finish(connection: Connection, batch: Batch) -> bool:
    """Mark the rows done, in the turn's transaction and after its conversation's row was taken; whether more wait."""
    connection.execute(_DONE, {"ids": [row.id for row in batch.rows]})
    # a statement of its own: it must see what was put while this transaction waited for the row
    return connection.execute(_FREE_TELLING, {"the_id": batch.conversation}).scalar_one() is not None
