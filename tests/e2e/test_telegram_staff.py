"""Staff in a Telegram group, end to end: topics, taking and giving back, relaying both ways, requests moved on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from actions.desk.person import Staff
from actions.desk.ticket import Ticket
from bot.speech import CommandSpeech
from data.model import Catalogue
from tests.e2e.test_telegram import catalogue, emulator, now, open_request, user
from tests.e2e.test_telegram_in import JPEG, OGG
from tests.emulator import Emulator, Group, User
from tests.emulator.desk import Desk, sqlite
from tests.emulator.record import Refusal
from tests.eventually import eventually

__all__ = ["catalogue", "emulator", "user"]


@pytest.fixture(params=[True, False], ids=["topics", "replies"])
def group(request: pytest.FixtureRequest, emulator: Emulator) -> Group:
    """The staff's group, with topics and without."""
    return emulator.group(forum=request.param)


@pytest.fixture
def desk(emulator: Emulator, group: Group, tmp_path: Path, catalogue: Catalogue) -> Iterator[Desk]:
    """A desk whose staff work in that group; Li and Wang are on duty."""
    with Desk(emulator, sqlite(tmp_path), catalogue, files=tmp_path / "files", group=group.id) as desk:
        with desk.store.unit() as unit:
            for name in ("li", "wang"):
                unit.staff.save(Staff(name, {"li": "李", "wang": "王"}[name], "supervisor", on_duty=True))
            unit.commit()
        yield desk


def bound(emulator: Emulator, desk: Desk, username: str, id: int) -> User:
    """A member of staff whose account is bound by a link."""
    with desk.store.unit() as unit:
        token = unit.invites.make("staff", username, now(), lasts=timedelta(hours=1))
        unit.commit()
    member = emulator.user(id, username)
    member.say(f"/start staff_{token}")
    member.sees("绑好了")
    return member


class Room:
    """The talk's place in the group, as staff see it: a topic, or messages to be replied to."""

    def __init__(self, group: Group, card: dict[str, Any]) -> None:
        self.group, self.card = group, card

    def says(self, who: User, text: str = "", **more: Any) -> int:
        """Write in the room."""
        if self.group.forum:
            return self.group.says(who, text, thread=self.card["message_thread_id"], **more)
        return self.group.says(who, text, reply=self.card["message_id"], **more)


def called(user: User, group: Group) -> Room:
    """The person asks for a person; the room that rings."""
    user.say("人工")
    user.sees("叫人")
    group.sees("有人在等")
    return Room(group, group.sees("语言"))


def test_a_talk_in_the_group_from_call_to_giving_back(emulator: Emulator, desk: Desk, group: Group, user: User) -> None:
    """Taken by a button, words and files go both ways, edits too, the bot is silent; given back it answers again."""
    li = bound(emulator, desk, "li", 2001)
    user.say("/menu")
    user.sees("您想办哪一类的事")
    room = called(user, group)
    group.presses(li, "我来谈")
    user.sees("李来了")
    group.sees("前面说的")
    user.say("我老伴病了")
    group.sees("我老伴病了")
    before = len(user.messages)
    said = room.says(li, "您慢慢说")
    user.sees("您慢慢说")
    assert len(user.messages) == before + 1
    room.says(li, "您慢慢说，不急", edits=said)
    emulator.wait(lambda: user.messages[-1]["text"] == "工作人员 李：您慢慢说，不急")
    room.says(li, photo=[emulator.file(JPEG)], caption="表格")
    emulator.wait(lambda: "photo" in user.messages[-1])
    wrote = user.say("他七十九")
    copied = group.sees("他七十九")
    user.edit(wrote, "他七十八")
    emulator.wait(lambda: "他七十八" in copied["text"])
    user.sends("photo", JPEG)
    emulator.wait(lambda: "photo" in group.messages[-1])
    group.presses(li, "交还助手")
    user.sees("忙别的去了")
    group.sees("助手接着")
    user.say("/menu")
    user.sees("您想办哪一类的事")
    if group.forum:
        assert len(group.topics) == 1
        called(user, group)
        assert len(group.topics) == 1


def asked(emulator: Emulator, group: Group, times: int) -> dict[str, Any]:
    """The question what was agreed, when it has come so many times."""
    emulator.wait(lambda: sum("请记一句谈妥了什么" in text for text in group.texts()) == times)
    return group.sees("请记一句谈妥了什么")


def results(desk: Desk, user: User) -> list[str]:
    """What stands in the records of this person's alarms, the latest first."""
    conversation = desk.store.conversation_id("telegram", str(user.id))
    with desk.store.unit(reading=True) as unit:
        return [one.result for one in unit.incidents.of_talk(conversation)]


