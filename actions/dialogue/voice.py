"""A voice message of which nobody could make words: kept for staff, and a friendly word."""

from __future__ import annotations

from dataclasses import replace

from actions.desk.say import Say
from actions.dialogue import talk
from actions.dialogue.form import detail as detail_of
from actions.dialogue.progress import again
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Turn


def answer(scene: Scene) -> Turn | None:
    """In a form it is kept and the question asked again; elsewhere a person is called, who can listen."""
    if not scene.message.voice:
        return None
    form = scene.form
    if form is None:
        turn = talk.call_person(scene, "stuck")
        return replace(turn, replies=(Say("voice.person"), *turn.replies))
    current = detail_of(scene.catalogue, form, form.current) if form.stage == "asking" and form.current else None
    if current is not None and current.kind == "file":
        return None
    form = replace(form, attachments=(*form.attachments, *scene.message.attachments))
    return again(scene, form, Say("voice.type"))
