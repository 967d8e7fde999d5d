"""Clocks that jump, and nights on which they change: nobody waits, no deadline is wrong, nothing is deleted early."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from actions.desk.ticket import Status
from tests.contract.test_clock_year import PROMISED, Office
from tests.faults.callers import Crowd, Striking, pause
from tests.faults.checker import check, opened
from tests.faults.conftest import Tell
from tests.faults.stage import Stage
from tests.known import known
from tests.unit.desk.builders import a_ticket

HOUR_S, DRIFT_S = 3600.0, 262.0
SERVED_S = 10.0  # far less than the clock jumps


def stepped(stage: Stage, emulator: Striking, step_s: float, callers: int) -> tuple[float, list[str], int]:
    """The slowest answer while the clock jumps to and fro, what is wrong, and how many requests were opened."""
    stage.changes = {**stage.changes, "steps": step_s}
    crowd = Crowd(emulator, 4)
    crowd.come()
    stage.start()
    emulator.wait(lambda: crowd.finished >= callers, 60 + callers)
    crowd.close()
    helped = crowd.all_done(60) and stage.quiet(60)
    wrong = [] if helped else [f"{len(crowd.waiting())} were never helped"]
    wrong += check(stage.store, crowd.callers, 1_000_000).wrong
    every = opened(stage.store)
    dues = {(one.due.first_contact - one.opened_at) > timedelta(0) for one in every}
    wrong += ["a deadline lies before its request"] if dues - {True} else []
    return max(caller.slowest for caller in crowd.callers), wrong, len(every)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("step_s", [HOUR_S, pytest.param(DRIFT_S, marks=pytest.mark.faults)])
@pytest.mark.parametrize("callers", [8, pytest.param(300, marks=pytest.mark.faults)])
def test_a_clock_that_jumps_delays_nobody(
    stage: Stage, emulator: Striking, tell: Tell, step_s: float, callers: int
) -> None:
    """Every second and a half an hour (262 s) forth or back: everybody is answered, once."""
    slowest, wrong, count = stepped(stage, emulator, step_s, callers)
    tell(f"clocks: steps of {step_s:.0f} s", count, f"{len(wrong)} wrong; slowest answer {slowest:.1f} s")
    assert not wrong
    assert slowest < SERVED_S


@pytest.mark.faults
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_clock_that_was_set_back_and_is_believed_is_seen(stage: Stage, emulator: Striking, tell: Tell) -> None:
    """The same where what lies ahead is waited for."""
    stage.guards = ("ahead",)
    with pytest.raises(AssertionError):
        slowest, wrong, _ = stepped(stage, emulator, HOUR_S, 8)
        assert not wrong and slowest < SERVED_S
    tell("mutation: ahead", 1, "seen")


NIGHTS = {  # the zone, and the moment at which its clocks change, or the year does
    "summer begins": ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    "summer ends": ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    "the year ends": ("Asia/Shanghai", datetime(2026, 12, 31, 16, tzinfo=UTC)),
}
BEFORE, AFTER = timedelta(seconds=3), timedelta(hours=19)  # on another day, also by UTC: it is swept again
KEPT, OVER = "NX-240101-000018", "NX-240101-000026"


def closed_long_ago(stage: Stage, night: datetime) -> dict[str, str]:
    """Two requests whose time is over soon after that, and was over the day before; their ids."""
    service = next(one for one in known().services.values() if one.retention == "ordinary")
    days = timedelta(days=known().retention_days["ordinary"])
    with stage.store.unit() as unit:
        loaded = unit.conversations.load("rest", "earlier", now=night - days)
        mine = {"requester": loaded.person.id, "conversation": loaded.id, "service": service.id}
        ids = {}
        for number, at in ((KEPT, night + AFTER + timedelta(hours=1) - days), (OVER, night - timedelta(days=1) - days)):
            ticket = a_ticket(number, **mine, text="送饭", opened_at=at, closed_at=at, status=Status.CLOSED)
            unit.tickets.add(ticket)
            ids[number] = ticket.id
        unit.commit()
    return ids


def through(stage: Stage, emulator: Striking, zone: str, night: datetime) -> tuple[int, list[str]]:
    """How many requests were opened around a night, and what is wrong in the morning; killed in between."""
    ids, office, crowd = closed_long_ago(stage, night), Office(zone), Crowd(emulator, 3)
    crowd.come()
    for moment in (night - BEFORE, night + AFTER):
        process = stage.start(zone=zone, changes={"clock": moment.timestamp(), "budget": 1000.0, "leases": 2.0})
        emulator.wait(partial(crowd.beyond, crowd.finished + 2), 60)
        pause(2 * BEFORE.total_seconds())
        if moment < night:
            process.kill()
    crowd.close()
    helped = crowd.all_done(60) and stage.quiet(60)
    wrong = [] if helped else [f"{len(crowd.waiting())} were never helped"]
    wrong += check(stage.store, crowd.callers, 1_000_000).wrong
    every = [one for one in opened(stage.store) if one.number not in ids]
    for one in every:
        start, promises = int(one.opened_at.timestamp()), PROMISED[known().services[one.service].clock]
        dues = [office.due(start, promise) for promise in promises]
        if dues != [int(due.timestamp()) for due in astuple(one.due)]:
            wrong.append(f"opened at {one.opened_at}, due at {one.due}, by the ledger {dues}")
    if {one.opened_at > night for one in every} != {True, False}:
        wrong.append("nothing was opened on one side of the night: the test tests nothing")
    with stage.store.unit(reading=True) as unit:
        left = {number: unit.tickets.with_ids([id])[id].text for number, id in ids.items()}
    if left != {KEPT: "送饭", OVER: ""}:
        wrong.append(f"of what was closed long ago is left {left}")
    return len(every), wrong


@pytest.mark.faults
@pytest.mark.timeout(300)
@pytest.mark.parametrize("night", NIGHTS)
def test_a_night_on_which_clocks_change(stage: Stage, emulator: Striking, tell: Tell, night: str) -> None:
    """Real processes live through it, or start after it: each deadline as by the ledger, nothing deleted too early."""
    count, wrong = through(stage, emulator, *NIGHTS[night])
    tell(f"clocks: the night on which {night}", count, f"{len(wrong)} wrong")
    assert not wrong
