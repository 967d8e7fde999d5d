"""What is wrong with Telegram, in a sentence each."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from bot.telegram.api import Api

if TYPE_CHECKING:
    from bot.settings import Settings

SLOW_S = 60  # seconds that the clock may be wrong before links and codes suffer


async def bot_name(settings: Settings) -> str:
    """The bot's name, "" where Telegram does not answer."""
    from telegram.error import TelegramError

    api = Api(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
    try:
        return (await api.me()).username or ""
    except TelegramError:
        return ""
    finally:
        await api.close()


async def look(settings: Settings) -> list[str]:
    """A sentence for everything that was looked at; those that begin with "!" ask for something to be done."""
    from telegram.error import InvalidToken, TelegramError

    if not settings.telegram_token.get_secret_value():
        return ["Telegram: no token is set, the desk works without it."]
    api = Api(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
    try:
        me = await api.me()
        told = [f"Telegram: the bot is @{me.username}."]
        told += await _way(api, settings)
        told += await _group(api, settings.staff_group_id)
        return told + await _clock(settings.telegram_api_url)
    except InvalidToken:
        return ["! Telegram refuses the token: copy it again from @BotFather into NUANXIN_TELEGRAM_TOKEN."]
    except TelegramError as error:
        name = type(error).__name__
        return [f"! Telegram does not answer ({name}): look at this machine's way out, or NUANXIN_TELEGRAM_API_URL."]
    finally:
        await api.close()


async def _way(api: Api, settings: Settings) -> list[str]:
    info, wanted = await api.webhook(), settings.telegram_webhook_url
    if not wanted:
        return (
            ["! A webhook is set although this desk polls: start the desk, which ends it, or set its address here too."]
            if info.url
            else [f"Telegram: the desk polls; {info.pending_update_count} messages wait."]
        )
    if not wanted.startswith("https://"):
        return ["! NUANXIN_TELEGRAM_WEBHOOK_URL must begin with https://: Telegram posts nowhere else."]
    if not info.url.startswith(wanted):
        return ["! The webhook is not set to this desk: start it once, and look at its log if this line stays."]
    # Telegram's own words, without the address: the path is a secret
    trouble = info.last_error_message
    return [f"! Telegram could not post to the webhook: {trouble}."] if trouble else ["Telegram: the webhook works."]


async def _group(api: Api, group: int) -> list[str]:
    from telegram.error import BadRequest, ChatMigrated, Forbidden

    if not group:
        return ["Telegram: no staff group is set; staff work in the console."]
    try:
        chat, mine = await api.chat(group), await api.rights(group)
    except ChatMigrated as error:
        return [f"! The staff group has a new number: set NUANXIN_STAFF_GROUP_ID={error.new_chat_id}."]
    except (BadRequest, Forbidden):
        return [
            "! The bot is not in the staff group, or its number is wrong: add the bot, or mend NUANXIN_STAFF_GROUP_ID."
        ]
    if mine.status != "administrator":
        return ["! The bot is no administrator of the staff group: make it one, or it reads only replies to itself."]
    if chat.is_forum and not getattr(mine, "can_manage_topics", False):
        return ["! The bot may not manage topics in the staff group: allow it among the administrator's rights."]
    if not chat.is_forum:
        return ["Telegram: the staff group has no topics; staff answer by replying. Topics can be switched on there."]
    return ["Telegram: the staff group is ready."]


async def _clock(root: str) -> list[str]:
    """Compares with the Date that the Bot API's server sends."""
    import httpx

    async with httpx.AsyncClient(timeout=5) as client:
        try:
            date = (await client.get(root)).headers.get("date", "")
        except httpx.HTTPError:
            return []
    if not date:
        return []
    off = (datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds()
    if abs(off) <= SLOW_S:
        return ["Telegram: this machine's clock is right."]
    return [
        f"! This machine's clock is {abs(off):.0f} s {'fast' if off > 0 else 'slow'}: deadlines will be wrong; set it."
    ]
