"""Somebody "is gone": asked kindly whether dead or lost, and neither mourned nor searched for unasked."""

from __future__ import annotations

import pytest

from tests.unit.dialogue.talk import Talk, raised


@pytest.mark.parametrize(
    "text", ["我妈走了", "老伴走了", "我爸昨天没了", "媽媽不在了", "my mum is gone", "I lost my mother"]
)
def test_it_is_asked_which(text: str) -> None:
    """No search, no alarm, no form."""
    talk = Talk().say(text, "missing_person", crisis={"helpless": 0.9})
    assert talk.keys == ["gone.ask"] and raised(talk) is None and talk.conversation.form is None


@pytest.mark.parametrize(
    "text",
    [
        "孩子没了",
        "我孙子没了",
        "我小孙女没了",
        "女儿走了",
        "娃走了",
        "my son is gone",
        "I lost my son",
        "my baby is gone",
    ],
)
def test_of_a_child_nothing_is_asked_first(text: str) -> None:
    """The alarm rings at once and the search begins, as before anything was asked."""
    talk = Talk().say(text, "missing_person", crisis={"helpless": 0.95})
    alarm = raised(talk)
    assert alarm is not None and alarm.kind == "helpless" and "gone.ask" not in talk.keys
    assert talk.form.service == "missing_person"


@pytest.mark.parametrize("text", ["孩子没了", "我孙子没了", "my son is gone"])
def test_of_a_child_no_form_begins_that_nobody_asked_for(text: str) -> None:
    """Where understanding hears no search the numbers come first, and then the question which of the two it is."""
    talk = Talk().say(text, "temporary_guardianship", crisis={"helpless": 0.95})
    alarm = raised(talk)
    assert alarm is not None and alarm.kind == "helpless"
    assert talk.keys == ["crisis.helpless.other", "gone.ask"] and talk.conversation.form is None
    assert talk.say("病死了").keys == ["gone.comfort"]


def test_a_lost_child_is_searched_for_once_that_is_said() -> None:
    """By button or in words, gently."""
    for answer in (("press", ":lost"), ("say", "找不到了")):
        talk = Talk().say("孩子没了", "temporary_guardianship", crisis={"helpless": 0.95})
        getattr(talk, answer[0])(answer[1])
        assert talk.form.service == "missing_person" and talk.form.eased


@pytest.mark.parametrize("text", ["孩子他爸走了", "孩子的奶奶没了"])
def test_who_is_only_named_by_a_child_is_no_child(text: str) -> None:
    """Of the father or the grandmother it is asked."""
    talk = Talk().say(text, "missing_person", crisis={"helpless": 0.95})
    assert talk.keys == ["gone.ask"] and raised(talk) is None


def test_where_nothing_rings_it_is_asked_of_a_child_too() -> None:
    """A daughter who "is gone" may have left for work."""
    talk = Talk().say("女儿走了", "out_of_scope")
    assert talk.keys == ["gone.ask"]


def test_a_death_is_comforted() -> None:
    """By button or in words."""
    for answer in (Talk().say("我妈走了").press(":passed"), Talk().say("我妈走了").say("她过世了")):
        assert answer.keys == ["gone.comfort"] and not answer.commands


@pytest.mark.parametrize("text", ["不是去世，是走丢了", "没有去世，走失了", "she has not died, she is missing"])
def test_a_death_that_is_denied_is_not_mourned(text: str) -> None:
    """Who is lost rings."""
    alarm = raised(Talk().say("我妈走了").say(text, crisis={"helpless": 0.9}))
    assert alarm is not None and alarm.kind == "helpless"


def test_who_mourns_and_wants_to_die_is_heard() -> None:
    """Also where understanding alone hears it."""
    for talk in (Talk().say("我妈走了"), Talk()):
        alarm = raised(talk.say("她过世了，我好绝望", crisis={"self_harm": 0.95}))
        assert alarm is not None and alarm.kind == "self_harm"


@pytest.mark.parametrize("text", ["我妈昨天走了，想找殡仪馆", "外婆昨天夜里走了，要办后事，没钱"])
def test_nobody_to_be_buried_is_searched_for(text: str) -> None:
    """Whatever understanding takes it for."""
    talk = Talk().say(text, "missing_person", crisis={"helpless": 0.9})
    assert talk.keys == ["gone.comfort"] and raised(talk) is None


@pytest.mark.parametrize("text", ["我妈去世了", "奶奶昨天過世了", "my father passed away yesterday"])
def test_a_death_told_plainly_is_comforted_at_once(text: str) -> None:
    """Not answered with another office's number."""
    assert Talk().say(text, "out_of_scope").keys == ["gone.comfort"]


@pytest.mark.parametrize("answer", ["", "找不到她了", "she is missing"])
def test_who_is_lost_rings_and_the_search_begins(answer: str) -> None:
    """With the words written first."""
    talk = Talk().say("我妈走了", "missing_person")
    talk = talk.say(answer) if answer else talk.press(":lost")
    alarm = raised(talk)
    assert alarm is not None and alarm.kind == "helpless" and not alarm.own
    assert talk.form.service == "missing_person" and "我妈走了" in talk.form.said


@pytest.mark.parametrize("text", ["我妈走丢了", "我妈走了两里路去买菜", "保姆走了"])
def test_what_says_more_or_is_sure_is_no_such_question(text: str) -> None:
    """A lost person rings at once."""
    assert "gone.ask" not in Talk().say(text, "complaint").keys


def test_in_a_form_it_is_an_answer() -> None:
    """The state of a parent is asked there."""
    talk = Talk().say("想给孤儿申请保障", "orphan_support")
    assert "gone.ask" not in talk.say("妈妈走了").keys


@pytest.mark.parametrize("text", ["我怕", "我好怕", "我好驚", "I'm scared", "i am so afraid"])
def test_a_fear_is_comforted_and_is_no_no(text: str) -> None:
    """In a form the question stays open, unanswered."""
    assert Talk().say(text, "deny").keys == ["talk.afraid"]
    talk = Talk().say("学校里有人欺负我孩子，天天堵他", "bullying_help").say(text, "deny")
    assert talk.keys[0] == "talk.afraid" and not talk.form.skipped
