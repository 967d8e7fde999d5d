"""Alarms in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from actions.desk.person import Incident
from actions.store.encryption import Vault
from actions.store.tables import incidents

SEALED = ("text", "result")


class SqlIncidents:
    """The port `Incidents`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, incident: Incident) -> None:
        """Keep a new one."""
        self._connection.execute(insert(incidents), self._row(incident))

    def save(self, incident: Incident) -> None:
        """Write back."""
        self._connection.execute(update(incidents).where(incidents.c.id == incident.id), self._row(incident))

    def get(self, id: str, *, lock: bool = False) -> Incident | None:
        """By id."""
        query = select(incidents).where(incidents.c.id == id)
        row = self._connection.execute(query.with_for_update(key_share=True) if lock else query).one_or_none()
        return self._incident(row) if row else None

    def open(self) -> Sequence[Incident]:
        """Those nobody has taken, oldest first."""
        query = select(incidents).where(incidents.c.taken_by == "").order_by(incidents.c.at)
        return [self._incident(row) for row in self._connection.execute(query)]

    def taken_since(self, since: datetime, *, limit: int = 20) -> Sequence[Incident]:
        """Those taken since then, the latest first."""
        query = select(incidents).where(incidents.c.taken_at >= since).order_by(incidents.c.taken_at.desc())
        return [self._incident(row) for row in self._connection.execute(query.limit(limit))]

    def latest(self, conversations: Sequence[str]) -> Mapping[str, Incident]:
        """The latest alarm of each of these talks in which one ever rang."""
        return self._last_of(conversations)

    def agreed(self, conversations: Sequence[str]) -> Mapping[str, Incident]:
        """Of each of these talks the latest alarm whose end was written down with what was agreed."""
        return self._last_of(conversations, incidents.c.result.is_not(None))

    def _last_of(self, conversations: Sequence[str], *which: ColumnElement[bool]) -> Mapping[str, Incident]:
        if not conversations:
            return {}
        rang = select(incidents).where(incidents.c.conversation.in_(conversations), *which).order_by(incidents.c.at)
        rows = {row.conversation: row for row in self._connection.execute(rang)}
        return {id: self._incident(row) for id, row in rows.items()}

    def running(self, conversation: str, kind: str, since: datetime) -> Incident | None:
        """The latest of this kind here since then, so that one emergency is one alarm."""
        query = (
            select(incidents)
            .where(incidents.c.conversation == conversation, incidents.c.kind == kind, incidents.c.at >= since)
            .order_by(incidents.c.at.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        return self._incident(row) if row else None

    def of_talk(self, conversation: str, *, limit: int = 20) -> Sequence[Incident]:
        """Those of this conversation, the latest first."""
        query = select(incidents).where(incidents.c.conversation == conversation).order_by(incidents.c.at.desc())
        return [self._incident(row) for row in self._connection.execute(query.limit(limit))]

    def looked_after(self, conversation: str) -> Sequence[Incident]:
        """Those of this conversation that somebody took and that have no end yet, for whoever ends them."""
        running = (incidents.c.taken_by != "", incidents.c.ended_at.is_(None))
        query = select(incidents).where(incidents.c.conversation == conversation, *running).order_by(incidents.c.at)
        return [self._incident(row) for row in self._connection.execute(query.with_for_update(key_share=True))]

    def _row(self, incident: Incident) -> dict[str, Any]:
        row = {name: getattr(incident, name) for name in Incident.__slots__}
        sealed = {name: self._vault.seal(f"incidents.{name}", incident.id, row[name]) for name in SEALED}
        return row | sealed

    def _incident(self, row: Row[Any]) -> Incident:
        opened = {name: self._vault.open(f"incidents.{name}", row.id, getattr(row, name)) for name in SEALED}
        return Incident(**dict(row._mapping) | opened)
