"""What administrators made of ready replies, each change a row that stays."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, Text, func, insert, select

from actions.desk.ready_reply import ReadyEdit
from actions.store.tables import Id, Moment, Serial, metadata
from data.model import LANGUAGES, Template, Words

ready_edits = Table(
    "ready_edits",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("template", Id, nullable=False, index=True),
    Column("made", Text),  # JSON: names and text in the three languages; empty: as in the file
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)


class SqlReadyReplies:
    """The port `ReadyBook`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, edit: ReadyEdit) -> None:
        """Keep one more."""
        made = None
        if edit.made is not None:
            words = (edit.made.names, edit.made.text)
            made = json.dumps([[one.of(language) for language in LANGUAGES] for one in words], ensure_ascii=False)
        values = {"template": edit.template, "made": made, "by": edit.by, "at": edit.at}
        self._connection.execute(insert(ready_edits), values)

    def latest(self) -> Mapping[str, ReadyEdit]:
        """The last of each reply."""
        last = select(func.max(ready_edits.c.id)).group_by(ready_edits.c.template)
        rows = self._connection.execute(select(ready_edits).where(ready_edits.c.id.in_(last)).order_by("template"))
        return {row.template: _edit(row) for row in rows}

    def trail(self, *, limit: int = 50) -> Sequence[ReadyEdit]:
        """The last of all, the newest first."""
        query = select(ready_edits).order_by(ready_edits.c.id.desc()).limit(limit)
        return [_edit(row) for row in self._connection.execute(query)]


def _edit(row: Row[Any]) -> ReadyEdit:
    if row.made is None:
        return ReadyEdit(row.template, None, row.by, row.at)
    names, text = (Words(*one) for one in json.loads(row.made))
    return ReadyEdit(row.template, Template(row.template, names, text), row.by, row.at)
