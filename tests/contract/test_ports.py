"""What the desk relies on holds in memory and on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from actions.desk.lesson import Lesson
from actions.desk.person import HandOver, Incident, Link, Staff
from actions.desk.ports import StaleError
from actions.desk.say import Say
from actions.desk.ticket import Attachment, Event, Rating, Status, Ticket
from tests.contract.conftest import Place
from tests.unit.desk.builders import EVERYTHING, NOW, a_ticket

FULL: dict[str, Any] = {
    "details": {"age": 78, "where": "翠竹街道1号", "alone": True, "days": ("mon", "tue")},
    "text": "我妈想吃饭",
    "attachments": (Attachment("location", lat=22.5, lon=114.1), Attachment("photo", url="tg:abc", text="门口")),
    "secret": True,
    "sensitivity": "sensitive",
    "assignee": "li",
    "urged": 2,
    "reopened": 1,
    "taken_up_at": NOW,
    "first_contact_at": NOW + timedelta(minutes=1),
    "result_at": NOW + timedelta(minutes=2),
    "closed_at": NOW + timedelta(minutes=3, microseconds=5),
    "rating": Rating(None, False, 3),
    "code_hash": "h" * 64,
    "place_key": "翠竹街道1号",
}


def kept(place: Place, *tickets: Ticket) -> None:
    """Add and commit."""
    with place.unit() as unit:
        for ticket in tickets:
            unit.tickets.add(ticket)
        unit.commit()


def mine(place: Place, address: str = "a", **changes: Any) -> Ticket:
    """A request of a newcomer."""
    person, conversation = place.newcomer(address)
    return a_ticket(**{"requester": person.id, "conversation": conversation, **changes})


def test_a_ticket_comes_back_as_it_was(place: Place) -> None:
    """Every field, history and time zone included."""
    ticket = mine(place, **FULL)
    ticket.history = [Event(NOW, "opened", "requester"), Event(NOW, "reply", "li", "好", {"to": ("a", "b")})]
    kept(place, ticket)
    with place.unit() as unit:
        assert unit.tickets.by_number(ticket.number) == ticket


def test_without_commit_nothing_happened(place: Place) -> None:
    """Neither the request, nor the number, nor the message."""
    ticket = mine(place)
    with place.unit() as unit:
        unit.tickets.add(ticket)
        assert unit.tickets.next_in_day("261123") == 1
    with place.unit() as unit:
        assert unit.tickets.by_number(ticket.number) is None
        assert unit.tickets.next_in_day("261123") == 1


def test_an_error_undoes(place: Place) -> None:
    """What was done before it in the block is gone."""
    ticket = mine(place)
    with pytest.raises(RuntimeError), place.unit() as unit:
        unit.tickets.add(ticket)
        raise RuntimeError
    with place.unit() as unit:
        assert unit.tickets.by_number(ticket.number) is None


def test_history_grows_and_versions_count(place: Place) -> None:
    """Saved in several steps it is whole."""
    ticket = mine(place)
    kept(place, ticket)
    for n in range(3):
        with place.unit() as unit:
            found = unit.tickets.by_number(ticket.number, lock=True)
            found.history.append(Event(NOW, "note", "li", f"{n}"))
            found.status = Status.IN_PROGRESS
            unit.tickets.save(found)
            found.history.append(Event(NOW, "note", "li", f"{n}+"))
            unit.tickets.save(found)
            unit.commit()
    with place.unit() as unit:
        found = unit.tickets.by_number(ticket.number)
    assert [e.text for e in found.history] == ["0", "0+", "1", "1+", "2", "2+"]
    assert (found.version, found.status) == (6, Status.IN_PROGRESS)


def test_a_stale_write_is_refused(place: Place) -> None:
    """Who read before another wrote must read again."""
    ticket = mine(place)
    kept(place, ticket)
    with place.unit() as unit:
        stale = unit.tickets.by_number(ticket.number)
    with place.unit() as unit:
        unit.tickets.save(unit.tickets.by_number(ticket.number))
        unit.commit()
    with place.unit() as unit, pytest.raises(StaleError):
        unit.tickets.save(stale)


def test_own_tickets_newest_first(place: Place) -> None:
    """Those of one person only, the newest ones where there are many."""
    first = mine(place, "a")
    second = a_ticket(
        "NX-261123-000024",
        requester=first.requester,
        conversation=first.conversation,
        opened_at=NOW + timedelta(hours=1),
        service="talk",
    )
    other = mine(place, "b", id="x", number="NX-261123-000036")
    kept(place, first, second, other)
    with place.unit() as unit:
        assert [t.number for t in unit.tickets.of_person(first.requester)] == [second.number, first.number]
        assert [t.number for t in unit.tickets.of_person(first.requester, limit=1)] == [second.number]
        assert [t.number for t in unit.tickets.open_like(first.requester, "meal")] == [first.number]


def test_what_is_closed_is_not_open(place: Place) -> None:
    """Closed and cancelled ones are not offered to be added to."""
    ticket = mine(place, status=Status.CLOSED)
    kept(place, ticket)
    with place.unit() as unit:
        assert list(unit.tickets.open_like(ticket.requester, "meal")) == []


def test_staff_list_is_in_the_order_of_need(place: Place) -> None:
    """Urgency first, then what is due first; filters combine."""
    calm = mine(place, "a", assignee="li")
    urged = mine(place, "b", id="u", number="NX-261123-000024", urged=1, queue="other", status=Status.WAITING)
    alarm = mine(place, "c", id="i", number="NX-261123-000036", clock="immediate")
    taken = mine(place, "d", id="t", number="NX-261123-000048", taken_up_at=NOW)
    kept(place, calm, urged, alarm, taken)
    with place.unit() as unit:

        def numbers(**filters: object) -> list[str]:
            return [t.number for t in unit.tickets.listed(EVERYTHING, **filters)]

        assert numbers() == [alarm.number, urged.number, calm.number, taken.number]
        assert numbers(queues=["care"]) == [alarm.number, calm.number, taken.number]
        assert numbers(statuses=["waiting"]) == [urged.number]
        assert numbers(assignee="li") == [calm.number]
        assert numbers(queues=["care", "other"], statuses=["new"], limit=1) == [alarm.number]


def test_blanked_requests_keep_their_bones(place: Place) -> None:
    """Number, service and times stay; what was said is gone, from the history too."""
    ticket = mine(place, **FULL)
    ticket.history = [Event(NOW, "reply", "li", "好", {"to": "x"})]
    kept(place, ticket)
    with place.unit() as unit:
        unit.tickets.blank(ticket.id, NOW)
        unit.commit()
    with place.unit() as unit:
        found = unit.tickets.by_number(ticket.number)
    assert (found.details, found.text, found.attachments, found.place_key) == ({}, "", (), "")
    assert found.history == [Event(NOW, "reply", "li")] and found.service == "meal"


def test_people_are_found_where_they_are_reached(place: Place) -> None:
    """And come back as they were saved."""
    person, conversation = place.newcomer("138")
    person.name, person.phone, person.district = "王奶奶", "13800001234", "罗湖区"
    person.language, person.consents = "zh_Hant", {"privacy": "2026-11-23"}
    with place.unit() as unit:
        unit.people.save(person)
        unit.commit()
    with place.unit() as unit:
        assert unit.people.at("rest", "138") == unit.people.get(person.id) == person
        assert unit.people.at("telegram", "138") is None and unit.people.get("nobody") is None
        assert unit.people.conversation_of(person.id) == conversation
        assert unit.people.conversation_of("nobody") is None


def test_a_forgotten_person_is_blank(place: Place) -> None:
    """Name, phone, district and consents are gone, the address stays so that the answer arrives."""
    person, _ = place.newcomer("138")
    person.name, person.phone, person.consents = "王奶奶", "13800001234", {"privacy": "x"}
    with place.unit() as unit:
        unit.people.save(person)
        unit.people.forget(person.id, NOW)
        unit.commit()
    with place.unit() as unit:
        found = unit.people.get(person.id)
    assert (found.name, found.phone, found.consents, found.address) == ("", "", {}, "138")


def test_links_both_ways(place: Place) -> None:
    """Who follows, and whom one follows; saving changes it."""
    (old, _), (young, _) = place.newcomer("old"), place.newcomer("young")
    link = Link("l1", young.id, old.id, "relative", NOW)
    with place.unit() as unit:
        unit.people.add_link(link)
        link.approved_at, link.approved_by, link.expires_at = NOW, "li", NOW + timedelta(days=1)
        unit.people.save_link(link)
        unit.commit()
    with place.unit() as unit:
        assert list(unit.people.links_to(old.id)) == list(unit.people.links_of(young.id)) == [link]
        assert list(unit.people.links_of(old.id)) == []


def test_a_callback_and_the_waits_are_kept(place: Place) -> None:
    """Whom to call back, and how long calls waited lately."""
    _, conversation = place.newcomer("a")
    with place.unit() as unit:
        unit.hand_overs.save(HandOver(conversation, "waiting", "wanted", NOW, callback=("13800001234", "any")))
        for hours, minutes in ((0, 5), (1, 7), (24 * 8, 90)):
            unit.hand_overs.took(NOW - timedelta(hours=hours), timedelta(minutes=minutes))
        unit.commit()
    with place.unit() as unit:
        found = unit.hand_overs.of(conversation)
        assert found is not None and found.callback == ("13800001234", "any")
        assert sorted(unit.hand_overs.waits(NOW - timedelta(days=7))) == [timedelta(minutes=5), timedelta(minutes=7)]


def test_hand_overs_run_wait_and_end(place: Place) -> None:
    """An ended one is none; a new call in the same talk is a new one."""
    _, first = place.newcomer("a")
    _, second = place.newcomer("b")
    with place.unit() as unit:
        unit.hand_overs.save(HandOver(first, "waiting", "wanted", NOW + timedelta(seconds=1)))
        unit.hand_overs.save(HandOver(second, "waiting", "crisis", NOW))
        unit.commit()
    with place.unit() as unit:
        assert [h.conversation for h in unit.hand_overs.waiting()] == [second, first]
        held = unit.hand_overs.of(first, lock=True)
        held.state, held.staff = "held", "li"
        unit.hand_overs.save(held)
        unit.hand_overs.save(HandOver(second, "ended", "crisis", NOW))
        unit.commit()
    with place.unit() as unit:
        assert unit.hand_overs.of(first) == HandOver(first, "held", "wanted", NOW + timedelta(seconds=1), "li")
        assert unit.hand_overs.of(second) is None and list(unit.hand_overs.waiting()) == []


def test_incidents_wait_until_taken(place: Place) -> None:
    """The oldest first; the latest of a kind is the running one."""
    person, conversation = place.newcomer("a")
    incidents = [
        Incident(f"i{n}", conversation, person.id, "medical", n == 0, "喘不过气", NOW + timedelta(minutes=n))
        for n in range(2)
    ]
    with place.unit() as unit:
        for incident in reversed(incidents):
            unit.incidents.add(incident)
        unit.commit()
    with place.unit() as unit:
        assert list(unit.incidents.open()) == incidents
        assert unit.incidents.running(conversation, "medical", NOW) == incidents[1]
        assert unit.incidents.running(conversation, "violence", NOW) is None
        assert unit.incidents.running(conversation, "medical", NOW + timedelta(minutes=2)) is None
        taken = unit.incidents.get("i0", lock=True)
        taken.taken_by, taken.taken_at = "li", NOW
        taken.result, taken.ended_at = "社工明天上门", NOW
        unit.incidents.save(taken)
        unit.commit()
    with place.unit() as unit:
        assert list(unit.incidents.open()) == [incidents[1]] and unit.incidents.get("i0") == taken
        assert list(unit.incidents.of_talk(conversation)) == [incidents[1], taken]
        assert unit.incidents.latest([conversation, "none"]) == {conversation: incidents[1]}
        assert unit.incidents.agreed([conversation, "none"]) == {conversation: taken}
        assert unit.incidents.get("nothing") is None
        assert unit.incidents.latest([]) == unit.incidents.agreed([]) == {}


def test_staff_book(place: Place) -> None:
    """Saved again it is changed, not doubled."""
    li = Staff("li", "小李", "agent", ("care", "care_east"), True, False, "hash")
    with place.unit() as unit:
        unit.staff.save(Staff("li", "李", "agent"))
        unit.staff.save(li)
        unit.staff.save(Staff("an", "小安", "admin"))
        unit.commit()
    with place.unit() as unit:
        assert [s.username for s in unit.staff.all()] == ["an", "li"]
        assert unit.staff.get("li") == li and unit.staff.get("nobody") is None


def test_tries_are_counted_within_the_hour(place: Place) -> None:
    """For each person and purpose; older ones fall out."""
    with place.unit() as unit:
        assert [unit.tries.count("p", "code", NOW) for _ in range(3)] == [1, 2, 3]
        assert unit.tries.count("q", "code", NOW) == unit.tries.count("p", "other", NOW) == 1
        assert unit.tries.count("p", "code", NOW + timedelta(minutes=59)) == 4
        assert unit.tries.count("p", "code", NOW + timedelta(minutes=61)) == 2


def test_code_hashes_are_bound_to_the_number(place: Place) -> None:
    """The same code of another request is another hash."""
    with place.unit() as unit:
        assert unit.codes.hash("NX-1", "ABCD") == unit.codes.hash("NX-1", "ABCD") != unit.codes.hash("NX-2", "ABCD")
        assert "ABCD" not in unit.codes.hash("NX-1", "ABCD")


def test_messages_need_a_lane(place: Place) -> None:
    """And are kept with the rest."""
    _, conversation = place.newcomer("a")
    with place.unit() as unit:
        unit.outbox.put(conversation, [Say("a.b")], lane="answer", cause="x")
        unit.audit.note(at=NOW, actor="li", action="read", kind="ticket", id="t", fields=["name"])
        unit.commit()
    with place.unit() as unit, pytest.raises(ValueError, match="lane"):
        unit.outbox.put(conversation, [Say("a.b")], lane="soon")


def test_a_lesson_comes_back_until_it_is_dropped(place: Place) -> None:
    """One for each request, the latest."""
    ticket = mine(place)
    kept(place, ticket)
    lesson = Lesson(ticket.id, "想找人说说话", "zh_Hans", "counselling", "meal_service", "li", NOW)
    for meant in ("visit_request", "counselling"):
        with place.unit() as unit:
            unit.lessons.save(replace(lesson, meant=meant))
            unit.commit()
    with place.unit() as unit:
        assert list(unit.lessons.all()) == [lesson]
        unit.lessons.drop(ticket.id)
        assert not unit.lessons.all()
