"""The main job over REST: from the first word to a closed request, and everything that people do on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.desk import number
from tests.e2e.carry import carry, to_summary
from tests.e2e.desk import NUMBER, Citizen, Desk

NEEDS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("needs.yml").read_text(encoding="utf-8"))
CLOCKS = {  # what services.md promises in hours and minutes, whatever the day
    "immediate": {"taken_up": 5, "first_contact": 15, "result": 120, "closed": 1440},
    "urgent": {"taken_up": 30, "first_contact": 120, "result": 1440},
    "standard": {"first_contact": 1440, "result": 1440},
    "complex": {"first_contact": 1440, "result": 1440},
}
MEAL = {"age": "83", "address": "深圳市罗湖区翠竹路5号3栋201", "dining": "送到家里", "start": "明天"}
MEAL_FIRST = "我妈腿摔过，自己开不了火，想有人送饭"


@pytest.fixture
def opened(desk: Desk, person: Citizen) -> str:
    """The number of a request that `person` has just opened."""
    return carry(person, "meal_service", MEAL_FIRST, MEAL)


def test_needs_are_of_many_kinds() -> None:
    """Twenty services and more, most of them never named, in three languages."""
    assert len({n["service"] for n in NEEDS}) >= 20
    assert len({n["service"] for n in NEEDS if not n.get("named")}) >= 10
    assert {n.get("language", "zh_Hans") for n in NEEDS} == {"zh_Hans", "zh_Hant", "en"}


@pytest.mark.parametrize("need", NEEDS, ids=lambda n: f"{n['service']}-{n.get('language', 'zh_Hans')}")
def test_a_need_becomes_a_request(desk: Desk, need: dict[str, Any]) -> None:
    """From the first words to a request that the office can read, in the form that other programs rely on."""
    citizen = desk.citizen(need.get("language", "zh_Hans"))
    found = carry(citizen, need["service"], need["first"], need["answers"])
    assert re.search(rf"[\s：:]{found}", citizen.text)
    assert citizen.code()
    ticket = desk.ticket(found)
    assert ticket["number"] == found
    assert ticket["service"] == need["service"]
    assert ticket["status"] == "new"
    assert {name: ticket["details"].get(name) for name in need["details"]} == need["details"]
    _typed(ticket["details"])
    _clocked(ticket)
    assert ticket["conversation"]
    assert [event["kind"] for event in ticket["history"]] == ["opened"]
    assert datetime.fromisoformat(ticket["history"][0]["at"]).utcoffset() == timedelta(hours=8)


def _typed(details: dict[str, Any]) -> None:
    """English keys; integers, booleans, texts or lists of these."""
    for key, value in details.items():
        assert re.fullmatch(r"[a-z_]+", key)
        for one in value if isinstance(value, list) else [value]:
            assert type(one) in (int, bool, str)


def _clocked(ticket: dict[str, Any]) -> None:
    """Due times with an offset, as the clock's class promises."""
    opened = datetime.fromisoformat(ticket["opened_at"])
    assert set(ticket["due"]) == {"taken_up", "first_contact", "result", "closed"}
    for step, at in ticket["due"].items():
        due = datetime.fromisoformat(at)
        assert due.utcoffset() == timedelta(hours=8)
        assert due > opened
        if step in CLOCKS[ticket["clock"]]:
            assert abs(due - opened - timedelta(minutes=CLOCKS[ticket["clock"]][step])) <= timedelta(seconds=2)


def test_from_reply_to_rating(desk: Desk, person: Citizen, opened: str) -> None:
    """Each step of staff's comes as an event without a new message; "not solved" opens the request again."""
    with person.listening() as events:
        desk.nuanxin("tickets", "assign", opened, "demo", "--as", "demo")
        events.until("有人接手了")
        desk.nuanxin("tickets", "status", opened, "in_progress", "--as", "demo")
        events.until("正在办")
        done = desk.run("tickets", "reply", opened, "明天中午起每天送一份软饭", "--as", "demo")
        assert done.returncode == 0, done.stderr
        assert opened in events.until("明天中午起每天送一份软饭")["text"]
        desk.nuanxin("tickets", "status", opened, "closed", "--as", "demo")
        closing = events.until("办完了")
    titles = {b["title"]: b["payload"] for b in closing["buttons"]}
    assert titles
    person.say(next(iter(titles.values())))
    if "联系过" in person.text:
        person.press("是")
    assert "解决了吗" in person.text, person.story
    person.press("不是")
    if "满意吗" in person.text:
        person.say("2")
    assert "重新打开" in person.text, person.story
    ticket = desk.ticket(opened)
    assert ticket["status"] not in ("closed", "answered", "cancelled")
    assert ticket["reopened"] == 1
    assert ticket["rating"] is None or ticket["rating"]["solved"] is False
    kinds = [event["kind"] for event in ticket["history"]]
    assert kinds[0] == "opened" and "assigned" in kinds and "reopened" in kinds


