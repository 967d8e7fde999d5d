"""The Bot API: one bot's connection to it. The token stays in here."""

from __future__ import annotations

import hashlib
import logging
import warnings
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.delivery import Failed, Later, Lost, Outcome, Sent
from bot.files import NotFetchedError
from bot.telegram import command
from bot.telegram.update import KINDS

if TYPE_CHECKING:
    from telegram import Bot, InlineKeyboardMarkup, ReplyKeyboardMarkup
    from telegram.error import RetryAfter
    from telegram.request import HTTPXRequest

POLL_S = 25  # seconds that the Bot API holds a poll open
LOOPBACK = ("127.0.0.1", "::1", "localhost")
AGAIN_S, LONGEST_S = 2.0, 60.0  # after an error of the server's, doubled with each attempt


class Api:
    """Calls that the desk makes, and what their errors mean."""

    def __init__(self, token: str, root: str) -> None:
        head = token.partition(":")[0]
        self.bot = head if head.isdigit() else hashlib.sha256(token.encode()).hexdigest()[:12]
        self._token, self._root = token, root
        self._made: tuple[Bot, tuple[HTTPXRequest, ...]] | None = None

    async def prepare(self, webhook: str = "", secret: str = "") -> None:
        """Set the webhook, or end one that would stop polling; list the commands in each language."""
        bot = self._bot()
        if webhook:
            await bot.set_webhook(webhook, secret_token=secret, allowed_updates=list(KINDS))
        else:
            await bot.delete_webhook()
        for code, language in (("", "en"), ("zh", "zh_Hans")):
            await bot.set_my_commands(command.menu(language), language_code=code or None)

    async def updates(self, offset: int | None, seconds: int = POLL_S) -> list[Any]:
        """The next updates, raw: telegram's own parsing would stop at one that it does not know."""
        asked: dict[str, Any] = {"timeout": seconds, "allowed_updates": list(KINDS)}
        if offset is not None:
            asked["offset"] = offset
        # method names have no case; with this spelling python-telegram-bot does not insist on its own parsing
        found = await self._bot().do_api_request("getupdates", asked, read_timeout=seconds + 10)
        if not isinstance(found, list):
            raise ValueError("getUpdates did not return a list")
        return found

    async def send(
        self, chat: str, text: str, markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | None, attempt: int
    ) -> Outcome:
        """Send one message; `attempt` counts from 1 and makes the pauses longer."""
        from telegram import LinkPreviewOptions
        from telegram.error import TelegramError

        preview = LinkPreviewOptions(is_disabled=True)
        try:
            await self._bot().send_message(int(chat), text, reply_markup=markup, link_preview_options=preview)
        except TelegramError as error:
            return outcome(error, attempt)
        return Sent()

    async def answer_press(self, press: str) -> None:
        """The button stops turning."""
        await self._bot().answer_callback_query(press)

    async def fetch(self, source: str, largest: int) -> bytes:
        """A file's bytes; raises NotFetchedError."""
        from telegram.error import BadRequest, Forbidden, TelegramError

        try:
            file = await self._bot().get_file(source)
            if (file.file_size or 0) > largest:
                raise NotFetchedError("size", final=True)
            data = bytes(await file.download_as_bytearray(read_timeout=60))
        except BadRequest as error:
            raise NotFetchedError("size" if "too big" in str(error) else "gone", final=True) from None
        except Forbidden:
            raise NotFetchedError("gone", final=True) from None
        except TelegramError as error:
            raise NotFetchedError(type(error).__name__) from None
        if len(data) > largest:
            raise NotFetchedError("size", final=True)
        return data

    async def close(self) -> None:
        """Close the connections."""
        if self._made is not None:
            for request in self._made[1]:
                await request.shutdown()

    def _bot(self) -> Bot:
        if self._made is None:
            from telegram import Bot
            from telegram.request import HTTPXRequest
            from telegram.warnings import PTBDeprecationWarning

            # httpx writes each address at INFO, and the token is part of it; telegram writes each text at DEBUG
            for talkative in ("httpx", "telegram"):
                logging.getLogger(talkative).setLevel(logging.WARNING)
            # each 429 would warn that `retry_after` is to change its type; `_seconds` reads either
            warnings.filterwarnings("ignore", ".*attribute `retry_after`", PTBDeprecationWarning)
            # an operator's proxy may be the only way to Telegram, but never the way to this machine itself
            direct = urlsplit(self._root).hostname in LOOPBACK
            how: dict[str, Any] = {
                "read_timeout": 15.0,
                "pool_timeout": 15.0,
                "httpx_kwargs": {"trust_env": not direct},
            }
            requests = HTTPXRequest(connection_pool_size=64, **how), HTTPXRequest(connection_pool_size=1, **how)
            root: dict[str, Any] = {"base_url": f"{self._root}/bot", "base_file_url": f"{self._root}/file/bot"}
            bot = Bot(self._token, **root, request=requests[0], get_updates_request=requests[1])
            self._made = bot, requests
        return self._made[0]


def outcome(error: Exception, attempt: int) -> Outcome:
    """What an error says about the message that was sent."""
    import httpx
    from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

    again = Later(min(LONGEST_S, AGAIN_S * 2 ** max(0, attempt - 1)), type(error).__name__)
    cause = error.__cause__
    match error:
        case RetryAfter():
            return Later(_seconds(error), "RetryAfter", halt=True)
        case Forbidden() | BadRequest() | ChatMigrated():
            return Failed(type(error).__name__)
        case InvalidToken() | Conflict():  # ours to mend, not the message's fault
            return Later(LONGEST_S, type(error).__name__, halt=True)
        case NetworkError() if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
            return again  # it never left
        case NetworkError() if isinstance(cause, httpx.HTTPError):
            return Lost()
        case _:
            return again  # the server answered that it failed


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
