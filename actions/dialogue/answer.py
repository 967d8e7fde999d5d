"""A message while a form's question is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions import details
from actions.desk.say import Button, Say
from actions.details import Found, Value
from actions.dialogue import (
    addition,
    astray,
    correction,
    detour,
    feeling,
    needs,
    payload,
    rating,
    resume,
    reversal,
    status,
    talk,
)
from actions.dialogue.form import GREEDY, filled, may_skip, spotted
from actions.dialogue.form import detail as detail_of
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import advance, again, ask, from_attachments, half_of, parked
from actions.dialogue.question import PERSON, STUCK
from actions.dialogue.reading import LONG, NEWS, NEWS_LATIN, brief, chosen, only_asks, only_figures, surely
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn
from actions.dialogue.stop import stop
from data.model import Detail, Words

NUMBERS = frozenset({"age", "count", "money", "birth_date", "date", "when", "month"})
PLACES = frozenset({"place", "district"})
PATIENCE = 2  # times that one does not know, until a question that must be answered is left to the office
ENOUGH = frozenset({"yes", "no", "continue"})  # after some choices: these are all
LEAST = 3  # characters of a text that may be a choice of another question where any words may be the answer
LEFT = 4  # answers in a row not understood, until it is left to the office as well


def answer(scene: Scene) -> Turn | None:
    """The open question's answer, or what the person says instead of it."""
    form = scene.form
    if form is None or form.stage != "asking":
        return None
    current = detail_of(scene.catalogue, form, form.current)
    if current is None:
        return advance(scene, form)
    return (
        _no_words(scene, form, current)
        or _added(scene, form, current)
        or _not_this(scene, form, current)
        or _read(scene, form, current)
    )


def _no_words(scene: Scene, form: Form, current: Detail) -> Turn | None:
    """A file, an edit, a button's title, a fear, or the end of several choices."""
    said = lexicon(scene.catalogue).control.get(bare(scene.plain))
    if scene.message.attachments:
        return attached(scene, form, current)
    if scene.message.edited:
        return correction.edited(scene, form)
    if said == "button":
        return again(scene, form, Say("form.not_yet"))
    if current.kind != "text" and (fear := feeling.afraid(scene)) is not None:
        return again(scene, form, replace(fear, buttons=()))
    return fill(scene, form, {current.id: form.picked}, current) if form.picked and said in ENOUGH else None


def _read(scene: Scene, form: Form, current: Detail) -> Turn:
    """The answer, or one to another question, or what is said to words that are neither."""
    other = _another(scene, form, current)
    if other:
        if other.keys() & form.values.keys():
            return correction.changed(scene, form, other)
        return again(scene, filled(form, other, scene.service(form), scene.setting), Say("form.noted"))
    scene = _whole(scene, form, current)
    found = surely(scene, current) or _taken(scene, form, current)
    if found is not None and not _is_of_a_place(scene, form, current, found):
        return answered(scene, form, current, found)
    return _no_answer(scene, form, current)


def _added(scene: Scene, form: Form, current: Detail) -> Turn | None:
    """ "补充一下，…": the open question's answer where it tells that, else something beside it."""
    told = addition.added(scene)
    if told is None:
        return None
    found = surely(told, current) or details.spot([current], told.text, scene.setting).get(current.id)
    return answered(told, form, current, found) if found else addition.noted(scene, form, told.text)


def _not_this(scene: Scene, form: Form, current: Detail) -> Turn | None:
    """What the text does where it is no answer: it gives up, takes back, turns round or asks for something else."""
    return (
        given_up(scene, form)
        or astray.out_of(scene, form, current)
        or rating.told(scene)
        or correction.correct(scene, form, current)
        or reversal.answer(scene, form, current)
        or correction.objected(scene, form, current)
        or _unheeded(scene, form, current)
        or detour.away_from(scene, form, current)
    )


