"""Telegram, end to end: the real desk against a Bot API on loopback."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.desk.person import Staff
from actions.desk.say import Say
from actions.desk.staff_work import reply, set_status
from bot.pacing import LocalPace
from bot.signals import LocalSignals
from bot.telegram.api import Api
from bot.telegram.arrivals import Arrivals
from bot.telegram.keeper import Keeper
from bot.telegram.polling import Polling
from data.model import Catalogue
from tests.emulator import Emulator, User
from tests.emulator.desk import Desk, opened, sqlite
from tests.emulator.record import Cut, Refusal
from tests.eventually import eventually
from tests.known import known

NUMBER = re.compile(r"NX-\d{6}-\d{6}")


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """A Bot API server."""
    with Emulator() as server:
        yield server


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """What the desk knows."""
    return known()


@pytest.fixture
def still(emulator: Emulator, tmp_path: Path, catalogue: Catalogue) -> Iterator[Desk]:
    """A desk that has not been started."""
    desk = Desk(emulator, sqlite(tmp_path), catalogue, files=tmp_path / "files")
    yield desk
    desk.store.close()


@pytest.fixture
def desk(still: Desk) -> Iterator[Desk]:
    """The desk, polling that server."""
    with still:
        yield still


@pytest.fixture
def user(emulator: Emulator) -> User:
    """A person who has not written yet."""
    return emulator.user()


def open_request(user: User) -> str:
    """Ask for meals, by buttons and short answers, until the request stands; its number."""
    user.say("/start")
    user.sees("您想办哪一类的事")
    user.press("老人服务")
    user.sees("长者助餐")
    user.press("长者助餐")
    user.sees("多大年纪")
    user.say("79")
    user.sees("住在哪里")
    user.say("深圳市罗湖区翠竹街道")
    user.sees("去饭堂吃")
    user.press("送到家里")
    user.sees("哪天开始")
    user.say("明天")
    user.sees("忌口")
    user.press("跳过")
    user.sees("请您看看对不对")
    user.press("没错，提交")
    found = NUMBER.search(user.sees("编号")["text"])
    assert found is not None
    return found.group()


def test_from_start_to_a_request_by_buttons_and_back_from_staff(emulator: Emulator, desk: Desk, user: User) -> None:
    """Buttons lead to a number and a code; what staff say in another process arrives, in order."""
    number = open_request(user)
    office = opened(desk.url)
    with office.unit() as unit:
        unit.staff.save(Staff("li", "李", "supervisor", on_duty=True))
        reply(unit, "li", number, "明天十一点送到", catalogue=desk.catalogue, now=now())
        set_status(unit, "li", number, "answered", catalogue=desk.catalogue, now=now())
        unit.commit()
    office.close()
    user.sees("明天十一点送到")
    user.sees(number)
    assert [m["message_id"] for m in user.messages] == sorted(m["message_id"] for m in user.messages)
    emulator.wait(lambda: not emulator.presses)
    assert user.keyboard == ["人工", "菜单"]
    assert {c["command"] for c in emulator.commands["zh"]} >= {"start", "menu", "person", "status", "cancel"}


def test_what_another_process_says_waits_for_no_poll(
    emulator: Emulator, tmp_path: Path, catalogue: Catalogue, user: User
) -> None:
    """It arrives while the desk still asks Telegram for what is new, in a poll that nothing ends."""
    with Desk(emulator, sqlite(tmp_path), catalogue, files=tmp_path / "files", poll_s=600) as desk:
        user.say("/menu")
        user.sees("您想办哪一类的事")
        ended = len(emulator.called("getUpdates"))
        office = opened(desk.url)
        with office.unit() as unit:
            talk = unit.conversations.load("telegram", str(user.id), now=now()).id
            unit.outbox.put(talk, [Say("say.words", {"words": "明天十一点送到"})], lane="answer")
            unit.commit()
        office.close()
        user.sees("明天十一点送到")
        assert len(emulator.called("getUpdates")) == ended


def test_the_same_update_twice_is_one(emulator: Emulator, desk: Desk, user: User) -> None:
    """A message and a press that come again, with other update numbers, change nothing and are not answered again."""
    user.say("/menu")
    user.sees("您想办哪一类的事")
    user.press("老人服务")
    user.sees("长者助餐")
    before = len(user.messages)
    for update in seen(emulator):
        emulator.update(**update)
    user.say("/language")
    user.sees("English") if "English" in user.texts[-1] else emulator.wait(lambda: "English" in user.buttons)
    assert len(user.messages) == before + 1


def test_an_update_nobody_can_read_is_set_aside(emulator: Emulator, desk: Desk, user: User) -> None:
    """Poison stops nobody: it is kept as it came, others are answered, and groups are left alone."""
    user.started = True
    emulator.update(message={"message_id": "one", "chat": {"id": user.id, "type": "private"}, "text": "?"})
    emulator.update(message=[1, 2, 3])
    emulator.update(
        callback_query={"id": "1", "from": {"id": 1}, "data": "x", "message": {"message_id": 1, "chat": user.chat}}
    )
    emulator.update(poll={"id": "1"})
    emulator.update(message={"message_id": 7, "chat": {"id": -5, "type": "group"}, "text": "/menu"})
    user.say("/menu")
    user.sees("您想办哪一类的事")
    assert desk.store.strays.count() == 3
    assert len(emulator.called("sendMessage")) == len(user.messages)


def test_what_was_committed_but_not_confirmed_comes_once(emulator: Emulator, still: Desk, user: User) -> None:
    """A crash between commit and offset loses nothing and doubles nothing."""
    user.say("/menu")

    assert asyncio.run(poll(still)) == 1
    assert asyncio.run(poll(still)) == 0
    assert emulator.updates, "nothing may be confirmed yet"
    with still:
        user.sees("您想办哪一类的事")
        user.say("/language")
        emulator.wait(lambda: "English" in user.buttons)
    assert sum("您想办哪一类的事" in text for text in user.texts) == 1


def test_an_update_is_confirmed_only_after_its_commit(emulator: Emulator, still: Desk, user: User) -> None:
    """While the database refuses, Telegram keeps the update."""
    user.say("/menu")
    with still.store.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox RENAME TO hidden")
        connection.commit()
    with still:
        emulator.wait(lambda: len(emulator.called("getUpdates")) >= 2)
        assert emulator.updates
        with still.store.database.write() as connection:
            connection.exec_driver_sql("ALTER TABLE hidden RENAME TO inbox")
            connection.commit()
        user.sees("您想办哪一类的事")


def test_too_many_is_obeyed_and_a_blocked_chat_stops_nobody(emulator: Emulator, desk: Desk, user: User) -> None:
    """Nothing is sent inside a halt, and then it goes on; 403 marks the message failed, others are served."""
    user.say("/menu")
    user.sees("您想办哪一类的事")
    other = emulator.user(1002, "小红")
    emulator.fails("sendMessage", Refusal(429, "Too Many Requests: retry after 1", retry_after=1))
    user.say("/menu")
    emulator.wait(lambda: any(c.status == 429 for c in emulator.calls))
    other.blocked = True
    other.say("/menu")
    user.sees("您想办哪一类的事")
    refused = next(c for c in emulator.calls if c.status == 429)
    assert not [c for c in emulator.called("sendMessage") if refused.at < c.at < refused.at + 1]
    emulator.wait(lambda: any(c.status == 403 for c in emulator.calls))
    user.say("/language")
    emulator.wait(lambda: "English" in user.buttons)
    trouble = eventually(desk.store.outbox.troubled)
    assert {(row.address, row.state) for row in trouble} == {("1002", "failed")}


def test_a_send_whose_answer_is_lost_goes_once_more(emulator: Emulator, desk: Desk, user: User) -> None:
    """Recorded, then the connection is cut: twice at most, and never silent."""
    user.say("/start")
    user.sees("您想办哪一类的事")
    emulator.fails("sendMessage", Cut(after=True))
    user.say("/language")
    emulator.wait(lambda: sum("English" in str(m["reply_markup"]) for m in user.messages) == 2)
    user.say("/menu")
    user.sees("您想办哪一类的事")
    assert sum("English" in str(m["reply_markup"]) for m in user.messages) == 2


def test_messages_in_a_row_are_one_turn(emulator: Emulator, still: Desk, user: User) -> None:
    """Outside a form three messages that Telegram brings together get one answer."""
    for text in ("我家老人", "想订午饭", "长者助餐"):
        user.say(text)
    with still:
        user.sees("多大年纪")
        conversation = still.store.conversation_id("telegram", str(user.id))
        assert len({row.cause for row in still.store.outbox.latest(conversation)}) == 1
    assert len(user.messages) <= 3


@pytest.mark.parametrize(
    ("text", "at_once"),
    [
        ("我不想活了", True),
        ("/menu", True),
        ("/cancel", True),
        ("人工", True),
        ("我家老人想订午饭", False),
        ("再见", False),
    ],
)
def test_what_waits_for_further_words(emulator: Emulator, still: Desk, user: User, text: str, at_once: bool) -> None:
    """Words of danger, commands and the keyboard's keys are ready when they come; other words 0.7 s later."""
    user.say(text)
    assert asyncio.run(poll(still)) == 1
    (row,) = still.store.inbox.said(still.store.conversation_id("telegram", str(user.id)))
    taken = [
        still.store.inbox.claim("test", row.received_at + timedelta(seconds=after)) is not None
        for after in (0, 0.69, 0.7)
    ]
    assert taken == ([True, False, False] if at_once else [False, False, True])


