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


@pytest.mark.parametrize(
    "text", ["忌口写错了，那是地址", "忌口填錯了，那是地址", "the diet is wrong, that is my address"]
)
def test_an_answer_given_at_the_wrong_question_goes_where_it_belongs(text: str) -> None:
    """The address is taken from it, and what it was not is asked anew."""
    talk = meals("给我妈订饭，她78岁")
    while talk.open != "summary":
        answers = {"address": "翠达花园3栋502", "dining": "2", "start": "明天", "diet": "罗湖区翠竹路9号"}
        talk.say(answers.get(talk.open, "跳过"))
    talk.say(text)
    assert talk.open == "diet" and "diet" not in talk.form.values
    assert talk.form.values["address"] == "罗湖区翠竹路9号" and talk.keys[0] == "form.corrected"


@pytest.mark.parametrize("text", ["忌口写错了，不是那个", "the diet is wrong"])
def test_a_detail_called_wrong_without_a_new_value_is_asked_anew(text: str) -> None:
    """Words that only point at it are no new value."""
    talk = before_the_end("district").say(text)
    assert talk.open == "diet" and talk.form.values.get("diet") == "少盐"


@pytest.mark.parametrize("text", ["忌口写错了", "the diet is wrong"])
def test_the_open_question_called_wrong_comes_once_more(text: str) -> None:
    """Such words are no answer to it, though any words would do."""
    talk = meals("给我妈订饭，她78岁，住罗湖区翠竹路12号，送到家，明天开始")
    assert talk.open == "diet"
    assert talk.say(text).open == "diet" and "diet" not in talk.form.values


@pytest.mark.parametrize(
    ("text", "open_one", "recipient"),
    [
        ("地址错了", "last_paid", "张三"),
        ("电话错了", "last_paid", "张三"),
        ("名字那一项写错了", "recipient", "张三"),
        ("我姓名写错了，是王老六", "last_paid", "王老六"),
    ],
)
def test_the_words_for_a_detail_never_become_its_value(text: str, open_one: str, recipient: str) -> None:
    """Without a value it is asked, one that the form has not is said to be none, and what is left is the value."""
    talk = Talk().say("补贴没到账", "allowance_payment")
    while talk.open != "last_paid":
        talk.say({"allowance": "高龄津贴", "month": "9月", "recipient": "张三"}[talk.open])
    talk.say(text)
    assert (talk.open, talk.form.values["recipient"]) == (open_one, recipient)
    assert ("form.no_such" in talk.keys) == (text in ("地址错了", "电话错了"))


@pytest.mark.parametrize("text", ["对了，是八十五，刚才说错了", "對了，係八十五，啱先講錯咗"])
def test_a_number_told_anew_in_passing_is_the_age_and_no_address(text: str) -> None:
    """The address that was answered last stays."""
    talk = Talk().say("给我妈订饭，78岁", "meal_service").say("翠竹路9号").say(text)
    assert (talk.form.values["age"], talk.form.values["address"]) == (85, "翠竹路9号")