def test_a_solved_request_stays_closed(desk: Desk, person: Citizen, opened: str) -> None:
    """Yes, yes and a five: thanked, kept, and not asked again."""
    desk.nuanxin("tickets", "reply", opened, "明天起送", "--as", "demo")
    with person.listening() as events:
        desk.nuanxin("tickets", "status", opened, "closed", "--as", "demo")
        events.until("办完了")
    person.say(next(iter(person.buttons.values())))
    person.say("有")
    person.say("解决了")
    person.say("5")
    assert "谢谢" in person.text, person.story
    ticket = desk.ticket(opened)
    assert ticket["status"] == "closed"
    assert ticket["rating"] == {"contacted": True, "solved": True, "satisfied": 5}


def test_urging_is_counted(desk: Desk, person: Citizen, opened: str) -> None:
    """Twice is twice, told to the person and shown to staff."""
    assert "第 1 次" in person.say("怎么还没人理我，帮我催催")
    assert "第 2 次" in person.say("催一下")
    assert desk.ticket(opened)["urged"] == 2
    row = next(row for row in desk.nuanxin("tickets", "list", "--as", "demo").splitlines() if opened in row)
    assert "催2次" in row


def test_information_is_added(desk: Desk, person: Citizen, opened: str) -> None:
    """Words about an open request reach the office with it."""
    person.say("我要补充情况")
    person.say("她只能吃软的，门铃坏了要敲门")
    assert opened in person.text, person.story
    assert "门铃坏了要敲门" in json.dumps(desk.ticket(opened), ensure_ascii=False)


def test_a_request_is_cancelled(desk: Desk, person: Citizen, opened: str) -> None:
    """Asked once whether that is meant, then done; it can be opened anew."""
    person.say("我那个申请不要了，撤掉吧")
    assert desk.ticket(opened)["status"] != "cancelled"
    person.press("撤掉")
    assert desk.ticket(opened)["status"] == "cancelled"
    assert carry(person, "meal_service", MEAL_FIRST, MEAL) != opened


def test_a_correction_at_the_summary(desk: Desk, person: Citizen) -> None:
    """不对 … after the summary changes that detail and nothing else."""
    to_summary(person, "meal_service", MEAL_FIRST, MEAL)
    person.say("不对，是八十五岁")
    assert "85" in person.text, person.story
    person.press("没错，提交")
    details = desk.ticket(person.number())["details"]
    assert details["age"] == 85
    assert details["dining"] == "delivery"


def test_a_correction_after_opening(desk: Desk, person: Citizen, opened: str) -> None:
    """The office reads the new value, and that it was changed."""
    person.say("不对，我妈是八十五岁")
    assert "85" in person.text, person.story
    ticket = desk.ticket(opened)
    assert ticket["details"]["age"] == 85
    assert len(ticket["history"]) > 1


def test_the_same_request_twice_is_offered_to_be_one(desk: Desk, person: Citizen, opened: str) -> None:
    """Before a second one is opened, the first is offered."""
    assert carry(person, "meal_service", MEAL_FIRST, MEAL) == opened  # it is named, and nothing opened yet
    assert "补充到那一件" in person.buttons, person.story
    person.press("补充到那一件")
    talk = desk.ticket(opened)["conversation"]
    assert [t["number"] for t in desk.tickets() if t["conversation"] == talk] == [opened]


def test_status_is_told_at_any_time(person: Citizen, opened: str) -> None:
    """To whoever opened it, without a code."""
    assert opened in person.say("我的事办到哪一步了")
    assert "没人接手" in person.text


def test_status_by_number_and_code(person: Citizen, stranger: Citizen, opened: str) -> None:
    """Another account needs both; a wrong code answers like an unknown number, and tries are limited."""
    code = person.code()
    assert "长者助餐" not in stranger.say(f"我想查一下 {opened}")
    wrong = stranger.say(f"{opened} AAAAAAAA")
    assert "没有查到" in wrong
    assert stranger.say(f"{number.make(datetime(2020, 1, 1, tzinfo=UTC), 1)} AAAAAAAA") == wrong
    assert "长者助餐" in stranger.say(f"{opened} {code}")
    for _ in range(8):
        stranger.say(f"{opened} CCCCCCCC")
    assert "太多" in stranger.text


def test_forget_me(desk: Desk, person: Citizen, opened: str) -> None:
    """What may go goes, with a receipt; a running request is named as kept."""
    person.say("把我的资料都删掉")
    assert "删掉吗" in person.text, person.story
    person.press("删掉")
    assert "回执" in person.text, person.story
    assert opened in person.text
    assert desk.ticket(opened)["number"] == opened


def test_the_language_is_changed(person: Citizen) -> None:
    """English from the next word on, in the middle of a form too, and back."""
    person.say("助餐")
    assert "How old" in person.say("English please")
    person.language = "en"
    assert "live" in person.say("79")
    assert "裏" in person.say("繁體中文")


def talks(desk: Desk) -> set[str]:
    """Who waits and who is talked with, a line each."""
    return set(desk.nuanxin("talks", "list", "--as", "demo").splitlines())


def _called(desk: Desk, person: Citizen) -> str:
    """The talk of somebody who has just asked for a person."""
    before = talks(desk)
    person.say("我不想跟机器说，找个真人")
    assert "叫人" in person.text, person.story
    return next(line.split()[-1] for line in talks(desk) - before if line.startswith("call"))


