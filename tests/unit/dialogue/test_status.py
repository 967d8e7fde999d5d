"""One's own requests: status, hurry, add, cancel, rate, forget."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.desk.commands import AddInformation, CancelTicket, Forget, Prove, Rate, Urge
from actions.desk.number import make
from actions.desk.results import Cancelled, Forgotten, InformationAdded, Proven, Rated, Refused, Urged
from actions.desk.ticket import Rating, Status
from actions.dialogue import proven
from actions.dialogue.shapes import Message, View
from tests.unit.dialogue.talk import NOW, Talk, ticket

FIRST, SECOND = make(NOW, 1), make(NOW, 2)
CODE = "7KQ9WXYA"
ELSEWHERE = "北京市东城区安定门街道9号"
ONE = View(tickets=(ticket(number=FIRST, place_key=ELSEWHERE),))
TWO = View(tickets=(ticket(number=FIRST, place_key=ELSEWHERE), ticket("visit_request", SECOND)))


def test_none_one_and_several() -> None:
    """None asks for number and code, one is shown, several are offered."""
    assert Talk().say("我那事办到哪了", "check_status").keys == ["status.none"]
    assert Talk(view=ONE).say("我那事办到哪了", "check_status").keys == ["status.new"]
    talk = Talk(view=TWO).say("我那事办到哪了", "check_status")
    assert talk.keys == ["status.which_show"]
    assert talk.press(SECOND).replies[0].params["number"] == SECOND


@pytest.mark.parametrize("text", [f"{FIRST} {CODE}", f"编号{FIRST}，查询码{CODE}", f"{FIRST.lower()}\n{CODE.lower()}"])
def test_number_and_code_prove(text: str) -> None:
    """Anywhere, however typed."""
    assert Talk().say(text).commands == (Prove(FIRST, CODE),)


def test_a_number_alone_asks_for_the_code() -> None:
    """It shows nothing by itself."""
    talk = Talk().say(f"查一下 {FIRST}")
    assert talk.keys == ["status.code"] and not talk.commands
    assert talk.say(" 7kq9 wxya ").commands == (Prove(FIRST, CODE),)


def test_ones_own_number_needs_no_code() -> None:
    """The same account is proof."""
    assert Talk(view=ONE).say(FIRST).keys == ["status.new"]


def test_wrong_looks_like_unknown() -> None:
    """One answer for both."""
    assert Talk().say(f"{FIRST} {CODE}").result(Refused("not_found")).keys == ["refused.not_found"]


def test_proven_is_shown() -> None:
    """With what the office said last."""
    talk = Talk().say(f"{FIRST} {CODE}").result(Proven(ticket(number=FIRST, last_said="明天上门")))
    assert talk.keys == ["status.new_said"] and talk.replies[0].params["said"] == "明天上门"


def test_proven_is_hurried_added_to_and_stopped_without_the_number_again() -> None:
    """By button or in words, for an hour; rating it is for who opened it."""
    talk = Talk().say(f"{FIRST} {CODE}").result(Proven(ticket(number=FIRST, proven=True)))
    assert [b.payload.split(":")[1] for b in talk.replies[0].buttons] == ["urge", "add", "cancel", "follow"]
    assert proven(talk.conversation, NOW) == FIRST and not proven(talk.conversation, NOW + timedelta(hours=1))
    talk.view = View(tickets=(ticket(number=FIRST, proven=True),))
    assert talk.say("怎么还没人来呀快点", "urge_request").commands == (Urge(FIRST),)
    talk.say("不用办了", "cancel")
    assert talk.keys == ["ticket.cancel_ask"] and talk.say("是的").commands == (CancelTicket(FIRST),)
    talk.view = View(tickets=(ticket(number=FIRST, proven=True, status=Status.CLOSED),))
    assert talk.say("我来评个分", "rate_service").keys == ["rating.nothing"]


def test_a_wrong_code_is_one_also_after_the_right_one() -> None:
    """Guessing goes on to be counted; the number alone shows what was proven."""
    talk = Talk(view=View(tickets=(ticket(number=FIRST, proven=True),)))
    assert talk.say(f"{FIRST} AAAAAAAA").commands == (Prove(FIRST, "AAAAAAAA"),)
    assert talk.say(FIRST).keys == ["status.new"]


@pytest.mark.parametrize("text", ["NX-261122-000019 7KQ9WXYA", "nx261122000019，7kq9wxya"])
def test_a_slip_in_the_number_is_answered_like_an_unknown_number(text: str) -> None:
    """Whatever its check digit says, the desk looks for it; without a code the code is asked."""
    assert Talk().say(text, "out_of_scope").commands == (Prove("NX-261122-000019", CODE),)
    talk = Talk().say("NX-261122-000019", "out_of_scope")
    assert talk.keys == ["status.code"] and talk.say(CODE).commands == (Prove("NX-261122-000019", CODE),)


def test_a_slip_in_bare_digits_counts_where_the_number_was_asked() -> None:
    """Elsewhere twelve digits may be anything."""
    talk = Talk().say("我的事办得怎么样了", "check_status")
    assert talk.keys == ["status.none"]
    assert talk.say("261122000019").keys == ["status.code"]
    assert Talk().say("261122000019", "out_of_scope").keys != ["status.code"]


@pytest.mark.parametrize(("status", "offered"), [(Status.NEW, ["urge", "add"]), (Status.CLOSED, [])])
def test_a_followed_one_is_not_stopped_or_rated_by_its_follower(status: Status, offered: list[str]) -> None:
    """No button that the desk would refuse."""
    view = View(tickets=(ticket(number=FIRST, followed=True, status=status),))
    shown = Talk(view=view).say(FIRST).replies[0]
    assert [b.payload.split(":")[1] for b in shown.buttons] == offered
    assert Talk(view=view).say("不用办了", "cancel").keys == ["status.none_open"]
    assert Talk(view=view).say("我来评个分", "rate_service").keys == ["rating.nothing"]


def test_a_hidden_one_shows_no_content() -> None:
    """The office's words stay out of sight."""
    view = View(tickets=(ticket(number=FIRST, last_said="明天上门", hidden=True),))
    assert Talk(view=view).say(FIRST).keys == ["status.new"]


