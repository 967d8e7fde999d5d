"""Further needs, kept with the words in which they were said, to be offered next."""

from __future__ import annotations

from dataclasses import replace

from actions.desk.say import Button, Say
from actions.dialogue import payload
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Conversation

AFTERWARDS = 3  # further needs kept


def kept_note(scene: Scene, need: str) -> Say:
    """It is kept, and can be done first."""
    first = Button("button.first_that", payload.of(payload.START, need))
    return Say("form.wanted", {"service": scene.catalogue.services[need].names}, (first,))


def want(conversation: Conversation, service: str, said: str) -> Conversation:
    """The conversation with one more need to be offered."""
    if service in conversation.wanted:
        return conversation
    return replace(
        conversation,
        wanted=(*conversation.wanted, service)[-AFTERWARDS:],
        wanted_said=(*conversation.wanted_said, said)[-AFTERWARDS:],
    )


def wanted(conversation: Conversation, service: str) -> tuple[Conversation, tuple[str, ...]]:
    """Take a kept need out, with the words in which it was said."""
    if service not in conversation.wanted:
        return conversation, ()
    place = conversation.wanted.index(service)
    said = conversation.wanted_said[place : place + 1]
    left = replace(
        conversation,
        wanted=tuple(w for i, w in enumerate(conversation.wanted) if i != place),
        wanted_said=tuple(w for i, w in enumerate(conversation.wanted_said) if i != place),
    )
    return left, said
