"""What is said beside the open question: questions, a person of the family, meals, impatience, a score."""

from __future__ import annotations

import pytest

from actions.desk.ticket import Status
from actions.dialogue.shapes import View
from tests.unit.dialogue.talk import Talk, meals, ticket


def escort() -> Talk:
    """A form for a visit to the doctor, asked for illnesses."""
    talk = Talk().say("想搵人陪我去睇醫生", "vaccination_escort").say("80")
    assert talk.open == "illness_history"
    return talk


@pytest.mark.parametrize(
    "text", ["幾多錢", "多少钱？", "要收钱吗", "請問幾時嚟", "how much is it", "Is it free?", "谁来"]
)
def test_a_question_is_no_answer_in_free_words(text: str) -> None:
    """It is kept for the office, a person is offered, and the question comes again."""
    talk = escort().say(text)
    assert talk.open == "illness_history" and "illness_history" not in talk.form.values
    assert talk.keys[0] == "form.question_noted" and "person" in talk.replies[0].buttons[0].payload


@pytest.mark.parametrize(
    "text",
    [
        "没什么病",
        "哪里都疼，晚上怎么也睡不着",
        "不知道什么药过敏，有高血压",
        "有高血压，別的記不清了",
        "唔知咩藥敏感 有血壓高",
        "Not sure about allergies, but she has diabetes",
        "糖尿病多久了都有",
    ],
)
def test_words_that_questions_use_still_tell_an_illness(text: str) -> None:
    """Only what is nothing but a question is one, and what is known is kept beside what is not."""
    assert escort().say(text).form.values["illness_history"] == text


@pytest.mark.parametrize(
    "text", ["不知道", "人老了，记不清了", "唔好意思，唔知呀", "sorry, I don't know", "不知道有什么病"]
)
def test_not_knowing_alone_tells_no_illness(text: str) -> None:
    """A guess will do."""
    talk = escort().say(text)
    assert talk.open == "illness_history" and talk.keys[0] == "form.roughly"


@pytest.mark.parametrize("text", ["我孫", "我个孙", "我妈", "my mum"])
def test_somebody_of_the_family_is_no_illness(text: str) -> None:
    """Nor any other answer in free words where the question asks after nobody."""
    talk = escort().say(text)
    assert talk.open == "illness_history" and "illness_history" not in talk.form.values


def test_somebody_of_the_family_answers_who() -> None:
    """Where the question asks after somebody."""
    talk = Talk().say("娃没人管，4岁，在罗湖区翠竹路12号", "temporary_guardianship").say("昨天")
    while talk.open != "with_child":
        talk.say("住院了")
    assert talk.say("奶奶").form.values["with_child"] == "奶奶"


@pytest.mark.parametrize("text", ["唔係我，係我個孫，佢2歲", "不是我，是我孙子，2岁", "not me, my grandson, he is 2"])
def test_once_a_child_is_named_the_questions_are_about_it(text: str) -> None:
    """Also where it is told with the age."""
    talk = Talk().say("想搵人陪我去睇醫生", "vaccination_escort").say(text)
    assert talk.form.values["age"] == 2
    assert "孩子" in talk.replies[-1].params["ask"].zh_Hans  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["午饭和晚饭", "晏晝同夜晚", "lunch and dinner"])
def test_which_meals_is_kept_though_nobody_asks(text: str) -> None:
    """And said to be."""
    talk = meals("给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号，送到家里").say(text)
    assert talk.keys[0] == "form.noted" and text in talk.form.said and talk.open == "start"


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("怎么还没有人理我，钱转走了", True),
        ("点解仲冇人理我", None),
        ("why is nobody answering, I already sent it", True),
    ],
)
def test_who_waits_in_the_middle_of_a_form_hears_where_it_stands(text: str, moved: bool | None) -> None:
    """No other need begins, and what is told goes into the form."""
    talk = Talk().say("我妈被骗了", "fraud_alert").say(text, "allowance_payment")
    assert talk.form.service == "fraud_alert" and not talk.conversation.wanted
    assert talk.keys[0] == "form.nearly" and talk.form.values.get("money_moved") is moved


@pytest.mark.parametrize("text", ["5分，谢谢你们", "谢谢，打5分", "5星好评", "5 stars, thank you", "五分，唔該晒"])
def test_a_score_is_never_lost(text: str) -> None:
    """Right after the closing, and in the middle of another form."""
    done = View(tickets=(ticket(status=Status.CLOSED),))
    for talk in (Talk(view=done), meals("给我妈订饭", view=done)):
        held = talk.say(text).conversation.pending
        assert held is not None and held.kind == "rate" and held.data["satisfied"] == "5"


@pytest.mark.parametrize("text", ["明天", "聽日", "八十", "五万"])
def test_a_day_or_a_sum_alone_is_no_alarm(text: str) -> None:
    """Understanding takes "明天" for a farewell, and that for a last one: it is not asked."""
    for talk in (Talk(), meals("给我妈订饭，送到家"), Talk().say("我想捐东西", "donation")):
        assert not any(k.startswith("crisis") for k in talk.say(text, "goodbye", 0.99, crisis={"self_harm": 0.6}).keys)


@pytest.mark.parametrize("text", ["冇影相", "没拍照", "没有截图", "no photos"])
def test_no_photo_is_passed_over(text: str) -> None:
    """Whatever word for it."""
    talk = Talk().say("我妈被骗了五万块，昨天转的账，钱转走了", "fraud_alert")
    assert talk.open == "evidence"
    assert talk.say(text).keys[0] == "form.skipped"


def test_who_earns_is_no_address_and_no_household() -> None:
    """ "冇人做嘢" goes where it belongs."""
    asked = Talk().say("想申請低保", "subsistence_allowance").say("冇人做嘢")
    assert asked.open == "household" and asked.form.values["working"] == 0
    talk = Talk().say("我同阿媽兩個人，冇收入，想申請低保", "subsistence_allowance")
    assert talk.form.values["household"] == 2 and talk.form.values["income"] == 0
    talk.say("冇人做嘢")
    assert talk.open == "registered_address" and talk.form.values["working"] == 0


@pytest.mark.parametrize(
    ("text", "service", "told"),
    [
        ("阿嫲想要人送飯，八十有三，唔行得", "meal_service", ("age", 83)),
        ("My mum lives alone, 81, please visit her once a week", "visit_request", ("often", "weekly")),
        ("我個孫岁半，想打預防針冇人陪", "vaccination_escort", ("visit", "vaccination")),
        ("我爸82，想去医院看眼睛，后天上午十点，要轮椅", "vaccination_escort", ("wheelchair", True)),
        ("我爸82，想去医院看眼睛，要不要轮椅？", "vaccination_escort", ("visit", "doctor")),
        ("娃娃没满岁，想打预防针", "vaccination_escort", ("age", 0)),
        ("我妈88岁想住养老院，行得食得", "care_home", ("self_care", "independent")),
    ],
)
def test_what_is_told_first_is_not_asked_again(text: str, service: str, told: tuple[str, object]) -> None:
    """In Cantonese and English."""
    assert Talk().say(text, service).form.values[told[0]] == told[1]
