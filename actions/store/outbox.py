"""The outbox: what is to be sent, committed with what it tells, and sent in order, one message a chat at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, case, exists, func, or_, select, update

from actions.desk.ports import LANES
from actions.desk.say import Say
from actions.store import says
from actions.store.encryption import Vault
from actions.store.engine import Database
from actions.store.errors import UnopenedError
from actions.store.tables import conversations, inbox, outbox, persons

MOST_FETCHED = 100  # messages at once
LONGEST = timedelta(minutes=1)  # that a message is put off before it is looked at again
AHEAD = timedelta(seconds=90)  # nothing waits so long, no lease lasts so long: further ahead, the clock was set back
CAMPAIGN = LANES.index("campaign")
MOST_ATTEMPTS = 32_000

_EARLIER = outbox.alias("earlier")


def _turn(table: Any) -> ColumnElement[int]:
    """A campaign's messages wait for all others of their chat."""
    return case((table.c.lane == CAMPAIGN, 1), else_=0)


_BLOCKED = exists().where(
    _EARLIER.c.conversation == outbox.c.conversation,
    _EARLIER.c.id != outbox.c.id,
    or_(
        _EARLIER.c.state == "sending",
        and_(
            _EARLIER.c.state == "waiting",
            or_(
                _turn(_EARLIER) < _turn(outbox),
                and_(_turn(_EARLIER) == _turn(outbox), _EARLIER.c.place < outbox.c.place),
            ),
        ),
    ),
)
_READY = (
    select(outbox.c.id)
    .where(
        outbox.c.state == "waiting",
        outbox.c.ready_at <= bindparam("now"),
        outbox.c.channel.in_(bindparam("channels", expanding=True)),
        ~_BLOCKED,
    )
    .order_by(outbox.c.lane, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(key_share=True, skip_locked=True)
)
NOTHING = Say("say.words", {"words": ""})
SAME = (
    *("id", "conversation", "channel", "language", "manner", "cause"),
    *("state", "put_at", "attempts", "doubts", "error"),
)  # of a row and of its message
# begins anew after so many claims (three weeks of an outage), for the column holds no more
_CLAIMED = outbox.c.attempts % MOST_ATTEMPTS + 1
# a statement of its own: as a subquery PostgreSQL may run it again for each row, and take more than was asked for
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(state="sending", worker=bindparam("who"), lease_until=bindparam("until"), attempts=_CLAIMED)
)
_GONE = (
    # whoever was sending is gone: nobody knows whether it arrived, so it goes once more (better read twice than never)
    update(outbox)
    .where(outbox.c.state == "sending")
    .values(state="waiting", doubts=outbox.c.doubts + 1, lease_until=None)
)
_EXPIRED = _GONE.where(outbox.c.lease_until <= bindparam("now"))
_HELD_AHEAD = _GONE.where(outbox.c.lease_until > bindparam("ahead"))
_READY_AHEAD = (
    update(outbox)
    .where(
        outbox.c.state == "waiting",
        outbox.c.channel.in_(bindparam("channels", expanding=True)),
        outbox.c.ready_at > bindparam("ahead"),
    )
    .values(ready_at=bindparam("now"))
)
_FULL = (
    select(outbox, persons.c.id.label("person"), persons.c.address, persons.c.language, persons.c.manner)
    .join_from(outbox, conversations, conversations.c.id == outbox.c.conversation)
    .join(persons, persons.c.id == conversations.c.person)
)
_STATE = select(inbox.c.state).where(inbox.c.id == bindparam("message"))
_CAUSED = _FULL.where(outbox.c.cause == bindparam("cause")).order_by(outbox.c.id)


@dataclass(frozen=True, slots=True)
class OutRow:
    """One message to be sent; `doubts` counts earlier sends whose end nobody knows."""

    id: int
    conversation: str
    channel: str
    address: str
    language: str
    manner: str
    lane: str
    say: Say
    cause: str
    state: str
    put_at: datetime
    attempts: int
    doubts: int
    error: str  # why it was not sent, as a class
    until: datetime | None = None  # whoever claimed it may send it until then
    opens: bool = True  # else it was sealed with a key that is lost: words and address are empty


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a message that was being sent, to be written down."""

    row: OutRow
    values: Mapping[str, Any]

    @classmethod
    def sent(cls, row: OutRow, at: datetime, receipt: int | None = None, earlier: Sequence[int] = ()) -> Mark:
        """It arrived; `receipt` is the other side's number for it or its last piece, `earlier` are those before."""
        pieces = f",{','.join(map(str, earlier))}," if earlier else None
        return cls(row, {"state": "sent", "sent_at": at, "error": "", "receipt": receipt, "earlier": pieces})

    @classmethod
    def later(cls, row: OutRow, ready_at: datetime, error: str = "") -> Mark:
        """It was not taken (too many, or no connection): again at `ready_at`, and what comes after it waits."""
        return cls(row, {"state": "waiting", "ready_at": ready_at, "error": error[:64]})

    @classmethod
    def lost(cls, row: OutRow, ready_at: datetime) -> Mark:
        """It may have arrived or not: once more at `ready_at`; lost again it stays `uncertain`, shown to staff."""
        once = case((outbox.c.doubts > 0, "uncertain"), else_="waiting")
        return cls(row, {"state": once, "doubts": outbox.c.doubts + 1, "ready_at": ready_at, "error": "lost"})

    @classmethod
    def failed(cls, row: OutRow, error: str) -> Mark:
        """It will never arrive, for the reason of this class."""
        return cls(row, {"state": "failed", "error": error[:64]})


