"""Numbers near the person: those of their own district first, where the file has one, else the national ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.dialogue.shapes import View
from data.model import Contact, Words
from tests.unit.dialogue import talk as talking
from tests.unit.dialogue.talk import Talk


def local(id: str, number: str, *districts: str) -> Contact:
    """A number of one place."""
    return Contact(id, number, Words(id, id, id), Words(id, id, id), (), "a test", "2026-11-22", districts)


@pytest.fixture(autouse=True)
def numbers_of_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue with a number of one district and one of a whole city."""
    known = talking.catalogue()
    places = (local("longgang_desk", "0000-0001", "深圳市龙岗区"), local("city_desk", "0000-0002", "深圳市"))
    changed = replace(known, contacts={**known.contacts, **{c.id: c for c in places}})
    monkeypatch.setattr(talking, "catalogue", lambda: changed)


def shown(talk: Talk) -> list[str]:
    """The numbers that were told, in order."""
    told = talk.replies[0].params["numbers"]
    return [str(row[1]) for row in told if isinstance(row, tuple)] if isinstance(told, tuple) else []


def test_a_named_district_has_its_own_number_first() -> None:
    """And the national ones follow."""
    numbers = shown(Talk().say("深圳龙岗区附近有什么求助电话", "find_contact"))
    assert numbers[:2] == ["0000-0001", "0000-0002"] and "12345" in numbers


def test_another_district_of_the_city_has_the_citys_number_only() -> None:
    """A number of Longgang is not told in Luohu."""
    numbers = shown(Talk().say("我在深圳市罗湖区 附近的求助电话", "find_contact"))
    assert numbers[0] == "0000-0002" and "0000-0001" not in numbers


@pytest.mark.parametrize("text", ["附近有什么求助电话", "杭州市西湖区有什么求助电话"])
def test_elsewhere_and_nowhere_only_national_numbers_are_told(text: str) -> None:
    """Nobody reads the number of a place that is not theirs."""
    assert not [n for n in shown(Talk().say(text, "find_contact")) if n.startswith("0000")]


def test_the_district_of_an_earlier_request_is_enough() -> None:
    """Who has said where they live need not say it again."""
    talk = Talk(view=View(known={"district": "深圳市龙岗区"})).say("附近有什么求助电话", "find_contact")
    assert shown(talk)[0] == "0000-0001"


@pytest.mark.parametrize(
    ("text", "number"),
    [("妇联电话多少", "12338"), ("民政局电话是多少", "12349"), ("what is the number of the fraud line", "96110")],
)
def test_a_number_that_is_asked_for_is_told_alone(text: str, number: str) -> None:
    """With what it is for; the others are one press away."""
    talk = Talk().say(text, "find_contact")
    assert talk.keys == ["contacts.one"] and shown(talk) == [number]
    assert "12345" in shown(talk.press("find_contact"))


def test_two_numbers_asked_for_are_told_before_all_others() -> None:
    """Nothing else stands between them."""
    assert shown(Talk().say("报警和急救的电话是多少", "find_contact")) == ["120", "110"]