def _unheeded(scene: Scene, form: Form, current: Detail) -> Turn | None:
    """ "怎么还没有人理我，钱转走了": where this request stands, and what else is told goes into it."""
    words = lexicon(scene.catalogue).unheeded
    if current.kind in GREEDY or not words.search(scene.plain) or not _short(scene):
        return None
    service = scene.service(form)
    told = spotted(scene.catalogue, service, replace(form, current=""), scene.text, scene.setting)
    form = replace(filled(form, told, service, scene.setting), said=(*form.said, scene.text))
    others = tuple(replace(say, buttons=()) for say in status.overview(scene)) if scene.view.tickets else ()
    stands = (Say("form.nearly", {}, (PERSON,)), *others)
    return advance(scene, form, *stands) if current.id in told else again(scene, form, *stands)


def _short(scene: Scene) -> bool:
    return len(scene.plain) <= (NEWS_LATIN if scene.plain.isascii() else NEWS)


def given_up(scene: Scene, form: Form) -> Turn | None:
    """A stop where all is given up ("不送饭了"), another form where the rest asks for one; else None."""
    dropped = lexicon(scene.catalogue).drops.match(scene.plain)
    if dropped is not None and dropped.end() == len(scene.plain):
        return stop(scene, form)
    turned = needs.turned_from(scene, form.service)
    if dropped is None and not turned:
        return None
    other = next((id for id in needs.asked_for(scene) if id != form.service), "")
    if other:
        return resume.instead(scene, other)
    choices = tuple(c for c in needs.turned_to(scene) if c != form.service) if turned else ()
    return talk.asked_back(scene.at(parked(scene.conversation)), choices) if choices else None


def _another(scene: Scene, form: Form, current: Detail) -> dict[str, Value]:
    """A choice of another question, all that was said: "delivery" is no address and no day."""
    told = current.kind == "text" and (current.opening or len(bare(scene.plain)) < LEAST)
    told = told or details.nothing(current, scene.text)  # "no photos" is of this question, whatever else has photos
    if told or current.kind in ("choice", "choices", "yes_no", "consent") or surely(scene, current) is not None:
        return {}
    lead = lexicon(scene.catalogue).denied.match(scene.plain)  # "不，送到家"
    scene = replace(scene, plain=scene.plain[lead.end() :]) if lead else scene
    others = [d for d in scene.service(form).details if d.kind == "choice"]
    return {d.id: choice.id for d in others for choice in d.choices if chosen(scene, choice)}


def _whole(scene: Scene, form: Form, current: Detail) -> Scene:
    """ "12号" after "2018年5月": the two halves of a date of birth are read as one."""
    half = half_of(scene, form, current)
    if current.kind in PLACES and form.misses and form.said and details.names_a_city(scene.text):
        text = f"{scene.text.strip()}{form.said[-1].strip()}"  # "南京" after "鼓楼区"
        return replace(scene, text=text) if details.district_of(text, scene.setting) else scene
    for text in (f"{half}{scene.text}", f"{scene.text} {half}") if half else ():
        found = details.read(current, text, scene.setting)
        if found is not None and details.check(current, found.value, scene.setting) is None:
            return replace(scene, text=text, plain=details.simplify(text, scene.setting))
    return scene


def _is_of_a_place(scene: Scene, form: Form, current: Detail, found: Found) -> bool:
    """Whether the number that was found stands in an address: "15栋302" is nobody's age."""
    places = [d for d in scene.service(form).details if d.kind == "place"] if current.kind in NUMBERS else []
    spans = details.spot(places, scene.text, scene.setting).values() if places else ()
    return any(one.start <= found.start and found.end <= one.end for one in spans)


def _taken(scene: Scene, form: Form, current: Detail) -> Found | None:
    """What the text answers to a question that almost any words answer; not knowing, or having none, is no answer."""
    if current.kind not in GREEDY or details.declined(scene.text):
        return None
    if details.unsure(scene.text) and not (current.kind == "text" and details.unsure_of_a_part(scene.text)):
        return None
    if lexicon(scene.catalogue).control.get(bare(scene.plain)) == "yes":
        return None  # "是" tells neither what nor where
    if _tells_nothing(scene, current):
        return None
    if current.kind in ("place", "name") and _told_elsewhere(scene, form, current):
        return None
    if current.kind == "text" and _only_a_district(scene):
        return None
    if details.nothing(current, scene.text) and (may_skip(current, form) or current.kind != "text"):
        return None
    if current.kind in ("text", "name") and not current.figures and only_figures(scene):
        return None  # a date or a phone number is nobody's name and tells nothing: it goes where it belongs
    return details.read(current, scene.text, scene.setting)


