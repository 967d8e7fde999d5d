"""Where an address begins and ends in free text: divisions, streets, villages, houses that stand together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from actions.details.divisions import SHARED, Mention, mentions
from actions.details.prose import before
from actions.details.romanised import divided

_NAME = (  # 和 stands in a street's name before some characters only
    r"(?:[^\s,，。、:;!?()\d住在是到去来从我你您他她它们的了吗呢吧叫给和与跟把被让请要想能没不这那个有说问找喺系嘅咗嚟唔啲哋俾畀]"
    r"|和(?=[平谐顺美睦兴园义安街路]))"
)
_STRONG = (
    r"街道办?|社区|小区|花园城?|新村|家园|公寓|大厦|镇|乡|村委?|屯|庄|胡同|大道|路|街|巷|苑|邨|屋苑|嘎查|苏木|牧场"
)
_WEAK = (
    r"公园|广场|火车站|高铁站|汽车站|地铁站|客运站|车站|桥头?|桥洞|菜市场|市场|超市|商场|医院|学校|小学|中学"
    r"|幼儿园|福利院|养老院|敬老院|码头|河边|路口|工地|工业园|厂"
)
_NUMBER = r"[甲乙丙丁]?(?:[\da-z]{1,5}|[一二三四五六七八九十百零〇两]{1,5})(?:[-之][\da-z]{1,4}){0,2}"
_UNIT = (
    r"号大院|号楼|号院|号[甲乙丙丁]?|栋|幢|座|单元|室|层|楼|组|社|队|弄|巷|街坊|大?街|路|村"
    r"|门|段(?!时间|日子)|区|期|连|排|邻|户"
)
_NUMBERED = rf"{_NUMBER}(?:{_UNIT})(?:之[\d一二三四五六七八九十]{{1,2}}|附\d{{1,3}}号)?"
_ROOM = r"\d{2,4}[a-z]?室?(?![\d岁块元年多人号弄巷栋幢座楼街路])"
_ROOMS = r"\d{1,4}-\d{1,4}(?:-\d{1,4})?(?!\d)"
_ENDS = r"(?=[\s,，。.;；!！?？]|$)"
_HOMES = "家属院|家属楼|宿舍|大院|街坊"
_PIECE = re.compile(
    rf"\d{{1,2}}月(?:大?路|街|大道|巷)|{_NAME}{{1,8}}?(?:{_STRONG})(?:大?[路街巷](?![上里边])|(?<=庄)村)?|{_NAME}{{2,8}}?(?:{_HOMES})(?={_NUMBERED}|(?<=[属大][院楼]){_ENDS})|{_NAME}{{1,6}}?[里坊园城湾院楼](?=[\d一二三四五六七八九十]{{1,3}}(?:号楼|栋|幢|座|单元))|{_NUMBERED}(?:{_ROOM})?|{_ROOMS}"
)
_BEHIND = "门口|旁边|附近|对面|里面?|后面|前面|边上"
_LANDMARK = re.compile(rf"(?:在|住|到|去|喺|位于|地址是?:?)(?P<it>{_NAME}{{1,8}}?(?:{_WEAK})(?:{_BEHIND})?)")
_LIVING = re.compile(
    r"(?:住喺|住在|地址是?:?)(?P<it>(?!一起|家|这|那|外|哪|度|同|三楼|楼)[^\s,。,、;!?的了没冇同个是]{2,15})(?=[\s,。;!?]|$)"
)
# What stands right behind a part of an address and goes on with it: 南大街, 5号院, 望京西园四区, 福海楼, 望月湖
_ON = re.compile(
    rf"\s?(?:[北南东西]?{_NUMBERED}(?:{_ROOM})?|{_ROOMS}|(?<=[栋幢座楼院元门号]){_ROOM}|(?<=[期栋幢座楼]){_NUMBER}(?={_ENDS})"
    rf"|{_NAME}{{0,8}}?(?:{_HOMES}|{_STRONG})(?:大?[路街巷](?![上里边])|(?<=庄)村)?"
    rf"|{_NAME}{{1,7}}?[里坊院楼阁园城湾台期区道场](?={_ENDS}|{_NUMBERED})"
    rf"|(?<![小社]区){_NAME}{{1,7}}?(?={_NUMBERED}))"
)
_OPEN = re.compile(r"[县市旗镇乡]$|(?<![小社])区$|街道$")  # behind which a mere name may follow (岳麓区望月湖)
_REST = re.compile(rf"[^\s,，。、:;!?()\d]{{2,7}}{_ENDS}")
# Words that nobody's address is made of: behind a district they begin another clause
_NO_REST = re.compile(
    r"[我你您他她它俺咱佢们的了着过吗呢吧啊没不冇是在住有要想吃饭餐送做病疼痛腿脚眼耳摔跌走岁多年老爸妈爷奶孩儿女婆公独自单人请能会可让给跟和与叫来去回问帮低养领申报每现今刚嚟落系喺唔嘅咗同俾啲打工]"
    r"|[局所委处办]$|政府|民政|中心|医院|附近|旁边|投诉|举报|反映|咨询|困难|残疾|孤寡|留守|高龄|退休|志愿|优先|驻村|读书|念书|上学|上[初高]|年级"
)
_PART = (
    r"(?:flat|unit|room|rm|block|building|bldg|floor|lane|alley|apartment|apt|(?:house )?no\.?)"
    r"\s?(?:[a-z]\b|(?=\w*\d)\w{1,5})"
)
_STREET = (
    r"(?:(?:street|road|avenue|lane|drive|garden|court|estate|house|mansions?|tower|village|district)\b"
    r"|(?:st|rd|ave)\b\.?)"
)
_WORDS = (
    r"(?:(?!(?:in|on|our|the|of|my|an?|not|from|is|are|at|with|and|or|for|years?|old|no|this|that)\b)[a-z]+\s){1,3}"
)
_ENGLISH = re.compile(
    rf"\b(?=(?:{_PART},?\s+){{1,3}}|\d)(?:{_PART}(?:,\s*|\s+))*(?:\d{{1,4}}[a-z]?\s+)?{_WORDS}{_STREET}(?:\s\d{{1,4}})?"
    rf"(?:,\s*{_WORDS}{_STREET})*"
    r"|(?<=\bin |\bon |\bat )(?!(?:a|the|her|his|their|some|any|every|one|another)\b)"
    r"(?:(?!(?:an?|the|my|our|his|her)\b)[a-z]+\s){1,2}(?:street|road|avenue|lane|village|estate|garden|court)\b"
)
_ABOVE = re.compile(  # ", Jing'an, Shanghai" behind a street
    r",\s*(?P<name>[a-z]+(?:['’ ](?!(?:and|my|she|he|we|i|who|please|the|is|has)\b)[a-z]+){0,2}?)"
    r"(?=\s*(?:[,.;!?]|$)|\s+(?:and|my|she|he|we|i|who|please|is|has)\b)"
)
_VAGUE = re.compile(
    r"^(?:(?:并且?|而且|同时|另外|以及|还有|顺便|也)*(?:投诉|举报|反映|表扬|申请|登记|咨询)|老旧|参加|作为|愿意|希望|建议|多亏|上次|最好|自然村|乡[镇村]|偏乡|城中村|举报|反映|听|近|隔壁|附近|旁边|整个|我家|条|别的|其他|对面|同一|同个|找|离|靠近|靠|老家|外面|哪|什么|某|一|片|家|返|细路$|屋邨$)"
)
_GOES_ON = re.compile(r"[\u4e00-\u9fff]{1,6}(?:路|街|镇|村|小区|街道|社区)|人(?!民)")
_BESIDE = re.compile(r"附近|旁边|对面|隔壁|靠近|那边|这边|里面")
_ONLY = re.compile(
    r"[一二三四五六七八九十两几这那每全同本整各]?(?:路|街|村|镇|乡|庄|楼|围|巷|里|社区|小区|街道|苑|宿舍|大院|家属[院楼]|公寓|牧场)|.{0,2}(?:一|半|走|上|下|出|回|全|同|农|进|山|马|逛|满|大|识|得|多|晒|瞓|落|返)(?:路|街|村|乡|庄|镇)|.*(?:细路|走路)"
)
_NAMED = re.compile(rf"[^\s,。，、!?要想去送帮请找没不]{{2,16}}(?:{_STRONG}|{_WEAK})(?:{_BEHIND})?")
SIGN = re.compile(rf"{_STRONG}|{_WEAK}|\d|[省市区县州旗楼栋号]|家属院|宿舍|院")


@dataclass(frozen=True, slots=True)
class Said:
    """A place in a text; `wide` where it is a province or a city only."""

    start: int
    end: int
    wide: bool


@dataclass(frozen=True, slots=True, order=True)
class _Piece:
    start: int
    end: int
    alone: bool  # names a place by itself
    wide: bool


def named(plain: str) -> bool:
    """Whether the whole text is the name of a place (罗湖区人民医院门口), and asks for nothing."""
    return _NAMED.fullmatch(plain) is not None


@lru_cache(maxsize=512)
def addresses(plain: str) -> tuple[Said, ...]:
    """Every place that a text names, from its widest part to its door."""
    pieces = [_Piece(m.start, m.end, True, not m.narrow) for m in mentions(plain) if _holds(plain, m)]
    ends = [piece.end for piece in pieces]
    for match in _PIECE.finditer(plain):
        start = max([e for e in ends if match.start() < e <= match.end()], default=match.start())
        words = plain[start : match.end()]
        if len(words) > 1 and not _ONLY.fullmatch(words) and not _VAGUE.match(words):
            alone = not re.fullmatch(rf"{_NUMBERED}\d*|[\d-]+", words)
            pieces.append(_Piece(start, match.end(), alone, False))
    for match in (*_LANDMARK.finditer(plain), *_LIVING.finditer(plain)):
        start, end = match.span("it")
        if _VAGUE.match(match["it"]):
            continue
        if match.re is _LANDMARK or all(e.end <= start or end <= e.start for e in pieces):
            pieces.append(_Piece(start, end, True, False))
    pieces += [_Piece(m.start(), _to_city(plain, m.end()), True, False) for m in _ENGLISH.finditer(plain)]
    return tuple(_joined(plain, sorted(pieces)))


def told(plain: str) -> list[Said]:
    """Hong Kong's and Taiwan's districts and towns, which are kept as told; not where the mainland shares the name."""
    every = mentions(plain)
    shared = {(m.start, m.end) for m in every if m.level != "told"}
    own = [m for m in every if m.level == "told" and m.narrow and (m.start, m.end) not in shared]
    return [Said(m.start, m.end, False) for m in own if _holds(plain, m)]


def _to_city(plain: str, end: int) -> int:
    """The end of the districts and cities that stand behind an English street (", Jing'an, Shanghai")."""
    while (match := _ABOVE.match(plain, end)) and divided(match["name"]):
        end = match.end()
    return end


def _holds(plain: str, mention: Mention) -> bool:
    """罗湖 alone is a place after 在 or 住, or before another part of an address; 山阴路 is a street."""
    if not mention.short:
        return True
    if SHARED.match(plain, mention.end):
        return False
    return bool(
        re.search(r"(?:在|住|到|去|喺|搬来|来|户口|户籍|老家|是|in |at )$", before(plain, mention.start))
        or mention.start in _borders(plain)[0]  # 深圳 before 罗湖
        or _GOES_ON.match(plain, mention.end, mention.end + 9)
    )


@lru_cache(maxsize=512)
def _borders(plain: str) -> tuple[frozenset[int], frozenset[int]]:
    """Where divisions end, and where those of a county or less begin."""
    every = mentions(plain)
    return frozenset(m.end for m in every), frozenset(m.start for m in every if m.narrow)


def _joined(plain: str, pieces: list[_Piece]) -> list[Said]:
    """Pieces that touch, each with what goes on behind it."""
    groups: list[list[_Piece]] = []
    end = 0
    for piece in pieces:
        if groups and piece.start <= end + 2 and not plain[end : piece.start].strip(" ,的"):
            groups[-1].append(piece)
            end = max(end, piece.end)
        else:
            groups.append([piece])
            end = piece.end
        group = groups[-1]
        if any(p.alone and not p.wide for p in group) and (further := _further(plain, group[0].start, end)) > end:
            group.append(_Piece(end, further, False, False))
            end = further
    return [
        Said(group[0].start, max(p.end for p in group), all(p.wide for p in group))
        for group in groups
        if any(p.alone for p in group)
    ]


def _further(plain: str, start: int, end: int) -> int:
    """Where an address ends that begins at `start` and has come as far as `end`."""
    while (match := _ON.match(plain, end)) and not _BESIDE.match(match[0].strip()):
        end = match.end()
    open_ended = start in _borders(plain)[1] and _OPEN.search(plain[max(end - 3, 0) : end])
    rest = _REST.match(plain, end) if open_ended else None
    return rest.end() if rest and not _NO_REST.search(rest[0]) else end
