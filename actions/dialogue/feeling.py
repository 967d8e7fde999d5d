"""Nothing but a fear: comforted, and asked kindly; it answers no question and is no "no"."""

from __future__ import annotations

from actions.desk.say import Say
from actions.dialogue import words
from actions.dialogue.emergency import for_alarm
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.question import PERSON
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Turn
from data.model import VIOLENCE


def afraid(scene: Scene) -> Say | None:
    """What is said to a fear; None where the text says anything else."""
    if lexicon(scene.catalogue).afraid.fullmatch(bare(scene.plain)) is None:
        return None
    return Say("talk.afraid", {"numbers": words.numbers(for_alarm(scene, VIOLENCE)[:1])}, (PERSON,))


def answer(scene: Scene) -> Turn | None:
    """The same where no form runs."""
    said = afraid(scene)
    return None if said is None else scene.turn(said)
