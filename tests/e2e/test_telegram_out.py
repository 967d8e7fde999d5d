"""What goes out on Telegram besides plain answers, end to end; and what `nuanxin doctor` says of it all."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.pacing import LocalPace
from bot.settings import Settings
from bot.signals import LocalSignals
from bot.telegram.api import Api
from bot.telegram.arrivals import Arrivals
from bot.telegram.doctor import look
from bot.telegram.keeper import Keeper
from bot.telegram.polling import Polling
from tests.e2e.test_telegram import catalogue, desk, emulator, still, user
from tests.emulator import Emulator, User
from tests.emulator.desk import Desk
from tests.emulator.record import Cut, Refusal
from tests.ports import NOBODY

__all__ = ["catalogue", "desk", "emulator", "still", "user"]


def at_summary(user: User) -> None:
    """Ask for meals as far as the summary."""
    user.say("/menu")
    user.sees("您想办哪一类的事")
    for said, seen in (
        ("长者助餐", "多大年纪"),
        ("79", "住在哪里"),
        ("深圳市罗湖区翠竹街道", "去饭堂吃"),
        ("送到家里", "哪天开始"),
        ("明天", "忌口"),
        ("跳过", "请您看看"),
    ):
        user.say(said)
        user.sees(seen)


def test_the_summary_is_written_anew_where_it_stands(emulator: Emulator, desk: Desk, user: User) -> None:
    """A button below it changes it in place; what is typed brings it anew, at the end, where it is seen."""
    at_summary(user)
    summary = user.messages[-1]
    user.press("别让人知道我的名字")
    emulator.wait(lambda: summary.get("edited"))
    assert "保密" in summary["text"]
    user.say("不对，是81岁")
    emulator.wait(lambda: user.messages[-1] is not summary and "请您看看" in user.messages[-1]["text"])


def test_hiding_takes_both_sides_out_of_the_chat(emulator: Emulator, desk: Desk, user: User) -> None:
    """What the person wrote and what the desk said is gone; only the line that says so stays."""
    said = [user.say("/menu")]
    user.sees("您想办哪一类的事")
    said.append(user.say("/hide"))
    user.sees("清掉了")
    assert user.texts == user.texts[-1:]
    assert {(user.id, id) for id in said} <= emulator.deleted


def test_hiding_is_told_once_it_is_done(emulator: Emulator, desk: Desk, user: User) -> None:
    """Told to wait, or cut off, the desk tries again, and sends nothing before: the words would stand there yet."""
    user.say("/menu")
    user.sees("您想办哪一类的事")
    emulator.fails("deleteMessages", Refusal(429, "Too Many Requests: retry after 1", retry_after=1), Cut(after=True))
    user.say("/hide")
    user.sees("清掉了")
    assert len(user.texts) == 1 and len(emulator.called("deleteMessages")) == 3


def test_what_could_not_be_hidden_is_told(emulator: Emulator, desk: Desk, user: User) -> None:
    """Whoever is in danger hears that the words still stand there, and what to do."""
    user.say("/menu")
    user.sees("您想办哪一类的事")
    emulator.fails("deleteMessages", Refusal(400, "Bad Request: message can't be deleted"))
    user.say("/hide")
    user.sees("没能全清掉")
    assert not any("都清掉了" in text for text in user.texts)


def test_typing_is_shown_to_whoever_waits(emulator: Emulator, still: Desk, user: User) -> None:
    """Where no turn has ended within a second: here nobody is at work yet."""
    user.say("/menu")

    async def wait() -> None:
        api = Api(emulator.token, emulator.url)
        arrivals = Arrivals(api, Keeper(still.store, api.bot, still.urgent), LocalSignals(), LocalPace())
        await Polling(api, arrivals, poll_s=0).once()
        await asyncio.to_thread(emulator.wait, lambda: emulator.called("sendChatAction"))
        await arrivals.drain()
        await api.close()

    asyncio.run(wait())
    assert emulator.called("sendChatAction")[0].params == {"chat_id": user.id, "action": "typing"}


def test_in_a_halt_nothing_is_shown_either(emulator: Emulator, still: Desk) -> None:
    """Told to wait over "typing" the bot tells it to all; in that halt it neither types nor answers a press."""
    emulator.fails("sendChatAction", Refusal(429, "Too Many Requests: retry after 60", retry_after=60))
    id = still.store.inbox.put("1", "telegram", "1001", "{}", datetime.now(UTC))

    async def shown() -> float:
        api, pace = Api(emulator.token, emulator.url), LocalPace()
        arrivals = Arrivals(api, Keeper(still.store, api.bot, still.urgent), LocalSignals(), pace)
        for _ in range(2):
            await arrivals._type(1001, id or 0)
        await arrivals._answer("press", "")
        await api.close()
        return await pace.halted()

    assert asyncio.run(shown()) > 50
    assert len(emulator.called("sendChatAction")) == 1 and not emulator.called("answerCallbackQuery")


def test_commands_are_listed_for_private_chats_only(emulator: Emulator, desk: Desk, user: User) -> None:
    """In each language; a group has none."""
    emulator.wait(lambda: emulator.called("deleteMyCommands"))
    scopes = {call.params["scope"]["type"] for call in emulator.called("setMyCommands")}
    assert scopes == {"all_private_chats"}
    assert {"hide", "family", "person"} <= {c["command"] for c in emulator.commands["zh"]}


def told(emulator: Emulator, **more: Any) -> str:
    """What the doctor says."""
    values: dict[str, Any] = {"telegram_token": emulator.token, "telegram_api_url": emulator.url, **more}
    return "\n".join(asyncio.run(look(Settings(**values))))


def test_the_doctor_is_content(emulator: Emulator) -> None:
    """Token, polling, group and clock as they should be: no line asks for anything."""
    group = emulator.group()
    found = told(emulator, staff_group_id=group.id)
    assert "@nuanxin_test_bot" in found and "group is ready" in found and "clock is right" in found
    assert "!" not in found


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"telegram_token": "700001:wrong"}, "refuses the token"),
        ({"telegram_api_url": NOBODY}, "does not answer"),
        ({"telegram_webhook_url": "http://help.example"}, "must begin with https://"),
        ({"telegram_webhook_url": "https://help.example"}, "webhook is not set"),
        ({"staff_group_id": -77}, "not in the staff group"),
    ],
)
def test_the_doctor_names_what_is_wrong(emulator: Emulator, settings: dict[str, Any], words: str) -> None:
    """One sentence, with what to do, and never the token."""
    found = told(emulator, **settings)
    assert any(line.startswith("! ") and words in line for line in found.splitlines())
    assert emulator.token.partition(":")[2] not in found


def test_the_doctor_looks_at_the_groups_rights(emulator: Emulator) -> None:
    """No administrator, no topics, a new number, a webhook that fails."""
    group = emulator.group(forum=False)
    assert "has no topics" in told(emulator, staff_group_id=group.id)
    group.administrator = False
    assert "no administrator" in told(emulator, staff_group_id=group.id)
    group.moved_to = -1009
    assert "NUANXIN_STAFF_GROUP_ID=-1009" in told(emulator, staff_group_id=group.id)
    emulator.webhook = "https://other.example/x"
    assert "webhook is set although" in told(emulator)


def test_errors_of_the_doctor_are_sentences(emulator: Emulator) -> None:
    """A cut line and a failing server are no tracebacks."""
    emulator.fails("getMe", Refusal(500, "Internal Server Error"))
    assert "does not answer" in told(emulator)
    emulator.fails("getMe", Cut(after=False))
    assert "does not answer" in told(emulator)
