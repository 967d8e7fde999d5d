"""Two who reach for one talk at the same moment, on both engines."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event

import pytest
from sqlalchemy import text

from actions.desk import accounts, incident
from actions.desk.access import NotFoundError
from actions.desk.commands import CallPerson, RaiseIncident
from actions.desk.desk import Desk
from actions.desk.hand_over import TakenError, call_person, claim, give_back, speak
from actions.desk.person import HandOver, Incident, Staff
from actions.desk.ports import StaleError
from actions.desk.say import Say
from actions.store import Letter, Store
from actions.store.hand_overs import SqlHandOvers
from actions.store.unit_of_work import SqlUnitOfWork
from bot.cli.opened import opened
from bot.failures import Failure
from tests.conftest import KEY
from tests.contract.test_at_once import turns_of
from tests.known import known

NAMES = ("li", "wang")
type Step = Callable[[SqlUnitOfWork, str, datetime], None]


def raced(store: Store, now: datetime, races: int) -> list[str]:
    """What is wrong after two members of staff reached for each of so many talks while the person was answered."""
    turns = turns_of(store)
    with store.unit() as unit:
        for name in NAMES:
            unit.staff.save(Staff(name, name, "agent", on_duty=True))
        talks = [unit.conversations.load("rest", str(place), now=now).id for place in range(races)]
        for talk in talks:
            unit.hand_overs.save(HandOver(talk, "waiting", "wanted", now))
        unit.commit()
    start, wrong = Barrier(len(NAMES) + 1), list[str]()

    def reach(name: str, talk: str) -> bool:
        start.wait(30)
        try:
            with store.unit() as unit:
                claim(unit, name, talk, now)
                unit.commit()
        except (TakenError, StaleError):
            return False
        return True

    def write(address: str) -> None:
        start.wait(30)
        turns._put_and_begin(Letter(address, "rest", address, '{"text": "菜单"}', "zh_Hans"))
        batch = store.inbox.claim("w", datetime.now(UTC) + timedelta(minutes=1))
        if batch is not None:  # it met staff
            asyncio.run(turns._answer(batch))

    with ThreadPoolExecutor(len(NAMES) + 1) as pool:
        for place, talk in enumerate(talks):
            writing = pool.submit(write, str(place))
            won = [name for name, got in zip(NAMES, pool.map(reach, NAMES, (talk, talk)), strict=True) if got]
            writing.result(30)
            wrong += _wrong(store, talk, won)
    return wrong


def _wrong(store: Store, talk: str, won: list[str]) -> list[str]:
    """One of them has the talk, the person heard that one's name and after it nothing of the assistant's."""
    with store.unit(reading=True) as unit:
        held = unit.hand_overs.of(talk)
    every = store.outbox.latest(talk)
    said = [str(row.say.params["name"]) if row.say.key == "notice.person_here" else "" for row in every]
    told = [name for name in said if name]
    if held is None or held.state != "held" or won != [held.staff] or told != won or said[-1] != told[-1]:
        return [f"{won} won, {held.staff if held else 'nobody'} has it, the person heard {said}"]
    return []


@pytest.mark.parametrize("races", [20, pytest.param(1000, marks=[pytest.mark.faults, pytest.mark.timeout(600)])])
def test_a_talk_has_one_owner(store: Store, now: datetime, races: int) -> None:
    """One has it and the other is told so; the person hears one name, once, and the assistant no more."""
    assert not raced(store, now, races)


def test_what_was_forgotten_is_not_written_back(
    postgres_url: str, make_store: Callable[[str], Store], now: datetime
) -> None:
    """Whoever says "forget me" while staff end an alarm is forgotten: it keeps no word."""
    store = make_store(postgres_url)
    with store.unit() as unit:
        loaded = unit.conversations.load("telegram", "a", now=now)
        unit.incidents.add(Incident("i", loaded.id, loaded.person.id, "medical", True, "疼", now, "li", now))
        unit.commit()

    def forget() -> None:
        with store.unit() as unit:
            unit.people.forget(loaded.person.id, now)
            unit.commit()

    with ThreadPoolExecutor(1) as pool, store.unit() as unit:
        (alarm,) = unit.incidents.looked_after(loaded.id)
        forgetting = pool.submit(forget)
        until_it_waits(store, forgetting)
        alarm.result, alarm.ended_at = "送医了", now
        unit.incidents.save(alarm)
        unit.commit()
        forgetting.result(30)
    with store.unit(reading=True) as unit:
        found = unit.incidents.get("i")
    assert found is not None and (found.text, found.result, found.ended_at) == ("", "", now)


def speaks(unit: SqlUnitOfWork, talk: str, now: datetime) -> None:
    """Staff write in their talk."""
    speak(unit, "li", talk, "您好", now)


def gives_back(unit: SqlUnitOfWork, talk: str, now: datetime) -> None:
    """Staff end their talk, and its alarm."""
    give_back(unit, "li", talk, now, result="送医了")


def is_forgotten(unit: SqlUnitOfWork, talk: str, now: datetime) -> None:
    """The person leaves."""
    loaded = unit.conversations.get(talk)
    assert loaded is not None
    unit.people.forget(loaded.person.id, now)


def is_taken(unit: SqlUnitOfWork, talk: str, now: datetime) -> None:
    """Staff take the alarm, and look whether its talk is theirs to take."""
    incident.take(unit, "li", "i", now)
    unit.hand_overs.of(talk, lock=True)


def is_ones_own(unit: SqlUnitOfWork, talk: str, now: datetime) -> None:
    """The person says that they are in danger themselves."""
    loaded = unit.conversations.get(talk)
    assert loaded is not None
    desk = Desk(unit, loaded.person, talk, known(), now, secrets.randbelow)
    incident.raise_incident(desk, RaiseIncident("medical", True, "疼"))
    call_person(desk, CallPerson("crisis"))


@pytest.mark.parametrize(
    ("begun", "meets"),
    [(speaks, is_forgotten), (gives_back, is_forgotten), (gives_back, is_taken), (gives_back, is_ones_own)],
)
def test_two_who_meet_in_a_talk_both_go_on(
    postgres_url: str, make_store: Callable[[str], Store], now: datetime, begun: Step, meets: Step
) -> None:
    """Rows of a talk are taken in one order: the second waits for the first, and neither is thrown out."""
    store = make_store(postgres_url)
    with store.unit() as unit:
        unit.staff.save(Staff("li", "li", "agent", on_duty=True))
        talk = unit.conversations.load("telegram", "a", now=now)
        unit.hand_overs.save(HandOver(talk.id, "held", "crisis", now, "li"))
        unit.incidents.add(Incident("i", talk.id, talk.person.id, "medical", False, "疼", now, "li", now))
        unit.commit()

    def meet() -> None:
        with store.unit() as unit:
            meets(unit, talk.id, now)
            unit.commit()

    with ThreadPoolExecutor(1) as pool, store.unit() as unit:
        unit.hand_overs.of(talk.id, lock=True)
        meeting = pool.submit(meet)
        until_it_waits(store, meeting)
        begun(unit, talk.id, now)
        unit.commit()
        meeting.result(30)


def test_who_was_thrown_out_at_a_terminal_reads_a_sentence(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the command was."""
    for name, value in {"DATABASE_URL": sqlite_url, "ENCRYPTION_KEYS": KEY}.items():
        monkeypatch.setenv(f"NUANXIN_{name}", value)
    with pytest.raises(Failure, match="repeat"), opened():
        raise StaleError("Two transactions met.")


