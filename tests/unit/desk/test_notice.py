"""Every step is told, to the right people, with no more than they should see."""

from __future__ import annotations

import ast
import inspect
from string import Formatter
from typing import Any

import pytest

from actions.desk import amending, asking, counter, hand_over, life, notice, own_ticket, staff_work
from actions.desk import commands as c
from actions.desk.ticket import Rating, Status
from bot.locale.wording import catalogue
from data.model import LANGUAGES
from tests.unit.desk.builders import Case


def kinds() -> set[str]:
    """Every kind of event that the desk writes into a history."""
    found = {"opened"}
    for module in (own_ticket, staff_work, amending, asking, counter, life):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "change":
                kind = node.args[2]
                assert isinstance(kind, ast.Constant)
                found.add(str(kind.value))
    return found


def test_every_event_has_a_notice_or_is_listed_as_silent() -> None:
    """A new kind of event makes somebody decide whether it is told."""
    assert len(kinds()) >= 10
    for kind in kinds() - {"status"}:
        assert (kind in notice.EVENTS) != (kind in notice.SILENT), kind
    for status in Status:
        assert f"status.{status.value}" in notice.EVENTS


def work(case: Case, use_case: Any, number: str, *args: str, **more: str) -> None:
    """A step of 小李."""
    case.staff(use_case, "li", number, *args, catalogue=case.catalogue, **more)


def test_each_step_reaches_the_requester() -> None:
    """In order, with service, office and number."""
    case = Case()
    number = case.opened().ticket.number
    work(case, staff_work.assign, number, "li")
    work(case, staff_work.assign, number, "care_east")
    work(case, staff_work.reply, number, "明天送饭")
    work(case, staff_work.set_status, number, "waiting")
    work(case, staff_work.set_status, number, "closed")
    said = case.said_to()
    assert [s.key for s in said] == [f"notice.{k}" for k in ("assigned", "moved", "reply", "waiting", "closed")]
    assert said[1].params["office"] == case.catalogue.place.queues["care_east"].names
    assert said[2].params["text"] == "明天送饭"
    assert [b.payload for b in said[-1].buttons] == [f"rate:{number}"]


@pytest.mark.parametrize("service", ["talk", "harm"])
def test_sensitive_pushes_carry_no_content(service: str) -> None:
    """Neither words nor the service's name; a button opens it."""
    case = Case()
    number = case.opened(service).ticket.number
    work(case, staff_work.reply, number, "医生说")
    work(case, staff_work.set_status, number, "closed")
    for say in case.said_to():
        assert say.key == notice.PRIVATE and set(say.params) == {"number"}
        assert say.buttons[0].payload == f"t:show:{number}"
    assert case.said_to()[-1].buttons[-1].payload == f"rate:{number}"


def test_a_child_is_told_no_matter() -> None:
    """Others may look at its phone: also an ordinary request only "moved on"."""
    case = Case()
    number = case.opened().ticket.number
    case.do(c.SetManner("child"))
    work(case, staff_work.reply, number, "明天送饭")
    assert case.said_to()[-1].key == notice.PRIVATE and "明天送饭" not in str(case.said_to())


def test_own_doings_are_not_told_twice() -> None:
    """The assistant answered already."""
    case = Case()
    number = case.opened().ticket.number
    case.do(c.Urge(number))
    case.do(c.CancelTicket(number))
    assert case.said_to() == []


def test_followers_hear_of_steps_but_not_the_words() -> None:
    """The office wrote to the requester; rating is the requester's."""
    case = Case()
    case.link()
    number = case.opened().ticket.number
    work(case, staff_work.reply, number, "只给您看")
    work(case, staff_work.set_status, number, "closed")
    case.do(c.Rate(number, Rating(True, False)))
    said = case.said_to("follower")
    assert [s.key for s in said] == ["notice.opened", "notice.private", "notice.closed", "notice.reopened"]
    assert "只给您看" not in str(said) and not any(b.payload.startswith("rate") for s in said for b in s.buttons)


def test_followers_never_hear_of_reports_of_harm() -> None:
    """Not even that there is one."""
    case = Case()
    case.link()
    number = case.opened("harm").ticket.number
    work(case, staff_work.set_status, number, "closed", result="办好了")
    case.do(c.Rate(number, Rating(True, False)))
    assert case.said_to("follower") == []


@pytest.mark.parametrize("approved", [True, False])
def test_who_does_not_follow_any_more_hears_nothing(approved: bool) -> None:
    """Neither before the link is approved nor after it ran out."""
    case = Case()
    case.link(approved=approved, expires_at=case.now if approved else None)
    work(case, staff_work.set_status, case.opened().ticket.number, "closed", result="办好了")
    assert case.said_to("follower") == []


def test_a_notice_names_its_event() -> None:
    """So that it can be told which line of history it tells."""
    case = Case()
    number = case.opened().ticket.number
    work(case, staff_work.reply, number, "好")
    assert case.store.state.outbox[-1].cause == f"{case.ticket(number).id}/2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_has_words(language: str) -> None:
    """In each language, and only with parameters that a notice carries."""
    words = catalogue(language)
    keys = {*notice.EVENTS.values(), notice.PRIVATE, "notice.open", "notice.person_here", "notice.person_left"}
    keys |= {"notice.nobody_came", "notice.person_called_again", *hand_over.ALMOST.values()}
    keys |= {"notice.asked", "notice.asked_private", "notice.asked_phone", "notice.closed_with", "notice.merged"}
    keys |= {"notice.person_left_alarm", "notice.person_left_alarm.child"}
    left = {"notice.all_left", "notice.all_left_waiting"}
    keys |= {*left, *(f"{key}_plain" for key in left), "notice.all_left_callback", "notice.last_left"}
    for key in sorted(keys):
        named = {name for _, name, _, _ in Formatter().parse(words[key]) if name}
        carried = (
            {"number"} if key == notice.PRIVATE else {"number", "service", "office", "text", "name", "ask", "into"}
        )
        assert named <= carried | ({"numbers"} if key in left else set()), key
    assert {key for key in words if key.startswith("notice.")} == keys
