"""Telegram as one piece: the way in, the way out, and the files; put together for a serving process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from actions.dialogue import gate
from actions.store.errors import StoreError
from bot.delivery import Channel
from bot.files import Fetcher
from bot.telegram.api import Api
from bot.telegram.arrivals import Arrivals
from bot.telegram.channel import TelegramChannel
from bot.telegram.data import ButtonData
from bot.telegram.keeper import Keeper
from bot.telegram.polling import Polling
from bot.telegram.roomagreed import Agreement
from bot.telegram.roomcard import Cards
from bot.telegram.roomchannel import Group, RoomChannel
from bot.telegram.roomclock import RoomClock
from bot.telegram.roomwatch import RoomWatch
from bot.telegram.staffroom import CHANNEL, StaffRoom
from bot.telegram.webhook import Webhook
from bot.transcript import Transcripts
from data.model import LANGUAGES, Catalogue

if TYPE_CHECKING:
    from starlette.routing import Router

    from actions.store.store import Store
    from bot.incoming import Incoming
    from bot.locale.wording import Wording
    from bot.wiring import Desk


TAKE_OVER_S = 2.0  # seconds until a killed poller's place is taken


def cards_of(catalogue: Catalogue, wording: Wording, store: Store, incoming: Mapping[str, Incoming]) -> Cards:
    """How talks are shown to staff in their group."""
    return Cards(catalogue, wording, Transcripts(store, wording, incoming), LANGUAGES[0])


def staff_room(catalogue: Catalogue, wording: Wording, store: Store, incoming: Mapping[str, Incoming]) -> StaffRoom:
    """What turns do with the staff's group."""
    cards = cards_of(catalogue, wording, store, incoming)
    return StaffRoom(catalogue, cards, ButtonData(store), Agreement(store))


@asynccontextmanager
async def _alone(store: Store) -> AsyncIterator[bool]:
    """Whether nobody else polls; while the database is away nobody knows, and nobody does."""
    lock = store.alone("telegram")
    try:
        mine = await asyncio.to_thread(lock.take)
    except StoreError:
        mine = False
    try:
        yield mine
    finally:
        await asyncio.to_thread(lock.release)


class Telegram:
    """One bot; without a webhook's address it polls."""

    def __init__(self, desk: Desk, *, poll_s: int | None = None) -> None:
        settings = desk.settings
        self._store = desk.store
        token, root = settings.telegram_token.get_secret_value(), settings.telegram_webhook_url
        self._api = api = Api(token, settings.telegram_api_url)
        data = ButtonData(desk.store)
        group = Group(settings.staff_group_id) if settings.staff_group_id else None
        keeper = Keeper(desk.store, api.bot, lambda text: gate(text, desk.catalogue) is not None, group)
        arrivals = Arrivals(api, keeper, desk.signals, desk.pace(api.budget))
        self._way: Polling | Webhook = (
            Webhook(api, arrivals, token, root, settings.telegram_webhook_secret.get_secret_value())
            if root
            else Polling(api, arrivals, **({} if poll_s is None else {"poll_s": poll_s}))
        )
        self._fetcher = Fetcher(desk.store, desk.folder, {"telegram": api}, desk.signals, desk.speech)
        self.channels: dict[str, Channel] = {
            "telegram": TelegramChannel(api, desk.store, desk.wording, data),
        }
        self._watch: RoomWatch | None = None
        self.clock = RoomClock(desk.catalogue) if group is not None else None
        if group is not None:
            cards = cards_of(desk.catalogue, desk.wording, desk.store, desk.incoming)
            self.channels[CHANNEL] = RoomChannel(api, desk.store, cards, desk.wording, data, group)
            self._watch = RoomWatch(desk.store, desk.signals, cards)

    def mount(self, router: Router) -> None:
        """Serve the webhook, where there is one."""
        if isinstance(self._way, Webhook):
            router.routes.append(self._way.route)

    async def take_in(self, stop: asyncio.Event) -> None:
        """Take updates in until `stop` is set; of several processes that poll for one bot, one does at a time."""
        if isinstance(self._way, Webhook):
            await self._way.run(stop)
            return
        while not stop.is_set():
            async with _alone(self._store) as mine:
                if mine:
                    await self._way.run(stop)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), TAKE_OVER_S)

    async def carry(self, stop: asyncio.Event) -> None:
        """Fetch files and follow the staff's group until `stop` is set."""
        parts = (self._fetcher, *([self._watch] if self._watch else ()))
        await asyncio.gather(*(part.run(stop) for part in parts))

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()
