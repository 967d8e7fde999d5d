"""Every cell of the table of rights, tried at the use case that asks it; nothing goes round the table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from actions.desk import access_table as table
from actions.desk import hand_over, incident, naming, number
from actions.desk.access import (
    AFTERWARDS,
    NotFoundError,
    as_known,
    hears,
    knows_name,
    sees,
    staff_member,
    ticket_for_staff,
)
from actions.desk.access_table import KINDS, ROLES, TABLE, Reach
from actions.desk.calendar_day import set_day
from actions.desk.family import approve_as_staff
from actions.desk.naming import Naming
from actions.desk.person import HandOver, Incident, Link, Staff
from actions.desk.scope import EVERY, scope_of
from actions.desk.staff_work import NotPossibleError, assign, note, reply, send_back, set_status
from actions.desk.teaching import teach
from actions.desk.ticket import Attachment, Event
from tests.unit.desk.builders import NOW, Case, a_catalogue, a_ticket

ROOT = Path(__file__).parents[3]
NUMBER = number.make(NOW, 1)
CATALOGUE = cache(a_catalogue)
WORDS = "我是东门的陈小梅"
REFUSED = (NotFoundError, NotPossibleError)
SENSITIVITY = {"ordinary": "ordinary", "sensitive": "sensitive", "protected": "protected", "minor": "protected"}


@dataclass(frozen=True)
class Where:
    """How somebody stands to a request: their queues hold it, they have it, they were named for it, or for all."""

    near: bool
    mine: bool
    named: bool
    standing: bool

    def opens(self, reach: Reach) -> bool:
        """Whether a right of this reach goes for it."""
        near = self.near or self.mine
        named = self.named or (self.standing and near)
        return {Reach.NONE: False, Reach.OWN: self.mine, Reach.SCOPE: near, Reach.NAMED: named, Reach.ALL: True}[reach]


EVERY_OR_ONE: tuple[tuple[str, ...], ...] = ((), ("care",))
EVERYWHERE = [Where(*one) for one in product((True, False), repeat=4)]


def a_case(role: str, where: Where, **changes: Any) -> Case:
    """A desk with one request and somebody of this role."""
    case = Case(catalogue=CATALOGUE())
    case.store.state.staff["me"] = Staff("me", "我", role, ("care",) if where.near else ("desk_west",))
    plain = {"queue": "care", "responsible": "care", "requester": "asker", "conversation": "talk-asker"}
    ticket = a_ticket(NUMBER, **(plain | {"assignee": "me" if where.mine else ""} | changes))
    case.store.state.tickets[ticket.id] = ticket
    for here, of in ((where.named, ticket.id), (where.standing, EVERY)):
        if here:
            made = Naming(f"n-{of}", "me", of, "chief", "当班", NOW, NOW + timedelta(days=1))
            case.store.state.namings.append(made)
    return case


def tried(case: Case, use_case: Callable[..., object], *args: Any, **more: Any) -> bool:
    """Whether it was let through."""
    try:
        case.staff(use_case, "me", *args, **more)
    except REFUSED:
        return False
    return True


def reads(case: Case) -> bool:
    """Opened by its number, and in the list of what may be read: both say the same."""
    with case.store.unit() as uow:
        staff = uow.staff.get("me")
        assert staff is not None
        listed = [one.number for one in uow.tickets.listed(scope_of(staff))]
        try:
            ticket_for_staff(uow, "me", NUMBER)
        except NotFoundError:
            assert listed == []
            return False
    assert listed == [NUMBER]
    return True


WORK: tuple[Callable[[Case], bool], ...] = (
    lambda case: tried(case, reply, NUMBER, "您好", catalogue=case.catalogue),
    lambda case: tried(case, set_status, NUMBER, "in_progress", catalogue=case.catalogue),
    lambda case: tried(case, note, NUMBER, "记一下"),
    lambda case: tried(case, send_back, NUMBER, "不归我们", catalogue=case.catalogue),
)


@pytest.mark.parametrize("role", [*ROLES, "boss", ""])
@pytest.mark.parametrize("kind", KINDS)
def test_requests_open_as_the_table_says(kind: str, role: str) -> None:
    """Read and worked, in one's queues and elsewhere, had or not, named or not; an unknown role does nothing."""
    what = {"sensitivity": SENSITIVITY[kind], "minor": kind == "minor"}
    for n, where in enumerate(EVERYWHERE):
        case = a_case(role, where, **what)
        assert reads(case) == where.opens(table.reach(role, f"request.read.{kind}")), where
        case = a_case(role, where, **what)
        assert WORK[n % len(WORK)](case) == where.opens(table.reach(role, f"request.work.{kind}")), where


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", KINDS)
def test_requests_are_given_on_as_the_table_says(kind: str, role: str) -> None:
    """What nobody has, by whoever may assign; what somebody has, by them or by whoever may take it from them."""
    what = {"sensitivity": SENSITIVITY[kind], "minor": kind == "minor"}
    for where in EVERYWHERE:
        case = a_case(role, where, **what)
        right = where.opens(table.reach(role, f"request.assign.{kind}"))
        if where.mine:
            right = right and where.opens(table.reach(role, f"request.reassign.{kind}"))
        assert tried(case, assign, NUMBER, "care_east", catalogue=case.catalogue) == right, where
        if not where.mine:
            case = a_case(role, where, **what | {"assignee": "li"})
            taken = right and where.opens(table.reach(role, f"request.reassign.{kind}"))
            assert tried(case, assign, NUMBER, "care_east", catalogue=case.catalogue) == taken, where


