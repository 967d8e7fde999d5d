"""Free text: what is said unmistakably, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from actions.details import affirmation, english_dates, spot
from actions.details.prose import NEAR
from data.model import Detail
from tests.known import known
from tests.unit.details.builders import LUOHU, choice, detail, setting

ELDER = detail("age", "elder_age", of="elder")
CHILD = detail("age", "child_age", of="child", max=17)
ADULT = detail("age", "adult_age", of="adult")
ADDRESS = detail("place", "address", of="elder")
REGISTERED = detail("place", "registered_address", of="elder")
PHONE = detail("phone")
INCOME = detail("money", "income")
COST = detail("money", "own_cost")
WORKING = detail("count", "working")
MONEY = detail("money")
BUDGET = detail("money", "budget")
HOUSEHOLD = detail("count", "household")
SINCE = detail("date", "since")
START = detail("date", "start")
BIRTH = detail("birth_date", of="child")
POLICE = detail("yes_no", "police")
ALONE = detail("yes_no", "alone")
MONTH = detail("month", "month")
LAST_PAID = detail("month", "last_paid", required=False)
HURT = detail("yes_no", "hurt", match=("有伤", "淤青", "hurt", "bruises"))
DINING = detail("choice", "dining")
STORY = detail("text", "story", opening=True)
ILLNESS = detail("text", "illness", match=("糖尿病",))
NAME = detail("name", "name")
HOSPITAL = detail("name", "hospital")
COUNTY = detail("district", "registered_county", of="child")
LIVING = detail("district", "living_county", of="child")

DIET = detail("text", "diet", match=("少盐", "不吃辣", "忌口", "low salt"), required=False)

PERSON = detail(
    "choice",
    "person",
    choices=(choice("elder", "老人", "老人"), choice("child", "孩子", "孩子"), choice("adult", "其他大人", "哥哥")),
)
ASKER = detail("choice", "asker", choices=(choice("self", "我自己"), choice("neighbour", "邻居", "邻居", "neighbour")))
SCHOOL = detail("name", "school")
GOODS = detail("text", "what", about="goods")

TEXTS: list[tuple[tuple[Detail, ...], str, dict[str, Any]]] = [
    ((CHILD,), "我家孩子小学三年级，放学没人接", {"child_age": 9}),
    ((CHILD,), "孙女上幼儿园大班", {"child_age": 6}),
    ((CHILD,), "她妈小学三年级文化", {}),
    ((CHILD,), "我教三年级，班里有个孩子", {}),
    ((ELDER,), "八十六了，一个人，做不动饭", {"elder_age": 86}),
    ((ELDER,), "86 想订饭", {"elder_age": 86}),
    ((ELDER,), "110，快来", {}),
    ((ADULT,), "叫王小明，今年四十三，得了白血病", {"adult_age": 43}),
    ((ADULT,), "今年四十三户要申请", {}),
    ((INCOME,), "一家人一共收入两千三，想办低保", {"income": 2300}),
    ((INCOME,), "就我老公一个人挣钱，每月两千八", {"income": 2800}),
    ((BUDGET,), "想找护理院，每月最多五千", {"budget": 5000}),
    ((COST,), "自己掏了八万", {"own_cost": 80000}),
    ((WORKING,), "全家五口人，就一个人上班", {"working": 1}),
    ((WORKING,), "家里没有一个人上班", {}),
    ((SINCE,), "从四川过来住了一年多", {"since": "2025-11"}),
    ((SCHOOL,), "孙子八岁，在星沙一小读书", {"school": "星沙一小"}),
    ((SCHOOL,), "孩子在长沙县星沙一小，九岁", {"school": "长沙县星沙一小"}),
    ((SCHOOL,), "孩子上深圳市第三高级中学，没人管", {"school": "深圳市第三高级中学"}),
    ((SCHOOL,), "我在家一小时了", {}),
    ((GOODS,), "想捐五箱牛奶和二十件棉衣给孩子们", {"what": "五箱牛奶和二十件棉衣"}),
    ((GOODS,), "我有两百本童书想捐", {"what": "两百本童书"}),
    ((GOODS,), "想出一份力，捐一部分", {}),
    ((PERSON,), "我弟弟6岁走丢了", {"person": "child"}),
    ((PERSON,), "my brother, 45 years old, is lost", {"person": "adult"}),
    ((PERSON,), "我弟弟45岁走丢了", {"person": "adult"}),
    ((ASKER,), "邻居家的学生娃写的", {}),
    ((ASKER,), "written by my neighbour's boy", {}),
    ((ASKER,), "我想给邻居问一下", {"asker": "neighbour"}),
    ((SCHOOL,), "给我爸登记养老院，给我儿子登记留守儿童", {}),
    ((ADDRESS,), "并且投诉社区食堂", {}),
    ((ADDRESS,), "想找能住哪家养老院", {}),
    ((ADDRESS,), "住人民路3栋10号，想找养老院", {"address": "人民路3栋10号"}),
    ((START,), "想找养老院，一月三千左右", {}),
    ((START,), "三月三千块能住吗", {}),
    ((START,), "文化路一段10号", {}),
    ((COST,), "看病花光了积蓄，欠了二十一万", {}),
    ((COST,), "住院花了八万，欠了二十一万", {"own_cost": 80000}),
    ((INCOME,), "欠了二十一万，全家没有收入", {"income": 0}),
    ((INCOME,), "养老金180，儿子给600", {}),
    ((INCOME,), "年收入三万块", {"income": 2500}),
    ((INCOME,), "I earn 900 yuan a month and my wife 600", {}),
    ((INCOME,), "没收入，靠捡废品一天十来块", {}),
    ((START,), "每月初一、十五不吃肉", {}),
    ((SINCE,), "我要住院，孩子没人带，从12月1号到10号", {}),
    ((SINCE,), "比3月5号贵了", {}),
    ((ELDER,), "奶奶差两个月八十", {"elder_age": 79}),
    ((ELDER,), "奶奶1938年三月初二的", {}),
    ((MONTH, LAST_PAID), "低保从三月到五月没发", {"month": "2026-03/2026-05"}),
    ((DIET,), "想给我妈订饭，她吃得少盐", {"diet": "吃得少盐"}),
    ((DIET,), "我妈82岁，要少盐，不吃辣，送到家", {"diet": "要少盐，不吃辣"}),
    ((DIET,), "没有忌口", {"diet": "没有忌口"}),
    ((DIET,), "Meals for my mother, low salt please", {"diet": "low salt please"}),
    ((DIET,), "我妈好几天不吃饭", {}),
    ((START, ADDRESS), "住在3月路5号", {"address": "3月路5号"}),
    ((ELDER,), "奶奶一个人住，83，想有人去看看她", {"elder_age": 83}),
    ((ELDER,), "奶奶住12栋，302，想有人去看看她", {}),
    ((SINCE,), "昨天夜里家里着火，什么都没了", {"since": "2026-11-21"}),
    ((ELDER, CHILD), "我妈78 想送餐", {"elder_age": 78}),
    ((ELDER,), "帮我妈申请 她81 户口在罗湖", {"elder_age": 81}),
    ((ELDER,), "我们村 81户老人", {}),
    ((ELDER, CHILD), "孩子6岁，我今年81", {"child_age": 6, "elder_age": 81}),
    ((ELDER, CHILD), "一个8岁的孩子和87岁的奶奶", {"child_age": 8, "elder_age": 87}),
    ((ELDER,), "我今年81", {"elder_age": 81}),
    ((ELDER,), "我儿子45，我78", {"elder_age": 78}),
    ((CHILD,), "我儿子45，我78", {}),
    ((ELDER,), "阿嫲八十七歲喇", {"elder_age": 87}),
    ((CHILD,), "女儿带着八个月大的宝宝", {"child_age": 0}),
    ((ELDER, CHILD), "I'm 81, my grandson is 7", {"elder_age": 81, "child_age": 7}),
    ((ELDER,), "my mum is 82 and lives alone", {"elder_age": 82}),
    ((ELDER,), "60岁以上的老人可以领吗", {}),
    ((ELDER, CHILD), "我妈有三个孩子，住3栋502", {}),
    ((ELDER, PHONE), "我奶奶电话13800007878", {"phone": "13800007878"}),
    ((ELDER, PHONE, INCOME), "电话13800001280", {"phone": "13800001280"}),
    ((ELDER,), "我老伴79，我82", {}),
    ((ADULT,), "我老伴79，我82", {"adult_age": 82}),
    ((ELDER,), "不是78岁", {}),
    ((ADDRESS,), "我妈住在翠竹街道翠达花园3栋502，想送餐", {"address": "翠竹街道翠达花园3栋502"}),
    ((ADDRESS,), "孩子在王家庄，奶奶住罗湖区翠竹路12号", {"address": "罗湖区翠竹路12号"}),
    ((ADDRESS, REGISTERED), "户口在衡阳县，现在住罗湖区", {"address": "罗湖区", "registered_address": "衡阳县"}),
    ((ADDRESS,), "户口在衡阳县", {}),
    ((ADDRESS,), "一路走来都是山路", {}),
    ((ADDRESS,), "我们小区没有电梯", {}),
    ((ADDRESS,), "我爸在东莞", {}),
    ((ADDRESS,), "在人民公园门口", {"address": "人民公园门口"}),
    ((ADDRESS,), "老人住喺深水埗，想送飯", {"address": "深水埗"}),
    (
        (COUNTY, LIVING),
        "户口在湖南衡阳县，去年来深圳罗湖",
        {"registered_county": "衡阳市衡阳县", "living_county": "深圳市罗湖区"},
    ),
    (
        (COUNTY, LIVING),
        "我是湖南衡阳县的，现在住深圳罗湖",
        {"registered_county": "衡阳市衡阳县", "living_county": "深圳市罗湖区"},
    ),
    ((LIVING,), "爸妈在东莞打工", {}),
    ((LIVING,), "住在朝阳区", {}),
    ((INCOME,), "每月收入三千块", {"income": 3000}),
    ((COST,), "每月收入三千块", {}),
    ((COST,), "住院花了三万多块", {"own_cost": 30000}),
    ((INCOME, COST), "退休金1200块，药费花了5000元", {"income": 1200, "own_cost": 5000}),
    ((BUDGET,), "药费欠了5000元", {}),
    ((INCOME,), "收入三千", {}),
    ((INCOME,), "我一个人，月收入1500", {"income": 1500}),
    ((INCOME,), "一块钱收入都没有", {}),
    ((HOUSEHOLD,), "我们一家五口，就我一个人挣钱", {"household": 5}),
    ((HOUSEHOLD,), "一个老人带着三个孩子", {}),
    ((SINCE,), "上礼拜三我妈走丢了", {"since": "2026-11-11"}),
    ((SINCE,), "孩子没人管三个月了", {"since": "2026-08"}),
    ((SINCE,), "我今天想问一下", {}),
    ((SINCE,), "想明天去", {}),
    ((SINCE,), "爸爸上个月被抓，从前天开始没人管", {"since": "2026-11-20"}),
    ((SINCE, BIRTH), "2015年3月5日出生", {"birth_date": "2015-03-05"}),
    ((START,), "想从下周一开始", {"start": "2026-11-23"}),
    ((START,), "昨天打电话没人接", {}),
    ((POLICE,), "已经报警了", {"police": True}),
    ((POLICE,), "还没报警", {"police": False}),
    ((POLICE,), "怎么报警", {}),
    ((INCOME, HOUSEHOLD), "我家四口人没收入", {"income": 0, "household": 4}),
    ((INCOME,), "family of five, no income", {"income": 0}),
    ((INCOME,), "家里没有收入证明", {}),
    ((INCOME,), "我们家不是没有收入，就是少", {}),
    ((INCOME,), "家里要是没有收入可以申请低保吗", {}),
    ((INCOME,), "如果全家没有经济来源，可以申请吗", {}),
    ((INCOME,), "my family has no income certificate", {}),
    ((INCOME,), "不是我懒，我们家没有收入", {"income": 0}),
    ((MONEY,), "想捐300本书", {}),
    ((MONEY,), "捐了500件棉衣", {}),
    ((MONEY,), "还欠300斤粮", {}),
    ((MONEY,), "看病欠了八万多，怎么办", {"money": 80_000}),
    ((MONEY,), "想捐300元", {"money": 300}),
    ((INCOME,), "我自己没有收入", {}),
    ((COST,), "自己花了八万，有医保", {"own_cost": 80000}),
    ((COST,), "花了三天", {}),
    ((WORKING,), "家里没人上班", {"working": 0}),
    ((WORKING,), "社区没人上班，办低保找谁", {}),
    ((WORKING,), "怕没人挣钱了", {}),
    ((WORKING,), "要是家里没人挣钱，能申请吗", {}),
    ((detail("count", "residents"),), "缺100个口罩，有60个老人", {"residents": 60}),
    ((detail("place", "parent_place", of="adult"),), "我儿子想跟在广州的爸爸视频", {"parent_place": "广州"}),
    ((ADDRESS,), "想在罗湖找养老院", {"address": "罗湖"}),
    ((MONTH, LAST_PAID), "9月份的高龄津贴没到", {"month": "2026-09"}),
    ((MONTH, LAST_PAID), "上个月的没发", {"month": "2026-10"}),
    ((MONTH, LAST_PAID), "九月份嗰筆未到", {"month": "2026-09"}),
    ((MONTH, LAST_PAID), "my mother's allowance has not come since September", {"month": "2026-09"}),
    ((MONTH, LAST_PAID), "nothing came, may to june", {"month": "2026-05/2026-06"}),
    ((MONTH, LAST_PAID), "may and june never came", {"month": "2026-05,2026-06"}),
    ((MONTH, LAST_PAID), "it may and might come", {}),
    ((MONTH, LAST_PAID), "上一次到账是8月", {"last_paid": "2026-08"}),
    ((MONTH, LAST_PAID), "9月的没到，8月还收到了", {"month": "2026-09", "last_paid": "2026-08"}),
    ((MONTH, LAST_PAID), "last paid in August, nothing in September", {"month": "2026-09", "last_paid": "2026-08"}),
    ((HURT,), "他身上有淤青", {"hurt": True}),
    ((HURT,), "身上没有淤青", {"hurt": False}),
    ((HURT,), "he isn't hurt", {"hurt": False}),
    ((HURT,), "he has no bruises", {"hurt": False}),
    ((HURT,), "怕他身上有伤", {}),
    ((HURT,), "he is hurt but has no bruises", {}),
    ((ALONE,), "我外婆一个人住在村里", {"alone": True}),
    ((DINING,), "想送餐上门", {"dining": "delivery"}),
    ((DINING,), "不要送餐，去食堂", {"dining": "eat_in"}),
    ((DINING,), "送到家里", {"dining": "delivery"}),
    ((DINING,), "2", {}),
    ((STORY,), "他们几个每天放学堵我要钱我不敢上学", {"story": "他们几个每天放学堵我要钱我不敢上学"}),
    ((STORY,), "被打了", {}),
    ((ILLNESS,), "我想订餐，没别的", {}),
    ((ILLNESS,), "我想订餐，有糖尿病，没别的", {"illness": "有糖尿病"}),
    ((detail("text", "illness", match=("diabetes",)),), "想订餐, he has diabetes.", {"illness": "he has diabetes"}),
    ((detail("text", "illness", match=("diabetes",)),), "a meal please, nothing else", {}),
    ((NAME,), "我叫王小明，今年65", {"name": "王小明"}),
    ((NAME,), "我叫救护车", {}),
    ((HOSPITAL,), "領他去醫院", {}),
    ((ELDER, CHILD), "我和妹妹都是三十四码", {}),
    ((ELDER,), "60到70岁的老人", {}),
    ((ELDER,), "隔壁老王每月都有八十岁的钱", {}),
    ((ADDRESS,), "我要投诉社区", {}),
    ((ADDRESS,), "细路想返乡，我一个人弄不来", {}),
    ((START,), "透析一周三次", {}),
    ((SINCE,), "一时周转不开", {}),
    ((START,), "冬天的厚被子", {}),
    ((WORKING,), "还有两个孩子", {}),
    ((HOSPITAL,), "孩子住在市儿童医院，花了很多钱", {"hospital": "市儿童医院"}),
]


@pytest.mark.parametrize(("details", "text", "values"), TEXTS)
def test_free_text_tells_what_it_tells(details: tuple[Detail, ...], text: str, values: dict[str, Any]) -> None:
    """Everything unmistakable is found, with its owner, and nothing more."""
    found = spot(details, text, setting())
    assert {id: f.value for id, f in found.items()} == values


def test_a_word_said_two_thousand_times_is_read_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands before a word is looked at from near: all of it for each would take the square of the time."""
    looked = []

    class Counting:
        def search(self, plain: str) -> None:
            looked.append(len(plain))

    monkeypatch.setattr(affirmation, "_DENIED", Counting())
    assert spot((HURT,), "有伤" * 2048, setting())["hurt"].value is True
    assert len(looked) == 2048 and max(looked) <= NEAR


