"""Questions about rules, answered from the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actions import details
from actions.desk.hand_over import government
from actions.desk.say import Button, Say
from actions.dialogue import contacts, payload, words
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
    found = scene.catalogue.topics.get(id) if score >= TOPIC else None
    return found if found and contacts.speaks_of(found, contacts.numbers_in(scene.plain)) else None


def told(says: Sequence[Say], catalogue: Catalogue) -> tuple[str, ...]:
    """The topics whose answers were said."""
    answers = [say.params["answer"] for say in says if "answer" in say.params]
    return tuple(topic.id for topic in catalogue.topics.values() if topic.answer in answers) if answers else ()


def answer(scene: Scene, *, offered: bool = True, guess: str = "") -> tuple[Say, ...] | None:
    """The answers with their sources; `offered` adds what can be asked for next, the `guess` before all.

    A rule of one place is told to nobody who asks about another: they hear whom to ask there.
    """
    topics = best(scene)
    if not topics:
        return None
    found = {t.id: t for topic in topics if (t := _of_the_place(scene, topic)) is not None}
    here = tuple(found.values())
    if not here:
        return (_elsewhere(scene, topics[0], _ways_on(scene, topics, guess) if offered else ()),)
    said = tuple(_said(topic) for topic in here)
    if not offered:
        return said
    enough, services = Button("button.helped", payload.of(payload.ANSWER, "helped")), _services(scene, here, guess)
    key = "policy.next_service" if services else "policy.next"
    params = {"service": scene.catalogue.services[services[0]].names} if services else {}
    return *said, Say(key, params, (enough, *_ways_on(scene, here, guess)))


def _of_the_place(scene: Scene, topic: Topic) -> Topic | None:
    """The topic; where it is another place's than the one asked about, one that holds everywhere, if any."""
    if topic.area is None or not details.elsewhere(scene.text, topic.area.zh_Hans, scene.setting):
        return topic
    return scene.catalogue.topics.get(topic.elsewhere)


def _ways_on(scene: Scene, topics: Iterable[Topic], guess: str) -> tuple[Button, ...]:
    """To ask the office, to ask for what the topics are about, or a person."""
    known = scene.catalogue.services
    buttons = (Button(known[s].names, payload.of(payload.INTENT, s)) for s in _services(scene, topics, guess))
    return Button("button.ask_office", payload.of(payload.ANSWER, "office")), *buttons, PERSON


def _services(scene: Scene, topics: Iterable[Topic], guess: str) -> list[str]:
    known, near = scene.catalogue.services, (s for topic in topics for s in topic.services[:2])
    return [s for s in dict.fromkeys((guess, *near)) if s in known and not known[s].answer_first]


def _elsewhere(scene: Scene, topic: Topic, buttons: tuple[Button, ...]) -> Say:
    office = government(scene.catalogue)
    area = topic.area or topic.question
    return Say(
        "policy.elsewhere", {"question": topic.question, "area": area, "numbers": words.numbers(office)}, buttons
    )


def _said(topic: Topic) -> Say:
    source = {"title": topic.source.title, "publisher": topic.source.publisher, "date": topic.source.date}
    key = "policy.answer_may_differ" if topic.may_differ else "policy.answer"
    return Say(key, {"answer": topic.answer, **source})