@pytest.mark.parametrize("role", ROLES)
def test_a_secret_name_is_read_as_the_table_says(role: str) -> None:
    """By whoever has the request, or answers for it; others read no word in which it may stand."""
    for where in EVERYWHERE:
        case = a_case(role, where, secret=True, text=WORDS, details={"age": 78, "address": WORDS, "gone": WORDS})
        with case.store.unit() as uow:
            staff, ticket = uow.staff.get("me"), uow.tickets.by_number(NUMBER)
        assert staff is not None and ticket is not None
        ticket.attachments = (Attachment("link", WORDS),)
        ticket.history.append(Event(NOW, "reply", "li", WORDS))
        right = table.reach(role, "secret_name.read")
        known = as_known(staff, ticket, case.catalogue)
        if right is Reach.SCOPE or where.opens(right):
            assert knows_name(staff, ticket) and known is ticket, where
        else:
            assert not knows_name(staff, ticket) and WORDS not in repr(known) and known.details == {"age": 78}, where


def _waiting(case: Case, **more: Any) -> None:
    state = more.pop("state", "waiting")
    case.store.state.hand_overs["talk-asker"] = HandOver("talk-asker", state, "wanted", NOW, **more)


def _taken(case: Case) -> bool:
    _waiting(case)
    return tried(case, hand_over.claim, "talk-asker")


def _taken_over(case: Case) -> bool:
    _waiting(case, state="held", staff="li")
    return tried(case, hand_over.take_over, "talk-asker")


def _alarm_taken(case: Case) -> bool:
    case.store.state.incidents["i"] = Incident("i", "talk-asker", "asker", "medical", True, "x", NOW)
    return tried(case, incident.take, "i")


def _approved(case: Case) -> bool:
    link = Link("l", "follower", "asker", "guardian", NOW)
    case.store.state.links["l"] = link
    return tried(case, approve_as_staff, link)


def _named(case: Case) -> bool:
    case.store.state.staff["to"] = Staff("to", "小何", "agent")
    case.store.state.tickets[f"id-{NUMBER}"].minor = True
    return tried(case, naming.name, "to", NUMBER, "当班", days=1)


def _asked(action: str) -> Callable[[Case], bool]:
    """At the guard itself, where the use case lies above the desk (its own tests go through it)."""

    def ask(case: Case) -> bool:
        with case.store.unit() as uow:
            try:
                staff_member(uow, "me", action)
            except NotFoundError:
                return False
        return True

    return ask


DOORS: dict[str, Callable[[Case], bool]] = {
    "talk.take": _taken,
    "talk.take_over": _taken_over,
    "incident.take": _alarm_taken,
    "link.approve": _approved,
    "request.name": _named,
    "calendar.set": lambda case: tried(case, set_day, NOW.date(), None),
}
PLAIN = [a for a in TABLE if not a.startswith("request.") or a in ("request.open", "request.name")]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", [a for a in PLAIN if a not in ("talk.read", "secret_name.read")])
def test_what_goes_for_everything_or_nothing(action: str, role: str) -> None:
    """One cell: the right is there, or there is nothing of the kind for them."""
    case = a_case(role, Where(near=True, mine=False, named=False, standing=False))
    if action == "request.name":
        case = a_case(role, Where(near=True, mine=False, named=True, standing=True), sensitivity="protected")
    assert DOORS.get(action, _asked(action))(case) == (table.reach(role, action) is Reach.ALL)


