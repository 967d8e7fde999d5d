"""Words that may be kept to learn from: whatever tells who, where or which number is taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from actions.details import age, phone, place, wording
from actions.details.prose import Span, prose
from actions.details.shapes import Setting

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLE = (
    r"先生|女士|小姐|太太|阿姨|叔叔?|伯伯?|大爷|大妈|大娘|大姐|大哥|奶奶|爷爷|婆婆?|公公"
    r"|老师|医生|主任|师傅|同学|书记|某某?"
)
_KIN = (
    r"我妈妈?|我爸爸?|母亲|父亲|老伴|老公|老婆|丈夫|妻子|儿子|女儿|孙子|孙女|老人|孩子|邻居|我是|我系|本人|姓名|名字|叫"
)
_WORDS = (  # that begin like a name
    "高兴|高血|高龄|高中|高烧|马上|马路|白天|白内|白血|方便|万一|严重|毛病|付钱|付不|夏天|谢谢|张罗|任何|向来|石头|金额|江湖|孟买|程度"
)
_OWN = r"我妈妈?|我爸爸?|我娘|俺娘|俺爹|母亲|父亲|老伴|老公|老婆|丈夫|妻子|儿子|女儿|孙子|孙女"
_PERSON = re.compile(
    rf"(?:老|小|阿)?[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?(?={_TITLE})"
    rf"|(?<=[{_SURNAMES}])[某xX×*]{{1,2}}"
    rf"|(?:{_KIN})[\s:：,，]?(?P<n>(?!{_WORDS})[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[\s,，。、:：;；今走去过住病摔在是想有说要不没的\d]|$)"
    rf"|(?:{_OWN})(?P<k>(?!{_WORDS})[{_SURNAMES}][\u4e00-\u9fff]{{2}})"
    r"|\b(?:mr|mrs|ms|miss|dr|auntie?|uncle)\.? (?P<e>[a-z]+)\b"
)
_LINK = re.compile(r"https?://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+\.[\w.]+")
_LONG = re.compile(r"\d[\d\s-]{3,}[\dx]|[零〇一二三四五六七八九幺两]{5,}")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_THIS_YEAR = re.compile(r"今年(?P<n>[一二三四五六七八九十]{2,3})")
_NUMERAL = re.compile(r"[一二三四五六七八九十百零〇两]+|\d+")


def scrub(text: str, known: Iterable[str], setting: Setting) -> str:
    """The text without names, places, numbers and links; `known` are further values to take out."""
    both = prose(text)
    left, at = [], 0
    for (start, end), instead in _apart(_marked(both.plain, known, setting)):
        left.append(both.said[at:start] + instead)
        at = end
    return re.sub(r"[^\S\n]{2,}", " ", "".join((*left, both.said[at:]))).strip()


def _marked(plain: str, known: Iterable[str], setting: Setting) -> Iterator[tuple[Span, str]]:
    """What goes, and what is said instead; where two overlap the one that begins first holds."""
    english = plain.isascii()
    who, where, some = ("someone", "somewhere", "some") if english else ("某某", "某地", "几")
    for value in known:
        if len(value) > 1:
            yield from ((m.span(), who) for m in re.finditer(re.escape(prose(value).plain), plain))
    yield from ((m.span(), "") for m in _LINK.finditer(plain))
    yield from ((span, some) for span in phone.spans(plain))
    yield from ((m.span(), some) for m in _LONG.finditer(plain))
    yield from ((span, where) for span in place.spans(plain))
    yield from ((span, who) for span in wording.name_spans(plain))
    yield from ((m.span(m.lastgroup or 0), who) for m in _PERSON.finditer(plain))
    for start, end in age.spans(plain, setting.today):
        yield from ((m.span(), some if english else "几十") for m in _NUMERAL.finditer(plain, start, end))
    yield from ((m.span("n"), "几十") for m in _THIS_YEAR.finditer(plain))
    yield from ((m.span(), some) for m in _DIGITS.finditer(plain))


def _apart(found: Iterable[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Spans in order that do not overlap: what one begins inside another is taken out with it."""
    kept: list[tuple[Span, str]] = []
    for span, instead in sorted(found, key=lambda f: (f[0][0], -f[0][1])):
        if kept and span[0] < kept[-1][0][1]:
            (start, end), before = kept[-1]
            kept[-1] = ((start, max(end, span[1])), before)
        elif span[0] < span[1]:
            kept.append((span, instead))
    return kept
