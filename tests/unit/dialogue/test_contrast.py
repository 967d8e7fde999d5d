""" "Not this but that", and a no before another value."""

from __future__ import annotations

import pytest

from actions.desk.commands import OpenTicket
from tests.unit.dialogue.talk import Talk, meals


@pytest.mark.parametrize("text", ["不，是83", "不是，她83了", "唔係，83", "no, 83", "no, she is 83"])
@pytest.mark.parametrize("service", ["meal_service", "visit_request", "vaccination_escort"])
def test_an_age_told_at_first_is_put_right_by_a_no(service: str, text: str) -> None:
    """The open question, which almost any words answer, does not take it."""
    talk = Talk().say("我妈78，想找人上门", service)
    before = talk.open
    assert talk.form.values["age"] == 78 and talk.form.asked[0] == before
    talk.say(text)
    assert talk.form.values["age"] == 83 and talk.keys[0] == "form.corrected"
    assert talk.open == before and before not in talk.form.values


@pytest.mark.parametrize(
    ("first", "service", "told", "text", "id", "value"),
    [
        ("我想当志愿者", "volunteer_signup", ["张三"], "不，我叫张珊", "name", "张珊"),
        ("我想當義工", "volunteer_signup", ["张三", "30"], "不，我叫张珊", "name", "张珊"),
        ("想捐东西", "donation", ["物资", "棉衣"], "不是棉衣是书", "what", "书"),
        ("想捐東西", "donation", ["物資", "棉衣"], "不是棉衣，是書", "what", "書"),
        ("I want to donate", "donation", ["goods", "winter coats"], "not winter coats but books", "what", "books"),
        ("给孩子登记", "migrant_child_registration", ["2016年5月12号"], "不，是2017年", "birth_date", "2017-05-12"),
        ("给我妈订饭", "meal_service", ["78", "送到翠竹路9号"], "不是9号，是19号", "address", "送到翠竹路19号"),
    ],
)
def test_what_was_told_otherwise_is_changed_and_answers_nothing_else(
    first: str, service: str, told: list[str], text: str, id: str, value: object
) -> None:
    """And said so; the open question stays."""
    talk = Talk().say(first, service)
    for answer in told:
        talk.say(answer)
    before = talk.open
    talk.say(text)
    assert talk.form.values[id] == value and talk.keys[0] == "form.corrected"
    assert talk.open == before and before not in talk.form.values


@pytest.mark.parametrize("text", ["不是周末，是工作日晚上", "工作日晚上，不是周末"])
def test_a_choice_that_was_picked_gives_way_to_the_other(text: str) -> None:
    """Of several choices only the one called wrong goes."""
    talk = Talk().say("我想当志愿者", "volunteer_signup")
    for answer in ("张三", "30", "陪聊", "周末"):
        talk.say(answer)
    assert talk.say(text).form.values["days"] == ("weekdays", "evenings")


@pytest.mark.parametrize(
    ("first", "service", "text"),
    [
        ("给我妈订饭，她78岁", "meal_service", "不是给我妈，是给我爸"),
        ("給我媽訂飯，她78歲", "meal_service", "唔係我媽，係我爸"),
        ("我儿子10岁，被同学欺负", "bullying_help", "不是儿子，是女儿"),
        ("my son is 10, he is bullied", "bullying_help", "not my son, my daughter"),
        ("my son is 10, he is bullied", "bullying_help", "my daughter, not my son"),
    ],
)
def test_for_whom_it_is_not_is_no_address(first: str, service: str, text: str) -> None:
    """The office reads it, and what is open is asked again."""
    talk = Talk().say(first, service)
    before = talk.open
    talk.say(text)
    assert talk.keys[0] in ("form.noted", "form.corrected") and talk.open == before and text in talk.form.said
    assert text not in talk.form.values.values()


def test_an_answer_of_that_shape_about_nothing_told_before_is_one() -> None:
    """ "不是他，是老师" tells what happened."""
    talk = Talk().say("孩子10岁，在学校被欺负", "bullying_help")
    while talk.open != "what_happened":
        talk.say("翠竹小学")
    assert talk.say("不是一个人打，是三个人打").form.values["what_happened"] == "不是一个人打，是三个人打"


def test_a_no_that_answers_changes_nothing() -> None:
    """A house is no age, and a diet takes no age back."""
    home = meals("给我妈订饭，她78岁").say("不，15栋302")
    assert home.form.values["age"] == 78 and not [c for c in home.commands if isinstance(c, OpenTicket)]


@pytest.mark.parametrize(
    ("text", "keys"), [("罗湖区", "form.noted"), ("羅湖區", "form.noted"), ("南山区", "say.words")]
)
def test_a_district_alone_is_no_answer_in_free_words(text: str, keys: str) -> None:
    """It goes where it belongs, and the illness is asked for again."""
    talk = Talk().say("我82了，要人陪打疫苗", "vaccination_escort")
    assert talk.open == "illness_history" and talk.say(text).keys[0] == keys
    assert talk.open == "illness_history" and "illness_history" not in talk.form.values


@pytest.mark.parametrize(
    ("home", "text", "whole"),
    [
        ("长沙岳麓区麓山南路1号", "不对，是麓山北路，不是麓山南路", "长沙岳麓区麓山北路1号"),
        ("长沙岳麓区麓山南路1号", "门牌错了，是15号", "长沙岳麓区麓山南路15号"),
        ("长沙岳麓区麓山南路1号", "不对，是15号", "长沙岳麓区麓山南路15号"),
        ("長沙岳麓區麓山南路1號", "門牌寫錯咗，係15號", "長沙岳麓區麓山南路15號"),
        ("长沙岳麓区麓山南路12号楼3单元", "楼号错了，12号改成21号", "长沙岳麓区麓山南路21号楼3单元"),
        ("长沙岳麓区麓山南路12号楼3单元", "单元错了，是2单元", "长沙岳麓区麓山南路12号楼2单元"),
        ("武汉武昌区中南路8号", "不对，不是中南路，是中北路", "武汉武昌区中北路8号"),
        ("20 Nanjing East Road, Shanghai", "No, it's 22 Nanjing West Road", "22 Nanjing West Road, Shanghai"),
        ("20 Nanjing East Road, Shanghai", "the house number is wrong, it's 22", "22 Nanjing East Road, Shanghai"),
    ],
)
@pytest.mark.parametrize("answers", [(), ("送到家",)])
def test_a_part_of_an_address_put_right_changes_that_part(
    home: str, text: str, whole: str, answers: tuple[str, ...]
) -> None:
    """The rest of the address stays as it was typed, and no day is made of a house."""
    first = f"meals for my mother, 78, she lives at {home}" if home.isascii() else f"给我妈订饭，78岁，住{home}"
    talk = Talk().say(first, "meal_service")
    for answer in answers:
        talk.say(answer)
    assert talk.form.values["address"] == home
    before = talk.open
    talk.say(text)
    assert talk.form.values["address"] == whole and talk.keys[0] == "form.corrected"
    assert talk.open == before and before not in talk.form.values
