"""The store on both engines: what a turn costs, what is sealed, what is said when it cannot be used."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from actions.desk.access import NotFoundError
from actions.desk.person import HandOver, Link, Staff
from actions.desk.say import Say
from actions.desk.ticket import Event
from actions.desk.view import views_for
from actions.store import Keyring, Store, StoreError, open_store
from actions.store.encryption import Sealed, Token
from actions.store.migrate import migrate
from actions.store.tables import metadata, persons, tickets
from tests.conftest import KEY, NOW, OTHER_KEY
from tests.unit.desk.builders import EVERYTHING, a_ticket

SECRETS = ("王奶奶", "13800001234", "罗湖区", "翠竹街道", "我妈想吃饭", "送饭的人", "秘密", "喘不过气", "4711")


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """The statements that run within the block, BEGIN left out."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    for engine in (store.database.engine, store.database.brief):
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in (store.database.engine, store.database.brief):
        event.remove(engine, "before_cursor_execute", note)


def filled(store: Store) -> str:
    """Somebody with a request, messages, a hand-over and an alarm: the conversation's id."""
    store.inbox.put("1", "telegram", "4711", '{"text": "秘密"}', NOW)
    with store.unit() as unit:
        loaded = unit.conversations.load("telegram", "4711", now=NOW)
        person = loaded.person
        person.name, person.phone, person.district, person.consents = "王奶奶", "13800001234", "罗湖区", {"秘密": "x"}
        unit.people.save(person)
        ticket = a_ticket(requester=person.id, conversation=loaded.id, text="我妈想吃饭", place_key="翠竹街道")
        ticket.details = {"address": "翠竹街道"}
        ticket.history = [Event(NOW, "reply", "li", "送饭的人", {"x": "秘密"})]
        unit.tickets.add(ticket)
        unit.conversations.save(loaded.id, {"said": "秘密"})
        unit.outbox.put(loaded.id, [Say("a.b", {"x": "秘密"})], lane="answer")
        unit.hand_overs.save(HandOver(loaded.id, "waiting", "wanted", NOW))
        unit.staff.save(Staff("li", "小李", "agent", on_duty=True))
        unit.commit()
    return loaded.id


def test_a_turn_takes_few_statements(store: Store) -> None:
    """
    To put 3, to claim 2, to load 4, a whole turn 8: figures, so that nobody adds a round trip unseen.

    Where there are other writers, one more looks whether staff took the talk meanwhile.
    """
    conversation = filled(store)
    with statements(store) as putting:
        store.inbox.put("2", "telegram", "4711", "{}", NOW)
    with statements(store) as claiming:
        batch = store.inbox.claim("w", NOW)
    assert batch is not None
    with statements(store) as turning, store.unit() as unit:
        loaded = unit.conversations.get(conversation)
        assert loaded is not None
        views_for(unit, loaded.person, NOW)
        loading = len(turning)
        unit.conversations.save(conversation, {"a": 1})
        unit.outbox.put(conversation, [Say("a.b"), Say("a.c")], lane="answer")
        unit.finish(batch)
        unit.commit()
    whole = 8 if store.database.kind == "sqlite" else 9
    assert (len(putting), len(claiming), loading, len(turning)) == (3, 2, 4, whole)


def test_only_leases_and_marks_do_not_wait_for_the_disk(store: Store) -> None:
    """Everything else is on the disk once it is committed; PostgreSQL does as its server is told."""
    sqlite = store.database.kind == "sqlite"
    asked = text("PRAGMA synchronous" if sqlite else "SHOW synchronous_commit")
    with store.database.write(durable=False) as connection:
        assert connection.execute(asked).scalar_one() == (1 if sqlite else "off")
    if sqlite:
        with store.database.write() as connection:
            assert connection.execute(asked).scalar_one() == 2


def test_a_conversation_comes_with_all_that_a_turn_needs(store: Store) -> None:
    """Person, memory, who has the talk, and whether anybody is on duty."""
    with store.unit(reading=True) as unit:
        assert unit.conversations.get("unknown") is None
    id = filled(store)
    with store.unit(reading=True) as unit:
        loaded = unit.conversations.get(id)
    assert loaded is not None and loaded.on_duty and loaded.state == {"said": "秘密"}
    assert loaded.hand_over == HandOver(id, "waiting", "wanted", NOW)
    assert (loaded.person.channel, loaded.person.address) == ("telegram", "4711")


def test_an_ended_hand_over_is_none(store: Store) -> None:
    """And a disabled member of staff is not on duty."""
    id = filled(store)
    with store.unit() as unit:
        unit.hand_overs.save(HandOver(id, "ended", "wanted", NOW))
        unit.staff.save(Staff("li", "小李", "agent", on_duty=True, disabled=True))
        unit.commit()
    with store.unit(reading=True) as unit:
        loaded = unit.conversations.get(id)
    assert loaded is not None and loaded.hand_over is None and not loaded.on_duty