def _tells_nothing(scene: Scene, current: Detail) -> bool:
    """A question to the office, or somebody of the family where nobody is asked for ("我孙" is no illness)."""
    asks = only_asks(scene) if not current.opening else lexicon(scene.catalogue).asking.fullmatch(bare(scene.plain))
    whose = current.kind == "text" and current.about != "person" and details.names_a_person(scene.text)
    return bool(asks) or whose


def _told_elsewhere(scene: Scene, form: Form, current: Detail) -> bool:
    """Whether the whole text tells a count, a sum or a yes that is asked for elsewhere ("冇人做嘢" is no address)."""
    others = [d for d in scene.service(form).details if d.kind in ("count", "money", "yes_no") and d.id != current.id]
    found = details.spot(others, scene.text, scene.setting).values()
    return any(one.end - one.start >= len(bare(scene.text)) for one in found)


def _only_a_district(scene: Scene) -> bool:
    """Whether a district's full name is all that was said ("南山区"): no illness, no wish."""
    return details.district_said(scene.text) == scene.text.strip()


def answered(scene: Scene, form: Form, current: Detail, found: Found) -> Turn:
    """Check the answer, keep it with whatever else the text tells, and go on."""
    problem = details.check(current, found.value, scene.setting)
    if problem is not None:
        if current.kind == "birth_date":
            form = replace(form, said=(*form.said, scene.text))  # a month is half of it (`_whole`)
        return missed(scene, form, current, Say("say.words", {"words": problem}))
    if (which := _which_of_a_name(scene, form, current)) is not None:
        return which
    value = _together(form, current, found.value)
    whole = current.kind == "text"
    for_child = _for_a_child(scene, form)
    others = spotted(scene.catalogue, scene.service(form), form, scene.text, scene.setting, None if whole else found)
    # 明天下午: the hour is not invented, so the words themselves tell the office
    more = current.kind in ("when", "date") and len(bare(scene.text)) > len(bare(found.said)) + 1
    if whole or more or for_child or len(scene.text) >= LONG:
        form = replace(form, said=(*form.said, scene.text))
    return fill(scene, form, {**others, current.id: value}, current)


def _which_of_a_name(scene: Scene, form: Form, current: Detail) -> Turn | None:
    """A district whose name several cities have, typed alone: which of them? Asked once, and not after an alarm."""
    alike = details.namesakes(scene.text, scene.setting) if current.kind in PLACES else ()
    if not alike or form.misses or form.eased:
        return None
    form = replace(form, misses=1, said=(*form.said, scene.text), touched_at=scene.now.isoformat())
    buttons = tuple(
        Button(Words(full, full, full), payload.about(payload.CHOOSE, form.service, current.id, code))
        for code, full in alike
    )
    say = Say("form.which_city", {"name": scene.text.strip()}, buttons)
    return scene.turn(say, conversation=replace(scene.conversation, form=form))


def _for_a_child(scene: Scene, form: Form) -> bool:
    """Whether it is told that a child is meant, where questions are put otherwise then."""
    return any(d.ask_child for d in scene.service(form).details) and details.about_child(scene.text)


def _together(form: Form, current: Detail, value: Value) -> Value:
    """Choices typed after some were pressed belong with them."""
    if current.kind == "choices" and isinstance(value, tuple):
        return tuple(dict.fromkeys((*form.picked, *value)))
    return value


def fill(scene: Scene, form: Form, values: Mapping[str, Value], current: Detail, *before: Say) -> Turn:
    """Put values in and go on; a consent that was refused stays open."""
    if current.kind == "consent" and values.get(current.id) is False:
        return missed(scene, form, current, Say("form.consent_needed"))
    form = filled(form, values, scene.service(form), scene.setting)
    return advance(scene, form, *before)


