"""Questions about rules, answered from the knowledge base."""

from __future__ import annotations

from collections.abc import Sequence

from actions.desk.say import Button, Say
from actions.dialogue import payload
from actions.dialogue.decision import TOPIC
from actions.dialogue.question import PERSON
from actions.dialogue.scene import Scene
from data.model import Catalogue, Topic


def best(scene: Scene) -> Topic | None:
    """The topic that surely answers the text."""
    if not scene.understanding.topics:
        return None
    id, score = max(scene.understanding.topics, key=lambda t: t[1])
    return scene.catalogue.topics.get(id) if score >= TOPIC else None


def told(says: Sequence[Say], catalogue: Catalogue) -> tuple[str, ...]:
    """The topics whose answers were said."""
    answers = [say.params["answer"] for say in says if "answer" in say.params]
    return tuple(topic.id for topic in catalogue.topics.values() if topic.answer in answers) if answers else ()


def answer(scene: Scene, *, offered: bool = True) -> tuple[Say, ...] | None:
    """The answer with its source; `offered` adds what can be asked for next."""
    topic = best(scene)
    if topic is None:
        return None
    source = {"title": topic.source.title, "publisher": topic.source.publisher, "date": topic.source.date}
    key = "policy.answer_may_differ" if topic.may_differ else "policy.answer"
    said = Say(key, {"answer": topic.answer, **source})
    if not offered:
        return (said,)
    buttons = tuple(
        Button(scene.catalogue.services[s].names, payload.of(payload.START, s))
        for s in topic.services[:2]
        if s in scene.catalogue.services
    )
    ask = Button("button.ask_office", payload.of(payload.ANSWER, "office"))
    enough = Button("button.helped", payload.of(payload.ANSWER, "helped"))
    return said, Say("policy.next", {}, (enough, ask, *buttons, PERSON))