def test_a_reader_stops_no_writer(store: Store) -> None:
    """Somebody reads a long list while a message comes in."""
    filled(store)
    with store.unit(reading=True) as unit:
        unit.tickets.listed(EVERYTHING)
        assert store.inbox.put("3", "telegram", "b", "{}", NOW) is not None


def test_no_personal_text_lies_in_the_database(store: Store) -> None:
    """Not in any column of any table, whatever was asked, said or remembered."""
    filled(store)
    with store.database.read() as connection:
        dump = "".join(
            repr(tuple(row)) + "".join(v.decode("utf-8", "ignore") for v in row if isinstance(v, bytes))
            for table in metadata.sorted_tables
            for row in connection.execute(text(f"SELECT * FROM {table.name}"))
        )
    assert len(dump) > 1000
    for word in SECRETS:
        assert word not in dump and word.encode("unicode_escape").decode() not in dump, word


def test_plain_text_is_refused_where_it_must_be_sealed(store: Store) -> None:
    """Whoever writes a mapper cannot forget it."""
    id = filled(store)
    query = persons.update().values(name=b"plain")
    with pytest.raises((TypeError, StoreError)), store.database.write() as connection:
        connection.execute(query)
    with store.unit(reading=True) as unit:
        loaded = unit.conversations.get(id)
    assert loaded is not None and loaded.person.name == "王奶奶"


def test_a_sealed_value_cannot_be_moved(store: Store) -> None:
    """A column's value put into another column or row does not open."""
    filled(store)
    with store.database.write() as connection:
        token = connection.execute(tickets.select()).one().text
        connection.execute(tickets.update().values(details=Token(token)))
        connection.commit()
    with store.unit(reading=True) as unit, pytest.raises(StoreError, match=r"tickets\.details"):
        unit.tickets.by_number("NX-261123-000018")


def test_personal_columns_are_sealed() -> None:
    """What describes a person is of the sealed type, in each table."""
    found = {f"{t.name}.{c.name}" for t in metadata.sorted_tables for c in t.columns if isinstance(c.type, Sealed)}
    persons_own = {f"persons.{name}" for name in ("address", "name", "phone", "district", "consents")}
    asked = {f"tickets.{name}" for name in ("details", "text", "attachments", "place_key")}
    said = {"ticket_events.text", "ticket_events.data", "inbox.payload", "outbox.say", "incidents.text"}
    assert persons_own | asked | said | {"conversations.state"} <= found


def test_people_are_found_by_phone_and_full_name(store: Store) -> None:
    """Through a keyed fingerprint; a part of it finds nobody."""
    filled(store)
    with store.unit(reading=True) as unit:
        assert [p.name for p in unit.people.find(phone="13800001234")] == ["王奶奶"]
        assert [p.phone for p in unit.people.find(name="王奶奶")] == ["13800001234"]
        assert list(unit.people.find(phone="1380000")) == []


def test_a_key_is_changed_by_putting_one_in_front(database_url: str, make_store: Callable[[str], Store]) -> None:
    """Old values open, look-ups go on, new values take the new key."""
    id = filled(make_store(database_url))
    rotated = open_store(database_url, Keyring.parse(f"{OTHER_KEY},{KEY}"))
    with rotated.unit() as unit:
        loaded = unit.conversations.get(id)
        assert loaded is not None and loaded.person.name == "王奶奶"
        assert rotated.conversation_id("telegram", "4711") == id
        unit.people.save(loaded.person)
        unit.commit()
    with rotated.database.read() as connection:
        assert connection.execute(persons.select()).one().name[2:4] == b"k2"
    rotated.close()


def test_a_wrong_key_is_told_at_the_start(database_url: str, make_store: Callable[[str], Store]) -> None:
    """In a sentence that says which setting to mend."""
    make_store(database_url)
    other = open_store(database_url, Keyring.parse(OTHER_KEY.replace("k2", "k1")))
    with pytest.raises(StoreError, match="NUANXIN_ENCRYPTION_KEYS"):
        other.migrate()
    missing = open_store(database_url, Keyring.parse(OTHER_KEY))
    with pytest.raises(StoreError, match="'k1'"):
        missing.migrate()
    other.close()
    missing.close()


def test_times_without_a_zone_are_refused(store: Store) -> None:
    """A moment is a moment everywhere."""
    with pytest.raises((ValueError, StoreError)), store.unit() as unit:
        unit.tries.count("p", "code", NOW.replace(tzinfo=None))


def test_moments_come_back_in_utc(store: Store) -> None:
    """To the microsecond."""
    at = NOW + timedelta(microseconds=7)
    with store.unit() as unit:
        a, b = (unit.conversations.load("rest", x, now=NOW).person.id for x in "ab")
        unit.people.add_link(Link("l", a, b, "relative", at))
        unit.commit()
    with store.unit(reading=True) as unit:
        (link,) = unit.people.links_of(a)
    assert link.created_at == at and link.created_at.utcoffset() == timedelta(0)


