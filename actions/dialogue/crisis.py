"""Somebody is in danger: the numbers first, a person is called, and nobody in danger is asked anything more."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from actions import details
from actions.desk.commands import CallPerson, Command, RaiseIncident
from actions.desk.hand_over import ALARM_LASTS
from actions.desk.say import Button, Say
from actions.dialogue import needs, payload
from actions.dialogue.answer import answer as answered
from actions.dialogue.crisis_asked import answers, only_answers
from actions.dialogue.decision import ALARM, ALARM_MEANT, CLAUSE, DISTRESS, GRAVE, MEANT, SIGN, decide
from actions.dialogue.emergency import (
    ONE_EMERGENCY,
    alarmed,
    for_alarm,
    gentle,
    heard,
    in_water,
    of_children,
    of_fire,
    of_water,
    reminder,
    told,
    watched,
)
from actions.dialogue.gate import Alarm, alarm_in, gate, names_one, names_writer, speaks_of_me, whose
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.manner import CHILD, ELDER
from actions.dialogue.progress import parked, start
from actions.dialogue.reading import undenied
from actions.dialogue.relapse import nearing, returned
from actions.dialogue.scene import Scene, since
from actions.dialogue.shapes import Conversation, Pending, Turn, Understanding
from actions.dialogue.wanted import want
from data.model import HELPLESS, MEDICAL, SELF_HARM, VIOLENCE, Catalogue, Service

SENTENCE_ENDS = re.compile(r"[。！？!?\n;；]|\.\s")
CLAUSE_ENDS = re.compile(r"[，,。！？!?\n;；]|\.\s")
COMFORT = "comfort"
LETTER = 40  # characters from which a message is cut at commas too: many write nothing else
MOST_HINTS = 3
KIND = frozenset({"talk.afraid", "gone.ask", "gone.comfort"})  # as gentle as the gentle line


def alarm(scene: Scene) -> Alarm | None:
    """The alarm that a message raises. A pressed button alarms nobody."""
    if not scene.text or scene.message.pressed:
        return None
    found = _corrected(scene) or _heard(alarm_in(scene.plain, scene.catalogue), scene.understanding)
    found = found or _understood(scene.text, scene.understanding, scene.catalogue)
    if (alone := _alone(scene)) is not None and (found is None or found.kind in (HELPLESS, VIOLENCE)):
        found = replace(found or alone, own=True)
    named = bare(scene.plain) in lexicon(scene.catalogue).services  # the name of a service tells of no one's danger
    return replace(found, own=False) if found and named else found


def _corrected(scene: Scene) -> Alarm | None:
    """The alarm about somebody else that was the writer's own, where they say so: "I mean myself"."""
    conversation = scene.conversation
    if not watched(scene) or conversation.alarm_own or not lexicon(scene.catalogue).myself.fullmatch(bare(scene.plain)):
        return None
    return Alarm(conversation.alarm, own=True) if conversation.alarm else None


def _alone(scene: Scene) -> Alarm | None:
    """A child at whose door somebody is, or with whom nobody is."""
    return Alarm(HELPLESS, own=True) if _at_door(scene) or _by_itself(scene) else None


def _by_itself(scene: Scene) -> bool:
    """Whether a child tells that it is hungry and nobody there, or that children are alone, and looks for nobody."""
    words = lexicon(scene.catalogue)
    if words.seeks.search(scene.plain) is not None:
        return False
    alone, awaited = words.alone.search(scene.plain), words.awaited.search(scene.plain)
    hungry = words.hungry.search(scene.plain) and (awaited or (alone and scene.conversation.manner == CHILD))
    return bool(hungry or (alone and words.siblings.search(scene.plain)))


def _at_door(scene: Scene) -> bool:
    """Whether a child that is alone, or anybody after violence, tells of somebody who wants to be let in."""
    words = lexicon(scene.catalogue)
    if not undenied(words.knocking, scene.plain):
        return False
    unsafe = words.alone.search(scene.plain) or words.strangers.search(scene.plain)
    return nearing(scene) or (scene.conversation.manner == CHILD and unsafe is not None)


