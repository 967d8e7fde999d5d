"""What a person may say at any moment, also in the middle of a form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.desk.commands import AddInformation, SetLanguage
from actions.desk.results import Opened
from actions.dialogue.shapes import Message, View
from tests.unit.dialogue.talk import NUMBER, Talk, at_summary, catalogue, meals, ticket


def test_a_correction_of_the_place_in_the_middle() -> None:
    """ "不对 是翠竹街道" changes the place and asks the open question again."""
    talk = meals("给我妈订饭，她78岁，住深圳市罗湖区东门街道12号").say("不对 是翠竹街道")
    assert "翠竹" in str(talk.form.values["address"])
    assert talk.keys[0] == "form.corrected" and talk.open == "dining"


@pytest.mark.parametrize("text", ["我说错了 是79", "不对，年龄是79", "老人年龄改成79", "no, it's 79", "唔啱，係79歲"])
def test_a_correction_of_the_age(text: str) -> None:
    """By what was answered last, by the detail's name, in dialect and English."""
    talk = meals("给我妈订饭，住深圳市罗湖区翠竹街道12号").say("78").say(text)
    assert talk.form.values["age"] == 79 and talk.open == "dining"


@pytest.mark.parametrize("text", ["唔係 八十三", "不是，83", "no, 83"])
def test_no_and_a_value_takes_back_the_answer_just_given(text: str) -> None:
    """ "唔係 八十三" after an age is the age once more, and never the address that is asked now."""
    talk = meals("我想给我妈订饭").say("82")
    assert talk.open == "address"
    assert talk.say(text).form.values["age"] == 83 and talk.open == "address"


def test_no_and_a_value_changes_nothing_but_the_answer_just_given() -> None:
    """After a place no value takes the age back, and no words become the place."""
    talk = meals("我想给我妈订饭，送到家，她78岁").say("深圳市罗湖区翠竹街道12号")
    assert talk.open == "start"
    talk.say("不是 83")
    assert talk.form.values["age"] == 78 and "翠竹" in str(talk.form.values["address"])


def test_a_correction_at_the_summary() -> None:
    """The summary comes again with the new value."""
    talk = at_summary().say("不对，她79岁")
    assert talk.form.values["age"] == 79 and talk.open == "summary"


def test_a_correction_by_the_button() -> None:
    """Which one, then its question, then the summary again."""
    talk = at_summary().press("f:change")
    assert talk.open == "choosing"
    talk.press(":age")
    assert talk.open == "age"
    assert talk.say("80").open == "summary" and talk.form.values["age"] == 80


@pytest.mark.parametrize("text", ["不对 年龄是八十四", "說錯了，年紀係84", "wrong, the age is 84", "不对，老人年龄84"])
def test_a_correction_right_after_opening_names_its_detail(text: str) -> None:
    """By the detail's label or what its kind is called; the detail itself is changed."""
    talk = Talk(view=View(tickets=(ticket(),))).say(text)
    assert [c.details for c in talk.commands if isinstance(c, AddInformation)] == [{"age": 84}]
    assert talk.keys == ["ticket.corrected"]


@pytest.mark.parametrize("text", ["不对，我不吃猪肉", "说错了 牙不好要软一点"])
def test_a_correction_that_names_no_place_leaves_the_place(text: str) -> None:
    """Almost any words read as a place; at a question for free words they answer it."""
    talk = meals("给我妈订饭，她78岁，送到家里，明天开始").say("深圳市罗湖区翠竹街道12号")
    assert talk.open == "diet"
    talk.say(text)
    assert "翠竹" in str(talk.form.values["address"]) and talk.form.values["diet"]


def test_a_correction_right_after_opening() -> None:
    """It goes to the request just opened."""
    talk = Talk(view=View(tickets=(ticket(),))).say("不对 是翠竹街道")
    (command,) = talk.commands
    assert isinstance(command, AddInformation) and "翠竹" in str(command.details["address"])
    assert talk.keys == ["ticket.corrected"]


