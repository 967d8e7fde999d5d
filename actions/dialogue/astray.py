"""A form that is not what was meant is left, and who tells that an official keeps a benefit makes a complaint."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import details
from actions.dialogue import resume, talk
from actions.dialogue.decision import ANOTHER, decide
from actions.dialogue.form import GREEDY
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import parked
from actions.dialogue.question import PERSON
from actions.dialogue.reading import surely
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Turn
from data.model import Detail

_KEEPS = re.compile(r"贪污|侵吞|私吞|独吞|吞[了掉咗]|克扣|截留|冒领|挪用|\bembezzl|\bpocket(?:s|ed|ing)\b")
_BENEFIT = re.compile(r"补贴|津贴|补助|低保|救助|救济|养老金|慰问|抚恤|\b(?:allowance|benefit|subsidy|pension)")
_OFFICIAL = re.compile(  # kin who keep it are another matter
    r"书记|支书|村干部|干部|村长|村委|居委|村里|主任|会计|街道|社区|民政|单位|院长|队长"
    r"|\b(?:official|village (?:head|chief|secretary)|cadre|clerk)"
)
_HURT = re.compile(r"虐待|[打骂饿]|\b(?:beat|hit|abus)")


def grievance(scene: Scene) -> str:
    """The service for complaints where an official is said to keep a benefit and nobody is hurt, else ""."""
    told = all(words.search(scene.plain) for words in (_KEEPS, _BENEFIT, _OFFICIAL))
    return _complaints(scene) if told and not _HURT.search(scene.plain) else ""


def out_of(scene: Scene, form: Form, current: Detail) -> Turn | None:
    """ "都不是", "别的事" ask what is meant instead; a complaint at the first question begins one."""
    said = bare(scene.plain)
    known = lexicon(scene.catalogue)
    if form.eased or details.nothing(current, scene.text) or surely(scene, current) is not None:
        return None
    if said and all(known.control.get(bare(part)) == "something_else" for part in re.split(r"[,，、。]", said)):
        menu = talk.menu(scene)
        conversation = replace(scene.conversation, form=None) if _is_first(form) else parked(scene.conversation)
        return scene.at(conversation).asking(None, replace(menu, buttons=(*menu.buttons, PERSON)))
    complaint = _complaints(scene)
    verdict = decide(scene.understanding, scene.catalogue)
    heard = current.kind not in GREEDY and verdict.intent == complaint and verdict.confidence >= ANOTHER
    complains = known.services.get(said) == complaint or (verdict.sure and heard)
    if form.service == complaint or not _is_first(form) or not (complains or grievance(scene)):
        return None
    return resume.instead(scene, complaint)


def _is_first(form: Form) -> bool:
    """Whether nothing was answered yet but the first words."""
    return len(form.asked) <= 1


def _complaints(scene: Scene) -> str:
    return next((s.id for s in scene.catalogue.services.values() if s.kind == "complaint"), "")