class OutboxQueue:
    """The sender's side; each call is a transaction of its own."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def claim(
        self, worker: str, now: datetime, *, channels: Sequence[str], limit: int = 20, lease_s: float = 60
    ) -> Sequence[OutRow]:
        """Take messages to send: at most one a chat, the earliest; answers first, then notices, then campaigns."""
        with self._database.write() as connection:
            connection.execute(_EXPIRED, {"now": now})
            ready = {"now": now, "channels": list(channels), "most": limit}
            ids = list(connection.execute(_READY, ready).scalars())
            rows = self._claimed(connection, ids, worker, now + timedelta(seconds=lease_s)) if ids else []
            if not ids:
                _set_back(connection, now, channels)
            connection.commit()
        return rows

    def _claimed(self, connection: Connection, ids: list[int], worker: str, until: datetime) -> list[OutRow]:
        connection.execute(_CLAIM, {"ids": ids, "who": worker, "until": until})
        query = _FULL.where(outbox.c.id.in_(ids)).order_by(outbox.c.lane, outbox.c.id)
        return [self._row(row, lost=True) for row in connection.execute(query)]

    def take_over(self) -> None:
        """Whoever was sending is gone: what was under way goes once more, as in `claim` after the lease."""
        with self._database.write() as connection:
            connection.execute(_GONE)
            connection.commit()

    def mark(self, marks: Sequence[Mark]) -> None:
        """Write down what became of messages, together: each commit waits for the disk."""
        with self._database.write() as connection:
            for one in marks:
                # who was slower than its lease comes too late: the message is another's by now, and goes once more
                mine = (outbox.c.id == one.row.id, outbox.c.attempts == one.row.attempts, outbox.c.state == "sending")
                connection.execute(update(outbox).where(*mine).values(**one.values, lease_until=None))
            connection.commit()

    def retry(self, id: int, now: datetime) -> bool:
        """Send one that failed or is uncertain once more; False where it is neither."""
        gone = (outbox.c.id == id, outbox.c.state.in_(("failed", "uncertain")))
        query = update(outbox).where(*gone).values(state="waiting", ready_at=now, doubts=0)
        with self._database.write() as connection:
            found = connection.execute(query).rowcount
            connection.commit()
        return found > 0

    def again(self, conversation: str, error: str, now: datetime, since: datetime) -> int:
        """Send once more what failed for this reason since then: who had closed the door has opened it."""
        gone = (outbox.c.conversation == conversation, outbox.c.state == "failed", outbox.c.error == error)
        query = update(outbox).where(*gone, outbox.c.put_at >= since)
        with self._database.write() as connection:
            found = connection.execute(query.values(state="waiting", ready_at=now).returning(outbox.c.id)).all()
            connection.commit()
        return len(found)

    def answers(self, message: int) -> Sequence[OutRow] | None:
        """What was said to the inbox's `message`, in order; None while its turn is not over."""
        with self._database.read() as connection:
            # this first: the other way round a turn that ends in between would look like one without words
            if connection.execute(_STATE, {"message": message}).scalar_one_or_none() not in ("done", "aside"):
                return None
            return [self._row(row) for row in connection.execute(_CAUSED, {"cause": f"in:{message}"})]

    def latest(self, conversation: str, limit: int = 50) -> Sequence[OutRow]:
        """What was said last in a conversation, the oldest first."""
        query = _FULL.where(outbox.c.conversation == conversation).order_by(outbox.c.place.desc()).limit(limit)
        with self._database.read() as connection:
            return [self._row(row, lost=True) for row in reversed(connection.execute(query).all())]

    def unfetched(self, conversation: str, answers_until: datetime) -> tuple[Sequence[OutRow], bool]:
        """
        What waits to be fetched, in order, and whether more waits that is not to be shown yet.

        A turn's answers are shown only from before `answers_until`: a post waits for them. What comes after such an
        answer waits with it, or whoever loses the connection in between would resume behind it.
        """
        query = _FULL.where(outbox.c.conversation == conversation, outbox.c.state == "waiting")
        with self._database.read() as connection:
            found = connection.execute(query.order_by(outbox.c.id).limit(MOST_FETCHED)).all()
        free = list(takewhile(lambda row: row.put_at <= answers_until or not row.cause.startswith("in:"), found))
        return [self._row(row) for row in free], len(free) < len(found)

    def streamed(self, conversation: str, after: int) -> Sequence[OutRow]:
        """What was fetched as events after the message `after`: for a reader who lost the connection."""
        query = _FULL.where(
            outbox.c.conversation == conversation,
            outbox.c.id > after,
            outbox.c.state == "sent",
            outbox.c.worker == "events",
        )
        with self._database.read() as connection:
            return [self._row(row) for row in connection.execute(query.order_by(outbox.c.id))]

    def returned(self, ids: Sequence[int], at: datetime, by: str) -> None:
        """They were fetched, as the answer to a post (`by` post) or as events (`by` events)."""
        if not ids:
            return
        query = update(outbox).where(outbox.c.id.in_(ids), outbox.c.state == "waiting")
        with self._database.write(durable=False) as connection:
            connection.execute(query.values(state="sent", sent_at=at, worker=by))
            connection.commit()

    def troubled(self, limit: int = 100) -> Sequence[OutRow]:
        """What could not be delivered, newest first, for staff."""
        query = _FULL.where(outbox.c.state.in_(("failed", "uncertain"))).order_by(outbox.c.id.desc()).limit(limit)
        with self._database.read() as connection:
            return [self._row(row, lost=True) for row in connection.execute(query)]

    def waiting(self, channels: Sequence[str]) -> int:
        """How many messages wait to be sent."""
        query = select(func.count()).select_from(outbox).where(outbox.c.state == "waiting")
        with self._database.read() as connection:
            return int(connection.execute(query.where(outbox.c.channel.in_(channels))).scalar_one())

    def _row(self, row: Row[Any], *, lost: bool = False) -> OutRow:
        """The row as a message; where `lost`, one that does not open is one without words, and stops no other."""
        same = {name: getattr(row, name) for name in SAME}
        try:
            address = self._vault.open("persons.address", row.person, row.address)
            said = self._vault.open_json("outbox.say", f"{row.conversation}/{row.place}", row.say, {})
        except UnopenedError:
            if not lost:
                raise
            return OutRow(address="", lane=LANES[row.lane], say=NOTHING, until=row.lease_until, opens=False, **same)
        return OutRow(address=address, lane=LANES[row.lane], say=says.restore(said), until=row.lease_until, **same)


