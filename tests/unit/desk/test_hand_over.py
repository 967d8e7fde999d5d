"""Who has the talk: from the call for a person to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from actions.desk import accounts, hand_over, incident
from actions.desk import commands as c
from actions.desk import results as r
from actions.desk.access import NotFoundError
from actions.desk.person import Person, Staff
from data.model import Catalogue
from tests.known import known
from tests.unit.desk.builders import Case


def test_calling_a_person_keeps_the_place_in_the_row() -> None:
    """Asked twice it is one call; those before are counted, in danger one comes first; nobody on duty is said."""
    case = Case()
    assert case.do(c.CallPerson("wanted"), "stranger") == r.PersonCalled(on_duty=False, ahead=0)
    case.now += timedelta(seconds=1)
    assert case.do(c.CallPerson("wanted")) == r.PersonCalled(on_duty=False, ahead=1)
    case.store.state.staff["li"].on_duty = True
    assert case.do(c.CallPerson("crisis")) == r.PersonCalled(on_duty=True, ahead=0)
    assert case.do(c.CallPerson("wanted"), "stranger") == r.PersonCalled(on_duty=True, ahead=1)
    assert case.store.state.hand_overs["talk-asker"].reason == "crisis"


def test_a_call_within_a_day_of_an_alarm_belongs_to_it() -> None:
    """Also when it was taken and given back: before all ordinary calls, and asked again it becomes one that rings."""
    case = Case()
    case.do(c.CallPerson("wanted"), "stranger")
    case.do(c.RaiseIncident("violence", True, "爸爸打我"))
    case.do(c.CallPerson("crisis"))
    case.staff(hand_over.claim, "li", "talk-asker")
    case.staff(incident.take_all, "li", "talk-asker")
    case.staff(hand_over.give_back, "li", "talk-asker", result="去外婆家")
    case.now += timedelta(hours=23)
    assert case.do(c.CallPerson("wanted")) == r.PersonCalled(on_duty=False, ahead=0)
    assert case.store.state.hand_overs["talk-asker"].rings
    case.do(c.EndHandOver())
    case.do(c.AskCallback("13800001234", "any"))
    assert case.store.state.hand_overs["talk-asker"].rings
    case.do(c.EndHandOver())
    case.now += timedelta(hours=2)
    assert case.do(c.CallPerson("wanted")) == r.PersonCalled(on_duty=False, ahead=1)
    assert not case.store.state.hand_overs["talk-asker"].rings


def taken_after(case: Case, *minutes: int) -> None:
    """So many calls, each taken after so long."""
    for place, waited in enumerate(minutes):
        case.do(c.CallPerson("wanted"), "stranger")
        case.now += timedelta(minutes=waited)
        case.staff(hand_over.claim, "li", "talk-stranger")
        case.staff(hand_over.give_back, "li", "talk-stranger")
        case.now += timedelta(seconds=place)


def test_how_long_one_waits_is_told_of_what_was() -> None:
    """Half of the calls of a week waited at most so long, in fives; of nine, or of last month's, nothing is told."""
    case = Case()
    taken_after(case, *(3, 4, 6, 7, 8, 9, 30, 40, 50))
    assert case.do(c.CallPerson("wanted")) == r.PersonCalled(on_duty=False, ahead=0, usual=0)
    taken_after(case, 12)
    assert case.do(c.CallPerson("wanted")) == r.PersonCalled(on_duty=False, ahead=0, usual=10)
    case.now += timedelta(days=8)
    assert case.do(c.CallPerson("wanted")) == r.PersonCalled(on_duty=False, ahead=0, usual=0)


def test_a_talk_that_staff_begin_is_no_wait() -> None:
    """Nobody waited for it, and a figure made of such talks would promise too much."""
    case = Case()
    case.do(c.CallPerson("wanted"))
    case.staff(hand_over.claim, "li", "talk-asker")
    assert case.store.state.take_overs == []


def test_a_callback_waits_until_somebody_called() -> None:
    """The call keeps its place, is not given up when nobody comes, and ends with the talk."""
    case = Case()
    case.do(c.CallPerson("wanted"))
    assert case.do(c.AskCallback("13800001234", "any")) == r.CallbackKept("13800001234", "any")
    assert case.let_go(days=9) == []
    case.staff(hand_over.claim, "li", "talk-asker")
    case.staff(hand_over.give_back, "li", "talk-asker")
    assert case.store.state.hand_overs["talk-asker"].callback is None


def test_a_callback_that_nobody_answered_still_waits() -> None:
    """When it was tried is known until another number is told; only reached it ends."""
    case = Case()
    case.do(c.AskCallback("13800001234", "any"))
    case.staff(hand_over.called_back, "li", "talk-asker", reached=False)
    running = case.store.state.hand_overs["talk-asker"]
    assert (running.state, running.tried_at) == ("waiting", case.now)
    case.do(c.AskCallback("13800005678", "any"))
    assert case.store.state.hand_overs["talk-asker"].tried_at is None
    case.staff(hand_over.called_back, "li", "talk-asker", reached=True)
    assert case.store.state.hand_overs["talk-asker"].state == "ended"


