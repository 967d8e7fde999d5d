"""Two members of staff reach for one talk at the same moment, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest

from actions.desk.hand_over import TakenError, claim
from actions.desk.person import HandOver, Staff
from actions.desk.ports import StaleError
from actions.store import Store

NAMES = ("li", "wang")


@pytest.mark.parametrize("races", [20, pytest.param(1000, marks=[pytest.mark.faults, pytest.mark.timeout(600)])])
def test_a_talk_has_one_owner(store: Store, now: datetime, races: int) -> None:
    """One has it and the other is told so; the person hears one name, once."""
    with store.unit() as unit:
        for name in NAMES:
            unit.staff.save(Staff(name, name, "agent", on_duty=True))
        talks = [unit.conversations.load("telegram", str(place), now=now).id for place in range(races)]
        for talk in talks:
            unit.hand_overs.save(HandOver(talk, "waiting", "wanted", now))
        unit.commit()
    start = Barrier(len(NAMES))

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
            assert held is not None and held.state == "held" and won == [held.staff]
            assert [row.say.params["name"] for row in store.outbox.latest(talk)] == won
