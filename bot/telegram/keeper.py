"""What Telegram brings is kept before Telegram hears that it arrived, whichever way it comes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from actions.desk.ports import StaleError
from actions.store.errors import StoreError
from actions.store.store import Store
from bot.locale.tags import of_tag
from bot.telegram import command
from bot.telegram.group import GroupUpdate, read_group
from bot.telegram.raw import dumped
from bot.telegram.roomchannel import Group
from bot.telegram.staffroom import CHANNEL
from bot.telegram.update import Standing, Update, read, stray_key
from data.model import LANGUAGES

log = structlog.get_logger()
STRANGERS = "room.strangers"  # said to members of the group who are not staff
LOOKS = 5  # for a message of ours whose number is not written down yet
RETURNS = timedelta(days=30)  # what could not be told to somebody who had blocked the bot is told on return


@dataclass(slots=True)
class Taken:
    """What a round brought: how many updates were new, and the presses to be answered, with a word or none."""

    new: int = 0
    back: int = 0  # messages that can be told now, for whoever had blocked the bot
    presses: list[tuple[str, str]] = field(default_factory=list)
    messages: list[tuple[int, int]] = field(default_factory=list)  # chat and inbox row of what waits for an answer


class Keeper:
    """Keeps one bot's updates. `urgent` says whether words must not wait (the crisis gate)."""

    def __init__(self, store: Store, bot: str, urgent: Callable[[str], bool], group: Group | None = None) -> None:
        self._store, self._bot, self._urgent, self._group = store, bot, urgent, group

    def keep(self, raws: Sequence[Any]) -> Taken:
        """Commit them; what nobody can read is set aside and stops no other. Raises StoreError, StaleError."""
        taken = Taken()
        for raw in raws:
            try:
                self._take(raw, taken)
            except (StoreError, StaleError):
                raise
            except Exception as error:  # noqa: BLE001 - poison is set aside, as it came
                self._set_aside(raw, error)
        return taken

    def _take(self, raw: Any, taken: Taken) -> None:
        group = read_group(raw, self._bot, self._group.id) if self._group else None
        if group is not None:
            known = self._put_group(group, raw)
            taken.new += known
            taken.presses += [(group.press, "" if known else STRANGERS)] if group.press else []
            return
        update = read(raw, self._bot)
        if isinstance(update, Standing):
            taken.back += self._stand(update)
        elif update is not None:
            id = self._put(update, raw)
            taken.new += id is not None
            taken.messages += [(update.chat, id)] if id is not None else []
            taken.presses += [(update.press, "")] if update.press else []

    def answered(self, message: int) -> bool:
        """Whether the turn of this inbox row is over."""
        return self._store.outbox.answers(message) is not None

    def _put_group(self, update: GroupUpdate, raw: Any) -> bool:
        """Keep what staff do in a room; what others do, and talk that belongs to no room, is nobody's business."""
        if update.moved and self._group:
            self._group.moved(update.moved)
            return False
        with self._store.unit(reading=True) as unit:
            staff = unit.bindings.staff_of("telegram", str(update.sender)) if update.sender else None
            room = unit.rooms.at(update.chat, update.thread)
            address = room.conversation if room else ""
        if staff is None:
            return False
        if not address and update.replied:
            address = self._replied(update.replied)
        if not address:
            return False
        self._store.inbox.put(self._sealed(update.key), CHANNEL, address, dumped(raw), datetime.now(UTC))
        return True

    def _replied(self, message: int) -> str:
        """The talk of the room's message with this number, which may have been sent just now."""
        conversation = None
        for _ in range(LOOKS):
            conversation = self._store.receipts.conversation(CHANNEL, message)
            if conversation is not None:
                break
            time.sleep(0.1)  # in a thread of its own: its number is written down at any moment
        with self._store.unit(reading=True) as unit:
            loaded = unit.conversations.get(conversation) if conversation else None
        return loaded.person.address if loaded else ""

    def _put(self, update: Update, raw: Any) -> int | None:
        """Keep it; a correction that comes before its message is the message, and that one then comes too late."""
        if update.edited:
            said = {name: value for name, value in raw["edited_message"].items() if name != "edit_date"}
            said["corrected"] = raw["edited_message"].get("edit_date")  # which of the corrections it is
            whole = {"message": said}
            first = read(whole, self._bot)
            if isinstance(first, Update):
                known = self._store.inbox.id_of(self._sealed(first.key))
                id = self._keep(first, whole) if known is None else None
                if id is not None or (known is not None and self._says(known) == said):
                    return id
        return self._keep(update, raw)

    def _says(self, message: int) -> Any:
        """The message of Telegram's that is kept in this row of the inbox."""
        payload = self._store.inbox.payload(message)
        kept = json.loads(payload) if payload else None
        return kept.get("message") if isinstance(kept, dict) else None

    def _keep(self, update: Update, raw: Any) -> int | None:
        return self._store.inbox.put(
            self._sealed(update.key),
            "telegram",
            str(update.chat),
            dumped(raw),
            datetime.now(UTC),
            hurry=self._hurry(update),
            patient=update.album,
            language=of_tag(update.language_code) or ("en" if update.language_code else LANGUAGES[0]),
        )

    def _sealed(self, key: str) -> str:
        """A key says who wrote when; only its keyed fingerprint is kept."""
        return f"tg:{self._store.vault.index('telegram', key).hex()}"

    def _hurry(self, update: Update) -> bool:
        """Presses, commands, keys and words of danger wait for nothing; nor do answers: the inbox sees to those."""
        pressed = bool(update.press or update.pressed) or update.command or command.is_key(update.text)
        return pressed or self._urgent(update.text)

    def _stand(self, standing: Standing) -> int:
        """Who unblocks the bot hears what could not be told meanwhile."""
        if not standing.private or standing.gone:
            return 0
        now = datetime.now(UTC)
        conversation = self._store.conversation_id("telegram", str(standing.chat))
        return self._store.outbox.again(conversation, "Forbidden", now, now - RETURNS)

    def _set_aside(self, raw: Any, error: Exception) -> None:
        key = self._sealed(stray_key(raw, self._bot))
        self._store.strays.put(key, "telegram", dumped(raw), datetime.now(UTC), type(error).__name__)
        log.error("telegram.set_aside", update=id_of(raw), error=type(error).__name__, key=key)


def id_of(raw: Any) -> int:
    """The update's number, -1 where it has none."""
    id = raw.get("update_id") if isinstance(raw, dict) else None
    return id if isinstance(id, int) else -1
