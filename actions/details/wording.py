"""Free words, names, and links: as the person said them."""

from __future__ import annotations

import re
from functools import lru_cache

from actions.details.affirmation import declined, unsure
from actions.details.prose import Prose, Span, free, prose
from actions.details.shapes import Found
from data.model import Detail, Words

ENOUGH_CHARACTERS = 12
ENOUGH_WORDS = 5
LONGEST_NAME = 60

_LINK = re.compile(r"https?://[^\s<>\"'，。；）)]+", re.IGNORECASE)
_NAME_LEAD = re.compile(
    r"^\s*(?:[是系]|就是)?(?:我自己|俺自己|我本人|本人|自己|[我俺][\u4e00-\u9fff]{1,3})[\s,，、]+(?=[\u4e00-\u9fff·]{2,4}[。!]?\s*$)"
    r"|^[\s,，。]*(?:(?:你好|您好)[\s,，]*)?(?:(?:我|俺|他|她|佢|孩子|作者|老人|我妈|我爸|名字|姓名)?(?:的|个)?(?:全名|大名|名字|姓名|名)?(?:叫做|叫作|叫|是|系|姓|:|：)(?:我(?=老|小|阿))?\s?)++"
    r"|^\s*(?:我|俺)\s+(?=[\u4e00-\u9fff·]{2,4}\s*$)"
    r"|^(?:my name(?:'s| is)|(?:the |his |her )?name(?:'s| is)|(?:he|she|it)(?:'s| is)? called|i'?m|i am|it'?s"
    r"|this is|call me)\s+"
)
_INSTITUTION_LEAD = re.compile(r"^[\s,，]*(?:(?:我们|我|在|就在|住在|送到|去)(?:是|在)?)?(?:是|叫|:|：)?\s?")
_SURNAME_FIRST = re.compile(
    r"姓(?P<family>[\u4e00-\u9fff]{1,2})[,，\s]*(?:名字?|名?叫)(?P<given>[\u4e00-\u9fff]{1,2})[。!]?$"
)
_NAME_REST = re.compile(
    r"(?<![,，、\s])[,，、\s]+(?=(?:今年)?\d|今年|男|女|电话|手机|住|身份证|age\b|aged\b).*$|(?:就行|就好|就可以|即可)[了吧]?$"
)
_COUNT, _SPAN = "[一二两三四五六七八九十几半]", "(?:月|天|年|岁|块|元|万)"
_NO_NAME = re.compile(  # "三个月没发"; behind a surname they are a name (张三元, 陈十月)
    rf"[没沒冇嗎吗]|\d\s?个?{_SPAN}|{_COUNT}个{_SPAN}|(?:^|.{{3}}){_COUNT}+{_SPAN}|{_COUNT}{_SPAN}了"
)
_HOUSE = re.compile(  # an institution's name ends with what it is; what is read or lain in there is none of it
    r"(?:小学|中学|学校|幼儿园|学院|高中|医院|卫生院|卫生室|保健院|诊所|[一二三四五六七八九][院小中]|福利院|养老院|敬老院|护理院|护老院|安老院|救助站|老年公寓)"
    r"(?=(?:住院|读|上|念|就读|治|看|做|里|的|初|高|小?[一二三四五六七八九\d]年?级?|[\u4e00-\u9fff]{1,4}科|门诊|急诊|病房|[,，\s]))"
)
_DOING = re.compile(  # 给我爸登记养老院: what is done about one, not its name
    r"登记|申请|投诉|举报|反映|报名|办理?|咨询|联系|参观|安排|介绍|选|挑|找|想|进|^(?:[爸妈爷奶]|儿子|女儿|孩子|老人)"
)
_NO_HOUSE = re.compile(  # 没去医院: none is named
    r"(?:^|[,，\s])(?:还|都|也|从来|一直)*(?:没有?|冇|未|唔|不)(?:去|上|到|住|送|看|读|念|返|在|有).{0,8}$"
    r"|^(?:not (?:in|at)|no|none|(?:he|she|we|i) (?:didn't|did not|haven't|hasn't)|never)\b.*$"
)
_NAME_TAIL = re.compile(r"[\s,，。.!！~]+$|(?<![啊呀哦嘞的])[啊呀哦嘞的]+[。!]?$")
_CALLED = re.compile(
    r"(?:我|他|她|佢|孩子|老人|名字|姓名|本人)(?:名字)?(?:叫做|叫|名叫|:)\s?(?P<n>(?!什么|他|她|你|我|不|救|车"
    r"|人)[\u4e00-\u9fff·]{2,4})(?=[,，。\s!！;；、]|今年|\d|$)"
    r"|\bmy name is (?P<e>[a-z][a-z'-]+(?: [a-z][a-z'-]+){0,2})\b"
)
_INSTITUTION = re.compile(
    r"(?:我们|我|在|是|到|叫|喺|住|读|念|^|[,，。\s])(?:(?:我|家)?(?:孩子|小孩|儿子|女儿|闺女|孙子|孙女|娃)(?:现在)?(?:在|读|念|上(?!海|饶|虞|杭|高|栗|林)))?(?P<n>[^\s,，。我们是在的到叫住领他她去间边哪家送接带转要俺这那]{2,14}(?:福利院|养老院|敬老院|护理院|护老院|安老院|救助站|老年公寓|幸福院|儿童之家|疗养院|医院|卫生院|小学|中学|学校|幼儿园|完小|附小|附中|职高|技校|[一二三四五六七八九十][小中](?![时组区姐孩伙学年月个岁])))"
)
_INSTITUTION_EN = re.compile(  # as typed: capitals tell a name
    r"\b(?:in|at|of|from|to) (?:the )?(?P<n>(?:(?:[A-Z][\w'&-]*|No(?:\. ?| )\d+) )+"
    r"(?:(?:Care|Nursing|Children's|Old People's) Home|Hospital"
    r"|(?:(?:Primary|Middle|Secondary) )?School|Kindergarten|Clinic))\b"
)
_CLAUSE = r"[^,，。.!！?？;；\n]"
_NOTHING = re.compile(r"[\W_]*")
_QUESTION = re.compile(r"[?？吗呢]\s*$")


