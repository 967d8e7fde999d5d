"""What understanding is asked about where names and long numbers stand beside the need."""

from __future__ import annotations

import pytest

from actions.dialogue import impersonal
from tests.unit.dialogue.talk import catalogue


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("王桂兰 13800001111 110101194303074826 订餐", "订餐"),
        ("姓名：李建国，身份证：11010119430307481X，电话：13800002222，申请送餐", "申请送餐"),
        ("陳美玲 電話13800003333 身分證A123456789 想訂餐", "想訂餐"),
        ("13800002222，我爸82岁，想订餐", "我爸82岁，想订餐"),
        ("my ID number is 110101194303074826, lunch for mum please", "my  lunch for mum please"),
        ("老人想订餐 138 0000 1111", "老人想订餐"),
    ],
)
def test_the_need_is_asked_about_without_them(text: str, asked: str) -> None:
    """With them a request for meals looked like another office's business."""
    assert impersonal(text, catalogue()) == asked


@pytest.mark.parametrize(
    "text",
    [
        "我妈82岁，住5栋302，想订餐",
        "13800001111",
        "打12345没人接",
        "2016年3月5日出生",
        "王桂兰 订餐",
        "NX-261122-000013",
    ],
)
def test_all_else_is_asked_about_as_it_stands(text: str) -> None:
    """Ages, doors, dates and the desk's own numbers tell something; a number alone is all there is."""
    assert impersonal(text, catalogue()) == text