def test_a_message_to_nobody_is_an_error(store: Store) -> None:
    """And nothing of its transaction stays."""
    with pytest.raises(LookupError, match="no conversation"), store.unit() as unit:
        unit.staff.save(Staff("li", "小李", "agent"))
        unit.outbox.put("nowhere", [Say("a.b")], lane="answer")
        unit.commit()
    with store.unit(reading=True) as unit:
        assert unit.staff.get("li") is None


def test_no_tables_says_so(empty_database_url: str) -> None:
    """Whoever forgot to migrate is told the command."""
    store = open_store(empty_database_url, Keyring.parse(KEY))
    with pytest.raises(StoreError, match="nuanxin migrate"):
        store.unit()
    store.close()


def test_migrating_twice_at_once_is_one_migration(empty_database_url: str) -> None:
    """Two processes that start together do not trip over each other."""
    from concurrent.futures import ThreadPoolExecutor

    stores = [open_store(empty_database_url, Keyring.parse(KEY)) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda s: migrate(s.database), stores))
    for store in stores:
        store.unit()
        store.close()


def test_a_commit_is_noticed(sqlite_url: str, make_store: Callable[[str], Store]) -> None:
    """By another store on the same file, once."""
    writer, watcher = make_store(sqlite_url), make_store(sqlite_url)
    watcher.changed()
    assert not watcher.changed()
    writer.inbox.put("1", "rest", "a", "{}", NOW)
    assert watcher.changed() and not watcher.changed()


@pytest.mark.parametrize("url", ["", "desk.db", "mysql://a/b", "sqlite://", "sqlite:///:memory:", "postgresql+x://a"])
def test_a_wrong_url_says_what_is_expected(url: str) -> None:
    """Before anything connects."""
    with pytest.raises(StoreError, match=r"sqlite:///folder/file\.db"):
        open_store(url, Keyring.parse(KEY))


def test_an_unreachable_server_says_so_without_the_password() -> None:
    """Where, and what to do."""
    store = open_store("postgres://nu:geheim@127.0.0.1:1/x", Keyring.parse(KEY))
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        store.migrate()
    assert "127.0.0.1" in str(caught.value) and "geheim" not in str(caught.value)
    store.close()


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    """A file in the way of a folder."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(f"sqlite:///{tmp_path}/file/desk.db", Keyring.parse(KEY))


def test_the_file_is_its_owners(tmp_path: Path) -> None:
    """Nobody else on the machine reads it."""
    store = open_store(f"sqlite:///{tmp_path}/new/desk.db", Keyring.parse(KEY))
    assert (tmp_path / "new/desk.db").stat().st_mode & 0o077 == 0
    store.close()


@pytest.mark.parametrize("keys", ["", "k1", "k1:xx", "k1:QUJD", f"{KEY},{KEY}", ":" + KEY[3:]])
def test_unreadable_keys_say_what_is_expected(keys: str) -> None:
    """Too short, doubled, without a name, or none."""
    with pytest.raises(StoreError, match="NUANXIN_ENCRYPTION_KEYS"):
        Keyring.parse(keys)


@pytest.mark.parametrize("word", [b"correct horse battery staple, 32", b"\0" * 32, bytes(range(8)) * 4])
def test_a_key_that_can_be_guessed_is_refused(word: bytes) -> None:
    """A sentence, zeros, a pattern: whoever has the database tries those first."""
    with pytest.raises(StoreError, match="typed, not drawn"):
        Keyring.parse("k1:" + base64.b64encode(word).decode())


def test_keys_stand_in_lines_too() -> None:
    """As in a container's secret."""
    assert Keyring.parse(f"{OTHER_KEY}\n{KEY}\n").ids == ("k2", "k1")


def test_a_new_key_is_a_key() -> None:
    """And another one each time."""
    first, second = Keyring.new_key(), Keyring.new_key()
    assert Keyring.parse(f"{first},{second}").current == first.partition(":")[0] and first != second


def test_a_step_that_is_refused_leaves_nothing_behind(store: Store) -> None:
    """What it wrote, said and noted goes; what came before it and comes after it is committed."""
    with store.unit() as unit:
        talk = unit.conversations.load("rest", "amah", now=NOW).id
        unit.outbox.put(talk, [Say("before")], lane="answer")
        person = unit.conversations.load("rest", "amah", now=NOW).person.id
        with pytest.raises(NotFoundError), unit.attempt():
            unit.people.forget(person, NOW)
            unit.staff.save(Staff("li", "李", "agent"))
            unit.outbox.put(talk, [Say("within")], lane="answer")
            unit.audit.note(at=NOW, actor="li", action="refused", kind="staff", id="li")
            raise NotFoundError("nobody")
        assert not unit.people.forgot  # else the talk would be blanked when this commits
        with unit.attempt():
            unit.staff.save(Staff("wang", "王", "agent"))
        unit.outbox.put(talk, [Say("after")], lane="answer")
        unit.commit()
    assert [row.say.key for row in store.outbox.latest(talk)] == ["before", "after"]
    with store.unit(reading=True) as unit:
        assert [one.username for one in unit.staff.all()] == ["wang"] and unit.audit.trail("staff") == []