def test_a_correction_long_after_opening_is_not_guessed() -> None:
    """After an hour it may be about anything."""
    talk = Talk(view=View(tickets=(ticket(),))).later(hours=2).say("不对 是翠竹街道")
    assert not talk.commands


def test_an_edited_message_corrects() -> None:
    """What the edit now says replaces what it said."""
    talk = meals("给我妈订饭，她78岁").send(Message(text="给我妈订饭，她79岁", edited=True))
    assert talk.form.values["age"] == 79


@pytest.mark.parametrize("word", ["返回", "上一步", "返去", "back", "上一個"])
def test_back(word: str) -> None:
    """The question before, its answer taken back."""
    talk = meals("订饭").say("78").say("深圳市罗湖区翠竹街道12号").say(word)
    assert talk.open == "address" and "address" not in talk.form.values


def test_back_at_the_first_question_says_so() -> None:
    """Nothing lies before it."""
    assert meals().say("返回").keys[0] == "form.back_first"


@pytest.mark.parametrize("word", ["再说一遍", "什么", "repeat", "再講一次"])
def test_repeat(word: str) -> None:
    """The open question once more."""
    talk = meals()
    question = talk.replies[-1]
    assert talk.say(word).replies[-1] == question


@pytest.mark.parametrize("word", ["等一下", "我找找", "wait", "等陣"])
def test_wait(word: str) -> None:
    """Nothing is lost meanwhile."""
    talk = meals().say(word)
    assert talk.keys == ["talk.wait"] and talk.open == "age"
    assert talk.later(minutes=10).say("78").open == "address"


def test_cancel_asks_keep_delete_or_go_on() -> None:
    """Each of the three does what it says."""
    assert meals().say("算了").keys == ["form.stop_ask"]
    assert meals().say("算了").press("f:go").open == "age"
    gone = meals().say("算了").press("f:delete").conversation
    assert gone.form is None and gone.parked == ()
    kept = meals().say("取消").press("f:keep").conversation
    assert kept.form is None and kept.parked[0].service == "meal_service"


def test_a_policy_question_is_answered_and_then_the_open_question_comes_again() -> None:
    """Where the knowledge base knows it."""
    topic = next(iter(catalogue().topics))
    talk = meals().say("吃饭这个补贴一般是怎么规定的呀", "policy_question", topics=((topic, 0.95),))
    assert talk.keys[0].startswith("policy.answer") and talk.open == "age"


@pytest.mark.parametrize("heard", ["senior_allowance", ""])
def test_another_need_told_with_its_details_answers_nothing(heard: str) -> None:
    """ "我妈82岁" belongs to the allowance, not to the meals; by its name it is found without understanding too."""
    talk = meals("我爸想订饭").say("我要申请高龄津贴，我妈82岁", heard, away=not heard)
    assert talk.keys[0] == "form.wanted" and talk.open == "age" and "age" not in talk.form.values
    assert talk.conversation.wanted == ("senior_allowance",)
    assert meals("我爸想订饭").say("76，我还想申请高龄津贴", "senior_allowance").form.values["age"] == 76


def test_applying_for_the_same_again_is_an_answer() -> None:
    """Whoever says once more what they want wants nothing else."""
    assert meals("想订饭").say("我要申请长者助餐，我妈82岁", "meal_service").form.values["age"] == 82


def test_another_need_is_kept_and_offered_next() -> None:
    """With the words in which it was said."""
    talk = meals().say("还有一件事，我爸在家里老摔跤，想装个扶手", "home_adaptation")
    assert talk.keys[0] == "form.wanted" and talk.open == "age"
    assert talk.conversation.wanted == ("home_adaptation",)
    talk.say("78").say("深圳市罗湖区翠竹街道12号").say("2").say("明天").say("跳过").say("好的").opened()
    assert talk.keys[-1] == "wanted.offer"
    talk.say("好")
    assert talk.form.service == "home_adaptation" and "扶手" in talk.form.said[0]
    assert not talk.conversation.wanted


