"""What answers the question of a form about a child's parents is no alarm."""

from __future__ import annotations

import re

from actions.dialogue.emergency import alarmed
from actions.dialogue.form import detail as detail_of
from actions.dialogue.gate import Alarm, alarm_in
from actions.dialogue.lexicon import lexicon
from actions.dialogue.reading import plainly_answers
from actions.dialogue.scene import Scene
from data.model import HELPLESS, MEDICAL, Detail

# A form's answer that rings all the same: it is now, or blood, breath, fire or a blade are in it
NOW = re.compile(
    r"现在|刚|今天|今早|今晚|正在|突然|血|呼吸|喘|昏|晕|刀|火|煤气|救"
    r"|\b(?:now|today|tonight|just|suddenly|blood|bleed\w*|breath\w*|knife|fire|gas|help)\b"
)
PARENT = re.compile(r"爸|妈|爹|娘|父|母|\b(?:father|mother|parents?|mum|mom|dad)\b")


def only_answers(scene: Scene, found: Alarm) -> bool:
    """Whether it only answers what a form asks about a child's parents ("he has disappeared"), and nothing of now.

    Asked where they are, who cries "妈妈不见了" is heard; asked what became of them, that is the answer.
    """
    current = _asked(scene)
    if current is None or current.about != "parents" or found.kind not in (HELPLESS, MEDICAL):
        return False
    if alarmed(scene.conversation, scene.now) or not PARENT.search(scene.plain) or not answers(scene):
        return False
    if NOW.search(scene.plain) or lexicon(scene.catalogue).burning.search(scene.plain):
        return False
    told = alarm_in(scene.plain, scene.catalogue)
    return told is None or (told.kind == HELPLESS and (current.kind == "choice" or not told.sure))


def answers(scene: Scene) -> bool:
    """Whether the text plainly answers the open question of a form."""
    current = _asked(scene)
    return current is not None and plainly_answers(scene, current)


def _asked(scene: Scene) -> Detail | None:
    form = scene.form
    return detail_of(scene.catalogue, form, form.current) if form is not None and form.stage == "asking" else None
