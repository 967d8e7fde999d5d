"""Talks over HTTP on both engines: an answer reaches its reader by one way or the other."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import Message

from actions.desk.say import Say
from actions.store import Store
from bot.incoming import PlainIncoming
from bot.locale.wording import Wording
from bot.signals import LocalSignals
from bot.turns import Turns
from bot.understanding import Asker
from bot.web.errors import answer_errors
from bot.web.rest import rest
from bot.web.talk import Talk
from tests.conftest import NOW
from tests.known import known
from tests.ports import NOBODY


def talk_over(store: Store) -> Talk:
    """The talks of REST; nobody is at work on turns."""
    signals = LocalSignals()
    turns = Turns(store, known(), Asker(NOBODY, 1.5), signals, {"rest": PlainIncoming()})
    return Talk("rest", store, turns, signals, Wording("Asia/Shanghai"))


def answered(store: Store, talk: Talk, id: str = "m1") -> str:
    """Somebody's message, dealt with; its conversation."""
    store.inbox.put(talk._key("a", id), "rest", "a", '{"text": "x"}', NOW)
    batch = store.inbox.claim("w", NOW.replace(year=NOW.year + 9))
    assert batch is not None
    with store.unit() as unit:
        unit.outbox.put(batch.conversation, [Say("talk.noise")], lane="answer", cause=f"in:{batch.rows[-1].id}")
        unit.finish(batch)
        unit.commit()
    return batch.conversation


async def post(talk: Talk, body: dict[str, Any], *, gone: bool = False) -> int:
    """The status of a post; `gone` is whoever hung up before the answer."""
    app = FastAPI()
    answer_errors(app)
    app.include_router(rest(talk, "", open_here=True))
    coming: list[Message] = [{"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        if not coming and not gone:
            await asyncio.Event().wait()
        return coming.pop() if coming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    path = "/webhooks/rest/webhook"
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": [], "http_version": "1.1"}
    await app(scope | {"server": ("t", 80), "client": ("t", 1), "scheme": "http", "root_path": ""}, receive, send)
    return int(sent[0]["status"])


@pytest.mark.parametrize("gone", [True, False])
def test_an_answer_follows_as_event_where_the_post_was_given_up(store: Store, gone: bool) -> None:
    """And does not where it was taken."""
    talk = talk_over(store)
    conversation = answered(store, talk)
    body = {"sender": "a", "message": "x", "metadata": {"message_id": "m1"}}
    assert asyncio.run(post(talk, body, gone=gone)) == 200
    rows, _ = store.outbox.unfetched(conversation, NOW)
    assert [row.say.key for row in rows] == (["talk.noise"] if gone else [])


def test_a_message_id_that_is_no_text_harms_nothing(store: Store) -> None:
    """Half a surrogate pair is valid JSON."""
    talk = talk_over(store)
    answered(store, talk, "?")
    body = {"sender": "a", "message": "x", "metadata": {"message_id": "\ud800"}}
    assert asyncio.run(post(talk, body)) == 200


def test_a_reader_who_left_early_sees_nothing_twice(store: Store) -> None:
    """Who hangs up on the last of several messages resumes behind the one they name, marked or not."""
    talk = talk_over(store)
    conversation = answered(store, talk)
    store.outbox.returned([row.id for row in store.outbox.latest(conversation)], NOW, "post")
    with store.unit() as unit:
        unit.outbox.put(conversation, [Say("talk.noise")] * 3, lane="notice")
        unit.commit()

    async def read(after: str | None, lines: int) -> list[str]:
        events = talk.events("a", None if after is None else int(after))
        ids = [(await anext(events)).id for _ in range(lines)]
        await events.aclose()
        return ids

    first, second, third = asyncio.run(read(None, 3))
    assert asyncio.run(read(first, 2)) == [second, third]
