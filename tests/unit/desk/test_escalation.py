"""Clocks that act: warned, late, paused, given back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from actions.desk import commands as c
from actions.desk.access import NotFoundError, ticket_for_staff
from actions.desk.calendar_day import set_day
from actions.desk.person import Staff
from actions.desk.staff_work import NotPossibleError, assign, reply, send_back, set_status
from actions.desk.ticket import Rating
from actions.desk.watch import act, lasts
from tests.unit.desk.builders import NOW, Case


def look(case: Case, number: str, **after: float) -> list[tuple[str, str]]:
    """Time goes by from the opening, and the clock is looked at: which step was told at which level."""
    case.now = NOW + timedelta(**after)
    with case.store.unit() as uow:
        _, told = act(uow, number, case.catalogue, case.now)
        uow.commit()
    return [(one.step, one.level) for one in told]


def work(case: Case, use_case: Any, number: str, *args: str, who: str = "li", **more: str) -> Any:
    """A step of staff."""
    return case.staff(use_case, who, number, *args, catalogue=case.catalogue, **more)


def test_warned_at_three_quarters_and_late_at_the_end() -> None:
    """Five minutes to take up an immediate one: a warning after 3:45, late after five; once each."""
    case = Case()
    number = case.opened("harm").ticket.number
    assert look(case, number, seconds=224) == []
    assert look(case, number, seconds=225) == [("taken_up", "warning")]
    assert look(case, number, seconds=299) == []
    assert look(case, number, seconds=300) == [("taken_up", "late")]
    assert look(case, number, seconds=301) == []
    kinds = [(event.kind, event.data.get("step")) for event in case.ticket(number).history]
    assert kinds == [("opened", None), ("warned", "taken_up"), ("escalated", "taken_up")]


def test_what_was_told_is_not_told_again_though_it_is_looked_at_again() -> None:
    """The row is the guard: wound anew, the same step and level stay silent."""
    case = Case()
    number = case.opened("harm").ticket.number
    assert look(case, number, seconds=300) == [("taken_up", "late")]
    case.ticket(number).acts_at = NOW
    assert look(case, number, seconds=310) == []


def test_what_is_late_already_needs_no_warning() -> None:
    """After an outage only what counts is told."""
    case = Case()
    number = case.opened("harm").ticket.number
    assert look(case, number, minutes=6) == [("taken_up", "late")]


def test_a_later_step_settles_the_earlier_ones() -> None:
    """Whoever was answered was contacted and taken up."""
    case = Case()
    number = case.opened("harm").ticket.number
    work(case, set_status, number, "answered")
    assert case.ticket(number).owed == ("closed",)
    assert look(case, number, hours=3) == []
    assert look(case, number, hours=24) == [("closed", "late")]


def test_nobody_is_told_at_night_of_what_nobody_takes_up_at_night() -> None:
    """A result promised for Saturday morning is late on Monday at nine; an urgent one is late at once."""
    case = Case()
    case.now = NOW + timedelta(days=4)  # Friday, 10:00
    calm, urgent = case.opened().ticket.number, case.opened("talk").ticket.number
    for number in (calm, urgent):
        work(case, reply, number, "您好")
    assert look(case, calm, days=5, hours=20) == []
    assert look(case, calm, days=6, hours=22, minutes=59) == []
    assert look(case, calm, days=6, hours=23) == [("result", "late")]
    assert look(case, urgent, days=5) == [("result", "late")]


def test_the_clock_stands_still_while_the_person_is_waited_for() -> None:
    """As much time is left afterwards as was before; meanwhile nothing is told."""
    case = Case()
    number = case.opened("talk").ticket.number
    before = case.ticket(number).due
    case.now = NOW + timedelta(hours=1)
    work(case, set_status, number, "waiting")
    assert look(case, number, hours=30) == []
    case.do(c.AddInformation(number, "身份证带来了"))
    after = case.ticket(number).due
    assert after.result - before.result == timedelta(hours=29)
    assert after.taken_up == before.taken_up
    assert (
        after.closed.astimezone(before.closed.tzinfo).isoformat() == "2026-11-30T12:00:00+08:00"
    )  # ten office hours later
    assert look(case, number, hours=30) == []
    assert look(case, number, hours=53) == [("first_contact", "late"), ("result", "late")]


def test_what_was_late_before_waiting_stays_late() -> None:
    """Waiting mends nothing."""
    case = Case()
    number = case.opened("talk").ticket.number
    before = case.ticket(number).due
    case.now = NOW + timedelta(hours=3)
    work(case, set_status, number, "waiting")
    case.now = NOW + timedelta(hours=5)
    work(case, set_status, number, "in_progress")
    assert case.ticket(number).due.first_contact == before.first_contact


def test_opened_again_the_promises_are_told_anew() -> None:
    """Result and closing only, in a round of their own."""
    case = Case()
    number = case.opened("harm").ticket.number
    assert look(case, number, hours=2)[-1] == ("result", "late")
    work(case, assign, number, "li")
    work(case, set_status, number, "closed", result="办好了")
    case.do(c.Rate(number, Rating(True, solved=False)))
    assert case.ticket(number).owed == ("result", "closed")
    assert look(case, number, hours=4) == [("result", "late")]


def test_an_office_gives_it_back_and_stays_answerable() -> None:
    """It lies with the field's own office again, unassigned; who had it first still sees and works it."""
    case = Case()
    number = case.opened(details={"age": 78, "address": "东门路1号"}).ticket.number
    assert case.ticket(number).queue == case.ticket(number).responsible == "care_east"
    work(case, assign, number, "east", who="east")
    with pytest.raises(NotPossibleError, match="Say why"):
        work(case, send_back, number, " ", who="east")
    work(case, send_back, number, "不归我们管", who="east")
    kept = case.ticket(number)
    assert (kept.queue, kept.assignee, kept.status.value, kept.responsible) == ("care", "", "new", "care_east")
    assert kept.history[-1].text == "不归我们管" and "不归我们管" not in str(case.said_to())
    told = case.store.state.escalations[-1]
    assert told.level == "returned" and lasts(told, kept)
    with case.store.unit() as uow:
        assert ticket_for_staff(uow, "east", number, "work")[1].number == number
    assert not lasts(told, work(case, assign, number, "li"))


