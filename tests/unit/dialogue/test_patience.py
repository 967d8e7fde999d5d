"""People who tell a little at a time, change their mind or are afraid: nothing is lost, nobody hears the same again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.desk.commands import Prove
from actions.desk.ticket import Attachment
from actions.dialogue import before
from actions.dialogue import parts as dialogue_parts
from actions.dialogue.form import CONSENT
from actions.dialogue.shapes import Message, Understanding
from tests.unit.dialogue.talk import Talk, at_summary, catalogue, meals, understood

UNSURE = Understanding("child_centre", 0.3, (("child_centre", 0.3), ("bullying_help", 0.25), ("meal_service", 0.2)))


def more(alone: Understanding, whole: Understanding) -> Understanding:
    """What nlu says of a message, alone and after the one before it."""
    return replace(alone, whole=whole)


def asked_back(text: str = "我今年81了，一个人住") -> Talk:
    """Somebody whose first words told too little."""
    return Talk().send(Message(text=text), UNSURE)


def test_what_is_told_after_a_question_back_is_read_with_what_was_told_before() -> None:
    """Together they are enough, and both go into the request; the age is not asked again."""
    talk = asked_back()
    assert talk.keys == ["talk.ask_back"] and before(talk.conversation) == "我今年81了，一个人住"
    talk.send(Message(text="做不动饭了"), more(UNSURE, understood("meal_service")))
    assert talk.form.service == "meal_service" and talk.form.values["age"] == 81
    assert talk.form.said == ("我今年81了，一个人住\n做不动饭了",)


def test_a_plain_need_after_a_question_back_takes_along_what_was_told() -> None:
    """It is that need, whatever both come to."""
    talk = asked_back().send(Message(text="想找人送饭"), more(understood("meal_service", 0.95), UNSURE))
    assert talk.form.service == "meal_service" and talk.form.values["age"] == 81


def test_little_by_little_nothing_is_lost() -> None:
    """Noted, asked once more with a person beside, and a press takes all the words."""
    talk = asked_back("孙子放学没人管").send(Message(text="7岁"), more(UNSURE, UNSURE))
    assert talk.keys == ["talk.ask_back_again"] and talk.button("c:person").payload
    talk.send(Message(text="罗湖翠竹"), more(UNSURE, UNSURE))
    talk.send(Message(pressed=talk.button("child_centre").payload))
    assert talk.form.service == "child_centre" and "7岁" in talk.form.said[0] and "罗湖" in talk.form.said[0]


def test_of_a_long_first_message_nothing_is_cut_off() -> None:
    """However much was told before "which is it?", all of it goes into the request."""
    long = "我今年81了，一个人住" + "，腿脚也不好使" * 80
    assert before(asked_back(long).conversation) == long
    assert len(before(asked_back(long * 20).conversation)) <= 4_000  # nobody fills the desk's memory by it


def test_small_talk_after_a_question_back_is_small_talk() -> None:
    """A thank-you is no more of the need."""
    talk = asked_back().send(Message(text="谢谢你啊"), more(understood("thank", 0.95), UNSURE))
    assert talk.conversation.form is None and "talk.ask_back_again" not in talk.keys


@pytest.mark.parametrize(
    "text",
    ["会不会告诉我爸", "我不想让爸爸知道", "我怕他们知道是我说的", "唔好話俾我媽媽知", "Will you tell my parents?"],
)
def test_whoever_is_afraid_that_others_hear_of_it_is_answered(text: str) -> None:
    """Outside a form, within one, whose question comes again, and after an alarm, with its numbers."""
    assert Talk().say(text, "family_call").keys == ["talk.between_us"]
    talk = Talk().say("有人欺负我", "bullying_help")
    open_question = talk.open
    assert talk.say(text, "family_call").keys[0] == "talk.between_us" and talk.open == open_question
    danger = Talk().say("我爸拿刀要砍我")
    assert danger.keys[0].startswith("crisis.")
    assert danger.say(text, "family_call").keys == ["talk.between_us", "crisis.again"]


@pytest.mark.parametrize("text", ["舅舅叫我不要告诉妈妈", "老师说会告诉我妈妈", "He said don't tell your mum"])
def test_what_another_said_or_ordered_is_what_happened(text: str) -> None:
    """A threat in the middle of a report is kept as an answer is, not taken for a question."""
    talk = Talk().say("有人欺负我", "bullying_help")
    while talk.open != "what_happened":
        talk.say("不知道")
    talk.say(text, "family_call")
    assert "talk.between_us" not in talk.keys and talk.form.values["what_happened"] == text


def test_what_is_feared_in_a_form_is_kept_too() -> None:
    """It may be part of what happened."""
    talk = Talk().say("有人欺负我", "bullying_help").say("我怕他们知道是我说的", "family_call")
    assert "我怕他们知道是我说的" in talk.form.said


@pytest.mark.parametrize("text", ["怕他不知道吃药", "我妈怕黑，想有人陪", "老师知道了"])
def test_whoever_speaks_of_fear_or_knowing_asks_no_such_thing(text: str) -> None:
    """They are understood as ever."""
    assert "talk.between_us" not in Talk().say(text, "visit_request").keys


def test_another_need_instead_begins_at_once() -> None:
    """The first rests; back to it, it goes on where it stood."""
    talk = meals().say("82").say("算了不要送饭了，想住养老院", "care_home")
    assert talk.form.service == "care_home"
    talk.say("等等，还是送饭吧", "meal_service")
    assert talk.form.service == "meal_service" and talk.form.values["age"] == 82


def test_a_number_within_an_address_is_no_age() -> None:
    """The address goes where it belongs, and the age is asked again."""
    talk = meals().say("龙岗区平湖街道辅城坳社区15栋302")
    assert talk.open == "age" and "15栋" in str(talk.form.values["address"])


def test_what_was_picked_stays_while_something_else_is_told() -> None:
    """The district is noted, the day stays, and "that is all" ends the question."""
    talk = Talk().say("我想当志愿者", "volunteer_signup").say("王小明").say("66").say("陪老人聊天")
    talk.press("weekend").say("深圳市罗湖区")
    assert talk.form.picked and talk.form.values["district"]
    talk.say("就这些")
    assert talk.form.values["days"] == ("weekends",)


def test_a_choice_of_another_question_is_no_story() -> None:
    """Told where any words would do, it corrects; after a no as well, and at the summary."""
    talk = at_summary()
    talk.say("不，去饭堂吃")
    assert talk.form.values["dining"] == "canteen"
    talk = meals("给我妈订饭，她78岁，送到家里").say("深圳市罗湖区翠竹街道12号").say("明天")
    assert talk.open == "diet"
    talk.say("去饭堂吃")
    assert talk.open == "diet" and talk.form.values["dining"] == "canteen"


def test_an_age_that_answers_no_open_question_is_kept() -> None:
    """In the words of the request, with a word that it was."""
    talk = Talk().say("邻居家小孩身上有伤", "child_abuse_report")
    while talk.open != "child":
        talk.say("不知道")
    talk.say("大概五六岁")
    assert talk.keys[0] == "form.noted" and "大概五六岁" in talk.form.said


@pytest.mark.parametrize("text", ["我不想说了", "不说了"])
def test_whoever_wants_to_say_no_more_is_let_go(text: str) -> None:
    """Kept, deleted or going on: at a question and at the summary."""
    for talk in (meals(), at_summary()):
        assert talk.say(text).keys == ["form.stop_ask"]


def test_a_second_file_without_words_is_asked_about_otherwise() -> None:
    """By the six large choices."""
    talk = Talk().send(Message(attachments=(Attachment("photo", "https://example.test/1.jpg"),)))
    assert talk.keys == ["talk.attachment"]
    talk.send(Message(attachments=(Attachment("video", "https://example.test/2.mp4"),)))
    assert talk.keys == ["talk.attachment_again"] and len(talk.replies[0].buttons) == 7


def test_two_shared_characters_make_nobody_simplified() -> None:
    """早晨 to whoever reads Traditional is answered in Traditional."""
    assert Talk(language="zh_Hant").say("早晨", "greet").conversation.language == "zh_Hant"


def test_not_to_be_cancelled_is_not_to_be_cancelled() -> None:
    """不要撤 asks for nothing."""
    assert Talk().say("不要撤", "cancel").keys == ["talk.deny"]


@pytest.mark.parametrize("text", ["要钱吗", "你们什么时候派人来", "what does it cost?"])
def test_a_question_in_a_form_that_nobody_here_can_answer_goes_to_the_office(text: str) -> None:
    """It is no answer that was not understood: the question that is open comes again, and the words go along."""
    talk = meals().say(text, "out_of_scope", 0.2)
    assert talk.keys[0] == "form.question_noted" and talk.form.misses == 0 and text in talk.form.said


def test_a_place_alone_asks_no_rule() -> None:
    """Told at another question it is the district, whatever understanding makes of it."""
    talk = Talk().say("想找心理老师聊聊", "counselling").say("深圳南山", "policy_question", 0.95)
    assert talk.keys[0] == "form.noted" and talk.form.values["district"] == "深圳市南山区"


def test_a_bare_yes_is_no_story_and_no_place() -> None:
    """忌口：是 tells nobody anything; a real answer does."""
    talk = meals("给我妈订饭，她78岁，送到家里").say("深圳市罗湖区翠竹街道12号").say("明天")
    assert talk.open == "diet"
    assert talk.say("是").open == "diet" and "diet" not in talk.form.values
    assert talk.say("少盐").form.values["diet"] == "少盐"


def test_what_was_skipped_may_be_told_at_the_summary() -> None:
    """It stands in it then."""
    talk = at_summary()
    talk.conversation = replace(
        talk.conversation,
        form=replace(
            talk.form,
            values={k: v for k, v in talk.form.values.items() if k != "start"},
            skipped=(*talk.form.skipped, "start"),
        ),
    )
    talk.say("后天")
    assert talk.open == "summary" and talk.form.values["start"] == "2026-11-24"


def test_what_is_told_before_the_guardian_agrees_is_kept() -> None:
    """Nothing is lost, and nobody is told three times that they were not understood."""
    talk = Talk().say("我13岁，我想报名画画比赛", "contest_entry")
    assert talk.open == "consent"
    talk.say("画的是奶奶和灯")
    assert talk.keys[0] == "form.noted" and "画的是奶奶和灯" in talk.form.said


@pytest.mark.parametrize(
    ("text", "stage"), [("妈妈同意了", "asking"), ("爸妈都同意", "asking"), ("my mum agrees", "asking")]
)
def test_a_child_tells_that_the_guardian_agrees(text: str, stage: str) -> None:
    """In its own words, and the form goes on."""
    assert Talk().say("我13岁，我想报名画画比赛", "contest_entry").say(text, "family_call").form.stage == stage


@pytest.mark.parametrize("text", ["妈妈不同意", "还没问妈妈", "she doesn't agree"])
def test_a_child_tells_that_the_guardian_does_not(text: str) -> None:
    """The request waits, and is kept."""
    talk = Talk().say("我13岁，我想报名画画比赛", "contest_entry").say(text, "family_call")
    assert talk.keys == ["form.guardian_refused"] and talk.form.stage == "consent"


@pytest.mark.parametrize(
    "text",
    ["妈妈不会同意", "需要妈妈同意吗", "等妈妈同意再说", "没人同意", "mum never agreed", "do they have to agree"],
)
def test_a_question_a_fear_or_a_plan_is_no_consent(text: str) -> None:
    """Only plain words that the guardian agrees let a child's form go on."""
    talk = Talk().say("我13岁，我想报名画画比赛", "contest_entry").say(text, "family_call")
    assert talk.form.stage == "consent" and CONSENT not in talk.form.values


