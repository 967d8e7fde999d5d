"""What staff teach understanding, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Row, Table, delete, select

from actions.desk.lesson import Lesson
from actions.store.encryption import Sealed, Vault
from actions.store.tables import Id, Moment, Word, metadata
from actions.store.upsert import insert

lessons = Table(
    "lessons",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("text", Sealed),
    Column("language", Word, nullable=False),
    Column("meant", Id, nullable=False),
    Column("heard", Id, nullable=False),
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
)


class SqlLessons:
    """The port `Lessons`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def save(self, lesson: Lesson) -> None:
        """Keep it; a request's earlier one goes."""
        values = {name: getattr(lesson, name) for name in Lesson.__slots__}
        values["text"] = self._vault.seal("lessons.text", lesson.ticket, lesson.text)
        query = insert(self._connection, lessons).values(values)
        self._connection.execute(query.on_conflict_do_update(index_elements=["ticket"], set_=values))

    def all(self) -> Sequence[Lesson]:
        """Every one, by what was meant, oldest first."""
        query = select(lessons).order_by(lessons.c.meant, lessons.c.at)
        return [self._lesson(row) for row in self._connection.execute(query)]

    def drop(self, ticket: str) -> None:
        """Forget what was learnt from a request."""
        self._connection.execute(delete(lessons).where(lessons.c.ticket == ticket))

    def _lesson(self, row: Row[Any]) -> Lesson:
        return Lesson(**dict(row._mapping) | {"text": self._vault.open("lessons.text", row.ticket, row.text)})
