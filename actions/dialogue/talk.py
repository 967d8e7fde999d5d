"""Small talk, menu, languages: what is said without any request."""

from __future__ import annotations

from dataclasses import replace

from actions.desk.commands import CallPerson
from actions.desk.hand_over import government
from actions.desk.say import Button, Say
from actions.dialogue import knowledge, payload, words
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import parked
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Conversation, Pending, Turn
from data.model import LANGUAGES


def groups(scene: Scene) -> tuple[Button, ...]:
    """The large choices of the start screen."""
    held = {s.group for s in scene.catalogue.services.values()}
    return tuple(Button(w, payload.of(payload.GROUP, g)) for g, w in scene.catalogue.groups.items() if g in held)


def menu(scene: Scene) -> Say:
    """What can I help you with?"""
    return Say("menu.groups", {}, groups(scene))


def group(scene: Scene, id: str) -> Say | None:
    """The services of one large choice."""
    found = [s for s in scene.catalogue.services.values() if s.group == id]
    if not found or id not in scene.catalogue.groups:
        return None
    told = tuple((s.names, s.describe) for s in found)
    buttons = tuple(Button(s.names, payload.of(payload.START, s.id)) for s in found)
    return Say("menu.services", {"group": scene.catalogue.groups[id], "services": told}, buttons)


def greet(scene: Scene) -> Turn:
    """Good day, and what there is; the second time shorter. Unfinished requests are offered."""
    from actions.dialogue.resume import offer

    key = "talk.greet_again" if scene.conversation.greeted else "talk.greet"
    conversation = replace(scene.conversation, greeted=True)
    unfinished = offer(scene.at(conversation), Say(key))
    if unfinished is not None:
        return unfinished
    return scene.turn(Say(key), menu(scene), conversation=conversation)


def small(scene: Scene, intent: str) -> Say:
    """The answer of an intent that is only talk."""
    found = scene.catalogue.intents.get(intent)
    if found is not None and found.answer is not None:
        return Say("say.words", {"words": found.answer})
    return Say(f"talk.{intent}" if intent in SMALL else "talk.unclear")


SMALL = frozenset({"thank", "goodbye", "bot_challenge", "affirm", "deny"})


def out_of_scope(scene: Scene) -> tuple[Say, ...]:
    """Not ours: who to ask, and what we can do."""
    office = government(scene.catalogue)
    key = "scope.out" if office else "scope.out_plain"
    return (Say(key, {"numbers": words.numbers(office)} if office else {}, (MENU, PERSON)),)


def languages() -> Say:
    """Which language?"""
    return Say("language.ask", {}, tuple(Button(f"language.{c}", payload.of(payload.LANGUAGE, c)) for c in LANGUAGES))


def call_person(scene: Scene, reason: str = "wanted") -> Turn:
    """Ask for a person; a form rests and is kept. What came of it is said by `after`."""
    conversation = replace(parked(scene.conversation), pending=None)
    return scene.turn(conversation=conversation, commands=(CallPerson(reason),))


def unclear(scene: Scene) -> Turn:
    """Not understood: the menu and a person; the first time with a hint how to say it."""
    count = scene.conversation.unclear + 1
    says = Say("talk.unclear" if count == 1 else "talk.unclear_again", {}, (*groups(scene), PERSON))
    return scene.turn(says, conversation=replace(scene.conversation, unclear=count, pending=None))


def noise(scene: Scene) -> Turn:
    """A sticker, punctuation or nothing at all."""
    return scene.turn(Say("talk.noise", {}, (MENU, PERSON)))


def what_about(scene: Scene) -> Turn:
    """A bare name or number: what is it about? It goes into the request that follows."""
    held = Pending("ask_back", {"text": scene.text, "choices": ()})
    return scene.asking(held, Say("talk.what_about", {}, (*groups(scene), PERSON)))


def resting(scene: Scene) -> Turn:
    """Understanding does not answer: what works meanwhile."""
    return scene.turn(Say("talk.resting", {}, (*groups(scene), PERSON)))


def asked_back(scene: Scene, choices: tuple[str, ...], *, again: bool = False) -> Turn:
    """Up to three guesses and something else; asked again, what was told meanwhile is noted, and a person offered."""
    buttons = []
    for id in choices:
        service = scene.catalogue.services.get(id)
        title = service.names if service else f"intent.{id}"
        buttons.append(Button(title, payload.of(payload.INTENT, id)))
    buttons.append(Button("button.something_else", payload.of("c", "menu")))
    buttons += [PERSON] if again else []
    key = "talk.ask_back_again" if again else "talk.ask_back"
    return scene.asking(Pending("ask_back", {"text": scene.text, "choices": choices}), Say(key, {}, tuple(buttons)))


def near(scene: Scene) -> Turn | None:
    """A thing is wanted that no service gives: said so, with those that come near; None where it is none."""
    known = lexicon(scene.catalogue)
    if known.wished.fullmatch(bare(scene.plain)) is None:
        return None
    thing = max((word for word in known.near if word in scene.plain), key=len)
    names = (scene.catalogue.services[id] for id in known.near[thing])
    buttons = tuple(Button(s.names, payload.of(payload.INTENT, s.id)) for s in names)
    held = Pending("ask_back", {"text": scene.text, "choices": known.near[thing]})
    return scene.asking(held, Say("talk.near", {}, (*buttons, PERSON)))


def policy(scene: Scene, guess: str = "") -> Turn | None:
    """A question about rules, answered; None where the knowledge base does not know. The `guess` is offered below."""
    told = knowledge.answer(scene, guess=guess)
    return None if told is None else scene.asking(Pending("policy", {"text": scene.text}), *told)


def spoken(conversation: Conversation, language: str) -> Conversation:
    """The conversation in a language that the person chose."""
    return replace(conversation, language=language, language_fixed=True)
