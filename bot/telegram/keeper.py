"""What Telegram brings is kept before Telegram hears that it arrived, whichever way it comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from actions.desk.ports import StaleError
from actions.store.errors import StoreError
from actions.store.store import Store
from bot.telegram import command
from bot.telegram.raw import dumped
from bot.telegram.update import Standing, Update, read, stray_key

log = structlog.get_logger()
RETURNS = timedelta(days=30)  # what could not be told to somebody who had blocked the bot is told on return


@dataclass(slots=True)
class Taken:
    """What a round brought: how many updates were new, and the presses to be answered."""

    new: int = 0
    presses: list[str] = field(default_factory=list)


class Keeper:
    """Keeps one bot's updates. `urgent` says whether words must not wait (the crisis gate)."""

    def __init__(self, store: Store, bot: str, urgent: Callable[[str], bool]) -> None:
        self._store, self._bot, self._urgent = store, bot, urgent

    def keep(self, raws: Sequence[Any]) -> Taken:
        """Commit them; what nobody can read is set aside and stops no other. Raises StoreError, StaleError."""
        taken = Taken()
        for raw in raws:
            try:
                update = read(raw, self._bot)
                if isinstance(update, Standing):
                    self._stand(update)
                elif update is not None:
                    taken.new += self._put(update, raw) is not None
                    taken.presses += [update.press] if update.press else []
            except (StoreError, StaleError):
                raise
            except Exception as error:  # noqa: BLE001 - poison is set aside, as it came
                self._set_aside(raw, error)
        return taken

    def _put(self, update: Update, raw: Any) -> int | None:
        return self._store.inbox.put(
            self._sealed(update.key),
            "telegram",
            str(update.chat),
            dumped(raw),
            datetime.now(UTC),
            hurry=self._hurry(update),
            patient=update.album,
            language=language_of(update.language_code),
        )

    def _sealed(self, key: str) -> str:
        """A key says who wrote when; only its keyed fingerprint is kept."""
        return f"tg:{self._store.vault.index('telegram', key).hex()}"

    def _hurry(self, update: Update) -> bool:
        """Presses, commands, keys and words of danger wait for nothing; nor do answers: the inbox sees to those."""
        pressed = bool(update.press or update.pressed) or update.command or command.is_key(update.text)
        return pressed or self._urgent(update.text)

    def _stand(self, standing: Standing) -> None:
        """Who unblocks the bot hears what could not be told meanwhile."""
        if not standing.private or standing.gone:
            return
        now = datetime.now(UTC)
        conversation = self._store.conversation_id("telegram", str(standing.chat))
        self._store.outbox.again(conversation, "Forbidden", now, now - RETURNS)

    def _set_aside(self, raw: Any, error: Exception) -> None:
        key = self._sealed(stray_key(raw, self._bot))
        self._store.strays.put(key, "telegram", dumped(raw), datetime.now(UTC), type(error).__name__)
        log.error("telegram.set_aside", update=id_of(raw), error=type(error).__name__, key=key)


def id_of(raw: Any) -> int:
    """The update's number, -1 where it has none."""
    id = raw.get("update_id") if isinstance(raw, dict) else None
    return id if isinstance(id, int) else -1


def language_of(code: str) -> str:
    """Ours for a client's; where the client does not say, the desk's own."""
    code = code.lower()
    if code.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo", "yue")):
        return "zh_Hant"
    return "zh_Hans" if not code or code.startswith("zh") else "en"
