"""Backup, loss and restore on both engines, and from one to the other."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import MetaData, func, select

from actions.desk.desk import Desk
from actions.desk.forget import forget
from actions.desk.say import Say
from actions.store import Keyring, Store, StoreError, sealed_stream
from actions.store.chain import Erasure
from actions.store.engine import Database
from actions.store.migrate import downgrade
from actions.store.tables import metadata
from bot.backup import back_up, bring_back
from bot.cli import backup as command
from bot.cli import doctor
from bot.erasures import erase_again
from bot.failures import Failure
from bot.files import Folder
from bot.sealing import Sealing, erasures
from tests.conftest import KEY, NOW, OTHER_KEY
from tests.contract.test_retention import closed
from tests.unit.desk.builders import a_catalogue

KEYS = Keyring.parse(KEY)
FILE = "0" * 34 + "000001"


def filled(store: Store, home: Path) -> None:
    """Two people with a request each, a file, an answer that waits, and their lines in the audit."""
    closed(store, "NX-260101-000001", 10, "a")
    closed(store, "NX-260101-000002", 10, "b")
    Folder(home / "files", store.vault).write(FILE, b"a picture")
    with store.unit() as unit:
        unit.audit.note(at=NOW, actor="li", action="read", kind="ticket", id="t1")
        unit.commit()
    store.chain.seal(NOW, lambda _: None)


def counts(store: Store) -> dict[str, int]:
    """Rows by table."""
    with store.database.read() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
        }


def rows_of(database: Database) -> int:
    """All that stands in its tables, whichever there are."""
    with database.read() as connection:
        tables = MetaData()
        tables.reflect(connection)
        found = [table for name, table in tables.tables.items() if name != "alembic_version"]
        return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in found)


@pytest.mark.parametrize("way", ["sqlite to sqlite", "sqlite to postgresql", "postgresql to sqlite"])
def test_all_comes_back_on_either_engine(
    way: str, request: pytest.FixtureRequest, tmp_path: Path, make_store: Callable[[str], Store]
) -> None:
    """Every row and file, readable; counters go on; nothing in the file can be read without the key."""
    source, _, target = way.partition(" to ")
    urls = {"postgresql": "postgres_url", "sqlite": "sqlite_url"}
    store = make_store(request.getfixturevalue(urls[source]))
    filled(store, tmp_path)
    backup = tmp_path / "b.nuanxin"
    made = back_up(store.database, KEYS, tmp_path / "files", backup, NOW)
    before = counts(store)
    held = backup.read_bytes()
    assert made.files == 1 and made.rows == sum(before.values()) and backup.stat().st_mode & 0o077 == 0
    assert all(word.encode() not in held for word in ("李桂兰", "NX-260101", "persons", "送饭"))
    other = f"sqlite:///{tmp_path}/new.db" if target == "sqlite" else request.getfixturevalue("empty_postgres_url")
    database = Database(other)
    assert bring_back(database, KEYS, tmp_path / "new", backup).rows == made.rows
    database.close()
    again = make_store(other)
    assert counts(again) == before and again.chain.verify() == 1
    assert Folder(tmp_path / "new", again.vault).read(FILE) == b"a picture"
    with again.unit() as unit:
        person = unit.people.at("rest", "a")
        assert person is not None and person.name == "李桂兰"
        unit.outbox.put(again.conversation_id("rest", "a"), [Say("menu")], lane="notice")
        unit.audit.note(at=NOW, actor="li", action="read", kind="ticket", id="t2")
        unit.commit()
    assert again.inbox.put("new", "rest", "a", "{}", NOW) == 3


def test_erasures_since_the_backup_are_done_again(store: Store, tmp_path: Path) -> None:
    """Who was forgotten before it, or is not in it, is left alone; the others are blank again, with a line each."""
    filled(store, tmp_path)
    with store.unit() as unit:
        ids = {a: p.id for a in "ab" if (p := unit.people.at("rest", a))}
        unit.audit.note(at=NOW, actor="x", action="forgotten", kind="person", id=ids["b"])
        unit.commit()
    known = Erasure(2, NOW, "person", ids["b"])
    later = NOW + timedelta(hours=1)
    since = [
        Erasure(9, later, "person", ids["a"]),
        Erasure(10, later, "ticket", "id-NX-260101-000001"),
        Erasure(11, later, "person", "nobody"),
    ]
    assert erase_again(store, [known, *since], later) == 2
    with store.unit(reading=True) as unit:
        names = [p.name for a in "ab" if (p := unit.people.at("rest", a))]
        texts = [unit.tickets.with_ids([id])[id].text for id in ("id-NX-260101-000001", "id-NX-260101-000002")]
    assert names == ["", "李桂兰"] and texts == ["", "送饭"]


@pytest.mark.parametrize("harm", ["cut", "changed", "swapped", "key", "nothing"])
def test_a_damaged_backup_fills_nothing(
    harm: str, sqlite_url: str, tmp_path: Path, make_store: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off, changed, with a piece of another, with another key, no backup at all: told in words, nothing filled."""
    store = make_store(sqlite_url)
    filled(store, tmp_path)
    # so that the harm at the end is met when tables and a file were filled already
    monkeypatch.setattr(sealed_stream, "PIECE", 4096)
    Folder(tmp_path / "files", store.vault).write(FILE[:-1] + "2", secrets.token_bytes(100_000))
    backup, other = tmp_path / "b", tmp_path / "c"
    for file in (backup, other):
        back_up(store.database, KEYS, tmp_path / "files", file, NOW)
    held = backup.read_bytes()
    damaged = {
        "cut": held[:-20],
        "changed": held[:-20] + b"x" + held[-19:],
        "swapped": held[:40] + other.read_bytes()[40:],
        "key": held,
        "nothing": b"hello",
    }[harm]
    backup.write_bytes(damaged)
    keys = Keyring.parse(OTHER_KEY.replace("k2", "k1")) if harm == "key" else KEYS
    database = Database(f"sqlite:///{tmp_path}/new.db")
    with pytest.raises(StoreError):
        bring_back(database, keys, tmp_path / "new", backup)
    assert rows_of(database) == 0
    database.close()
    assert not list((tmp_path / "new").glob("*"))
    shutil.rmtree(tmp_path / "files")
    with pytest.raises(StoreError, match="is not empty"):
        bring_back(store.database, KEYS, tmp_path / "files", other)


