"""The audit's chain: committed lines, each bound to all before it by a keyed digest; what was changed shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Column, Connection, LargeBinary, Row, Table, func, insert, select

from actions.store.encryption import Vault
from actions.store.engine import Database
from actions.store.errors import StoreError
from actions.store.tables import Moment, Serial, audit, metadata

type Flaw = Literal["changed", "begun_anew", "cut"]

MOST = 500  # lines sealed at once
OVERLAP = 2000  # lines looked at once more: with PostgreSQL a lower id may be committed after a higher one
ERASURES = ("forgotten", "blanked")

audit_seals = Table(
    "audit_seals",
    metadata,
    Column("place", Serial, primary_key=True, autoincrement=False),  # in the chain, from 1
    Column("line", Serial, nullable=False, unique=True),  # of the audit
    Column("digest", LargeBinary, nullable=False),  # keyed, of the digest before and of the line
    Column("at", Moment, nullable=False),
)

_LAST = select(audit_seals.c.place, audit_seals.c.digest).order_by(audit_seals.c.place.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Head:
    """The chain's end: how many lines, and the digest that stands for all of them."""

    place: int = 0
    digest: bytes = b""

    def __str__(self) -> str:
        return f"{self.place} {self.digest.hex()}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """As it was written down; ValueError for anything else."""
        place, _, digest = text.strip().partition(" ")
        return cls(int(place), bytes.fromhex(digest))


@dataclass(frozen=True, slots=True)
class Erasure:
    """A line of the audit that says that somebody's words went."""

    line: int
    at: datetime
    kind: str
    subject: str


class BrokenChainError(StoreError):
    """The audit is not what it was; `line` is the first that does not fit, 0 where lines are missing at the end."""

    def __init__(self, sentence: str, flaw: Flaw, line: int = 0) -> None:
        super().__init__(sentence)
        self.flaw, self.line = flaw, line


class Chain:
    """Each call is a transaction of its own; several sealers do not lock each other, the slower one tries again."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    def seal(self, now: datetime, note: Callable[[Sequence[Erasure]], None], *, everywhere: bool = False) -> Head:
        """
        Bind what was committed and is not bound yet, at most MOST lines; the chain's end.

        `note` is given the erasures among them before they are bound: after a crash twice rather than never.
        """
        with self._database.read() as connection:
            if not self._waiting(connection, everywhere=everywhere):
                return self._head(connection)
        with self._database.write() as connection:
            head, rows = self._head(connection), []
            for row in (waits := self._waiting(connection, everywhere=everywhere)):
                head = Head(head.place + 1, self._vault.link(head.digest, _line(head.place + 1, row)))
                rows.append({"place": head.place, "line": row.id, "digest": head.digest, "at": now})
            if rows:
                note([Erasure(r.id, r.at, r.kind, r.subject) for r in waits if r.action in ERASURES])
                connection.execute(insert(audit_seals), rows)
            connection.commit()
        return head

    def verify(self, known: Head | None = None) -> int:
        """How many lines fit; BrokenChainError names the first that does not, or tells that the end is missing."""
        before, count = b"", 0
        chained = (audit_seals.c.place, audit_seals.c.line, audit_seals.c.digest, audit)
        query = select(*chained).outerjoin_from(audit_seals, audit, audit.c.id == audit_seals.c.line)
        query = query.order_by(audit_seals.c.place).execution_options(yield_per=1000)
        with self._database.read() as connection, connection.execute(query) as rows:
            for row in rows:
                count += 1
                whole = row.place == count and row.id is not None
                if not whole or row.digest != self._vault.link(before, _line(count, row)):
                    sentence = f"The audit was changed: line {row.line}, number {count}, does not fit."
                    raise BrokenChainError(sentence, "changed", row.line)
                before = row.digest
                if known is not None and count == known.place and before != known.digest:
                    sentence = f"The audit was changed: its first {count} lines are others than were sealed."
                    raise BrokenChainError(sentence, "begun_anew", count)
        if known is not None and count < known.place:
            sentence = f"The audit was cut: {known.place} lines were sealed, {count} are left."
            raise BrokenChainError(sentence, "cut")
        return count

    def end(self) -> Head:
        """Where the chain stands, unchecked."""
        with self._database.read() as connection:
            return self._head(connection)

    def unsealed(self) -> int:
        """How many lines are not bound yet."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(audit).outerjoin(audit_seals, audit_seals.c.line == audit.c.id)
            return int(connection.execute(query.where(audit_seals.c.line.is_(None))).scalar_one())

    def _head(self, connection: Connection) -> Head:
        row = connection.execute(_LAST).one_or_none()
        return Head(row.place, row.digest) if row else Head()

    def _waiting(self, connection: Connection, *, everywhere: bool) -> Sequence[Row[Any]]:
        last = connection.execute(select(func.coalesce(func.max(audit_seals.c.line), 0))).scalar_one()
        query = select(audit).outerjoin(audit_seals, audit_seals.c.line == audit.c.id)
        query = query.where(audit_seals.c.line.is_(None))
        if not everywhere:
            query = query.where(audit.c.id > last - OVERLAP)
        return connection.execute(query.order_by(audit.c.id).limit(MOST)).all()


def _line(place: int, row: Row[Any]) -> str:
    at = row.at if row.at is None else row.at.astimezone(UTC).isoformat()
    values = (place, row.id, at, row.actor, row.action, row.kind, row.subject, row.fields)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
