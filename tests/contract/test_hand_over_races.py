"""Two members of staff reach for one talk at the same moment, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from threading import Barrier

import pytest

from actions.desk.hand_over import TakenError, claim
from actions.desk.person import HandOver, Incident, Staff
from actions.desk.ports import StaleError
from actions.store import Store
from actions.store.hand_overs import SqlHandOvers

NAMES = ("li", "wang")


def raced(store: Store, now: datetime, races: int) -> list[str]:
    """What is wrong after two members of staff reached for each of so many talks."""
    with store.unit() as unit:
        for name in NAMES:
            unit.staff.save(Staff(name, name, "agent", on_duty=True))
        talks = [unit.conversations.load("telegram", str(place), now=now).id for place in range(races)]
        for talk in talks:
            unit.hand_overs.save(HandOver(talk, "waiting", "wanted", now))
        unit.commit()
    start, wrong = Barrier(len(NAMES)), list[str]()

    def reach(name: str, talk: str) -> bool:
        start.wait(30)
        try:
            with store.unit() as unit:
                claim(unit, name, talk, now)
                unit.commit()
        except (TakenError, StaleError):
            return False
        return True

    with ThreadPoolExecutor(len(NAMES)) as pool:
        for talk in talks:
            won = [name for name, got in zip(NAMES, pool.map(reach, NAMES, (talk, talk)), strict=True) if got]
            with store.unit(reading=True) as unit:
                held = unit.hand_overs.of(talk)
            told = [row.say.params["name"] for row in store.outbox.latest(talk)]
            if held is None or held.state != "held" or won != [held.staff] or told != won:
                wrong.append(f"{won} won, {held.staff if held else 'nobody'} has it, the person heard {told}")
    return wrong


@pytest.mark.parametrize("races", [20, pytest.param(1000, marks=[pytest.mark.faults, pytest.mark.timeout(600)])])
def test_a_talk_has_one_owner(store: Store, now: datetime, races: int) -> None:
    """One has it and the other is told so; the person hears one name, once."""
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
        wait([forgetting], 0.5)  # it has to wait, and is not done
        alarm.result, alarm.ended_at = "送医了", now
        unit.incidents.save(alarm)
        unit.commit()
        forgetting.result(30)
    with store.unit(reading=True) as unit:
        found = unit.incidents.get("i")
    assert found is not None and (found.text, found.result, found.ended_at) == ("", "", now)


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
