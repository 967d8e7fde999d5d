"""An old person and a child on Telegram, end to end: each is spoken to in their own way, also by what staff set off."""

from __future__ import annotations

from actions.desk.person import Staff
from actions.desk.staff_work import set_status
from tests.e2e.test_telegram import catalogue, desk, emulator, now, open_request, still, user
from tests.emulator import Emulator, User
from tests.emulator.desk import Desk

__all__ = ["catalogue", "desk", "emulator", "still", "user"]


def test_a_grandmother_answers_by_numbers_and_hears_it_again(emulator: Emulator, desk: Desk, user: User) -> None:
    """She chooses the short way by a button, then says numbers; "say it again" is always below the input."""
    user.say("/easy")
    user.sees("怎么跟您说话")
    user.press("说短一点，一步一步来")
    user.sees("我说短一点")
    user.say("菜单")
    user.sees("办哪一类")
    assert user.keyboard == ["人工", "菜单", "再说一遍"]
    assert user.buttons[-2:] == ["还有别的", "再说一遍"] and user.buttons[0].startswith("1 ")
    place = next(title.split()[0] for title in user.buttons if title.endswith("老人服务"))
    user.say(place)
    user.sees("选一个")
    user.say("长者助餐")
    user.sees("多大年纪")
    user.press("再说一遍")
    user.sees("多大年纪")
    user.say("79")
    user.sees("住在哪里")


def test_a_child_is_called_ni_and_its_notices_tell_nothing(emulator: Emulator, desk: Desk, user: User) -> None:
    """After "我今年10岁" no message says 您, a quick way out stands below the input, and a notice names no matter."""
    number = open_request(user)
    user.say("我今年10岁")
    user.sees("听不太懂")
    before = len(user.texts)
    user.say("菜单")
    user.sees("你想说哪一类的事")
    user.say("等一下")
    user.sees("不急")
    assert user.keyboard == ["人工", "菜单", "快速离开"]
    with desk.store.unit() as unit:
        unit.staff.save(Staff("li", "李", "supervisor", on_duty=True))
        set_status(unit, "li", number, "in_progress", catalogue=desk.catalogue, now=now())
        unit.commit()
    notice = user.sees("新进展")["text"]
    assert "助餐" not in notice and all("您" not in text for text in user.texts[before:])
