"""What a person says to a question of staff fills the request in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.desk.commands import AddInformation
from actions.dialogue.shapes import Message, View
from tests.unit.dialogue.talk import Talk, ticket

NUMBER = "NX-261123-000018"


def asked(detail: str = "age") -> Talk:
    """Somebody of whose request for meals staff asked a detail just now."""
    talk = Talk().say("你好")
    one = ticket("meal_service")
    shown = replace(one, asked=detail, asked_at=talk.later(minutes=5).now.isoformat())
    talk.view = View(tickets=(shown,))
    return talk.later(minutes=5)


def filled(talk: Talk) -> dict[str, object]:
    """The details that the turn's command fills in."""
    (command,) = (one for one in talk.commands if isinstance(one, AddInformation))
    return dict(command.details)


def test_the_first_thing_said_is_the_answer() -> None:
    """In the person's own words; read as in a form."""
    assert filled(asked().say("她今年八十三了")) == {"age": 83}


def test_what_is_no_answer_goes_its_own_way() -> None:
    """Another need, a control word, or a second message later is no answer."""
    assert not asked().say("菜单").commands
    talk = asked().say("我家水管坏了")
    assert not any(isinstance(one, AddInformation) for one in talk.commands)


@pytest.mark.parametrize("text", ["我的事办到哪了", "NX-261123-000018"])
def test_where_any_words_would_do_a_question_is_no_answer(text: str) -> None:
    """What is understood as another wish, or names a request, is answered as such."""
    intent = "check_status" if "事" in text else ""
    talk = asked("diet").say(text, intent) if intent else asked("diet").say(text)
    assert not any(isinstance(one, AddInformation) for one in talk.commands)
    assert filled(asked("diet").say("少盐", "thank")) == {"diet": "少盐"}


def test_the_button_asks_again_and_takes_words() -> None:
    """Also days later; what cannot be read twice goes to the office as it stands."""
    talk = asked().say("谢谢").later(days=2)
    number = talk.view.tickets[0].number
    talk.send(Message(pressed=f"t:fill:{number}"))
    assert talk.keys == ["asked.what"]
    assert talk.say("呃呃呃").keys == ["asked.again"]
    talk.say("问问我儿子吧")
    assert filled(talk) == {} and talk.commands


@pytest.mark.parametrize("choice", ["canteen", "delivery"])
def test_a_choice_is_pressed(choice: str) -> None:
    """One button, one value."""
    talk = asked("dining")
    talk.send(Message(pressed=f"t:fill:{talk.view.tickets[0].number}:{choice}"))
    assert filled(talk) == {"dining": choice}
