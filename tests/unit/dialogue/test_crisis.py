"""Somebody is in danger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.desk.commands import CallPerson
from actions.desk.results import IncidentRaised, PersonCalled
from actions.dialogue import Alarm, alarm_of, hints, needs_understanding, together
from actions.dialogue.decision import CLAUSE, DISTRESS, GRAVE, SIGN
from actions.dialogue.shapes import Message, Understanding, View
from tests.unit.dialogue.talk import NOW, Talk, at_summary, catalogue, meals, raised


def test_numbers_first_and_a_person_is_called() -> None:
    """The first reply holds the public numbers; the alarm and the call go to the desk."""
    talk = Talk().say("我不想活了")
    assert talk.keys == ["crisis.self_harm.own"]
    assert talk.numbers
    alarm = raised(talk)
    assert alarm is not None and alarm.kind == "self_harm" and alarm.own
    assert CallPerson("crisis") in talk.commands


@pytest.mark.parametrize(("on_duty", "key"), [(True, "crisis.person_told"), (False, "crisis.nobody_here")])
def test_who_is_there_is_said_truthfully(on_duty: bool, key: str) -> None:
    """Told only after the desk has done it."""
    talk = Talk().say("我不想活了").result(IncidentRaised("i", "self_harm", on_duty), PersonCalled(on_duty, 0))
    assert talk.keys == [key]


def test_self_harm_ends_the_form() -> None:
    """It is not put aside either: nothing more is asked."""
    conversation = meals("给我妈订饭，她78岁").say("我不想活了").conversation
    assert conversation.form is None and conversation.parked == ()


def test_own_danger_rests_the_form() -> None:
    """It can be taken up later."""
    talk = meals("给我妈订饭，她78岁").say("我爸又在打我")
    alarm = raised(talk)
    assert alarm is not None and alarm.own
    assert talk.conversation.form is None and talk.conversation.parked[0].service == "meal_service"
    assert len(talk.replies) == 1


def test_one_who_tells_of_another_goes_on_with_eased_questions() -> None:
    """In the middle of such a form: every question may be skipped."""
    talk = Talk().send(Message(pressed="n:child_abuse_report"))
    talk.say("隔壁那家又在打孩子了，哭得厉害")
    assert talk.keys[0] == "crisis.violence.other"
    assert talk.form.service == "child_abuse_report" and talk.form.eased
    assert any(b.payload.startswith("s:") for b in talk.replies[-1].buttons)


def rescue() -> Talk:
    """A form for somebody found outside, after the alarm; how they are is asked."""
    talk = Talk().say("桥底有个老人 冻得发抖", "street_rescue").say("罗湖区翠竹街道人民桥下").say("一个")
    assert talk.open == "condition"
    return talk


def test_what_answers_a_question_about_another_is_not_the_writers_danger() -> None:
    """How are they? "Shivering": the form goes on, and nothing rings again."""
    talk = rescue().say("冻得发抖")
    assert talk.form.values["condition"] == "冻得发抖" and talk.commands == ()
    assert not any(k.startswith("crisis.") for k in talk.keys)


@pytest.mark.parametrize(
    ("text", "kind"), [("我也冻得发抖", "helpless"), ("我不想活了", "self_harm"), ("被人打了", "violence")]
)
def test_own_danger_is_heard_in_such_a_form_too(text: str, kind: str) -> None:
    """Where the writer is named, or it is another danger."""
    talk = rescue().say(text)
    assert talk.conversation.form is None and (talk.conversation.alarm, talk.conversation.alarm_own) == (kind, True)


def test_the_form_goes_on_where_such_words_do_not_answer() -> None:
    """The numbers again, and the open question."""
    talk = Talk().say("桥底有个老人 冻得发抖", "street_rescue").say("罗湖区翠竹街道人民桥下")
    assert talk.open == "people"
    talk.say("冻得发抖")
    assert talk.keys[0] == "crisis.again" and talk.open == "people" and not talk.conversation.alarm_own


def test_a_report_in_dialect_begins_eased() -> None:
    """Numbers first, then the form."""
    talk = Talk().say("俺娘让保姆给打了 胳膊都青了", "elder_abuse_report")
    assert talk.keys[:2] == ["crisis.violence.other", "crisis.form"]
    assert talk.form.service == "elder_abuse_report" and talk.form.eased


def test_another_form_rests_when_the_writer_tells_of_another() -> None:
    """Meals can wait."""
    assert meals().say("隔壁那家又在打孩子了").conversation.form is None


def test_an_alarm_that_opens_a_request_begins_its_form() -> None:
    """Numbers first, then the form, eased."""
    talk = Talk().say("桥洞下有个老人快冻僵了，没人管", "street_rescue")
    assert talk.keys[0] == "crisis.helpless.other" and talk.keys[1] == "crisis.form"
    assert talk.form.service == "street_rescue" and talk.form.eased


def test_the_writer_in_danger_is_asked_nothing_even_if_a_service_fits() -> None:
    """No form begins."""
    assert Talk().say("我爸喝了酒就打我", "child_abuse_report").conversation.form is None


def test_the_same_alarm_again_is_one_emergency() -> None:
    """A shorter text, no second incident, the call stays; after a while it is a new one."""
    talk = Talk().say("我不想活了").later(minutes=10).say("真的不想活了")
    assert talk.keys == ["crisis.again"] and raised(talk) is None and CallPerson("crisis") in talk.commands
    assert raised(talk.later(hours=1).say("我不想活了")) is not None


def test_another_alarm_soon_after_is_another_emergency() -> None:
    """Kinds are not mixed up."""
    assert raised(Talk().say("我不想活了").say("我爸又在打我")) is not None


def test_the_gate_runs_while_a_person_has_the_talk() -> None:
    """Silently: staff see the alarm."""
    talk = Talk(view=View(hand_over="held")).say("我不想活了")
    assert talk.replies == () and raised(talk) is not None


@pytest.mark.parametrize("on_duty", [True, False])
def test_an_alarm_in_the_talk_of_who_went_home_is_answered(on_duty: bool) -> None:
    """With its numbers, again too, and with the truth who is there; nothing else is said in that talk."""
    talk = Talk(view=View(hand_over="held", on_duty=on_duty, left=True)).say("他说他想跳楼")
    assert talk.numbers and talk.say("没人理我").replies == ()
    talk.say("没人理我，我也不想活了")
    assert talk.keys == ["crisis.self_harm.own"] and talk.numbers and CallPerson("crisis") in talk.commands
    talk.result(IncidentRaised("i", "self_harm", on_duty), PersonCalled(on_duty, 0))
    assert talk.keys == ["crisis.person_told" if on_duty else "crisis.nobody_here"]


@pytest.mark.parametrize("step", ["age", "summary", "pending"])
def test_the_gate_runs_at_every_step(step: str) -> None:
    """Also at the summary and while something else is asked."""
    talk = meals()
    if step == "summary":
        talk = at_summary()
    if step == "pending":
        talk.say("算了")
    assert raised(talk.say("我不想活了")) is not None


def test_understanding_may_add_an_alarm_but_never_take_one_away() -> None:
    """Calibrated 0.8 suffices; a calm understanding changes nothing about the lexicon."""
    talk = Talk().say("以后都不用麻烦你们了，谢谢大家", "thank", crisis={"self_harm": 0.85})
    assert raised(talk) is not None
    talk = Talk().send(Message(text="我不想活了"), Understanding("thank", 1.0, (("thank", 1.0),), {"self_harm": 0.0}))
    assert raised(talk) is not None


def test_distress_only_adds_a_gentle_line() -> None:
    """A number to talk to and a person, once in a while; no incident."""
    talk = Talk().say("最近心里总是空落落的睡不着", "counselling", crisis={"self_harm": DISTRESS})
    assert talk.keys[0] == "crisis.gentle" and raised(talk) is None and talk.form.service == "counselling"
    assert "crisis.gentle" not in talk.say("还是那样睡不着觉", crisis={"self_harm": DISTRESS}).keys


def test_nlu_is_not_waited_for_when_the_writer_is_in_danger() -> None:
    """Only where a form may begin is it asked, or where mere signs ring."""
    talk = Talk()
    assert needs_understanding(talk.conversation, Message(text="我被反锁在家里"), catalogue(), NOW)
    assert not needs_understanding(talk.conversation, Message(text="我不想活了"), catalogue(), NOW)
    other = Message(text="桥洞下有个老人快冻僵了，没人管")
    assert needs_understanding(talk.conversation, other, catalogue(), NOW)


def test_a_form_about_another_takes_the_answer_that_rings() -> None:
    """Nobody is with the child: the numbers, and the form goes on."""
    talk = Talk().send(Message(pressed="n:temporary_guardianship"))
    talk.say("5岁").say("罗湖区翠竹街道人民桥下").say("今天早上").say("住院了")
    assert talk.open == "with_child"
    talk.say("没有大人")
    assert talk.keys[0] == "crisis.helpless.other" and raised(talk) is not None
    assert talk.form.values["with_child"] == "没有大人" and talk.form.eased and talk.open != "with_child"


def test_what_was_asked_for_somebody_else_is_one_press_away() -> None:
    """The form is offered with the words that were said; one who is in danger is asked nothing."""
    talk = Talk().say("我女儿在学校被几个同学欺负", "bullying_help", crisis={"violence": 0.9})
    alarm = raised(talk)
    assert alarm is not None and not alarm.own and talk.conversation.form is None
    talk.press("n:bullying_help")
    assert talk.form.service == "bullying_help" and "欺负" in "".join(talk.form.said)
    own = Talk().say("我被几个同学欺负", "bullying_help", crisis={"violence": 0.9})
    assert [b.payload for b in own.replies[0].buttons] == ["c:safe", "c:person"]


@pytest.mark.parametrize("on_duty", [True, False])
def test_after_the_numbers_a_question_comes_last(on_duty: bool) -> None:
    """Whether anybody on duty knows stands between them."""
    talk = Talk().say("我爸走丢了，七十八岁，早上从布吉市场走的", "missing_person")
    told = talk.replies
    talk.result(IncidentRaised("i1", "helpless", on_duty), PersonCalled(on_duty, 0))
    keys = [say.key for say in together(told, talk.replies)]
    assert keys[0] == "crisis.helpless.other" and keys[1] in ("crisis.person_told", "crisis.nobody_here")
    assert keys[-1].startswith("form.question") and len(keys) == len(told) + 1


def test_a_hint_of_danger_in_a_letter_rings_where_the_whole_and_its_sentence_tell_of_it() -> None:
    """Hardship sounds grave alone, a whole letter because of what is long over; the gravest sentence suffices."""
    text = "想问送餐\n楼上孩子被关在家里"
    assert hints(text, catalogue()) == ("楼上孩子被关在家里",)
    for whole, alone, rings in (
        (SIGN, CLAUSE, True),
        (SIGN, CLAUSE - 0.01, False),
        (SIGN - 0.01, CLAUSE, False),
        (0.0, GRAVE, True),
    ):
        seen = Understanding(crisis={"helpless": whole}, hints=(Understanding(crisis={"helpless": alone}),))
        assert (alarm_of(text, seen, catalogue()) is not None) is rings
    nobody_asked = Understanding(crisis={"helpless": SIGN}, hints=(Understanding(away=True),))
    assert alarm_of(text, nobody_asked, catalogue()) is not None
    assert hints("爷爷没有呼吸了。想问送餐。", catalogue()) == ()


def test_a_letter_that_has_only_commas_is_asked_about_by_them() -> None:
    """Old people write so; where there are many hints, the whole decides."""
    letter = "同志你好，我是住三楼的老李，今年七十八岁，想问一下中午送饭的事，多少钱一份，什么时候送"
    hint = "楼上孩子被关在家里"
    assert hints(f"{letter}，{hint}，谢谢", catalogue()) == (hint,)
    many = f"{letter}，" + "，".join([hint] * 4)
    assert hints(many, catalogue()) == ()
    for height, rings in ((SIGN, True), (SIGN - 0.01, False)):
        assert (alarm_of(many, Understanding(crisis={"helpless": height}), catalogue()) is not None) is rings
    calm = Understanding("meal_service", 0.9, (("meal_service", 0.9),), crisis={"helpless": 0.0})
    assert alarm_of(f"{letter}，我天天想自杀", calm, catalogue()) == Alarm("self_harm", own=True)
    assert alarm_of(f"{letter}，隔壁男的把他妈推下楼了", calm, catalogue()) is not None


@pytest.mark.parametrize(
    "text", ["我家楼上着火了", "屋企火燭呀", "There is a fire in my kitchen", "煤气味好大，我妈头晕站不起来"]
)
def test_fire_and_gas_are_left_first(text: str) -> None:
    """Nobody is told to sit down, to open the door or to wait there; the number is that for fires."""
    seen = Understanding(crisis={"medical": 1.0})
    talk = Talk().send(Message(text=text), seen)
    assert talk.keys[0] == "crisis.fire"
    assert talk.numbers[0] == "119"
    assert talk.send(Message(text=text), seen).keys[0] == "crisis.fire"  # again, while it rings


def test_who_is_dragged_away_is_the_writer() -> None:
    """Spoken to, not about; a baby is not."""
    seen = Understanding(crisis={"violence": 1.0})
    assert alarm_of("有個阿叔夾硬拉我上車", seen, catalogue()) == Alarm("violence", own=True)
    assert alarm_of("My baby is not breathing", seen, catalogue()) == Alarm("medical", own=False)


def test_a_fire_that_hurt_somebody_tells_the_ambulance_too() -> None:
    """Beside the fire brigade."""
    talk = Talk().say("我家昨晚着火，奶奶烧伤了还在家躺着", crisis={"medical": 0.9})
    assert talk.keys == ["crisis.fire"] and talk.numbers == ["119", "120"]
    assert Talk().say("我家着火了").numbers == ["119"]


def test_an_illness_offers_no_need_that_it_only_sounds_like() -> None:
    """Pain in the heart is no wish for counselling."""
    talk = Talk().say("我爸心口疼，出汗", "counselling", 0.9, crisis={"medical": 0.9})
    assert talk.keys == ["crisis.medical.other"]
    assert [b.payload for b in talk.replies[0].buttons] == ["c:safe", "c:person"]


@pytest.mark.parametrize("text", ["老人冻得不行，暖气停了三天", "暖气停了三天，老人冻得不行"])
def test_who_freezes_at_home_is_not_missing(text: str) -> None:
    """A warm room, and the numbers; whichever is told first."""
    talk = Talk().say(text)
    assert talk.keys == ["crisis.cold"] and talk.numbers == ["110", "12345", "120"]


@pytest.mark.parametrize("chances", [{"violence": 0.4}, {"helpless": 0.44, "self_harm": 0.4}, {"medical": 0.4}])
def test_only_distress_brings_the_gentle_line(chances: dict[str, float]) -> None:
    """What sounds a little like another danger is nobody's sorrow."""
    talk = Talk().say("补充一下，她也不吃海鲜", "add_information", 0.97, crisis=chances)
    assert not any(key.startswith("crisis.gentle") for key in talk.keys)


