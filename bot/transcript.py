"""A talk as staff read it: both sides, with the time, whichever channel it came by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from actions.store.inbox import InRow
from actions.store.outbox import OutRow
from actions.store.store import Store
from bot.incoming import Incoming
from bot.locale.wording import Wording

log = structlog.get_logger()
LONGEST = 100  # lines
FEW = 10  # messages among which the last words are looked for
HIDDEN = "········"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line: who is speaking, what, what could be pressed, and whether it arrived."""

    at: datetime
    person: bool
    text: str
    buttons: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    state: str = ""
    channel: str = ""  # by which it went out: what "arrived" means differs


class Transcripts:
    """Reads talks."""

    def __init__(self, store: Store, wording: Wording, incoming: Mapping[str, Incoming]) -> None:
        self._store, self._wording, self._incoming = store, wording, incoming

    def read(self, conversation: str, channel: str, most: int = LONGEST) -> list[Spoken]:
        """The latest lines, in order."""
        told = self._store.outbox.latest(conversation, most)
        titles: dict[str, str] = {}
        lines = [self._told(row, titles) for row in told]
        incoming = self._incoming[channel].among(conversation, titles)
        lines += [self._said(row, incoming, titles) for row in self._store.inbox.said(conversation, most)]
        return sorted((line for line in lines if line.text or line.files), key=lambda line: line.at)[-most:]

    def last_words(self, conversation: str, channel: str) -> str:
        """What the person wrote last, files and pressed buttons aside; "" where it was not lately."""
        rows = self._store.inbox.said(conversation, FEW)
        incoming = self._incoming[channel].among(conversation, ())  # what a press stood for is not asked
        said = (self._said(row, incoming, {}).text for row in reversed(rows))
        return next(filter(None, said), "")

    def _told(self, row: OutRow, titles: dict[str, str]) -> Spoken:
        buttons = {button.payload: self._wording.title(button, row.language, row.manner) for button in row.say.buttons}
        titles |= buttons
        state = row.state if row.state in ("failed", "uncertain", "sent") else ""
        # a query code is told to the person, once: staff have no need of it
        say = replace(row.say, params={**row.say.params, "code": HIDDEN}) if "code" in row.say.params else row.say
        text = self._wording.text(say, row.language, row.manner)
        return Spoken(row.put_at, False, text, tuple(buttons.values()), (), state, row.channel)

    def _said(self, row: InRow, incoming: Incoming, titles: Mapping[str, str]) -> Spoken:
        try:
            message = incoming.message([row.payload])
        except (ValueError, KeyError) as error:
            log.info("transcript.unreadable", message=row.id, error=type(error).__name__)
            return Spoken(row.received_at, True, "")
        pressed = titles.get(message.pressed, "")
        files = tuple(" ".join(filter(None, (one.kind, one.text, one.url))) for one in message.attachments)
        return Spoken(row.received_at, True, message.text or pressed, files=files)
