"""What is said of an alarm while it lasts: its numbers once more, and a gentle question where there may be distress."""

from __future__ import annotations

from datetime import datetime

from actions.desk.say import Say
from actions.dialogue import words
from actions.dialogue.question import PERSON
from actions.dialogue.scene import Scene, since
from actions.dialogue.shapes import Conversation
from data.model import Contact

ONE_EMERGENCY = 1800  # seconds in which the same alarm is the same emergency
CALM = "self_harm"  # whose numbers a gentle line gives


def alarmed(conversation: Conversation, now: datetime) -> bool:
    """Whether an alarm rang in this talk a short while ago; a gentle question is none."""
    return bool(conversation.alarm) and since(conversation.alarmed_at, now).total_seconds() < ONE_EMERGENCY


def for_alarm(scene: Scene, kind: str) -> list[Contact]:
    """The public numbers that come first for this kind."""
    return [c for c in scene.catalogue.contacts.values() if kind in c.crises]


def reminder(scene: Scene) -> Say:
    """The numbers of the alarm that rang, once more."""
    return Say("crisis.again", {"numbers": words.numbers(for_alarm(scene, scene.conversation.alarm))}, (PERSON,))


def gentle(scene: Scene) -> Say:
    """Are you all right? With a number to talk to somebody."""
    numbers = words.numbers(for_alarm(scene, CALM)[:1])
    return Say(
        "crisis.gentle" if numbers else "crisis.gentle_plain", {"numbers": numbers} if numbers else {}, (PERSON,)
    )