def test_a_disabled_member_is_not_on_duty() -> None:
    """Nobody is promised who cannot come."""
    case = Case()
    case.store.state.staff["gone"].on_duty = True
    assert case.do(c.CallPerson("wanted")) == r.PersonCalled(on_duty=False, ahead=0)


def test_a_talk_has_one_holder() -> None:
    """The second claim fails, only the holder speaks, and the person ends it at will."""
    case = Case()
    case.do(c.CallPerson("wanted"))
    case.staff(hand_over.claim, "li", "talk-asker")
    assert case.staff(hand_over.claim, "li", "talk-asker").staff == "li"
    others: list[tuple[Callable[..., object], list[str]]] = [(hand_over.claim, []), (hand_over.speak, ["喂"])]
    for use_case, args in others:
        with pytest.raises(hand_over.TakenError):
            case.staff(use_case, "east", "talk-asker", *args)
    case.staff(hand_over.speak, "li", "talk-asker", "您好")
    assert case.do(c.EndHandOver()) == r.HandOverEnded()
    others = [(hand_over.speak, ["还在吗"]), (hand_over.give_back, [])]
    for use_case, args in others:
        with pytest.raises(hand_over.TakenError):
            case.staff(use_case, "li", "talk-asker", *args)
    assert [say.key for say in case.said_to()] == ["notice.person_here", "say.words"]
    assert case.said_to()[-1].params["by"] == "小李"


def test_who_waits_hears_when_it_is_almost_their_turn() -> None:
    """With one before them and with none; who is in danger is before all; not at each step, not in danger."""
    case, people = Case(), [f"p{place}" for place in range(5)]
    case.store.state.staff["li"].on_duty = True
    for id in people:
        case.store.state.persons[id], case.store.state.conversations[id] = Person(id, "rest", id), f"talk-{id}"
        case.do(c.CallPerson("crisis" if id == "p4" else "wanted"), id)
        case.now += timedelta(minutes=1)
    case.staff(hand_over.claim, "li", "talk-p0")
    case.do(c.EndHandOver(), "p1")  # whoever goes makes room too
    case.staff(hand_over.claim, "li", "talk-p2")
    assert [say.key for say in case.said_to("p3")] == ["notice.one_before"]
    case.staff(hand_over.claim, "li", "talk-p4")
    told = {id: [say.key for say in case.said_to(id)] for id in people}
    assert told["p3"] == ["notice.one_before", "notice.next"]
    assert told["p1"] == ["notice.one_before"] and told["p4"] == ["notice.person_here"]
    assert told["p2"] == ["notice.one_before", "notice.person_here"]
    case.store.state.staff["li"].on_duty = False
    case.do(c.CallPerson("wanted"))
    case.do(c.EndHandOver(), "p3")
    assert case.said_to() == []


def test_staff_give_the_talk_back() -> None:
    """The person is told that the assistant is there again."""
    case = Case()
    case.do(c.CallPerson("wanted"))
    case.staff(hand_over.claim, "li", "talk-asker")
    case.staff(hand_over.give_back, "li", "talk-asker")
    assert case.said_to()[-1].key == "notice.person_left"
    assert case.do(c.CallPerson("wanted")) == r.PersonCalled(on_duty=False, ahead=0)


def test_a_call_that_nobody_answers_in_office_hours_ends_kindly() -> None:
    """Two working hours; the night between them does not count."""
    case = Case()
    case.do(c.CallPerson("wanted"))
    assert case.let_go(hours=2) == []
    assert case.let_go(minutes=1) == ["talk-asker"]
    assert [say.key for say in case.said_to()] == ["notice.nobody_came"]
    assert case.let_go(hours=5) == []
    case.now = case.now.replace(hour=10)  # 18 o'clock, the desk closes
    case.do(c.CallPerson("wanted"))
    assert case.let_go(hours=15) == []


def test_a_talk_that_staff_forgot_ends_two_hours_after_their_last_word() -> None:
    """Every word of theirs begins the time anew; the person is told that the assistant is there."""
    case = Case()
    case.do(c.CallPerson("wanted"))
    case.now += timedelta(hours=1)
    case.staff(hand_over.claim, "li", "talk-asker")
    assert case.let_go(hours=1.5) == []
    case.staff(hand_over.speak, "li", "talk-asker", "您好")
    assert case.let_go(hours=1.5) == [] and case.let_go(hours=1) == ["talk-asker"]
    assert case.said_to()[-1].key == "notice.person_left"
    with pytest.raises(hand_over.TakenError):
        case.staff(hand_over.speak, "li", "talk-asker", "还在吗")


