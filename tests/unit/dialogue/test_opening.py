"""First words: sure, unsure, out of scope, noise, and with understanding away."""

from __future__ import annotations

import pytest

from actions.dialogue import decide
from actions.dialogue.shapes import AWAY, Message, Understanding
from tests.unit.dialogue.talk import Talk, catalogue, understood


def unsure(*ranking: tuple[str, float]) -> Understanding:
    """nlu's answer where it wavers."""
    return Understanding(ranking[0][0], ranking[0][1], ranking)


def test_unsure_asks_back_with_up_to_three_and_something_else() -> None:
    """And the choice begins with the words already said."""
    heard = unsure(("meal_service", 0.3), ("visit_request", 0.28), ("care_home", 0.2), ("senior_allowance", 0.1))
    talk = Talk().send(Message(text="我妈78岁一个人在家"), heard)
    guesses = ["i:meal_service", "i:visit_request", "i:care_home"]
    assert [b.payload for b in talk.replies[0].buttons] == [*guesses, "c:menu"]
    assert talk.press("i:meal_service").form.values["age"] == 78


def test_a_sure_topic_makes_a_question_of_what_is_half_thought_one() -> None:
    """A tenth of a doubt is enough where a topic has the very answer; its services are offered below it."""
    ranking = (("medical_aid", 0.85), ("policy_question", 0.1))
    heard = Understanding("medical_aid", 0.85, ranking, topics=(("medical_aid_who", 0.97),))
    assert decide(heard, catalogue()).intent == "policy_question"


def test_a_report_of_danger_stays_one_however_near_a_topic_is() -> None:
    """Whoever may be telling of a beaten child is not answered with a rule."""
    ranking = (("child_abuse_report", 0.7), ("policy_question", 0.2))
    heard = Understanding("child_abuse_report", 0.7, ranking, topics=(("mandatory_report", 0.99),))
    assert decide(heard, catalogue()).intent == "child_abuse_report"


@pytest.mark.parametrize(("score", "kind"), [(0.97, "sure"), (0.9, "ask_back")])
def test_a_question_that_a_topic_surely_answers_is_not_asked_back(score: float, kind: str) -> None:
    """Where the rules are among the guesses; a topic that is only likely changes nothing."""
    ranking = (("medical_aid", 0.4), ("policy_question", 0.35), ("care_home", 0.1))
    heard = Understanding("medical_aid", 0.4, ranking, topics=(("medical_aid_who", score),))
    found = decide(heard, catalogue())
    assert found.kind == kind and (found.intent == "policy_question") == found.sure


def test_a_sure_topic_does_not_take_a_need_away() -> None:
    """Who wants a thing done still gets the service, also where a topic is near."""
    ranking = (("medical_aid", 0.9), ("policy_question", 0.04))
    heard = Understanding("medical_aid", 0.9, ranking, topics=(("medical_aid_who", 0.99),))
    assert decide(heard, catalogue()).intent == "medical_aid"


def test_three_guesses_are_offered_though_the_last_ones_are_faint() -> None:
    """Small talk among them takes no place; what is hardly a guess gets no button."""
    ranking = (("meal_service", 0.4), ("deny", 0.3), ("visit_request", 0.04), ("greet", 0.04), ("care_home", 0.03))
    talk = Talk().send(Message(text="老人的事想问问"), unsure(*ranking, ("donation", 0.02)))
    assert [b.payload for b in talk.replies[0].buttons][:3] == ["i:meal_service", "i:visit_request", "i:care_home"]
    talk = Talk().send(Message(text="老人的事想问问"), unsure(*ranking[:3], ("care_home", 0.01)))
    assert len(talk.replies[0].buttons) == 3


def test_out_of_scope_points_to_12345_and_opens_nothing() -> None:
    """The number comes from the contacts."""
    talk = Talk().say("护照到期了怎么换", "out_of_scope")
    assert talk.keys == ["scope.out"] and not talk.commands and talk.conversation.form is None
    assert talk.numbers[0] == "12345"


@pytest.mark.parametrize(
    "message", [Message(sticker=True), *(Message(text=t) for t in ("", "   ", "？？？", "😂😂", "\u200b"))]
)
def test_noise_gets_a_sensible_answer(message: Message) -> None:
    """Menu and a person; nlu is not asked."""
    talk = Talk().send(message)
    assert talk.keys == ["talk.noise"] and [b.payload for b in talk.replies[0].buttons] == ["c:menu", "c:person"]


def test_three_thousand_characters_are_used_whole() -> None:
    """A detail at the end is found."""
    talk = Talk().say("我们家的事说来话长。" * 300 + "总之想给我妈订饭，她78岁", "meal_service")
    assert talk.form.values["age"] == 78


