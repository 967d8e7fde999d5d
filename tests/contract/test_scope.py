"""A right to requests means the same of one and of all at once, in memory and on both engines."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

from actions.desk.access import knows_name
from actions.desk.access_table import BOUND, ROLES, reach
from actions.desk.naming import Naming
from actions.desk.person import Staff
from actions.desk.scope import EVERY, scope_of
from actions.desk.ticket import Ticket
from tests.contract.conftest import Place
from tests.unit.desk.builders import NOW, a_ticket
from tests.unit.desk.test_access import Where

KINDS = (("ordinary", False), ("sensitive", False), ("protected", False), ("protected", True))


def every_kind(place: Place) -> list[Ticket]:
    """One request of each kind, in each queue, with and without somebody who has it."""
    person, conversation = place.newcomer("a")
    found = []
    where = product(KINDS, ("care", "other"), ("", "me"), ("care", "other"))
    for n, ((sensitivity, minor), queue, assignee, first) in enumerate(where):
        plain = {"queue": queue, "assignee": assignee, "responsible": first, "sensitivity": sensitivity, "minor": minor}
        ticket = a_ticket(f"NX-{n:03}", requester=person.id, conversation=conversation, **plain)
        found.append(ticket)
    with place.unit() as unit:
        for ticket in found:
            unit.tickets.add(ticket)
        unit.commit()
    return found


def opened(staff: Staff, action: str, ticket: Ticket) -> bool:
    """What the table of rights says, read without the desk's own rule."""
    everywhere = not staff.queues and staff.role not in BOUND
    first = ticket.responsible in staff.queues and ticket.sensitivity == "ordinary"
    where = Where(
        near=everywhere or ticket.queue in staff.queues or first,
        mine=ticket.assignee == staff.username,
        named=ticket.minor and ticket.id in staff.named,
        standing=EVERY in staff.named,
    )
    return where.opens(reach(staff.role, f"request.{action}.{ticket.kind}"))


def test_what_is_listed_is_what_the_table_opens(place: Place) -> None:
    """Of each role, with and without queues and names, for each right that goes for requests; and one by one too."""
    tickets = every_kind(place)
    some = frozenset(t.id for t in tickets[-3:]) | frozenset(t.id for t in tickets[:2])
    with place.unit() as unit:
        for role, queues, named in product(ROLES, ((), ("care",)), (frozenset[str](), some, some | {EVERY})):
            staff = Staff("me", "我", role, queues, named=named)
            for action in ("read", "work", "assign", "reassign"):
                scope = scope_of(staff, action)
                right = {t.number for t in tickets if opened(staff, action, t)}
                assert {t.number for t in unit.tickets.listed(scope)} == right, (role, queues, action)
                assert {t.number for t in tickets if scope.holds(t)} == right, (role, queues, action)


def test_a_talk_is_seen_whole_where_nothing_of_its_person_is_kept(place: Place) -> None:
    """Of each role; who never asked for anything keeps nothing from anybody, and a talk that never was is not seen."""
    _, quiet = place.newcomer("quiet")
    theirs: dict[str, list[Ticket]] = {quiet: []}
    where = product(KINDS, ("care", "other"), (True, False), ("", "me"))
    for n, ((sensitivity, minor), queue, secret, assignee) in enumerate(where):
        person, talk = place.newcomer(f"p{n}")
        plain = {"requester": person.id, "conversation": talk}
        more = {"sensitivity": sensitivity, "minor": minor, "secret": secret, "assignee": assignee}
        kept = a_ticket(f"NX-{n:03}-k", queue=queue, **more, **plain)
        theirs[talk] = [a_ticket(f"NX-{n:03}-o", queue="care", **plain), kept]
    with place.unit() as unit:
        for ticket in (one for both in theirs.values() for one in both):
            unit.tickets.add(ticket)
        unit.commit()
    with place.unit() as unit:
        for role, queues in product(ROLES, ((), ("care",))):
            staff = Staff("me", "我", role, queues)
            scope, right = scope_of(staff), reach(role, "secret_name.read")
            open_ = (t for t, both in theirs.items() if all(scope.holds(o) and knows_name(staff, o) for o in both))
            assert unit.tickets.seen_whole(scope, [*theirs, "none"], secret=right) == set(open_), (role, queues)


def test_a_naming_opens_until_it_ends(place: Place) -> None:
    """Loaded with the member of staff; over when its time is over, or when it was ended, once."""
    until = NOW + timedelta(days=3650)
    with place.unit() as unit:
        for name in ("li", "wang"):
            unit.staff.save(Staff(name, name, "agent"))
        made = Naming("n1", "li", "t1", "chief", "当班", NOW, until)
        unit.namings.add(made)
        unit.namings.add(Naming("n2", "li", EVERY, "chief", "当班", NOW - timedelta(days=9), NOW - timedelta(days=8)))
        unit.commit()
    with place.unit() as unit:
        li, wang = unit.staff.get("li"), unit.staff.get("wang")
        assert (li.named, wang.named) == ({"t1"}, frozenset())
        assert [one.named for one in unit.staff.all()] == [{"t1"}, frozenset()]
        assert unit.namings.holding(NOW) == [made]
        unit.staff.save(li)
        assert unit.namings.end("n1", NOW) and not unit.namings.end("n1", NOW) and not unit.namings.end("n2", NOW)
        unit.commit()
    with place.unit() as unit:
        assert unit.staff.get("li").named == frozenset() and unit.namings.holding(NOW) == []
