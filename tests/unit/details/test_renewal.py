"""A part of an address told anew stands where the old part stood."""

from __future__ import annotations

import pytest

from actions.details import renewed


@pytest.mark.parametrize(
    ("held", "told", "whole"),
    [
        ("长沙岳麓区麓山南路1号", "麓山北路", "长沙岳麓区麓山北路1号"),
        ("長沙嶽麓區麓山南路1號", "15號", "長沙嶽麓區麓山南路15號"),
        ("上海南京东路20号", "南京西路22号", "上海南京西路22号"),
        ("深圳福田莲花二村3栋502", "莲花三村", "深圳福田莲花三村3栋502"),
        ("麓山南路12号楼3单元", "21号楼2单元", "麓山南路21号楼2单元"),
        ("翠竹路9号", "19", "翠竹路19号"),
        ("20 Nanjing East Road, Shanghai", "22 Nanjing West Road", "22 Nanjing West Road, Shanghai"),
        ("Flat 3, 20 Nanjing East Road", "Nanjing West Road", "Flat 3, 20 Nanjing West Road"),
        ("20 Nanjing East Road, Shanghai", "22", "22 Nanjing East Road, Shanghai"),
        ("翠竹路9号", "天河区体育西路3号", None),
        ("翠竹路9号", "82岁", None),
        ("翠竹路", "3单元", None),
    ],
)
def test_only_the_part_that_was_told_changes(held: str, told: str, whole: str | None) -> None:
    """The city, the street and the door around it stay; what is no such part changes nothing."""
    assert renewed(held, told) == whole
