"""One side of a talk by REST or page: a message goes in, this turn's answers come out, the rest follows as events."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from actions.desk.say import Say
from actions.store.inbox import Letter
from actions.store.outbox import OutRow
from actions.store.store import Store
from bot.locale.wording import Wording
from bot.signals import Signals
from bot.turn_shapes import Answers
from bot.turns import Turns
from data.model import LANGUAGES

PATIENCE = 5.0  # seconds a post waits for its answers; then they follow as events
TOGETHER = 0.1  # seconds until answers that were taken are marked; far below PATIENCE, after which they would follow
LOOK = 0.25  # seconds between looks when no wake-up came
SOON = 1.0  # seconds until the next look while answers are held back for a post
PAUSE = 10.0  # seconds between an event stream's looks when no wake-up came


@dataclass(frozen=True, slots=True)
class Line:
    """One message as a page shows it."""

    id: str
    text: str
    mine: bool = False
    buttons: tuple[dict[str, str], ...] = field(default=())
    language: str = ""
    staff: str = ""  # "工作人员 …" where a person of the desk said it
    manner: str = ""  # of its reader: the page shows larger letters to the old


TYPING = Line("", "")  # among events: somebody of the staff is writing


class Talk:
    """The talks of one channel (rest or web)."""

    def __init__(self, channel: str, store: Store, turns: Turns, signals: Signals, wording: Wording) -> None:
        self._channel, self._turns, self._signals, self._wording = channel, turns, signals, wording
        self.store = store
        self._taken: list[int] = []

    async def say(self, address: str, payload: dict[str, Any], message_id: str = "") -> list[Line]:
        """Keep the message, then wait for its answers; `message_id` alone makes two posts one."""
        conversation = self.store.conversation_id(self._channel, address)
        key = self._key(address, message_id)
        until = asyncio.get_running_loop().time() + PATIENCE
        with self._signals.hear(f"talk:{conversation}", f"answer:{key}") as ear:
            id = await self._turns.keep(self._letter(key, address, payload))
            if id is None:
                id = await asyncio.to_thread(self.store.inbox.id_of, key)
            assert id is not None  # either put just now or known before
            while (left := until - asyncio.get_running_loop().time()) > 0 or ear.brought is not None:
                await ear.wait(min(left, LOOK))
                if isinstance(ear.brought, Answers):
                    return [
                        self._line(id, say, ear.brought.language, ear.brought.manner) for id, say in ear.brought.says
                    ]
                rows = await asyncio.to_thread(self.store.outbox.answers, id)  # of another process, or said before
                if rows is not None:
                    return [self.line(row) for row in rows]
        return []

    def _key(self, address: str, message_id: str) -> str:
        if not message_id:
            return f"{self._channel}:{secrets.token_hex(16)}"
        # an address may be a secret (the page's session): only its digest stands in the key
        return f"{self._channel}:{hashlib.sha256(f'{address}\0{message_id}'.encode()).hexdigest()}"

    def _letter(self, key: str, address: str, payload: dict[str, Any]) -> Letter:
        text, language = json.dumps(payload, ensure_ascii=False), payload.get("language", LANGUAGES[0])
        return Letter(key, self._channel, address, text, language)

    async def taken(self, lines: Sequence[Line]) -> None:
        """The answers reached who asked; many are marked at once, and not while the next message comes in."""
        self._taken += (ids := [int(line.id) for line in lines])
        if len(self._taken) > len(ids):
            return  # whoever came first marks them too
        await asyncio.sleep(TOGETHER)
        ids, self._taken = self._taken, []
        await asyncio.to_thread(self.store.outbox.returned, ids, datetime.now(UTC), "post")

    async def events(self, address: str, after: int | None) -> AsyncGenerator[Line]:
        """What no post returned, and TYPING, as it comes; `after` is the last event that a reader saw before."""
        conversation = self.store.conversation_id(self._channel, address)
        fingers = f"typing:{conversation}"
        with self._signals.hear(f"talk:{conversation}", "talks", fingers) as ear, self._signals.hear(fingers) as typing:
            if after is not None:
                for row in await asyncio.to_thread(self.store.outbox.streamed, conversation, after):
                    yield self.line(row)
            seen = after or 0  # who left in the middle of some took those up to here, though nobody marked them
            while True:
                answers_until = datetime.now(UTC) - timedelta(seconds=PATIENCE + 0.5)
                rows, more = await asyncio.to_thread(self.store.outbox.unfetched, conversation, answers_until)
                for row in rows:
                    if row.id > seen:
                        yield self.line(row)
                if rows:
                    ids = [row.id for row in rows]
                    await asyncio.to_thread(self.store.outbox.returned, ids, datetime.now(UTC), "events")
                seen = 0  # from now on a smaller number may be new: it is given before its message is committed
                await ear.wait(SOON if more else PAUSE)
                if await typing.wait(0):
                    yield TYPING

    async def reader(self, address: str) -> tuple[str, str]:
        """Language and manner of this talk's person, "" where there is none yet."""
        return await asyncio.to_thread(self._reader, self.store.conversation_id(self._channel, address))

    def _reader(self, conversation: str) -> tuple[str, str]:
        with self.store.unit(reading=True) as unit:
            loaded = unit.conversations.get(conversation)
        return (loaded.person.language, loaded.person.manner) if loaded else ("", "")

    async def history(self, address: str, limit: int = 50) -> list[Line]:
        """The latest lines of both sides, in order."""
        conversation = self.store.conversation_id(self._channel, address)
        return await asyncio.to_thread(self.lines, conversation, limit)

    def lines(self, conversation: str, limit: int) -> list[Line]:
        """The latest lines of both sides of a conversation, in order."""
        said = self.store.inbox.said(conversation, limit)
        told = self.store.outbox.latest(conversation, limit)
        titles: dict[str, str] = {}
        lines = []
        for _, _, row in sorted(
            [(r.received_at, 0, r) for r in said] + [(r.put_at, 1, r) for r in told], key=lambda x: x[:2]
        ):
            if isinstance(row, OutRow):
                line = self.line(row)
                titles |= {b["payload"]: b["title"] for b in line.buttons}
            else:
                line = _mine(json.loads(row.payload), titles)
            if line.text:
                lines.append(line)
        return lines[-limit:]

    def line(self, row: OutRow) -> Line:
        """A message in its reader's language."""
        return self._line(row.id, row.say, row.language, row.manner)

    def _line(self, id: int, say: Say, language: str, manner: str) -> Line:
        buttons = tuple({"title": self._wording.title(b, language, manner), "payload": b.payload} for b in say.buttons)
        staff = self._wording.staff(say, language)
        text = self._wording.text(say, language, manner)
        return Line(str(id), text, False, buttons, language, staff, manner)


def _mine(payload: dict[str, Any], titles: dict[str, str]) -> Line:
    text = payload.get("text") or titles.get(payload.get("pressed", ""), "") or payload.get("shown", "")
    return Line("", str(text), mine=True)