def read_text(text: Prose) -> Found | None:
    """The words as said; only marks and blanks are no answer."""
    said = text.said.strip()
    if _NOTHING.fullmatch(said):
        return None
    start = text.said.find(said)
    return Found(said, said, start, start + len(said))


_MANY = r"(?:\d{1,5}|[一二两三四五六七八九十百千万半几]{1,5})[多来几]?"
_PIECES = "公斤|箱|件|本|床|台|套|袋|双|包|盒|瓶|桶|斤|吨|条|副|张|辆|把|批|打|支|顶|罐|份|部|架"
_THING = r"(?![事心力爱工分子])[^\s,，。.!！?？;；、\d一二两三四五六七八九十百千和跟捐送给俾畀要想还缺没来住可能]{1,8}"
_GOOD = rf"{_MANY}(?:{_PIECES}){_THING}"
_GOODS = re.compile(rf"{_GOOD}(?:(?:和|跟|同埋?|及|以及|还有|[,，、])+{_GOOD})*")


def _goods(text: Prose) -> Found | None:
    """五箱牛奶和二十件棉衣: how many of what, where that is said in one place."""
    said = list(_GOODS.finditer(text.plain))
    if len(said) != 1:
        return None
    start, end = said[0].span()
    return Found(text.said[start:end], text.said[start:end], start, end)


def spot_text(detail: Detail, text: Prose) -> Found | None:
    """The whole opening message, where the detail may be answered by it and it really tells something."""
    if detail.about == "goods":
        return _goods(text)
    if detail.match:
        return _told(detail.match, text)
    if not detail.opening:
        return None
    characters = len(re.findall(r"[\u3400-\u9fff]", text.plain))
    words = len(re.findall(r"[a-z]{2,}", text.plain))
    return read_text(text) if characters >= ENOUGH_CHARACTERS or words >= ENOUGH_WORDS else None


