"""Questions about rules, answered from the knowledge base."""

from __future__ import annotations

from collections.abc import Sequence

from actions.desk.say import Button, Say
from actions.dialogue import payload
from actions.dialogue.decision import TOPIC
from actions.dialogue.question import PERSON
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Understanding
from data.model import Catalogue, Topic

MOST = 3  # questions of one message that are answered at once


def best(scene: Scene) -> tuple[Topic, ...]:
    """The topics that surely answer the text: one, or one for each of the questions that it parts into."""
    whole = _sure(scene, scene.understanding)
    each = {t.id: t for _, heard in scene.understanding.parts if (t := _sure(scene, heard)) is not None}
    if len(each) > 1:
        return tuple(each.values())[:MOST]
    return () if whole is None else (whole,)


def _sure(scene: Scene, heard: Understanding) -> Topic | None:
    id, score = max(heard.topics, key=lambda t: t[1], default=("", 0.0))
    return scene.catalogue.topics.get(id) if score >= TOPIC else None


def told(says: Sequence[Say], catalogue: Catalogue) -> tuple[str, ...]:
    """The topics whose answers were said."""
    answers = [say.params["answer"] for say in says if "answer" in say.params]
    return tuple(topic.id for topic in catalogue.topics.values() if topic.answer in answers) if answers else ()


def answer(scene: Scene, *, offered: bool = True, guess: str = "") -> tuple[Say, ...] | None:
    """The answers with their sources; `offered` adds what can be asked for next, the `guess` before all."""
    topics = best(scene)
    if not topics:
        return None
    said = tuple(_said(topic) for topic in topics)
    if not offered:
        return said
    known, near = scene.catalogue.services, (s for topic in topics for s in topic.services[:2])
    services = [known[s] for s in dict.fromkeys((guess, *near)) if s in known and not known[s].answer_first]
    buttons = (Button(s.names, payload.of(payload.INTENT, s.id)) for s in services)
    ask = Button("button.ask_office", payload.of(payload.ANSWER, "office"))
    enough = Button("button.helped", payload.of(payload.ANSWER, "helped"))
    key, params = ("policy.next_service", {"service": services[0].names}) if services else ("policy.next", {})
    return *said, Say(key, params, (enough, ask, *buttons, PERSON))


def _said(topic: Topic) -> Say:
    source = {"title": topic.source.title, "publisher": topic.source.publisher, "date": topic.source.date}
    key = "policy.answer_may_differ" if topic.may_differ else "policy.answer"
    return Say(key, {"answer": topic.answer, **source})
