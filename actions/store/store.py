"""The store as the rest of the house sees it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from sqlalchemy import PoolProxiedConnection, select

from actions.store import tables
from actions.store.alone import Alone
from actions.store.calls import CallQueue
from actions.store.chain import Chain
from actions.store.conversations import conversation_id
from actions.store.encryption import Vault, seal, unseal
from actions.store.engine import Database
from actions.store.files import FileQueue
from actions.store.inbox import Inbox
from actions.store.keyring import Keyring
from actions.store.migrate import migrate
from actions.store.outbox import OutboxQueue
from actions.store.receipts import Receipts
from actions.store.search import index_all
from actions.store.strays import Strays
from actions.store.unit_of_work import SqlUnitOfWork
from actions.store.unread import UnreadMessages
from actions.store.upsert import insert

INDEX_KEY = "index_key"
PLACE = "secrets.value"


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """Opened lazily: nothing connects before the first use. `clock` dates the messages that are put."""

    def __init__(self, database: Database, keyring: Keyring, clock: Callable[[], datetime] = _now) -> None:
        self.database = database
        self._keyring = keyring
        self._clock = clock
        self.told = False  # whether another program is told of what happens to requests
        self._watch: PoolProxiedConnection | None = None
        self._seen = -1

    def migrate(self) -> None:
        """Bring the tables to this version; does nothing where they are. Raises StoreError."""
        migrate(self.database)
        index_all(self.database, self.vault)  # and a wrong key is told now, not at the first message

    @cached_property
    def vault(self) -> Vault:
        """Seals and opens; its index key was made at first use and lies in the database, sealed. Raises StoreError."""
        query = select(tables.secrets.c.value).where(tables.secrets.c.name == INDEX_KEY)
        with self.database.read() as connection:
            token = connection.execute(query).scalar_one_or_none()
        if token is None:
            made = seal(self._keyring, PLACE, INDEX_KEY, secrets.token_bytes(32))
            with self.database.write() as connection:
                row = insert(connection, tables.secrets).values(name=INDEX_KEY, value=made)
                connection.execute(row.on_conflict_do_nothing())
                token = connection.execute(query).scalar_one()
                connection.commit()
        return Vault(self._keyring, unseal(self._keyring, PLACE, INDEX_KEY, token))

    def unit(self, *, reading: bool = False) -> SqlUnitOfWork:
        """A transaction to be entered; `reading` ones stop no writer and cannot commit changes."""
        return SqlUnitOfWork(self.database, self.vault, self._clock, reading=reading, told=self.told)

    @cached_property
    def inbox(self) -> Inbox:
        """What people sent."""
        return Inbox(self.database, self.vault)

    @cached_property
    def strays(self) -> Strays:
        """What came in and could not be read."""
        return Strays(self.database, self.vault)

    @cached_property
    def unread(self) -> UnreadMessages:
        """What could not be dealt with, for staff."""
        return UnreadMessages(self.database)

    @cached_property
    def outbox(self) -> OutboxQueue:
        """What is to be sent."""
        return OutboxQueue(self.database, self.vault)

    @cached_property
    def receipts(self) -> Receipts:
        """The other side's numbers of messages."""
        return Receipts(self.database)

    @cached_property
    def chain(self) -> Chain:
        """What binds the lines of the audit."""
        return Chain(self.database, self.vault)

    @cached_property
    def calls(self) -> CallQueue:
        """What another program is to be told."""
        return CallQueue(self.database)

    @cached_property
    def files(self) -> FileQueue:
        """Files that are still to be fetched."""
        return FileQueue(self.database, self.vault)

    def alone(self, what: str) -> Alone:
        """A lock on what one process at a time may do."""
        return Alone(self.database, what)

    def take_over(self) -> None:
        """
        At the start of a serving process: what its killed forerunner had taken is free at once.

        Only on SQLite, which one process serves; elsewhere others are at work, and leases end by themselves.
        """
        if self.database.kind == "sqlite":
            self.inbox.take_over()
            self.outbox.take_over()
            self.files.take_over()

    def conversation_id(self, channel: str, address: str) -> str:
        """The id of the conversation with whoever is reached there, whether it exists yet or not."""
        return conversation_id(self.vault, channel, address)

    def changed(self) -> bool:
        """Whether anybody committed since the last call (SQLite; on PostgreSQL always True: look yourself)."""
        if self.database.kind != "sqlite":
            return True
        if self._watch is None:
            self._watch = self.database.engine.raw_connection()
        cursor = self._watch.cursor()
        seen = int(cursor.execute("PRAGMA data_version").fetchone()[0])
        cursor.close()
        changed, self._seen = seen != self._seen, seen
        return changed

    def close(self) -> None:
        """Give the connections back."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        self.database.close()


def open_store(url: str, keyring: Keyring, *, clock: Callable[[], datetime] = _now) -> Store:
    """A store behind `sqlite:///file` or `postgresql://…`; raises StoreError where the URL cannot be one."""
    return Store(Database(url), keyring, clock)