def test_another_need_may_be_done_first() -> None:
    """The first form is kept."""
    talk = meals("给我妈订饭，她78岁").say("还有一件事，想装个扶手", "home_adaptation").press("n:home_adaptation")
    assert talk.form.service == "home_adaptation" and talk.conversation.parked[0].values["age"] == 78


def test_an_unsure_other_need_is_not_taken_from_an_answer() -> None:
    """A place that sounds like a service is still the answer."""
    talk = meals("订饭，我妈78岁").say("罗湖区社会福利院隔壁", "care_home", 0.55)
    assert "福利院" in str(talk.form.values["address"])


@pytest.mark.parametrize(
    ("word", "language"), [("English", "en"), ("繁體", "zh_Hant"), ("繁体中文", "zh_Hant"), ("简体", "zh_Hans")]
)
def test_change_of_language_by_word(word: str, language: str) -> None:
    """The form goes on in the new language."""
    talk = meals().say(word)
    assert talk.conversation.language == language and talk.open == "age"
    assert SetLanguage(language) in talk.commands


def test_change_of_language_by_button() -> None:
    """Three buttons."""
    talk = Talk().say("能换个语言吗", "change_language")
    assert [b.payload for b in talk.replies[0].buttons] == ["l:zh_Hans", "l:zh_Hant", "l:en"]
    assert talk.press("l:en").conversation.language == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("阿嫲行動唔方便，有冇人可以送飯上門？", "zh_Hant"),
        ("My grandpa cannot cook any more", "en"),
        ("爷爷自己做不了饭了", "zh_Hans"),
    ],
)
def test_the_reply_follows_the_script_of_the_first_messages(text: str, language: str) -> None:
    """Traditional or Cantonese → Traditional, Latin → English."""
    talk = Talk().say(text, "meal_service")
    assert talk.conversation.language == language
    assert talk.say("ok").conversation.language == language


def test_menu_in_two_levels() -> None:
    """Groups, then services with what they do; choosing one begins it."""
    talk = Talk().say("菜单")
    assert {b.payload for b in talk.replies[0].buttons} == {f"g:{g}" for g in catalogue().groups}
    talk.press("g:elder")
    assert talk.keys == ["menu.services"]
    assert talk.press("n:meal_service").form.service == "meal_service"


def test_words_typed_for_a_service_begin_it_without_understanding() -> None:
    """Its short names suffice."""
    assert Talk().say("送饭").form.service == "meal_service"


def test_never_mind_understood_in_the_middle_of_a_form_is_about_the_form() -> None:
    """Words that only understanding knows as "cancel" stop the form, not some request."""
    talk = meals("我想给我妈订饭").say("唉 算了吧不弄这个了", "cancel")
    assert talk.keys == ["form.stop_ask"] and talk.form.service == "meal_service"


@pytest.mark.parametrize("intent", ["check_status", "urge_request"])
def test_hurry_in_the_middle_of_a_form_asks_the_open_question_again(intent: str) -> None:
    """Nothing is sent yet: it says so and goes on."""
    talk = meals("我想给我妈订饭").say("怎么这么慢 快点行不行", intent)
    assert talk.keys[0] == "form.nearly" and talk.open == "age"


def test_a_short_question_is_the_question() -> None:
    """Whoever asks about rules is not asked what they ask; its name alone is no question."""
    talk = Talk().say("特困能领多少", "policy_question")
    assert talk.form.values["question"] == "特困能领多少"
    assert "question" not in Talk().say("政策咨询").form.values


def test_a_latin_name_is_no_greeting() -> None:
    """Whatever understanding makes of "Zhang Wei", it answers "your name?"."""
    talk = Talk().say("I want to volunteer", "volunteer_signup")
    assert talk.open == "name"
    assert talk.say("Zhang Wei", "greet").form.values["name"] == "Zhang Wei"


