"""Districts in English addresses."""

from __future__ import annotations

import pytest

from actions.details import Setting, district_of
from actions.details.lunar import jionlp
from tests.known import known
from tests.unit.details.builders import NOW

jionlp()  # its dictionaries are read once


@pytest.mark.parametrize(
    ("said", "district"),
    [
        ("Room 5, 12 Renmin Road, Luohu District, Shenzhen", "深圳市罗湖区"),
        ("she lives in Chaoyang District, Beijing", "北京市朝阳区"),
        ("Flat 3B, Futian, Shenzhen", "深圳市福田区"),
        ("our village is in Fenghuang County, Hunan", "湘西土家族苗族自治州凤凰县"),
        ("12 Bao'an District, Shenzhen", "深圳市宝安区"),
        ("Xi'an, Yanta District", "西安市雁塔区"),
        ("Changshu City, Jiangsu", "苏州市常熟市"),
        ("Luohu district Shenzhen", "深圳市罗湖区"),
        ("Nanshan, Shenzhen", "深圳市南山区"),
        ("in Nanshan, Shenzhen, China", "深圳市南山区"),
        ("Futian, Shenzhen, Guangdong", "深圳市福田区"),
        ("12 Cuizhu Road, Luohu", "深圳市罗湖区"),
        ("12 Renmin Road, Gulou", None),
        ("12 Renmin Road, Hainan", None),
        ("Block 5, please", None),
        ("my mother, Shenzhen", None),
        ("Gulou District", None),
        ("the school district is far", None),
        ("a new city, a new life", None),
        ("I live in the city", None),
    ],
)
def test_an_english_address_tells_its_district(said: str, district: str | None) -> None:
    """Where several districts are spelt alike the city tells which; without it none is guessed."""
    assert district_of(said, Setting(NOW, known())) == district


def test_the_district_of_home_comes_first() -> None:
    """Gulou District is Nanjing's for a desk in Nanjing, and Longhua is Shenzhen's for one in Shenzhen."""
    assert district_of("5 Minzhi Road, Longhua District", Setting(NOW, known("shenzhen"))) == "深圳市龙华区"
