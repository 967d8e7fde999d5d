"""The answer to the open question: words, buttons, a place, a photo."""

from __future__ import annotations

import pytest

from actions import details
from actions.dialogue import payload
from actions.dialogue.shapes import Form, Message
from tests.unit.dialogue.talk import NOW, Talk, catalogue, meals


@pytest.mark.parametrize("answer", ["七十八", "78", "七十八咯", "她今年78了", "78歲", "seventy-eight"])
def test_an_answer_in_many_spellings_is_taken(answer: str) -> None:
    """Numerals of all kinds answer a question for the age."""
    assert meals().say(answer).form.values["age"] == 78


@pytest.mark.parametrize("answer", ["2", "送到家里", "第二个", "送嚟", "delivered"])
def test_a_choice_by_number_label_or_words(answer: str) -> None:
    """A typed number or word works as well as the button."""
    talk = meals("订饭，我妈78岁，住深圳市罗湖区翠竹街道12号")
    assert talk.open == "dining"
    assert talk.say(answer).form.values["dining"] == "delivery"


def test_a_choice_by_its_button_and_by_its_typed_title() -> None:
    """Buttons press; their titles typed in any language press them too."""
    first = meals("订饭，我妈78岁，住深圳市罗湖区翠竹街道12号").press("delivery")
    second = meals("订饭，我妈78岁，住深圳市罗湖区翠竹街道12号").say("Delivered")
    assert first.form.values["dining"] == second.form.values["dining"] == "delivery"


@pytest.mark.parametrize("text", ["送到家里", "去饭堂吃", "At the canteen"])
def test_a_choice_said_at_another_question_counts_there(text: str) -> None:
    """Once more, or another one than before; the open question is asked again and nothing was missed."""
    talk = meals("订饭送到家里，我妈78岁，住深圳市罗湖区翠竹街道12号")
    assert talk.open == "start"
    talk.say(text)
    assert talk.form.values["dining"] == ("delivery" if text == "送到家里" else "canteen")
    assert talk.open == "start" and not talk.form.misses


def test_a_value_out_of_bounds_is_told_and_asked_again() -> None:
    """In the words of the file."""
    talk = meals().say("300")
    assert talk.replies[0].key == "say.words" and talk.open == "age" and "age" not in talk.form.values


def test_a_location_answers_a_place() -> None:
    """A pin is taken as the address."""
    assert meals("订饭，我妈78岁").pin().form.values["address"] == "22.500000,114.100000"


def test_a_photo_in_the_middle_goes_with_the_request() -> None:
    """And the open question comes again."""
    talk = meals().photo()
    assert talk.keys[0] == "form.attached" and talk.open == "age" and len(talk.form.attachments) == 1


def test_several_choices_one_by_one_or_typed_together() -> None:
    """Pressing collects until done; typing takes all at once."""
    service = next(s for s in catalogue().services.values() if any(d.kind == "choices" for d in s.details))
    detail = next(d for d in service.details if d.kind == "choices")
    talk = Talk(form=_form(service.id, detail.id))
    for choice in detail.choices[:2]:
        talk.send(_press(service.id, detail.id, choice.id))
    assert talk.form.picked == (detail.choices[0].id, detail.choices[1].id)
    talk.press("d:")
    assert talk.form.values[detail.id] == (detail.choices[0].id, detail.choices[1].id)


def _form(service: str, current: str) -> Form:
    return Form(service, current=current, asked=(current,), touched_at=NOW.isoformat())


def _press(service: str, detail: str, choice: str) -> Message:
    return Message(pressed=payload.about(payload.CHOOSE, service, detail, choice))


def test_a_later_choice_is_no_address() -> None:
    """ "delivery" while the address is asked is kept for its own question, and the address asked again."""
    talk = meals().say("78").say("delivery")
    assert talk.open == "address"
    assert (talk.form.values["age"], talk.form.values["dining"]) == (78, "delivery")
    assert "address" not in talk.form.values
    assert talk.say("家里").open == "address"
    assert talk.say("翠竹路3号").form.values["address"] == "翠竹路3号"


