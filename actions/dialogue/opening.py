"""Free text while nothing is open: what is it about?"""

from __future__ import annotations

from dataclasses import replace

from actions import details
from actions.desk.say import Say
from actions.dialogue import addition, astray, babble, contacts, feeling, intents, needs, rating, still, talk, young
from actions.dialogue.amendment import after_opening, without_phone
from actions.dialogue.control import word
from actions.dialogue.decision import Verdict, answered_first, decide, guesses
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.manner import CHILD
from actions.dialogue.progress import parked
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.reading import brief, inquires, only_a_place, only_figures, only_guessed
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Turn

SMALL = {"yes": "affirm", "no": "deny"}  # a control → small talk
PLAINLY = 0.8  # so sure of one message it needs none before it
NAMED = 2  # characters of a service's word that is looked for within a text


def answer(scene: Scene) -> Turn:
    """Begin, ask back, or say what can be done; never nothing."""
    if not scene.text and scene.message.attachments:
        return _attachment(scene)
    if not any(c.isalnum() for c in scene.text):
        return talk.noise(scene)
    named = lexicon(scene.catalogue).services.get(bare(scene.plain))
    if named is not None:
        return _act(scene, named)
    if lexicon(scene.catalogue).found.fullmatch(bare(scene.plain)):
        return scene.turn(Say("talk.found", {}, (MENU, PERSON)))  # good news, never a new search
    if complaint := astray.grievance(scene):
        return _act(scene, complaint)
    if (more := _more_of_it(scene)) is not None:
        return more
    return (
        still.when(scene)
        or contacts.answer(scene)
        or without_phone(scene)
        or addition.to_request(scene)
        or after_opening(scene)
        or still.answer(scene)
        or rating.told(scene)
        or feeling.answer(scene)
        or talk.near(scene)
        or _said_of_nothing(scene)
        or _placed(scene)
        or needs.answer(scene)
        or _decided(scene)
    )


def _more_of_it(scene: Scene) -> Turn | None:
    """After "which is it?": both messages are read as one, and what was told stays; None where this one says enough."""
    held, whole = scene.conversation.pending, scene.understanding.whole
    if held is None or whole is None or word(scene):
        return None
    verdict, alone = decide(whole, scene.catalogue), decide(scene.understanding, scene.catalogue)
    plainly = alone.sure and alone.confidence >= PLAINLY
    if plainly and alone.intent not in scene.catalogue.services:
        return None
    both = replace(scene, text=f"{needs.before(scene.conversation)}\n{scene.text}", understanding=whole)
    both = replace(both, plain=details.simplify(both.text, scene.setting))
    if plainly or (verdict.sure and verdict.intent in scene.catalogue.services):
        return _act(both, alone.intent if plainly else verdict.intent)
    choices = verdict.choices or tuple(held.data.get("choices", ()))
    conversation = replace(scene.conversation, unclear=scene.conversation.unclear + 1)
    return talk.asked_back(both.at(conversation), choices, again=True)


def _decided(scene: Scene) -> Turn:
    """What understanding makes of it."""
    verdict = decide(scene.understanding, scene.catalogue)
    if (told := _answered(scene, verdict)) is not None:
        return told
    lone = verdict.intent not in scene.catalogue.services and len(set(bare(scene.plain))) == 1  # 我我我我 says no yes
    if (lone or verdict.kind != "sure") and babble.nonsense(scene):
        return talk.unclear(scene)
    if verdict.kind != "sure" and babble.only_a_name(scene):
        return talk.what_about(scene)
    match verdict.kind:
        case "sure" if brief(scene) and only_guessed(scene, verdict.intent):
            return talk.unclear(scene)
        case "sure" if len(bare(scene.plain)) <= NAMED and _protected(scene, verdict.intent):
            return talk.asked_back(scene, guesses(scene.understanding, scene.catalogue))
        case "sure":
            return _act(scene, verdict.intent)
        case "ask_back":
            return talk.asked_back(scene, verdict.choices)
        case "out_of_scope" if scene.conversation.manner == CHILD:
            return talk.unclear(scene)  # a child is not sent to another office
        case "out_of_scope":
            return scene.turn(*talk.out_of_scope(scene))
        case "away":
            return _without_understanding(scene)
        case _:
            return talk.unclear(scene)


def _answered(scene: Scene, verdict: Verdict) -> Turn | None:
    """Who only asks to know something hears it, and is offered what it was taken for."""
    if not inquires(scene.plain, scene.catalogue):
        return None
    if not answered_first(scene.understanding, verdict, scene.catalogue):
        return None
    return talk.policy(scene.at(replace(scene.conversation, unclear=0)), verdict.intent)


def _said_of_nothing(scene: Scene) -> Turn | None:
    """A yes, a no, a number or a date where nothing was asked, and the words of somebody angry."""
    spoken = SMALL.get(word(scene), "")
    if spoken and scene.conversation.pending is None:
        return scene.turn(talk.small(scene, spoken))
    if only_figures(scene):
        return talk.what_about(scene)
    angry = brief(scene) and lexicon(scene.catalogue).angry.search(scene.plain) is not None
    return scene.turn(Say("talk.sorry", {}, (PERSON, MENU))) if angry else None


def _act(scene: Scene, intent: str) -> Turn:
    conversation = replace(scene.conversation, pending=None, unclear=0)
    service = scene.catalogue.services.get(intent)
    if service is not None:
        first = young.asked(scene.at(parked(conversation)), service, scene.text)
        return first or intents.begin(scene.at(parked(conversation)), intent, scene.text)
    return intents.act(scene.at(conversation), intent)


def _protected(scene: Scene, intent: str) -> bool:
    """Whether it is a report of harm: a lone word ("老人") is not taken for one unasked."""
    service = scene.catalogue.services.get(intent)
    return service is not None and service.sensitivity == "protected"


def _without_understanding(scene: Scene) -> Turn:
    """Names of services within the text, the longest first, do where understanding is away."""
    words = lexicon(scene.catalogue).services
    found = sorted((w for w in words if len(w) >= NAMED and w in scene.plain), key=len, reverse=True)
    if not found:
        return talk.resting(scene)
    named = tuple(dict.fromkeys(words[w] for w in found))[:3]
    return _act(scene, named[0]) if len(named) == 1 else talk.asked_back(scene, named)


def _placed(scene: Scene) -> Turn | None:
    """Only a place: what is needed there? It goes into the request that follows."""
    place = only_a_place(scene)
    if not place:
        return None
    say = Say("talk.place", {}, (*talk.groups(scene), PERSON))
    return scene.turn(say, conversation=replace(scene.conversation, place=place))


def _attachment(scene: Scene) -> Turn:
    """Something sent before it is known what for: kept for the request that follows."""
    kept = (*scene.conversation.kept, *scene.message.attachments)[-5:]
    before = any(say.key.startswith("talk.attachment") for say in scene.conversation.last)
    groups = (*talk.groups(scene), PERSON)
    say = Say("talk.attachment_again", {}, groups) if before else Say("talk.attachment", {}, (MENU, PERSON))
    return scene.turn(say, conversation=replace(scene.conversation, kept=kept))
