"""Details, a home and a moment, with defaults that a test overrides where it matters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from actions.details import Setting
from data.model import Catalogue, Choice, Detail, District, Jurisdiction, Lexicons, Words

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # a Sunday, ten in the morning in Shanghai


def words(text: str = "问") -> Words:
    """The same text in three languages."""
    return Words(text, text, text)


ABOUT = {"name": "person", "date": "either", "when": "ahead", "month": "past", "money": "other", "count": "other"}
KNOWN: dict[str, dict[str, Any]] = {  # details by the ids that tests give them
    "since": {"about": "past"},
    "start": {"about": "ahead"},
    "last_paid": {"about": "last"},
    "income": {"about": "income"},
    "own_cost": {"about": "cost"},
    "budget": {"about": "budget"},
    "household": {"about": "household"},
    "working": {"about": "earners"},
    "residents": {"about": "people"},
    "stock_days": {"about": "days"},
    "school": {"about": "institution"},
    "hospital": {"about": "institution"},
    "police": {"turns_on": "报警"},
    "alone": {"turns_on": "一个人住"},
    "wheelchair": {"turns_on": "用轮椅"},
    "safe": {"about": "harm", "turns_on": "安全"},
    "injured": {"about": "harm", "turns_on": "受伤"},
    "hurt": {"about": "harm", "turns_on": "受伤"},
    "registered_address": {"origin": True},
    "registered_county": {"origin": True},
}


def detail(kind: str, id: str = "", **more: Any) -> Detail:
    """A detail of a kind, and of what its id says; nobody could tell what it asks by its question."""
    if kind in ("choice", "choices") and "choices" not in more:
        more["choices"] = DINING if kind == "choice" else DAYS
    known: dict[str, Any] = {"about": ABOUT.get(kind, ""), **KNOWN.get(id, {}), **more}
    return Detail(id or kind, kind, words(), words("请问？"), **known)


def choice(id: str, label: str, *match: str, hant: str = "", en: str = "") -> Choice:
    """One choice with its labels and words."""
    return Choice(id, Words(label, hant or label, en or id), match)


DINING = (
    choice("eat_in", "去食堂吃", "食堂", "堂食", "canteen", hant="去飯堂吃", en="Eat at the canteen"),
    choice("delivery", "送到家里", "送餐", "上门", "送到家", "deliver", hant="送到家裏", en="Deliver to the door"),
    choice("unknown", "还没想好", "没想好", "看情况", hant="還沒想好", en="Not sure yet"),
)
GRADES = (
    choice("one", "一年级", en="Grade one"),
    choice("two", "二年级", en="Grade two"),
    choice("three", "三年级", en="Grade three"),
)
DAYS = (
    choice("weekdays", "周一到周五", "工作日", "平时", en="Weekdays"),
    choice("weekends", "周末", "星期六", "礼拜天", en="Weekends"),
    choice("holidays", "寒暑假", "寒假", "暑假", "放假", en="Holidays"),
)


def setting(now: datetime = NOW, area: tuple[str, ...] = (), districts: tuple[District, ...] = ()) -> Setting:
    """A moment at a desk for all of China, or for the area given."""
    place = Jurisdiction("home", words("深圳市"), "Asia/Shanghai", area, {}, districts)
    lexicons = Lexicons((), {}, {"cantonese": {"咁": "这么", "冇": "没有"}})
    return Setting(now, Catalogue({}, {}, {}, {}, {}, {}, {}, (), {"home": place}, place, {}, lexicons=lexicons))


LUOHU = District("luohu", Words("罗湖区", "羅湖區", "Luohu"), "440303", ("翠竹街道", "东门"), {})
