"""Something told earlier was wrong."""

from __future__ import annotations

import pytest

from tests.unit.dialogue.talk import Talk, meals


@pytest.mark.parametrize(
    ("text", "id", "value"),
    [
        ("不对 年龄是八十二", "age", 82),
        ("年纪写错了 应该是81", "age", 81),
        ("actually the age is 79", "age", 79),
        ("住的地方不对，是罗湖区翠竹路9号", "address", "罗湖区翠竹路9号"),
        ("不是78 是76", "age", 76),
        ("not 78 but 76", "age", 76),
    ],
)
@pytest.mark.parametrize("open_one", ["diet", "district"])
def test_a_correction_goes_to_the_detail_that_it_names(open_one: str, text: str, id: str, value: object) -> None:
    """Part of a label, or the old value, tells which; no free text takes the words."""
    talk = before_the_end(open_one).say(text)
    assert talk.keys[0] == "form.corrected"
    assert talk.form.values[id] == value
    assert talk.form.values.get("diet") in (None, "少盐")


@pytest.mark.parametrize(("text", "id"), [("地址错了", "address"), ("age is wrong", "age"), ("年纪说错了", "age")])
@pytest.mark.parametrize("open_one", ["diet", "district"])
def test_a_detail_that_is_called_wrong_is_asked_again(open_one: str, text: str, id: str) -> None:
    """Without a new value the question comes once more, and then the form goes on."""
    talk = before_the_end(open_one).say(text)
    assert talk.open == id
    assert talk.form.values.get("diet") in (None, "少盐")
    assert talk.say("80" if id == "age" else "翠竹路9号").open == open_one


def before_the_end(open_one: str) -> Talk:
    """A form for meals at its question for the diet or the district."""
    talk = meals()
    for answer in ("78", "翠达花园3栋502", "2", "明天", "少盐"):
        if talk.open != open_one:
            talk.say(answer)
    assert talk.open == open_one
    return talk
