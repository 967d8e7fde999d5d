"""For a day after an alarm a new call for a person, and words that tell nobody anything, ring as part of that alarm."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.desk.commands import CallPerson
from actions.desk.hand_over import ALARM_LASTS
from actions.dialogue.emergency import for_alarm, told, told_again, watched
from actions.dialogue.lexicon import bare, lexicon, simplified
from actions.dialogue.patterns import whole_word
from actions.dialogue.reading import is_news, undenied
from actions.dialogue.scene import Scene, since
from actions.dialogue.shapes import Turn
from data.model import VIOLENCE

# What is answered where it is not known what somebody wants
LOST = frozenset(
    {
        "talk.unclear",
        "talk.unclear_again",
        "talk.ask_back",
        "talk.ask_back_again",
        "talk.what_about",
        "talk.resting",
    }
)
# To one who was in danger these are no answers either: somebody else's matter, a lone place, a picture, a sign
LOST_OWN = LOST | {"scope.out", "scope.out_plain", "talk.place", "talk.noise"}
LOST_OWN |= {"talk.attachment", "talk.attachment_again"}


def returned(scene: Scene) -> bool:
    """Whether somebody who was hurt themselves says shortly that somebody is back, whom others would have sought."""
    conversation = scene.conversation
    hurt = conversation.alarm_own and (conversation.alarm or conversation.calmed) == VIOLENCE
    lasts = hurt and since(conversation.alarmed_at, scene.now) <= ALARM_LASTS
    if not lasts or not is_news(scene):
        return False
    sought = (s for s in scene.catalogue.services.values() if s.after_crisis == "continue")
    back = {simplified(word, scene.catalogue) for service in sought for word in service.over}
    return any(undenied(re.compile(whole_word(word)), scene.plain) for word in back)


def nearing(scene: Scene) -> bool:
    """Whether after violence it is told that who hurts is near or coming, or wants to be let in."""
    conversation, known = scene.conversation, lexicon(scene.catalogue)
    violent = (conversation.alarm or conversation.calmed) == VIOLENCE and conversation.form is None
    if not violent or not is_news(scene) or since(conversation.alarmed_at, scene.now) > ALARM_LASTS:
        return False
    return known.nears.fullmatch(bare(scene.plain)) is not None or undenied(known.knocking, scene.plain)


def rung(scene: Scene, found: Turn) -> Turn:
    """The turn, where it is to ring with the numbers once more; one who was in danger is asked nothing beside them."""
    kind = scene.conversation.alarm or scene.conversation.calmed
    if not kind or since(scene.conversation.alarmed_at, scene.now) > ALARM_LASTS or watched(scene):
        return found
    calls = [one for one in found.commands if isinstance(one, CallPerson)]
    own, lost = scene.conversation.alarm_own, _is_lost(scene, found, kind)
    if any(one.reason == "crisis" for one in calls) or not (calls or lost or _reports(scene, found)):
        return found
    here = scene.at(replace(scene.conversation, alarm=kind))
    asked = None if own and lost else found.conversation.pending
    conversation = replace(found.conversation, alarm=kind, alarm_own=own, calmed="", pending=asked)
    others = tuple(one for one in found.commands if one not in calls)
    first, rest = (
        (told(f"crisis.{kind}.own", for_alarm(here, kind), own=True), ())
        if own and lost
        else (told_again(here, "crisis.again"), found.replies)
    )
    conversation = replace(conversation, alarmed_at=scene.now.isoformat())
    return Turn(conversation, (first, *rest), (*others, CallPerson("crisis")))


def _is_lost(scene: Scene, found: Turn, kind: str) -> bool:
    keys = {say.key for say in found.replies}
    if not scene.conversation.alarm_own:
        return bool(keys & LOST)
    return bool(keys & LOST_OWN) or (kind == VIOLENCE and "talk.found" in keys)


def _reports(scene: Scene, found: Turn) -> bool:
    """Whether one who was in danger now begins to report harm."""
    form = found.conversation.form
    begins = scene.conversation.alarm_own and scene.form is None and form is not None
    return begins and form is not None and scene.service(form).after_crisis == "continue"
