"""Whose danger an alarm tells of: the writer's, or somebody else's."""

from __future__ import annotations

import pytest

from actions.desk.commands import RaiseIncident
from tests.unit.dialogue.talk import Talk, raised

OWN_WISH = [
    "活着没意思，拖累孩子",
    "我想跟老伴一起走",
    "老伴走了半年，总想跟他去",
    "孩子妈走了以后不想活了",
    "我想随他去了，老头子在那边等我",
    "不想给孩子添麻烦了，想喝农药",
    "楼上风好大我要跳楼",
    "我们学校逼我，我不想活了",
]
OTHERS_WISH = [
    "我妈说她不想活了",
    "我同学说他想跳楼",
    "妹妹割腕了",
    "奶奶说活着没意思",
    "楼上阿姨要跳楼",
    "我们小区一个老人要跳楼",
    "我们学校一个女生割腕了",
    "俺村李大爷想喝农药",
    "my son says he wants to die",
]


@pytest.mark.parametrize("text", [*OWN_WISH, *OTHERS_WISH])
def test_a_wish_to_die_is_the_writers_unless_somebody_else_is_named_before_it(text: str) -> None:
    """Also without "I"; kin may stand behind it, and the dead before it."""
    assert Talk().say(text).keys[0] == f"crisis.self_harm.{'own' if text in OWN_WISH else 'other'}"


@pytest.mark.parametrize("text", ["没人理我，我也不想活了", "是我自己", "我说的是我自己", "i mean myself"])
def test_a_wish_to_die_told_of_another_and_then_of_oneself_rings_anew(text: str) -> None:
    """With the words for whoever is in danger; what is told on of the other is no new one."""
    talk = Talk().say("我同学说他想跳楼")
    assert talk.keys[0] == "crisis.self_harm.other"
    assert raised(talk.say(text)) == RaiseIncident("self_harm", own=True, text=text)
    assert talk.keys[0] == "crisis.self_harm.own"
    on = Talk().say("我同学说他想跳楼").say("他现在站在楼顶，要跳楼了")
    assert raised(on) is None and not on.conversation.alarm_own


@pytest.mark.parametrize(
    ("text", "own"),
    [("护工天天打我爸", False), ("护工天天掐我奶奶的胳膊", False), ("他天天打我", True), ("他说要杀了我", True)],
)
def test_violence_against_kin_is_not_the_writers(text: str, own: bool) -> None:
    """Though "打我" stands in "打我爸"."""
    assert Talk().say(text).keys[0] == f"crisis.violence.{'own' if own else 'other'}"
