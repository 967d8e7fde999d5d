"""What rings by its words, and whose danger it is."""

from __future__ import annotations

from time import process_time

import pytest

from actions.dialogue import Alarm, gate
from tests.unit.dialogue.talk import catalogue


@pytest.mark.parametrize(
    "text", ["我让护士给打了一针", "他让我给打了个电话", "叫医生给打了疫苗", "昨天让邻居给打了招呼"]
)
def test_what_is_done_for_somebody_is_no_beating(text: str) -> None:
    """A needle, a call, a greeting."""
    assert gate(text, catalogue()) is None


@pytest.mark.parametrize("text", ["笑死我了", "累死我了今天", "怎么开死亡证明"])
def test_idioms_do_not_ring(text: str) -> None:
    """Guards take them out."""
    assert gate(text, catalogue()) is None


@pytest.mark.parametrize(
    "text",
    [
        "我小时候被继父赶出家门，是好心的王婶收留了我，今年我想给她送面锦旗",
        "曾经也想过一死了之，是居委会的人一次次上门开导，我才走到今天",
        "那年父亲从脚手架上掉下来，我才五岁，如今我也做了父亲",
        "I attempted suicide at nineteen; thirty years on I run a bakery",
        "我拍了个短片讲老人走丢又回家的故事，可以参赛吗",
        "我写了《如果我死了》这首诗",
        "要是哪天我妈走丢了，你们能帮忙找吗",
    ],
)
def test_what_is_over_supposed_or_a_tale_does_not_ring(text: str) -> None:
    """Guards that join those of every kind."""
    assert gate(text, catalogue()) is None


@pytest.mark.parametrize(
    "text",
    [
        "前夫又来踹门打我",
        "小时候他打我，现在还打我",
        "去年割过腕，最近又想死",
        "she left years ago and today he hit me again",
    ],
)
def test_what_was_before_and_goes_on_rings(text: str) -> None:
    """A word of now takes the past's guard away."""
    assert gate(text, catalogue()) is not None


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("我爸又在打我", True),
        ("他现在在砸门 要杀了我", True),
        ("我爸在打我妈", False),
        ("隔壁那家又在打孩子了", False),
        ("我女儿说她想跳楼", False),
        ("我吞了一瓶药怎么办", True),
        ("我奶奶晕倒了，我好怕", False),
        ("我胸口疼得喘不上气", True),
        ("妈妈喝农药了", False),
        ("老豆跳咗樓", False),
        ("mum has collapsed", False),
        ("妈妈，我喝农药了", True),
        ("对不起妈妈不想活了", True),
        ("妈妈再见不想活了", True),
        ("妈妈打我", True),
        ("俺娘让保姆给打了 胳膊都青了", False),
        ("俺爹叫人给打了", False),
        ("我奶奶被护工给打了", False),
        ("俺娘晕倒了", False),
        ("俺爹打俺", True),
        ("我让我爹给打了", True),
        ("俺叫俺哥给揍了", True),
    ],
)
def test_whose_danger_it_is(text: str, own: bool) -> None:
    """The writer's where they are named beside it, else another's where one is spoken of."""
    alarm = gate(text, catalogue())
    assert alarm is not None and alarm.own is own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("女儿不管我，想喝农药", True),
        ("朋友都不理我，不想活了", True),
        ("同学都欺负我，活着没意思", True),
        ("孩子死了我也不想活了", True),
        ("我要从楼上跳下去", True),
        ("我女儿把自己关在房间，说不想活了", False),
        ("她跟我说不想活了", False),
        ("我妈打电话跟我哭，说不想活了", False),
        ("楼上那家人说要喝农药", False),
    ],
)
def test_despair_is_whose_who_was_named_last(text: str, own: bool) -> None:
    """It is often said without "I"; who only heard of it is not the one."""
    alarm = gate(text, catalogue())
    assert alarm is not None and (alarm.kind, alarm.own) == ("self_harm", own)


def test_upstairs_is_a_place_and_no_person() -> None:
    """Only who lives there is somebody else."""
    assert gate("从楼上掉下来动不了", catalogue()) == Alarm("medical", own=True)


@pytest.mark.parametrize("row", ["9" * 4_000, "一" * 4_000, "1234567890" * 400])
def test_a_row_of_numerals_is_looked_at_quickly(row: str) -> None:
    """Thousands of numerals take no seconds, and what stands behind them is still seen."""
    gate("热身", catalogue())  # patterns are compiled once
    start = process_time()
    found = gate(f"{row}，我不想活了", catalogue())
    assert process_time() - start < 0.5
    assert found is not None and found.kind == "self_harm"
    assert gate(row, catalogue()) is None


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("被同学打了", True),
        ("在学校被高年级同学打", True),
        ("孩子被打", False),
        ("邻居家孩子被打", False),
        ("老人被护工打", False),
    ],
)
def test_who_is_beaten_and_names_nobody_else_is_the_writer(text: str, own: bool) -> None:
    """Frightened people leave out "I"."""
    alarm = gate(text, catalogue())
    assert alarm is not None and alarm.own is own
