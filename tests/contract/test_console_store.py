"""What the console keeps and asks: sessions, marks of change, who has which alarm and talk."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import event

from actions.desk.person import HandOver, Incident, Staff
from actions.store import Store
from actions.store.sessions import Session
from bot.web.console.board import Counts, read_board
from bot.web.console.filters import Filters
from tests.contract.conftest import Place
from tests.unit.desk.builders import NOW

HOUR = timedelta(hours=1)


def a_session(staff: str = "li", **changes: datetime) -> Session:
    """Fresh, for twelve hours."""
    plain = {"created_at": NOW, "seen_at": NOW, "expires_at": NOW + 12 * HOUR}
    return Session(staff, **(plain | changes))


def hired(store: Store, *names: str) -> None:
    """Let them work here."""
    with store.unit() as unit:
        for name in names:
            unit.staff.save(Staff(name, name, "agent"))
        unit.commit()


def test_a_session_is_found_by_its_secret_and_ends(store: Store) -> None:
    """Only its own secret opens it, its use is noted, and the end is the end."""
    hired(store, "li")
    with store.unit() as unit:
        unit.sessions.add("secret", a_session(), idle_since=NOW - HOUR)
        unit.sessions.seen("secret", NOW + HOUR)
        assert unit.sessions.get("secret") == a_session(seen_at=NOW + HOUR)
        assert unit.sessions.get("Secret") is None
        unit.sessions.end("secret")
        assert unit.sessions.get("secret") is None


def test_old_sessions_go_when_a_new_one_comes(store: Store) -> None:
    """What is over, or was long idle, is not kept; whoever is logged out everywhere has none left."""
    hired(store, "li", "wang")
    with store.unit() as unit:
        unit.sessions.add("over", a_session(expires_at=NOW), idle_since=NOW - HOUR)
        unit.sessions.add("idle", a_session(seen_at=NOW - HOUR), idle_since=NOW - 2 * HOUR)
        unit.sessions.add("mine", a_session(), idle_since=NOW - 2 * HOUR)
        unit.sessions.add("other", a_session("wang"), idle_since=NOW - HOUR)
        assert [s for s in ("over", "idle", "mine", "other") if unit.sessions.get(s)] == ["mine", "other"]
        unit.sessions.end_all("li")
        assert [s for s in ("mine", "other") if unit.sessions.get(s)] == ["other"]


def test_a_mark_changes_with_what_was_done_and_said(store: Store) -> None:
    """Reading leaves it; a step, and a word in the talk that is watched, move it."""
    store.inbox.put("1", "rest", "a", "{}", NOW)
    conversation = store.conversation_id("rest", "a")

    def marks() -> tuple[str, str]:
        with store.unit(reading=True) as unit:
            return unit.changes.mark(), unit.changes.mark(conversation)

    def note(action: str, kind: str) -> None:
        with store.unit() as unit:
            unit.audit.note(at=NOW, actor="li", action=action, kind=kind, id="x")
            unit.commit()

    first = marks()
    note("read", "ticket")
    note("login", "staff")
    assert marks() == first
    store.inbox.put("2", "rest", "a", "{}", NOW)
    second = marks()
    assert second[0] == first[0] and second[1] != first[1]
    note("noted", "ticket")
    assert marks()[0] != second[0]


def test_guesses_within_a_time_and_forgiven(place: Place) -> None:
    """A shorter time counts fewer; who came in starts anew."""
    with place.unit() as unit:
        assert [unit.tries.count("li", "login", NOW - timedelta(minutes=m), within=HOUR / 4) for m in (20, 10)] == [
            1,
            2,
        ]
        assert unit.tries.count("li", "login", NOW, within=HOUR / 4) == 2
        unit.tries.forgive("li", "login")
        assert unit.tries.count("li", "login", NOW, within=HOUR / 4) == 1


def test_who_has_which_talk_and_alarm(place: Place) -> None:
    """Held talks, the oldest first; taken alarms, the latest first, none from before."""
    talks = [place.newcomer(name)[1] for name in "abc"]
    person = place.newcomer("a")[0]
    with place.unit() as unit:
        for minute, (talk, state) in enumerate(zip(talks, ("held", "waiting", "held"), strict=True)):
            unit.hand_overs.save(HandOver(talk, state, "wanted", NOW - timedelta(minutes=minute), "li"))
        assert [h.conversation for h in unit.hand_overs.held()] == [talks[2], talks[0]]
        for id, taken in (("old", NOW - HOUR), ("new", NOW), ("open", None), ("mid", NOW - HOUR / 2)):
            alarm = Incident(id, talks[0], person.id, "medical", True, "", NOW, "li" if taken else "", taken)
            unit.incidents.add(alarm)
        assert [i.id for i in unit.incidents.taken_since(NOW - HOUR / 2)] == ["new", "mid"]


def test_an_open_page_asks_one_thing_a_look(store: Store) -> None:
    """Session, mark, alarms and calls in one statement, as the page's own mark; nothing for a secret that is none."""
    hired(store, "li")
    store.inbox.put("1", "rest", "a", "{}", NOW)
    conversation = store.conversation_id("rest", "a")
    with store.unit() as unit:
        unit.sessions.add("secret", a_session(), idle_since=NOW - HOUR)
        unit.hand_overs.save(HandOver(conversation, "waiting", "wanted", NOW))
        unit.audit.note(at=NOW, actor="li", action="noted", kind="ticket", id="1")
        unit.commit()
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(store.database.engine, "before_cursor_execute", note)
    with store.unit(reading=True) as unit:
        look, nobody = unit.changes.look("secret", conversation), unit.changes.look("another", conversation)
    event.remove(store.database.engine, "before_cursor_execute", note)
    assert nobody is None and look is not None
    assert (look.role, look.disabled, look.alarms, look.people) == ("agent", False, 0, 1)
    assert (look.seen_at, look.expires_at) == (NOW, NOW + 12 * HOUR)
    assert len([one for one in asked if not one.startswith("BEGIN")]) == 2
    with store.unit(reading=True) as unit:
        assert look.mark == unit.changes.mark(conversation) != unit.changes.mark()


