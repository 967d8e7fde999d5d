"""One transaction: tickets, people, messages and what the assistant remembers are kept together or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, bindparam, insert, update

from actions.desk.ports import StaleError
from actions.store import inbox
from actions.store.audit import SqlAudit
from actions.store.changes import SqlChanges
from actions.store.clocks import SqlCalendarDays, SqlEscalations
from actions.store.conversations import Loaded, Memory, SqlConversations
from actions.store.encryption import Vault
from actions.store.engine import Database
from actions.store.factors import SqlFactors
from actions.store.figures import SqlFigures
from actions.store.figures_book import SqlFigureBook
from actions.store.figures_sums import SqlFigureSums
from actions.store.files import SqlFiles
from actions.store.hand_overs import SqlHandOvers
from actions.store.incidents import SqlIncidents
from actions.store.invites import SqlBindings, SqlInvites
from actions.store.keys import SqlKeys
from actions.store.lessons import SqlLessons
from actions.store.namings import SqlNamings
from actions.store.outbox import PendingOutbox, rows_of
from actions.store.passed_on import SqlPassedOn
from actions.store.people import SqlPeople
from actions.store.phone_notices import SqlPhoneNotices
from actions.store.ready_replies import SqlReadyReplies
from actions.store.retention import SqlRetention
from actions.store.rooms import SqlRooms
from actions.store.search import SqlSearch
from actions.store.sessions import SqlSessions
from actions.store.staff import SqlStaffBook
from actions.store.tables import conversations, outbox
from actions.store.tickets import SqlTickets
from actions.store.tries import SqlTries
from actions.store.views import SqlViews
from actions.store.worklist import SqlWorklist

_PUT = insert(outbox).returning(outbox.c.id, outbox.c.place, outbox.c.cause)
_TAKE = (
    update(conversations)
    .where(conversations.c.id == bindparam("the_id"))
    .values(said=conversations.c.said + bindparam("more"), token=conversations.c.token + bindparam("claims"))
    .returning(conversations.c.said, conversations.c.channel, conversations.c.token)
)
_TAKE_AND_SAVE = _TAKE.values(state=bindparam("memory"), asking=bindparam("is_asking"))


class SqlCodes:
    """The port `Codes`: a query code is kept as a keyed hash, bound to its request's number."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def hash(self, number: str, code: str) -> str:
        """What is kept of a code."""
        return hashlib.sha256(self._vault.index("code", f"{number}\0{code}")).hexdigest()