def test_rehearsal(
    database_url: str, tmp_path: Path, make_store: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Backup, somebody is forgotten, all is lost but keys and register, restore: all fits, they stay gone."""
    home = tmp_path / "home"
    for name, value in {"HOME": home, "DATABASE_URL": database_url, "ENCRYPTION_KEYS": KEY}.items():
        monkeypatch.setenv(f"NUANXIN_{name}", str(value))
    store = make_store(database_url)
    filled(store, home)
    (tmp_path / "backups").mkdir()
    command.backup(tmp_path / "backups", 3)
    with store.unit() as unit:
        person = unit.people.at("rest", "a")
        assert person is not None
        desk = Desk(unit, person, store.conversation_id("rest", "a"), a_catalogue(), NOW, lambda most: 0)
        forget(desk)
        unit.commit()
    Sealing(store, home).look()
    (backup,) = (tmp_path / "backups").iterdir()
    downgrade(store.database)
    store.close()
    shutil.rmtree(home / "files")
    command.restore(backup, None)
    doctor.look_at_audit(make_store(database_url), home)
    with make_store(database_url).unit(reading=True) as unit:
        names = [p.name for a in "ab" if (p := unit.people.at("rest", a))]
        texts = [unit.tickets.with_ids([id])[id].text for id in ("id-NX-260101-000001", "id-NX-260101-000002")]
    assert (names, texts) == (["", "李桂兰"], ["", "送饭"])
    assert [e.subject for e in erasures(home / "forgotten")].count("id-NX-260101-000001") == 2


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_without_its_register_nothing_is_filled(
    harm: str, sqlite_url: str, tmp_path: Path, make_store: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped name is told before whoever was forgotten is known again, and the next try is not refused for it."""
    store, backup, register = make_store(sqlite_url), tmp_path / "b", tmp_path / "forgotten"
    filled(store, tmp_path)
    back_up(store.database, KEYS, tmp_path / "files", backup, NOW)
    (tmp_path / "keys").write_text(KEY)
    settings = {"HOME": tmp_path / "home", "DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}
    for name, value in {**settings, "ENCRYPTION_KEYS_FILE": tmp_path / "keys"}.items():
        monkeypatch.setenv(f"NUANXIN_{name}", str(value))
    if harm == "damaged":
        register.write_text("no register\n")
    with pytest.raises(Failure, match="forgotten"):
        command.restore(backup, register)
    assert not (tmp_path / "new.db").exists() and not (tmp_path / "home" / "files").exists()
    register.write_text("")
    command.restore(backup, register)
    assert counts(make_store(settings["DATABASE_URL"].__str__()))["persons"] == 2


def test_nothing_is_written_over(sqlite_url: str, tmp_path: Path, make_store: Callable[[str], Store]) -> None:
    """Neither an older backup nor files that lie where they would be put."""
    store = make_store(sqlite_url)
    filled(store, tmp_path)
    backup = tmp_path / "b"
    back_up(store.database, KEYS, tmp_path / "files", backup, NOW)
    with pytest.raises(Failure, match="is there already"):
        back_up(store.database, KEYS, tmp_path / "files", backup, NOW)
    with pytest.raises(Failure, match="is not empty"):
        bring_back(Database(f"sqlite:///{tmp_path}/new.db"), KEYS, tmp_path / "files", backup)
    assert [path.name for path in tmp_path.glob("*.half")] == []
