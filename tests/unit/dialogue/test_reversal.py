"""A later statement turns a yes or a no round."""

from __future__ import annotations

import pytest

from actions.dialogue import needs_understanding
from actions.dialogue.shapes import Message
from tests.unit.dialogue.talk import Talk, catalogue


def hurt(answer: str, *, summary: bool = False) -> Talk:
    """A form about bullying after its question whether the child is hurt; at its summary on demand."""
    talk = Talk().say("孩子在学校被同学欺负，天天不想上学", "bullying_help")
    for _ in range(8):
        if talk.open == "told" or talk.open == "summary":
            break
        known = {"child_age": "9", "place": "翠竹小学", "what_happened": "同学抢他的钱", "hurt": answer}
        talk.say(known.get(talk.open, "跳过"))
    if summary:
        talk.say("告诉了老师")
        while talk.open != "summary":
            talk.say("跳过")
    assert "hurt" in talk.form.values
    return talk


@pytest.mark.parametrize("summary", [False, True])
@pytest.mark.parametrize(
    ("answer", "text", "value"),
    [
        ("没有", "其实有伤", True),
        ("没有", "有，胳膊上青了一块", True),
        ("沒有", "其實佢有受傷", True),
        ("no", "yes he has bruises", True),
        ("no", "actually yes, he has bruises", True),
        ("no", "he was injured", True),
        ("有", "不是，他没受伤", False),
        ("有", "其实身上没有伤", False),
        ("yes", "he isn't hurt", False),
        ("yes", "oh wait, there are no bruises", False),
    ],
)
def test_the_opposite_said_later_changes_the_answer(answer: str, text: str, value: bool, summary: bool) -> None:
    """It is confirmed in one line; the open question, or the summary, comes once more."""
    talk = hurt(answer, summary=summary)
    before = talk.open
    assert talk.say(text).keys[0] == "form.corrected" and talk.form.values["hurt"] is value
    assert talk.open == before and (summary or "told" not in talk.form.values)


def test_a_new_injury_beside_an_answer_keeps_both() -> None:
    """Whom it was told to is not lost, and the words reach understanding, which may hear danger; a no need not."""
    talk = hurt("没有")
    before = talk.conversation
    assert needs_understanding(before, Message(text="其实有伤"), catalogue(), talk.now)
    talk.say("跟外婆说了，她看到淤青")
    assert talk.form.values["hurt"] is True and talk.form.values["told"] == "跟外婆说了，她看到淤青"
    assert talk.open != "told" and talk.keys[0] == "form.corrected"
    denied = hurt("有")
    assert not needs_understanding(denied.conversation, Message(text="其实身上没有伤"), catalogue(), denied.now)


@pytest.mark.parametrize(
    "text", ["老师知道", "告诉过班主任，他不管", "没有跟别人说过", "yes, his teacher knows", "有，外婆知道"]
)
def test_an_answer_to_the_open_question_turns_nothing_round(text: str) -> None:
    """Yes and no belong to the question that is open where it may be answered so."""
    talk = hurt("没有").say(text)
    assert talk.form.values["hurt"] is False and "form.corrected" not in talk.keys


def test_a_yes_thought_over_where_the_open_question_asks_for_none() -> None:
    """ "其实有" at a question for a place turns the answer before it; the summary takes it too."""
    talk = Talk().say("想要人接送去医院复诊", "vaccination_escort")
    answers = {
        "age": "83",
        "illness_history": "高血压",
        "visit": "复诊",
        "visit_time": "后天九点",
        "wheelchair": "不用",
    }
    for _ in range(8):
        if talk.open == "pickup_address":
            talk.say("罗湖区翠竹街道翠达花园3栋502")
        if talk.open in ("summary", "district"):
            break
        talk.say(answers.get(talk.open, "跳过"))
    assert talk.form.values["wheelchair"] is False
    assert talk.say("其实要的").form.values["wheelchair"] is True


@pytest.mark.parametrize(
    ("service", "id", "text", "value"),
    [
        ("missing_person", "police", "我爸走丢了，已经报了警", True),
        ("missing_person", "police", "my father is missing, we have not called the police", False),
        ("fraud_alert", "money_moved", "有人骗我妈买保健品，钱已经打过去了", True),
        ("visit_request", "lives_alone", "隔壁独居的老太太想请人看看", True),
        ("vaccination_escort", "wheelchair", "我妈坐轮椅，要去打疫苗", True),
        ("family_call", "own_phone", "孩子没有手机，想跟爸爸视频", False),
        ("bullying_help", "hurt", "孩子被同学打，怕他受伤", None),
    ],
)
def test_the_first_message_answers_a_yes_or_no_in_other_words(
    service: str, id: str, text: str, value: bool | None
) -> None:
    """What was told is not asked again; a fear tells nothing."""
    assert Talk().say(text, service).form.values.get(id) is value