class SqlUnitOfWork:
    """The port `UnitOfWork`, with what turns and the console need beside it: conversations, sessions, a batch."""

    tickets: SqlTickets
    people: SqlPeople
    hand_overs: SqlHandOvers
    incidents: SqlIncidents
    staff: SqlStaffBook
    search: SqlSearch
    namings: SqlNamings
    factors: SqlFactors
    lessons: SqlLessons
    escalations: SqlEscalations
    calendar: SqlCalendarDays
    figures: SqlFigures
    figure_book: SqlFigureBook
    figure_sums: SqlFigureSums
    ready: SqlReadyReplies
    outbox: PendingOutbox
    audit: SqlAudit
    tries: SqlTries
    codes: SqlCodes
    conversations: SqlConversations
    more_wait: bool  # after the commit: whether the batch's conversation has more messages waiting
    put_ids: tuple[int, ...]  # after the commit: of the batch's answers, in order
    sessions: SqlSessions
    changes: SqlChanges
    keys: SqlKeys
    passed_on: SqlPassedOn
    files: SqlFiles
    invites: SqlInvites
    bindings: SqlBindings
    rooms: SqlRooms
    views: SqlViews
    worklist: SqlWorklist
    retention: SqlRetention
    phone_notices: SqlPhoneNotices

    def __init__(
        self, database: Database, vault: Vault, clock: Callable[[], datetime], *, reading: bool, told: bool
    ) -> None:
        self._begin: Callable[[], AbstractContextManager[Connection]] = database.read if reading else database.write
        self._vault = vault
        self._clock, self._told = clock, told
        self._block: AbstractContextManager[Connection] | None = None

    def __enter__(self) -> Self:
        """Begin."""
        self._block = self._begin()
        self._connection = connection = self._block.__enter__()
        self.tickets = SqlTickets(connection, self._vault, told=self._told)
        self.people = SqlPeople(connection, self._vault)
        self.search = SqlSearch(connection, self._vault, self.tickets)
        self.hand_overs = SqlHandOvers(connection, self._vault)
        self.incidents = SqlIncidents(connection, self._vault)
        self.staff = SqlStaffBook(connection, self._clock())
        self.namings = SqlNamings(connection, self._vault)
        self.factors = SqlFactors(connection, self._vault)
        self.lessons = SqlLessons(connection, self._vault)
        self.escalations, self.calendar = SqlEscalations(connection), SqlCalendarDays(connection)
        self.ready = SqlReadyReplies(connection)
        self.figures, self.figure_book = SqlFigures(connection, self._vault), SqlFigureBook(connection)
        self.figure_sums = SqlFigureSums(connection)
        self.audit = SqlAudit(connection)
        self.tries = SqlTries(connection)
        self.codes = SqlCodes(self._vault)
        self.outbox = PendingOutbox()
        self.conversations = SqlConversations(connection, self._vault)
        self.sessions = SqlSessions(connection)
        self.changes = SqlChanges(connection)
        self.keys, self.passed_on = SqlKeys(connection), SqlPassedOn(connection)
        self.files = SqlFiles(connection, self._vault)
        self.invites, self.bindings = SqlInvites(connection), SqlBindings(connection, self._vault)
        self.rooms, self.views = SqlRooms(connection), SqlViews(connection, self._vault)
        self.worklist = SqlWorklist(connection, self.tickets)
        self.retention = SqlRetention(connection)
        self.phone_notices = SqlPhoneNotices(connection, self._vault)
        self._batch: inbox.Batch | None = None
        self.more_wait = False
        self.put_ids = ()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed."""
        block, self._block = self._block, None
        assert block is not None
        block.__exit__(kind, error, trace)

    def receive(self, letter: inbox.Letter, loaded: Loaded, now: datetime, *, worker: str = "") -> inbox.Batch | None:
        """
        Keep a message of a conversation that is free: as dealt with, for this transaction, or as claimed by `worker`.

        None where its key is known; StaleError where somebody took the conversation meanwhile.
        """
        state = "waiting" if worker else "done"
        id = inbox.keep(self._connection, self._vault, letter, loaded.id, now, now, state)
        if id is None:
            return None
        if worker:
            inbox.hold(self._connection, loaded.id, loaded.token, worker, now)
        row = inbox.InRow(id, letter.key, letter.payload, now, 0)
        return inbox.Batch(loaded.id, loaded.token + bool(worker), (row,), claimed=bool(worker))

    def finish(self, batch: inbox.Batch) -> None:
        """These messages are dealt with once this commits; StaleError then, where others took them, staff the talk."""
        self._batch = batch

    def fail(self, batch: inbox.Batch, error: str, now: datetime) -> bool:
        """These messages could not be dealt with once more; True where that sets them aside."""
        return inbox.fail(self._connection, batch, error, now)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A step that leaves nothing behind in this transaction where it is refused."""
        said = {id: list(messages) for id, messages in self.outbox.pending.items()}
        noted, states = list(self.audit.pending), dict(self.conversations.states)
        forgot, batch = set(self.people.forgot), self._batch
        try:
            with self._connection.begin_nested():
                yield
        except BaseException:
            self.outbox.pending, self.audit.pending, self.conversations.states = said, noted, states
            self.people.forgot, self._batch = forgot, batch
            raise

    def commit(self) -> None:
        """Make it so."""
        self.audit.flush()
        self._flush_conversations()
        self._connection.commit()

    def _flush_conversations(self) -> None:
        pending, states = self.outbox.pending, self.conversations.states
        for id in self.people.forgot - states.keys():
            states[id] = ({}, False)
        mine = {self._batch.conversation} if self._batch else set[str]()
        rows: list[dict[str, Any]] = []
        # last in the transaction and always in the same order, so that two turns that notify each other do not lock up
        for id in sorted(pending.keys() | states.keys() | mine):
            rows += self._take(id, pending.get(id, []), states)
        put = self._connection.execute(_PUT, rows).all() if rows else ()
        if self._batch is not None:
            self._check_owner(self._batch.conversation)
            cause = f"in:{self._batch.rows[-1].id}"
            self.put_ids = tuple(id for _, id in sorted((row.place, row.id) for row in put if row.cause == cause))
            self.more_wait = self._batch.claimed and inbox.finish(self._connection, self._batch)
            if self.people.forgot:  # the words that asked for it go too
                inbox.blank(self._connection, self._batch)
        self.outbox.pending, self.conversations.states, self._batch = {}, {}, None

    def _check_owner(self, id: str) -> None:
        # the conversation's row is taken now: staff took the talk before, which is seen, or take it after all this;
        # on SQLite, which has one writer, nobody did since it was read
        if self._connection.dialect.name == "sqlite" or self.conversations.held.get(id, True):
            return
        if self.hand_overs.is_held(id):
            raise StaleError("Staff took this talk meanwhile.")

    def _take(self, id: str, messages: list[Any], states: dict[str, Memory]) -> list[dict[str, Any]]:
        # a turn that nobody claimed counts as a claim, so that of two at once the second is too late
        batch = self._batch if self._batch is not None and self._batch.conversation == id else None
        claims = int(batch is not None and not batch.claimed)
        values: dict[str, Any] = {"the_id": id, "more": len(messages), "claims": claims}
        query = _TAKE
        if id in states:
            memory, values["is_asking"] = states[id]
            values["memory"] = self._vault.seal_json("conversations.state", id, memory)
            query = _TAKE_AND_SAVE
        row = self._connection.execute(query, values).one_or_none()
        if row is None:
            raise LookupError(f"there is no conversation {id}")
        if batch is not None and row.token != batch.token + claims:
            raise StaleError("Another worker took this conversation meanwhile.")
        return rows_of(messages, id, row.channel, row.said - len(messages), self._clock(), self._vault)