def test_an_edit_corrects_the_answer(emulator: Emulator, desk: Desk, user: User) -> None:
    """An answer that is edited later corrects the form."""
    user.say("/menu")
    user.sees("您想办哪一类的事")
    user.say("长者助餐")
    user.sees("多大年纪")
    answer = user.say("79")
    user.sees("住在哪里")
    user.edit(answer, "78岁")
    user.sees("78")


def test_the_token_is_in_no_log_line(
    emulator: Emulator, still: Desk, user: User, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither in good times nor with errors of every kind, at the most talkative level."""
    caplog.set_level(logging.DEBUG)
    emulator.fails("getUpdates", Cut(after=False), Refusal(401, "Unauthorized"))
    emulator.fails("sendMessage", Cut(after=False))
    with still:
        user.say("/menu")
        user.sees("您想办哪一类的事")
    out, err = capfd.readouterr()
    secret = emulator.token.partition(":")[2]
    assert "telegram.away" in out + err + caplog.text
    assert secret not in out + err + caplog.text


def seen(emulator: Emulator) -> list[dict[str, object]]:
    """All updates that the bot has had, without their numbers."""
    found = {u["update_id"]: u for call in emulator.called("getUpdates") for u in call.answer.get("result") or ()}
    return [{k: v for k, v in u.items() if k != "update_id"} for u in found.values()]


async def poll(desk: Desk) -> int:
    """One poll whose offset is never shown to Telegram: the process dies."""
    api = Api(desk.emulator.token, desk.emulator.url)
    arrivals = Arrivals(api, Keeper(desk.store, api.bot, desk.urgent), LocalSignals(), LocalPace())
    kept = await Polling(api, arrivals, poll_s=0).once()
    await api.close()
    return kept


def now() -> datetime:
    """The office's clock."""
    return datetime.now(UTC)
