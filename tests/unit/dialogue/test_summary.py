"""What is confirmed, and what is not."""

from __future__ import annotations

import pytest

from actions.desk.commands import OpenTicket
from actions.dialogue.shapes import Form
from actions.dialogue.words import rows
from data.model import Words
from tests.known import known
from tests.unit.dialogue.talk import NUMBER, at_summary, lines


def test_summary_then_number_code_next_and_by_when() -> None:
    """Confirming opens; the outcome tells all four, and leaves no form."""
    talk = at_summary()
    said = talk.replies[-1]
    assert said.key == "form.summary" and len(lines(said, "rows")) >= 4
    talk.press("f:confirm")
    assert isinstance(talk.commands[0], OpenTicket) and talk.commands[0].details["age"] == 78
    assert talk.commands[0].text.startswith("给我妈订饭")
    talk.opened()
    assert talk.keys == ["form.opened", "form.opened_once"]
    assert talk.replies[0].params["number"] == NUMBER and talk.replies[0].params["code"] == "7KQ9WXYA"
    assert set(talk.replies[1].params) == {"next", "result"}
    assert talk.conversation.form is None


@pytest.mark.parametrize("word", ["是", "没错", "好的", "係", "yes", "确认"])
def test_yes_in_many_ways_confirms(word: str) -> None:
    """Words confirm as well as the button."""
    assert isinstance(at_summary().say(word).commands[-1], OpenTicket)


def test_no_at_the_summary_asks_what_to_change() -> None:
    """A bare no opens nothing."""
    talk = at_summary().say("不对")
    assert talk.open == "choosing" and not talk.commands


def test_the_name_is_kept_secret_by_a_button_of_the_summary() -> None:
    """And shown again by the same one."""
    talk = at_summary().press("f:secret")
    assert talk.form.secret and talk.replies[-1].key == "form.summary_secret"
    assert talk.press("f:confirm").command(OpenTicket).secret
    assert not at_summary().press("f:secret").press("f:secret").form.secret


@pytest.mark.parametrize(
    "text", ["提交", "交吧", "提交申请", "可以提交了", "就这样", "提交申請", "submit", "send it", "go ahead"]
)
def test_sending_off_confirms_the_summary(text: str) -> None:
    """Words for handing in are a yes there."""
    assert any(isinstance(c, OpenTicket) for c in at_summary().say(text).commands)


@pytest.mark.parametrize("text", ["高龄津贴多少钱啊", "how much is the allowance"])
def test_a_question_at_the_summary_is_no_note(text: str) -> None:
    """What nobody here can answer is kept for the office, and the summary comes again."""
    for intent in ("", "policy_question"):
        talk = at_summary().say(text, intent)
        assert talk.keys == ["form.wanted", "form.summary"] and text not in talk.form.said
        assert talk.conversation.wanted == ("policy_question",) and talk.conversation.wanted_said == (text,)


@pytest.mark.parametrize("text", ["没错，提交", "好的，麻烦您", "係", "yes please submit"])
def test_a_yes_that_stands_alone_submits(text: str) -> None:
    """Also with thanks or words that submit."""
    assert any(isinstance(c, OpenTicket) for c in at_summary().say(text, "affirm").commands)


@pytest.mark.parametrize("text", ["我想有人上门帮手照顾", "有人会陪她吗", "要多放点菜"])
def test_something_new_at_the_summary_submits_nothing(text: str) -> None:
    """It is kept with the request and the summary is asked again, though it begins like a yes."""
    talk = at_summary().say(text)
    assert not [c for c in talk.commands if isinstance(c, OpenTicket)] and talk.conversation.form is not None


def test_another_need_at_the_summary_is_kept() -> None:
    """A sure other need is offered once this one is done."""
    talk = at_summary().say("我想有人上门帮手照顾", "care_home", 0.97)
    assert not talk.commands and "care_home" in str(talk.conversation.wanted)


@pytest.mark.parametrize(
    ("place", "traditional", "english"),
    [("shenzhen", "深圳市羅湖區", "Luohu, Shenzhen"), ("cn", "深圳市罗湖区", "深圳市罗湖区")],
)
def test_a_district_stands_in_the_readers_language(place: str, traditional: str, english: str) -> None:
    """Where the place served has a name for it; else as it is written."""
    served, form = known(place), Form("meal_service", {"district": "深圳市罗湖区"})
    ((_, shown),) = rows(served, served.services["meal_service"], form)
    assert shown == Words("深圳市罗湖区", traditional, english)


@pytest.mark.parametrize("text", ["没错，提交", "All correct, send it", "对"])
def test_nothing_to_change_after_all_shows_the_whole_again(text: str) -> None:
    """Whoever was asked what to change and says that all is right looks at it once more, then sends it."""
    talk = at_summary().say("我要改").say(text)
    assert talk.keys == ["form.summary"] and not talk.commands
