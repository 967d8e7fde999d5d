"""What is forbidden answers like what never was: status, page and headers, on every address that names something."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
from sqlalchemy import Engine, event

from actions.desk import number
from actions.desk.code import new_id
from actions.desk.say import Say
from tests.e2e.console import CSRF, Browser, Browsers, House, browser, house

__all__ = ["browser", "house"]

FIELDS = {"text": "x", "to": "li", "status": "closed", "meant": "meal", "reason": "x", "purpose": "x", "key": "x"}
VARY = ("date", "content-length")


def shape(answer: httpx.Response, *ids: str) -> tuple[int, str, dict[str, str]]:
    """An answer without what differs for each form and for the id that was asked for."""
    text = CSRF.sub("", answer.text)
    for id in filter(None, ids):
        text = text.replace(id, "ID")
    return answer.status_code, text, {name: value for name, value in answer.headers.items() if name not in VARY}


def addresses(house: House, noun: str) -> list[tuple[str, str]]:
    """Every address of the console that names one of these; a new one is found by itself."""
    found = []
    for path, methods in house.app.openapi()["paths"].items():
        if re.match(rf"/console/{noun}/{{\w+}}", path):
            found += [(method.upper(), re.sub(r"{\w+}", "{id}", path, count=1)) for method in methods]
    return [(method, re.sub(r"{(?!id})\w+}", "x", path)) for method, path in found]


def asked(one: Browser, method: str, path: str) -> httpx.Response:
    """By a form of our own, or plainly."""
    return one.get(path) if method == "GET" else one.post(path, **FIELDS)


def test_the_console_tells_nobody_what_is_there(house: House, browser: Browsers) -> None:
    """Requests of another office, minors' records, talks, alarms, accounts, namings: like what never was."""
    service = next(
        s for s in house.desk.catalogue.services.values() if s.sensitivity == "protected" and "child" in s.audience
    )
    minor = house.opened("a", service=service.id, details={"phone": "13800001234"})
    other = house.opened("b")
    ids = {
        "tickets": (number.make(datetime.now(UTC), 99_998), minor.number),
        "talks": (new_id(1, lambda _: 7), other.conversation),
        "alarms": (new_id(1, lambda _: 7), house.alarm("c")[0]),
        "accounts": ("nobody", "wang"),
    }
    for who, nouns in (
        ("li", ("tickets", "accounts")),
        ("elsewhere", ("accounts",)),
        ("boss", ("tickets", "talks", "alarms")),
    ):
        one = browser(who)
        for noun in nouns:
            every = addresses(house, noun)
            assert every, noun
            for method, path in every:
                unknown, forbidden = ids[noun]
                shapes = [shape(asked(one, method, path.format(id=id)), id) for id in (unknown, forbidden)]
                assert shapes[0] == shapes[1], (who, method, path)
                assert shapes[0][0] in (403, 404, 409), (who, method, path)
    assert house.ticket(minor.number).version == minor.version and house.alarms()


def test_programs_are_told_nothing_either(house: House) -> None:
    """Open311 with an office's key, and without one: unknown and forbidden are one answer."""
    number_here, unknown = house.opened().number, number.make(datetime.now(UTC), 99_998)
    with house.desk.store.unit() as unit:
        _, key = unit.keys.make("elsewhere", "test", datetime.now(UTC))
        unit.commit()
    with httpx.Client(base_url=f"{house.url}/open311/v2", timeout=20, trust_env=False) as http:
        for given in ({}, {"api_key": key}):
            for form in ("json", "xml"):
                shapes = [
                    shape(http.get(f"/{path.format(id=id)}.{form}", params=given | ({name: id} if name else {})), id)
                    for path, name in (
                        ("requests/{id}", ""),
                        ("tokens/{id}", ""),
                        ("requests", "service_request_id"),
                        ("servicerequestupdates", "service_request_id"),
                    )
                    for id in (unknown, number_here)
                ]
                assert shapes[0::2] == shapes[1::2]
        posts = [
            shape(
                http.post(
                    "/servicerequestupdates.json",
                    data={
                        "api_key": key,
                        "service_request_id": id,
                        "description": "x",
                        "update_id": "1",
                        "status": "OPEN",
                    },
                ),
                id,
            )
            for id in (unknown, number_here)
        ]
        assert posts[0] == posts[1] and posts[0][0] in (400, 404)