@pytest.mark.parametrize(
    ("text", "kept"), [("明天下午", True), ("每周六上午", True), ("明天", False), ("下周一", False)]
)
def test_words_that_say_more_than_a_day_stay_in_the_request(text: str, kept: bool) -> None:
    """The part of the day is told to the office in the person's own words."""
    talk = meals().say("78").say("翠竹路3号").say("2")
    assert talk.open == "start"
    assert (text in talk.say(text).form.said) is kept


@pytest.mark.parametrize("text", ["没错，提交", "沒錯，送出", "All correct, send it", "先办这件"])
@pytest.mark.parametrize(("service", "id"), [("temporary_guardianship", "text"), ("bullying_help", "yes_no")])
def test_the_title_of_a_button_of_another_moment_is_no_answer(text: str, service: str, id: str) -> None:
    """Neither free words nor a yes: a question is still open, and comes again."""
    one = next(d for d in catalogue().services[service].details if d.kind == id)
    talk = Talk(form=Form(service, stage="asking", current=one.id, asked=(one.id,), touched_at=NOW.isoformat()))
    talk.say(text)
    assert "form.not_yet" in talk.keys and talk.open == one.id and one.id not in talk.form.values


@pytest.mark.parametrize("text", ["13800001234", "昨天", "2026年11月5日", "500块", "75岁", "yesterday"])
def test_a_figure_is_nobodys_name_and_no_story(text: str) -> None:
    """It goes where it belongs, and the question stays open."""
    talk = Talk().say("我要投诉", "complaint")
    assert talk.open == "about"
    talk.say(text)
    assert talk.open == "about" and "about" not in talk.form.values
    told = {"13800001234": "phone", "昨天": "date", "2026年11月5日": "date", "yesterday": "date"}.get(text)
    assert told is None or told in talk.form.values
    assert talk.say("社区饭堂").form.values["about"] == "社区饭堂"


def test_a_figure_may_be_the_answer_where_the_file_says_so() -> None:
    """What is given, and how much."""
    talk = Talk().say("想捐点东西", "donation")
    while talk.open != "what":
        talk.say("钱")
    assert talk.say("500块").form.values["what"] == "500块"


def test_a_sum_tells_that_money_is_given_and_how_much() -> None:
    """Beside goods it is their price."""
    assert Talk().say("我想捐5000块", "donation").form.values == {"kind": "money", "what": "5000块"}
    goods = Talk().say("想捐两千块的棉被", "donation").form.values
    assert goods["kind"] == "goods" and "what" not in goods


@pytest.mark.parametrize(
    ("said", "band"),
    [
        ("81", "60_up"),
        ("8岁", "under_12"),
        ("十五岁", "12_17"),
        ("我今年59", "18_59"),
        ("4", "60_up"),
        ("4 years old", "under_12"),
        ("3岁", "under_12"),
    ],
)
def test_an_age_answers_a_question_for_a_band_of_ages(said: str, band: str) -> None:
    """A lone small number is still the place in the row."""
    talk = Talk().say("想找人聊聊", "counselling")
    while talk.open != "age_group":
        talk.say("我自己")
    ids = [c.id for d in catalogue().services["counselling"].details if d.id == "age_group" for c in d.choices]
    order = {"under_12": 0, "12_17": 1, "18_59": 2, "60_up": 3}
    assert talk.say(said).form.values["age_group"] == ids[order[band]]


def test_a_lone_word_is_no_second_need() -> None:
    """However sure the model is of it."""
    talk = Talk().say("陪老人去打疫苗", "vaccination_escort")
    assert talk.say("轮椅", "donation").conversation.wanted == () and "form.wanted" not in talk.keys


@pytest.mark.parametrize("said", ["9岁", "她7岁", "他10岁了", "6岁", "13"])
def test_an_age_is_no_grade(said: str) -> None:
    """Asked for the grade: it is asked again, and nothing wrong is kept."""
    talk = Talk().say("给孩子找托管，孩子八岁", "child_centre")
    while talk.open != "grade":
        talk.say({"area": "翠竹街道"}.get(talk.open, "八岁"))
    assert "grade" not in talk.say(said).form.values and talk.open == "grade"


@pytest.mark.parametrize(("said", "level"), [("1", "level_1"), ("4", "level_4"), ("5", None), ("6", None)])
def test_there_is_no_fifth_level(said: str, level: str | None) -> None:
    """A bare number that no choice stands for is no place in the row."""
    asked = catalogue().services["home_adaptation"].detail("disability_level")
    assert asked is not None
    found = details.read(asked, said, details.Setting(NOW, catalogue()))
    assert (found and found.value) == level