def test_words_where_a_photo_was_asked_for_are_kept() -> None:
    """With a word that they are; asked for ever nobody is."""
    talk = Talk().say("翠竹公园北门的健身器材坏了", "facility_repair")
    while talk.open != "photo":
        talk.say("不知道")
    talk.say("皮带断了")
    assert talk.keys[0] == "form.noted" and "皮带断了" in talk.form.said and talk.form.misses == 1


def test_a_code_with_a_slip_is_a_wrong_code() -> None:
    """And no new matter; a word of thanks is none."""
    talk = Talk().say("NX-261122-000016")
    assert talk.keys == ["status.code"]
    assert talk.say("ABCDEFGH", "out_of_scope").command(Prove).code == "ABCDEFGH"
    assert not Talk().say("NX-261122-000016").say("thanks", "thank").commands


@pytest.mark.parametrize(
    ("sent", "told"), [("c:callback", "callback.phone"), ("n:bullying_help", "bullying_help"), ("q:no", "talk.past")]
)
def test_a_button_works_after_something_else_was_said(sent: str, told: str) -> None:
    """By channels that send a button's name as text too; what belongs to something that is over says so."""
    talk = Talk().say("你好", "greet").say("菜单").say(sent, "family_call")
    form = talk.conversation.form
    assert told in (*talk.keys, form.service if form else "")