def _set_back(connection: Connection, now: datetime, channels: Sequence[str]) -> None:
    """What waits or is held further ahead than anything does was so by a clock that was set back: it is free next."""
    ahead = {"now": now, "ahead": now + AHEAD}
    connection.execute(_HELD_AHEAD, ahead)
    connection.execute(_READY_AHEAD, ahead | {"channels": list(channels)})


class PendingOutbox:
    """The port `Outbox`: messages are kept in mind until the unit of work commits."""

    def __init__(self) -> None:
        self.pending: dict[str, list[tuple[Say, str, str]]] = {}

    def put(self, conversation: str, says: Sequence[Say], *, lane: str, cause: str = "") -> None:
        """Queue messages for a conversation in order; lane answer | notice | campaign."""
        if lane not in LANES:
            raise ValueError(f"{lane!r} is no lane; there are {', '.join(LANES)}")
        self.pending.setdefault(conversation, []).extend((say, lane, cause) for say in says)


def rows_of(
    pending: Sequence[tuple[Say, str, str]], conversation: str, channel: str, first: int, at: datetime, vault: Vault
) -> list[dict[str, Any]]:
    """Messages as rows, from the place `first` on."""
    return [
        {
            "conversation": conversation,
            "place": place,
            "channel": channel,
            "lane": LANES.index(lane),
            "say": vault.seal_json("outbox.say", f"{conversation}/{place}", says.dump(say)),
            "cause": cause,
            "put_at": at,
            "ready_at": at,
            "state": "waiting",
            "worker": "",
            "attempts": 0,
            "doubts": 0,
            "error": "",
        }
        for place, (say, lane, cause) in enumerate(pending, first)
    ]