def orphan() -> Talk:
    """The form for a child whom nobody raises, where the mother is asked about."""
    talk = Talk().send(Message(pressed="n:orphan_support")).say("10").say("深圳市福田区梅林街道").say("爸爸去世了")
    assert talk.open == "mother_state"
    return talk


@pytest.mark.parametrize("text", ["妈妈找不到了", "妈妈不知道去哪了", "媽媽失蹤了", "her mother disappeared"])
def test_what_a_form_asks_of_somebody_is_no_alarm(text: str) -> None:
    """Where is the mother? Gone: that is the answer, and nothing rings."""
    talk = orphan().say(text, crisis={"helpless": 0.99})
    assert raised(talk) is None and talk.form.values["mother_state"] == "missing"


@pytest.mark.parametrize(
    ("service", "current"),
    [
        ("care_package", "for_whom"),
        ("fraud_alert", "victim"),
        ("counselling", "for_whom"),
        ("left_behind_child", "parents_work"),
        ("family_call", "parent_place"),
    ],
)
@pytest.mark.parametrize("text", ["孩子不见了", "我爸走丢了，找不到人", "妈妈不见了"])
def test_who_is_missing_rings_in_every_other_form(service: str, current: str, text: str) -> None:
    """Though the words name one of its choices, or a place may be any words."""
    talk = Talk().send(Message(pressed=f"n:{service}"))
    talk.conversation = replace(talk.conversation, form=replace(talk.form, current=current))
    assert raised(talk.say(text, crisis={"helpless": 0.99})) is not None


