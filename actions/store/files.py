"""Files that people sent: what is known of each, and which are still to be fetched; the bytes lie in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Row,
    SmallInteger,
    String,
    Table,
    bindparam,
    delete,
    or_,
    select,
    text,
    update,
)

from actions.store.encryption import Sealed, Vault
from actions.store.engine import Database
from actions.store.errors import UnopenedError
from actions.store.tables import Id, Moment, Serial, Word, metadata
from actions.store.upsert import insert

files = Table(
    "files",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("message", Serial, nullable=False),  # the inbox row that brought it
    Column("ticket", Id, nullable=False, index=True),  # empty: not part of a request
    Column("kind", Word, nullable=False),
    Column("source", Sealed),
    Column("name", Sealed),
    Column("type", String(80), nullable=False),
    Column("size", Integer, nullable=False),
    Column("hear", Boolean, nullable=False),
    Column("text", Sealed),
    Column("state", Word, nullable=False),  # waiting | kept | refused | failed | forgotten
    Column("put_at", Moment, nullable=False),
    Column("ready_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("attempts", SmallInteger, nullable=False),
    Column("error", Id, nullable=False),  # the error's class only
)
_WAITING = text("state = 'waiting'")
Index("ix_files_waiting", files.c.ready_at, sqlite_where=_WAITING, postgresql_where=_WAITING)
_FORGOTTEN = text("state = 'forgotten'")
Index("ix_files_forgotten", files.c.id, sqlite_where=_FORGOTTEN, postgresql_where=_FORGOTTEN)

_READY = (
    select(files.c.id)
    .where(
        files.c.state == "waiting",
        files.c.ready_at <= bindparam("now"),
        or_(files.c.lease_until.is_(None), files.c.lease_until <= bindparam("now")),
    )
    .order_by(files.c.ready_at)
    .limit(bindparam("most"))
    .with_for_update(key_share=True, skip_locked=True)
)
_CLAIM = (
    update(files)
    .where(files.c.id.in_(bindparam("ids", expanding=True)))
    .values(lease_until=bindparam("until"), attempts=files.c.attempts + 1)
)
_FULL = select(files)
SEALED = ("source", "name", "text")


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file; `message` is the inbox row that brought it, `source` where its channel has it, `hear` to be heard."""

    id: str
    conversation: str
    message: int
    kind: str
    source: str
    name: str
    hear: bool
    state: str  # waiting | kept | refused | failed
    put_at: datetime
    ticket: str = ""
    type: str = ""
    size: int = 0
    text: str = ""  # what was heard in it
    attempts: int = 0
    opens: bool = True  # else its row was sealed with a key that is lost: source, name and text are empty


def forget(connection: Connection, which: ColumnElement[bool]) -> None:
    """What is known of these goes now; their bytes are deleted soon."""
    blank: dict[str, Any] = dict.fromkeys(SEALED)
    connection.execute(update(files).where(which).values(state="forgotten", **blank))


class SqlFiles:
    """Within a unit of work."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def add(self, file: FileRow) -> None:
        """Keep a new one, to be fetched; one that is known stays as it is."""
        values = {
            "id": file.id,
            "conversation": file.conversation,
            "message": file.message,
            "kind": file.kind,
            "source": self._vault.seal("files.source", file.id, file.source),
            "name": self._vault.seal("files.name", file.id, file.name),
            "hear": file.hear,
            "state": file.state,
            "put_at": file.put_at,
            "ready_at": file.put_at,
            "ticket": file.ticket,
            "type": file.type,
            "size": file.size,
            "attempts": 0,
            "error": "",
        }
        self._connection.execute(insert(self._connection, files).values(values).on_conflict_do_nothing())

    def hang(self, ids: Sequence[str], ticket: str) -> None:
        """These belong to that request from now on."""
        mine = (files.c.id.in_(ids), files.c.ticket == "")
        self._connection.execute(update(files).where(*mine).values(ticket=ticket))

    def get(self, id: str) -> FileRow | None:
        """By id."""
        row = self._connection.execute(_FULL.where(files.c.id == id)).one_or_none()
        return file_of(row, self._vault) if row else None

    def of_ticket(self, ticket: str) -> Sequence[FileRow]:
        """A request's files, in the order they came."""
        rows = self._connection.execute(_FULL.where(files.c.ticket == ticket).order_by(files.c.put_at, files.c.id))
        return [file_of(row, self._vault) for row in rows]

    def of_conversation(self, conversation: str) -> Sequence[FileRow]:
        """All that came in a talk, in the order they came."""
        query = _FULL.where(files.c.conversation == conversation).order_by(files.c.put_at, files.c.id)
        return [file_of(row, self._vault) for row in self._connection.execute(query)]


