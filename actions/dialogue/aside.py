"""Small talk, status and numbers in the middle of a form: answered, and then the open question again."""

from __future__ import annotations

from dataclasses import replace

from actions.desk.say import Say
from actions.dialogue import contacts, intents, rating, status, talk
from actions.dialogue.emergency import alarmed, reminder
from actions.dialogue.progress import again
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn
from actions.dialogue.stop import stop

CHEERFUL = talk.SMALL | {"greet"}  # not said to somebody who just raised an alarm


def aside(scene: Scene, form: Form, intent: str) -> Turn:
    """In the middle of a form: answer, and then the open question again."""
    if intent in CHEERFUL and alarmed(scene.conversation, scene.now):
        return again(scene, form, reminder(scene))
    match intent:
        case "cancel":
            return stop(scene, form)
        case "check_status" | "urge_request" if not scene.view.tickets:
            return again(scene, form, Say("form.nearly"))
        case "greet":
            return again(scene, form, Say("talk.here"))
        case "check_status" if scene.view.tickets:
            return again(scene, form, *(replace(s, buttons=()) for s in status.overview(scene)))
        case "rate_service" if not rating.due(scene):
            return again(scene, form, Say("rating.nothing"))
        case "find_contact":
            return again(scene, form, replace(contacts.found(scene), buttons=()))
        case "thank" | "goodbye" | "bot_challenge":
            return again(scene, form, talk.small(scene, intent))
        case _:
            return intents.act(scene, intent)