def alarm_of(text: str, understanding: Understanding, catalogue: Catalogue) -> Alarm | None:
    """The same for a text outside a talk."""
    return _heard(gate(text, catalogue), understanding) or _understood(text, understanding, catalogue)


def hints(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Of several sentences those in which mere signs tell of danger: understanding is asked about each by itself.

    None where they are many: then the whole decides, as it does in a single sentence.
    """
    found, said = gate(text, catalogue), _sentences(text)
    if found is None or found.sure or len(said) < 2:
        return ()
    hinting = tuple(islice((one for one in said if gate(one, catalogue) is not None), MOST_HINTS + 1))
    return hinting if len(hinting) <= MOST_HINTS else ()


def _sentences(text: str) -> list[str]:
    ends = CLAUSE_ENDS if len(text) > LETTER else SENTENCE_ENDS
    return [sentence for sentence in ends.split(text) if bare(sentence)]


def _heard(found: Alarm | None, understanding: Understanding) -> Alarm | None:
    """What the words raise; signs alone do not, where understanding sees no danger in the whole or in their sentence.

    The sentence alone sounds grave in a letter about hardship, the whole in one about violence that is long over; a
    sentence as grave as can be rings whatever stands around it.
    """
    if found is None or found.sure or not understanding.crisis:
        return found
    seen = max(understanding.crisis.values()) >= SIGN
    hinted = [max(one.crisis.values(), default=1.0) for one in understanding.hints]
    if not hinted:
        return found if seen else None
    return found if max(hinted) >= (CLAUSE if seen else GRAVE) else None


def _understood(text: str, understanding: Understanding, catalogue: Catalogue) -> Alarm | None:
    kind, height = max(understanding.crisis.items(), key=lambda c: c[1], default=("", 0.0))
    verdict = decide(understanding, catalogue)
    service = catalogue.services.get(verdict.intent) if verdict.sure and verdict.confidence >= MEANT else None
    requested = service is not None and service.after_crisis != "continue"
    if kind and height >= (ALARM_MEANT if requested and kind != SELF_HARM else ALARM):
        return Alarm(kind, whose(text, catalogue, kind))
    agreed = not understanding.crisis or height >= DISTRESS  # the intent alone takes grief and figures of speech for it
    if agreed and verdict.sure and verdict.intent == "self_harm_crisis":
        return Alarm(SELF_HARM, whose(text, catalogue, SELF_HARM))
    return None


def answer(scene: Scene) -> Turn | None:
    """The turn of an alarm; None where there is none."""
    found = alarm(scene)
    if not scene.message.pressed and nearing(scene) and (found is None or found.kind in (VIOLENCE, HELPLESS)):
        return raised(scene, Alarm(VIOLENCE, own=scene.conversation.alarm_own))
    if found is not None and returned(scene):  # understood as a search for somebody, or as the end of one
        return raised(scene, Alarm(VIOLENCE, own=True))
    if found is not None and only_answers(scene, found):
        return None
    if found is not None and found.own and _of_another(scene, found):
        if found.kind != SELF_HARM and alarmed(scene.conversation, scene.now) and answers(scene):
            return None
        found = replace(found, own=False)
    return None if found is None else raised(scene, found)


def _of_another(scene: Scene, found: Alarm) -> bool:
    """Whether the text goes on telling, in the form of an alarm about somebody else, without naming the writer."""
    form, conversation = scene.form, scene.conversation
    if form is None or names_writer(scene.plain, scene.catalogue):
        return False
    if not alarmed(conversation, scene.now) and scene.service(form).after_crisis == "continue":
        return found.kind != SELF_HARM and answers(scene)  # "no adult" answers who is with the child
    return form.eased and not conversation.alarm_own and conversation.alarm == found.kind


def raised(scene: Scene, found: Alarm) -> Turn:
    """Numbers, then the person who is called; the form of one who tells of another goes on, eased."""
    known = _same(scene, found)
    if known:  # who is in danger stays it, whomever else they name
        own = scene.conversation.alarm_own or (found.own and found.kind != SELF_HARM)
        found = replace(found, kind=scene.conversation.alarm, own=own)
    scene = scene.at(_noted(scene, found, pending=None))
    commands: tuple[Command, ...] = (CallPerson("crisis"),)
    if not known:
        commands = (RaiseIncident(found.kind, found.own, scene.text), *commands)
    says = (_first(scene, found, known=known),)
    if known and not found.own and scene.form is None and (nearing(scene) or not _rang(scene)):
        return Turn(scene.conversation, says, commands)  # what is told on begins no form
    going_on = None if found.own else _going_on(scene, found)
    if going_on is None:
        return _kept_for_later(scene, found, says[0], commands)
    return Turn(going_on.conversation, (*says, *going_on.replies), (*commands, *going_on.commands))


def _kept_for_later(scene: Scene, found: Alarm, say: Say, commands: tuple[Command, ...]) -> Turn:
    """No more questions; what was asked for somebody else beside the alarm can be begun with one press, later."""
    conversation, service = _resting(scene.conversation, found), _meant(scene)
    service = service if service is not None and _fits(scene, found, service) else None
    told = (service.id, *needs.beside(scene, service.id)) if service is not None else ()
    for id in () if found.own or scene.form is not None else told:
        service = scene.catalogue.services[id]
        if found.kind != MEDICAL or service.kind != COMFORT:  # what hurts the body is no wish to talk
            conversation = want(conversation, id, scene.text)
            say = replace(say, buttons=(*say.buttons, Button(service.names, payload.of(payload.START, id))))
    return Turn(conversation, (say,), commands)


def held(scene: Scene) -> Turn:
    """A person has the talk: nothing is said, yet an alarm is still raised; who went home with it cannot answer it."""
    found = alarm(scene)
    if found is None or (_same(scene, found) and not scene.view.left):
        return Turn(scene.conversation)
    here = scene.at(_noted(scene, found, pending=scene.conversation.pending))
    rings = RaiseIncident(found.kind, found.own, scene.text)
    if not scene.view.left:
        return Turn(here.conversation, (), (rings,))
    return Turn(here.conversation, (_first(here, found, known=False),), (rings, CallPerson("crisis")))


def _noted(scene: Scene, found: Alarm, *, pending: Pending | None) -> Conversation:
    moment = scene.now.isoformat()
    noted = replace(scene.conversation, pending=pending, alarm=found.kind, alarmed_at=moment)
    return replace(noted, alarm_own=found.own, alarm_elder=_for_elder(scene, found), calmed="")


def _for_elder(scene: Scene, found: Alarm) -> bool:
    """Whether an old person is in danger: by how they write, or by the service that is asked for, else the open one.

    Nobody is old where the words name a child; of the same alarm it stays as it was told at first.
    """
    conversation = scene.conversation
    if found.own:
        return conversation.manner == ELDER
    if conversation.manner == CHILD or details.names_harmed_child(scene.plain):
        return False
    if _same(scene, found):
        return conversation.alarm_elder
    service = _meant(scene) or (scene.service(scene.form) if scene.form is not None else None)
    return service is not None and service.for_elders


def _same(scene: Scene, found: Alarm) -> bool:
    """Whether it rings already; who is in danger and then tells that they are alone is told nothing else.

    A wish to die told of another, and then of oneself, is a new one.
    """
    conversation = scene.conversation
    if (
        found.own
        and not conversation.alarm_own
        and (_corrected(scene) or (found.kind == SELF_HARM and speaks_of_me(scene.plain, scene.catalogue)))
    ):
        return False
    alone = found.kind == HELPLESS and conversation.alarm_own and conversation.alarm != ""
    return watched(scene) and (conversation.alarm == found.kind or alone)


def _first(scene: Scene, found: Alarm, *, known: bool) -> Say:
    if lexicon(scene.catalogue).burning.search(scene.plain):  # the other kinds' advice, to sit or lie down, would kill
        return told("crisis.fire", of_fire(scene, found.kind), own=found.own)
    if found.own and _at_door(scene):  # "go to a safe place" would open it
        return told("crisis.door", for_alarm(scene, found.kind), own=True)
    if known and not nearing(scene):  # right after an alarm understanding finds danger in much that is said of it
        return reminder(scene) if _rang(scene) else heard(scene)
    if found.kind == HELPLESS and found.own and _by_itself(scene):
        return told("crisis.children", of_children(scene), own=True)
    if found.kind == HELPLESS and lexicon(scene.catalogue).cold.search(scene.plain):
        return told("crisis.cold", (*for_alarm(scene, HELPLESS), *for_alarm(scene, MEDICAL)[:1]), own=found.own)
    if found.kind == MEDICAL and not found.own and in_water(scene):  # who can get them out comes too
        return told("crisis.medical.other", of_water(scene), own=False)
    return told(f"crisis.{found.kind}.{'own' if found.own else 'other'}", for_alarm(scene, found.kind), own=found.own)


def _rang(scene: Scene) -> bool:
    """Whether the words themselves tell of danger; mere signs where understanding is as sure as of an alarm."""
    found = alarm_in(scene.plain, scene.catalogue)
    return found is not None and (found.sure or max(scene.understanding.crisis.values(), default=0.0) >= ALARM)


def _going_on(scene: Scene, found: Alarm) -> Turn | None:
    """The form that goes on, or begins with this very message; None where it rests."""
    form = scene.form
    if form is not None and scene.service(form).after_crisis == "continue":
        return answered(scene.at(replace(scene.conversation, form=replace(form, eased=True))))
    service = _meant(scene)
    if service is None or service.after_crisis != "continue" or not _fits(scene, found, service):
        return None
    begun = start(scene, service, (scene.text,), eased=True, noted="crisis.form")
    conversation = begun.conversation
    for other in needs.beside(scene, service.id):  # offered in the end, and not spoken of now
        conversation = want(conversation, other, scene.text)
    return replace(begun, conversation=conversation)


def _fits(scene: Scene, found: Alarm, service: Service) -> bool:
    """Whether a report of harm to a child, or to somebody old, may be about one: not where another is hurt, or ill."""
    if service.kind != "report" or service.for_elders == ("child" in service.audience):
        return True
    one = "old" if service.for_elders else "young"
    other = names_one(scene.plain, scene.catalogue, f"not_{one}") and not names_one(scene.plain, scene.catalogue, one)
    return found.kind != MEDICAL and not other


def _meant(scene: Scene) -> Service | None:
    """The service that the alarming message asks for."""
    verdict = decide(scene.understanding, scene.catalogue)
    named = lexicon(scene.catalogue).services.get(bare(scene.plain), "")
    return scene.catalogue.services.get(verdict.intent if verdict.sure else named)


def _resting(conversation: Conversation, found: Alarm) -> Conversation:
    """Self-harm ends the form; else it is put aside."""
    if found.kind == SELF_HARM and found.own:
        return replace(conversation, form=None)
    return parked(conversation)


def checked_in(scene: Scene, turn: Turn) -> Turn:
    """The turn with a gentle line before it where understanding sees distress, once in a while."""
    chances = scene.understanding.crisis
    height = chances.get(SELF_HARM, 0.0)
    if height < max(chances.values(), default=0.0):
        return turn  # it is another danger that is thought of: nobody's feelings
    recent = since(scene.conversation.alarmed_at, scene.now).total_seconds() < ONE_EMERGENCY
    recent = recent or any(say.key in KIND for say in turn.replies)
    if not DISTRESS <= height < ALARM or recent or turn.conversation.alarmed_at != scene.conversation.alarmed_at:
        return turn
    before = turn.conversation
    kind = (before.alarm or before.calmed) if since(before.alarmed_at, scene.now) <= ALARM_LASTS else ""
    own = before.alarm_own and bool(kind)  # of a day that is past nothing is left
    conversation = replace(before, alarmed_at=scene.now.isoformat(), alarm="", alarm_own=own, calmed=kind)
    return replace(turn, conversation=conversation, replies=(gentle(scene), *turn.replies))
