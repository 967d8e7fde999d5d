"""Told to ring, and cannot: a child without a telephone, somebody who dares not. Other ways to help are said."""

from __future__ import annotations

from dataclasses import replace

from actions.desk.say import Say
from actions.dialogue.emergency import watched, ways_out
from actions.dialogue.form import detail as detail_of
from actions.dialogue.lexicon import lexicon
from actions.dialogue.progress import again
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.reading import NEWS, NEWS_LATIN
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Turn

KEYS = ("crisis.", "contacts.", "person.away")  # what was said last, with numbers to ring


def answer(scene: Scene) -> Turn | None:
    """Write here, or go to somebody who can ring; None where nobody was told to ring, or the text is an answer."""
    short = len(scene.plain) <= (NEWS_LATIN if scene.plain.isascii() else NEWS)
    if scene.message.pressed or not short or not _told_to_ring(scene):
        return None
    if lexicon(scene.catalogue).phoneless.search(scene.plain) is None:
        return None
    form = scene.form
    current = detail_of(scene.catalogue, form, form.current) if form is not None and form.current else None
    if current is not None and (current.kind == "phone" or current.match):
        return None
    if form is not None:
        return again(scene, replace(form, said=(*form.said, scene.text)), Say("crisis.no_phone"))
    buttons = ways_out(own=scene.conversation.alarm_own) if watched(scene) else (PERSON, MENU)
    return scene.turn(Say("crisis.no_phone", {}, buttons))


def _told_to_ring(scene: Scene) -> bool:
    told = any(say.key.startswith(KEYS) and "numbers" in say.params for say in scene.conversation.last)
    return told or watched(scene)