def skip(scene: Scene, form: Form, current: Detail, *, unsure: bool = False) -> Turn:
    """Go on without an answer, where that is allowed or wanted twice; not knowing is told to the office."""
    unsure = unsure or (not may_skip(current, form) and form.misses + 1 >= PATIENCE and current.kind != "consent")
    if not may_skip(current, form) and not unsure:
        return ask(scene, replace(form, misses=form.misses + 1), current, Say("form.required"))
    said = (*form.said, f"{current.label.of(scene.conversation.language)}：{scene.text}") if scene.text else form.said
    form = replace(form, skipped=(*form.skipped, current.id), said=said if unsure else form.said, misses=0, picked=())
    if current.kind == "phone" and details.nothing(current, scene.text):
        return advance(scene, form, Say("form.no_phone"))
    return advance(scene, form, Say("form.skipped_unsure" if unsure else "form.skipped"))


def missed(scene: Scene, form: Form, current: Detail, *before: Say) -> Turn:
    """Not understood: help, then other ways too; no line is said three times, and the office asks again in the end."""
    form = replace(form, misses=form.misses + 1)
    if form.misses >= LEFT and current.kind != "consent":
        return skip(scene, form, current, unsure=True)
    if not before and form.misses < STUCK:
        helping = Say("say.words", {"words": current.help}) if current.help else Say("form.not_understood")
        before = (helping,) if current.help is None or form.misses == 1 else (Say("form.not_understood"), helping)
    return ask(scene, form, current, *before)


def _roughly(current: Detail) -> tuple[Say, ...]:
    """Not knowing is understood: a guess will do, and the next time it is left open."""
    return (Say("form.roughly"),) if current.kind != "consent" else ()


def _no_answer(scene: Scene, form: Form, current: Detail) -> Turn:
    if details.unsure(scene.text) or details.declined(scene.text) or details.nothing(current, scene.text):
        if may_skip(current, form):
            return skip(scene, form, current)
        if form.misses + 1 >= PATIENCE and current.kind != "consent":
            return skip(scene, form, current, unsure=True)
        return missed(scene, form, current, *_roughly(current))
    if not any(c.isalnum() for c in scene.text):
        return again(scene, form, Say("form.noise"))
    if brief(scene) and lexicon(scene.catalogue).angry.search(scene.plain):
        return again(scene, form, Say("talk.sorry"))
    told = detour.besides(scene, form)
    if told is None and (current.kind == "file" or (current.kind in ("text", "name") and only_figures(scene))):
        # whose age or which day it is, and what no photo shows, the office will see
        return missed(scene, replace(form, said=(*form.said, scene.text)), current, Say("form.noted"))
    if told is None and current.kind != "consent" and detour.asks(scene):
        # a question that nobody here can answer: it goes to who can, and is no answer that was not understood
        noted = Say("form.question_noted", {}, (PERSON,))
        return again(scene, replace(form, said=(*form.said, scene.text)), noted)
    if told is None and _kept(scene, form):
        return again(scene, replace(form, said=(*form.said, scene.text)), Say("form.noted"))
    if told is None and form.eased:  # who tells of danger goes on telling
        return missed(scene, replace(form, said=(*form.said, scene.text)), current, Say("form.noted"))
    return told or missed(scene, form, current)


def _kept(scene: Scene, form: Form) -> bool:
    """Whether it tells the office what no question asks for: which meals, or that a child is meant."""
    words = (details.simplify(word, scene.setting) for word in scene.service(form).noted)
    return _for_a_child(scene, form) or any(word in scene.plain for word in words)


def attached(scene: Scene, form: Form, current: Detail) -> Turn:
    """A photo, a voice message or a location: an answer where one is asked for, else kept with the request."""
    form = replace(form, attachments=(*form.attachments, *scene.message.attachments))
    value = from_attachments(current, scene.message.attachments)
    if value is not None:
        return fill(scene, form, {current.id: value}, current)
    if scene.text:
        found = details.read(current, scene.text, scene.setting)
        if found is not None and details.check(current, found.value, scene.setting) is None:
            return fill(scene, form, {current.id: found.value}, current, Say("form.attached"))
    return again(scene, form, Say("form.attached"))