@pytest.mark.parametrize("text", ["八十", "明天", "next Monday", "汇了", "南山那边", "今天上午", "新农合"])
@pytest.mark.parametrize("intent", ["goodbye", "greet", "thank"])
def test_small_talk_that_only_the_model_hears_is_none(text: str, intent: str) -> None:
    """Neither in a form nor before one is a short text a farewell because the model guesses so."""
    for talk in (Talk(), meals()):
        talk.say(text, intent, 0.97)
        answer = catalogue().intents[intent].answer
        assert not any(s.key == "say.words" and s.params["words"] == answer for s in talk.replies)
        assert not set(talk.keys) & {"talk.greet", "talk.here", "talk.goodbye", "talk.thank"}
    assert Talk().say(text, intent, 0.97).keys[0] in ("talk.unclear", "talk.what_about")


@pytest.mark.parametrize(
    ("text", "intent"), [("谢谢你啊姑娘", "thank"), ("再见啦", "goodbye"), ("你好啊小暖", "greet")]
)
def test_small_talk_in_its_words_is_answered_in_a_form(text: str, intent: str) -> None:
    """Then the open question comes again."""
    talk = meals()
    current = talk.open
    assert talk.say(text, intent, 0.97).keys[0] in ("say.words", "talk.here", f"talk.{intent}") and talk.open == current


def test_a_phone_number_in_a_form_is_kept() -> None:
    """Also where the model hears a question for numbers."""
    talk = meals()
    current = talk.open
    talk.say("电话13800138000", "find_contact", 0.97)
    assert talk.form.values["phone"] == "13800138000" and talk.keys[0] == "form.noted" and talk.open == current


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("English please", "en"),
        ("speak English", "en"),
        ("中文", "zh_Hans"),
        ("讲返中文", "zh_Hans"),
        ("用粤语", "zh_Hant"),
    ],
)
def test_asking_for_a_language_in_a_few_words(text: str, language: str) -> None:
    """It is spoken at once, and kept."""
    talk = Talk(language="en" if language != "en" else "zh_Hans").say(text)
    assert talk.conversation.language == language and talk.conversation.language_fixed


def test_the_first_message_does_not_lock_the_language() -> None:
    """Romanised Cantonese looks like English; the script of what follows decides, until one is chosen."""
    talk = Talk().say("nei hou ngo soeng man")
    assert talk.conversation.language == "en"
    assert talk.say("我想訂飯").conversation.language == "zh_Hant"
    assert talk.say("好").conversation.language == "zh_Hant"
    assert talk.say("English").say("我想给我妈妈订饭").conversation.language == "en"


def test_an_answer_changes_no_language_by_accident() -> None:
    """Characters that both scripts share, or a Latin address, are no other language."""
    talk = Talk().say("我想幫媽媽訂飯，送到屋企", "meal_service")
    assert talk.conversation.language == "zh_Hant"
    assert talk.say("今年八十三").conversation.language == "zh_Hant"
    assert talk.say("九月十五日中午十二").conversation.language == "zh_Hant"
    chinese = meals("我想给我妈订饭").say("78")
    assert chinese.open == "address"
    assert chinese.say("Flat 5 Block B Mei Foo Estate").conversation.language == "zh_Hans"


@pytest.mark.parametrize("text", ["13800001234", "我电话13800001234", "my phone is 13800001234"])
def test_a_phone_number_right_after_opening_goes_into_the_request(text: str) -> None:
    """Whoever left none is invited to where somebody comes; nothing else is asked for it."""
    talk = at_summary().say("好的")
    without = replace(ticket("meal_service"), reachable=False)
    talk.result(Opened(without, "7KQ9WXYA"))
    assert talk.keys[1] == "form.opened_once_phone"
    talk.view = View(tickets=(without,))
    said = talk.say(text)
    assert said.keys == ["ticket.noted"] and said.commands[-1] == AddInformation(
        NUMBER, text, (), {"phone": "13800001234"}
    )


def test_who_left_a_phone_number_is_not_invited_again() -> None:
    """Nor anybody to whom nobody comes."""
    assert at_summary().say("好的").opened().keys[1] == "form.opened_once"
    no_visit = Opened(replace(ticket("policy_question"), reachable=False), "7KQ9WXYA")
    assert Talk().result(no_visit).keys[1] == "form.opened_once"
