"""What has outlived its time goes, once, on both engines; what must stay stays."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from actions.desk.lesson import Lesson
from actions.desk.person import Incident
from actions.desk.retention import cuts
from actions.desk.say import Say
from actions.desk.ticket import Status
from actions.store import Store
from actions.store.calls import calls
from actions.store.files import FileRow
from actions.store.outbox import Mark
from actions.store.passed_on import passed_on
from actions.store.retention import SqlRetention
from actions.store.tables import audit, persons, strays
from bot.retention import Sweep
from bot.signals import LocalSignals
from data.model import Catalogue
from tests.conftest import NOW
from tests.unit.desk.builders import a_catalogue, a_ticket

DAYS = {"ordinary": 730, "benefit": 1825, "protection": 3650, "participation": 365, "talk": 365, "alarm": 1095}


@pytest.fixture
def catalogue() -> Catalogue:
    """Three services and the classes of the data file."""
    return replace(a_catalogue(), retention_days={**DAYS, "stray": 30})


def closed(store: Store, number: str, days: float, address: str = "a", **changes: Any) -> str:
    """A request with a file, closed so many days ago, and what was said around it; its id."""
    at = NOW - timedelta(days=days)
    store.inbox.put(f"{address}-{number}", "rest", address, '{"text": "李桂兰要送饭"}', at)
    batch = store.inbox.claim("w", at)
    assert batch is not None
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", address, now=at)
        loaded.person.name, loaded.person.created_at = "李桂兰", at
        unit.people.save(loaded.person)
        plain = {"status": Status.CLOSED, "closed_at": at, "requester": loaded.person.id, "conversation": loaded.id}
        ticket = a_ticket(number, **{"opened_at": at, "text": "送饭", **plain, **changes})
        unit.tickets.add(ticket)
        unit.lessons.save(Lesson(ticket.id, "送饭", "zh_Hans", "meal", "talk", "li", at))
        unit.files.add(FileRow(f"{number[-6:]:0>40}", loaded.id, 1, "photo", "x", "n", False, "kept", at, ticket.id))
        unit.outbox.put(loaded.id, [Say("talk.wait")], lane="answer")
        unit.finish(batch)
        unit.commit()
    return ticket.id


def words(store: Store, id: str) -> str:
    """What a request still holds of them."""
    with store.unit(reading=True) as unit:
        return unit.tickets.with_ids([id])[id].text


def sweep(store: Store, catalogue: Catalogue, days: float = 0) -> int | None:
    """A sweep so many days from now."""
    return Sweep(store, catalogue, LocalSignals()).look(NOW + timedelta(days=days))


def test_each_class_is_kept_as_long_as_it_says_and_no_day_less(store: Store, catalogue: Catalogue) -> None:
    """Of an ordinary one the words, the file and the lesson go after 730 days; a protected one stays ten years."""
    over = closed(store, "NX-260101-000001", 731)
    within = closed(store, "NX-260101-000002", 729.9)
    harm = closed(store, "NX-260101-000003", 731, service="harm", sensitivity="protected")
    hidden = closed(store, "NX-260101-000004", 731, sensitivity="protected")
    unknown = closed(store, "NX-260101-000005", 731, service="no_longer_there")
    open_ = closed(store, "NX-260101-000006", 731, status=Status.NEW, closed_at=None)
    assert sweep(store, catalogue) == 1
    assert [words(store, id) for id in (over, within, harm, hidden, unknown, open_)] == ["", *["送饭"] * 5]
    assert store.files.forgotten() == [f"{'000001':0>40}"]
    with store.unit(reading=True) as unit:
        assert len(unit.lessons.all()) == 5


def test_a_day_is_swept_once_by_however_many(store: Store, catalogue: Catalogue) -> None:
    """Four look at once: one sweeps, and each request has one line in the audit."""
    closed(store, "NX-260101-000001", 731)
    with ThreadPoolExecutor(4) as several:
        found = list(several.map(lambda _: sweep(store, catalogue), range(4)))
    assert sorted(found, key=str) == [1, None, None, None] and sweep(store, catalogue) is None
    assert sweep(store, catalogue, days=1) == 0
    with store.database.read() as connection:
        lines = connection.execute(select(audit.c.actor).where(audit.c.action == "blanked")).scalars().all()
    assert lines == ["retention"]


def test_a_clock_that_jumps_deletes_little_too_early(store: Store, catalogue: Catalogue) -> None:
    """A year ahead by mistake counts as two days; when it is right again nothing more goes."""
    sweep(store, catalogue)
    soon = closed(store, "NX-260101-000001", 727.5)
    later = closed(store, "NX-260101-000002", 500)
    assert sweep(store, catalogue, days=365) == 0  # two days: 729.5
    assert sweep(store, catalogue) is None and words(store, soon) and words(store, later)


def test_an_opened_again_request_is_kept_anew(store: Store, catalogue: Catalogue) -> None:
    """Blanked, opened again and closed again, its new words have their own time."""
    id = closed(store, "NX-260101-000001", 731)
    sweep(store, catalogue)
    for status, closed_at in ((Status.NEW, None), (Status.CLOSED, NOW - timedelta(days=735))):
        with store.unit() as unit:
            ticket = unit.tickets.with_ids([id])[id]
            ticket.status, ticket.closed_at, ticket.text = status, closed_at, "还是没送"
            unit.tickets.save(ticket)
            unit.commit()
    assert sweep(store, catalogue, days=1) == 1 and words(store, id) == ""


def said(store: Store, address: str = "a") -> tuple[int, int, str]:
    """Messages in, messages out and the name that are still known."""
    conversation = store.conversation_id("rest", address)
    with store.unit(reading=True) as unit:
        person = unit.people.at("rest", address)
    assert person is not None
    return len(store.inbox.said(conversation)), len(store.outbox.latest(conversation)), person.name


def test_a_talk_goes_when_no_request_needs_it(store: Store, catalogue: Catalogue) -> None:
    """After a year its words, memory and profile go; not while a request that came of it is kept."""
    closed(store, "NX-260101-000001", 731, "gone")
    closed(store, "NX-260101-000002", 300, "kept")
    for row in store.outbox.claim("w", NOW, channels=["rest"]):
        store.outbox.mark([Mark.sent(row, NOW)])
    assert sweep(store, catalogue, days=367) == 1
    assert (said(store, "gone"), said(store, "kept")) == ((0, 0, ""), (1, 1, "李桂兰"))


@pytest.fixture
def incident(store: Store) -> Iterator[str]:
    """An alarm of long ago that nobody took."""
    old = NOW - timedelta(days=1100)
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", "a", now=old)
        unit.incidents.add(Incident("i1", loaded.id, loaded.person.id, "self_harm", True, "不想活了", old))
        unit.commit()
    yield "i1"


def test_words_of_an_alarm_stay_until_somebody_took_it(store: Store, catalogue: Catalogue, incident: str) -> None:
    """However old: first it is taken, then its words go."""
    for taken, expected in (("", "不想活了"), ("li", "")):
        with store.unit() as unit:
            found = unit.incidents.get(incident)
            assert found is not None
            found.taken_by, found.taken_at = taken, NOW if taken else None
            found.result = "好多了" if taken else ""
            unit.incidents.save(found)
            unit.commit()
        sweep(store, catalogue, days=1 if taken else 0)
        with store.unit(reading=True) as unit:
            found = unit.incidents.get(incident)
        assert found is not None and (found.text, found.result) == (expected, "")


def test_forgetting_takes_what_lies_elsewhere_too(store: Store, catalogue: Catalogue, incident: str) -> None:
    """Strays that name the address, a message under way, guesses, and words of an alarm once it is taken."""
    store.strays.put("s1", "rest", '{"chat": "address-a"}', NOW, "ValueError")
    store.strays.put("s2", "rest", '{"chat": "address-b"}', NOW, "ValueError")
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", "address-a", now=NOW)
        unit.outbox.put(loaded.id, [Say("a.1")], lane="answer")
        unit.incidents.add(
            Incident("i2", loaded.id, loaded.person.id, "medical", True, "胸口疼", NOW, "li", NOW, "送医了", NOW)
        )
        unit.incidents.add(Incident("i3", loaded.id, loaded.person.id, "medical", True, "很疼", NOW))
        unit.tries.count(loaded.person.id, "code", NOW)
        unit.commit()
    (sending,) = store.outbox.claim("w", NOW, channels=["rest"])
    with store.unit() as unit:
        unit.people.forget(loaded.person.id, NOW + timedelta(seconds=1))
        unit.commit()
    store.outbox.mark([Mark.sent(sending, NOW)])
    assert list(store.outbox.latest(loaded.id)) == []
    with store.database.read() as connection:
        assert connection.execute(select(strays.c.key)).scalars().all() == ["s2"]
        assert connection.execute(select(persons.c.forgotten_at).where(persons.c.id == loaded.person.id)).scalar_one()
    with store.unit() as unit:
        taken, waiting = unit.incidents.get("i2"), unit.incidents.get("i3")
        assert (
            taken is not None and waiting is not None and (taken.text, taken.result, waiting.text) == ("", "", "很疼")
        )
        waiting.taken_by, waiting.taken_at = "li", NOW
        unit.incidents.save(waiting)
        taken.result = "送医了"  # the talk is given back after they were forgotten
        unit.incidents.save(taken)
        assert unit.tries.count(loaded.person.id, "code", NOW) == 1
        unit.commit()
    sweep(store, catalogue)
    with store.unit(reading=True) as unit:
        taken, waiting = unit.incidents.get("i2"), unit.incidents.get("i3")
    assert taken is not None and waiting is not None and (taken.result, waiting.text) == ("", "")


def test_what_an_office_still_worked_on_goes_when_it_is_closed(store: Store, catalogue: Catalogue) -> None:
    """A forgotten person's open request stays until its end; one opened after coming back is kept as any other."""
    before = closed(store, "NX-260101-000001", 10, status=Status.NEW, closed_at=None)
    with store.unit() as unit:
        person = unit.people.at("rest", "a")
        assert person is not None
        unit.people.forget(person.id, NOW - timedelta(days=5))
        unit.commit()
    after = closed(store, "NX-260101-000002", 2)
    sweep(store, catalogue)
    assert words(store, before) == "送饭"
    with store.unit() as unit:
        ticket = unit.tickets.with_ids([before])[before]
        ticket.status, ticket.closed_at = Status.CLOSED, NOW
        unit.tickets.save(ticket)
        unit.commit()
    sweep(store, catalogue, days=1)
    assert (words(store, before), words(store, after)) == ("", "送饭")


def test_what_was_told_to_and_by_other_programs_goes(store: Store, catalogue: Catalogue) -> None:
    """After as long as talks: calls that were made, and references of updates; what waits stays."""
    sweep(store, catalogue)
    with store.unit() as unit:
        assert unit.passed_on.first_time("li", "x/1", NOW)
        unit.commit()
    call = {"place": 0, "ready_at": NOW, "attempts": 1, "error": ""}
    with store.database.write() as connection:
        connection.execute(insert(calls), [call | {"ticket": s, "state": s} for s in ("made", "waiting", "failed")])
        connection.commit()
    with store.database.write() as connection:
        SqlRetention(connection).drop(cuts(catalogue, NOW + timedelta(days=364)))
        assert connection.execute(select(func.count()).select_from(calls)).scalar() == 3
        SqlRetention(connection).drop(cuts(catalogue, NOW + timedelta(days=366)))
        assert connection.execute(select(calls.c.state)).scalars().all() == ["waiting"]
        assert connection.execute(select(passed_on)).all() == []
