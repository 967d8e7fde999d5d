"""
The desk against other people's stand-ins for Telegram, as far as each goes.

telemelya (HTTP) has no getUpdates, posts without the secret that our webhook asks for, knows no command menus and
echoes a keyboard where Telegram sends none: its updates are kept by our keeper, and the answers go to its Bot API.
tg-auto-test drives python-telegram-bot's own handlers, of which the desk has none, because they acknowledge what is
only in memory; its request stands in for the connection.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from actions.desk.say import Button, Say
from bot.delivery import Sent
from bot.locale.wording import Wording
from bot.telegram.api import Api
from bot.telegram.channel import TelegramChannel
from bot.telegram.data import ButtonData
from bot.telegram.keeper import Keeper
from data.model import Catalogue
from tests.e2e.test_telegram import catalogue, now
from tests.emulator import Emulator
from tests.emulator.desk import Desk, opened, sqlite
from tests.emulator.server import TOKEN
from tests.eventually import eventually
from tests.ports import NOBODY
from tests.valkey import valkey

__all__ = ["catalogue"]
CHAT = 1001


@contextmanager
def telemelya() -> Iterator[str]:
    """Its Bot API on loopback, without its store of files, which wants an S3 server; its root."""
    from telemelya.server.bot_api import router
    from telemelya.server.config import settings
    from telemelya.server.control_api import router as control
    from telemelya.server.state import state_manager

    with valkey() as redis, socket.create_server(("127.0.0.1", 0)) as sock:
        settings.redis_url = redis

        @asynccontextmanager
        async def lifespan(_: FastAPI) -> AsyncIterator[None]:
            await state_manager.connect()
            yield
            await state_manager.redis.aclose()

        app = FastAPI(lifespan=lifespan)
        app.include_router(router)
        app.include_router(control)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.mark.faults
def test_telemelya_sees_a_talk(tmp_path: Path, catalogue: Catalogue) -> None:
    """Its updates are answered: the menu, a group of services by a button, a form's first question."""
    from telemelya.models import SendUpdateRequest
    from telemelya.server.control_api import _make_update

    with telemelya() as root:
        place = cast("Emulator", SimpleNamespace(token=TOKEN, url=root))
        with Desk(place, sqlite(tmp_path), catalogue, files=tmp_path / "files") as desk:
            keeper = Keeper(desk.store, TOKEN.partition(":")[0], desk.urgent)

            def told() -> list[dict[str, Any]]:
                headers = {"authorization": "Bearer any"}
                answer = httpx.get(f"{root}/api/v1/test/responses", headers=headers, trust_env=False).json()
                return [one for one in answer["responses"] if one["method"] == "sendMessage"]

            def sees(text: str) -> dict[str, Any]:
                return eventually(lambda: next((m for m in told() if text in m["text"]), None))

            def send(**said: Any) -> None:
                assert keeper.keep([_make_update(SendUpdateRequest(chat_id=CHAT, **said), "default")]).new == 1

            send(command="menu")
            buttons = sees("您想办哪一类的事")["reply_markup"]["inline_keyboard"]
            elder = next(b for row in buttons for b in row if b["text"] == "老人服务")
            send(callback_data=elder["callback_data"], callback_message_id=1)
            sees("长者助餐")
            send(text="长者助餐")
            sees("多大年纪")


def test_tg_auto_test_takes_every_kind_of_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words with buttons, without any, and a text in two parts go through python-telegram-bot into its request."""
    from telegram import Bot
    from tg_auto_test.test_utils.stub_request import StubTelegramRequest

    stub, store = StubTelegramRequest(), opened(sqlite(tmp_path))
    store.migrate()
    bot = Bot(TOKEN, request=stub, get_updates_request=stub)
    monkeypatch.setattr(Api, "_bot", lambda _: bot)
    says = [
        Say("menu.groups", {}, (Button("button.menu", "c:menu"), Button("button.person", "c:person"))),
        Say("talk.thank"),
        Say("say.words", {"words": "长。" * 3000}),
    ]
    with store.unit() as unit:
        talk = unit.conversations.load("telegram", str(CHAT), now=now()).id
        unit.outbox.put(talk, says, lane="answer")
        unit.commit()
    api = Api(TOKEN, NOBODY)
    channel = TelegramChannel(api, store, Wording("Asia/Shanghai"), ButtonData(store))

    async def carry() -> None:
        await api.prepare()
        for row in store.outbox.latest(talk):
            for part in channel.parts(row):
                assert isinstance(await channel.send(row, part), Sent)

    stub._handlers["deleteWebhook"] = stub._handle_ack  # the one method of ours that it does not know
    asyncio.run(carry())
    store.close()
    sent = [call for call in stub.calls if call.api_method == "sendMessage"]
    assert [call.parameters["text"][:4] for call in sent] == ["您想办哪", "不用谢，", "长。长。", "长。长。"]
    assert "inline_keyboard" in sent[0].parameters["reply_markup"] and "keyboard" in sent[1].parameters["reply_markup"]
    assert {call.api_method for call in stub.calls} >= {"getMe", "setMyCommands", "deleteMyCommands"}