def test_away_still_finds_names_menu_and_person() -> None:
    """The desk helps without understanding."""
    assert Talk().say("想问下送饭的事", away=True).form.service == "meal_service"
    talk = Talk().say("我心里乱得很不知道跟谁说好", away=True)
    assert talk.keys == ["talk.resting"] and "c:person" in [b.payload for b in talk.replies[0].buttons]


def test_greeting_shows_the_menu_once() -> None:
    """The second time it is short."""
    talk = Talk().say("早上好呀", "greet")
    assert talk.keys == ["talk.greet", "menu.groups"]
    assert talk.say("在不在呀", "greet").keys[0] == "talk.greet_again"


@pytest.mark.parametrize("intent", ["thank", "goodbye", "bot_challenge", "affirm", "deny", "find_contact", "menu"])
def test_small_talk_is_answered(intent: str) -> None:
    """And opens nothing."""
    talk = Talk().say("随便一句话而已啦", intent)
    assert talk.replies and not talk.commands and talk.conversation.form is None


@pytest.mark.parametrize(
    ("ranking", "kind"),
    [
        ((("meal_service", 0.9), ("greet", 0.05)), "sure"),
        ((("meal_service", 0.5), ("care_home", 0.45)), "ask_back"),
        ((("meal_service", 0.36), ("care_home", 0.1)), "sure"),
        ((("out_of_scope", 0.9), ("care_home", 0.05)), "out_of_scope"),
        ((("out_of_scope", 0.6), ("policy_question", 0.38)), "ask_back"),
        ((("meal_service", 0.08), ("care_home", 0.07)), "unknown"),
        ((("thank", 0.4), ("goodbye", 0.35)), "unknown"),
        ((("out_of_scope", 0.45), ("deny", 0.1)), "out_of_scope"),
        ((("out_of_scope", 0.3), ("deny", 0.2)), "unknown"),
    ],
)
def test_decide(ranking: tuple[tuple[str, float], ...], kind: str) -> None:
    """A height and a lead make sure; neighbours are asked; nothing near is unknown."""
    assert decide(unsure(*ranking), catalogue()).kind == kind


def test_decide_away() -> None:
    """No answer is no verdict."""
    assert decide(AWAY, catalogue()).kind == "away"


@pytest.mark.parametrize(
    "text", ["深圳福田", "俺家是河南郑州二七区的", "我住罗湖翠竹路12号", "福田", "我喺深圳羅湖區", "李家村"]
)
def test_only_a_place_opens_nothing_and_is_kept(text: str) -> None:
    """Whatever understanding guesses, one is asked what is needed there; the form then knows the place."""
    talk = Talk().say(text, "complaint", 0.9)
    assert talk.keys == ["talk.place"] and talk.conversation.form is None
    talk.say("想给我妈订饭，她78岁", "meal_service")
    assert talk.form.values.get("address") or talk.form.values.get("district")
    assert talk.form.said[-1] == text and not talk.conversation.place


@pytest.mark.parametrize("text", ["罗湖有食堂吗", "我在郑州打工，想找人看孩子", "福田区的路灯坏了"])
def test_a_need_in_a_place_is_a_need(text: str) -> None:
    """The place is only where it is."""
    assert Talk().say(text, "complaint", 0.9).open


@pytest.mark.parametrize(("said", "place"), [("2", 1), ("第二个", 1), ("the first", 0), ("第三個", 2)])
def test_a_guess_is_chosen_by_its_number(said: str, place: int) -> None:
    """Also where no button can be pressed."""
    guesses = ("meal_service", "visit_request", "care_home")
    talk = Talk().send(Message(text="老人的事"), unsure(*((guess, 0.25) for guess in guesses)))
    assert talk.keys == ["talk.ask_back"]
    assert talk.say(said).form.service == guesses[place]


@pytest.mark.parametrize(("text", "key"), [("不用", "talk.deny"), ("确认", "talk.affirm"), ("OK", "talk.affirm")])
def test_a_yes_or_a_no_to_nothing_is_answered_kindly(text: str, key: str) -> None:
    """Nobody who says no three times reads three times that they were not understood."""
    talk = Talk()
    for _ in range(3):
        said = talk.say(text).replies[0]
        assert said.key in (key, "say.words") and not talk.conversation.unclear


@pytest.mark.parametrize("text", ["13800001234", "昨天", "1", "5000块"])
def test_a_figure_alone_is_never_sent_away(text: str) -> None:
    """However sure the model is that it is another office's."""
    assert Talk().say(text, "out_of_scope", 0.99).keys == ["talk.what_about"]