def test_what_was_agreed_after_an_alarm_is_asked_in_the_group(
    emulator: Emulator, desk: Desk, group: Group, user: User
) -> None:
    """A reply ends it and a skip says whose it was; words that answer nothing reach neither person nor record."""
    li = bound(emulator, desk, "li", 2001)
    user.say("我不想活了")
    group.sees("有警报")
    room = Room(group, group.sees("语言"))
    group.presses(li, "我来谈")
    user.sees("李来了")
    group.presses(li, "交还助手")
    asked(emulator, group, 1)
    room.says(li, "妈妈在旁边了")
    group.sees("没有发给对方，也没有记下")
    group.presses(li, "接着谈")
    group.sees("好，接着谈")
    room.says(li, "我还在听")
    user.sees("我还在听")
    group.presses(li, "交还助手")
    question = asked(emulator, group, 2)
    group.says(li, "妈妈在旁边，明天再联系", thread=question.get("message_thread_id", 0), reply=question["message_id"])
    user.sees("先说到这里")
    group.sees("记下了")
    assert results(desk, user) == ["妈妈在旁边，明天再联系"]
    user.say("我还是不想活了")
    emulator.wait(lambda: sum("有警报" in text for text in group.texts()) == 2)
    group.presses(li, "我来谈")
    user.sees("李来了")
    group.says(li, "妈妈在，没事", thread=question.get("message_thread_id", 0), reply=question["message_id"])
    emulator.wait(lambda: sum("没有发给对方，也没有记下" in text for text in group.texts()) == 2)
    group.presses(li, "不写，直接交还")  # that of the first alarm
    asked(emulator, group, 3)
    assert results(desk, user)[0] == "" and sum("先说到这里" in text for text in user.texts) == 1
    group.presses(li, "不写，直接交还")
    emulator.wait(lambda: sum("先说到这里" in text for text in user.texts) == 2)
    assert results(desk, user)[0] == "没有写（李在群里交还时跳过了）"
    assert not any("妈妈" in text for text in user.texts)
    assert desk.store.unread.latest() == []  # what is said in the room fails no turn


def test_nobody_but_staff_can_do_anything(emulator: Emulator, desk: Desk, group: Group, user: User) -> None:
    """A member of the group who is not bound, and staff who do not have the talk, write and press in vain."""
    li, wang, guest = bound(emulator, desk, "li", 2001), bound(emulator, desk, "wang", 2002), emulator.user(2003, "客")
    room = called(user, group)
    press = group.presses(guest, "我来谈")
    emulator.wait(
        lambda: any(c.params.get("callback_query_id") == press for c in emulator.called("answerCallbackQuery"))
    )
    answer = next(c for c in emulator.called("answerCallbackQuery") if c.params.get("callback_query_id") == press)
    assert "只有值班的同事" in answer.params["text"]
    room.says(guest, "我是客人")
    group.presses(li, "我来谈")
    user.sees("李来了")
    room.says(guest, "我是客人")
    room.says(wang, "我在旁边看")
    room.says(li, "我是李")
    user.sees("我是李")
    assert not any("客人" in text or "旁边" in text for text in user.texts)
    conversation = desk.store.conversation_id("telegram", str(user.id))
    with desk.store.unit(reading=True) as unit:
        held = unit.hand_overs.of(conversation)
    assert held is not None and held.staff == "li"


def kept(desk: Desk, number: str) -> Ticket:
    """The request as it is kept."""
    with desk.store.unit(reading=True) as unit:
        ticket = unit.tickets.by_number(number)
    assert ticket is not None
    return ticket


def test_a_request_is_worked_in_the_group(emulator: Emulator, desk: Desk, group: Group, user: User) -> None:
    """Its card shows matter, clock and details without the name; ask, also once more, move on and close by buttons."""
    li = bound(emulator, desk, "li", 2001)
    number = open_request(user)
    group.sees(number)
    assert "长者助餐" in group.sees("79")["text"]
    group.presses(li, "请对方补充")
    group.sees("选一个")
    emulator.wait(lambda: "年龄" in str(group.messages[-1].get("reply_markup")))
    title = next(b["text"] for row in group.messages[-1]["reply_markup"]["inline_keyboard"] for b in row)
    for _ in range(2):
        group.presses(li, title)
        user.sees("想问一句")
    user.say("81")
    emulator.wait(lambda: kept(desk, number).details["age"] == 81)
    assert kept(desk, number).waiting_since is None
    group.presses(li, "改状态")
    emulator.wait(lambda: "办结" in str(group.messages[-1].get("reply_markup")))
    closing = next(
        b["text"] for row in group.messages[-1]["reply_markup"]["inline_keyboard"] for b in row if "结" in b["text"]
    )
    group.presses(li, "已撤销")
    group.sees("为什么撤销")
    group.presses(li, closing)
    asks = group.sees("办得怎样")
    assert kept(desk, number).is_open
    group.says(li, "明天起每天送到", thread=asks.get("message_thread_id", 0), reply=asks["message_id"])
    assert "明天起每天送到" in user.sees("办完了")["text"]
    assert kept(desk, number).status.value == "closed"