@pytest.mark.parametrize("text", ["不送饭了", "算了，我不办了", "唔使送喇"])
def test_giving_the_matter_up_stops_it(text: str) -> None:
    """Whatever was asked: it is kept, deleted or gone on with, and nothing is skipped."""
    talk = meals().say(text, "cancel")
    assert talk.keys == ["form.stop_ask"]


@pytest.mark.parametrize("text", ["不送饭了，换成养老院", "算了，不送饭了，我想问问养老院"])
@pytest.mark.parametrize("answers", [(), ("82",)])
def test_giving_the_matter_up_for_another_begins_that(text: str, answers: tuple[str, ...]) -> None:
    """Where a number is asked and where any words would do for an address."""
    talk = meals()
    for one in answers:
        talk.say(one)
    parts = tuple((part, understood("care_home", 0.9)) for part in dialogue_parts(text, catalogue()))
    talk.send(Message(text=text), replace(understood("meal_service", 0.5), parts=parts))
    assert talk.form.service == "care_home" and [p.service for p in talk.conversation.parked] == ["meal_service"]


def test_what_is_changed_within_the_matter_gives_nothing_up() -> None:
    """ "Not delivered, I eat there" answers another question of the same form."""
    talk = meals().say("不送了，我自己去饭堂吃", "meal_service")
    assert talk.keys != ["form.stop_ask"] and talk.form.service == "meal_service"
