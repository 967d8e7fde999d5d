"""Counties: told apart, compared, found in a text."""

from __future__ import annotations

import pytest

from actions.details import district_of, read, spot
from actions.details.divisions import county, index, other_county
from data.divisions import divisions
from tests.unit.details.builders import LUOHU, detail, setting


@pytest.mark.parametrize(
    ("a", "b", "other"),
    [
        ("深圳市罗湖区", "深圳市福田区", False),
        ("深圳市罗湖区", "罗湖", False),
        ("北京市朝阳区", "北京市海淀区", False),
        ("苏州市姑苏区", "苏州市昆山市", True),
        ("衡阳市衡阳县", "深圳市罗湖区", True),
        ("长沙市岳麓区", "长沙市长沙县", True),
        ("东莞市", "深圳市罗湖区", True),
        ("朝阳区", "深圳市罗湖区", None),
        ("王家庄", "罗湖", None),
    ],
)
def test_urban_districts_of_one_city_are_one(a: str, b: str, other: bool | None) -> None:
    """A county-level city is another county; what is not known stays open."""
    assert other_county(a, b) is other
    assert other_county(b, a) is other


def test_a_county_knows_what_it_is() -> None:
    """Code, names and kind come from the official list."""
    found = county("石柱县")
    assert found is not None
    assert (found.code, found.province, found.is_urban_district) == ("500240", "重庆市", False)


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("罗湖区翠竹路12号", "深圳市罗湖区"),
        ("住在翠竹街道", "深圳市罗湖区"),
        ("户口在衡阳县，现在住罗湖", "深圳市罗湖区"),
        ("鼓楼区", None),
        ("罗湖和福田都行", None),
        ("我想送餐", None),
    ],
)
def test_a_request_is_routed_by_what_the_text_names(text: str, district: str | None) -> None:
    """One district or none: never a guess between two."""
    assert district_of(text, setting(districts=(LUOHU,))) == district


@pytest.mark.parametrize(
    "text",
    [
        "光明街道",
        "光明街道12号",
        "住在南山路5号",
        "龙华镇",
        "我住福田村",
        "南山小区3栋",
        "宝安大道100号",
        "盐田社区",
        "深圳光明街道",
        "莲花二村12栋楼下",
        "莲花12栋",
        "莲花小学门口",
        "福田一村",
    ],
)
def test_a_street_or_a_village_that_bears_a_districts_name_is_not_that_district(text: str) -> None:
    """Many places share it: the words are kept, and the district is asked for."""
    assert district_of(text, setting()) is None


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("住在光明区光明街道", "深圳市光明区"),
        ("住在罗湖", "深圳市罗湖区"),
        ("在罗湖街上", "深圳市罗湖区"),
        ("深圳福田莲花二村", "深圳市福田区"),
    ],
)
def test_the_district_itself_is_still_told(text: str, district: str) -> None:
    """By its full name, or by its short one where no street follows."""
    assert district_of(text, setting()) == district


def test_home_comes_first_where_a_name_is_shared() -> None:
    """龙华区 is Shenzhen's at a desk in Shenzhen and open elsewhere."""
    assert district_of("龙华区", setting(area=("4403",))) == "深圳市龙华区"
    assert district_of("龙华区", setting()) is None


@pytest.mark.parametrize("text", ["有个老人睡在天桥底下", "孩子站在天台上", "他掉湖里了", "在商城门口", "摔在高台上"])
def test_a_word_of_every_day_is_no_county(text: str) -> None:
    """天桥 is a bridge before it is a district of Jinan, unless its city is named."""
    assert district_of(text, setting()) is None
    assert district_of("济南天桥区", setting()) == "济南市天桥区"


def test_every_former_division_leads_to_one_of_today() -> None:
    """A name in the table that today's list does not hold would fail at the first message."""
    today = {one.full for one in index().counties.values()}
    tables = divisions()
    assert {
        one for table in (tables.was, tables.was_short, tables.across) for now in table.values() for one in now
    } <= today
    assert all(any(name.startswith(short) for name in tables.was) for short in tables.was_short)


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("宣武", "北京市西城区"),
        ("崇文区", "北京市东城区"),
        ("闸北", "上海市静安区"),
        ("南汇", "上海市浦东新区"),
        ("下城区", "杭州市拱墅区"),
        ("芜湖县", "芜湖市湾沚区"),
        ("郫县", "成都市郫都区"),
        ("襄阳区", "襄阳市襄州区"),
        ("上海南市区", "上海市黄浦区"),
        ("保定南市区", "保定市莲池区"),
        ("南汇区，上海的", "上海市浦东新区"),
        ("哈尔滨太平区", "哈尔滨市道外区"),
        ("雄安新区容城", "保定市容城县"),
        ("攀枝花东区", "攀枝花市东区"),
        ("四川九龙县", "甘孜藏族自治州九龙县"),
        ("密云县", "北京市密云区"),
    ],
)
def test_a_former_name_means_what_it_is_now(text: str, district: str) -> None:
    """Abolished, merged and renamed ones too, and those of an area that takes in several."""
    assert district_of(text, setting()) == district


@pytest.mark.parametrize(
    "text",
    [
        "东区",
        "城区",
        "太平区",
        "江干区",
        "新北市板橋區",
        "觀塘",
        "沙田",
        "九龍",
        "大埔",
        "中山區",
        "台北市大安區",
        "香港東區",
        "贵安新区",
        "南市区",
        "绍兴县",
        "保定宣武区",
        "保定闸北",
        "沧州双桥区",
    ],
)
def test_what_several_places_share_is_never_guessed(text: str) -> None:
    """It stays as told: the city is asked, and Hong Kong's and Taiwan's are no county of the mainland."""
    found = read(detail("district"), text, setting())
    assert district_of(text, setting()) is None and found is not None and found.value == text


def test_a_district_of_hong_kong_or_taiwan_is_taken_from_a_first_message_as_told() -> None:
    """It is not asked again."""
    asked = detail("district", of="child")
    for text, told in (("我哋住觀塘，個仔八歲", "觀塘"), ("我們住新北市板橋區，孩子八歲", "新北市板橋區")):
        assert spot([asked], text, setting())["district"].value == told