class FileQueue:
    """The fetcher's side; each call is a transaction of its own."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    def claim(self, now: datetime, *, limit: int = 4, lease_s: float = 120) -> Sequence[FileRow]:
        """Take files to fetch, the longest wait first, also those that do not open; a crash ends with the lease."""
        with self._database.write(durable=False) as connection:
            ids = list(connection.execute(_READY, {"now": now, "most": limit}).scalars())
            if not ids:
                return ()
            connection.execute(_CLAIM, {"ids": ids, "until": now + timedelta(seconds=lease_s)})
            rows = connection.execute(_FULL.where(files.c.id.in_(ids)).order_by(files.c.ready_at)).all()
            connection.commit()
        return [_claimed(row, self._vault) for row in rows]

    def kept(self, id: str, type: str, size: int, words: str = "") -> None:
        """Its bytes lie in the folder; `words` were heard in it."""
        text = self._vault.seal("files.text", id, words)
        self._mark(id, state="kept", type=type, size=size, text=text, error="")

    def later(self, id: str, ready_at: datetime, error: str) -> None:
        """It could not be fetched now."""
        self._mark(id, ready_at=ready_at, error=error[:64])

    def ended(self, id: str, state: str, error: str) -> None:
        """It is refused, or will never be fetched."""
        self._mark(id, state=state, error=error[:64])

    def waiting(self) -> int:
        """How many are still to be fetched."""
        with self._database.read() as connection:
            return len(connection.execute(select(files.c.id).where(files.c.state == "waiting")).all())

    def forgotten(self, limit: int = 100) -> Sequence[str]:
        """The ids of files whose bytes are to be deleted."""
        with self._database.read() as connection:
            return list(connection.execute(select(files.c.id).where(_FORGOTTEN).limit(limit)).scalars())

    def gone(self, ids: Sequence[str]) -> None:
        """Their bytes are deleted."""
        with self._database.write() as connection:
            connection.execute(delete(files).where(files.c.id.in_(ids), files.c.state == "forgotten"))
            connection.commit()

    def take_over(self) -> None:
        """End every lease: whoever was fetching is gone."""
        with self._database.write() as connection:
            connection.execute(update(files).where(files.c.state == "waiting").values(lease_until=None))
            connection.commit()

    def _mark(self, id: str, **values: Any) -> None:
        known = (files.c.id == id, files.c.state != "forgotten")  # its person may have left while it was fetched
        with self._database.write() as connection:
            connection.execute(update(files).where(*known).values(**values, lease_until=None))
            connection.commit()


def _claimed(row: Row[Any], vault: Vault) -> FileRow:
    """A row as a file, also where nothing in it opens."""
    try:
        return file_of(row, vault)
    except UnopenedError:
        return replace(_file(row), opens=False)


def file_of(row: Row[Any], vault: Vault) -> FileRow:
    """A row as a file."""
    source, name, text = (vault.open(f"files.{what}", row.id, getattr(row, what)) for what in SEALED)
    return replace(_file(row), source=source, name=name, text=text)


def _file(row: Row[Any]) -> FileRow:
    return FileRow(
        id=row.id,
        conversation=row.conversation,
        message=row.message,
        kind=row.kind,
        source="",
        name="",
        hear=row.hear,
        state=row.state,
        put_at=row.put_at,
        ticket=row.ticket,
        type=row.type,
        size=row.size,
        attempts=row.attempts,
    )
