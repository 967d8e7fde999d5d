"""What is said of an alarm while it lasts: its numbers once more, and a gentle question where there may be distress."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from actions.desk.hand_over import ALARM_LASTS
from actions.desk.say import Button, Say
from actions.dialogue import payload, words
from actions.dialogue.gate import whose
from actions.dialogue.lexicon import lexicon
from actions.dialogue.question import PERSON
from actions.dialogue.scene import Scene, since
from actions.dialogue.shapes import Conversation, Form
from data.model import FIRE, HELPLESS, MEDICAL, SELF_HARM, Contact

ONE_EMERGENCY = 1800  # seconds in which the same alarm is the same emergency
A_WHILE = 600  # seconds after which the numbers of an alarm are shown again to whoever goes on writing
SHORTLY = timedelta(hours=1)
STILL, HEARD = "crisis.still", "crisis.heard"
LISTENING = frozenset({STILL, HEARD, "crisis.heard_again"})  # they say that staff see the words
AFTER = LISTENING | {"crisis.again", "crisis.passed_on"}  # what was said last before one of them
WATER = re.compile(
    r"(?:掉|跌|落|滑|摔|栽|滚)(?:进|到|下|入|在|了)*(?:河|水|江|湖|海|池|塘|井)|溺水|淹"
    r"|\b(?:fell|fallen|slipped)\s+in(?:to)?\s+(?:the\s+|a\s+)?(?:river|water|lake|pond|sea|canal|pool|well|reservoir)\b"
    r"|\bdrown"
)


def alarmed(conversation: Conversation, now: datetime) -> bool:
    """Whether an alarm rang in this talk a short while ago; a gentle question is none."""
    return bool(conversation.alarm) and since(conversation.alarmed_at, now).total_seconds() < ONE_EMERGENCY


def broken_off(scene: Scene, form: Form) -> bool:
    """Whether an alarm of this day broke this form off: its last question was asked shortly before."""
    rang = scene.conversation.alarmed_at
    if (
        not rang
        or not form.touched_at
        or form.sibling
        or form.stage == "failed"
        or since(rang, scene.now) > ALARM_LASTS
    ):
        return False
    return timedelta() <= datetime.fromisoformat(rang) - datetime.fromisoformat(form.touched_at) < SHORTLY


def watched(scene: Scene) -> bool:
    """Whether an alarm lasts and its call too: whoever took the talk and gave it back has looked after it."""
    return alarmed(scene.conversation, scene.now) and bool(scene.view.hand_over)


def ways_out(*, own: bool) -> tuple[Button, ...]:
    """Below the numbers: all is well, or a person."""
    return (Button("button.safe" if own else "button.safe_other", payload.of("c", "safe")), PERSON)


def for_alarm(scene: Scene, kind: str) -> list[Contact]:
    """The public numbers that come first for this kind; children's own not for an old person."""
    elder = scene.conversation.alarm_elder
    return [c for c in scene.catalogue.contacts.values() if kind in c.crises and not (elder and c.young)]


def of_fire(scene: Scene, kind: str) -> list[Contact]:
    """The fire brigade; the ambulance too where somebody is hurt, and who helps where somebody wishes to die."""
    if kind == SELF_HARM:
        return [*for_alarm(scene, FIRE), *for_alarm(scene, SELF_HARM)]
    hurt = lexicon(scene.catalogue).burnt.search(scene.plain) is not None
    return [*for_alarm(scene, FIRE), *(for_alarm(scene, MEDICAL)[:1] if hurt else ())]


def of_children(scene: Scene) -> list[Contact]:
    """The police, then those who look after children in danger."""
    minors = [c for c in scene.catalogue.contacts.values() if c.young and c.crises]
    return [*for_alarm(scene, HELPLESS)[:1], *minors]


def in_water(scene: Scene) -> bool:
    """Whether the text tells of somebody in the water."""
    return WATER.search(scene.plain) is not None


def of_water(scene: Scene) -> list[Contact]:
    """The ambulance, and those who can get them out."""
    return [*for_alarm(scene, MEDICAL)[:1], *for_alarm(scene, FIRE), *for_alarm(scene, HELPLESS)[:1]]


def reminder(scene: Scene) -> Say:
    """The numbers of the alarm that rang, once more; to whoever goes on writing in words that listen."""
    again = any(say.key in AFTER for say in scene.conversation.last)
    return told_again(scene, STILL if again else "crisis.again")


def overdue(scene: Scene) -> bool:
    """Whether the numbers were shown so long ago that they are out of sight."""
    return since(scene.conversation.numbers_at, scene.now).total_seconds() >= A_WHILE


def heard(scene: Scene, key: str = HEARD) -> Say:
    """Whoever writes on after an alarm is heard, by the person on duty too; the numbers only after a while."""
    if overdue(scene):
        return reminder(scene)
    again = key == HEARD and any(say.key in AFTER for say in scene.conversation.last)
    return Say("crisis.heard_again" if again else key, {}, ways_out(own=scene.conversation.alarm_own))


def let_be(scene: Scene) -> Say:
    """Nobody is pressed: I am here, and one number in case."""
    conversation = scene.conversation
    numbers = words.numbers(for_alarm(scene, conversation.alarm)[:1])
    return Say("crisis.let_be", {"numbers": numbers}, ways_out(own=conversation.alarm_own))


def told_again(scene: Scene, key: str) -> Say:
    """A line with the numbers of the alarm that rang."""
    conversation = scene.conversation
    numbers = words.numbers(for_alarm(scene, conversation.alarm))
    return Say(key, {"numbers": numbers}, ways_out(own=conversation.alarm_own))


def told(key: str, numbers: Iterable[Contact], *, own: bool) -> Say:
    """Words for somebody in danger: numbers, and the ways out below them."""
    return Say(key, {"numbers": words.numbers(numbers)}, ways_out(own=own))


def gentle(scene: Scene) -> Say:
    """Are you all right? With a number to talk to somebody; who tells of another hears it for them."""
    numbers = words.numbers(for_alarm(scene, SELF_HARM)[:1])
    key = "crisis.gentle" if whose(scene.text, scene.catalogue, SELF_HARM) else "crisis.gentle_other"
    return Say(key if numbers else f"{key}_plain", {"numbers": numbers} if numbers else {}, (PERSON,))