def test_whoever_talks_with_a_person_has_the_assistant_back(desk: Desk, person: Citizen) -> None:
    """By words, in the middle of a talk that staff have; they no longer speak in it."""
    talk = _called(desk, person)
    desk.nuanxin("talks", "take", talk, "--as", "demo")
    assert person.say("你好，在吗") == ""
    assert "接着帮您" in person.say("回到小暖")
    assert desk.run("talks", "say", talk, "我来了", "--as", "demo").returncode == 1
    assert person.say("菜单")


def test_what_was_misunderstood_becomes_an_example(desk: Desk, opened: str, tmp_path: Path) -> None:
    """Staff say what was meant; its first words are written into a new file for review, and no file is overwritten."""
    assert "有人送饭" in desk.nuanxin("tickets", "wrong", opened, "visit_request", "--as", "demo")
    file = tmp_path / "lessons.yml"
    desk.nuanxin("export", "lessons", str(file))
    examples = yaml.safe_load(file.read_text("utf-8"))["visit_request"]["zh_Hans"]
    assert any("有人送饭" in one["text"] and one["heard"] == "meal_service" for one in examples)
    assert "is there already" in desk.run("export", "lessons", str(file)).stderr
    assert "the services are" in desk.run("tickets", "wrong", opened, "no_such_thing", "--as", "demo").stderr


def test_a_person_takes_the_talk(desk: Desk, person: Citizen) -> None:
    """Called, listed, taken: then the assistant is silent, both sides read each other, and it is given back."""
    talk = _called(desk, person)
    with person.listening() as events:
        desk.nuanxin("talks", "take", talk, "--as", "demo")
        events.until("值班员")
        assert person.say("你好，我妈的事想问问") == "" and person.replies == []
        assert "我妈的事想问问" in desk.nuanxin("talks", "show", talk, "--as", "demo")
        desk.nuanxin("talks", "say", talk, "您好，我在，您慢慢说", "--as", "demo")
        events.until("您慢慢说")
        desk.nuanxin("talks", "give-back", talk, "--as", "demo")
        events.until("我还在")
    assert person.say("菜单")


def test_danger_is_answered_first(desk: Desk, person: Citizen) -> None:
    """In the middle of a form: the public numbers at once, an alarm for staff, no more questions."""
    person.say("助餐")
    before = talks(desk)
    first = person.say("活着没意思，我不想活了")
    assert "12356" in first.split("\n\n")[0]
    assert "12356" in person.replies[0]["text"]
    assert "值班" in first
    assert "多大年纪" not in first
    (mine,) = (row for row in talks(desk) - before if row.startswith("ALARM"))
    assert "self_harm" in mine and "the writer" in mine
    assert not any(t["conversation"] in mine for t in desk.tickets())


@pytest.mark.parametrize(
    ("words", "phone"),
    [
        ("我爸突然倒地上叫不醒", "120"),
        ("有人拿刀砍我", "110"),
        ("阿媽胸口好痛，唞唔到氣", "120"),
        ("He is beating me right now, please help", "110"),
    ],
)
def test_each_danger_has_its_number(desk: Desk, words: str, phone: str) -> None:
    """The first reply of all holds it."""
    one = desk.citizen()
    one.say(words)
    assert phone in one.replies[0]["text"], one.story


def test_danger_to_another_goes_on_as_a_request(desk: Desk, person: Citizen) -> None:
    """Numbers first, then the form with every question skippable; its clock is the shortest."""
    person.say("火车站桥洞里躺着个老头，就一件单衣，冻得直抖，快不行了")
    assert re.search(r"110|120|12345", person.replies[0]["text"]), person.story
    for _ in range(12):
        if NUMBER.search(person.text):
            break
        confirm = [p for p in person.buttons.values() if p.startswith("f:confirm")]
        assert confirm or "跳过" in person.buttons, person.story
        person.say(confirm[0] if confirm else "跳过")
    ticket = desk.ticket(person.number())
    assert ticket["service"] == "street_rescue"
    assert ticket["clock"] == "immediate"
    _clocked(ticket)


def test_nobody_on_duty_is_said(make_desk: Callable[..., Desk]) -> None:
    """Never "someone is coming" when nobody is there, for danger and for a call."""
    desk = make_desk().start()
    desk.nuanxin("staff", "duty", "demo", "off")
    one, other = desk.citizen(), desk.citizen()
    assert "没有人值班" in one.say("我不想活了")
    assert "12356" in one.replies[0]["text"]
    assert "没有人值班" in other.say("找人工")
    assert "马上在这里回您" not in other.text


def test_what_is_not_ours_goes_to_12345(desk: Desk) -> None:
    """Said plainly, with the number; nothing is opened."""
    before = len(desk.tickets())
    for words in (
        "护照到期了去哪里换",
        "今天股票涨了没",
        "我要办结婚登记",
        "where can I renew my passport?",
        "公交卡點樣充值",
    ):
        one = desk.citizen()
        one.say(words)
        assert "12345" in one.text, one.story
        assert not NUMBER.search(one.text)
    assert len(desk.tickets()) == before
