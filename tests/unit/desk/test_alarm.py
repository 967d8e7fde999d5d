"""Alarms: raised once for an emergency, taken once, ended with their talk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.desk import commands as c
from actions.desk import hand_over, incident
from actions.desk import results as r
from actions.desk.access import NotFoundError
from actions.desk.person import Staff
from actions.desk.staff_work import NotPossibleError
from tests.unit.desk.builders import Case


def test_whoever_was_in_danger_hears_how_to_come_back() -> None:
    """When staff give the talk of an alarm back, with the way to a person below it."""
    case = Case()
    case.do(c.CallPerson("crisis"))
    case.staff(hand_over.claim, "li", "talk-asker")
    case.staff(hand_over.give_back, "li", "talk-asker")
    last = case.said_to()[-1]
    assert last.key == "notice.person_left_alarm" and [b.payload for b in last.buttons] == ["c:person"]


def test_an_alarm_ends_with_what_was_agreed() -> None:
    """When the talk is given back: those that were taken, once; one that nobody took stays open."""
    case = Case()
    raised = [case.do(c.RaiseIncident(kind, True, "x")) for kind in ("violence", "medical")]
    taken, open_still = (one.id for one in raised if isinstance(one, r.IncidentRaised))
    case.do(c.CallPerson("crisis"))
    case.staff(hand_over.claim, "li", "talk-asker")
    case.staff(incident.take, "li", taken)
    case.staff(hand_over.give_back, "li", "talk-asker", result="社工明天上门")
    kept = case.store.state.incidents
    assert (kept[taken].result, kept[taken].ended_at) == ("社工明天上门", case.now)
    assert (kept[open_still].result, kept[open_still].ended_at) == ("", None)
    with pytest.raises(hand_over.TakenError):
        case.staff(hand_over.give_back, "li", "talk-asker", result="还好")
    assert kept[taken].result == "社工明天上门"


def test_only_who_has_the_talk_ends_it_and_not_without_a_word() -> None:
    """Whatever way they come."""
    case = Case()
    case.store.state.staff["wang"] = Staff("wang", "小王", "agent")
    raised = case.do(c.RaiseIncident("violence", True, "x"))
    assert isinstance(raised, r.IncidentRaised)
    case.do(c.CallPerson("crisis"))
    case.staff(hand_over.claim, "li", "talk-asker")
    case.staff(incident.take, "li", raised.id)
    with pytest.raises(hand_over.TakenError):
        case.staff(hand_over.give_back, "wang", "talk-asker", result="好了")
    for nothing in ("", " "):
        with pytest.raises(NotPossibleError, match="agreed"):
            case.staff(hand_over.give_back, "li", "talk-asker", result=nothing)
    assert case.store.state.incidents[raised.id].ended_at is None
    case.staff(hand_over.give_back, "li", "talk-asker", result="好了")
    assert case.store.state.incidents[raised.id].ended_at == case.now


def test_danger_after_an_alarm_has_ended_rings_anew() -> None:
    """Minutes later too; as long as it has not ended, the same kind again is the same emergency."""
    case = Case()
    first = case.do(c.RaiseIncident("self_harm", True, "x"))
    case.do(c.CallPerson("crisis"))
    case.staff(hand_over.claim, "li", "talk-asker")
    assert isinstance(first, r.IncidentRaised)
    case.staff(incident.take, "li", first.id)
    again = case.do(c.RaiseIncident("self_harm", True, "y"))
    assert isinstance(again, r.IncidentRaised) and again.id == first.id
    case.staff(hand_over.give_back, "li", "talk-asker", result="明天再联系")
    case.now += timedelta(minutes=5)
    later = case.do(c.RaiseIncident("self_harm", True, "z"))
    assert isinstance(later, r.IncidentRaised) and later.id != first.id


def test_an_alarm_does_not_outlast_its_talk() -> None:
    """However that ends; taken where no talk is left, it has ended with that, and the next talk does not ask for it."""
    case = Case()
    first, second = (case.do(c.RaiseIncident(kind, True, "x")) for kind in ("violence", "medical"))
    assert isinstance(first, r.IncidentRaised) and isinstance(second, r.IncidentRaised)
    case.do(c.CallPerson("crisis"))
    case.staff(hand_over.claim, "li", "talk-asker")
    case.staff(incident.take, "li", first.id)
    case.do(c.EndHandOver())
    kept = case.store.state.incidents
    assert kept[first.id].ended_at == case.now and kept[second.id].ended_at is None
    case.staff(incident.take, "li", second.id)
    assert case.store.state.incidents[second.id].ended_at == case.now
    case.do(c.CallPerson("wanted"))
    case.staff(hand_over.claim, "li", "talk-asker")
    case.staff(hand_over.give_back, "li", "talk-asker", result="")
    assert case.said_to()[-1].key == "notice.person_left_alarm"  # to whom it may happen again


def test_an_alarms_talk_is_never_given_up() -> None:
    """Nobody in danger hears that nobody came; where staff forgot it, it waits for the next."""
    case = Case()
    case.do(c.CallPerson("crisis"))
    assert case.let_go(hours=30) == []
    case.staff(hand_over.claim, "li", "talk-asker")
    assert case.let_go(hours=3) == ["talk-asker"]
    assert case.said_to()[-1].key == "notice.person_called_again"
    running = case.store.state.hand_overs["talk-asker"]
    assert (running.state, running.staff, running.reason) == ("waiting", "", "crisis")


def rung(case: Case, kind: str, own: bool, words: str) -> str:
    """An alarm's id."""
    raised = case.do(c.RaiseIncident(kind, own, words))
    assert isinstance(raised, r.IncidentRaised)
    return raised.id


def test_one_emergency_is_one_alarm() -> None:
    """The same kind within half an hour; own danger is added; another kind or a later time is another alarm."""
    case = Case()
    first = rung(case, "medical", False, "奶奶晕倒了")
    assert rung(case, "medical", True, "我也晕") == first
    assert case.store.state.incidents[first].own
    other = rung(case, "violence", True, "x")
    case.now += timedelta(minutes=31)
    later = rung(case, "medical", False, "又晕了")
    assert len({first, other, later}) == 3


def test_an_alarm_is_taken_once() -> None:
    """The second is told who has it."""
    case = Case()
    raised = case.do(c.RaiseIncident("medical", False, "x"))
    assert isinstance(raised, r.IncidentRaised)
    assert case.staff(incident.take, "li", raised.id).taken_by == "li"
    with pytest.raises(hand_over.TakenError, match="li"):
        case.staff(incident.take, "east", raised.id)
    with pytest.raises(NotFoundError):
        case.staff(incident.take, "li", "unknown")
