"""A family on Telegram, end to end: invited by a link, approved, followed, told apart, ended; and what stays unseen."""

from __future__ import annotations

import re

from actions.desk.commands import OpenTicket
from actions.desk.execute import execute
from actions.desk.person import Staff
from actions.desk.results import Opened
from actions.desk.staff_work import set_status
from tests.e2e.test_telegram import catalogue, desk, emulator, now, open_request, still, user
from tests.emulator import Emulator, User
from tests.emulator.desk import Desk

__all__ = ["catalogue", "desk", "emulator", "still", "user"]


def invited(user: User) -> str:
    """What this person sends to their family."""
    user.say("/family")
    user.sees("家人")
    user.press("请家人一起看")
    found = re.search(r"https://t\.me/\w+\?start=(family_[0-9a-f]{32})", user.sees("family_")["text"])
    assert found is not None
    return found[1]


def joins(follower: User, followed: User, code: str, *, agree: bool = True, label: str = "妈妈") -> None:
    """Open an invitation and have it answered."""
    follower.say(f"/start {code}")
    follower.sees("什么人")
    follower.press("家人、亲戚")
    follower.sees("怎么叫")
    follower.say(label)
    follower.sees("问过对方了")
    followed.sees("同意吗")
    followed.press("同意" if agree else "不同意")
    follower.sees("同意了" if agree else "没有同意")


def test_a_daughter_follows_her_mother_until_either_ends_it(emulator: Emulator, desk: Desk, user: User) -> None:
    """She hears how the request moves on, named for whom it is, until her mother ends it."""
    number = open_request(user)
    daughter = emulator.user(1002, "小红")
    joins(daughter, user, invited(user))
    daughter.say("/status")
    assert "妈妈 · 长者助餐" in daughter.sees(number)["text"]
    with desk.store.unit() as unit:
        unit.staff.save(Staff("li", "李", "supervisor", on_duty=True))
        set_status(unit, "li", number, "in_progress", catalogue=desk.catalogue, now=now())
        unit.commit()
    assert "妈妈 · 长者助餐" in daughter.sees("正在办")["text"]
    user.say("/family")
    user.sees("最多一年")
    user.press("不给家人看了")
    user.sees("停了")
    daughter.say("/status")
    daughter.sees("没查到")


def test_an_invitation_opens_once_and_for_nobody_else(emulator: Emulator, desk: Desk, user: User) -> None:
    """Used, invented, one's own, declined: nothing is seen, and the answers look alike."""
    open_request(user)
    code = invited(user)
    others = [emulator.user(id, str(id)) for id in (1002, 1003)]
    joins(others[0], user, code, agree=False)
    others[0].say("/status")
    others[0].sees("没查到")
    for text in (code, "family_" + "0" * 32):
        others[1].say(f"/start {text}")
        others[1].sees("什么人")
        others[1].press("家人、亲戚")
        others[1].sees("怎么叫")
        others[1].say("妈妈")
        others[1].sees("这个邀请用不了")
    others[1].say("/status")
    others[1].sees("没查到")


def test_ones_own_invitation_is_not_used_up(emulator: Emulator, desk: Desk, user: User) -> None:
    """Whoever tries the link before sending it on leaves it whole; words lead to the menu as /family does."""
    open_request(user)
    user.say("请家人一起看")
    user.sees("家人")
    user.press("请家人一起看")
    found = re.search(r"family_[0-9a-f]{32}", user.sees("family_")["text"])
    assert found is not None
    user.say(f"/start {found[0]}")
    user.sees("什么人")
    user.press("家人、亲戚")
    user.sees("怎么叫")
    user.say("我自己")
    user.sees("这个邀请用不了")
    joins(emulator.user(1002, "小红"), user, found[0])


def test_a_childs_own_report_is_never_seen(emulator: Emulator, desk: Desk, user: User) -> None:
    """A guardian who follows a child sees neither the report nor a count, a notice or its number."""
    protected = next(s for s in desk.catalogue.services.values() if s.sensitivity == "protected")
    child, mother = user, emulator.user(1002, "妈妈")
    number = open_request(child)
    joins(mother, child, invited(child), label="明明")
    with desk.store.unit() as unit:
        unit.staff.save(Staff("li", "李", "supervisor", on_duty=True))
        loaded = unit.conversations.load("telegram", str(child.id), now=now())
        opened = execute(
            OpenTicket(protected.id, {}, "有人打我"),
            uow=unit,
            person=loaded.person,
            conversation_id=loaded.id,
            catalogue=desk.catalogue,
            now=now(),
        )
        assert isinstance(opened, Opened)
        secret = opened.ticket.number
        set_status(unit, "li", secret, "in_progress", catalogue=desk.catalogue, now=now())
        unit.commit()
    child.sees("新进展")
    before = len(mother.messages)
    mother.say("/status")
    mother.sees(number)
    mother.say(secret)
    mother.sees("查询码")
    mother.say(f"催一下 {secret}")
    emulator.wait(lambda: len(mother.messages) > before + 2)
    assert not any(secret in text or protected.names.zh_Hans in text for text in mother.texts)
