"""Somebody is in danger."""

from __future__ import annotations

from time import process_time

import pytest

from actions.desk.commands import CallPerson, EndHandOver, IncidentRaised, PersonCalled, RaiseIncident
from actions.dialogue import Alarm, gate, needs_understanding
from actions.dialogue.shapes import Message, Understanding, View
from tests.unit.dialogue.talk import NOW, Talk, at_summary, catalogue, meals


def raised(talk: Talk) -> RaiseIncident | None:
    """The alarm that the turn raised."""
    return next((c for c in talk.commands if isinstance(c, RaiseIncident)), None)


def test_numbers_first_and_a_person_is_called() -> None:
    """The first reply holds the public numbers; the alarm and the call go to the desk."""
    talk = Talk().say("我不想活了")
    assert talk.keys == ["crisis.self_harm.own"]
    assert [n[1] for n in talk.replies[0].params["numbers"]]  # type: ignore[index,union-attr]
    alarm = raised(talk)
    assert alarm is not None and alarm.kind == "self_harm" and alarm.own
    assert CallPerson("crisis") in talk.commands


@pytest.mark.parametrize(("on_duty", "key"), [(True, "crisis.person_told"), (False, "crisis.nobody_here")])
def test_who_is_there_is_said_truthfully(on_duty: bool, key: str) -> None:
    """Told only after the desk has done it."""
    talk = Talk().say("我不想活了").result(IncidentRaised("i", "self_harm", on_duty), PersonCalled(on_duty, 0))
    assert talk.keys == [key]


@pytest.mark.parametrize(("on_duty", "key"), [(True, "crisis.person_told"), (False, "crisis.nobody_here")])
@pytest.mark.parametrize("text", ["真的不想活了", "嗯", "转人工"])
def test_after_an_alarm_no_place_in_the_queue_is_told(text: str, on_duty: bool, key: str) -> None:
    """Crisis calls are taken first; half an hour later the place is told again."""
    talk = Talk().say("我不想活了").say(text).result(PersonCalled(on_duty, 19))
    assert talk.keys == [key]
    later = Talk().say("我不想活了").later(minutes=31).say("转人工").result(PersonCalled(on_duty, 19))
    assert later.keys == ["person.called" if on_duty else "person.away"]


def test_self_harm_ends_the_form() -> None:
    """It is not put aside either: nothing more is asked."""
    conversation = meals("给我妈订饭，她78岁").say("我不想活了").conversation
    assert conversation.form is None and conversation.parked == ()


def test_own_danger_rests_the_form() -> None:
    """It can be taken up later."""
    talk = meals("给我妈订饭，她78岁").say("我爸又在打我")
    assert raised(talk) is not None and raised(talk).own  # type: ignore[union-attr]
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


@pytest.mark.parametrize(
    "text", ["我让护士给打了一针", "他让我给打了个电话", "叫医生给打了疫苗", "昨天让邻居给打了招呼"]
)
def test_what_is_done_for_somebody_is_no_beating(text: str) -> None:
    """A needle, a call, a greeting."""
    assert gate(text, catalogue()) is None


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


@pytest.mark.parametrize("text", ["笑死我了", "累死我了今天", "怎么开死亡证明"])
def test_idioms_do_not_ring(text: str) -> None:
    """Guards take them out."""
    assert gate(text, catalogue()) is None


def test_the_gate_runs_while_a_person_has_the_talk() -> None:
    """Silently: staff see the alarm."""
    talk = Talk(view=View(hand_over="held")).say("我不想活了")
    assert talk.replies == () and raised(talk) is not None


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
    talk = Talk().say("最近心里总是空落落的睡不着", "counselling", crisis={"self_harm": 0.5})
    assert talk.keys[0] == "crisis.gentle" and raised(talk) is None and talk.form.service == "counselling"
    assert "crisis.gentle" not in talk.say("还是那样睡不着觉", crisis={"self_harm": 0.5}).keys


