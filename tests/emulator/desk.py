"""The desk's own pieces for Telegram, running in a thread against an emulator; nlu/ is away."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Self

from actions import dialogue
from actions.store import Keyring, Store, open_store
from bot.delivery import Channel, Delivery
from bot.files import Fetcher, Folder
from bot.incoming import Incoming, PlainIncoming
from bot.locale.wording import Wording
from bot.pacing import LocalPace, Rate
from bot.signals import LocalSignals
from bot.speech import Speech
from bot.telegram.api import Api
from bot.telegram.arrivals import Arrivals
from bot.telegram.channel import TelegramChannel
from bot.telegram.data import ButtonData
from bot.telegram.incoming import TelegramIncoming
from bot.telegram.keeper import Keeper
from bot.telegram.polling import Polling
from bot.telegram.roomchannel import Group, RoomChannel
from bot.telegram.roomwatch import RoomWatch
from bot.telegram.service import cards_of, staff_room
from bot.telegram.staffroom import CHANNEL
from bot.turns import Turns
from bot.understanding import Asker
from data.model import Catalogue
from tests.emulator.server import Emulator
from tests.known import known
from tests.ports import NOBODY
from tests.tables import put_tables

KEY = "k1:WgRa0SUPwhdM/2Gq7pjwCeqpvRILJKr/dHCQ4DsIlgg="


class Desk:
    """Polling, turns and delivery over one store file; leaving the block stops them as SIGTERM would."""

    def __init__(
        self,
        emulator: Emulator,
        url: str,
        catalogue: Catalogue | None = None,
        *,
        files: Path,
        speech: Speech | None = None,
        group: int = 0,
        poll_s: int = 2,
    ) -> None:
        self.emulator, self.url, self.speech, self.group = emulator, url, speech, group
        self.poll_s = poll_s
        self.catalogue = catalogue or known()
        self.store = opened(url)
        self.store.migrate()
        self.folder = Folder(files, self.store.vault)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        """Start."""
        self._loop = asyncio.new_event_loop()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop; raises what went wrong inside."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        assert not self._thread.is_alive(), "the desk did not stop"
        self.store.close()

    def _run(self) -> None:
        assert self._loop is not None
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    async def _serve(self) -> None:
        api, signals, asker = Api(self.emulator.token, self.emulator.url), LocalSignals(), Asker(NOBODY, 1.5)
        data, wording = ButtonData(self.store), Wording(self.catalogue.place.timezone)
        incoming: dict[str, Incoming] = {"telegram": TelegramIncoming(data), "web": PlainIncoming()}
        room = staff_room(self.catalogue, wording, self.store, incoming)
        hears = self.speech is not None
        turns = Turns(self.store, self.catalogue, asker, signals, incoming, hears=hears, beside=room)
        group = Group(self.group) if self.group else None
        pace = LocalPace(bot=Rate(1000, 100), chat=Rate(100, 100), group=Rate(100, 100))  # tests wait for nothing
        arrivals = Arrivals(api, Keeper(self.store, api.bot, self.urgent, group), signals, pace)
        channels: dict[str, Channel] = {"telegram": TelegramChannel(api, self.store, wording, data)}
        tasks = [turns.work(2, self._stop), Polling(api, arrivals, poll_s=self.poll_s).run(self._stop)]
        tasks.append(Fetcher(self.store, self.folder, {"telegram": api}, signals, self.speech).run(self._stop))
        if group is not None:
            cards = cards_of(self.catalogue, wording, self.store, incoming)
            channels[CHANNEL] = RoomChannel(api, self.store, cards, wording, data, group)
            tasks.append(RoomWatch(self.store, signals, cards).run(self._stop))
        tasks.append(Delivery(self.store, channels, signals, pace=lambda _: pace).run(self._stop))
        async with asyncio.TaskGroup() as tasks_group:
            for task in tasks:
                tasks_group.create_task(task)
        await api.close()
        await asker.close()

    def urgent(self, text: str) -> bool:
        """Whether the gate says that a text must not wait."""
        return dialogue.gate(text, self.catalogue) is not None


def opened(url: str) -> Store:
    """A store as another process has it."""
    return open_store(url, Keyring.parse(KEY))


def sqlite(folder: Path) -> str:
    """The URL of a new file that has its tables."""
    put_tables(folder / "desk.db")
    return f"sqlite:///{folder / 'desk.db'}"
