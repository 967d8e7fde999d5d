"""A person's topic in the staff's group, while the database has trouble."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from actions.desk.say import Say
from actions.store import Store
from actions.store.errors import StoreError
from bot.delivery import Sent
from bot.locale.wording import Wording
from bot.telegram.api import Api
from bot.telegram.data import ButtonData
from bot.telegram.roomchannel import Group, RoomChannel
from bot.telegram.service import cards_of
from bot.telegram.staffroom import CHANNEL
from tests.emulator import Emulator
from tests.known import known


def test_a_topic_that_could_not_be_written_down_is_not_opened_twice(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next try uses the one that is there."""
    wording = Wording(known().place.timezone)
    with store.unit() as unit:
        talk = unit.conversations.load("web", "amah", now=now).id
        room = unit.conversations.load(CHANNEL, talk, now=now).id
        unit.outbox.put(room, [Say("say.words", {"words": "您好"})], lane="answer")
        unit.commit()
    row = store.outbox.claim("test", now, channels=[CHANNEL], limit=1)[0]

    async def tries(emulator: Emulator) -> list[object]:
        api = Api(emulator.token, emulator.url)
        channel = RoomChannel(
            api, store, cards_of(known(), wording, store, {}), wording, ButtonData(store), Group(emulator.group().id)
        )
        keep, part = channel._keep, channel.parts(row)[0]

        def away(*_: object) -> None:
            raise StoreError("away")

        monkeypatch.setattr(channel, "_keep", away)
        with pytest.raises(StoreError):
            await channel.send(row, part)
        monkeypatch.setattr(channel, "_keep", keep)
        found = await channel.send(row, part)
        await api.close()
        return [type(found), sum(call.method == "createforumtopic" for call in emulator.calls)]

    with Emulator() as emulator:
        assert asyncio.run(tries(emulator)) == [Sent, 1]
