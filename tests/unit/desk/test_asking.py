"""Staff ask for a detail, change what a request says, and join requests that are one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.desk import commands as c
from actions.desk.amending import amend, merge
from actions.desk.asking import ask_detail, open_question
from actions.desk.staff_work import NotPossibleError
from actions.desk.ticket import Status
from tests.unit.desk.builders import Case


def asked(case: Case, detail: str = "address", service: str = "meal") -> str:
    """A request of which 小李 asks a detail."""
    number = case.opened(service).ticket.number
    case.staff(ask_detail, "li", number, detail, catalogue=case.catalogue)
    return number


def test_the_question_goes_to_the_chat_and_the_clock_stands_still() -> None:
    """With its words, for an ordinary request; the answer puts it back in work with the time that it had."""
    case = Case()
    number = asked(case)
    (say,) = case.said_to()
    where = case.catalogue.services["meal"].detail("address")
    assert where is not None and (say.key, say.params["ask"]) == ("notice.asked", where.ask)
    ticket = case.ticket(number)
    assert ticket.status is Status.WAITING and ticket.first_contact_at == case.now and open_question(ticket)
    before = ticket.due.closed
    case.now += timedelta(hours=26)
    case.do(c.AddInformation(number, "翠竹路5号", details={"address": "翠竹路5号"}))
    ticket = case.ticket(number)
    assert ticket.status is Status.IN_PROGRESS and ticket.details["address"] == "翠竹路5号"
    assert ticket.due.closed > before and open_question(ticket) is None


def test_of_what_is_sensitive_the_chat_shows_nothing() -> None:
    """Only that there is a question."""
    case = Case()
    asked(case, service="talk")
    (say,) = case.said_to()
    assert say.key == "notice.asked_private" and set(say.params) == {"number"}


def test_who_has_no_chat_is_rung_up_and_asked() -> None:
    """The question stands there as it is read out, of sensitive matters too; what staff put in lets the clock go on."""
    for service in ("meal", "talk"):
        case = Case()
        case.store.state.persons["asker"].channel = "phone"
        number = asked(case, service=service)
        (say,) = case.said_to()
        assert say.key == "notice.asked_phone" and "ask" in say.params and say.buttons == ()
        assert case.ticket(number).first_contact_at is None and case.ticket(number).status is Status.WAITING
        case.staff(amend, "li", number, {"address": "翠竹路5号"}, "电话里说的", catalogue=case.catalogue)
        assert case.ticket(number).status is Status.IN_PROGRESS and open_question(case.ticket(number)) is None


@pytest.mark.parametrize(("values", "why", "reason"), [({"age": 81}, "", "no_reason"), ({}, "听错", "unchanged")])
def test_what_is_changed_needs_a_reason(values: dict[str, int], why: str, reason: str) -> None:
    """And a change."""
    case = Case()
    number = case.opened().ticket.number
    with pytest.raises(NotPossibleError) as told:
        case.staff(amend, "li", number, values, why, catalogue=case.catalogue)
    assert told.value.reason == reason


def test_a_change_moves_office_and_clock_and_leaves_no_value_in_the_audit() -> None:
    """The history holds the reason and which details, the audit only their names."""
    case = Case()
    number = case.opened().ticket.number
    case.staff(
        amend, "li", number, {"address": "东区东门路", "worry": "unseen"}, "电话里核实", catalogue=case.catalogue
    )
    ticket = case.ticket(number)
    assert (ticket.queue, ticket.clock, ticket.details["address"]) == ("care_east", "urgent", "东区东门路")
    assert ticket.history[-1].text == "电话里核实" and ticket.history[-1].data == {"details": ("address", "worry")}
    assert "东门路" not in str(case.store.state.audit) and case.store.state.audit[-1][4] == ("address", "worry")


def test_two_requests_of_one_person_become_one() -> None:
    """The words go over, the person is told, and the other ends."""
    case = Case()
    first, second = case.opened().ticket.number, case.opened().ticket.number
    case.staff(merge, "li", second, first, catalogue=case.catalogue)
    assert case.ticket(second).status is Status.CLOSED
    assert case.ticket(first).history[-1].data == {"number": second}
    assert [s.key for s in case.said_to()] == ["notice.merged"]
    with pytest.raises(NotPossibleError):
        case.staff(merge, "li", first, first, catalogue=case.catalogue)
