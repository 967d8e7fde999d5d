"""Accounts of staff: invited by a link that works once, changed, begun anew, closed at once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from actions.desk.access import NotFoundError, staff_member
from actions.desk.access_table import BOUND, ROLES
from actions.desk.hand_over import gone
from actions.desk.person import Staff
from actions.desk.ports import UnitOfWork
from actions.desk.staff_work import NotPossibleError
from actions.desk.ticket import PEOPLE
from data.model import Catalogue

OPERATOR = "cli"  # whoever has this machine: no account, and no table holds them back
INVITATION = "account"  # the kind of a link by which somebody sets password and second factor
LASTS = timedelta(days=3)
LONGEST = 60  # characters of a name
_NAME = re.compile(r"[a-z][a-z0-9_-]{1,31}")
TAKEN = frozenset({OPERATOR, "system", *PEOPLE})  # what the history calls others


def add(uow: UnitOfWork, by: str, member: Staff, *, catalogue: Catalogue, now: datetime) -> None:
    """A new account, which has no password yet; NotPossibleError, NotFoundError."""
    _may(uow, by)
    if not _NAME.fullmatch(member.username) or member.username in TAKEN:
        raise NotPossibleError(
            f"{member.username!r}: a user name has 2 to 32 small letters, digits, _ or -, a letter first.", "username"
        )
    if uow.staff.get(member.username) is not None:
        raise NotPossibleError(f"{member.username} works here already.", "known", to=member.username)
    _fitting(member, catalogue)
    uow.staff.save(member)
    uow.audit.note(at=now, actor=by, action="added", kind="staff", id=member.username)


def change(uow: UnitOfWork, by: str, member: Staff, *, catalogue: Catalogue, now: datetime) -> None:
    """Another name, role or queues, which count from the next click; NotPossibleError, NotFoundError."""
    staff = _other(uow, by, member.username)
    _fitting(member, catalogue)
    fields = [name for name in ("name", "role", "queues") if getattr(staff, name) != getattr(member, name)]
    staff.name, staff.role, staff.queues = member.name, member.role, member.queues
    uow.staff.save(staff)
    uow.audit.note(at=now, actor=by, action="changed", kind="staff", id=staff.username, fields=fields)


def reset(uow: UnitOfWork, by: str, username: str, *, now: datetime) -> str:
    """Lost password or telephone: both go, sessions end, and a new link is made; its token."""
    staff = _other(uow, by, username)
    staff.password_hash = ""
    uow.staff.save(staff)
    uow.factors.drop(username)
    uow.sessions.end_all(username)
    return link(uow, by, username, "reset", now=now)


def disable(uow: UnitOfWork, by: str, username: str, *, catalogue: Catalogue, now: datetime) -> None:
    """End somebody's access at once; whoever talks with them waits for a colleague."""
    uow.staff.all(lock=True)  # of two who leave at once the second sees that nobody is left
    staff = _other(uow, by, username)
    was_there, staff.disabled, staff.on_duty = staff.on_duty, True, False
    uow.staff.save(staff)
    uow.sessions.end_all(username)
    uow.invites.withdraw(INVITATION, username, now)
    gone(uow, username, catalogue, now, was_there=was_there)
    uow.audit.note(at=now, actor=by, action="disabled", kind="staff", id=username)


def enable(uow: UnitOfWork, by: str, username: str, *, now: datetime) -> None:
    """Let somebody in again, with the password that they had."""
    staff = _other(uow, by, username)
    staff.disabled = False
    uow.staff.save(staff)
    uow.audit.note(at=now, actor=by, action="enabled", kind="staff", id=username)


def link(uow: UnitOfWork, by: str, username: str, action: str, *, now: datetime) -> str:
    """The token of a fresh link for an account; an earlier one opens nothing any more."""
    _other(uow, by, username)
    uow.invites.withdraw(INVITATION, username, now)
    token = uow.invites.make(INVITATION, username, now, lasts=LASTS)
    uow.audit.note(at=now, actor=by, action=action, kind="staff", id=username)
    return token


def set_up(uow: UnitOfWork, token: str, password_hash: str, *, now: datetime) -> Staff:
    """Redeem a link: the account has this password. NotFoundError where it is none, used or too old: all alike."""
    username = uow.invites.redeem(INVITATION, token, now)
    staff = uow.staff.get(username, lock=True) if username else None
    if staff is None or staff.disabled:
        raise NotFoundError("There is no such link any more.")
    staff.password_hash = password_hash
    uow.staff.save(staff)
    uow.sessions.end_all(staff.username)
    uow.audit.note(at=now, actor=staff.username, action="set_up", kind="staff", id=staff.username)
    return staff


def new_password(uow: UnitOfWork, username: str, password_hash: str, *, now: datetime) -> None:
    """Somebody changes their own, having shown the old one; whoever else is logged in as them is so no longer."""
    staff = _locked(uow, username, "console.enter")
    staff.password_hash = password_hash
    uow.staff.save(staff)
    uow.sessions.end_all(username)
    uow.audit.note(at=now, actor=username, action="password", kind="staff", id=username)


def duty(uow: UnitOfWork, by: str, username: str, *, there: bool, catalogue: Catalogue, now: datetime) -> bool:
    """Somebody comes to work or goes home, so that people are told the truth; whether talks were given back."""
    if not there:  # as in `disable`, and all in one order
        uow.staff.all(lock=True)
    staff = _locked(uow, username, "talk.take")
    if staff.on_duty != there:
        staff.on_duty = there
        uow.staff.save(staff)
        if there:
            uow.audit.note(at=now, actor=by, action="on_duty", kind="staff", id=username)
        else:
            uow.audit.note(at=now, actor=by, action="off_duty", kind="staff", id=username)
            return gone(uow, username, catalogue, now, was_there=True)
    return False


def _locked(uow: UnitOfWork, username: str, right: str) -> Staff:
    """Their account, to be written back whole: nobody disables or changes it meanwhile."""
    uow.staff.get(username, lock=True)
    return staff_member(uow, username, right)


def _may(uow: UnitOfWork, by: str) -> None:
    if by != OPERATOR:
        staff_member(uow, by, "account.change")


def _other(uow: UnitOfWork, by: str, username: str) -> Staff:
    """The account to change; nobody changes their own, so that one who may do this is always left."""
    _may(uow, by)
    staff = uow.staff.get(username, lock=True)
    if staff is None:
        raise NotFoundError(f"{username} does not work here; `nuanxin staff list` shows who does.")
    if username == by:
        raise NotPossibleError("Your own account is changed by another administrator.", "self")
    return staff


def _fitting(member: Staff, catalogue: Catalogue) -> None:
    if not member.name.strip() or len(member.name) > LONGEST:
        raise NotPossibleError(f"A name has 1 to {LONGEST} characters.", "name")
    if member.role not in ROLES:
        raise NotPossibleError(f"{member.role!r} is not one of {', '.join(ROLES)}.", "role")
    for queue in member.queues:
        if queue not in catalogue.place.queues:
            raise NotPossibleError(f"{queue!r} is not one of {', '.join(catalogue.place.queues)}.", "queue")
    if member.role in BOUND and not member.queues:
        raise NotPossibleError(f"{member.role} sees its own queues only, so it needs one at least.", "no_queue")
