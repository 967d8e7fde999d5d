"""A person has the talk: the assistant is silent, but for alarms and for whoever wants it back."""

from __future__ import annotations

from actions.desk.hand_over import ASSISTANT
from actions.dialogue import crisis
from actions.dialogue.control import to_assistant, word
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Turn


def answer(scene: Scene) -> Turn:
    """Nothing, an alarm, or the talk given back to the assistant."""
    if scene.message.pressed == ASSISTANT.payload or (not scene.message.pressed and word(scene) == "assistant"):
        return to_assistant(scene)
    return crisis.held(scene)