WORDS = ("查 {}", "查 {} ACDEFGHJ", "{} 到哪一步了", "催一下 {}", "取消 {}", "给 {} 补充：要软一点的饭", "评价 {}")
PRESSED = ("t:show:{}", "t:urge:{}", "t:add:{}", "t:cancel:{}", "rate:{}")
ASKED = re.compile(r"\b(?:FROM|INTO|UPDATE) (?:tickets|ticket_events|links|tries|files)\b")


@contextmanager
def asked_of(house: House) -> Iterator[list[str]]:
    """What the database is asked meanwhile about requests, kin and tries."""
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if ASKED.search(statement):
            said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield said
    event.remove(Engine, "before_cursor_execute", note)


def test_whoever_writes_is_told_nothing_either(house: House) -> None:
    """Somebody else's number, typed, pressed or with a wrong code: the answer and the work are those of no number."""
    there, unknown = house.opened().number, number.make(datetime.now(UTC), 99_998)

    def told(words: str, id: str = "") -> tuple[object, list[str]]:
        for _ in range(5):  # on a busy machine an answer may come too late to be the post's
            sender = f"new-{secrets.token_hex(4)}"
            body = {"sender": sender, "message": words.format(id)}
            with asked_of(house) as asked:
                answer = httpx.post(f"{house.url}/webhooks/rest/webhook", json=body, timeout=20, trust_env=False)
            if answer.json():
                return shape(answer, id, sender), asked
        raise AssertionError("nobody answered in time")

    told("菜单")
    for words in WORDS + PRESSED:
        (forbidden, work), (none, less) = told(words, there), told(words, unknown)
        assert forbidden == none, words
        assert work == less, words


def put(house: House, session: str, words: str) -> None:
    """Something to tell the talk of this session of the page."""
    with house.desk.store.unit() as unit:
        talk = unit.conversations.load("web", session, now=datetime.now(UTC)).id
        unit.outbox.put(talk, [Say("say.words", {"words": words})], lane="notice")
        unit.commit()


def first_event(house: House, session: str) -> str:
    """The first that the page's stream brings."""
    cookies = {"nuanxin_chat": session}
    with (
        httpx.Client(base_url=house.url, timeout=20, trust_env=False, cookies=cookies) as page,
        page.stream("GET", "/chat/events?after=0") as events,
    ):
        return next(line for line in events.iter_lines() if line.startswith("data:") and len(line) > len("data: "))


def test_the_page_opens_no_other_talk(house: House) -> None:
    """A session that was made up answers as a new one: the empty page, no data, no events of anybody."""
    with httpx.Client(base_url=house.url, timeout=20, trust_env=False) as known:
        known.get("/chat")
        known.post("/chat/messages", json={"text": "菜单"})
        session = known.cookies["nuanxin_chat"]
    shapes = []
    for made_up in (session[::-1], "A" * 43):
        with httpx.Client(base_url=house.url, timeout=20, trust_env=False, cookies={"nuanxin_chat": made_up}) as other:
            shapes.append([shape(other.get(path)) for path in ("/chat", "/chat/data")])
    assert shapes[0] == shapes[1] and "您想办" not in shapes[0][0][1]
    put(house, session, "给本人的话")
    assert "给本人的话" in first_event(house, session)
    for made_up in (session[::-1], "A" * 43):
        put(house, made_up, "给新人的话")
        assert "给新人的话" in first_event(house, made_up)  # and nothing that was put before it
