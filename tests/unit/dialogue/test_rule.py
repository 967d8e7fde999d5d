"""Rules that decide, and a guardian's consent."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from actions.details import Value
from actions.dialogue.form import CONSENT
from actions.dialogue.rule import age, judge
from actions.dialogue.shapes import Message
from data.model import Condition, Words
from tests.unit.dialogue.talk import NOW, Talk, catalogue

MIGRANT = "migrant_child_registration"
NONE = Words("-", "-", "-")


def migrant(now: datetime = NOW, /, **values: str) -> Talk:
    """The migrant child's form answered so far as it asks."""
    told = {
        "birth_date": "2015年3月5日",
        "registered_county": "湖南省邵阳市隆回县",
        "living_county": "长沙市岳麓区",
        "since": "2024年9月1日",
        "came_with_guardian": "是的",
    } | values
    talk = Talk(now=now).send(Message(pressed=f"n:{MIGRANT}"))
    for _ in range(8):
        if not talk.form.current or talk.form.current not in told:
            break
        talk.say(told[talk.form.current])
    return talk


def failed(talk: Talk) -> str:
    """The condition that the person was told of."""
    service = catalogue().services[MIGRANT]
    assert service.decide is not None and talk.keys[-1] == "rule.fails", talk.keys
    return next(c.id for c in service.decide.conditions if c.fails == talk.replies[-1].params["reason"])


def test_a_migrant_child_is_registered_where_all_holds() -> None:
    """And it is said that the rule holds, once."""
    talk = migrant()
    assert talk.open == "summary" and "rule.holds" in talk.keys


@pytest.mark.parametrize(
    "values",
    [
        {"birth_date": "2009年1月1日"},
        {"since": "上个月"},
        {"came_with_guardian": "不是"},
        {"registered_county": "长沙市天心区"},
    ],
)
def test_each_condition_fails_with_its_reason_and_what_there_is_instead(values: dict[str, str]) -> None:
    """No request; other services, a person, and a way to correct."""
    talk = migrant(**values)
    detail = next(iter(values))
    service = catalogue().services[MIGRANT]
    assert service.decide is not None
    condition = next(c for c in service.decide.conditions if c.id == failed(talk))
    assert detail in condition.details and not talk.commands
    payloads = [b.payload for b in talk.replies[-1].buttons]
    assert payloads == [*(f"n:{i}" for i in service.decide.instead), "f:change", "c:person"]


def test_a_failed_rule_can_be_corrected() -> None:
    """A slip in the birth date is no verdict for ever."""
    talk = migrant(birth_date="2009年1月1日")
    assert talk.open == "failed"
    talk.press("f:change").press(":birth_date").say("2015年3月5日")
    assert talk.open not in ("failed", "choosing")


def test_a_failed_rule_is_not_offered_again() -> None:
    """Choosing another service lets it go."""
    talk = migrant(birth_date="2009年1月1日").press("n:left_behind_child")
    assert talk.form.service == "left_behind_child" and talk.conversation.parked == ()


def condition(test: str, number: int | None, *details: str) -> Condition:
    """A condition over details."""
    return Condition("c", test, details, number, NONE)


@pytest.mark.parametrize(
    ("test", "number", "values", "verdict"),
    [
        ("younger_than", 16, {"a": "2010-11-23"}, True),
        ("younger_than", 16, {"a": "2010-11-22"}, False),
        ("younger_than", 16, {"a": 15}, True),
        ("younger_than", 16, {"a": 16}, False),
        ("months_since", 6, {"a": "2026-05-22"}, True),
        ("months_since", 6, {"a": "2026-05-23"}, False),
        ("months_since", 6, {"a": "2026-05"}, True),
        ("months_since", 6, {"a": "2026-06"}, False),
        ("months_since", 6, {"a": "2019"}, True),
        ("months_since", 6, {"a": "2026-05"}, True),
        ("yes", None, {"a": True}, True),
        ("yes", None, {"a": False}, False),
        ("yes", None, {}, None),
        ("younger_than", 16, {"a": "nonsense"}, None),
    ],
)
def test_conditions_at_their_edges(
    test: str, number: int | None, values: dict[str, Value], verdict: bool | None
) -> None:
    """The day itself counts; what cannot be told is None."""
    assert judge(condition(test, number, "a"), values, NOW.date()) is verdict


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ("长沙市天心区", "长沙市岳麓区", False),
        ("湖南省邵阳市隆回县", "长沙市岳麓区", True),
        ("长沙市浏阳市", "长沙市岳麓区", True),
        ("火星", "长沙市岳麓区", None),
    ],
)
def test_urban_districts_of_one_city_are_one_place(a: str, b: str, verdict: bool | None) -> None:
    """A county-level city counts as another county; the unknown is left to the office."""
    assert judge(condition("other_county", None, "a", "b"), {"a": a, "b": b}, NOW.date()) is verdict


def test_born_on_the_twenty_ninth_of_february() -> None:
    """Turns on the first of March in ordinary years."""
    assert age("2012-02-29", date(2026, 2, 28)) == 13
    assert age("2012-02-29", date(2026, 3, 1)) == 14


@pytest.mark.parametrize(("hour", "fails"), [(15, False), (16, True)])
def test_the_day_is_the_one_on_the_wall(hour: int, fails: bool) -> None:
    """At half past midnight in China it is still yesterday in UTC, where the desk's clock runs."""
    talk = migrant(datetime(2026, 11, 21, hour, 30, tzinfo=UTC), birth_date="2010年11月22日")
    assert (talk.keys[-1] == "rule.fails") is fails


def contest(years: str) -> Talk:
    """A contest entry, answered until the author's age is told."""
    talk = Talk().send(Message(pressed="n:contest_entry"))
    for _ in range(8):
        current = talk.form.current
        if "age" in current:
            return talk.say(years)
        talk.say({"title": "我的奶奶", "author_name": "张小明", "author": "张小明"}.get(current, "1"))
    raise AssertionError(talk.open)


def test_under_fourteen_a_guardian_is_asked() -> None:
    """Yes goes on and is kept with the request."""
    talk = contest("9岁")
    assert talk.open == "consent" and talk.keys[-1] == "form.guardian"
    assert talk.say("同意").form.values[CONSENT] is True
    assert talk.open != "consent"


def test_no_consent_keeps_the_entry_and_offers_a_person() -> None:
    """Nothing is opened."""
    talk = contest("13岁").say("不同意")
    assert talk.keys == ["form.guardian_refused"] and talk.open == "consent" and not talk.commands


def test_at_fourteen_nobody_is_asked() -> None:
    """The edge."""
    assert contest("14岁").open != "consent"


def test_what_begins_like_a_yes_is_no_consent() -> None:
    """ "会弹琴" tells what a child can do; the guardian is asked once more."""
    talk = contest("9岁").say("会弹琴")
    assert talk.open == "consent" and talk.keys[-1] == "form.guardian"
    assert talk.say("妈妈同意").open != "consent"