def test_may_is_looked_about_from_near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is a month is not asked of the whole text for each of them."""
    looked = []

    class Counting:
        def search(self, plain: str) -> None:
            looked.append(len(plain))

    monkeypatch.setattr(english_dates, "_AFTER_MONTH", Counting())
    assert spot((MONTH,), "may " * 1000, setting()) == {}
    assert len(looked) >= 1000 and max(looked) <= NEAR


def test_the_district_of_an_address_is_found_beside_it() -> None:
    """One address answers both where and in which district."""
    details = (ADDRESS, detail("district", "district"))
    found = spot(details, "奶奶住罗湖区翠竹路12号", setting())
    assert found["address"].value == "罗湖区翠竹路12号"
    assert found["district"].value == "深圳市罗湖区"


def test_a_street_office_of_home_names_its_district() -> None:
    """翠竹街道 is in 罗湖区 where the desk serves Shenzhen, and unknown elsewhere."""
    district = (detail("district", "district"),)
    text = "住在翠竹街道"
    assert spot(district, text, setting(districts=(LUOHU,)))["district"].value == "深圳市罗湖区"
    assert spot(district, text, setting()) == {}


@pytest.mark.parametrize(
    ("text", "lost_for"),
    [
        ("我爸走丢了三天了", "recent"),
        ("missing for three days", "recent"),
        ("我哥三年前走丢的", None),
        ("我爸痴呆三年了，今天走丢了", "recent"),
        ("找失散二十年的弟弟", "years"),
    ],
)
def test_a_moment_tells_that_it_was_lately(text: str, lost_for: str | None) -> None:
    """Who tells since when somebody is gone is not asked whether that is years ago; years are left to be asked."""
    found = spot(known().services["missing_person"].details, text, setting())
    assert (found["lost_for"].value if "lost_for" in found else None) == lost_for


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("我妈1950年3月5号生，想办高龄津贴", 76),
        ("我爸一九四六年农历八月十五生的，申请高龄津贴", 80),
        ("我奶奶民国廿八年三月初五生", 87),
        ("阿嬤民國廿八年三月初五生", 87),
        ("外婆庚寅年十月初二生", 76),
        ("今年九月满八十，想领高龄津贴", 80),
        ("我妈今年十二月满八十", 79),
        ("我爸虚岁八十五，想办高龄津贴", 85),
        ("My mother was born on 5 March 1944", 82),
        ("she was born March 5th, 1944", 82),
    ],
)
def test_the_age_of_somebody_old_is_told_by_a_day_of_birth(text: str, age: int) -> None:
    """In whichever calendar they count; an age of this year's that is not reached yet is not had yet."""
    assert {i: f.value for i, f in spot([detail("age", of="elder", min=50)], text, setting()).items()} == {"age": age}
