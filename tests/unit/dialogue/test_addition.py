"""Something to add goes to the form that runs, else to the request that is open."""

from __future__ import annotations

import pytest

from actions.desk.commands import AddInformation
from actions.dialogue.shapes import View
from tests.unit.dialogue.talk import NUMBER, Talk, at_summary, meals, ticket

OPEN = View(tickets=(ticket(),))
SECOND = "NX-261122-000021"


@pytest.mark.parametrize(
    "text",
    [
        "补充一下，我是肥东的",
        "还有一件事忘了说：她耳朵背",
        "補充一下，她住三樓",
        "哦对了，忘了说，她吃素",
        "I forgot to say: she is deaf",
    ],
)
def test_it_goes_to_the_open_request(text: str) -> None:
    """However short, and nothing is asked."""
    talk = Talk(view=OPEN).say(text, "complaint")
    assert [(c.number, c.text) for c in talk.commands if isinstance(c, AddInformation)] == [(NUMBER, text)]


def test_of_several_one_is_asked_for() -> None:
    """With the words kept."""
    view = View(tickets=(ticket(), ticket("visit_request", SECOND)))
    talk = Talk(view=view).say("补充一下，她耳朵背")
    assert talk.keys == ["status.which_add"]


@pytest.mark.parametrize("text", ["补充一下", "補充", "补充情况", "我要补充情况", "我想補充資料", "add something"])
def test_to_add_alone_asks_what(text: str) -> None:
    """Not "I did not understand"."""
    assert Talk(view=OPEN).say(text, "add_information").keys == ["ticket.add_what"]


def test_a_question_about_adding_is_none() -> None:
    """It is answered as one."""
    assert not Talk(view=OPEN).say("补充材料怎么交", "policy_question").commands


@pytest.mark.parametrize(
    "text", ["还有一件事忘了说：她耳朵背", "補充一下，她耳朵背", "I forgot to mention, she is deaf"]
)
def test_in_a_form_it_is_kept_and_the_question_stays(text: str) -> None:
    """It is no second need, and no answer."""
    talk = meals("给我妈订饭，她78岁").say(text, "visit_request")
    assert talk.keys[0] == "form.noted" and talk.open == "address" and text in talk.form.said
    assert not talk.conversation.wanted


def test_what_it_tells_of_the_form_is_filled_in() -> None:
    """The open question's answer, an answer told otherwise before, and details not asked yet."""
    assert meals().say("补充一下，她82岁").form.values["age"] == 82
    corrected = meals("给我妈订饭，她78岁").say("补充一下，她是82岁")
    assert corrected.form.values["age"] == 82 and corrected.keys[0] == "form.corrected"
    assert meals("给我妈订饭，她78岁").say("忘了说，要送到家").form.values["dining"] == "delivery"


def test_at_the_summary_it_is_kept_too() -> None:
    """And all is shown again."""
    talk = at_summary().say("还有一件事忘了说：她耳朵背")
    assert talk.keys == ["form.noted", "form.summary"]


def test_another_need_is_none() -> None:
    """It is applied for, so it begins by itself."""
    assert not Talk(view=OPEN).say("忘了说，我还要申请高龄津贴", "senior_allowance").commands
