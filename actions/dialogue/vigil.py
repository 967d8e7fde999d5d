"""The half hour after an alarm: nobody is answered cheerfully, and one in danger is asked nothing."""

from __future__ import annotations

from actions.desk.commands import CallPerson
from actions.dialogue.button import payload_of
from actions.dialogue.control import word
from actions.dialogue.decision import decide
from actions.dialogue.emergency import alarmed, reminder
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Turn

# What one in danger may still say of the talk itself: a person, put the talk out of sight, another language
ALWAYS = frozenset({"person", "human_agent", "hide", "change_language"})
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "bot_challenge", "affirm", "deny", "cancel", "self_harm_crisis"})
OF_REQUESTS = frozenset({"check_status", "urge_request", "add_information", "correct_detail", "rate_service"})


def answer(scene: Scene) -> Turn | None:
    """The numbers and the call of a person again; None where the text clearly asks for something, or nothing rang."""
    conversation = scene.conversation
    if not alarmed(conversation, scene.now) or conversation.form is not None or conversation.pending is not None:
        return None
    if scene.message.pressed or payload_of(scene) or bare(scene.plain) in lexicon(scene.catalogue).languages:
        return None
    spoken = word(scene)
    if spoken in ALWAYS or not (conversation.alarm_own or _idle(scene, spoken)):
        return None
    return scene.turn(reminder(scene), commands=(CallPerson("crisis"),))


def _idle(scene: Scene, spoken: str) -> bool:
    """Whether the text of one who tells of another asks for nothing that can be done."""
    if bare(scene.plain) in lexicon(scene.catalogue).services:
        return False
    if not any(c.isalnum() for c in scene.text):
        return not scene.message.attachments
    verdict = decide(scene.understanding, scene.catalogue)
    if verdict.kind == "ask_back":
        return False
    asked = spoken or (verdict.intent if verdict.sure else "")
    if asked in OF_REQUESTS:
        return not scene.view.tickets
    return not asked or asked in SMALL_TALK or asked in ("yes", "no")