def test_a_protected_one_given_back_is_out_of_sight() -> None:
    """Being first opens no report about harm for ever."""
    case = Case()
    number = case.opened("harm", {"address": "东门路1号"}).ticket.number
    work(case, send_back, number, "不归我们管", who="east")
    with case.store.unit() as uow, pytest.raises(NotFoundError):
        ticket_for_staff(uow, "east", number)


def test_only_supervisors_set_days_and_only_new_promises_follow() -> None:
    """What was told to somebody is not moved."""
    case = Case()
    case.store.state.staff["chief"] = Staff("chief", "班长", "supervisor")
    before = case.opened().ticket.due
    with pytest.raises(NotFoundError):
        case.staff(set_day, "li", date(2026, 11, 24), False)
    case.staff(set_day, "chief", date(2026, 11, 24), False)
    assert case.opened().ticket.due.closed - before.closed == timedelta(days=1)
    case.staff(set_day, "chief", date(2026, 11, 24), None)
    assert case.opened().ticket.due == before


def test_what_came_back_to_nobody_is_to_be_taken_up_anew() -> None:
    """Given back, moved on or opened again without anybody: promised, warned of and late as a new one, each time."""
    case = Case()
    number = case.opened("harm", {"address": "东门路1号"}).ticket.number
    look(case, number, minutes=6)
    work(case, reply, number, "您好", who="east")
    for n, (step, args) in enumerate([(send_back, ["不归我们管"]), (assign, ["care_east"])], 1):
        case.now = NOW + timedelta(minutes=10 * n)
        work(case, step, number, *args, who="li" if n == 2 else "east")
        kept = case.ticket(number)
        assert kept.owed == ("taken_up", "result", "closed") and kept.due.taken_up == case.now + timedelta(minutes=5)
        assert look(case, number, minutes=10 * n + 4) == [("taken_up", "warning")]
        assert look(case, number, minutes=10 * n + 5) == [("taken_up", "late")]
        assert lasts(case.store.state.escalations[-1], kept) and kept.due_next == kept.due.taken_up
        kept = work(case, assign, number, "li")
        assert not lasts(case.store.state.escalations[-1], kept) and kept.taken_up_at == case.now
        work(case, assign, number, "care")
        work(case, reply, number, "请稍等")
    work(case, set_status, number, "closed", result="办好了")
    case.do(c.Rate(number, Rating(True, solved=False)))
    assert case.ticket(number).owed == ("taken_up", "result", "closed")
    assert look(case, number, minutes=30)[0] == ("taken_up", "late")


def test_who_has_it_still_or_never_took_it_up_is_promised_nothing_anew() -> None:
    """Opened again it stays with its handler; given back untouched it is late since it was opened."""
    case = Case()
    number, other = case.opened("harm").ticket.number, case.opened("harm").ticket.number
    work(case, assign, number, "li")
    work(case, set_status, number, "closed", result="办好了")
    case.do(c.Rate(number, Rating(True, solved=False)))
    assert case.ticket(number).owed == ("result", "closed")
    before = case.ticket(other).due
    case.now = NOW + timedelta(minutes=4)
    work(case, send_back, other, "不归我们管")
    assert case.ticket(other).due == before and case.ticket(other).owed[0] == "taken_up"


def test_given_back_while_it_waits_the_take_up_is_promised_whole_afterwards() -> None:
    """What the person was waited for before it came back is no time of whoever takes it up next."""
    case = Case()
    number = case.opened("harm").ticket.number
    work(case, set_status, number, "waiting")
    case.now = NOW + timedelta(hours=1)
    work(case, send_back, number, "不归我们管")
    assert look(case, number, hours=2) == []
    case.do(c.AddInformation(number, "身份证带来了"))
    assert case.ticket(number).due.taken_up == case.now + timedelta(minutes=5)
    assert look(case, number, hours=2, minutes=5) == [("taken_up", "late")]
