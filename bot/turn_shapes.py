"""What a turn begins with and comes to, and the place where staff work beside the console."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from actions.desk.say import Say
from actions.dialogue.shapes import Message
from actions.store.conversations import Loaded
from actions.store.inbox import Batch
from actions.store.unit_of_work import SqlUnitOfWork


class Beside(Protocol):
    """A place where staff work beside the console: what they do there comes as messages of a channel of its own."""

    channel: str

    def take(self, unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, now: datetime) -> list[str]:
        """One thing that staff did there; the topics to tell."""

    def opened(self, unit: SqlUnitOfWork, loaded: Loaded, message: Message, now: datetime) -> Sequence[Say] | None:
        """The answer to a link that staff opened; None where it was none of theirs."""

    def relay(self, unit: SqlUnitOfWork, loaded: Loaded, batch: Batch, message: Message, now: datetime) -> None:
        """Bring what a person wrote to whoever has the talk."""

    def forget(self, unit: SqlUnitOfWork, loaded: Loaded, now: datetime) -> None:
        """The person is forgotten: what was told there of them goes too."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a turn said, with its ids in the outbox, and the topics to tell of it."""

    language: str = ""
    manner: str = ""
    says: tuple[tuple[int, Say], ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """A turn's messages, and what was said where understanding need not be asked first."""

    batch: Batch
    message: Message
    answers: Answers | None = None
    before: str = ""  # what was said before, with which the message is understood too