def test_nlu_is_not_waited_for_when_the_writer_is_in_danger() -> None:
    """Only where a form may begin is it asked."""
    talk = Talk()
    assert not needs_understanding(talk.conversation, Message(text="我不想活了"), catalogue(), NOW)
    other = Message(text="桥洞下有个老人快冻僵了，没人管")
    assert needs_understanding(talk.conversation, other, catalogue(), NOW)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("我爸又在打我", True),
        ("他现在在砸门 要杀了我", True),
        ("我爸在打我妈", False),
        ("隔壁那家又在打孩子了", False),
        ("我女儿说她想跳楼", False),
        ("我吞了一瓶药怎么办", True),
        ("我奶奶晕倒了，我好怕", False),
        ("我胸口疼得喘不上气", True),
        ("俺娘让保姆给打了 胳膊都青了", False),
        ("俺爹叫人给打了", False),
        ("我奶奶被护工给打了", False),
        ("俺娘晕倒了", False),
        ("俺爹打俺", True),
        ("我让我爹给打了", True),
        ("俺叫俺哥给揍了", True),
    ],
)
def test_whose_danger_it_is(text: str, own: bool) -> None:
    """The writer's where they are named beside it, else another's where one is spoken of."""
    alarm = gate(text, catalogue())
    assert alarm is not None and alarm.own is own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("女儿不管我，想喝农药", True),
        ("朋友都不理我，不想活了", True),
        ("同学都欺负我，活着没意思", True),
        ("孩子死了我也不想活了", True),
        ("我要从楼上跳下去", True),
        ("我女儿把自己关在房间，说不想活了", False),
        ("她跟我说不想活了", False),
        ("我妈打电话跟我哭，说不想活了", False),
        ("楼上那家人说要喝农药", False),
    ],
)
def test_despair_is_whose_who_was_named_last(text: str, own: bool) -> None:
    """It is often said without "I"; who only heard of it is not the one."""
    alarm = gate(text, catalogue())
    assert alarm is not None and (alarm.kind, alarm.own) == ("self_harm", own)


def test_upstairs_is_a_place_and_no_person() -> None:
    """Only who lives there is somebody else."""
    assert gate("从楼上掉下来动不了", catalogue()) == Alarm("medical", own=True)


@pytest.mark.parametrize("row", ["9" * 4_000, "一" * 4_000, "1234567890" * 400])
def test_a_row_of_numerals_is_looked_at_quickly(row: str) -> None:
    """Thousands of numerals take no seconds, and what stands behind them is still seen."""
    gate("热身", catalogue())  # patterns are compiled once
    start = process_time()
    found = gate(f"{row}，我不想活了", catalogue())
    assert process_time() - start < 0.5
    assert found is not None and found.kind == "self_harm"
    assert gate(row, catalogue()) is None


@pytest.mark.parametrize(
    ("alarm", "text", "intent", "numbers"),
    [
        ("我想死", "没意思", "deny", "12356"),
        ("爸爸打我", "他回来了", "goodbye", "110"),
        ("爸爸打我", "家里", "", "110"),
        ("爸爸打我", "算了", "", "110"),
        ("爸爸打我", "谢谢", "", "110"),
        ("爸爸打我", "……", "", "110"),
        ("我爸在打我妈", "没听懂你说啥呀", "", "110"),
        ("我爸在打我妈", "就这样吧各位保重", "goodbye", "110"),
        ("我爸在打我妈", "谢谢", "", "110"),
    ],
)
def test_after_an_alarm_nobody_is_answered_cheerfully(alarm: str, text: str, intent: str, numbers: str) -> None:
    """The numbers again and the person's call, nothing else; half an hour later it is a talk like any other."""
    talk = Talk().say(alarm).say(text, intent)
    assert talk.keys == ["crisis.again"] and talk.commands == (CallPerson("crisis"),)
    assert numbers in [n[1] for n in talk.replies[0].params["numbers"]]  # type: ignore[index,union-attr]
    assert [b.payload for b in talk.replies[0].buttons] == ["c:safe", "c:person"] and talk.conversation.form is None
    assert talk.later(minutes=31).say(text, intent).keys != ["crisis.again"]