@pytest.mark.parametrize("text", ["好", "没有了", "就这些", "that's all", "好了"])
def test_after_some_choices_a_yes_or_a_no_means_these_are_all(text: str) -> None:
    """Nobody must find the button."""
    talk = Talk().say("给孩子找托管，孩子八岁", "child_centre")
    while talk.open != "days":
        talk.say({"grade": "三年级", "area": "翠竹街道"}.get(talk.open, "八岁"))
    talk.press("weekends" if any("weekends" in b.payload for b in talk.replies[-1].buttons) else "weekend").say(text)
    days = talk.form.values["days"]
    assert talk.open != "days" and isinstance(days, tuple) and len(days) == 1


def test_a_place_that_is_asked_for_is_no_second_need() -> None:
    """Whatever the model takes its name for; who says that they want to go there still wants something."""
    talk = Talk().say("搵人陪我去睇醫生，我82", "vaccination_escort")
    while talk.open != "pickup_address":
        talk.say({"illness_history": "冇", "visit_time": "聽日", "age": "82", "visit": "睇醫生"}[talk.open])
    talk.say("羅湖區人民醫院門口", "medical_green_channel", 0.95)
    assert talk.form.values["pickup_address"] == "羅湖區人民醫院門口" and talk.conversation.wanted == ()


def test_a_day_with_its_part_of_day_is_no_story() -> None:
    """ "聽日朝早" is when, not which illness, and the question comes again."""
    talk = Talk().say("陪我去睇醫生，我82歲", "vaccination_escort")
    assert talk.open == "illness_history"
    talk.say("聽日朝早")
    assert (
        talk.open == "illness_history"
        and "illness_history" not in talk.form.values
        and talk.form.values["visit_time"] == "2026-11-23"
    )


def test_a_short_statement_in_a_form_is_no_question_about_rules() -> None:
    """Nobody who says what they are not is told what the law says of it."""
    topic = next(iter(catalogue().topics))
    talk = meals().say("不是五老", "policy_question", 0.95, topics=((topic, 0.99),))
    assert not any(key.startswith("policy.") for key in talk.keys)
    assert meals().say("低保怎么办", "policy_question", 0.95, topics=((topic, 0.99),)).keys[0].startswith("policy.")


@pytest.mark.parametrize("said", ["三个月没发", "半年没发了", "打过来吗"])
def test_what_tells_of_time_or_asks_is_nobodys_name(said: str) -> None:
    """The question for a name comes again."""
    talk = Talk().say("低保停发了", "allowance_payment").say("2026年8月")
    assert talk.open == "recipient"
    assert talk.say(said).open == "recipient" and talk.say("李大山").form.values["recipient"] == "李大山"


def test_not_knowing_is_no_certificate() -> None:
    """Who does not know a level of disability is not noted to have one."""
    talk = Talk().say("想给家里装扶手", "home_adaptation")
    while talk.open != "disability_level":
        talk.say(
            {"age": "78", "address": "深圳市罗湖区翠竹路12号", "housing": "自己的", "difficulty": "厕所"}[talk.open]
        )
    assert "disability_level" not in talk.say("不知道").form.values


@pytest.mark.parametrize(
    "text",
    [
        "午饭",
        "想吃午饭",
        "lunch",
        "明天",
        "明天上午",
        "tomorrow",
        "我妈",
        "谢谢",
        "my mum",
        "聽日",
        "just dinner please",
        "她腿脚不好",
    ],
)
def test_what_is_plainly_no_place_is_asked_back(text: str) -> None:
    """A meal, a day, a person: nobody lives there."""
    talk = meals("给我妈订饭，她78岁")
    assert talk.open == "address"
    assert talk.say(text).open == "address" and "address" not in talk.form.values


@pytest.mark.parametrize("text", ["晚晴楼", "早市旁边", "翠竹路12号", "中餐厅楼上", "明天广场", "Dinner Road 12"])
def test_a_place_may_be_called_after_a_meal_or_a_day(text: str) -> None:
    """Only words that are nothing else are asked back."""
    assert meals("给我妈订饭，她78岁").say(text).form.values["address"]
