"""The crisis lexicons alone: what must ring rings, what must not stays still."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from actions.dialogue.gate import gate
from tests.known import known

CASES: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("crisis_cases.yml").read_text(encoding="utf-8"))
ALARMS = [(kind, text) for kind, texts in CASES.items() if kind != "none" for text in texts]
CATALOGUE = known()
EXAMPLES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parents[2] / "nlu" / "crisis_examples.yml").read_text(encoding="utf-8")
)
# services whose first messages mostly tell of danger now
GRAVE = {"child_abuse_report", "elder_abuse_report", "missing_person", "street_rescue", "temporary_guardianship"}
NEAR = {"bullying_help", "medical_green_channel", "fraud_alert", "visit_request", "care_package"}  # some do


@pytest.mark.parametrize(("kind", "text"), ALARMS, ids=[text[:30] for _, text in ALARMS])
def test_danger_rings(kind: str, text: str) -> None:
    """Every kind of danger is heard; where two are told, the graver kind may come first."""
    alarm = gate(text, CATALOGUE)
    assert alarm is not None, text
    order = ["self_harm", "violence", "medical", "helpless"]
    assert order.index(alarm.kind) <= order.index(kind)


@pytest.mark.parametrize(
    ("kind", "language"), [(kind, language) for kind in EXAMPLES if kind != "none" for language in EXAMPLES[kind]]
)
def test_words_alone_hear_most(kind: str, language: str) -> None:
    """Of what the crisis head learns from, oblique cries too, the lexicon alone hears 85 of 100 in each language."""
    texts = EXAMPLES[kind][language]
    deaf = [text for text in texts if gate(text, CATALOGUE) is None]
    assert len(deaf) <= len(texts) * 0.15, deaf


@pytest.mark.parametrize("language", EXAMPLES["none"])
def test_worries_and_losses_stay_still(language: str) -> None:
    """Of what only sounds like an alarm fewer than one in a hundred rings whatever understanding thinks of it."""
    texts = EXAMPLES["none"][language]
    rung = [text for text in texts if (alarm := gate(text, CATALOGUE)) is not None and alarm.sure]
    assert len(rung) <= len(texts) / 100, rung


@pytest.mark.parametrize("text", CASES["none"], ids=[text[:30] for text in CASES["none"]])
def test_figures_of_speech_and_old_stories_do_not_ring(text: str) -> None:
    """笑死, 打电话, a fall last year and a brother lost thirty years ago are no alarm."""
    assert gate(text, CATALOGUE) is None, text


def test_own_danger_is_told_from_anothers() -> None:
    """The writer's own danger ends the questions; another's does not."""
    for text, own in (("爸爸打我", True), ("我不想活了", True), ("隔壁天天打孩子", False), ("我女儿说她想跳楼", False)):
        alarm = gate(text, CATALOGUE)
        assert alarm is not None, text
        assert alarm.own is own, text


@pytest.mark.parametrize(
    ("text", "kind", "own"),
    [
        ("隔壁老头拿刀架在老伴脖子上", "violence", False),
        ("楼上老两口吵架动菜刀", "violence", False),
        ("我妈在养老院，手腕上一圈紫的，夜里被绑在床栏上", "violence", False),
        ("我妈在护理院，护工用布带把她两只手绑在床栏上，院长说是为了防止拔管子", "violence", False),
        ("我爸妈离婚了，在学校被同学打了", "violence", True),
        ("我婆婆脚边放着一瓶百草枯，我藏起来她又去买了一瓶", "self_harm", False),
        ("我把农药放在手边了", "self_harm", True),
        ("学校食堂吃完全班呕吐", "medical", False),
        ("奶奶把门反锁了，说谁也别管她，煤气味从门缝里出来", "self_harm", False),
    ],
)
def test_whose_danger_and_which(text: str, kind: str, own: bool) -> None:
    """A knife at another's neck is violence, one in a home's care is not who writes, nor who takes poison away."""
    alarm = gate(text, CATALOGUE)
    assert alarm is not None and (alarm.kind, alarm.own) == (kind, own), alarm


def test_ordinary_requests_do_not_ring() -> None:
    """Of ordinary first messages and small talk under one in two hundred rings whatever understanding says."""
    quiet = [s for s in CATALOGUE.services.values() if s.id not in GRAVE | NEAR]
    talk = [i for i in CATALOGUE.intents.values() if i.id != "self_harm_crisis"]
    examples = [*(s.examples for s in quiet), *(i.examples for i in talk)]
    texts = [t for one in examples for texts in one.values() for t in texts]
    rung = [t for t in texts if (alarm := gate(t, CATALOGUE)) is not None and alarm.sure]
    assert len(rung) < len(texts) / 200, rung


YEARS = re.compile(
    r"失散|送养|送養|寻亲|尋親|亲生|親生|采血|採血|抽血|血样|小时候|小時候|細個|years ago|\byears\b|\bin (?:19|20)\d\d"
    r"|(?:\d+|[〇零一二两兩三四五六七八九十几幾多]+)年(?!级|級)"
)


def test_reports_of_abuse_ring() -> None:
    """Most reports of abuse and of who is missing now ring by words alone; a search after years need not."""
    for id, least in (("child_abuse_report", 0.85), ("missing_person", 0.7), ("elder_abuse_report", 0.8)):
        every = [t for texts in CATALOGUE.services[id].examples.values() for t in texts]
        texts = [t for t in every if id != "missing_person" or not YEARS.search(t)]
        rung = [t for t in texts if gate(t, CATALOGUE) is not None]
        assert len(rung) >= least * len(texts), (id, len(rung), len(texts))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("想听预防自杀的讲座", "self_harm"),
        ("什么叫家暴", "violence"),
        ("去年我妈摔倒了", "medical"),
        ("防走失手环", "helpless"),
    ],
)
def test_a_guard_holds_back_what_its_pattern_would_say(text: str, kind: str) -> None:
    """A pattern fits, and only the guard keeps it still: taken out, the alarm rings."""
    rule = next(r for r in CATALOGUE.lexicons.crisis if r.kind == kind)
    assert any(re.search(p, text) for p in (*rule.patterns, *rule.signs))
    assert gate(text, CATALOGUE) is None
    bare = replace(rule, guards=())
    rules = tuple(bare if r.kind == kind else r for r in CATALOGUE.lexicons.crisis)
    unguarded = replace(CATALOGUE, lexicons=replace(CATALOGUE.lexicons, crisis=rules))
    assert gate(text, unguarded) is not None


def test_a_long_message_is_read_at_once() -> None:
    """Nothing in the patterns runs away on a message of the longest length; only time of the processor counts."""
    text = "我奶奶今年八十二岁住在翠竹街道最近腿脚不好想申请改造麻烦问一下" * 128
    gate("", CATALOGUE)
    started = time.thread_time()
    gate(text[:4096], CATALOGUE)
    assert time.thread_time() - started < 2