def test_a_guess_is_no_help_to_one_in_danger() -> None:
    """Nobody hiding is asked which service they mean; who tells of another may be."""
    guess = Understanding("meal_service", 0.4, (("meal_service", 0.4), ("care_home", 0.35)))
    assert Talk().say("爸爸打我").send(Message(text="在家里呢现在"), guess).keys == ["crisis.again"]
    assert Talk().say("我爸在打我妈").send(Message(text="在家里呢现在"), guess).keys == ["talk.ask_back"]


def test_one_in_danger_stays_so_whomever_they_name_next() -> None:
    """Naming somebody else beside it begins no form."""
    talk = Talk().say("爸爸打我").say("我爸也在打我妈", "child_abuse_report")
    assert talk.keys == ["crisis.again"] and talk.conversation.form is None and raised(talk) is None


@pytest.mark.parametrize(
    ("text", "intent", "key"),
    [("菜单", "", "menu.groups"), ("助餐", "", "form.started"), ("我想给我妈申请订饭", "meal_service", "form.started")],
)
def test_who_tells_of_another_is_still_served(text: str, intent: str, key: str) -> None:
    """A control word, a service's name and a clear new need."""
    assert Talk().say("我爸在打我妈").say(text, intent).keys[0].startswith(key)


ALL_WELL = [
    "我没事了",
    "我现在安全了",
    "回到暖心助手",
    "算了不跳了",
    "打错啦唔系虐待",
    "我冇事喇",
    "I'm safe now",
    "I am fine now",
]


@pytest.mark.parametrize("text", ALL_WELL)
def test_ones_own_words_end_an_alarm(text: str) -> None:
    """Said once, the call stays; then the desk works as usual, and a new alarm rings anew."""
    talk = Talk().say("我不想活了").say(text)
    assert talk.keys == ["crisis.safe"] and not any(isinstance(c, CallPerson | EndHandOver) for c in talk.commands)
    assert talk.say("我想给我妈订饭", "meal_service").form.service == "meal_service"
    assert "crisis.again" not in talk.keys
    assert raised(talk.say("我不想活了")) is not None


def test_a_button_ends_an_alarm() -> None:
    """Below the numbers, and below each reminder."""
    assert Talk().say("我不想活了").press("c:safe").keys == ["crisis.safe"]
    assert Talk().say("我爸在打我妈").say("谢谢").press("c:safe").keys == ["crisis.safe"]


def test_the_button_pressed_twice_is_past() -> None:
    """The second time no alarm is left whose numbers could be told."""
    talk = Talk().say("我不想活了").press("c:safe").send(Message(pressed="c:safe"))
    assert talk.keys[0] == "talk.past"


@pytest.mark.parametrize(
    ("alarm", "text"),
    [
        ("爸爸打我", "他没事"),
        ("爸爸打我", "不安全"),
        ("我不想活了", "没事，我走了就好了"),
        ("我不想活了", "取消"),
    ],
)
def test_what_does_not_say_that_the_writer_is_safe_ends_no_alarm(alarm: str, text: str) -> None:
    """Nor does a danger told beside it."""
    assert Talk().say(alarm).say(text).keys == ["crisis.again"]


def test_a_danger_told_with_a_mistake_still_rings() -> None:
    """More than one short denial is listened to."""
    assert Talk().say("我爸打我").say("打错了，不是我爸，是我哥拿刀要杀我").keys == ["crisis.again"]


