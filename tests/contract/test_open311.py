"""What programs do, on both engines: a request is opened, found, told of and moved on in whole transactions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions.desk.person import Staff
from actions.desk.ticket import Status
from actions.store import Store
from bot.web.open311.arguments import Span
from bot.web.open311.errors import Refusal
from bot.web.open311.opening import Opener
from bot.web.open311.register import Register, Wanted
from bot.web.open311.updates import Passer, updates
from tests.conftest import NOW
from tests.known import known

CATALOGUE = known()
PUBLIC = next(s for s in CATALOGUE.services.values() if s.public)
WORDS = "深圳市福田区翠竹路12号小区里的单杠断了，孩子老去吊，很危险"
LATER = NOW + timedelta(hours=1)
DAY = Span(NOW - timedelta(days=1), NOW + timedelta(days=1))


def clock() -> datetime:
    """When programs ask."""
    return NOW


@pytest.fixture
def key(store: Store) -> Callable[..., str]:
    """Makes keys of new members of staff."""

    def make(username: str, role: str = "agent", *queues: str) -> str:
        with store.unit() as unit:
            unit.staff.save(Staff(username, username, role, queues))
            secret = unit.keys.make(username, "test", NOW)[1]
            unit.commit()
        return secret

    return make


def opened(store: Store, key: str, **fields: str) -> str:
    """The number of a request that a program opened."""
    form = {"api_key": key, "service_code": PUBLIC.id, "description": WORDS, **fields}
    return Opener(store, CATALOGUE, clock).open({k: [v] for k, v in form.items()}, "zh_Hans").service_request_id


def test_opened_found_and_passed_on(store: Store, key: Callable[..., str]) -> None:
    """One program opens it, an office's answers; everybody sees the steps, its holder the words."""
    city, office = key("city"), key("office", "office", PUBLIC.queue)
    number = opened(store, city, account_id="a", phone="13800001234")
    register = Register(store, CATALOGUE, clock)
    everybody = register.find("", Wanted(DAY))
    assert [t.number for t in everybody.tickets] == [number] and everybody.staff is None
    passer = Passer(store, CATALOGUE, lambda: LATER)
    form = {"api_key": office, "service_request_id": number, "update_id": "u1", "status": "FIXED"}
    passer.take({**{k: [v] for k, v in form.items()}, "description": ["修好了"]})
    with pytest.raises(Refusal, match="before"):
        passer.take({k: [v] for k, v in form.items()})
    found = register.find(office, Wanted(DAY, states=("closed",), changed=True))
    told = updates(found, DAY, CATALOGUE.place.queues, ZoneInfo("UTC"))
    assert [(u.status, u.description) for u in told] == [
        ("IN_PROGRESS", None),
        ("IN_PROGRESS", "修好了"),
        ("CLOSED", None),
    ]
    assert found.tickets[0].status is Status.CLOSED


def test_what_is_refused_leaves_nothing_behind(store: Store, key: Callable[..., str]) -> None:
    """Neither a person nor a request, nor the id of an update that could not be."""
    city, office = key("city"), key("office", "office", PUBLIC.queue)
    with pytest.raises(Refusal):
        opened(store, city, description="", first_name="小梅")
    with store.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM persons").scalar_one() == 0
    number = opened(store, city)
    passer = Passer(store, CATALOGUE, clock)
    form = {"api_key": [office], "service_request_id": [number], "update_id": ["u1"]}
    passer.take({**form, "status": ["CLOSED"]})
    with pytest.raises(Refusal):
        passer.take({**form, "update_id": ["u2"], "description": ["还有"]})
    passer.take({**form, "update_id": ["u2"], "description": ["还有"], "status": ["REOPEN"]})


def test_pages_go_on_where_the_queue_hides_some(store: Store, key: Callable[..., str]) -> None:
    """What a holder may not see takes no place on a page; a request of theirs in another queue is there."""
    city, other = key("city"), key("other", "office", "elsewhere")
    numbers = [opened(store, city) for _ in range(3)]
    with store.unit() as unit:
        ticket = unit.tickets.by_number(numbers[1])
        assert ticket is not None
        ticket.assignee = "other"
        unit.tickets.save(ticket)
        unit.commit()
    register = Register(store, CATALOGUE, clock)
    assert [t.number for t in register.find(other, Wanted(DAY, last=1)).tickets] == [numbers[1]]
    assert [t.number for t in register.find(city, Wanted(DAY, first=1, last=2)).tickets] == [numbers[1]]
    assert register.find(other, Wanted(DAY, ids=(numbers[0],))).tickets == []


def test_a_sensitive_request_of_a_public_service_is_nobodys_to_see(store: Store, key: Callable[..., str]) -> None:
    """Whatever the service says, what was marked sensitive is not in the open list."""
    number = opened(store, key("city"))
    with store.unit() as unit:
        ticket = unit.tickets.by_number(number)
        assert ticket is not None
        ticket.sensitivity = "sensitive"
        unit.tickets.save(ticket)
        unit.commit()
    register = Register(store, CATALOGUE, clock)
    assert register.find("", Wanted(DAY)).tickets == register.find("", Wanted(DAY, ids=(number,))).tickets == []


def test_no_list_walks_through_all_requests(make_store: Callable[[str], Store], sqlite_url: str) -> None:
    """With a million requests a day's are found by an index."""
    from sqlalchemy import event

    store = make_store(sqlite_url)
    seen: list[tuple[str, tuple[object, ...]]] = []
    event.listen(
        store.database.engine,
        "before_cursor_execute",
        lambda _c, _u, statement, given, *_: seen.append((statement, given)),
    )
    register = Register(store, CATALOGUE, clock)
    for wanted in (Wanted(DAY), Wanted(DAY, changed=True), Wanted(DAY, services=(PUBLIC.id,), states=("open",))):
        register.find("", wanted)
    with store.database.read() as connection:
        lists = [(statement, given) for statement, given in seen if "FROM tickets" in statement]
        for statement, given in lists:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
            assert plan[0].detail.startswith("SEARCH tickets USING INDEX"), plan
    assert len(lists) == 3
