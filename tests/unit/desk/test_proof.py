"""Who may do what with a request, by which proof: every cell of the table; and guesses (`make faults`: a million)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from actions.desk import code
from actions.desk import commands as c
from actions.desk import results as r
from actions.desk.staff_work import set_status
from actions.desk.ticket import Rating, Status
from actions.desk.view import views_for
from actions.store.encryption import Vault
from actions.store.keyring import Keyring
from actions.store.unit_of_work import SqlCodes
from tests.conftest import KEY
from tests.unit.desk.builders import NOW, Case

WHO = ("requester", "follower", "waiting", "expired", "left", "stranger", "number", "wrong code", "proven")
WHAT = {  # what was asked for, and whether an approved follower sees it
    "own meal": ("meal", "self", True),
    "mother's meal": ("meal", "relative", True),
    "own sorrow": ("talk", "self", False),
    "mother's sorrow": ("talk", "relative", True),
    "own harm": ("harm", "self", False),
    "child's harm": ("harm", "guardian", False),
}
FAMILY = ("follower", "waiting", "expired", "left")
HOW = ("list", "prove", "add", "correct", "urge", "cancel", "rate", "notice")


def may(who: str, how: str, *, shown: bool) -> bool:
    """The rule, as services.md puts it."""
    match who:
        case "requester":
            return how != "prove"
        case "follower":
            return shown and how in ("list", "add", "urge", "notice")
        case "proven":
            return how in ("list", "prove", "add", "correct", "urge", "cancel")
    return False


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize("who", WHO)
def test_the_table_of_proof(who: str, what: str, how: str) -> None:
    """Nobody can do more than the rule says, and nobody less; what is refused looks like something unknown."""
    service, asker, shown = WHAT[what]
    case = Case()
    opened = case.opened(service, {"age": 9, "address": "翠竹街道1号", "asker": asker})
    if who in FAMILY:
        expires = NOW - timedelta(hours=1) if who == "expired" else NOW + timedelta(days=1)
        case.link(approved=who != "waiting", expires_at=expires)
    if who == "left":
        assert case.do(c.LeaveFamily("l1"), "follower") == r.FamilyLeft()
    actor = "asker" if who == "requester" else "follower" if who in FAMILY else "stranger"
    found = done(case, actor, opened, how, proven=opened.ticket.number if who == "proven" else "", who=who)
    assert found is may(who, how, shown=shown)


def done(case: Case, actor: str, opened: r.Opened, how: str, *, proven: str, who: str) -> bool:
    """Whether it could be done."""
    number = opened.ticket.number
    if how == "list":
        with case.store.unit() as uow:
            person = uow.people.get(actor)
            assert person is not None
            return number in {view.number for view in views_for(uow, person, NOW, proven)}
    if how == "notice":
        before = len(case.store.state.outbox)
        case.staff(set_status, "li", number, "in_progress", catalogue=case.catalogue)
        return f"talk-{actor}" in {sent.conversation for sent in case.store.state.outbox[before:]}
    if how == "rate":
        for status in ("in_progress", "closed"):
            case.staff(
                set_status,
                "li",
                number,
                status,
                catalogue=case.catalogue,
                result="办好了" if status == "closed" else "",
            )
    told = opened.code if who == "proven" else "AAAAAAAA" if who == "wrong code" else ""
    command: dict[str, Any] = {
        "prove": c.Prove(number, told),
        "add": c.AddInformation(number, "三楼"),
        "correct": c.AddInformation(number, "八十", (), {"age": 80}),
        "urge": c.Urge(number),
        "cancel": c.CancelTicket(number),
        "rate": c.Rate(number, Rating(True, True, 5)),
    }
    result = case.do(command[how], actor, proven=proven)
    if isinstance(result, r.Refused):
        assert result == r.Refused("not_found")
        assert case.store.state.tickets and not changed(case, how)
    if how == "correct":  # who only follows is heard, and changes nothing
        return case.ticket(number).details["age"] == 80
    if how in ("add", "urge", "cancel") and not isinstance(result, r.Refused):  # a son's words are not his mother's
        by = {"requester": "requester", "proven": "holder"}.get(who, "follower")
        assert case.ticket(number).history[-1].by == by
    return not isinstance(result, r.Refused)


def changed(case: Case, how: str) -> bool:
    """Whether the request is another than before."""
    (ticket,) = case.store.state.tickets.values()
    return ticket.urged > 0 or (ticket.status is Status.CANCELLED) or (how == "rate" and ticket.rating is not None)


def test_after_five_guesses_even_the_right_code_opens_nothing() -> None:
    """A thousand guesses of one person's: five are looked at, within the hour."""
    case = Case()
    opened = case.opened()
    number = opened.ticket.number
    results = [case.do(c.Prove(number, "AAAAAAAA"), "stranger") for _ in range(60)]
    assert results[:5] == [r.Refused("not_found")] * 5
    assert set(map(str, results[5:])) == {str(r.Refused("too_many_tries"))}
    assert case.do(c.Prove(number, opened.code), "stranger") == r.Refused("too_many_tries")


@pytest.mark.parametrize("guesses", [20_000, pytest.param(1_000_000, marks=pytest.mark.faults)])
def test_guesses_open_nothing(guesses: int) -> None:
    """Half of one request's code, half of requests with one code: no fingerprint fits, as one in 10^11 would."""
    codes = SqlCodes(Vault(Keyring.parse(KEY), b"i" * 32))
    number, told = "NX-261123-000018", "K7QWMX3D"
    kept, letters, size = codes.hash(number, told), code.ALPHABET, len(code.ALPHABET)
    for guess in range(guesses // 2):
        left, typed = guess * 7_919_131 % size**code.LENGTH, ""
        for _ in range(code.LENGTH):
            left, digit = divmod(left, size)
            typed += letters[digit]
        assert codes.hash(number, typed) != kept or typed == told
    assert not any(codes.hash(f"NX-261123-{guess:06d}", told) == kept for guess in range(19, guesses // 2))
    assert size**code.LENGTH > 10**11


def test_an_invitation_cannot_be_guessed() -> None:
    """128 random bits, and ten tries an hour."""
    case = Case()
    invited = case.do(c.InviteFamily())
    assert isinstance(invited, r.FamilyInvited)
    results = [case.do(c.FollowFamily(f"{guess:032d}", "guardian", "x"), "stranger") for guess in range(1, 14)]
    assert results == [r.Refused("invite")] * 10 + [r.Refused("too_many_tries")] * 3
    assert case.do(c.FollowFamily(invited.token, "guardian", "x"), "stranger") == r.Refused("too_many_tries")


def test_only_the_one_who_is_followed_agrees() -> None:
    """The follower, a stranger and staff who may not write approve nothing."""
    case = Case()
    invited = case.do(c.InviteFamily())
    assert isinstance(invited, r.FamilyInvited)
    assert case.do(c.FollowFamily(invited.token, "guardian", "妈妈"), "follower") == r.FamilyAsked()
    (link,) = case.store.state.links
    for who in ("follower", "stranger"):
        assert case.do(c.AnswerFamily(link, True), who) == r.Refused("invite")
    assert case.do(c.AnswerFamily(link, True)) == r.FamilyAnswered(True)
    held = case.store.state.links[link]
    assert held.holds(NOW) and not held.holds(NOW + timedelta(days=366)) and held.approved_by == "asker"
    assert case.do(c.LeaveFamily(link), "stranger") == r.Refused("invite")
    assert case.do(c.LeaveFamily(link), "follower") == r.FamilyLeft()
    assert not case.store.state.links[link].holds(NOW)
