"""A reply to a message of the desk's that spoke of a request: what is written there belongs to it."""

from __future__ import annotations

from actions.desk.commands import AddInformation
from actions.desk.ticket import OPEN
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Turn
from actions.dialogue.talk import SMALL


def answer(scene: Scene) -> Turn | None:
    """Add the words and files to that request; None for small talk, control words and requests that are over."""
    number = scene.message.replied
    one = next((t for t in scene.view.tickets if t.number == number), None) if number else None
    if one is None or one.status not in OPEN or scene.form is not None:
        return None
    if not scene.message.attachments and (_is_talk(scene) or not any(c.isalnum() for c in scene.text)):
        return None
    return scene.asking(None, commands=(AddInformation(number, scene.text, scene.message.attachments),))


def _is_talk(scene: Scene) -> bool:
    return scene.understanding.intent in SMALL or bool(lexicon(scene.catalogue).control.get(bare(scene.plain), ""))