def test_what_is_protected_is_not_shown_in_the_group(
    emulator: Emulator, desk: Desk, group: Group, user: User, catalogue: Catalogue
) -> None:
    """A report about harm shows number and clock, and nothing that was said."""
    protected = next(s for s in catalogue.services.values() if s.sensitivity == "protected")
    li = bound(emulator, desk, "li", 2001)
    user.say("/menu")
    user.sees("您想办哪一类的事")
    with desk.store.unit() as unit:
        from actions.desk.commands import OpenTicket
        from actions.desk.execute import execute

        loaded = unit.conversations.load("telegram", str(user.id), now=now())
        execute(
            OpenTicket(protected.id, {"what": "不能给群里看的话"}, "不能给群里看的话"),
            uow=unit,
            person=loaded.person,
            conversation_id=loaded.id,
            catalogue=catalogue,
            now=now(),
        )
        unit.commit()
    group.sees("内容不在群里显示")
    group.presses(li, "我来谈")
    group.sees("前面的话不在群里显示")
    assert not any("不能给群里看的话" in text for text in group.texts())


def test_topics_that_are_closed_or_gone(emulator: Emulator, tmp_path: Path, catalogue: Catalogue, user: User) -> None:
    """Closing a topic gives the talk back; a message reopens it, a deleted one is made anew; forgetting deletes it."""
    group = emulator.group()
    with Desk(emulator, sqlite(tmp_path), catalogue, files=tmp_path / "files", group=group.id) as desk:
        with desk.store.unit() as unit:
            unit.staff.save(Staff("li", "李", "supervisor", on_duty=True))
            unit.commit()
        li = bound(emulator, desk, "li", 2001)
        called(user, group)
        (thread,) = group.topics
        group.presses(li, "我来谈")
        user.sees("李来了")
        group.closes(li, thread)
        user.sees("忙别的去了")
        called(user, group)
        emulator.wait(lambda: not group.topics[thread].closed)
        del group.topics[thread]
        user.say("回到助手")
        emulator.wait(lambda: group.topics)
        user.say("/forget")
        user.sees("删掉吗")
        user.press("删掉")
        user.sees("回执")
        emulator.wait(lambda: not group.topics)


def test_a_topic_that_may_not_be_opened_again_fails_once(
    emulator: Emulator, tmp_path: Path, catalogue: Catalogue, user: User
) -> None:
    """Without the right to, the message is marked as failed; the group is not asked for ever."""
    group = emulator.group()
    with Desk(emulator, sqlite(tmp_path), catalogue, files=tmp_path / "files", group=group.id) as desk:
        with desk.store.unit() as unit:
            unit.staff.save(Staff("li", "李", "supervisor", on_duty=True))
            unit.commit()
        called(user, group)
        (thread,) = group.topics
        with emulator.changed:
            group.topics[thread].closed = True
            emulator.fails("reopenForumTopic", *[Refusal(400, "Bad Request: not enough rights to manage topics")] * 50)
        user.say("回到助手")
        eventually(desk.store.outbox.troubled)
        assert group.topics[thread].closed and len(emulator.called("reopenForumTopic")) == 1


def test_a_voice_is_brought_with_its_words(
    emulator: Emulator, tmp_path: Path, catalogue: Catalogue, user: User
) -> None:
    """Whoever has the talk gets the sound at once, and what was heard in it."""
    group, speech = emulator.group(), CommandSpeech(f"{sys.executable} -c \"print('七十九了')\" {{file}}")
    with Desk(emulator, sqlite(tmp_path), catalogue, files=tmp_path / "f", group=group.id, speech=speech) as desk:
        with desk.store.unit() as unit:
            unit.staff.save(Staff("li", "李", "supervisor", on_duty=True))
            unit.commit()
        li = bound(emulator, desk, "li", 2001)
        called(user, group)
        group.presses(li, "我来谈")
        user.sees("李来了")
        user.sends("voice", OGG)
        group.sees("七十九了")
        assert any("voice" in message for message in group.messages)


def test_the_group_gets_a_new_number(emulator: Emulator, tmp_path: Path, catalogue: Catalogue, user: User) -> None:
    """A group that became a supergroup is followed, and the log says what to set."""
    old, new = emulator.group(-5), emulator.group(-1005)
    old.moved_to = new.id
    with Desk(emulator, sqlite(tmp_path), catalogue, files=tmp_path / "files", group=old.id):
        user.say("人工")
        new.sees("有人在等")
        assert not old.messages


def test_a_link_for_staff_works_once(emulator: Emulator, desk: Desk, group: Group) -> None:
    """Used, invented or too old it binds nobody, and all are told the same."""
    with desk.store.unit() as unit:
        token = unit.invites.make("staff", "li", now(), lasts=timedelta(hours=1))
        late = unit.invites.make("staff", "li", now() - timedelta(hours=2), lasts=timedelta(hours=1))
        unit.commit()
    first, second = emulator.user(2001, "li"), emulator.user(2002, "x")
    first.say(f"/start staff_{token}")
    first.sees("绑好了")
    for text in (token, late, "0" * 32, ""):
        second.say(f"/start staff_{text}")
        second.sees("这个链接用不了")
    with desk.store.unit(reading=True) as unit:
        assert unit.bindings.staff_of("telegram", "2001") == "li" and unit.bindings.staff_of("telegram", "2002") is None
