"""A district whose name several cities have."""

from __future__ import annotations

import pytest

from tests.unit.dialogue.talk import Talk, meals


def registered() -> Talk:
    """A form that asks where a child is registered."""
    talk = Talk().say("给孩子办流动儿童登记，2018年5月12日生", "migrant_child_registration")
    assert talk.open == "registered_county"
    return talk


@pytest.mark.parametrize("text", ["鼓楼区", "鼓樓區", "在鼓楼区", "鼓楼"])
def test_typed_alone_the_cities_are_offered(text: str) -> None:
    """And a press tells which."""
    talk = registered().say(text)
    assert talk.keys == ["form.which_city"] and talk.open == "registered_county"
    assert {"南京市鼓楼区", "福州市鼓楼区"} <= {b.title.zh_Hans for b in talk.replies[0].buttons}  # type: ignore[union-attr]
    talk.press(talk.replies[0].buttons[0].payload)
    assert str(talk.form.values["registered_county"]).endswith("市鼓楼区") and talk.open == "living_county"


@pytest.mark.parametrize("text", ["南京", "南京市", "南京鼓楼区"])
def test_the_city_alone_tells_which(text: str) -> None:
    """It is read with the district before it."""
    assert registered().say("鼓楼区").say(text).form.values["registered_county"] == "南京市鼓楼区"


def test_it_is_asked_once() -> None:
    """Who says the same again is taken at their word."""
    assert registered().say("鼓楼区").say("鼓楼区").form.values["registered_county"] == "鼓楼区"


@pytest.mark.parametrize("text", ["罗湖区", "北京朝阳区", "鼓楼区中山路12号"])
def test_what_is_clear_is_not_asked(text: str) -> None:
    """Nor an address: its office finds it."""
    assert meals("给我妈订饭，她78岁，送到家里").say(text).open == "start"


def test_of_an_address_it_is_asked_too() -> None:
    """A district alone leads to no office where there are several."""
    talk = meals("给我妈订饭，她78岁，送到家里").say("城关区")
    assert talk.keys == ["form.which_city"]
    assert talk.say("兰州市城关区").form.values["district"] == "兰州市城关区"
