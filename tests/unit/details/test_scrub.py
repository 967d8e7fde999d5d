"""What may be kept to learn from."""

from __future__ import annotations

import pytest

from actions import details
from actions.details import Setting
from tests.known import known
from tests.unit.details.builders import NOW

CASES = {
    "我妈刘秀英82岁住罗湖区翠竹路5号，想订饭，电话13800001234": ("刘秀英", "82", "罗湖", "翠竹", "1380"),
    "我叫李建国，今年七十八，家在深圳福田，老伴王秀兰走了，一个人懒得开火": ("李建国", "七十八", "福田", "王秀兰"),
    "My name is John Smith, I'm 82, at 12 Garden Road, call 13800001234 or a@b.cn": (
        "John",
        "82",
        "Garden",
        "b.cn",
    ),
    "我妈王秀英腿摔过，开不了火": ("王", "秀英"),
    "王阿姨三天没出门了，在3栋502": ("王", "502"),
    "Mrs Wong next door is 90, in flat 4B": ("Wong", "90", "4"),
    "身份证 44030519400101123X，打一三八零零零零一二三四": ("4403", "一三八"),
    "我叫欧阳小禾，想给我妈订饭": ("欧阳", "小禾"),
    "诸葛明问低保怎么办": ("诸葛", "明"),
    "我是买买提，我爸走不动了": ("买买提",),
    "我叫买买提·艾力，想申请低保": ("买买提", "艾力"),
    "阿嫲陳美玲住院冇人照顧": ("陳", "美玲"),
    "朵朵晚上总哭，小宝没人带": ("朵", "小宝"),
    "我儿子建国不管我": ("建国",),
    "My grandson Tommy has nobody": ("Tommy",),
    "我在禾岭实业有限公司上班，欠我工资": ("禾岭",),
    "厂里叫禾岭电子厂，欠我工资": ("禾岭",),
    "我家在莲花二村12栋": ("莲花", "二村", "12"),
    "照片在 https://example.test/a?b=1 ，孩子在翠竹小学": ("example", "翠竹"),
}


@pytest.mark.parametrize("text", CASES)
def test_nothing_personal_is_left(text: str) -> None:
    """Names, ages, addresses, numbers and links go."""
    left = details.scrub(text, (), Setting(NOW, known()))
    assert not [word for word in CASES[text] if word in left], left


def test_the_need_is_left() -> None:
    """In the person's own words; a text without anything personal stays as it is."""
    setting = Setting(NOW, known())
    assert details.scrub("老伴走了以后我一个人懒得开火", (), setting) == "老伴走了以后我一个人懒得开火"
    assert details.scrub("我妈高血压，女儿马上要回来", (), setting) == "我妈高血压，女儿马上要回来"
    assert "想订饭" in details.scrub("我妈刘秀英82岁，想订饭", (), setting)
    for text in (
        "建国以来的老党员",
        "小孩发烧了",
        "我爸妈吵架",
        "my son needs lunch",
        "小区里的老人没人管",
        "宝宝没奶粉",
    ):
        assert details.scrub(text, (), setting) == text
    assert details.scrub("我儿子建国不管我", (), setting) == "我儿子某某不管我"
    assert "lunch" in details.scrub("hot lunch for Mrs Wong", (), setting)


def test_known_values_go_wherever_they_stand() -> None:
    """The requester's name is taken out although no word announces it."""
    assert "小花" not in details.scrub("小花想吃饭", ("小花",), Setting(NOW, known()))