@pytest.mark.parametrize("text", ["垃圾系统", "你们到底管不管事", "this is useless"])
def test_who_is_angry_is_heard_first(text: str) -> None:
    """And may have a person; what they then tell begins as ever."""
    talk = Talk().say(text, "out_of_scope", 0.95)
    assert talk.keys == ["talk.sorry"] and talk.button("c:person").payload
    assert talk.say("我要投诉社区饭堂", "complaint").form.service == "complaint"


def test_a_lone_word_is_no_report_of_harm() -> None:
    """It is asked whether one was meant."""
    assert Talk().say("老人", "elder_abuse_report", 0.9).keys == ["talk.ask_back"]
    assert Talk().say("有人打老人", "elder_abuse_report").form.service == "elder_abuse_report"


@pytest.mark.parametrize("text", ["我妈82岁住在罗湖想让人送饭", "my mother lives in Luohu district and needs meals"])
def test_a_district_in_free_words_leads_nobody_to_a_door(text: str) -> None:
    """It is noted as the district, and the address is asked; told as the answer it is taken."""
    talk = Talk().say(text, "meal_service")
    assert "address" not in talk.form.values
    while talk.open != "address":
        talk.say("82")
    assert talk.say("罗湖翠竹那边").form.values["address"]
    assert "address" in Talk().say("我妈82岁住在罗湖区翠竹路12号想让人送饭", "meal_service").form.values


@pytest.mark.parametrize(
    "text", ["asdkjh 啊啊啊", "qwerty", "fjdksl", "哈哈哈哈", "嘎嘎嘎 呱呱", "嗷嗷嗷", "aaaaaa", "adfasdf asdf 123"]
)
def test_what_nobody_can_read_is_not_understood(text: str) -> None:
    """It is called no other office's business."""
    talk = Talk().say(text, "out_of_scope", 0.95)
    assert talk.keys == ["talk.unclear"] and talk.replies[0].buttons[-1].payload == "c:person"


@pytest.mark.parametrize(
    "text",
    [
        "王芳",
        "我叫王芳",
        "李大爷",
        "王芳，女，45",
        "張建國 78歲",
        "小芳",
        "丽丽",
        "我叫小明，8岁",
        "阿强",
        "Wang Fang",
        "My name is Wang Fang",
    ],
)
def test_a_bare_name_is_asked_what_it_is_about(text: str) -> None:
    """And goes into the request that the next words tell of."""
    talk = Talk().say(text, "out_of_scope", 0.95)
    assert talk.keys == ["talk.what_about"]
    talk.say("想订饭", "meal_service", whole=understood("meal_service"))
    assert talk.form.service == "meal_service" and talk.form.said == (f"{text}\n想订饭",)


@pytest.mark.parametrize(
    "text",
    [
        "护照",
        "刚刚",
        "明明",
        "passport",
        "高考",
        "王者荣耀怎么玩",
        "Driving licence",
        "strength training",
        "property",
        "poverty",
        "months",
        "nights",
        "lengths",
        "pls",
        "html",
        "nightdress",
        "backstreets",
        "小区",
        "小学",
        "范围",
        "杜绝",
    ],
)
def test_what_is_another_offices_is_still_said_to_be(text: str) -> None:
    """Neither a name nor babble."""
    assert Talk().say(text, "out_of_scope", 0.95).keys == ["scope.out"]


@pytest.mark.parametrize("text", ["罗湖", "苏州", "鄭州", "我在沈阳", "唐山市"])
def test_a_bare_city_is_a_place_and_nobodys_name(text: str) -> None:
    """What is needed there? It goes into the request that follows."""
    talk = Talk().say(text, "out_of_scope", 0.95)
    assert talk.keys == ["talk.place"] and talk.conversation.place == text


def test_who_is_being_cheated_hears_the_numbers_before_the_questions() -> None:
    """Money that has just gone can still be stopped; another need tells none."""
    talk = Talk().say("刚刚被骗了三万块，钱刚转过去", "fraud_alert", 0.99)
    assert talk.keys[0] == "form.call_first" and talk.numbers == ["110", "96110"] and talk.form.service == "fraud_alert"
    assert "form.call_first" not in Talk().say("想给我妈订饭", "meal_service").keys


def test_a_run_of_one_character_says_nothing() -> None:
    """However sure understanding is of it; a real yes stays one."""
    for text in ("我" * 4000, "我我我我我"):
        assert Talk().send(Message(text=text), understood("affirm")).replies[0].key == "talk.unclear"
