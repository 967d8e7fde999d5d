"""What every step of a turn looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions import details
from actions.desk.commands import Command
from actions.desk.say import Say
from actions.details import Setting
from actions.dialogue.shapes import Conversation, Form, Message, Pending, Turn, Understanding, View
from data.model import Catalogue, Service

LONGEST = 4096  # characters of one message that are read; the rest adds nothing


@dataclass(frozen=True, slots=True)
class Scene:
    """One message in its surroundings; `text` as sent, `plain` simplified for comparing."""

    conversation: Conversation
    message: Message
    understanding: Understanding
    view: View
    setting: Setting
    text: str
    plain: str

    @property
    def catalogue(self) -> Catalogue:
        """All that the desk knows."""
        return self.setting.catalogue

    @property
    def now(self) -> datetime:
        """The moment of this turn."""
        return self.setting.now

    @property
    def form(self) -> Form | None:
        """The request being filled in."""
        return self.conversation.form

    def service(self, form: Form) -> Service:
        """The service of a form."""
        return self.catalogue.services[form.service]

    def turn(self, *says: Say, conversation: Conversation | None = None, commands: Sequence[Command] = ()) -> Turn:
        """A turn that says this and leaves the conversation so."""
        return Turn(conversation or self.conversation, says, tuple(commands))

    def asking(self, pending: Pending | None, *says: Say, commands: Sequence[Command] = ()) -> Turn:
        """A turn that leaves a question of the assistant's open."""
        return self.turn(*says, conversation=replace(self.conversation, pending=pending), commands=commands)

    def at(self, conversation: Conversation) -> Scene:
        """The same scene with the conversation changed."""
        return replace(self, conversation=conversation)


def scene(
    conversation: Conversation,
    message: Message,
    understanding: Understanding,
    view: View,
    catalogue: Catalogue,
    now: datetime,
) -> Scene:
    """The scene of a turn; a text beyond LONGEST is cut there."""
    setting = Setting(now, catalogue)
    text = message.text.strip()[:LONGEST]
    plain = details.simplify(text, setting) if text else ""
    return Scene(conversation, message, understanding, view, setting, text, plain)


def since(moment: str, now: datetime) -> timedelta:
    """How long ago an ISO moment was; an empty one is for ever ago."""
    return now - datetime.fromisoformat(moment) if moment else timedelta.max
