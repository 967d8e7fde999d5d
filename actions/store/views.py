"""Views that members of staff keep for themselves: a name, and what the list is narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, ForeignKey, String, Table, delete, insert, select

from actions.store.encryption import Sealed, Vault
from actions.store.tables import Id, metadata

views = Table(
    "views",
    metadata,
    Column("id", Id, primary_key=True),
    Column("staff", ForeignKey("staff.username"), nullable=False, index=True),
    Column("name", Sealed, nullable=False),
    Column("query", String(400), nullable=False),
)


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view of one member of staff; `query` as it stands in the page's address."""

    id: str
    staff: str
    name: str
    query: str


class SqlViews:
    """Within a unit of work."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def of(self, staff: str) -> Sequence[SavedView]:
        """Their own, in the order in which they were kept."""
        rows = self._connection.execute(select(views).where(views.c.staff == staff).order_by(views.c.id))
        opened = self._vault.open
        return [SavedView(row.id, row.staff, opened("views.name", row.id, row.name), row.query) for row in rows]

    def add(self, view: SavedView) -> None:
        """Keep a new one."""
        name = self._vault.seal("views.name", view.id, view.name)
        values = {"id": view.id, "staff": view.staff, "name": name, "query": view.query}
        self._connection.execute(insert(views), values)

    def drop(self, staff: str, id: str) -> None:
        """Forget one of their own."""
        self._connection.execute(delete(views).where(views.c.id == id, views.c.staff == staff))
