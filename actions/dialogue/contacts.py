"""Public numbers: the one that is asked for, those near the person, and that of whoever can put through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from actions import details
from actions.desk.hand_over import GOVERNMENT, government
from actions.desk.say import Button, Say
from actions.dialogue import payload, words
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.question import PERSON
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Turn
from data.model import Contact, Topic

FEW = 12  # contacts in one message
SHORT, SHORT_LATIN = 26, 80  # characters of a text that only asks for a number
ALL = Button("button.all_numbers", payload.of(payload.INTENT, "find_contact"))
# What a number of a public line looks like; no year, age, sum or number of a house
LINE = re.compile(
    r"(?<![\d.])(?<!\d-)(?:1[12]\d|12[0-9]{3}|9[56]\d{3,4}|400\d{7})(?!\d|\.\d|\s*[-年月日岁元块万个天%点分斤米]|\s*号(?!码|电话|线)|\s*years)"
)


def answer(scene: Scene) -> Turn | None:
    """The turn of who only asks for a number or what one is; None where something else is said."""
    said = asked(scene) or (_put_through(scene) if _only_an_office(scene) else None)
    return None if said is None else scene.turn(said, conversation=replace(scene.conversation, unclear=0, pending=None))


def asked(scene: Scene) -> Say | None:
    """What is said to a question for a number, or what one is."""
    if len(scene.plain) > (SHORT_LATIN if scene.plain.isascii() else SHORT):
        return None
    known = lexicon(scene.catalogue)
    if said := numbers_in(scene.plain):
        means = known.line_means.search(scene.plain) or bare(scene.plain) in said
        return _by_number(scene, said) if means else None
    if not known.line_asked.search(scene.plain) or known.line_unasked.search(scene.plain):
        return None
    return _named(scene) or _put_through(scene)


def found(scene: Scene) -> Say:
    """The number that is asked for, else the public numbers, those of the person's own district first."""
    if (said := _named(scene) or _hours(scene) or _put_through(scene)) is not None:
        return said
    first = sorted(_near(scene), key=lambda c: (not c.districts, c.number != GOVERNMENT))
    return _list(first[:FEW], (PERSON,)) if first else Say("contacts.none", {}, (PERSON,))


def numbers_in(plain: str) -> list[str]:
    """The numbers of public lines that a text names."""
    return LINE.findall(plain)


def speaks_of(topic: Topic, numbers: Iterable[str]) -> bool:
    """Whether a topic is about all of the numbers: no line is explained by what is true of another."""
    told = (topic.question.zh_Hans, topic.answer.zh_Hans, *topic.examples.get("zh_Hans", ()))
    return all(any(number in one for one in told) for number in numbers)


def _by_number(scene: Scene, said: Sequence[str]) -> Say:
    meant = [c for c in scene.catalogue.contacts.values() if _whole(c.number).search(scene.plain)]
    if of_it := [c for c in meant if not any(c.number in one.number and one != c for one in meant)]:
        return _told(of_it)
    office = government(scene.catalogue)
    return Say("contacts.unknown", {"number": said[0]} | words.sourced(office), (ALL, PERSON)) if office else _none()


def _whole(number: str) -> re.Pattern[str]:
    """The number, written with or without its blanks, and no part of another: 12030 is no ambulance."""
    return re.compile(rf"(?<!\d)(?<!\d-){r'\s*'.join(map(re.escape, number.split()))}(?!\d|-\d)")


def _named(scene: Scene) -> Say | None:
    """By what people call it; the one that the longest word names first, an office's own before all."""
    found = {c.id: longest for c in _near(scene) if (longest := _called(scene, (*c.words, c.number)))}
    if not found:
        return None
    one = scene.catalogue.contacts
    return _told(sorted((one[id] for id in found), key=lambda c: (not c.districts, -found[c.id])))


def _hours(scene: Scene) -> Say | None:
    """When an office is open: the assistant always, and whom to ask about the others."""
    office = government(scene.catalogue) if lexicon(scene.catalogue).line_hours.search(scene.plain) else []
    return Say("contacts.hours", words.sourced(office), (ALL, PERSON)) if office else None


def _only_an_office(scene: Scene) -> bool:
    """Whether the text is an office's name and no more."""
    return any(bare(scene.plain) in c.offices for c in _near(scene))


def _put_through(scene: Scene) -> Say | None:
    """An office without a number here: who puts through to it."""
    through = [c for c in _near(scene) if _called(scene, c.offices)]
    return Say("contacts.office", words.sourced(through[:1]), (ALL, PERSON)) if through else None


def _told(few: Sequence[Contact]) -> Say:
    if len(few) > 1:
        return _list(few, (ALL, PERSON))
    return Say("contacts.one", words.sourced(few) | {"what": few[0].what}, (ALL, PERSON))


def _list(few: Sequence[Contact], buttons: tuple[Button, ...]) -> Say:
    return Say("contacts.list", words.sourced(few), buttons)


def _none() -> Say:
    return Say("contacts.none", {}, (PERSON,))


def _near(scene: Scene) -> list[Contact]:
    """Those of the person's own district, then the national ones."""
    known, here = scene.catalogue.contacts.values(), _district(scene)
    near = [c for c in known if here and c.districts and here.startswith(c.districts)]
    return [*near, *(c for c in known if not c.districts)]


def _called(scene: Scene, named: Iterable[str]) -> int:
    """How long the longest of the words is that the text holds; a Latin one is found whole only."""
    whole = "(?<![a-z0-9]){}(?![a-z0-9])".format
    hits = (w for w in named if (re.search(whole(re.escape(w)), scene.plain) if w.isascii() else w in scene.plain))
    return max(map(len, hits), default=0)


def _district(scene: Scene) -> str:
    """The district named in the message, in the open form or at an earlier request; empty where none is known."""
    said = details.district_of(scene.text, scene.setting)
    form = scene.conversation.form
    return said or str((form.values.get("district") if form else None) or scene.view.known.get("district") or "")
