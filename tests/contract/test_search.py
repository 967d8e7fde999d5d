"""Requests are found by words, names and numbers, on both engines, and by nothing once they are forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, func, select

from actions.desk.naming import Naming
from actions.desk.person import Staff
from actions.desk.scope import Scope, scope_of
from actions.store import Store
from actions.store.search import INDEXED, index_all
from actions.store.tables import counters
from actions.store.words import ticket_words
from tests.conftest import NOW
from tests.unit.desk.builders import EVERYTHING, a_ticket


def kept(store: Store, **texts: str) -> None:
    """A request a text, of one person, in this order of time."""
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", "a", now=NOW)
        person = replace(loaded.person, name="陈小梅", phone="13800001234")
        unit.people.save(person)
        for name, text in texts.items():
            ticket = a_ticket(name, requester=person.id, conversation=loaded.id, text=text)
            ticket.details = {"name": "王大伯", "phone": "13800005678"}
            unit.tickets.add(ticket)
        unit.commit()


def found(store: Store, text: str, scope: Scope = EVERYTHING) -> list[str]:
    """By words, newest first."""
    with store.unit(reading=True) as unit:
        return [one.number for one in unit.search.by_words(scope, text, limit=9)]


def count(store: Store) -> int:
    """Fingerprints in the table."""
    with store.database.read() as connection:
        return connection.execute(select(func.count()).select_from(ticket_words)).scalar_one()


def test_words_find_the_newest_first(store: Store) -> None:
    """Every piece must stand there; what may not be seen is not found; no plain word lies in the table."""
    kept(store, a="想找人给我妈送饭", b="送飯太晚了", c="路灯坏了")
    assert found(store, "送饭") == ["b", "a"] and found(store, "送饭 我妈") == ["a"]
    assert found(store, "饭") == found(store, "送我") == found(store, "王大伯") == []
    assert found(store, "送饭", scope=scope_of(Staff("x", "x", "office", ("other",)))) == []
    with store.database.read() as connection:
        words = connection.execute(select(ticket_words.c.word)).scalars().all()
    assert all(len(word) == 8 and "送饭".encode() not in bytes(word) for word in words)


def test_names_and_numbers_find_as_a_whole(store: Store) -> None:
    """Of the person and in the answers; half a name finds nothing."""
    kept(store, a="想找人给我妈送饭")
    with store.unit(reading=True) as unit:
        (person,) = unit.people.find(phone="13800001234")
        assert [one.number for one in unit.search.of_persons(EVERYTHING, [person.id], limit=9)] == ["a"]
        for whole, numbers in (("王大伯", ["a"]), ("13800005678", ["a"]), ("王大", []), ("1380000", [])):
            assert [one.number for one in unit.search.by_whole(EVERYTHING, whole, limit=9)] == numbers


def test_what_changed_is_found_as_it_is_now(store: Store) -> None:
    """New words and answers instead of the old; untouched ones are not written again."""
    kept(store, a="想找人给我妈送饭")
    with store.unit() as unit:
        ticket = unit.tickets.by_number("a", lock=True)
        assert ticket is not None
        ticket.text, ticket.details["name"] = "路灯坏了", "李大妈"
        unit.tickets.save(ticket)
        unit.commit()
    assert found(store, "路灯") == ["a"] and found(store, "送饭") == []
    with store.unit(reading=True) as unit:
        assert unit.search.by_whole(EVERYTHING, "李大妈", limit=9) and not unit.search.by_whole(
            EVERYTHING, "王大伯", limit=9
        )


def test_forgotten_words_find_nothing(store: Store) -> None:
    """Erasure takes the fingerprints with the words, and why somebody was named for the record."""
    kept(store, a="想找人给我妈送饭")
    with store.unit() as unit:
        ticket = unit.tickets.by_number("a")
        assert ticket is not None
        unit.staff.save(Staff("li", "小李", "agent"))
        unit.namings.add(Naming("n", "li", ticket.id, "chief", "孩子的事", NOW, NOW + timedelta(days=1)))
        unit.tickets.blank(ticket.id, NOW)
        unit.commit()
    with store.unit(reading=True) as unit:
        assert [one.reason for one in unit.namings.holding(NOW)] == [""]
    assert count(store) == 0


def test_requests_of_before_are_indexed_once(store: Store) -> None:
    """After an update, at the first start."""
    kept(store, a="想找人给我妈送饭", b="路灯坏了")
    before = count(store)
    for mark in (False, True):
        with store.database.write() as connection:
            connection.execute(delete(ticket_words))
            if not mark:
                connection.execute(delete(counters).where(counters.c.name == INDEXED))
            connection.commit()
        index_all(store.database, store.vault)
        assert count(store) == (0 if mark else before)
