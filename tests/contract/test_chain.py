"""The audit's chain on both engines: it grows beside the work, and what was changed shows."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from actions.store import Store, StoreError
from actions.store.chain import Erasure, Head
from bot.sealing import Notebook, Sealing, erasures
from tests.conftest import NOW


def note(store: Store, count: int, action: str = "read", subject: str = "t1") -> None:
    """So many lines, committed."""
    with store.unit() as unit:
        for _ in range(count):
            unit.audit.note(at=NOW, actor="li", action=action, kind="ticket", id=subject, fields=("text",))
        unit.commit()


def seal(store: Store) -> Head:
    """All that waits."""
    return store.chain.seal(NOW, lambda _: None)


def tamper(store: Store, table: str, statement: str) -> None:
    """As somebody would who owns the database."""
    with store.database.write() as connection:
        if store.database.kind == "postgresql":
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        else:
            for what in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER {table}_no_{what}"))
        connection.execute(text(statement))
        connection.commit()


def test_committed_lines_are_bound_once_and_fit(store: Store) -> None:
    """By several at once, in their order, and again later."""
    note(store, 40)

    def try_to(_: int) -> None:
        try:
            seal(store)
        except StoreError:
            return  # the other one was faster

    with ThreadPoolExecutor(3) as several:
        list(several.map(try_to, range(3)))
    note(store, 2)
    head = seal(store)
    assert head.place == 42 and store.chain.verify(head) == 42 and store.chain.unsealed() == 0
    assert seal(store) == head == Head.parse(str(head))


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("audit", "UPDATE audit SET actor = 'wang' WHERE id = 2"),
        ("audit", "UPDATE audit SET fields = '[]' WHERE id = 3"),
        ("audit", "DELETE FROM audit WHERE id = 2"),
        ("audit_seals", "DELETE FROM audit_seals WHERE place = 3"),
        ("audit_seals", "UPDATE audit_seals SET line = 99 WHERE place = 3"),
    ],
)
def test_what_was_changed_is_found(store: Store, table: str, statement: str) -> None:
    """A changed actor, a changed field, a line or a seal taken out or moved."""
    note(store, 5)
    seal(store)
    tamper(store, table, statement)
    with pytest.raises(StoreError, match="audit was changed"):
        store.chain.verify()


def test_an_end_that_was_cut_off_is_found(store: Store) -> None:
    """Line and seal together are missed by nobody but the note beside the database."""
    note(store, 5)
    head = seal(store)
    tamper(store, "audit_seals", "DELETE FROM audit_seals WHERE place > 3")
    assert store.chain.verify() == 3
    with pytest.raises(StoreError, match="audit was cut: 5 lines were sealed, 3 are left"):
        store.chain.verify(head)


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'wang'", "DELETE FROM audit_seals"])
def test_the_audit_only_grows(store: Store, statement: str) -> None:
    """The database itself refuses a change."""
    note(store, 1)
    seal(store)
    with pytest.raises(StoreError), store.database.write() as connection:
        connection.execute(text(statement))


def test_erasures_are_written_down_before_they_are_bound(store: Store, tmp_path: Path) -> None:
    """A crash in between writes them twice rather than never; the file holds ids only and a half line is none."""
    note(store, 1, "blanked", "t1")

    def crash(_: Sequence[Erasure]) -> None:
        Notebook(tmp_path).append(_)
        raise OSError("killed")

    with pytest.raises(OSError, match="killed"):
        store.chain.seal(NOW, crash)
    note(store, 3, "read")
    note(store, 1, "forgotten", "p1")
    Sealing(store, tmp_path).look()
    register = tmp_path / "forgotten"
    assert [one.subject for one in erasures(register)] == ["t1", "t1", "p1"]
    assert register.stat().st_mode & 0o077 == 0 and Notebook(tmp_path).head().place == 5
    note(store, 1, "blanked", "t2")
    Sealing(store, tmp_path / "elsewhere").look()  # a home that nobody made yet
    assert [one.subject for one in erasures(tmp_path / "elsewhere" / "forgotten")] == ["t2"]
    with register.open("a") as file:
        file.write('[6, "2026')
    assert len(list(erasures(register))) == 3