def test_urge() -> None:
    """The only one at once, one of several by button; counted."""
    assert Talk(view=ONE).say("怎么还没人来呀快点", "urge_request").commands == (Urge(FIRST),)
    talk = Talk(view=TWO).say("怎么还没人来呀快点", "urge_request").press(SECOND)
    assert talk.commands == (Urge(SECOND),)
    assert talk.result(Urged(SECOND, 2)).replies[0].params["count"] == 2


def test_add_information() -> None:
    """The words themselves where they tell something, else they are asked for."""
    text = "补充一下，老人有糖尿病，不能吃甜的"
    assert Talk(view=ONE).say(text, "add_information").commands == (AddInformation(FIRST, text),)
    talk = Talk(view=ONE).say("我要补充", "add_information")
    assert talk.keys == ["ticket.add_what"]
    assert talk.say("她有糖尿病").commands == (AddInformation(FIRST, "她有糖尿病"),)
    assert talk.result(InformationAdded(FIRST)).keys == ["ticket.added"]


def test_words_kept_while_choosing_which_to_add_to() -> None:
    """Nobody says it twice."""
    text = "补充一下，老人有糖尿病，不能吃甜的"
    assert Talk(view=TWO).say(text, "add_information").press(SECOND).commands == (AddInformation(SECOND, text),)


def test_cancel_asks_first() -> None:
    """Yes stops it, no leaves it."""
    talk = Talk(view=ONE).say("那个送饭我不要了撤了吧", "cancel")
    assert talk.keys == ["ticket.cancel_ask"] and not talk.commands
    assert talk.say("是的").commands == (CancelTicket(FIRST),)
    assert talk.result(Cancelled(FIRST)).keys == ["ticket.cancelled"]
    assert Talk(view=ONE).say("那个送饭我不要了撤了吧", "cancel").say("不").keys == ["talk.left_as_is"]


def closed() -> Talk:
    """A closed request, its rating opened by the notice's button."""
    view = View(tickets=(ticket(number=FIRST, status=Status.CLOSED),))
    return Talk(view=view).send(Message(pressed=f"rate:{FIRST}"))


def test_a_notices_button_is_pressed_by_its_payload_typed() -> None:
    """REST clients send it as text, and nothing that we said last shows it."""
    view = closed().view
    assert Talk(view=view).send(Message(f"rate:{FIRST}")).keys == ["rating.contacted"]
    assert Talk(view=view).send(Message(f"t:show:{FIRST}")).keys == ["status.closed"]


def test_three_questions_rate() -> None:
    """By buttons or words."""
    talk = closed()
    assert talk.keys == ["rating.contacted"]
    talk.press("q:yes").say("解决了").say("5")
    assert talk.commands == (Rate(FIRST, Rating(True, True, 5)),)


@pytest.mark.parametrize("text", ["没解决", "还没人来过呢", "不是", "not solved"])
def test_not_solved_in_words(text: str) -> None:
    """It is not taken for a yes."""
    talk = closed().say("有").say(text)
    assert talk.commands == (Rate(FIRST, Rating(True, False, None)),)


def test_not_solved_reopens() -> None:
    """And the person is told."""
    talk = closed().press("q:yes").press("q:no")
    assert talk.commands == (Rate(FIRST, Rating(True, False, None)),)
    assert talk.result(Rated(FIRST, True)).keys == ["rating.reopened"]


def test_nothing_to_rate() -> None:
    """Only closed ones are rated."""
    assert Talk(view=ONE).say("我想评价一下你们", "rate_service").keys == ["rating.nothing"]


def test_forget_me_asks_first_and_gives_a_receipt() -> None:
    """With what is kept."""
    talk = Talk().say("把我的资料都删掉吧", "forget_me")
    assert talk.keys == ["forget.ask"] and not talk.commands
    assert talk.press("q:yes").commands == (Forget(),)
    assert talk.result(Forgotten("R1", (FIRST,))).keys == ["forget.done_but"]
    assert talk.result(Forgotten("R1", ())).keys == ["forget.done"]


