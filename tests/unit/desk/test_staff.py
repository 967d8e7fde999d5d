"""What staff do with requests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from actions.desk.access import NotFoundError, ticket_for_staff
from actions.desk.life import LEGAL
from actions.desk.staff_work import NotPossibleError, assign, note, reply, set_status
from actions.desk.ticket import Status
from tests.unit.desk.builders import Case


def work(case: Case, use_case: Any, who: str, *args: str, **more: str) -> Any:
    """Run a use case that needs the catalogue."""
    return case.staff(use_case, who, *args, catalogue=case.catalogue, **more)


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
        result = "办好了" if after in (Status.CLOSED, Status.CANCELLED) else ""
        assert work(case, set_status, "li", number, after.value, result=result).status is after
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
    work(case, set_status, "li", number, "closed", result="办好了")
    for use_case in (assign, reply):
        with pytest.raises(NotPossibleError, match="in_progress first"):
            work(case, use_case, "li", number, "li")
    assert work(case, set_status, "li", number, "in_progress").reopened == 1


def test_nobody_of_the_staff_closes_without_a_result() -> None:
    """Said with closing, or in a reply since it was opened, or opened again; the person is told it, a space is none."""
    case = Case()
    number = case.opened().ticket.number
    for result in ("", "  "):
        with pytest.raises(NotPossibleError) as told:
            work(case, set_status, "li", number, "closed", result=result)
        assert told.value.reason == "no_result"
    with pytest.raises(NotPossibleError) as told:
        work(case, set_status, "li", number, "waiting", result="饭已经送上了")
    assert told.value.reason == "only_closing"
    work(case, set_status, "li", number, "closed", result=" 饭已经送上了 ")
    said = case.said_to()[-1]
    assert (said.key, said.params["text"]) == ("notice.closed_with", "饭已经送上了")
    kept = case.ticket(number)
    assert [e.text for e in kept.history if e.kind == "reply"] == ["饭已经送上了"] and kept.first_contact_at == case.now
    work(case, set_status, "li", number, "in_progress")
    with pytest.raises(NotPossibleError):
        work(case, set_status, "li", number, "closed", result="")
    work(case, reply, "li", number, "改成软饭了")
    assert work(case, set_status, "li", number, "closed", result="").status is Status.CLOSED
    assert case.said_to()[-1].key == "notice.closed"


def test_a_program_closes_without_a_result() -> None:
    """Nobody sits there who could be asked; the person is told that it is closed."""
    case = Case()
    work(case, set_status, "li", case.opened().ticket.number, "closed")
    assert case.said_to()[-1].key == "notice.closed"


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


def test_a_later_step_settles_the_earlier_promises() -> None:
    """Answered without a reply it is not late for a first contact; opened again it owes its result anew."""
    case = Case()
    number = case.opened().ticket.number
    work(case, assign, "li", number, "li")
    assert work(case, set_status, "li", number, "answered").due_next == case.ticket(number).due.closed
    work(case, set_status, "li", number, "closed", result="办好了")
    case.now += timedelta(days=30)
    again = work(case, set_status, "li", number, "in_progress")
    assert again.due_next == again.due.result > case.now


def test_assigned_means_that_somebody_has_it() -> None:
    """The person reads so: the status alone cannot be set."""
    case = Case()
    with pytest.raises(NotPossibleError, match="can become"):
        work(case, set_status, "li", case.opened().ticket.number, "assigned")


def test_a_move_to_where_it_lies_is_none() -> None:
    """The person is not told of it, and nothing is written down."""
    case = Case()
    number = case.opened().ticket.number
    sent = len(case.store.state.outbox)
    before = len(case.ticket(number).history)
    work(case, assign, "li", number, case.ticket(number).queue)
    assert len(case.store.state.outbox) == sent and len(case.ticket(number).history) == before


def test_staff_cancel_with_a_reason() -> None:
    """Which the person reads; programs and the command line are asked for none."""
    case = Case()
    number = case.opened().ticket.number
    with pytest.raises(NotPossibleError, match="cancelling"):
        work(case, set_status, "li", number, "cancelled", result=" ")
    work(case, set_status, "li", number, "cancelled", result="另有一件同样的")
    said = [one.say for one in case.store.state.outbox[-2:]]
    assert [one.key for one in said] == ["notice.reply", "notice.cancelled"]
    assert said[0].params["text"] == "另有一件同样的"
    other = case.opened(text="再来一件").ticket.number
    assert work(case, set_status, "li", other, "cancelled").status is Status.CANCELLED
