"""Who writes: how old by their own words, and whether they are the one whom a request is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from actions import details
from actions.details import Value
from actions.dialogue.form import OLD, taken
from actions.dialogue.gate import without_others
from actions.dialogue.lexicon import lexicon
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form
from data.model import LANGUAGES, Detail, Service, Words

YOUNG = 14  # below it somebody is a child
_WORDS = Words("", "", "")
_AGE = Detail("age", "age", _WORDS, _WORDS)
_ME = re.compile(r"我|俺|本人|\bi\b")
_OWN = re.compile(
    r"(?:我|俺|本人|\bi)(?:\s|[,，]|'?m\b|就|只|是|系|今年|现在|虚|都|也|已经|已|快|有|刚|满|才|还|在|读|念|上|差不多"
    r"|\b(?:am|only|just|now|in|already|almost|nearly)\b)*$"
)
# Me as the one of whom it tells, no introduction ("我今年9岁") and nobody's ("我同学")
_CONCERNED = re.compile(
    r"[我俺](?!们|的?□|今年|是(?!被)|叫|读|念|上|在[读念上]|看|想|[\d一二三四五六七八九十]+[岁了])|被□"
    r"|\b(?:me|my)\b(?! ?□)"
)
# What only a grown-up says of the family: children of one's own, a brother's or a sister's, whom one married
_GROWN = re.compile(
    r"侄[子女儿仔]|外甥|[我俺](?:的|家|们家?|哋|个)?(?:爱人|老公|老婆|丈夫|妻子|媳妇|先生|太太|儿子|女儿|闺女|孙[子女]|孩子|娃|仔女)"
    r"|[我俺](?:自己)?(?:也|都|还)?(?:有|带着?|养着?)[\d一两二俩三四五六几]个?(?:孩子|小孩|娃|儿子|女儿|仔女|细路)"
    r"|[我俺](?:是|系)(?:孩子|他|她|佢|小孩|娃)们?的?(?:[大小二三]?[姑姨舅叔伯婶]|妈|爸|爷|奶|外公|外婆|老师|邻居)"
    r"|\bmy (?:\w+ )?(?:nephew|niece|husband|wife|sons?|daughters?|kids?|children|grandsons?|granddaughters?)\b"
)
_OF_ANOTHER = re.compile(r"\s?(?:的|那|时|以|就|开始|大的)")


def age(scene: Scene, plain: str) -> int:
    """The writer's own age where a simplified text tells it, else 0."""
    if not _ME.search(plain):
        return 0
    found = details.spot([_AGE], plain, scene.setting).get("age")
    if found is None or not isinstance(found.value, int):
        return 0
    own = _OWN.search(plain[: found.start]) is not None and not _OF_ANOTHER.match(plain, found.end)
    return found.value if own else 0


def is_child(scene: Scene) -> bool:
    """Whether the message says that a child writes it."""
    said = lexicon(scene.catalogue).pupil.search(scene.plain)
    if said is not None and not grown(scene.plain) and not _OF_ANOTHER.match(scene.plain, said.end()):
        return True
    return 0 < age(scene, scene.plain) < YOUNG


def grown(plain: str) -> bool:
    """Whether words that only a grown-up says tell who writes: an aunt of her nephew."""
    return _GROWN.search(plain) is not None


def asked(scene: Scene, form: Form, one: Detail) -> Detail:
    """The question as it is put to this writer: in words of its own where it is about a child, or whoever writes."""
    if one.ask_child is not None and details.about_child("\n".join(_by_themselves(scene, form))):
        return replace(one, ask=one.ask_child)
    return replace(one, ask=one.ask_own) if one.ask_own is not None and _is_about(scene, form) else one


def of_others(scene: Scene, service: Service, said: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """What was said, without a telling child's own age, and without a grown-up as the child whom it is about."""
    whom = {d.of for d in service.details} & {"elder", "child"}
    if values.get("asker") == "self" and whom == {"child"} and grown(said):
        values = {id: value for id, value in values.items() if id != "asker"}
    own = age(scene, said)
    if not 0 < own < YOUNG or not _speaks_of_another(said, scene):
        return dict(values)
    return {id: value for id, value in values.items() if value != own}


def _is_about(scene: Scene, form: Form) -> bool:
    """Whether the request is for the writer: they said so, or are as old as its service is for and name nobody else."""
    if "asker" in form.values or "self" in form.values.values():
        return "self" in form.values.values()  # 我自己, whichever question it answered
    said = details.simplify("\n".join(_by_themselves(scene, form)), scene.setting)
    told, child = age(scene, said), scene.conversation.manner == "child"
    whom = {d.of for d in scene.service(form).details} & {"elder", "child"}
    if told >= OLD and whom == {"elder"}:
        return details.generation(said) != "elder"
    if _speaks_of_another(said, scene):
        return False
    if not whom:
        return told >= OLD or 0 < told < YOUNG
    young = whom == {"child"} and not grown(said) and (child or 0 < told < YOUNG)
    return young or (whom == {"elder"} and scene.conversation.manner == "elder" and _ME.search(said) is not None)


def _by_themselves(scene: Scene, form: Form) -> list[str]:
    """What was said of their own accord: an answer is kept behind its question's label."""
    labels = {d.label.of(language) for d in taken(scene.catalogue, scene.service(form)) for language in LANGUAGES}
    return [said for said in form.said if said.partition("：")[0] not in labels]


def _speaks_of_another(plain: str, scene: Scene) -> bool:
    """Whether all that is told happens to somebody else: "我同学被打了", not "同学打我"."""
    left = without_others(plain, scene.catalogue)
    return "□" in left and _CONCERNED.search(left) is None
