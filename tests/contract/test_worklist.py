"""The list of work on both engines: what somebody may see, page by page, counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.desk.access import sees
from actions.desk.person import Staff
from actions.desk.scope import scope_of
from actions.desk.ticket import Status, Ticket
from actions.store import Store
from actions.store.views import SavedView
from actions.store.worklist import Wanted
from tests.conftest import NOW
from tests.unit.desk.builders import a_ticket

ALL, OFFICE = Staff("li", "李", "agent"), Staff("office", "街道", "office", ("care",))


@pytest.fixture
def full(store: Store) -> list[Ticket]:
    """Twelve requests of all sorts."""
    made = []
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", "a", now=NOW)
        for n in range(12):
            ticket = a_ticket(
                f"NX-261123-{n:05}0",
                id=f"t{n}",
                requester=loaded.person.id,
                conversation=loaded.id,
                clock=("standard", "urgent", "immediate")[n % 3],
                queue=("care", "other")[n % 2],
                responsible=("care", "other", "other")[n % 3],
                sensitivity=("ordinary", "ordinary", "ordinary", "protected")[n % 4],
                assignee=("", "li", "office")[n // 4],
                status=(Status.NEW, Status.WAITING, Status.CLOSED)[n % 5 // 2],
                district=("440303", "")[n // 6],
                updated_at=NOW + timedelta(minutes=n),
            )
            ticket.waiting_since = NOW if ticket.status is Status.WAITING else None
            unit.tickets.add(ticket)
            made.append(ticket)
        unit.commit()
    return made


@pytest.mark.parametrize("staff", [ALL, OFFICE], ids=["all", "office"])
@pytest.mark.parametrize("statuses", [Wanted().statuses, (), ("closed",)], ids=["open", "every", "closed"])
def test_pages_hold_each_request_once_in_order(
    store: Store, full: list[Ticket], staff: Staff, statuses: tuple[str, ...]
) -> None:
    """Walking by the cursor meets what the guard lets through, no more and no less."""
    wanted, seen, after = Wanted(statuses), [], None
    with store.unit(reading=True) as unit:
        while True:
            page = unit.worklist.page(scope_of(staff), wanted, NOW, after=after, limit=2)
            seen += list(page.tickets)
            if (after := page.next) is None:
                break
    known = [t for t in full if (not statuses or t.status in statuses) and sees(staff, t)]
    if wanted.open_only:
        known.sort(key=lambda t: (-t.urgency, t.due_next, t.number))
    else:
        known.sort(key=lambda t: t.updated_at, reverse=True)
    assert [t.number for t in seen] == [t.number for t in known]


def test_counts_are_what_the_list_would_hold(store: Store, full: list[Ticket]) -> None:
    """For each choice of each facet, beside the others as they are; what is not theirs is not counted."""
    later, held = NOW + timedelta(hours=3), 0
    for staff in (ALL, OFFICE):
        wanted = Wanted(district="440303", late=True)
        with store.unit(reading=True) as unit:
            counts = unit.worklist.counts(scope_of(staff), wanted, later)
            every = unit.worklist.counts(scope_of(staff), Wanted(), later)
            for name in ("service", "queue", "who", "status"):
                for value, count in counts[name].items():
                    if value == "other" and name == "who":
                        continue
                    chosen = {"statuses": (value,)} if name == "status" else {name: value}
                    page = unit.worklist.page(scope_of(staff), replace(wanted, **chosen), later)
                    assert len(page.tickets) == count
                    held += count
        assert all(sum(one.values()) == sum(t.is_open and sees(staff, t) for t in full) for one in every.values())
    assert held > 4  # or all of it would have been about nothing


def test_a_facet_leaves_itself_out(store: Store, full: list[Ticket]) -> None:
    """Choosing one office still tells how many lie with another; the services are those of the chosen one."""
    with store.unit(reading=True) as unit:
        found = unit.worklist.counts(scope_of(ALL), Wanted(queue="care"), NOW)
        every = unit.worklist.counts(scope_of(ALL), Wanted(), NOW)
    assert found["queue"] == every["queue"] and len(every["queue"]) == 2
    assert sum(found["service"].values()) == every["queue"]["care"]


def test_views_belong_to_who_kept_them(store: Store) -> None:
    """A colleague neither sees nor drops them."""
    with store.unit() as unit:
        for name in ("li", "wang"):
            unit.staff.save(Staff(name, name, "agent"))
        unit.views.add(SavedView("1", "li", "罗湖的", "district=440303"))
        unit.views.drop("wang", "1")
        assert unit.views.of("wang") == [] and unit.views.of("li") == [
            SavedView("1", "li", "罗湖的", "district=440303")
        ]
        unit.views.drop("li", "1")
        assert unit.views.of("li") == []
