"""Questions about rules that look like a wish: answered first, the request one button below."""

from __future__ import annotations

import pytest

from actions.dialogue.lexicon import simplified
from actions.dialogue.reading import inquires
from tests.unit.dialogue.talk import Talk, catalogue

RULE = (("senior_allowance_rule", 0.96), ("elder_age", 0.02))


def test_a_question_is_answered_and_the_request_is_one_button_below() -> None:
    """And pressing it begins with the words already said."""
    talk = Talk().say("80岁老人一个月补多少钱", "senior_allowance", 0.97, topics=RULE)
    assert talk.keys == ["policy.answer_may_differ", "policy.next_service"]
    assert talk.conversation.form is None
    offered = [b.payload for b in talk.replies[-1].buttons]
    assert "i:senior_allowance" in offered and not any(p.endswith(":policy_question") for p in offered)
    assert talk.press("i:senior_allowance").form.values["age"] == 80


def test_a_wish_gets_its_form_at_once() -> None:
    """However near a topic is."""
    for text in ("帮我妈把高龄补贴办了吧", "我妈八十了，高龄津贴怎么弄，给她申请上"):
        assert Talk().say(text, "senior_allowance", 0.97, topics=RULE).form.service == "senior_allowance"


@pytest.mark.parametrize(
    ("text", "intent", "topic"),
    [
        ("银行卡里的钱给骗走了还能追回来吗", "fraud_alert", "fraud_freeze"),
        ("打了三回12345都没人管，多久才办", "complaint", "line_12345_time"),
        ("邻居天天打孩子，能不能换个监护人", "child_abuse_report", "guardian_removed"),
        ("轮椅出门太难，坐地铁要钱吗", "home_adaptation", "blind_transport"),
    ],
)
def test_reports_complaints_and_strange_topics_stay_what_they_are(text: str, intent: str, topic: str) -> None:
    """Whoever may tell of a wrong gets the form; so does who is near a topic of something else, unless it is sure."""
    talk = Talk().say(text, intent, 0.97, topics=((topic, 0.93),))
    assert talk.form.service == intent


def test_what_surely_is_no_business_here_is_not_answered() -> None:
    """A topic is near whatever sounds like its questions."""
    talk = Talk().say("结婚登记要带什么", "out_of_scope", 0.97, topics=(("adoption_papers", 0.97),))
    assert not any(key.startswith("policy.") for key in talk.keys)


def test_a_likely_topic_answers_who_would_be_asked_back() -> None:
    """Below that it is asked back as before."""
    for score, answered in ((0.85, True), (0.75, False)):
        talk = Talk().say("八十有没有津贴领呀", "senior_allowance", 0.3, topics=(("senior_allowance_rule", score),))
        assert talk.keys[0].startswith("policy.") is answered


def test_in_the_middle_of_its_own_form_it_is_answered_too() -> None:
    """And the open question comes again."""
    talk = Talk().say("想办高龄津贴", "senior_allowance", 0.97)
    asked = talk.open
    talk.say("这个高龄津贴全国都有吗，是多少岁起", "senior_allowance", 0.97, topics=RULE)
    assert talk.keys[0] == "policy.answer_may_differ" and talk.open == asked


@pytest.mark.parametrize(
    ("text", "only_asks"),
    [
        ("低保一个月多少", True),
        ("單身可唔可以領養", True),
        ("爸爸坐牢算不算事实无人抚养", True),
        ("八十岁打针免费不", True),
        ("Do both spouses have to be thirty", True),
        ("is there a limit to deposits", True),
        ("我想申请低保，要多久", False),
        ("我妈九十了想领高龄津贴要带什么", False),
        ("可以帮我妈办吗", False),
        ("could you sign me up", False),
        ("我爸低保停了", False),
    ],
)
def test_what_only_asks(text: str, only_asks: bool) -> None:
    """In three languages; what is to be done is no question about rules."""
    assert inquires(simplified(text, catalogue()), catalogue()) is only_asks


def test_a_letter_is_no_question() -> None:
    """Within a story a question is not all that is meant."""
    assert not inquires("家里的情况是这样的" * 9 + "低保一个月多少", catalogue())