def test_danger_now_rings_in_such_a_form() -> None:
    """A time word beside it, or violence."""
    assert raised(orphan().say("妈妈今天早上不见了，找不到妈妈")) is not None
    assert raised(orphan().say("爸爸拿刀要杀妈妈")) is not None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("小孩掉水库里了，快", ["120", "119", "110"]),
        ("隔壁家煤气没关，老太太耳背在里头", ["119"]),
        ("奶奶把门反锁了，说谁也别管她，煤气味从门缝里出来", ["119", "12356", "120", "110"]),
    ],
)
def test_who_can_get_them_out_is_told_too(text: str, numbers: list[str]) -> None:
    """Water and gas need the fire brigade; who locks the door on herself needs the others as well."""
    assert Talk().say(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("我老公要打死我儿子", "elder_abuse_report"),
        ("对门阿姨被她老公打得满脸血", "elder_abuse_report"),
        ("My neighbour is beating his wife", "child_abuse_report"),
    ],
)
def test_no_report_of_another_victim_begins_by_itself(text: str, service: str) -> None:
    """Where one who is neither old nor a child is hurt, that report is neither begun nor offered."""
    talk = Talk().say(text, service)
    assert talk.keys == ["crisis.violence.other"] and talk.conversation.form is None
    assert not any("n:" in b.payload for b in talk.replies[0].buttons)