def test_another_need_of_one_in_danger_is_taken_after_the_numbers() -> None:
    """Surely asked for, and nothing of danger in it."""
    talk = Talk().say("我不想活了").say("我想给我妈订饭", "meal_service")
    assert talk.keys[0] == "crisis.again" and talk.form.service == "meal_service"
    low = Talk().say("我不想活了").say("我想给我妈订饭", "meal_service", crisis={"self_harm": 0.5})
    assert low.keys == ["crisis.again"]
    assert Talk().say("爸爸打我").say("他经常这样", "child_abuse_report").keys == ["crisis.again"]


def test_a_talk_that_staff_gave_back_is_a_talk_like_any_other() -> None:
    """They have looked after the alarm; another one, of the same kind too, rings anew."""
    talk = Talk().say("我不想活了")
    talk.view = View()
    assert talk.say("谢谢", "thank").keys != ["crisis.again"] and talk.commands == ()
    assert raised(talk.say("我不想活了")) is not None


def test_a_form_about_another_takes_the_answer_that_rings() -> None:
    """Nobody is with the child: the numbers, and the form goes on."""
    talk = Talk().send(Message(pressed="n:temporary_guardianship"))
    talk.say("5岁").say("罗湖区翠竹街道人民桥下").say("今天早上").say("住院了")
    assert talk.open == "with_child"
    talk.say("没有大人")
    assert talk.keys[0] == "crisis.helpless.other" and raised(talk) is not None
    assert talk.form.values["with_child"] == "没有大人" and talk.form.eased and talk.open != "with_child"


@pytest.mark.parametrize(
    "text", ["湖南长沙岳麓区桔园小区3栋", "82岁", "八十二", "13800001234", "翠竹街道人民桥下", "3栋502"]
)
@pytest.mark.parametrize("alarm", ["爷爷躺在地上叫不应", "我爸在打我妈", "爸爸打我"])
def test_a_place_or_an_age_after_an_alarm_is_passed_on(alarm: str, text: str) -> None:
    """The person on duty sees it; nothing else is asked and no form begins."""
    talk = Talk().say(alarm).say(text, "facility_repair")
    assert talk.keys == ["crisis.passed_on"] and talk.conversation.form is None
    assert talk.commands == (CallPerson("crisis"),)


def test_one_in_danger_may_call_a_person_and_hide_the_talk() -> None:
    """And press what is shown."""
    assert Talk().say("爸爸打我").say("有人来了").keys == ["talk.hide"]
    assert Talk().say("爸爸打我").say("转人工").commands == (CallPerson("wanted"),)
    assert Talk().say("爸爸打我").press("c:person").commands == (CallPerson("wanted"),)


def test_small_talk_in_a_form_after_an_alarm_is_not_cheerful() -> None:
    """The numbers, then the open question."""
    talk = Talk().say("桥洞下有个老人快冻僵了，没人管", "street_rescue")
    assert talk.say("再见").keys[0] == "crisis.again" and talk.open == "place"


def test_what_was_asked_for_somebody_else_is_one_press_away() -> None:
    """The form is offered with the words that were said; one who is in danger is asked nothing."""
    talk = Talk().say("我女儿在学校被几个同学欺负", "bullying_help", crisis={"violence": 0.9})
    alarm = raised(talk)
    assert alarm is not None and not alarm.own and talk.conversation.form is None
    talk.press("n:bullying_help")
    assert talk.form.service == "bullying_help" and "欺负" in "".join(talk.form.said)
    own = Talk().say("我被几个同学欺负", "bullying_help", crisis={"violence": 0.9})
    assert [b.payload for b in own.replies[0].buttons] == ["c:safe", "c:person"]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("被同学打了", True),
        ("在学校被高年级同学打", True),
        ("孩子被打", False),
        ("邻居家孩子被打", False),
        ("老人被护工打", False),
    ],
)
def test_who_is_beaten_and_names_nobody_else_is_the_writer(text: str, own: bool) -> None:
    """Frightened people leave out "I"."""
    alarm = gate(text, catalogue())
    assert alarm is not None and alarm.own is own
