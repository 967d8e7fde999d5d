"""What staff do with requests, talks and alarms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from actions.desk import commands as c
from actions.desk import hand_over, incident
from actions.desk.access import NotFoundError, ticket_for_staff
from actions.desk.life import LEGAL
from actions.desk.person import Person, Staff
from actions.desk.staff_work import NotPossibleError, assign, note, reply, set_status
from actions.desk.ticket import Status
from tests.unit.desk.builders import Case


def work(case: Case, use_case: Any, who: str, *args: str) -> Any:
    """Run a use case that needs the catalogue."""
    return case.staff(use_case, who, *args, catalogue=case.catalogue)


def test_the_first_steps_mark_the_promises() -> None:
    """Taken up at the first touch, contacted at the first reply, result at the answer, closed at the end; once each."""
    case = Case()
    number = case.opened().ticket.number
    moments = []
    for use_case, args in ((assign, ["li"]), (reply, ["您好"]), (set_status, ["answered"]), (set_status, ["closed"])):
        case.now += timedelta(minutes=10)
        moments.append(case.now)
        work(case, use_case, "li", number, *args)
    kept = case.ticket(number)
    assert [kept.taken_up_at, kept.first_contact_at, kept.result_at, kept.closed_at] == moments
    kinds = [event.kind for event in kept.history]
    assert kinds == ["opened", "assigned", "status", "reply", "status", "status"]


def test_assigning_to_a_person_or_a_queue() -> None:
    """A person has it then; a queue takes it back."""
    case = Case()
    number = case.opened().ticket.number
    assert work(case, assign, "li", number, "li").status is Status.ASSIGNED
    moved = work(case, assign, "li", number, "care_east")
    assert (moved.queue, moved.assignee, moved.status) == ("care_east", "", Status.NEW)
    assert work(case, assign, "east", number, "east").assignee == "east"


@pytest.mark.parametrize(("to", "says"), [("nobody", "neither"), ("gone", "neither"), ("east", "does not work in")])
def test_assigning_to_who_cannot_work_it_says_why(to: str, says: str) -> None:
    """Strangers, disabled ones and people of other queues."""
    case = Case()
    number = case.opened().ticket.number
    with pytest.raises(NotPossibleError, match=says):
        work(case, assign, "li", number, to)


@pytest.mark.parametrize("who", ["east", "gone", "book", "nobody"])
def test_others_may_not_touch_it(who: str) -> None:
    """Another queue, a disabled account, an auditor, a stranger: there is no such request for them."""
    case = Case()
    number = case.opened().ticket.number
    for use_case, arg in ((assign, "li"), (reply, "x"), (set_status, "closed")):
        with pytest.raises(NotFoundError):
            work(case, use_case, who, number, arg)
    assert case.ticket(number).version == 0


def test_an_auditor_reads_and_does_not_write() -> None:
    """Deny by default."""
    case = Case()
    number = case.opened().ticket.number
    with case.store.unit() as uow:
        assert ticket_for_staff(uow, "book", number)[1].number == number
        with pytest.raises(NotFoundError):
            ticket_for_staff(uow, "book", number, "work")


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("after", list(Status))
def test_only_legal_steps(before: Status, after: Status) -> None:
    """The table decides, and what is refused names what there is instead."""
    case = Case()
    number = case.opened().ticket.number
    case.ticket(number).status = before
    if after in LEGAL[before]:
        assert work(case, set_status, "li", number, after.value).status is after
    else:
        with pytest.raises(NotPossibleError, match="can become"):
            work(case, set_status, "li", number, after.value)


def test_what_is_new_again_is_nobodys() -> None:
    """It goes back into the queue."""
    case = Case()
    number = case.opened().ticket.number
    work(case, assign, "li", number, "li")
    assert work(case, set_status, "li", number, "new").assignee == ""


def test_every_status_has_a_way_on() -> None:
    """Nothing is stuck, and an unknown word is refused."""
    assert set(LEGAL) == set(Status) and all(LEGAL.values())
    case = Case()
    with pytest.raises(NotPossibleError, match="'done'"):
        work(case, set_status, "li", case.opened().ticket.number, "done")


def test_a_closed_request_is_not_answered_by_accident() -> None:
    """First it is set in progress again."""
    case = Case()
    number = case.opened().ticket.number
    work(case, set_status, "li", number, "closed")
    for use_case in (assign, reply):
        with pytest.raises(NotPossibleError, match="in_progress first"):
            work(case, use_case, "li", number, "li")
    assert work(case, set_status, "li", number, "in_progress").reopened == 1


def test_an_empty_reply_is_refused() -> None:
    """Nobody is sent a blank."""
    case = Case()
    with pytest.raises(NotPossibleError, match="empty"):
        work(case, reply, "li", case.opened().ticket.number, "  ")


def test_a_note_is_for_colleagues() -> None:
    """The person is told nothing."""
    case = Case()
    number = case.opened().ticket.number
    case.staff(note, "li", number, "明天打电话")
    assert case.ticket(number).history[-1].kind == "note" and case.said_to() == []


def test_calling_a_person_keeps_the_place_in_the_row() -> None:
    """Asked twice it is one call; those before are counted, in danger one comes first; nobody on duty is said."""
    case = Case()
    assert case.do(c.CallPerson("wanted"), "stranger") == c.PersonCalled(on_duty=False, ahead=0)
    case.now += timedelta(seconds=1)
    assert case.do(c.CallPerson("wanted")) == c.PersonCalled(on_duty=False, ahead=1)
    case.store.state.staff["li"].on_duty = True
    assert case.do(c.CallPerson("crisis")) == c.PersonCalled(on_duty=True, ahead=0)
    assert case.do(c.CallPerson("wanted"), "stranger") == c.PersonCalled(on_duty=True, ahead=1)
    assert case.store.state.hand_overs["talk-asker"].reason == "crisis"


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
    assert case.do(c.CallPerson("wanted")) == c.PersonCalled(on_duty=False, ahead=0, usual=0)
    taken_after(case, 12)
    assert case.do(c.CallPerson("wanted")).usual == 10  # type: ignore[union-attr]
    case.now += timedelta(days=8)
    assert case.do(c.CallPerson("wanted")).usual == 0  # type: ignore[union-attr]


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
    assert case.do(c.AskCallback("13800001234", "any")) == c.CallbackKept("13800001234", "any")
    assert case.let_go(days=9) == []
    case.staff(hand_over.claim, "li", "talk-asker")
    case.staff(hand_over.give_back, "li", "talk-asker")
    assert case.store.state.hand_overs["talk-asker"].callback is None


def test_a_disabled_member_is_not_on_duty() -> None:
    """Nobody is promised who cannot come."""
    case = Case()
    case.store.state.staff["gone"].on_duty = True
    assert case.do(c.CallPerson("wanted")) == c.PersonCalled(on_duty=False, ahead=0)


def test_a_talk_has_one_holder() -> None:
    """The second claim fails, only the holder speaks, and the person ends it at will."""
    case = Case()
    case.do(c.CallPerson("wanted"))
    case.staff(hand_over.claim, "li", "talk-asker")
    assert case.staff(hand_over.claim, "li", "talk-asker").staff == "li"
    for use_case, args in ((hand_over.claim, []), (hand_over.speak, ["喂"])):
        with pytest.raises(hand_over.TakenError):
            case.staff(use_case, "east", "talk-asker", *args)
    case.staff(hand_over.speak, "li", "talk-asker", "您好")
    assert case.do(c.EndHandOver()) == c.HandOverEnded()
    for use_case, args in ((hand_over.speak, ["还在吗"]), (hand_over.give_back, [])):
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
    assert case.do(c.CallPerson("wanted")) == c.PersonCalled(on_duty=False, ahead=0)


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
    taken, open_still = (one.id for one in raised if isinstance(one, c.IncidentRaised))
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
    assert isinstance(raised, c.IncidentRaised)
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
    assert isinstance(first, c.IncidentRaised)
    case.staff(incident.take, "li", first.id)
    again = case.do(c.RaiseIncident("self_harm", True, "y"))
    assert isinstance(again, c.IncidentRaised) and again.id == first.id
    case.staff(hand_over.give_back, "li", "talk-asker", result="明天再联系")
    case.now += timedelta(minutes=5)
    later = case.do(c.RaiseIncident("self_harm", True, "z"))
    assert isinstance(later, c.IncidentRaised) and later.id != first.id


def test_an_alarm_does_not_outlast_its_talk() -> None:
    """However that ends; taken where no talk is left, it has ended with that, and the next talk does not ask for it."""
    case = Case()
    first, second = (case.do(c.RaiseIncident(kind, True, "x")) for kind in ("violence", "medical"))
    assert isinstance(first, c.IncidentRaised) and isinstance(second, c.IncidentRaised)
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
    assert case.said_to()[-1].key == "notice.person_left"


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


def test_one_emergency_is_one_alarm() -> None:
    """The same kind within half an hour; own danger is added; another kind or a later time is another alarm."""
    case = Case()
    first = case.do(c.RaiseIncident("medical", False, "奶奶晕倒了"))
    assert isinstance(first, c.IncidentRaised)
    assert case.do(c.RaiseIncident("medical", True, "我也晕")) == first
    assert case.store.state.incidents[first.id].own
    other = case.do(c.RaiseIncident("violence", True, "x"))
    case.now += timedelta(minutes=31)
    later = case.do(c.RaiseIncident("medical", False, "又晕了"))
    assert len({first.id, other.id, later.id}) == 3  # type: ignore[union-attr]


def test_an_alarm_is_taken_once() -> None:
    """The second is told who has it."""
    case = Case()
    raised = case.do(c.RaiseIncident("medical", False, "x"))
    assert isinstance(raised, c.IncidentRaised)
    assert case.staff(incident.take, "li", raised.id).taken_by == "li"
    with pytest.raises(hand_over.TakenError, match="li"):
        case.staff(incident.take, "east", raised.id)
    with pytest.raises(NotFoundError):
        case.staff(incident.take, "li", "unknown")


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