def test_a_supervisor_takes_a_talk_from_whoever_has_it() -> None:
    """The person is told who is there now, and the one before says no more; what nobody has cannot be taken over."""
    case = Case()
    case.store.state.staff["chief"] = Staff("chief", "组长", "supervisor")
    case.do(c.CallPerson("wanted"))
    with pytest.raises(hand_over.TakenError):
        case.staff(hand_over.take_over, "chief", "talk-asker")
    case.staff(hand_over.claim, "li", "talk-asker")
    with pytest.raises(NotFoundError):
        case.staff(hand_over.take_over, "li", "talk-asker")
    assert case.staff(hand_over.take_over, "chief", "talk-asker").staff == "chief"
    assert case.said_to()[-1].params == {"name": "组长"}
    with pytest.raises(hand_over.TakenError):
        case.staff(hand_over.speak, "li", "talk-asker", "还在吗")
    assert ("chief", "taken_over", "hand_over", "talk-asker", ("li",)) in case.store.state.audit


def test_disabling_somebody_brings_no_ended_talk_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may end after the list of talks was read."""
    case = Case()
    case.do(c.CallPerson("wanted"))
    case.staff(hand_over.claim, "li", "talk-asker")
    with case.store.unit() as unit:
        read = unit.hand_overs.held()
    case.staff(hand_over.give_back, "li", "talk-asker")
    with case.store.unit() as unit:
        monkeypatch.setattr(unit.hand_overs, "held", lambda: read)
        accounts.disable(unit, accounts.OPERATOR, "li", catalogue=case.catalogue, now=case.now)
        unit.commit()
    assert case.store.state.hand_overs["talk-asker"].state == "ended"


def _goes_home(case: Case, *, catalogue: Catalogue | None = None) -> bool:
    with case.store.unit() as unit:
        left = accounts.duty(unit, "li", "li", there=False, catalogue=catalogue or case.catalogue, now=case.now)
        unit.commit()
    return left


def test_who_goes_home_gives_their_talks_back() -> None:
    """To a colleague who is there; where nobody is, the person hears that they are gone."""
    case = Case()
    case.store.state.staff["east"].on_duty = True
    case.store.state.staff["li"].on_duty = True
    case.do(c.CallPerson("wanted"))
    case.staff(hand_over.claim, "li", "talk-asker")
    assert _goes_home(case)
    assert case.store.state.hand_overs["talk-asker"].state == "waiting"
    assert case.said_to()[-1].key == "notice.person_called_again"
    case.store.state.staff["li"].on_duty, case.store.state.staff["east"].on_duty = True, False
    case.staff(hand_over.claim, "li", "talk-asker")
    assert _goes_home(case)
    assert case.store.state.hand_overs["talk-asker"].state == "ended"
    assert case.said_to()[-1].key == "notice.last_left"


def test_the_last_to_go_leaves_nobody_in_danger_waiting_in_vain() -> None:
    """They hear that nobody is here, with the numbers of their alarm."""
    case = Case()
    for staff in case.store.state.staff.values():
        staff.on_duty = staff.username == "li"
    case.do(c.RaiseIncident("self_harm", True, "x"))
    case.do(c.CallPerson("crisis"))
    assert not _goes_home(case, catalogue=replace(case.catalogue, contacts=known().contacts))
    told = case.said_to()[-1]
    assert told.key == "notice.all_left" and "12356" in str(told.params["numbers"])
    assert not _goes_home(case) and case.said_to()[-1] == told


def test_who_waits_in_line_hears_that_nobody_is_left() -> None:
    """Once, with a number for who cannot wait and without a time that nobody knows; a call back stays noted."""
    case = Case()
    state = case.store.state
    state.staff["li"].on_duty = True
    case.do(c.CallPerson("wanted"))
    case.do(c.AskCallback("13800001234", "any"), "stranger")
    assert not _goes_home(case, catalogue=replace(case.catalogue, contacts=known().contacts))
    told = case.said_to()[-1]
    assert told.key == "notice.all_left_waiting" and "12345" in str(told.params["numbers"])
    assert told.buttons == (hand_over.CALLBACK, hand_over.ASSISTANT)
    assert [say.key for say in case.said_to("stranger")] == ["notice.all_left_callback"]
    with case.store.unit() as unit:
        accounts.disable(unit, accounts.OPERATOR, "li", catalogue=case.catalogue, now=case.now)
        unit.commit()
    assert len(case.said_to()) == len(case.said_to("stranger")) == 1


def test_an_alarm_in_the_talk_of_who_is_off_duty_calls_a_colleague() -> None:
    """Where one is there; otherwise whoever took it keeps it."""
    case = Case()
    staff = case.store.state.staff
    staff["east"].on_duty = staff["li"].on_duty = False
    case.do(c.CallPerson("wanted"))
    case.staff(hand_over.claim, "li", "talk-asker")
    case.do(c.CallPerson("crisis"))
    assert case.store.state.hand_overs["talk-asker"].staff == "li"
    case.store.state.staff["east"].on_duty = True
    case.do(c.CallPerson("crisis"))
    assert case.store.state.hand_overs["talk-asker"].rings
