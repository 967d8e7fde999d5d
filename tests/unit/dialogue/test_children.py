"""Children in danger, and their own line: who is a child, alone, or only named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.dialogue.talk import Talk, catalogue, meals, raised


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我八岁，我一个人在家，外面有人敲门", "visit_request"),
        ("我九岁，一个陌生人在门外让我开门", "visit_request"),
        ("我九歲，自己一個人在家，外面有人拍門", ""),
        ("我六岁，有个叔叔在敲门", "child_abuse_report"),
        ("I am 8 and home alone, someone is knocking", ""),
    ],
)
def test_a_small_child_opens_no_door_to_a_stranger(text: str, intent: str) -> None:
    """Lock it, a room further in, the police; never "go where people are"."""
    for talk in (Talk().say(text, intent, 0.96), Talk().say(text, away=True)):
        assert talk.keys == ["crisis.door"] and "110" in talk.numbers and talk.conversation.form is None
        assert raised(talk) is not None


@pytest.mark.parametrize("text", ["我八岁，外婆敲门的时候我在写作业", "快递员敲门都不应", "没人来敲门"])
def test_other_doors_ring_for_nobody(text: str) -> None:
    """A knock that frightens nobody."""
    assert "crisis.door" not in Talk().say(text).keys


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("肚子好饿，奶奶还没回来", "missing_person"),
        ("我妈走了三天了还没回来，家里就我和弟弟", "temporary_guardianship"),
        ("I'm hungry and mummy isn't home", "missing_person"),
    ],
)
def test_children_by_themselves_are_no_searchers(text: str, intent: str) -> None:
    """They are told what to do at home and who looks after children; no search begins."""
    talk = Talk().say(text, intent, 0.97, crisis={"helpless": 0.9})
    assert talk.keys == ["crisis.children"] and talk.numbers[0] == "110" and talk.conversation.form is None
    assert "12345" in str(talk.replies[0].params["numbers"])
    alarm = raised(talk)
    assert alarm is not None and alarm.own and alarm.kind == "helpless"


@pytest.mark.parametrize(
    "text", ["我奶奶走丢了还没回来，帮我找，我和弟弟都没吃饭", "奶奶一个人在家，没人做饭，饿了两天了"]
)
def test_who_searches_or_tells_of_the_old_is_no_hungry_child(text: str) -> None:
    """The danger stays somebody else's."""
    assert "crisis.children" not in Talk().say(text, crisis={"helpless": 0.9}).keys


@pytest.mark.parametrize(
    "text", ["my 6 year old is alone at home and I am stuck at work", "屋头老汉儿昨天跑出去到现在都没回来"]
)
def test_who_is_away_from_them_is_not_the_one_in_danger(text: str) -> None:
    """Somebody near is to go there; nobody is told to walk to a warm place."""
    assert Talk().say(text, crisis={"helpless": 0.9}).keys[0] == "crisis.helpless.other"


@pytest.mark.parametrize(
    ("text", "intent", "told"),
    [
        ("护工天天打我奶奶", "elder_abuse_report", False),
        ("他哥又在打老母亲", "elder_abuse_report", False),
        ("隔壁天天打孩子", "child_abuse_report", True),
        ("楼上有人被打得很惨", "complaint", True),
    ],
)
def test_childrens_own_line_is_told_only_where_a_child_may_be_in_danger(text: str, intent: str, told: bool) -> None:
    """For an old person neither at first nor when the numbers are shown once more."""
    line = next(c.names for c in catalogue().contacts.values() if c.young and c.crises)
    talk = Talk().say(text, intent)
    assert talk.keys[0] == "crisis.violence.other"
    assert (str(line) in str(talk.replies[0].params["numbers"])) is told
    talk.now += timedelta(minutes=11)
    shown = [str(say.params["numbers"]) for say in talk.say(text).replies if "numbers" in say.params]
    assert shown and all((str(line) in numbers) is told for numbers in shown)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("隔壁孩子天天被他爸打", ""),
        ("我孙女天天被她爸打", ""),
        ("我孙女被她爸打得身上全是伤", "elder_abuse_report"),
        ("孙女她爸打她，打得很惨", "elder_abuse_report"),
        ("我侄子天天被他后妈打", "elder_abuse_report"),
        ("他后妈天天打她，才六岁", "elder_abuse_report"),
        ("my granddaughter is beaten by her father", "elder_abuse_report"),
    ],
)
def test_no_open_form_and_no_mistake_keeps_the_line_for_children_from_a_child(text: str, intent: str) -> None:
    """Whom the words name counts; in the reminder too, where they name nobody any more."""
    line = str(next(c.names for c in catalogue().contacts.values() if c.young and c.crises))
    for talk in (meals(), Talk()):
        said = talk.say(text, intent)
        assert said.keys[0] == "crisis.violence.other"
        assert line in str(said.replies[0].params["numbers"]) and not said.conversation.alarm_elder
        talk.now += timedelta(minutes=11)
        shown = [str(say.params["numbers"]) for say in talk.say("他又打人了").replies if "numbers" in say.params]
        assert all(line in numbers for numbers in shown)


@pytest.mark.parametrize(
    "text",
    ["孙子打奶奶要钱", "我妈被她儿子打了", "老太太被孙子打了", "她儿子打她，她八十三岁", "her grandson beats my mum"],
)
def test_a_child_who_harms_is_none_in_danger(text: str) -> None:
    """It is the old who are."""
    line = str(next(c.names for c in catalogue().contacts.values() if c.young and c.crises))
    said = Talk().say(text, "elder_abuse_report")
    assert line not in str(said.replies[0].params.get("numbers", ""))
