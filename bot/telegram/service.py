"""Telegram as one piece: the way in, the way out, and the files; put together for a serving process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from actions.dialogue import gate
from bot.delivery import Channel
from bot.files import Fetcher
from bot.telegram.api import Api
from bot.telegram.arrivals import Arrivals
from bot.telegram.channel import TelegramChannel
from bot.telegram.data import ButtonData
from bot.telegram.keeper import Keeper
from bot.telegram.polling import Polling
from bot.telegram.webhook import Webhook

if TYPE_CHECKING:
    from starlette.routing import Router

    from bot.wiring import Desk


class Telegram:
    """One bot; without a webhook's address it polls."""

    def __init__(self, desk: Desk, *, poll_s: int | None = None) -> None:
        settings = desk.settings
        token, root = settings.telegram_token.get_secret_value(), settings.telegram_webhook_url
        self._api = api = Api(token, settings.telegram_api_url)
        keeper = Keeper(desk.store, api.bot, lambda text: gate(text, desk.catalogue) is not None)
        arrivals = Arrivals(api, keeper, desk.signals)
        self._way: Polling | Webhook = (
            Webhook(api, arrivals, token, root, settings.telegram_webhook_secret.get_secret_value())
            if root
            else Polling(api, arrivals, **({} if poll_s is None else {"poll_s": poll_s}))
        )
        self._fetcher = Fetcher(desk.store, desk.folder, {"telegram": api}, desk.signals, desk.speech)
        self.channels: dict[str, Channel] = {
            "telegram": TelegramChannel(api, desk.wording, ButtonData(desk.store)),
        }

    def mount(self, router: Router) -> None:
        """Serve the webhook, where there is one."""
        if isinstance(self._way, Webhook):
            router.routes.append(self._way.route)

    async def run(self, stop: asyncio.Event) -> None:
        """Take updates in and fetch files until `stop` is set."""
        await asyncio.gather(self._way.run(stop), self._fetcher.run(stop))

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()
