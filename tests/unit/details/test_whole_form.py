"""A whole form in one message."""

from __future__ import annotations

import time

import pytest

from actions.details import read, spot
from data.model import DETAIL_KINDS
from tests.known import known
from tests.unit.details.builders import LUOHU, NOW, detail, setting

CATALOGUE = known()


@pytest.mark.parametrize(
    "text",
    [
        "我妈李某82岁住罗湖区翠竹路5号想从下周一开始送饭到家不吃辣电话13800001234",
        "我妈82岁，住罗湖区翠竹路5号，想从下周一开始送饭到家，不吃辣，电话13800001234",
        "送饭到家 我妈82岁 罗湖区翠竹路5号 下周一开始 电话13800001234",
        "電話13800001234，我媽82歲，住羅湖區翠竹路5號，下星期一開始送飯到家",
    ],
)
def test_one_message_fills_the_form(text: str) -> None:
    """Age, address, district, way of dining, beginning and phone, whatever stands between them."""
    meal = CATALOGUE.services["meal_service"]
    details = (*meal.details, detail("phone"), detail("district", "district_"))
    found = {id: f.value for id, f in spot(details, text, setting(NOW, districts=(LUOHU,))).items()}
    by_kind = {next(d for d in details if d.id == id).kind: value for id, value in found.items()}
    assert by_kind["age"] == 82
    assert str(by_kind["place"]) in ("罗湖区翠竹路5号", "羅湖區翠竹路5號")
    assert by_kind["district"] == "深圳市罗湖区"
    assert by_kind["phone"] == "13800001234"
    assert str(next(v for k, v in by_kind.items() if k in ("date", "when"))).startswith("2026-11-23")
    assert by_kind["choice"] == "delivery"


def _best(tries: int, text: str) -> float:
    """The fastest of some readings by every reader there is, none of them remembered."""
    kinds = [detail(kind, opening=kind == "text") for kind in DETAIL_KINDS]
    times = []
    for number in range(tries):
        said = f"{text}{'啊' * number}"  # no reader has seen it before
        started = time.thread_time()
        spot(kinds, said, setting())
        for one in kinds:
            read(one, said, setting())
        times.append(time.thread_time() - started)
    return min(times)


ORDINARY = "我妈今年八十二岁了住在罗湖区翠竹路五号想从下周一开始给她送饭到家里来不吃辣电话13800001234麻烦你们"


def test_every_reader_together_is_quick() -> None:
    """Far above what is measured (tests/bench), so that only a pattern that runs away fails on a busy machine."""
    _best(2, ORDINARY)
    assert _best(5, ORDINARY) < 0.1
    assert _best(3, (ORDINARY * 60)[:3000]) < 2


@pytest.mark.parametrize(
    "piece", ["一", "1", "岁", "月", "号路", "a ", "不", "我妈", "1-", ", ", "（", "初一", "个半", "啊", "。啊"]
)
def test_no_pattern_runs_away(piece: str) -> None:
    """Ten thousand characters of anything are read in a time that grows as the text does."""
    text = (piece * 10_000)[:10_000]
    kinds = [detail(kind, opening=kind == "text") for kind in DETAIL_KINDS]
    started = time.thread_time()
    spot(kinds, text, setting())
    for one in kinds:
        read(one, text, setting())
    assert time.thread_time() - started < 10