@pytest.mark.parametrize("role", ROLES)
def test_a_talk_is_read_as_the_table_says(role: str) -> None:
    """Whoever holds it; else whoever sees every queue, and all of every request of theirs; an alarm opens it."""
    right = table.reach(role, "talk.read") is not Reach.NONE
    unbound = role not in table.BOUND
    for queues, (minor, secret, held, alarm) in product(EVERY_OR_ONE, product((True, False), repeat=4)):
        case = a_case(role, Where(near=True, mine=False, named=False, standing=False))
        case.store.state.staff["me"].queues = queues
        ticket = case.store.state.tickets[f"id-{NUMBER}"]
        ticket.minor, ticket.sensitivity, ticket.secret = minor, "protected" if minor else "ordinary", secret
        if held:
            _waiting(case, state="held", staff="me")
        if alarm:
            case.store.state.incidents["i"] = Incident("i", "talk-asker", "asker", "medical", True, "x", NOW)
        with case.store.unit() as uow:
            staff = uow.staff.get("me")
            assert staff is not None
            hidden = (minor and not sees(staff, ticket)) or not knows_name(staff, ticket)
            wide = not queues and unbound and (alarm or not hidden)
            assert hears(uow, staff, "talk-asker", NOW) == (right and (held or wide))


def test_what_an_alarm_opened_closes_with_it() -> None:
    """Who came to it hears the talk while it lasts and as long after as the words for it need, then no more."""
    where = Where(near=True, mine=False, named=False, standing=False)
    case = a_case("agent", where, minor=True, sensitivity="protected")
    case.store.state.staff["me"].queues = ()
    _waiting(case, state="held", staff="me")
    alarm = Incident("i", "talk-asker", "asker", "violence", True, "x", NOW - timedelta(days=1), "me", NOW)
    case.store.state.incidents["i"] = alarm

    def reads_on(later: timedelta) -> bool:
        with case.store.unit() as uow:
            staff = uow.staff.get("me")
            assert staff is not None
            return hears(uow, staff, "talk-asker", NOW + later)

    assert reads_on(timedelta(days=9))
    case.staff(hand_over.give_back, "me", "talk-asker", result="社工明天上门")
    assert reads_on(AFTERWARDS) and not reads_on(AFTERWARDS + timedelta(seconds=1))


@pytest.mark.parametrize("role", sorted(table.BOUND))
def test_an_office_without_a_queue_sees_nothing(role: str) -> None:
    """Deny by default: no queue is not every queue."""
    case = a_case(role, Where(near=False, mine=False, named=False, standing=False))
    case.store.state.staff["me"].queues = ()
    assert not reads(case)


def test_never() -> None:
    """What no change of the table may bring, said once more: these are the cells that hurt people."""
    for role in ROLES:
        if role != "supervisor":
            assert table.reach(role, "request.read.minor") in (Reach.NAMED, Reach.NONE)
            assert table.reach(role, "request.name") is Reach.NONE
    for action in TABLE:
        if action.startswith(("request.", "talk.", "incident.", "secret_name.")):
            assert table.reach("admin", action) is Reach.NONE  # who gives rights reads nobody's words
        if action.split(".")[1] in ("work", "assign", "reassign", "take", "approve", "set", "change", "open"):
            assert table.reach("auditor", action) is Reach.NONE
    assert all(table.reach("partner", f"request.read.{kind}") is Reach.NONE for kind in ("protected", "minor"))


def test_what_does_not_stand_there_nobody_may() -> None:
    """A right that we forgot to write down is an error of ours, not an open door."""
    with pytest.raises(KeyError):
        table.reach("supervisor", "request.burn.ordinary")


def test_teaching_is_work() -> None:
    """It keeps a request's words, so it needs the same right."""
    case = a_case("auditor", Where(near=True, mine=False, named=False, standing=False), text="想找人送饭")
    with pytest.raises(NotFoundError):
        case.staff(teach, "me", NUMBER, "talk", catalogue=case.catalogue)


def test_the_readme_shows_the_table() -> None:
    """`nuanxin staff roles` prints what stands in the room's README."""
    told = (ROOT / "actions/desk/README.md").read_text(encoding="utf-8")
    assert "\n".join(table.page()) in told


def test_roles_are_named_in_the_table_only() -> None:
    """No list of roles anywhere else: code asks for a right. `agent`, `office`, `admin` mean other things too."""
    names = re.compile(r"[\"'](?:dispatcher|supervisor|auditor|partner)[\"']")
    but = {"actions/desk/access_table.py", "bot/demo.py"}
    for path in (*(ROOT / "actions").rglob("*.py"), *(ROOT / "bot").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        assert name in but or not names.search(path.read_text(encoding="utf-8")), name
