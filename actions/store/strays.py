"""Strays: what a channel brought that nobody can read, set aside so that it stops nothing and is not lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from actions.store.encryption import Vault
from actions.store.engine import Database
from actions.store.tables import strays
from actions.store.upsert import insert

PLACE = "strays.payload"


class Strays:
    """Each call is a transaction of its own."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def put(self, key: str, channel: str, payload: str, at: datetime, error: str) -> None:
        """Keep it as it came, with the error's class; one that is known stays as it is."""
        with self._database.write() as connection:
            row = insert(connection, strays).values(
                key=key,
                channel=channel,
                payload=self._vault.seal(PLACE, key, payload),
                at=at,
                error=error[:64],
            )
            connection.execute(row.on_conflict_do_nothing())
            connection.commit()

    def get(self, key: str) -> str | None:
        """One as it came."""
        query = select(strays.c.payload).where(strays.c.key == key)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else self._vault.open(PLACE, key, row.payload)

    def count(self) -> int:
        """How many were set aside."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(strays)).scalar_one())