def test_a_status_question_in_the_middle_of_a_form() -> None:
    """Answered, then the open question again."""
    talk = Talk(view=TWO).say("想给我妈订饭，住北京市东城区安定门街道3号", "meal_service")
    talk.say("对了，我上次报的那个走访的事情你们办到哪一步了", "check_status")
    assert talk.keys[0] == "status.which_show" and talk.open == "age"


CLOSED = View(tickets=(ticket(number=FIRST, status=Status.CLOSED, last_said="饭送到了"),))


@pytest.mark.parametrize("text", ["没解决", "还是没解决", "問題沒解決", "not solved"])
def test_not_solved_reopens_as_soon_as_it_is_said(text: str) -> None:
    """Unasked, at the first question and at the second; no score is waited for, no contact taken for granted."""
    told = Talk(view=CLOSED).say(text).commands[-1]
    assert isinstance(told, Rate) and (told.number, told.rating) == (FIRST, Rating(None, False))
    talk = Talk(view=CLOSED).say(f"rate:{FIRST}").press("q:no")
    assert talk.say(text).commands[-1] == Rate(FIRST, Rating(False, False))


def test_no_contact_opens_the_rating_with_its_first_answer() -> None:
    """The next question is whether it is solved; a bare no answers it."""
    for no in ("不是", "没有"):
        talk = Talk(view=CLOSED).say("没人联系我")
        assert talk.keys == ["rating.solved"]
        assert talk.say(no).commands == (Rate(FIRST, Rating(False, False)),)


@pytest.mark.parametrize("text", [f"rate:{FIRST}", "不满意"])
def test_a_typed_payload_or_a_verdict_opens_the_rating(text: str) -> None:
    """A program on REST types what a button would send."""
    assert Talk(view=CLOSED).say(text).keys == ["rating.contacted"]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("不满意，没人联系我", Rating(False, True, 2)),
        ("唔滿意，冇人打電話嚟", Rating(False, True, 2)),
        ("Not satisfied, nobody called me", Rating(False, True, 2)),
        ("有打过电话，很满意", Rating(True, True, 5)),
    ],
)
def test_words_answer_the_questions_that_they_tell_of(text: str, known: Rating) -> None:
    """At the first question: what they tell is taken, only the rest is asked, and the words stay with the score."""
    talk = closed().say(text, "rate_service")
    assert talk.keys == ["rating.solved"]
    assert talk.say("解决了").commands == (Rate(FIRST, known, text),)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("唔係好滿意", 2),
        ("没有很满意", 2),
        ("不是非常满意", 2),
        ("not very happy", 2),
        ("谈不上满意", 2),
        ("没什么不满意的", 4),
        ("很不满意", 1),
        ("非常满意", 5),
        ("满意，没什么不满意", 4),
    ],
)
def test_a_praise_that_is_denied_is_none(text: str, score: int) -> None:
    """And nothing to complain of is praise."""
    assert closed().press("q:yes").press("q:yes").say(text).command(Rate).rating.satisfied == score


@pytest.mark.parametrize("text", ["not excellent", "没让我满意"])
def test_what_is_only_no_praise_is_asked_again(text: str) -> None:
    """Nobody is given a score that they did not say."""
    talk = closed().press("q:yes").press("q:yes").say(text, "out_of_scope", 0.95)
    assert talk.commands == ()


def test_a_score_in_words_is_one() -> None:
    """At the last question, and before the first; what is not solved keeps its score."""
    assert closed().press("q:yes").press("q:yes").say("挺满意的").commands == (Rate(FIRST, Rating(True, True, 4)),)
    talk = Talk(view=CLOSED).say("不满意").press("q:yes").press("q:no")
    assert talk.commands == (Rate(FIRST, Rating(True, False, 2)),)


def test_words_about_another_need_rate_nothing() -> None:
    """Nor do they where nothing is closed: the open one is hurried."""
    assert not Talk(view=CLOSED).say("没人来修水管啊").commands
    assert Talk(view=ONE).say("没解决").commands == (Urge(FIRST),)


@pytest.mark.parametrize(
    ("text", "score"), [("5分", "5"), ("给你们打四分", "4"), ("五星好评", "5"), ("3 stars", "3"), ("滿分", "5")]
)
def test_a_score_in_figures_rates_what_is_closed(text: str, score: str) -> None:
    """Typed unasked, or at any of the questions; the others are still put."""
    talk = closed().say(text)
    assert talk.keys == ["rating.contacted"] and talk.conversation.pending is not None
    assert talk.conversation.pending.data["satisfied"] == score
    assert Talk(view=ONE).say("5分").keys != ["rating.contacted"]


@pytest.mark.parametrize("text", ["评一评", "評一評", "Say how it went"])
def test_the_title_of_the_rating_button_typed_rates(text: str) -> None:
    """Also where the button is not shown any more."""
    assert Talk(view=CLOSED).say(text).keys == ["rating.contacted"]
    assert Talk(view=ONE).say(text).keys == ["rating.nothing"]