def _told(match: tuple[str, ...], text: Prose) -> Found | None:
    """The clauses, or what of a long one stands about the words, that tell it among other things."""
    found = list(_telling(match).finditer(text.plain))
    if not found:
        return None
    said = "，".join(dict.fromkeys(text.said[slice(*one.span())].strip() for one in found))
    return Found(said, said, found[0].start(), found[-1].end())


@lru_cache(maxsize=64)
def _telling(match: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted((prose(word).plain for word in match), key=len, reverse=True)
    chinese = [re.escape(w) for w in words if not w.isascii()]
    latin = [rf"\b{re.escape(w)}\b" for w in words if w.isascii()]
    lead = "(?:没有?|无|冇)?(?:平时|一直|只能|只|最好|需要|要|得|不能|不可以|有|是)?(?:吃得|吃|食)?(?:要|得|比较)?"
    led = ((lead, chinese), (rf"{_CLAUSE}{{0,40}}", latin))
    return re.compile("|".join(rf"{ahead}(?:{'|'.join(said)}){_CLAUSE}*" for ahead, said in led if said))


def read_name(detail: Detail, text: Prose) -> Found | None:
    """A name without 我叫 or my name is."""
    institution = detail.about == "institution"
    lead = (_INSTITUTION_LEAD if institution else _NAME_LEAD).match(text.plain)
    start = lead.end() if lead and lead.end() < len(text.plain) else 0
    end = len(text.plain)
    if declined(text.plain) or unsure(text.plain) or (institution and _NO_HOUSE.search(text.plain)):
        return None
    if institution:
        houses = list(_HOUSE.finditer(text.plain, start))
        end = houses[-1].end() if houses else end
    elif parted := _SURNAME_FIRST.search(text.plain):
        name = text.said[slice(*parted.span("family"))] + text.said[slice(*parted.span("given"))]
        return Found(name, text.said[parted.start() : parted.end()], *parted.span())
    elif (rest := _NAME_REST.search(text.plain, start)) and rest.start() > start:
        end = rest.start()
    while (tail := _NAME_TAIL.search(text.plain, start, end)) and start < tail.start() < end:
        end = tail.start()
    said = text.said[start:end].strip()
    if not re.search(r"[^\W\d_]", said) or len(said) > LONGEST_NAME or (not institution and _NO_NAME.search(said)):
        return None
    start = text.said.find(said, start)
    return Found(said, said, start, start + len(said))


def spot_name(detail: Detail, text: Prose, taken: list[Span]) -> Found | None:
    """A name after 我叫; an institution's by its kind, where one is asked for."""
    institution = detail.about == "institution"
    pattern = _INSTITUTION if institution else _CALLED
    fits = {}
    for match in pattern.finditer(text.plain):
        group = "n" if institution or match["n"] else "e"
        span = match.span(group)
        if institution and _DOING.search(match[group]):
            continue
        if free(span, taken):
            fits[text.said[span[0] : span[1]]] = span
    if institution and not fits:
        fits = {m["n"]: m.span("n") for m in _INSTITUTION_EN.finditer(text.said) if free(m.span("n"), taken)}
    if len(fits) != 1:
        return None
    said, span = fits.popitem()
    return Found(said, said, *span)


def name_spans(plain: str) -> list[Span]:
    """Every name after 我叫, and every institution by its kind."""
    called = [m.span("n" if m["n"] else "e") for m in _CALLED.finditer(plain)]
    return [*called, *(m.span("n") for m in _INSTITUTION.finditer(plain))]


def links(text: Prose) -> Found | None:
    """Every link of a text."""
    found = list(_LINK.finditer(text.said))
    if not found:
        return None
    start, end = found[0].start(), found[-1].end()
    return Found(tuple(dict.fromkeys(m[0] for m in found)), text.said[start:end], start, end)


def check_text(value: str) -> Words | None:
    """Words where a text is empty."""
    if value.strip():
        return None
    return Words("请说一说，几个字也行。", "請說一說，幾個字也可以。", "Please say something, a few words will do.")


def show_files(value: tuple[str, ...], language: str) -> str:
    """How many there are."""
    if language == "en":
        return f"{len(value)} file" + ("" if len(value) == 1 else "s")
    return f"{len(value)} 個檔案" if language == "zh_Hant" else f"{len(value)} 个文件"
