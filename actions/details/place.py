"""Addresses, landmarks and pins, as said; and districts by their full name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.details.address import SIGN, Said, addresses, told
from actions.details.affirmation import declined, unsure, yes_no
from actions.details.divisions import mentions
from actions.details.home import districts
from actions.details.numerals import CHINESE
from actions.details.origin import of_origin
from actions.details.people import named as names_a_person
from actions.details.people import owner
from actions.details.prose import Prose, Span, free
from actions.details.shapes import Found, Setting
from data.model import Detail, Words

_PIN = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{2,})\s?[,，;\s]\s?(-?\d{1,3}\.\d{2,})(?![\d.])")
_LEAD = re.compile(
    r"^[\s,。:]*(?:那就|就|应该)?(?:(?:我|他|她|佢|俺|咱|孩子|老人)?(?:们)?(?:家|妈妈?|爸爸?)?(?:现在|目前|今)?(?:的)?(?:家庭|详细|居住|户籍|户口)?(?:地址|住址|住处|户籍|户口|位置|地点|地方)?"
    r"\s?(?:是在|就在|住在|住喺|住|在|喺|系|是|:)\s?)++"
    r"|^(?:(?:i|we|she|he|they)\s+lives?\s+(?:in|at|on)\s+|(?:the |my |our |her |his )?address is\s+|(?:it is "
    r"|it's )?(?:in|at|near)\s+)"
)
_TAIL = re.compile(r"[\s,。.!！、;]+$|(?:那边|这边|那里|这里)?(?<![吧呢啊呀哦嘞啦])[吧呢啊呀哦嘞啦]+[\s。!]*$")
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
_NUMBER = re.compile(
    rf"(?:大概|大约|差不多|约|快|[¥￥$])?[\d{CHINESE}多几来.,\s]+(?:块钱?|元|蚊|岁|左右|多|人|口)*[了吧]?"
)  # a sum, an age
_STATE = re.compile(r"不好|不便|不舒服|不灵|不行|生病|有病|[疼痛]|走不动|动不了")  # 她腿脚不好
_PINYIN = re.compile(
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:[iu]?a(?:ng?|i|o)?|o(?:ng|u)?|e(?:ng?|i|r)?|i(?:ng?|e|u|ong|an|ang)?"
    r"|u(?:n|i|o|e|an|ang)?)'?)++"  # "ai" is "a" and "i" too: no second try
)
_LATIN_UNITS = frozenset(("district", "city", "county", "province", "new", "area", "town", "in", "the", "of", "china"))


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


def _no_place(plain: str) -> bool:
    """家里, 等一下, 回来了, 午饭, 我妈: words that lead nobody to a door."""
    if _NOWHERE.fullmatch(plain) or _BUSY.fullmatch(plain) or _ELSEWHAT.fullmatch(plain):
        return True
    if names_a_person(plain) or _NUMBER.fullmatch(plain):
        return True
    if len(plain) > 8 or SIGN.search(plain) or mentions(plain):
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
    said = [s for s in addresses(text.plain) if free((s.start, s.end), taken)]
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


def _fits(detail: Detail, said: Said, plain: str) -> bool:
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


def _only_divisions(plain: str, said: Said) -> bool:
    """Whether nothing narrower than a district is named: it leads nobody to a door."""
    named = {i for m in mentions(plain) for i in range(m.start, m.end)}
    left = "".join(c for i, c in enumerate(plain) if said.start <= i < said.end and i not in named)
    return not left.strip(" ,的那边这区市县")


def spans(plain: str) -> list[Span]:
    """Every place that a text names, also a city or a district alone."""
    return [*((s.start, s.end) for s in addresses(plain)), *((m.start, m.end) for m in mentions(plain))]


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
    named = districts(text.plain, setting, lenient=False)
    said = [(d.code, d.full, Said(start, end, False)) for d, start, end in named]
    said += [(text.said[s.start : s.end], text.said[s.start : s.end], s) for s in told(text.plain)]
    said = [one for one in said if free((one[2].start, one[2].end), taken)]
    found: dict[str, Found] = {}
    for detail in details:
        fits = [one for one in said if _fits(detail, one[2], text.plain)]
        if len({code for code, *_ in fits}) == 1:
            _, full, at = fits[0]
            said = [one for one in said if one not in fits]
            found[detail.id] = Found(full, text.said[at.start : at.end], at.start, at.end)
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
