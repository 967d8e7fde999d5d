"""The Bot API: one bot's connection to it. The token stays in here."""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.delivery import Failed, Later, Lost, Outcome, Sent
from bot.files import NotFetchedError
from bot.telegram import command
from bot.telegram.update import KINDS

if TYPE_CHECKING:
    from telegram import (
        Bot,
        ChatFullInfo,
        ChatMember,
        InlineKeyboardMarkup,
        ReplyKeyboardMarkup,
        User,
        WebhookInfo,
    )
    from telegram.error import RetryAfter
    from telegram.request import HTTPXRequest

POLL_S = 25  # seconds that the Bot API holds a poll open
LOOPBACK = ("127.0.0.1", "::1", "localhost")
AGAIN_S, LONGEST_S = 2.0, 60.0  # after an error of the server's, doubled with each attempt


CLIENTS = {"": "en", "zh": "zh_Hans"}  # a client's language → ours; Telegram knows no script in these
# Telegram names these in words only
REFUSALS = {
    "message is not modified": "NotModified",
    "thread not found": "NoTopic",
    "topic_id_invalid": "NoTopic",
    "topic_closed": "TopicClosed",
    "message to edit not found": "NoMessage",
    "can't be edited": "TooOld",
    "message to copy not found": "NoMessage",
    "not a forum": "NoForum",
    "not enough rights": "NoRights",
}


@dataclass(frozen=True, slots=True)
class Moved(Failed):
    """The group has another number now."""

    reason: str = "Moved"
    chat: int = 0


class Api:
    """Calls that the desk makes, and what their errors mean."""

    def __init__(self, token: str, root: str) -> None:
        head = token.partition(":")[0]
        self.bot = head if head.isdigit() else hashlib.sha256(token.encode()).hexdigest()[:12]
        self.budget = f"telegram:{self.bot}"
        self.name = ""  # known once Telegram has answered
        self._token, self._root = token, root
        self._made: tuple[Bot, tuple[HTTPXRequest, ...]] | None = None

    async def prepare(self, webhook: str = "", secret: str = "") -> None:
        """Set the webhook, or end one that would stop polling; list the commands in each language."""
        from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

        bot = self._bot()
        self.name = (await bot.get_me()).username or ""
        if webhook:
            await bot.set_webhook(webhook, secret_token=secret, allowed_updates=list(KINDS))
        else:
            await bot.delete_webhook()
        private, groups = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
        for code, language in CLIENTS.items():
            await bot.set_my_commands(command.menu(language), scope=private, language_code=code or None)
        await bot.delete_my_commands(scope=groups)  # staff press buttons there, and others have nothing to do

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
        self,
        chat: int,
        text: str,
        markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | None,
        attempt: int,
        *,
        thread: int = 0,
        reply_to: int = 0,
    ) -> Outcome:
        """Send one message; `attempt` counts from 1 and makes the pauses longer."""
        from telegram import LinkPreviewOptions, ReplyParameters

        reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
        return await self._done(
            self._bot().send_message(
                chat,
                text,
                reply_markup=markup,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                message_thread_id=thread or None,
                reply_parameters=reply,
            ),
            attempt,
        )

    async def edit(
        self, chat: int, message: int, text: str, markup: InlineKeyboardMarkup | None, attempt: int
    ) -> Outcome:
        """Write one of the bot's messages anew; Failed("NotModified") where it says that already."""
        from telegram import LinkPreviewOptions

        preview = LinkPreviewOptions(is_disabled=True)
        edited = self._bot().edit_message_text(
            text, chat_id=chat, message_id=message, reply_markup=markup, link_preview_options=preview
        )
        return await self._done(edited, attempt)

    async def copy(self, chat: int, source: int, message: int, attempt: int, *, thread: int = 0) -> Outcome:
        """Bring a message of another chat, whatever it holds, without its sender's name."""
        copied = self._bot().copy_message(chat, source, message, message_thread_id=thread or None)
        return await self._done(copied, attempt)

    async def document(self, chat: int, data: bytes, name: str, caption: str, attempt: int) -> Outcome:
        """Send a file with words below it."""
        sent = self._bot().send_document(
            chat, data, filename=name, caption=caption, disable_content_type_detection=True
        )
        return await self._done(sent, attempt)

    async def open_topic(self, chat: int, name: str, attempt: int) -> Outcome:
        """Make a topic in a forum; its number is the receipt."""
        return await self._done(self._bot().create_forum_topic(chat, name[:128]), attempt)

    async def reopen_topic(self, chat: int, thread: int) -> Outcome:
        """Open a topic that was closed."""
        return await self._done(self._bot().reopen_forum_topic(chat, thread), 1)

    async def delete_topic(self, chat: int, thread: int, attempt: int) -> Outcome:
        """Delete a topic with all that was said there."""
        return await self._done(self._bot().delete_forum_topic(chat, thread), attempt)

    async def delete(self, chat: int, messages: Sequence[int], attempt: int) -> Outcome:
        """Take messages out of a chat, nothing older than two days; Sent once none of them is there any more."""
        refused: Outcome = Sent()
        for start in range(0, len(messages), 100):
            done = await self._done(self._bot().delete_messages(chat, messages[start : start + 100]), attempt)
            if isinstance(done, Lost):  # deleted twice is no harm
                return Later(AGAIN_S, "Lost")
            if isinstance(done, Later):
                return done
            refused = done if isinstance(done, Failed) else refused
        return refused

    async def typing(self, chat: int) -> Outcome:
        """Show that an answer is being written; nothing depends on it."""
        return await self._done(self._bot().send_chat_action(chat, "typing"), 1)

    async def answer_press(self, press: str, text: str = "") -> Outcome:
        """The button stops turning; `text` is shown to whoever pressed."""
        return await self._done(self._bot().answer_callback_query(press, text or None, show_alert=bool(text)), 1)

    async def chat(self, chat: int) -> ChatFullInfo:
        """What Telegram says of a chat; raises TelegramError."""
        return await self._bot().get_chat(chat)

    async def rights(self, chat: int) -> ChatMember:
        """What the bot may do there; raises TelegramError."""
        bot = self._bot()
        return await bot.get_chat_member(chat, (await bot.get_me()).id)

    async def me(self) -> User:
        """Who the bot is; raises TelegramError."""
        return await self._bot().get_me()

    async def webhook(self) -> WebhookInfo:
        """Where Telegram posts, and whether that works; raises TelegramError."""
        return await self._bot().get_webhook_info()

    async def _done(self, call: Awaitable[Any], attempt: int) -> Outcome:
        from telegram.error import TelegramError

        try:
            found = await call
        except TelegramError as error:
            return outcome(error, attempt)
        receipt = getattr(found, "message_id", None) or getattr(found, "message_thread_id", None)
        return Sent(receipt)

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

    again = Later(min(LONGEST_S, AGAIN_S * 2 ** min(max(0, attempt - 1), 6)), type(error).__name__)
    cause = error.__cause__
    match error:
        case RetryAfter():
            return Later(_seconds(error), "RetryAfter", halt=True)
        case ChatMigrated():
            return Moved(chat=error.new_chat_id)
        case BadRequest():
            return Failed(next((name for words, name in REFUSALS.items() if words in str(error).lower()), "BadRequest"))
        case Forbidden():
            return Failed("Forbidden")
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
