"""Addresses, landmarks and pins, as said; and districts by their full name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from actions.details.affirmation import declined, unsure, yes_no
from actions.details.divisions import mentions
from actions.details.home import districts
from actions.details.origin import of_origin
from actions.details.people import named as names_a_person
from actions.details.people import owner
from actions.details.prose import Prose, Span, before, free
from actions.details.shapes import Found, Setting
from data.model import Detail, Words

_PIN = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{2,})\s?[,，;\s]\s?(-?\d{1,3}\.\d{2,})(?![\d.])")
_LEAD = re.compile(
    r"^[\s,。:]*(?:那就|就|应该)?(?:(?:我|他|她|佢|俺|咱|孩子|老人)?(?:们)?(?:家|妈妈?|爸爸?)?(?:现在|目前|今)?(?:的)?(?:家庭|详细|居住|户籍|户口)?(?:地址|住址|住处|户籍|户口|位置|地点|地方)?"
    r"\s?(?:是在|就在|住在|住喺|住|在|喺|系|是|:)\s?)+"
    r"|^(?:(?:i|we|she|he|they)\s+lives?\s+(?:in|at|on)\s+|(?:the |my |our |her |his )?address is\s+|(?:it is "
    r"|it's )?(?:in|at|near)\s+)"
)
_TAIL = re.compile(r"[\s,。.!！、;]+$|(?:那边|这边|那里|这里)?(?<![吧呢啊呀哦嘞啦])[吧呢啊呀哦嘞啦]+[\s。!]*$")
_NAME = r"[^\s,。，、:;!?()住在是到去来从我你您他她它们的了吗呢吧叫给和与跟把被让请要想能没不这那个有和说问找喺系\d]"
_STRONG = r"街道办?|社区|小区|花园|新村|家园|公寓|大厦|镇|乡|村委?|屯|庄|胡同|大道|路|街|巷|苑|邨|屋苑"
_WEAK = (
    r"公园|广场|火车站|高铁站|汽车站|地铁站|客运站|车站|桥头?|桥洞|菜市场|市场|超市|商场|医院|学校|小学|中学"
    r"|幼儿园|福利院|养老院|敬老院|码头|河边|路口|工地|工业园|厂"
)
_NUMBERED = r"[\dA-Za-z一二三四五六七八九十百零〇]{1,5}(?:号楼|号院|号|栋|幢|座|单元|室|层|楼|组|队|弄|巷|街|路|村)"
_PIECE = re.compile(
    rf"\d{{1,2}}月(?:大?路|街|大道|巷)|{_NAME}{{1,8}}?(?:{_STRONG})|{_NUMBERED}(?:\d{{2,4}}(?!\d|岁))?|\d{{1,4}}-\d{{1,4}}(?:-\d{{1,4}})?(?!\d)"
)
_BEHIND = "门口|旁边|附近|对面|里面?|后面|前面|边上"
_LANDMARK = re.compile(rf"(?:在|住|到|去|喺|位于|地址是?:?)(?P<it>{_NAME}{{1,8}}?(?:{_WEAK})(?:{_BEHIND})?)")
_LIVING = re.compile(
    r"(?:住喺|住在|地址是?:?)(?P<it>(?!一起|家|这|那|外|哪|度|同|三楼|楼)[^\s,。,、;!?的了没冇同个是]{2,15})(?=[\s,。;!?]|$)"
)
_ENGLISH = re.compile(
    r"\b(?:(?:flat|unit|room|block|no\.?)\s?\w{1,5},?\s+)*\d{1,4}[a-z]?\s+(?:[a-z]+\s){1,3}(?:street|st|road|rd|avenue|ave|lane|drive|garden|court|estate)\b\.?"
    r"|(?<=\bin |\bon |\bat )(?!(?:a|an|the|my|our|his|her|their|this|that|some|any|every|one|another)\b)"
    r"(?:[a-z]+\s){1,2}(?:street|road|avenue|lane|village|estate|garden|court)\b"
)
_VAGUE = re.compile(
    r"^(?:投诉|隔壁|附近|旁边|整个|我家|条|别的|其他|对面|同一|同个|找|离|靠近|靠|老家|外面|哪|什么|某|一|片|家|返|细路$|屋邨$)"
)
_ONLY = re.compile(
    r"[一二三四五六七八九十两几这那每全同本整各]?(?:路|街|村|镇|乡|庄|楼|围|巷|里|社区|小区|街道|苑)|.{0,2}(?:一|半|走|上|下|出|回|全|同|农|进|山|马|逛|满|大)(?:路|街|村|乡|庄|镇)"
)
_STICKERS = re.compile(r"[\[【(（](?:[\u4e00-\u9fff]{1,6}|[a-z ]{1,12})[\]】)）]")  # [微信表情], [微笑]
_NOWHERE = re.compile(
    r"(?:我|他|她|我们|自己|俺|咱)?(?:的)?(?:老家|家乡|乡下|农村|家|家里面?|家中|屋企|屋头|屋里|这|那|这里|那里|这边|那边|这儿|那儿|呢度|嗰度|外面|外地|本地|附近|隔壁)"
    r"|(?:my |our |his |her )?(?:home ?town|home|house|place)|here|over here|there|over there|nearby"
)
_BUSY = re.compile(
    r"(?:请|你|您|先|稍|我)*等(?:我|等|一?(?:下|会|阵|阵子))*(?:儿|子|先|吧|啊)?|(?:i'?m|i am)? ?back(?: now)?|你猜"
)
_TIME = (
    r"大?[今明后昨前][天日晚早]|听[日晚朝]|寻[日晚]|现在|而家|早上|上午|中午|下午|傍晚|晚上|夜里|下?(?:周|星期|礼拜)[一二三四五六日天末]"
    r"|today|tomorrow|yesterday|tonight|now|morning|afternoon|evening|noon|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_MEAL = r"[早午晚中]饭|[早午晚中]餐|宵夜|盒饭|饭菜?|三餐|breakfast|lunch|dinner|supper|meals?"
_POLITE = r"谢谢|多谢|唔该|你好|您好|thanks|thank you|thx|hello|hi"
_BESIDE = (
    r"我|俺|要|想|吃|食|送|就|是|系|在|去|的|了|吧|呀|啊|呢|和|跟|i|want|need|just|for|the|my|in|at|it's|please|and"
)
_ELSEWHAT = re.compile(  # a day, a meal, thanks: nobody lives there
    rf"(?:(?:{_BESIDE})[\s,，]*)*(?:(?:{_TIME}|{_MEAL}|{_POLITE})[\s,，]*(?:(?:{_BESIDE})[\s,，]*)*)+[\s。.!！~]*"
)
_STATE = re.compile(r"不好|不便|不舒服|不灵|不行|生病|有病|[疼痛]|走不动|动不了")  # 她腿脚不好
_PINYIN = re.compile(
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:[iu]?a(?:ng?|i|o)?|o(?:ng|u)?|e(?:ng?|i|r)?|i(?:ng?|e|u|ong|an|ang)?"
    r"|u(?:n|i|o|e|an|ang)?)'?)++"  # "ai" is "a" and "i" too: no second try
)
_LATIN_UNITS = frozenset(("district", "city", "county", "province", "new", "area", "town", "in", "the", "of", "china"))
_NAMED = re.compile(rf"[^\s,。，、!?要想去送帮请找没不]{{2,16}}(?:{_STRONG}|{_WEAK})(?:{_BEHIND})?")
_SIGN = re.compile(rf"{_STRONG}|{_WEAK}|\d|[省市区县州旗楼栋号]|家属院|宿舍|院")


@dataclass(frozen=True, slots=True)
class _Said:
    """A place in a text; `wide` where it is a province or a city only."""

    start: int
    end: int
    wide: bool


def read(text: Prose) -> Found | None:
    """A place as an answer: a pin, or the words as said without their lead-in."""
    if pin := _pin(text):
        return pin
    start = lead.end() if (lead := _LEAD.match(text.plain)) and lead.end() < len(text.plain) else 0
    end = len(text.plain)
    while (tail := _TAIL.search(text.plain, start, end)) and tail.start() < end:
        end = tail.start()
    said = text.said[start:end].strip()
    start = text.said.find(said, start) if said else start
    plain = text.plain[start : start + len(said)]
    if len(said) < 2 or not re.search(r"[^\W\d_]", _STICKERS.sub("", plain)) or _no_place(plain):
        return None
    return Found(said, said, start, start + len(said))


def named(plain: str) -> bool:
    """Whether the whole text is the name of a place (罗湖区人民医院门口), and asks for nothing."""
    return _NAMED.fullmatch(plain) is not None


def _no_place(plain: str) -> bool:
    """家里, 等一下, 回来了, 午饭, 我妈: words that lead nobody to a door."""
    if _NOWHERE.fullmatch(plain) or _BUSY.fullmatch(plain) or _ELSEWHAT.fullmatch(plain):
        return True
    if names_a_person(plain):
        return True
    if len(plain) > 8 or _SIGN.search(plain) or mentions(plain):
        return False
    if _STATE.search(plain):
        return True
    answered = unsure(plain) or declined(plain) or (len(plain) <= 3 and yes_no(plain) is not None)
    return answered or (len(plain) <= 6 and plain.endswith(("了", "啦", "喇")))


def _pin(text: Prose) -> Found | None:
    match = _PIN.search(text.plain)
    if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        return None
    return Found(f"{match[1]},{match[2]}", text.said[match.start() : match.end()], *match.span())


def spot(details: Sequence[Detail], text: Prose, taken: list[Span]) -> dict[str, Found]:
    """Addresses that are unmistakably said, each given to the detail of the person and the home it belongs to."""
    if pin := _pin(text):
        return {details[0].id: pin} if len(details) == 1 else {}
    said = [s for s in _addresses(text.plain) if free((s.start, s.end), taken)]
    found: dict[str, Found] = {}
    for detail in details:
        fits = [s for s in said if _fits(detail, s, text.plain)]
        rivals = [d for d in details if d is not detail and d.of == detail.of and d.origin == detail.origin]
        if len(fits) == 1 and not rivals:
            one = fits[0]
            words = text.said[one.start : one.end]
            found[detail.id] = Found(words, words, one.start, one.end)
            said.remove(one)
    return found


def _fits(detail: Detail, said: _Said, plain: str) -> bool:
    if detail.origin != of_origin(plain, said.start, said.end):
        return False
    if said.wide and detail.of != "adult":
        return False  # only of a parent at work is a city answer enough
    if detail.exact and _only_divisions(plain, said):
        return False
    who = owner(plain, said.start, said.end, after=detail.of == "adult")  # 在广州的爸爸
    if detail.of == "elder":
        return who in ("elder", "spouse", "self", "adult", "")
    if detail.of == "child":
        return who in ("child", "self", "")
    if detail.of == "adult":
        return who in ("elder", "spouse", "adult") or (who in ("self", "") and not said.wide)
    return True


def _only_divisions(plain: str, said: _Said) -> bool:
    """Whether nothing narrower than a district is named: it leads nobody to a door."""
    named = {i for m in mentions(plain) for i in range(m.start, m.end)}
    left = "".join(c for i, c in enumerate(plain) if said.start <= i < said.end and i not in named)
    return not left.strip(" ,的那边这区市县")


def spans(plain: str) -> list[Span]:
    """Every place that a text names, also a city or a district alone."""
    return [*((s.start, s.end) for s in _addresses(plain)), *((m.start, m.end) for m in mentions(plain))]


@lru_cache(maxsize=512)
def _addresses(plain: str) -> tuple[_Said, ...]:
    """Spans of divisions, streets, houses and landmarks that stand together."""
    pieces: list[tuple[int, int, bool, bool]] = []  # start, end, names a place by itself, wide
    named = [(m.start, m.end) for m in mentions(plain) if not m.short or _cued(plain, m.start, m.end)]
    narrow = {(m.start, m.end) for m in mentions(plain) if m.level == "county" and len(m.codes[0]) > 4}
    for start, end in dict.fromkeys(named):
        pieces.append((start, end, True, (start, end) not in narrow))
    ends = [end for _, end, *_ in pieces]
    for match in _PIECE.finditer(plain):
        start = max([e for e in ends if match.start() < e <= match.end()], default=match.start())
        words = plain[start : match.end()]
        if len(words) > 1 and not _ONLY.fullmatch(words) and not _VAGUE.match(words):
            alone = not re.fullmatch(rf"{_NUMBERED}\d*|[\d-]+", words)
            pieces.append((start, match.end(), alone, False))
    for match in _LANDMARK.finditer(plain):
        pieces.append((*match.span("it"), True, False))
    for match in _LIVING.finditer(plain):
        if all(e <= match.start("it") or match.end("it") <= s for s, e, *_ in pieces):
            pieces.append((*match.span("it"), True, False))
    for match in _ENGLISH.finditer(plain):
        pieces.append((*match.span(), True, False))
    return tuple(_joined(plain, sorted(pieces)))


def _cued(plain: str, start: int, end: int) -> bool:
    """罗湖 alone is a place after 在 or 住, or before another part of an address."""
    return bool(
        re.search(r"(?:在|住|到|去|喺|搬来|来|户口|户籍|老家|是|in |at )$", before(plain, start))
        or _follows_division(plain, start)
        or re.match(r"[\u4e00-\u9fff]{1,6}(?:路|街|镇|村|小区|街道|社区)|人(?!民)", plain[end : end + 9])
    )


def _follows_division(plain: str, at: int) -> bool:
    """Does another division end here (深圳 before 罗湖)?"""
    return any(m.end == at for m in mentions(plain))


def _joined(plain: str, pieces: list[tuple[int, int, bool, bool]]) -> list[_Said]:
    groups: list[list[tuple[int, int, bool, bool]]] = []
    end = 0
    for piece in pieces:
        if groups and piece[0] <= end + 1 and not plain[end : piece[0]].strip(" ,的"):
            groups[-1].append(piece)
            end = max(end, piece[1])
        else:
            groups.append([piece])
            end = piece[1]
    found = []
    for group in groups:
        if any(p[2] for p in group):
            found.append(_Said(group[0][0], max(p[1] for p in group), all(p[3] for p in group)))
    return found


def read_district(text: Prose, setting: Setting) -> Found | None:
    """A county by its full name; a name that several counties share stays as said."""
    found = districts(text.plain, setting, lenient=True)
    if found:
        division, start, end = found[0]
        return Found(division.full, text.said[start:end], start, end)
    said = read(text)
    if said is None or not isinstance(said.value, str) or _PIN.fullmatch(said.value):
        return None
    named = mentions(text.plain) or _in_pinyin(said.value)
    if not named and (unsure(text.plain) or declined(text.plain)):
        return None
    return said if named or re.search(r"[区县市旗州省]$", text.plain[: said.end]) else None


def _in_pinyin(said: str) -> bool:
    """Futian District, Shenzhen: one to five words spelt as Chinese names are."""
    words = re.findall(r"[a-z']+", said.lower())
    names = [w for w in words if w not in _LATIN_UNITS]
    return (
        said.isascii()
        and not re.search(r"\d", said)
        and 1 <= len(words) <= 5
        and any(len(n) > 3 for n in names)
        and all(_PINYIN.fullmatch(n) for n in names)
    )


def spot_districts(details: Sequence[Detail], text: Prose, setting: Setting, taken: list[Span]) -> dict[str, Found]:
    """Counties that free text names: where somebody is registered, and where they live."""
    said = [f for f in districts(text.plain, setting, lenient=False) if free((f[1], f[2]), taken)]
    found: dict[str, Found] = {}
    for detail in details:
        fits = [f for f in said if _fits(detail, _Said(f[1], f[2], False), text.plain)]
        if len({f[0].code for f in fits}) == 1:
            division, start, end = fits[0]
            said = [f for f in said if f not in fits]
            found[detail.id] = Found(division.full, text.said[start:end], start, end)
    return found


def check(value: str) -> Words | None:
    """Words where a place is too short to be found."""
    if len(value.strip()) >= 2:
        return None
    return Words(
        "请再说详细一点，比如街道、小区或村名。",
        "請再說詳細一點，例如街道、屋苑或村名。",
        "Please say a little more, such as the street or the village.",
    )


def show(value: str, language: str) -> str:
    """As said; a pin says that it is one."""
    if _PIN.fullmatch(value):
        return {"en": f"pin {value}", "zh_Hant": f"定位 {value}"}.get(language, f"定位 {value}")
    return value