def until_it_waits(store: Store, other: Future[None]) -> None:
    """A transaction of this database waits for another's row."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    pause = Event()
    for _ in range(1500):
        with store.database.read() as connection:
            if connection.execute(query).scalar_one():
                return
        if other.done():
            other.result()
            break
        pause.wait(0.02)
    raise AssertionError("nobody waits")


def test_who_goes_home_while_disabled_stays_disabled(
    postgres_url: str, make_store: Callable[[str], Store], now: datetime
) -> None:
    """An account is written back whole: what an administrator does to it at that moment is not undone by it."""
    store = make_store(postgres_url)
    with store.unit() as unit:
        unit.staff.save(Staff("li", "li", "agent", on_duty=True))
        unit.commit()

    def goes_home() -> None:
        with store.unit() as unit, pytest.raises(NotFoundError):
            accounts.duty(unit, "li", "li", there=False, catalogue=known(), now=now)
            unit.commit()

    with ThreadPoolExecutor(1) as pool:
        with store.unit() as unit:
            accounts.disable(unit, accounts.OPERATOR, "li", catalogue=known(), now=now)
            going = pool.submit(goes_home)
            until_it_waits(store, going)
            unit.commit()
        going.result(30)
    with store.unit(reading=True) as unit:
        li = unit.staff.get("li")
    assert li is not None and li.disabled


@pytest.mark.parametrize("first", NAMES)
def test_of_two_who_go_home_at_once_the_second_tells_that_nobody_is_left(
    postgres_url: str, make_store: Callable[[str], Store], now: datetime, first: str
) -> None:
    """Whoever of them is first: neither takes the other for there, and neither is thrown out."""
    store = make_store(postgres_url)
    with store.unit() as unit:
        for name in NAMES:
            unit.staff.save(Staff(name, name, "agent", on_duty=True))
        talk = unit.conversations.load("telegram", "a", now=now).id
        unit.hand_overs.save(HandOver(talk, "waiting", "wanted", now))
        unit.commit()
    (second,) = set(NAMES) - {first}

    def goes_home() -> None:
        with store.unit() as unit:
            accounts.duty(unit, second, second, there=False, catalogue=known(), now=now)
            unit.commit()

    with ThreadPoolExecutor(1) as pool, store.unit() as unit:
        accounts.duty(unit, first, first, there=False, catalogue=known(), now=now)
        going = pool.submit(goes_home)
        until_it_waits(store, going)
        unit.commit()
        going.result(30)
    assert [row.say.key for row in store.outbox.latest(talk)] == ["notice.all_left_waiting"]


def test_whoever_is_answered_while_staff_come_hears_staff(
    postgres_url: str, make_store: Callable[[str], Store], now: datetime
) -> None:
    """A turn that began before staff took the talk and ends after it says nothing; it is made anew."""
    store = make_store(postgres_url)
    store.inbox.put("1", "rest", "a", "{}", now)
    batch = store.inbox.claim("w", now)
    assert batch is not None
    with store.unit() as unit:
        unit.staff.save(Staff("li", "li", "agent", on_duty=True))
        unit.hand_overs.save(HandOver(batch.conversation, "waiting", "wanted", now))
        unit.commit()
    with store.unit() as turn, pytest.raises(StaleError):
        turn.conversations.get(batch.conversation)
        with store.unit() as office:
            claim(office, "li", batch.conversation, now)
            office.commit()
        turn.outbox.put(batch.conversation, [Say("talk.noise")], lane="answer")
        turn.finish(batch)
        turn.commit()
    assert [row.say.key for row in store.outbox.latest(batch.conversation)] == ["notice.person_here"]


def test_a_talk_that_is_not_locked_gets_two(
    postgres_url: str, make_store: Callable[[str], Store], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same on PostgreSQL where both look before either writes: both are told that it is theirs."""
    both_looked, of = Barrier(len(NAMES)), SqlHandOvers.of

    def unlocked(self: SqlHandOvers, conversation: str, *, lock: bool = False) -> HandOver | None:
        found = of(self, conversation)
        if lock:
            both_looked.wait(30)
        return found

    monkeypatch.setattr(SqlHandOvers, "of", unlocked)
    assert raced(make_store(postgres_url), now, 1)