def test_a_call_after_an_alarm_rings_as_one(store: Store) -> None:
    """A person in danger counts once, whether by an alarm that nobody has, a call that rings, or both."""
    hired(store, "li")
    with store.unit() as unit:
        loaded = unit.conversations.load("rest", "a", now=NOW)
        person, talk = loaded.person, loaded.id
        unit.sessions.add("secret", a_session(), idle_since=NOW - HOUR)
        rings = []
        for reason in ("wanted", "crisis"):
            unit.hand_overs.save(HandOver(talk, "waiting", reason, NOW))
            rings.append(unit.changes.look("secret"))
        unit.incidents.add(Incident("again", talk, person.id, "medical", True, "", NOW))
        rings.append(unit.changes.look("secret"))
        unit.hand_overs.save(HandOver(talk, "held", "crisis", NOW, "li"))
        rings.append(unit.changes.look("secret"))
    assert [(look.alarms, look.people) for look in rings if look] == [(0, 1), (1, 1), (1, 1), (1, 1)]


def test_however_many_wait_the_first_page_asks_as_often(store: Store) -> None:
    """Who may read which talk is one question for all of them."""
    hired(store, "li")
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    def statements(waiting: int) -> int:
        asked.clear()
        with store.unit(reading=True) as unit:
            board = read_board(unit, "li", Filters(), NOW, Counts(), lambda _: "")
        assert [one.readable for one in board.people] == [True] * waiting
        return len(asked)

    def calls(names: range) -> None:
        with store.unit() as unit:
            for n in names:
                talk = unit.conversations.load("rest", f"w{n}", now=NOW).id
                unit.hand_overs.save(HandOver(talk, "waiting", "wanted", NOW))
            unit.commit()

    calls(range(2))
    event.listen(store.database.engine, "before_cursor_execute", note)
    few = statements(2)
    calls(range(2, 20))
    many = statements(20)
    event.remove(store.database.engine, "before_cursor_execute", note)
    assert many == few < 25
