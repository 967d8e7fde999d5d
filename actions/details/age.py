"""Whole years: 78岁, 快八十了, 八个月大, 1948年生, 小学三年级, seventy-eight; and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from actions.details import birth_year
from actions.details.numerals import CHINESE, Number, number, numbers
from actions.details.people import CHILD, ELDER, SPOUSE, owner
from actions.details.phone import spans as phone_spans
from actions.details.prose import Marks, Prose, Span, free
from actions.details.shapes import Found, Setting
from data.model import Detail, Words

OLDEST = 120
GROWN = 18
_LEAST_COMING = 10  # a smaller number behind 再过两年 is as often a count
OLD = 50  # from here on nobody's age is taken for a child's or a young parent's

_N = rf"(?:\d+|[{CHINESE}]+)"
_FEW = rf"(?:\d{{1,3}}|[{CHINESE}]{{1,5}})"  # of a bounded length: trying each place of a long row costs the square
_UNIT = re.compile(
    r"\s?(?:多|几|来|出头|不到|好几)?\s?(?:周岁|虚岁|岁)|[\s-]?(?:years?|yrs?)[\s-]?old\b|[\s-]?y/?o\b"
    r"|[\s-]?years? of age\b"
)
_RULE = re.compile(
    r"\s?(?:及|或)?以[上下]|\s?(?:至|到|-|~|to)\s?\d|\s?(?:and|or) (?:over|above|older|under)"
    r"|的?(?:老人|长者|孩子)?(?:可以|能|才能|就能|都能)|的(?:钱|补贴|津贴|补助|标准)"
)
_NO_AGE = re.compile(
    r"\s?(?:多|几|来)?\s?(?:个|[年月日号点时分元块万千百角毛斤米里栋号楼层室单元路街弄巷床间人次天周星期级班位名折度%.:/条只张件份顿样家辈度直般来下些起共定旦边码寸])"
    r"|\s?(?:多|几)?\s?户(?!口|籍)|\s?-?(?:\d|days?\b|weeks?\b|months?\b|hours?\b|minutes?\b|years?\b|km\b|yuan\b|rmb\b|people\b"
    r"|kids\b|children\b|[ap]\.?m\b|st\b|nd\b|rd\b|th\b|o'clock|of\b)"
)
_KIN = re.compile(
    rf"(?:{CHILD}|{ELDER}|{SPOUSE}|我|俺|本人|他|她|佢|\bi'?m|\bi am"
    r"|\bi(?= (?:just |have )?turned\b)|\baged?|\b(?:resident|patient|applicant)\b|\b(?:s?he|who)(?:'s| is))"
    r"(?:\s|,|'s\b|\bis\b|\bjust\b|\bturned\b|\bturning\b|\bnow\b|\balmost\b|\bnearly\b"
    r"|\b(?:of|about|around|over)\b|今年|虚|都|也|已经|已|快要?|有|是|刚|满|才|将近|差不多|大概|多)*$"
)
_OLD_ONE = re.compile(rf"{ELDER}|{SPOUSE}")
_CLAUSE = re.compile(rf"[,，。;；\n]\s*(?P<n>{_N}(?:(?<=十)有[一二三四五六七八九])?)\s*(?=[,，。;；\n]|$)")
_THIS_YEAR = re.compile(  # 叫王小明，今年四十三
    rf"(?:^|[,，。;；\s])今年(?:刚|都|快|虚岁?|也|才|已经|满|是)*+(?P<n>{_N})(?=[了啦喇]?(?:[,，。;；\s]|$))"
)
_LINES = ("110", "119", "120", "一一零", "一一九", "一二零")  # whoever begins with one of them needs it
_FIRST = re.compile(rf"^\s*(?P<n>{_N})(?=[了啦喇]?[,，。;；\s]+\S)")  # 八十六了，做不动饭
_NOT = re.compile(rf"(?:不是|不系|唔系|\bnot|{_N}\s?岁?\s?(?:至|到|-|~|\bto))\s?$")
_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_GRADE = re.compile(
    r"(?P<j2>[初高])中(?P<jn2>[一二三123])年级|(?P<primary>(?:小学|小)?(?P<p>[一二三四五六1-6])年级|小(?P<p2>[一二三四五六]))|(?P<middle>七|八|九|[789])年级|(?<!中)国中?(?P<g>[一二三])(?!个|人|家|天|年)|(?<!月)(?<!大年)(?<!农历)(?<![阴旧]历)(?P<j>[初高])(?P<jn>[一二三123])"
    r"|(?<!初)(?<!高)中(?P<form>[一二三四五六])(?!个|人|家|天|年)|大(?:学)?(?P<uni>[一二三四])(?:年级|(?![个人家天年包堆点些岁]))"
    r"|(?P<nursery>小班|中班|大班)|\b(?:grade|year|primary|p)\s?(?P<en>[1-9])\b|(?P<pre>学前班)"
    rf"|\b(?P<nth>{'|'.join(_NTH)})[\s-]grade(?:r\b|\b)"
)
_NO_PUPIL = re.compile(r"(?:都|就|也)?(?:没|冇)|的?(?:文化|学历|水平|毕业|辍学|老师|班主任|课本|书)")
_TEACHES = re.compile(r"教(?:过|了|的是)?$")
_NURSERY = {"小班": 4, "中班": 5, "大班": 6, "学前班": 6}
_MONTHS = re.compile(
    rf"(?P<n>(?<!\d)\d{{1,3}}|[{CHINESE}]{{1,5}}|半)\s?个[多半来几]?月(?P<big>大|的(?=.?(?:{CHILD})))?|\b(?P<en>\d{{1,3}}|[a-z]{{1,12}})[\s-]months?[\s-]old"
)
_TURNED_ONE = re.compile(
    r"(?<![一-鿿\d])(?:刚刚?|才)?(?:满|过)?了?周岁(?=[了多,，。\s]|$)|(?<![\d一二两三四五六七八九十])岁半(?!多?年)"
    r"|\ba year and a half\b"
)
_UNDER_ONE = re.compile(
    r"(?:未|不|没|唔)(?:够|到|满|足)(?:[一1]|一?周)岁|[未没不]满岁|[一1]岁(?:都)?(?:不到|未到|没到|未够|唔到|唔够|不足)"
    r"|\b(?:under|less than|not yet|not even) (?:a|one|1)(?: year)?(?: old)?\b"
)
_DAYS_OLD = re.compile(
    rf"(?:出生|生下来|出世)(?:才|刚|了)*(?:\d{{1,3}}|[{CHINESE}]{{1,4}})[多几来]?天"
    rf"|\b(?:\d{{1,3}}|[a-z]{{1,12}})[\s-](?:weeks?|days?)[\s-]old\b"
)
_DAYS_ONLY = re.compile(  # as a whole answer
    rf"(?:(?:才|刚|just|only|about) ?)*+(?:\d{{1,3}}|[{CHINESE}]{{1,4}}"
    r"|one|two|three|four|five|six|seven|eight|nine|ten)[多几来]?\s?(?:天|日|个?星期|个?礼拜|周(?!岁)|days?|weeks?)(?:大|左右)?[了吧啦喇]*[.。!！]?"
)
_MONTHS_ONLY = re.compile(r"(?:(?:just|only|about|almost) )?(?P<n>\d{1,2}|[a-z]{3,9}) months?\.?")
_TENS = re.compile(
    r"(?P<n>[五六七八九5-9])(?:旬(?!之内)|张(?=嘢|多|了|几|出头|的人|$))"
)  # 年过八旬; Beijing's 八张多了
_FORM = re.compile(r"\bform\s?(?P<n>[1-6]|one|two|three|four|five|six)\b|\bk\s?(?P<k>[1-3])\b")  # Hong Kong
_FULL = re.compile(rf"周岁(?:是|有|才|刚)?(?P<n>{_FEW})")  # 虚岁八十，周岁七十八
_DECADE = {"sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90}
_DECADES = re.compile(rf"\b(?:{'|'.join(_DECADE)})\b")
_IDIOM = re.compile("七老八十|七七八八")
_NEWBORN = re.compile(
    r"半岁|刚?(?:满月|出生|出世)了?(?:不久|没几天)?$|^(?:刚|快|过|才|满|过了)*(?:百日|百天|一百天)[了啦]?$|新生儿|\bnewborn\b"
)
_TURNS = re.compile(rf"今年(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月份?(?:就|才|刚|刚刚|要|将)?满(?P<n>{_FEW})")
_NOMINAL = re.compile(rf"(?<![\d{CHINESE}岁][,，\s])虚岁(?:都|已经|是|有|快|刚|才)*(?P<n>{_FEW})")
_SHORT_OF = re.compile(  # 差两个月八十, 八十缺一, 明年就八十了: not yet
    rf"(?:差|欠|再过|过)(?P<less>{_FEW}|[半俩])\s?(?P<unit>个?月|年|岁|天|个?星期|个?礼拜)(?:才|就|满|到|够|是)*(?P<n>{_FEW})(?!\s?[个月日号天年级元块万千百])"
    rf"|(?P<n2>{_FEW})(?:岁)?(?:缺|差|欠)(?P<less2>[一两二三])(?:岁)?(?=[，,。;；\s了啦喇呀]|$)|(?:明年|下个月|下月|出年)(?:才|就|满|要|到|够|该|虚岁|虚)*(?P<n3>{_FEW})(?=岁|了|啦|喇|大寿|[，,。]|$)"
    r"|\b(?:be|turns?|turning) (?P<n4>\d{2}) (?:next|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)


@dataclass(frozen=True, slots=True)
class Said:
    """An age in a text, its span and whom it is about."""

    age: int
    start: int
    end: int
    who: str


def read(detail: Detail, text: Prose, setting: Setting) -> Found | None:
    """An age as an answer: a bare number will do, a birth year, a grade or months as well."""
    plain = text.plain
    if baby := _DAYS_ONLY.fullmatch(plain.strip()):
        return _found(text, Said(0, *baby.span(), ""))
    if full := _FULL.search(plain):
        return _found(text, Said(number(full["n"]) or 0, *full.span(), ""))
    for said in (*_coming(plain), *surely(plain, setting.today)):
        return _found(text, said)
    if born := birth_year.ANSWER.search(plain):
        return _found(text, Said(setting.today.year - birth_year.born(born, setting.today), *born.span(), ""))
    return _in_other_words(text) or _bare(text, setting.today)


def _in_other_words(text: Prose) -> Found | None:
    """Months, a school year, or tens of years."""
    plain = text.plain
    if month := _MONTHS.search(plain) or _MONTHS_ONLY.fullmatch(plain.strip()):
        months = 0 if month["n"] == "半" else number(month["n"] or month.groupdict().get("en") or "")
        if months is not None:
            return _found(text, Said(months // 12, *month.span(), ""))
    if grade := _GRADE.search(plain):
        return _found(text, Said(_of_grade(grade), *grade.span(), ""))
    if new := _NEWBORN.search(plain):
        return _found(text, Said(0, *new.span(), ""))
    if form := _FORM.search(plain):
        age = 11 + (number(form["n"]) or 0) if form["n"] else 2 + int(form["k"])
        return _found(text, Said(age, *form.span(), ""))
    if tens := _TENS.search(plain):
        return _found(text, Said(10 * (number(tens["n"]) or 0), *tens.span(), ""))
    if decade := _DECADES.search(plain):
        return _found(text, Said(_DECADE[decade[0]], *decade.span(), ""))
    return None


def _bare(text: Prose, today: date) -> Found | None:
    taken = [*phone_spans(text.plain), *(m.span() for m in _IDIOM.finditer(text.plain))]
    for one in numbers(text.plain):
        if not free(one.span, taken) or _negated(text.plain, one) or (one.start and text.plain[one.start - 1] in "-."):
            continue
        if text.plain[: one.start].endswith(("周", "星期", "礼拜")) or text.plain[one.end :].startswith("个"):
            continue  # 周六下午 is a day, 两个都七十五 are two
        if one.chinese and one.text in "一十百千万" and len(text.plain) > 3:
            continue
        if 1880 <= one.value <= today.year:
            return _found(text, Said(today.year - int(one.value), *one.span, ""))
        if one.value < 1000 and not re.match(r"\s?(?:元|块|号|点|楼|栋|路|年|个人)", text.plain[one.end :]):
            return _found(text, Said(int(one.value), *one.span, ""))
    return None


def spot(details: Sequence[Detail], text: Prose, setting: Setting, taken: list[Span]) -> dict[str, Found]:
    """Ages that are unmistakably said, each given to the detail of the person it belongs to."""
    said = [s for s in surely(text.plain, setting.today) or _alone(text.plain) if free((s.start, s.end), taken)]
    found: dict[str, Found] = {}
    for detail in sorted(details, key=lambda d: d.of == "anyone"):
        ranked = [(_rank(detail, s), s) for s in said]
        first = min((rank for rank, _ in ranked if rank is not None), default=None)
        best = [s for rank, s in ranked if rank is not None and rank == first]
        if len({s.age for s in best}) == 1:
            found[detail.id] = _found(text, best[0])
            said = [s for rank, s in ranked if rank != first]
    return found


def by_grade(detail: Detail, text: Prose) -> Found | None:
    """About how old a child is by the one school year that is told; not by the year that somebody left or teaches."""
    said = {(_of_grade(m), m.span()) for m in _GRADE.finditer(text.plain) if not _NO_PUPIL.match(text.plain, m.end())}
    said = {one for one in said if not _TEACHES.search(text.plain[: one[1][0]])}
    if detail.of != "child" or len({years for years, _ in said}) != 1:
        return None
    years, span = min(said, key=lambda one: one[1])
    one = Said(years, *span, owner(text.plain, *span))
    return _found(text, one) if _rank(detail, one) is not None else None


def _alone(plain: str) -> list[Said]:
    """奶奶一个人住，83，…: a number as a clause of its own, behind somebody old, is their age."""
    first, begun = _OLD_ONE.search(plain), _FIRST.match(plain)
    found = list(_CLAUSE.finditer(plain, first.end())) if first else []
    if begun is not None and begun["n"] not in _LINES:
        found.append(begun)
    said = [(m, number(m["n"])) for m in found]
    return [Said(int(age), *m.span("n"), "elder") for m, age in said if age is not None and OLD <= age <= OLDEST]


def spans(plain: str, today: date) -> list[Span]:
    """Where ages stand, so that nobody takes them for a length of time."""
    return [(s.start, s.end) for s in surely(plain, today)]


def _rank(detail: Detail, said: Said) -> int | None:
    """How well an age fits the person a detail asks about: 0 is best, None not at all."""
    low, high = detail.min or 0, OLDEST if detail.max is None else detail.max
    if not low <= said.age <= high or (detail.of == "child" and said.age >= GROWN):
        return None
    if detail.of == "elder":
        if said.who == "elder":
            return 0
        return None if said.who == "child" or said.age < OLD else 1
    if detail.of == "child":
        if said.who == "child":
            return 0
        return None if said.who in ("elder", "spouse") else 1
    if detail.of == "adult":
        return None if said.age < GROWN else int(said.who not in ("self", ""))
    return 0


@lru_cache(maxsize=512)
def surely(plain: str, today: date) -> tuple[Said, ...]:
    """Ages with a unit, beside a person's name, in months of a baby, or as a birth year."""
    found: list[Said] = []
    marks = Marks(plain, phone_spans(plain))
    coming = [s for s in _coming(plain) if s.age >= OLD - 1 or "岁" in plain[s.start : s.end + 1]]  # 下个月15了: a day?
    found += [said for said in coming if marks.take((said.start, said.end))]
    for year in birth_year.YEAR.finditer(plain):
        born = birth_year.born(year, today)
        if 0 <= today.year - born <= OLDEST and marks.take(year.span()):
            found.append(Said(today.year - born, *year.span(), owner(plain, *year.span())))
    for young, years in ((_UNDER_ONE, 0), (_DAYS_OLD, 0), (_TURNED_ONE, 1)):
        found += [Said(years, *m.span(), "child") for m in young.finditer(plain) if marks.take(m.span())]
    for month in _MONTHS.finditer(plain):
        count = number(month["n"] or month["en"] or "") or 0
        near = re.search(
            rf"(?:{CHILD})(?:今年|现在|才|刚|只有|是|,|\s)*$", plain[max(0, month.start() - 10) : month.start()]
        )
        if (month["big"] or month["en"] or near) and count < 48 and marks.take(month.span()):
            found.append(Said(count // 12, *month.span(), "child"))
    found += [said for said in _this_year(plain, today) if marks.take((said.start, said.end))]
    for tens in re.finditer(
        r"(?:年[过近逾满]|年?[近逾]|已|[，,、\s]|^)?(?P<n>[五六七八九5-9])旬(?=[老的母父，,。\s]|$)", plain
    ):
        if marks.take(tens.span("n")):
            found.append(Said(10 * (number(tens["n"]) or 0), tens.start("n"), tens.end(), "elder"))
    for one in numbers(plain):
        end = _age_end(plain, one)
        if end and one.value <= OLDEST and marks.take((one.start, end)):
            found.append(Said(int(one.value), one.start, end, owner(plain, one.start, end)))
    return tuple(sorted(found, key=lambda s: s.start))


def _this_year(plain: str, today: date) -> Iterator[Said]:
    """今年九月满八十, 虚岁八十五, 今年四十三."""
    for turns in _TURNS.finditer(plain):
        years = (number(turns["n"]) or 0) - ((number(turns["m"]) or 0) > today.month)
        yield from _told(plain, years, turns.span())
    for nominal in _NOMINAL.finditer(plain):
        yield from _told(plain, number(nominal["n"]) or 0, nominal.span())
    for now in _THIS_YEAR.finditer(plain):
        yield from _told(plain, number(now["n"]) or 0, now.span("n"))


def _told(plain: str, years: int, span: Span) -> list[Said]:
    return [Said(years, *span, owner(plain, *span))] if 10 <= years <= OLDEST else []


def _coming(plain: str) -> list[Said]:
    """An age that is not reached yet, as it is now."""
    found = []
    for match in _SHORT_OF.finditer(plain):
        coming = next((number(match[group]) or 0 for group in ("n", "n2", "n3", "n4") if match[group]), 0)
        less = (number(match["less2"]) or 1) if match["less2"] else 1
        if match["unit"] in ("年", "岁"):
            less = number(match["less"]) or 1
        if less < coming <= OLDEST and coming >= _LEAST_COMING:
            found.append(Said(coming - less, *match.span(), owner(plain, *match.span())))
    return found


def _age_end(plain: str, one: Number) -> int:
    """Where the age that this number tells ends; 0 where it tells none."""
    if _negated(plain, one):
        return 0
    if unit := _UNIT.match(plain, one.end):
        end = unit.end() + (plain[unit.end() : unit.end() + 1] == "半")
        return 0 if _RULE.match(plain, end) else end
    if one.value < 1 or (one.chinese and (one.text in "百千万亿" or one.value < 10)) or _NO_AGE.match(plain, one.end):
        return 0
    if _RULE.match(plain, one.end):
        return 0
    if one.chinese and one.text == "十" and not re.match(r"\s?(?:$|[,。!?了])", plain[one.end :]):
        return 0
    return one.end if _KIN.search(plain[max(0, one.start - 24) : one.start]) else 0


def _negated(plain: str, one: Number) -> bool:
    return bool(_NOT.search(plain[max(0, one.start - 5) : one.start]))


def _of_grade(match: re.Match[str]) -> int:
    """The age at which a child is in this grade, from six in the first on, as schools count."""
    if primary := match["p"] or match["p2"]:
        return 6 + (number(primary) or 0)
    if match["form"]:
        return 11 + (number(match["form"]) or 0)
    if match["uni"]:
        return 18 + (number(match["uni"]) or 0)
    if match["nth"]:
        return 7 + _NTH.index(match["nth"])
    if middle := match["middle"]:
        return 6 + (number(middle) or 0)
    if match["en"]:
        return 6 + int(match["en"])
    if match["g"]:
        return 12 + (number(match["g"]) or 0)
    if stage := match["j"] or match["j2"]:
        return (15 if stage == "高" else 12) + (number(match["jn"] or match["jn2"]) or 0)
    return _NURSERY[match["nursery"] or match["pre"]]


def _found(text: Prose, said: Said) -> Found:
    return Found(said.age, text.said[said.start : said.end], said.start, said.end)


def check(detail: Detail, value: int) -> Words | None:
    """Words where the age lies outside what the detail allows."""
    low, high = detail.min or 0, min(detail.max if detail.max is not None else OLDEST, OLDEST)
    if low <= value <= high:
        return None
    if detail.outside is not None and 0 <= value <= OLDEST:
        return detail.outside
    return Words(
        f"这个年龄好像不对，请再说一次，{low} 到 {high} 岁之间。",
        f"這個年齡好像不對，請再說一次，{low} 至 {high} 歲之間。",
        f"That age does not seem right. Please say it again, between {low} and {high}.",
    )


def show(value: int, language: str) -> str:
    """78岁, 78歲, 78; a baby is under one."""
    if language == "en":
        return str(value) if value else "under 1"
    unit = "歲" if language == "zh_Hant" else "岁"
    return f"{value}{unit}" if value else f"不到1{unit}" if language != "zh_Hant" else f"未滿1{unit}"
