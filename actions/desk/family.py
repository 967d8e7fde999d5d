"""Who may follow whose requests: invited once, approved by the one who is followed or by staff, for a year."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.desk import code
from actions.desk.access import NotFoundError, staff_member, ticket_proven
from actions.desk.commands import AnswerFamily, FollowFamily, InviteFamily, LeaveFamily
from actions.desk.desk import Desk
from actions.desk.person import Link, Person
from actions.desk.ports import UnitOfWork
from actions.desk.results import FamilyAnswered, FamilyAsked, FamilyInvited, FamilyLeft, LinkView, Refused
from actions.desk.say import Button, Say

INVITED = timedelta(days=3)  # an invitation opens its door so long
HOLDS = timedelta(days=365)  # then consent is asked anew
RELATIONS = ("guardian", "relative", "worker")
TRIES = 10  # an hour, of invitations that are none
LABEL = 20  # characters of how one calls the other


def do(
    desk: Desk, command: InviteFamily | FollowFamily | AnswerFamily | LeaveFamily
) -> FamilyInvited | FamilyAsked | FamilyAnswered | FamilyLeft | Refused:
    """One of the four."""
    match command:
        case InviteFamily():
            return invite(desk)
        case FollowFamily():
            return follow(desk, command)
        case AnswerFamily():
            return answer(desk, command)
        case LeaveFamily():
            return leave(desk, command)


def invite(desk: Desk) -> FamilyInvited:
    """A one-time code for somebody who shall follow this person's requests."""
    token = desk.uow.invites.make("family", desk.person.id, desk.now, lasts=INVITED)
    desk.audit("invited", "person", desk.person.id)
    return FamilyInvited(token)


def follow(desk: Desk, command: FollowFamily) -> FamilyAsked | Refused:
    """Ask to follow whoever gave the invitation, or whose request this person proved; nothing is opened by that."""
    if desk.uow.tries.count(desk.person.id, "invite", desk.now) > TRIES:
        return Refused("too_many_tries")
    followed = _invited_by(desk, command)
    if followed is None or followed.id == desk.person.id or command.relation not in RELATIONS:
        return Refused("invite")
    for old in desk.uow.people.links_of(desk.person.id):
        if old.followed == followed.id and old.runs(desk.now):
            return FamilyAsked()
    id = code.new_id(int(desk.now.timestamp() * 1000), desk.random)
    link = Link(id, desk.person.id, followed.id, command.relation, desk.now, label=command.label[:LABEL])
    desk.uow.people.add_link(link)
    desk.audit("asked", "link", id)
    answers = (Button("family.agree", f"k:yes:{id}"), Button("family.decline", f"k:no:{id}"))
    _tell(desk.uow, followed.id, Say(f"family.asks.{command.relation}", {}, answers))
    return FamilyAsked()


def answer(desk: Desk, command: AnswerFamily) -> FamilyAnswered | Refused:
    """The one who is to be followed agrees or not; nobody else can."""
    link = next((one for one in desk.uow.people.links_to(desk.person.id) if one.id == command.link), None)
    if link is None or not link.runs(desk.now) or link.approved_at is not None:
        return Refused("invite")
    if command.agreed:
        desk.person.consents[f"followed_by:{link.id}"] = desk.now.isoformat()
        desk.uow.people.save(desk.person)
    _settle(desk.uow, link, desk.person.id, desk.now, agreed=command.agreed)
    desk.audit("approved" if command.agreed else "declined", "link", link.id)
    return FamilyAnswered(command.agreed)


def leave(desk: Desk, command: LeaveFamily) -> FamilyLeft | Refused:
    """Either side ends it, at once and without the other."""
    people = desk.uow.people
    mine = (*people.links_of(desk.person.id), *people.links_to(desk.person.id))
    link = next((one for one in mine if one.id == command.link and one.runs(desk.now)), None)
    if link is None:
        return Refused("invite")
    link.expires_at = desk.now
    people.save_link(link)
    desk.audit("ended", "link", link.id)
    return FamilyLeft()


def approve_as_staff(uow: UnitOfWork, username: str, link: Link, now: datetime) -> None:
    """Staff who have seen papers agree in place of the one who is followed."""
    staff_member(uow, username, "link.approve")
    if not link.runs(now) or link.approved_at is not None:
        raise NotFoundError(f"There is no open question {link.id}.")
    _settle(uow, link, username, now, agreed=True)
    _tell(uow, link.followed, Say("family.approved_by_staff"))
    uow.audit.note(at=now, actor=username, action="approved", kind="link", id=link.id)


def links_for(uow: UnitOfWork, person: Person, now: datetime) -> tuple[LinkView, ...]:
    """Whom this person follows and by whom they are followed."""
    found = [(one, True) for one in uow.people.links_of(person.id)]
    found += [(one, False) for one in uow.people.links_to(person.id)]
    return tuple(
        LinkView(one.id, one.relation, one.label if mine else "", following=mine, holds=one.holds(now))
        for one, mine in found
        if one.runs(now)
    )


def _invited_by(desk: Desk, command: FollowFamily) -> Person | None:
    if command.token:
        if desk.uow.invites.whose("family", command.token, desk.now) == desk.person.id:
            return None  # one's own, tried out: it still opens its door to whom it is for
        subject = desk.uow.invites.redeem("family", command.token, desk.now)
        return desk.uow.people.get(subject) if subject else None
    ticket = ticket_proven(desk.uow, desk.proven, desk.proven) if desk.proven else None
    return desk.uow.people.get(ticket.requester) if ticket is not None else None


def _settle(uow: UnitOfWork, link: Link, by: str, now: datetime, *, agreed: bool) -> None:
    link.expires_at = now + HOLDS if agreed else now
    if agreed:
        link.approved_at, link.approved_by = now, by
    uow.people.save_link(link)
    key = "family.you_may" if agreed else "family.you_may_not"
    _tell(uow, link.follower, Say(key, {"label": link.label}))


def _tell(uow: UnitOfWork, person: str, say: Say) -> None:
    conversation = uow.people.conversation_of(person)
    if conversation is not None:
        uow.outbox.put(conversation, [say], lane="notice")
