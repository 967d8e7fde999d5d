"""Somebody wants to stop: which of what is under way?"""

from __future__ import annotations

from actions.desk.say import Button, Say
from actions.dialogue import payload, status
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Pending, Turn


def stop(scene: Scene, form: Form | None) -> Turn:
    """Stop what? The form if there is one (kept, deleted or not at all), else a pending question, else a request."""
    if form is not None:
        buttons = tuple(Button(f"button.{b}", payload.of(payload.FORM, b)) for b in ("keep", "delete", "go"))
        return scene.asking(Pending("stop"), Say("form.stop_ask", {"service": scene.service(form).names}, buttons))
    if scene.conversation.pending is not None:
        return scene.asking(None, Say("talk.stopped", {}, (MENU, PERSON)))
    return status.cancel(scene)
