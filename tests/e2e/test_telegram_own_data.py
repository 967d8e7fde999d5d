"""One's own data as a file on Telegram: asked about first, into the private chat alone, the same as on the page."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

from actions.desk.say import Say
from bot.delivery import Failed, Outcome
from bot.locale.wording import Wording
from bot.own_data import own_data
from bot.telegram.api import Api
from bot.telegram.channel import TelegramChannel
from bot.telegram.data import ButtonData
from bot.telegram.incoming import TelegramIncoming
from bot.transcript import Transcripts
from tests.e2e.test_telegram import catalogue, desk, emulator, now, open_request, still, user
from tests.emulator import Emulator, User
from tests.emulator.desk import Desk

__all__ = ["catalogue", "desk", "emulator", "still", "user"]


def wants(user: User, answer: str) -> None:
    """Ask for one's own data, and answer what is asked back."""
    user.say("/mydata")
    user.sees("境外的服务器")
    user.press(answer)


def test_the_file_holds_what_the_page_gives(emulator: Emulator, desk: Desk, user: User) -> None:
    """All of one's own and nothing of another's, once for each yes; the audit says who took it."""
    number = open_request(user)
    other = emulator.user(1002, "小红")
    other.say("/privacy")
    other.sees("我的资料")
    wants(user, "不发到这里")
    user.sees("找人工")
    wants(user, "发到这里")
    document = user.sees("请收好")["document"]
    found = json.loads(emulator.files[document["file_id"]])
    assert document["file_name"] == "nuanxin.json" and [one["number"] for one in found["requests"]] == [number]
    assert "/privacy" not in [line["text"] for line in found["talk"]]
    incoming = {"telegram": TelegramIncoming(ButtonData(desk.store))}
    with desk.store.unit(reading=True) as unit:
        person = unit.people.at("telegram", str(user.id))
        last = unit.audit.trail("person")[0]
    assert person is not None and (last.actor, last.action, last.subject) == (person.id, "exported", person.id)
    page = own_data(desk.store, Transcripts(desk.store, Wording("Asia/Shanghai"), incoming), person, now())
    assert found | {"taken_at": ""} == page | {"taken_at": ""}
    user.say("再说一遍")
    user.sees("")
    assert len(emulator.called("sendDocument")) == 1


def test_no_group_ever_gets_it(emulator: Emulator, desk: Desk, user: User) -> None:
    """A message that brings it leaves for no group, whatever made it."""
    user.say("/menu")
    user.sees("")
    row = desk.store.outbox.latest(desk.store.conversation_id("telegram", str(user.id)))[-1]
    group = replace(row, address=str(emulator.group(-1001).id), say=Say("own_data.file"))

    async def send() -> Outcome:
        api = Api(emulator.token, emulator.url)
        channel = TelegramChannel(api, desk.store, Wording("Asia/Shanghai"), ButtonData(desk.store))
        done = await channel.send(group, channel.parts(group)[0])
        await api.close()
        return done

    assert asyncio.run(send()) == Failed("NotPrivate") and not emulator.called("sendDocument")
