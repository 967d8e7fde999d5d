"""Whole yuan: 三千二, 1200块, 一万二左右, ¥800, 两千多, no income."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from actions.details.numerals import Number, number, numbers
from actions.details.people import people
from actions.details.phone import spans as phone_spans
from actions.details.prose import Prose, Span, before, free
from actions.details.shapes import Found
from data.model import Detail, Words

MOST = 10**9  # yuan
OLDEST = 120
_LEAST, _CLOSE = 100, 14  # yuan, and characters

_GOODS = re.compile(r"(?:\d|[一二两三四五六七八九十百几])\s?(?:件|箱|床|袋|双|本|斤|台|套|张|包)")
_UNIT = re.compile(
    r"\s?(?:多|来|几|余|把)?\s?(?:元|块|圆|蚊|人民币|港币|港纸|港元|钱|rmb\b|yuan\b|cny\b|hkd\b|dollars?\b|bucks\b)"
)
_HUNDREDS = re.compile(r"(?P<n>[一二两三四五六七八九\d])\s?[嚿旧舊]水")  # Cantonese: 三嚿水 is 300
_SIGN = re.compile(r"(?:[¥￥$]|rmb|cny|hk\$)\s?$")
_NOT_ONE = re.compile(r"\s?[分毛角块元]?钱?(?:的?收入)?(?:也|都)?没(?!错|问题)")  # 一分没有, 一块钱都没有
_OTHER = re.compile(r"\s?(?:[岁年月日号点天周人口个位次楼栋路吊草皮碌撇]|%)")
_NOTHING = re.compile(
    r"没有?(?:任何)?(?:收入|花|钱|工资|一分)|一[分毛角块元]?钱?(?:也|都)?没|分文(?:没|未|皆?无|全无)|身无分文|冇(?:收入|钱)?|^\s*(?:都?没有?+|无)(?!固定|稳定|什么固定|什么稳定|多少)|没得|木有"
    r"|\b(?:no|zero|not any) (?:income|money|pension|earnings)\b|\bnot a (?:cent|penny)\b|\bnothing\b|\bnone\b"
)
_NO_INCOME = re.compile(r"(?:没有?|冇|无)(?:任何|什么)?(?:收入|人工)|\bno income\b")
_TOTAL = re.compile(
    r"(?:一共|总共|合共|合计|总计|加起来|加埋|共|\b(?:in total|altogether|total of))(?:是|有|就|大概|大约|差不多)*\s?$"
)
_PLUS = re.compile(r"[^，,。;；\d]{0,6}?\s?(?:\+|加上?|再加|\bplus\b)[^，,。;；\d]{0,8}")
_APART = re.compile(r"[，,。;；、\n]|\band\b|和")
_OWED = re.compile(r"(?:欠|\bow(?:e|es|ed|ing)\b)[^，,。;；]{0,8}$")
_YEARLY_BEFORE = re.compile(r"(?:[一每全]年|年收入|\byearly|\bannual(?:ly)?)[^，,。;；月]{0,6}$")
_YEARLY = re.compile(r"\s?(?:多|左右)?(?:[一每]年|/年|(?:a|per|every) year\b)")
_DAILY_BEFORE = re.compile(r"(?:[一每]天|每日|日薪|日结)(?:才|就|有|挣|赚|是|大概|差不多)*\s?$")
_DAILY = re.compile(r"\s?(?:块|元)?(?:[一每]天|/天|(?:a|per|every) day\b)")
_MONTH_ASKED = ("income", "budget")
_TOLD = re.compile(
    r"(?:收入|工资|退休金|养老金|\b(?:income|pension|salary|wage|budget)s?)"
    r"\s?(?:也|就|只|才|大概|大约|约|是|有|:|is|of|about|around)*\s?$"
)
_TOLD_IN_ALL = re.compile(
    r"(?:一共|总共|合共|加起来|每个?月|一个月|预算|最多)(?:收入|工资)?(?:也|就|只|才|大概|约|有|是)*$"
)
_MONTHLY = re.compile(r"\s?(?:(?:a|per|each|every) month|monthly|/ ?month)\b(?! (?:rent|ago))")
_PAID_OUT = re.compile(r"\b(?:rent|fees?|costs?|bills?|medicines?|school|pay)\b[^.;!?]*$")
_SPENT = re.compile(
    r"(?:花|掏|贴|欠|垫付?|自付|自费|转走?|汇|骗走?|spent|owe|paid|bills? (?:is|are|come to|came to))"
    r"(?:了|出去)?\s?(?:大概|差不多|快|近|约|about|over)?\s?$"
)
_CLAUSE_ENDS = re.compile(
    r"\s?(?:多|左右|上下)?[了呢啊吧的]?"
    r"(?: so far| already| in all| altogether| by now)?\s?(?:$|[，,。.！!？?；;、：:…\n)）])"
)  # 欠300斤粮 is no sum
_HOME_WITHOUT = re.compile(  # of a whole household: who alone earns nothing may live with others who do
    r"(?:全家|一家|[我俺]家|家里|家中|屋企|我们|我(?:和|跟|同)|\bfamily\b|\bhousehold\b)[^。！？!?;；\n]{0,16}?"
    r"(?P<none>(?:(?:没有?|冇|无)(?:任何|一点|什么|了)?(?:收入|经济来源)|\bno income\b|\bwithout (?:any )?income\b)"
    r"(?!(?:来源)?的?(?:证明|凭证|材料)| (?:certificate|proof|statement|slip)))"
)
_UNREAL = re.compile(r"不是|要是|如果|假如|万一|\b(?:if|unless|not|whether)\b")  # in the clause before "no income"
_CUES = {  # what a sum is for → words that must stand beside it
    "income": re.compile(
        r"收入|工资|退休金|养老金|低保|挣|赚|打工|领|人工|上班|干活|income|pension|salary|earn|wage"
        r"|\b(?:a|per|each|every) month\b"
    ),
    "cost": re.compile(r"花|掏|费|自付|自费|药|用了|垫|cost|paid|spent|bill"),
    "budget": re.compile(r"预算|以内|左右|不超过|最多|budget|afford|up to"),
}


def read(detail: Detail, text: Prose) -> Found | None:
    """A sum as an answer; a bare number will do, and of several only what they come to."""
    if hundreds := _HUNDREDS.search(text.plain):
        return Found(100 * (number(hundreds["n"]) or 0), text.said[hundreds.start() : hundreds.end()], *hundreds.span())
    taken = phone_spans(text.plain)
    numerals = [n for n in numbers(text.plain) if free(n.span, taken) and not _unsaid(detail, text.plain, n)]
    plain = [n for n in numerals if not _OTHER.match(text.plain, n.end)]
    said = [n for n in numerals if _priced(text.plain, n)] or plain
    if _NO_INCOME.search(text.plain) and all(n.value <= OLDEST for n in said):
        said = []  # 我78了没收入
    if (added := _together(detail, text, sorted({*said, *plain}, key=lambda n: n.start))) is not None:
        return added
    if said and (_owed(detail, text.plain, said[0]) or _several(detail, text.plain, said)):
        return None
    for one in said:
        if not (one.start and text.plain[one.start - 1] == "-"):
            return _found(detail, text, one)
    if nothing := _NOTHING.search(text.plain):
        return Found(0, text.said[nothing.start() : nothing.end()], *nothing.span())
    return None


def _together(detail: Detail, text: Prose, said: list[Number]) -> Found | None:
    """What several sums come to: said so (一共780), or added (180 + 600)."""
    if len(said) < 2:
        return None
    for one in said:
        if _TOTAL.search(before(text.plain, one.start)):
            return _found(detail, text, one)
    if all(_PLUS.fullmatch(text.plain, a.end, b.start) for a, b in pairwise(said)):
        start, end = said[0].start, said[-1].end
        return Found(round(sum(n.value for n in said)), text.said[start:end], start, end)
    return None


def _unsaid(detail: Detail, plain: str, one: Number) -> bool:
    """一分没有, 不是八百, or by the day where a month is asked for."""
    denied = _nothing_of(plain, one) or re.search(r"(?:不是|唔系|\bnot)\s?$", before(plain, one.start))
    daily = detail.about in _MONTH_ASKED and (
        _DAILY_BEFORE.search(before(plain, one.start)) or _DAILY.match(plain, one.end)
    )
    return bool(denied or daily)


def _several(detail: Detail, plain: str, said: list[Number]) -> bool:
    """养老金一百八，儿子给五百: neither is what a household has together."""
    if detail.about != "income":
        return False
    apart = any(_APART.search(plain, a.end, b.start) for a, b in pairwise(said))
    theirs = any(people(plain[a.end : b.start]) for a, b in pairwise(said))
    return theirs or (apart and len({n.value for n in said}) > 1)


def _beside(plain: str, fits: list[Number], taken: list[Span]) -> bool:
    """养老金180，儿子给600: another sum close by, which a household has too."""
    near = [
        n
        for n in numbers(plain)
        if n.value >= _LEAST
        and free(n.span, taken)
        and not _OTHER.match(plain, n.end)
        and not _CUES["cost"].search(plain, max(0, n.start - 6), n.start)
        and not _OWED.search(before(plain, n.start))
    ]
    return any(
        n.value != one.value and abs(n.start - one.start) <= (3 * _CLOSE if plain.isascii() else _CLOSE)
        for n in near
        for one in fits
    )


def _owed(detail: Detail, plain: str, one: Number) -> bool:
    """欠了二十一万: neither spent nor earned."""
    return detail.about in _CUES and _OWED.search(before(plain, one.start)) is not None


def spot(details: Sequence[Detail], text: Prose, taken: list[Span]) -> dict[str, Found]:
    """The one sum that free text names with its unit, where its neighbours say what it is for."""
    blocked = [*taken, *phone_spans(text.plain)]
    said = [n for n in numbers(text.plain) if free(n.span, blocked) and _priced(text.plain, n)]
    found: dict[str, Found] = {}
    for detail in details:
        cue = _CUES.get(detail.about)
        fits = [
            n
            for n in said
            if (cue is None or cue.search(text.plain[max(0, n.start - 12) : n.end + 8]))
            and not _owed(detail, text.plain, n)
            and not _unsaid(detail, text.plain, n)
        ]
        if detail.about == "income" and _beside(text.plain, fits, blocked):
            continue
        if len({n.value for n in fits}) == 1 and (cue is not None or len(details) == 1):
            found[detail.id] = _found(detail, text, fits[0])
            said = [n for n in said if n not in fits]
        elif detail.about == "income" and not fits and (none := _without(text.plain, blocked)):
            found[detail.id] = Found(0, text.said[slice(*none)], *none)
    return found


def named(text: Prose) -> Found | None:
    """The one sum that free text names with its unit, whatever it is for; goods beside it are told as well."""
    if _GOODS.search(text.plain):
        return None
    blocked = phone_spans(text.plain)
    said = [n for n in numbers(text.plain) if free(n.span, blocked) and _priced(text.plain, n)]
    return _found(None, text, said[0]) if len(said) == 1 else None


def _without(plain: str, taken: list[Span]) -> Span | None:
    """Where it says that a household earns nothing; what is supposed or denied says it not."""
    for one in _HOME_WITHOUT.finditer(plain):
        clause = re.split(r"[，,。！？!?;；\n]", plain[: one.start()])[-1] + plain[one.start() : one.start("none")]
        if not _UNREAL.search(clause) and free(one.span("none"), taken):
            return one.span("none")
    return None


def _nothing_of(plain: str, one: Number) -> bool:
    return one.value == 1 and bool(_NOT_ONE.match(plain, one.end))


def _priced(plain: str, one: Number) -> bool:
    marked = _UNIT.match(plain, one.end) or _SIGN.search(before(plain, one.start))
    monthly = _MONTHLY.match(plain, one.end) and not _PAID_OUT.search(before(plain, one.start))
    return bool(marked or monthly) or _earned(plain, one) or _spent(plain, one)


def _earned(plain: str, one: Number) -> bool:
    """月收入1500: a sum in digits right behind what it is paid for needs no unit."""
    told = _TOLD_IN_ALL if one.chinese else _TOLD
    if one.value < 100 or not told.search(before(plain, one.start)) or _OTHER.match(plain, one.end):
        return False
    return not one.chinese or bool(_CLAUSE_ENDS.match(plain, one.end))


def _spent(plain: str, one: Number) -> bool:
    """花了八万: a sum behind what was done with it needs none either."""
    told = one.value >= 100 and _SPENT.search(before(plain, one.start))
    return bool(told) and bool(_CLAUSE_ENDS.match(plain, one.end))


def _found(detail: Detail | None, text: Prose, one: Number) -> Found:
    unit = _UNIT.match(text.plain, one.end)
    end = unit.end() if unit else one.end
    monthly = detail is not None and detail.about in _MONTH_ASKED
    yearly = _YEARLY_BEFORE.search(before(text.plain, one.start)) or _YEARLY.match(text.plain, end)
    return Found(round(one.value / 12 if monthly and yearly else one.value), text.said[one.start : end], one.start, end)


def check(detail: Detail, value: int) -> Words | None:
    """Words where the sum lies outside what the detail allows."""
    if (detail.min or 0) <= value <= (MOST if detail.max is None else detail.max):
        return None
    return detail.outside or Words(
        "这个数额好像不对，请再说一次。",
        "這個數額好像不對，請再說一次。",
        "That sum does not seem right. Please say it again.",
    )


def show(value: int) -> str:
    """¥1,200."""
    return f"¥{value:,}"
