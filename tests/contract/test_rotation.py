"""Keys are changed while the desk works, on both engines; what an old key sealed can be read at every moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from actions.desk.naming import Naming
from actions.desk.person import HandOver, Incident, Link, Staff
from actions.desk.ports import StaleError
from actions.desk.say import Say
from actions.desk.scope import EVERY
from actions.desk.ticket import Attachment, Event
from actions.store import Keyring, Store, open_store
from actions.store.encryption import Sealed, key_of
from actions.store.rotation import held, rotate
from actions.store.tables import metadata
from actions.store.views import SavedView
from bot.cli.app import app
from bot.files import Folder
from tests.conftest import KEY, NOW, OTHER_KEY
from tests.contract.test_retention import closed

SAID = {
    "details": {"age": 80},
    "place_key": "440303",
    "attachments": (Attachment("photo", "", "药单", None, None),),
    "history": [Event(NOW, "reply", "li", "好的", {"to": "x"})],
}
STILL = '{"text": "还在"}'
BOTH = Keyring.parse(f"{OTHER_KEY},{KEY}")


def filled(store: Store) -> None:
    """Something sealed in every sealed column there is."""
    for number in range(3):
        closed(store, f"NX-260101-00000{number}", 5, f"person-{number}", **SAID)
    store.strays.put("s", "rest", "{}", NOW, "x")
    with store.unit() as unit:
        one, other = (unit.conversations.load("rest", f"person-{n}", now=NOW) for n in (0, 1))
        one.person.phone, one.person.district, one.person.consents = "13800001234", "罗湖区", {"a": "b"}
        unit.people.save(one.person)
        unit.people.add_link(Link("l", one.person.id, other.person.id, "child", NOW, label="妈妈"))
        unit.conversations.save(one.id, {"a": 1})
        unit.incidents.add(Incident("i", one.id, one.person.id, "medical", True, "疼", NOW, "li", NOW, "送医了", NOW))
        unit.hand_overs.save(HandOver(one.id, "waiting", "wanted", NOW, callback=("13800001234", "明天上午")))
        unit.staff.save(Staff("li", "小李", "agent"))
        unit.factors.keep("li", "JBSWY3DPEHPK3PXP", 1)
        unit.views.add(SavedView("v", "li", "王奶奶的事", ""))
        unit.namings.add(Naming("n", "li", EVERY, "chief", "代班", NOW, NOW + timedelta(days=1)))
        unit.commit()
    store.files.kept(f"{'000001':0>40}", "audio/ogg", 9, "听到的话")


def old_values(store: Store) -> dict[str, int]:
    """How many values of the old key each sealed column holds."""
    found = {}
    with store.database.read() as connection:
        for table in metadata.sorted_tables:
            for column in (c for c in table.c if isinstance(c.type, Sealed)):
                tokens = connection.execute(select(column).where(column.is_not(None))).scalars().all()
                found[str(column)] = sum(key_of(token) == "k1" for token in tokens)
    return found


def test_everything_is_sealed_anew_while_people_write(store: Store, database_url: str, tmp_path: Path) -> None:
    """Messages, turns and memory go on meanwhile, and none is lost; afterwards the old key is needed no longer."""
    filled(store)
    before = old_values(store)
    assert sum(before.values()) > 30
    working, stop = open_store(database_url, BOTH, clock=lambda: NOW), threading.Event()

    written: set[str] = set()

    def work(name: str) -> int:
        count = 0
        while not stop.is_set() or count < 3:
            working.inbox.put(f"{name}-{count}", "rest", name, STILL, NOW)
            written.add(f"{name}-{count}")
            batch = working.inbox.claim(name, NOW)
            if batch is None:
                continue
            try:
                with working.unit() as unit:
                    unit.conversations.save(batch.conversation, {"count": count})
                    unit.outbox.put(batch.conversation, [Say("menu")], lane="answer")
                    unit.finish(batch)
                    unit.commit()
            except StaleError:  # as turns do: it is free again at once, and read once more
                working.inbox.release(batch)
                continue
            count += 1
        return count

    with ThreadPoolExecutor(2) as several:
        people = [several.submit(work, name) for name in ("person-0", "new")]
        try:
            done = rotate(working.database, BOTH)
        finally:
            stop.set()
        assert all(person.result() >= 3 for person in people)
    assert done.anew >= sum(before.values()) - 20 and not done.left and set(held(store.database)) == {"k2"}
    working.close()
    alone = open_store(database_url, Keyring.parse(OTHER_KEY), clock=lambda: NOW)
    with alone.unit(reading=True) as unit:
        person = unit.people.find(phone="13800001234")
        ticket = unit.tickets.by_number("NX-260101-000002")
    assert [p.name for p in person] == ["李桂兰"] and ticket is not None and ticket.text == "送饭"
    talks = [alone.conversation_id("rest", name) for name in ("person-0", "new")]
    assert written <= {row.key for talk in talks for row in alone.inbox.said(talk, 10_000) if row.payload == STILL}
    assert alone.inbox.put("late", "rest", "person-0", "{}", NOW + timedelta(days=1)) is not None
    alone.close()


def test_every_sealed_column_is_known_by_its_place(sqlite_url: str, make_store: Callable[[str], Store]) -> None:
    """None is left empty here, a new one neither; one sealed to another place than its table says would end this."""
    store = make_store(sqlite_url)
    filled(store)
    assert not [name for name, count in old_values(store).items() if not count]
    assert not rotate(store.database, BOTH).left and not any(old_values(store).values())


def test_the_command_takes_files_too(
    sqlite_url: str, tmp_path: Path, make_store: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new key is put in front, files are sealed anew, one deleted meanwhile stays away, and the list tells."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "keys").write_text(KEY + "\n", "ascii")
    monkeypatch.setenv("NUANXIN_HOME", str(home))
    monkeypatch.setenv("NUANXIN_DATABASE_URL", sqlite_url)
    store = make_store(sqlite_url)
    filled(store)
    folder = Folder(home / "files", store.vault)
    kept, gone = f"{'000001':0>40}", "f" * 40
    folder.write(kept, b"a picture")
    folder.write(gone, b"without a row")
    run = CliRunner().invoke
    assert "seals" in run(app, ["keys", "list"]).output
    new = run(app, ["keys", "new"]).output.split()[0]
    rotated = run(app, ["keys", "rotate"])
    assert rotated.exit_code == 0 and "and 2 files" in rotated.output, rotated.output
    (seals, opens) = run(app, ["keys", "list"]).output.strip().splitlines()
    assert seals.startswith(f"{new}  seals") and opens == "k1  opens  0 values  0 files"
    ring = Keyring.parse((home / "keys").read_text("ascii"))
    alone = open_store(sqlite_url, Keyring({new: ring._keys[new]}))
    assert Folder(home / "files", alone.vault).read(kept) == b"a picture"
    assert not (home / "files" / "ff" / gone).exists()
    alone.close()
