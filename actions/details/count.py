"""How many: 一家五口, 就我一个, 我和老伴两个人, three."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from actions.details.numerals import CHINESE, number, numbers
from actions.details.phone import spans as phone_spans
from actions.details.prose import Prose, Span, before, free
from actions.details.shapes import Found
from data.model import Detail, Words

MOST = 1_000_000

_N = rf"(?:(?<!\d)\d{{1,9}}|[{CHINESE}]{{1,9}})"
_ALONE = re.compile(
    r"就?(?:只有)?(?:我|他|她|佢)?(?:自己)?一个人?|独自|单身|孤身|净系我|得我一个"
    r"|just me|only me|\balone\b|by myself|(?:only|just) myself"
)
_ONE_MORE = (
    "老伴|老公|老婆|爱人|媳妇|丈夫|妻子|孩子|儿子|女儿|仔|女|妈妈?|爸爸?|阿妈|阿爸|老豆|老母|奶奶|爷爷|外公|外婆|孙子|孙女"
    "|弟弟|妹妹|哥哥|姐姐"
)
_PAIR = re.compile(
    r"(?:夫妻|夫妇|两口子|父子|母子|父女|母女|祖孙|爷孙|婆孙|两公婆|老两口)(?:俩|两个|二人)?"
    rf"|我(?:和|跟|同埋?)(?:我|个)?(?:{_ONE_MORE})(?:俩|两个人?)?$"
)
_KIDS = r"(?:my |our )?(?P<kids>two|three|four|five|\d) (?:kids|children|sons|daughters|grandchildren)\b"
_LED = (
    r"(?:带着?|领着?|养着?|拉扯着?|和|跟|同埋?|加上?)(?:(?P<n>[一二两俩三四五六\d])个?|个)"
    r"(?:孩子|小孩|细路|娃|孙|仔|女)"
)
_AND_I = re.compile(  # 我带两个孩子: they and I
    rf"(?:我|俺)(?:一个人)?(?:自己)?{_LED}|\b(?:me|i|myself) and {_KIDS}"
)
_AND_WE = re.compile(  # 两夫妻带一个孩子: they and the two
    rf"(?:夫妻|夫妇|两口子|公婆|老两口|我(?:和|跟|同埋?)(?:老公|老婆|爱人|丈夫|妻子))(?:俩|两个|二人)?{_LED}"
    rf"|\bmy (?:wife|husband|partner),? (?:and )?(?:me|i|myself),? and {_KIDS}"
)
_ONES = rf"(?:{_N}|[俩仨]|one|two|three|four|five|six)"
_AND = re.compile(r"(?:[、,，\s]|和|跟|同埋?|加上?|还有|带着?|and\b|plus\b|with\b)*")
_SORTED = re.compile(  # 两个大人一个娃, 两老两小
    rf"(?P<n>{_ONES})\s?(?:个|名|位)?\s?(?:大人|成年?人|老人|老的|小孩子?|小的|孩子|细路仔?|娃娃?|学生|大(?!学)|老|小(?![时学])"
    r"|adults?|grown-?ups?|kids?|child(?:ren)?)"
)
_MEMBER = re.compile(  # 我、老伴、一个孙子
    rf"(?:(?P<n>[一两二三四五六俩])个?)?(?:(?:[我俺]的?|个)?(?:{_ONE_MORE}|孙儿|外孙女?)"
    r"|\bmy (?!(?:two|three|four|five|six|kids|children|sons|daughters|grandchildren|parents)\b)[a-z]+"
    r"|(?P<me>[我俺](?:自己|本人)?|\b(?:me|myself|i)\b))"
)
_TWO = re.compile(r"\bmy (?:wife|husband|mother|father|mum|mom|dad|son|daughter) and (?:me|i|myself)\b|\bme and my \w+")
_HALF_DOZEN, _COUPLE = re.compile(r"\bhalf a dozen\b"), re.compile(r"^(?:just |only )?a couple(?: of (?:us|them))?\.?$")
_NOBODY = re.compile(r"^\s*(?:都?没有?|冇|没得|木有|无|一个(?:也|都)没有?|none|nobody|no one|zero|没了|用完了|没货)")
_HOME = re.compile(
    rf"(?<!老)(?P<n>{_N})\s?口(?!子)(?:人|之家)?|(?:家里|一家人?|全家|屋企|我家)\s?(?:一共|总共|有"
    rf"|共)?\s?(?P<m>{_N})\s?(?:个人|口|人|个$)"
    r"|\b(?P<e>\d{1,4}|[a-z]{1,12}) (?:people|of us) (?:in|at) (?:my|our|the) "
    r"(?:home|house|household|family)|family of (?P<f>\d+|[a-z]+)"
    r"|(?:我|俺)(?:和|跟|同埋?)[^,，。;；\s]{1,8}?(?P<both>俩|[两二三四五2-5])(?:(?<=俩)|个人|人(?!民))"
    r"|there (?:are|is) (?:just |only )?(?P<us>\d+|[a-z]+) of us\b"
    r"|\bwe(?: are|'re) (?P<we>\d|two|three|four|five|six|seven|eight) (?:at home|in all|people|in the)\b"
)
_IN_ALL = re.compile(
    r"(?:加上?|连|算上|连埋|包括)[我俺](?:自己)?(?:一共|总共|是|有)*$|(?:一共|总共|合计|加起来)(?:是|有)?$"
)
_NO_COUNT = re.compile(r"[下点会些直样起定般边]|\s(?:moment|sec|minute)")  # 停一下, 等一会儿, one moment
_IDLE = re.compile(
    r"没有?人(?:在)?(?:上班|干活|挣钱|工作|赚钱)|冇人(?:返工|做嘢|揾钱)|\b(?:nobody|no one) (?:works|earns|is working)"
)
_EARNING = re.compile(  # 就一个人上班, 两个人打工; not 没有一个人上班
    rf"(?<![没冇无第])(?<!没有)(?P<n>{_N})个(?:人|大人)?(?:在|出去|在外)?(?:上班|打工|干活|挣钱|赚钱|挣工资|返工|做嘢|揾钱)"
)
_SUPPOSED = re.compile(
    r"怕|担心|如果|要是|万一|是不是|是否|不是|社区|街道|居委|村委|窗口|办事处|单位|公司|中心|\b(?:if|afraid|whether|office|centre|center)\b"
)
_PEOPLE = re.compile(r"[多来]?(?:号|个|位|名|口)?(?:人|老人|孩子)|\s?(?:people|residents|persons)\b")
_UNITS = {
    "days": r"天|日|days?\b",
    "people": r"(?:个|名|位)(?!月)(?:人|老人|孩子|小孩|大人|学生|长者)?|人(?!民)"
    r"|people\b|persons?\b|kids\b|children\b|residents?\b",
}


def read(detail: Detail, text: Prose) -> Found | None:
    """A count as an answer; a bare number will do."""
    plain = text.plain
    if detail.about != "earners" and _IDLE.search(plain):
        return None  # 冇人做嘢 tells how many earn, not how many they are
    taken = phone_spans(plain)
    said = [
        n
        for n in numbers(plain)
        if free(n.span, taken)
        and not re.search(r"(?:不是|\bnot)\s?$", before(plain, n.start))
        and not (n.value == 1 and _NO_COUNT.match(plain, n.end))
        and not (detail.about == "household" and plain.startswith(tuple("代楼层室岁栋"), n.end))
        and not (detail.about == "days" and _PEOPLE.match(plain, n.end))
    ]
    if detail.about == "days" and (weeks := re.search(rf"({_N})\s?(个?星期|周|个?礼拜|weeks?|个?月|months?)", plain)):
        days = 30 if "月" in weeks[2] or "month" in weeks[2] else 7
        return Found((number(weeks[1]) or 0) * days, weeks[0], *weeks.span())
    if detail.about == "household" and (home := _home(text) or _summed(text) or _with_me(text)):
        return home
    if (alone := _ALONE.search(plain)) and detail.about != "days" and len(said) <= 1:
        return Found(1, text.said[alone.start() : alone.end()], *alone.span())
    if said:
        one = next((n for n in said if _IN_ALL.search(before(plain, n.start))), said[0])
        return Found(int(one.value), text.said[one.start : one.end], *one.span)
    for pattern, value in ((_PAIR, 2), (_NOBODY, 0), (_HALF_DOZEN, 6), (_COUPLE, 2)):
        if match := pattern.search(plain):
            return Found(value, text.said[match.start() : match.end()], *match.span())
    return None


def _with_me(text: Prose) -> Found | None:
    """The writer and those they name beside themselves."""
    for pattern, writers in ((_AND_WE, 2), (_AND_I, 1)):
        if led := pattern.search(text.plain):
            others = number(led["n"] or led["kids"] or "") or 1
            return Found(writers + others, text.said[led.start() : led.end()], *led.span())
    two = _TWO.search(text.plain)
    return Found(2, text.said[two.start() : two.end()], *two.span()) if two else None


def _summed(text: Prose) -> Found | None:
    """Those who are named one by one, the writer among them, or by big and small."""
    sorts = _in_a_row(text.plain, list(_SORTED.finditer(text.plain)))
    members = _in_a_row(text.plain, list(_MEMBER.finditer(text.plain)))
    if not any(m["me"] for m in members) or any(
        not members[0].start() <= n.start < members[-1].end() for n in numbers(text.plain)
    ):
        members = []  # somebody may be left out, or the number is said
    said = sorts or members
    if not said:
        return None
    start, end = said[0].start(), said[-1].end()
    return Found(sum(number(m["n"] or "一") or 0 for m in said), text.said[start:end], start, end)


def _in_a_row(plain: str, said: list[re.Match[str]]) -> list[re.Match[str]]:
    """The matches where they are several and nothing but "and" stands between them."""
    joined = all(_AND.fullmatch(plain, a.end(), b.start()) for a, b in pairwise(said))
    return said if len(said) > 1 and joined else []


def spot(details: Sequence[Detail], text: Prose, taken: list[Span]) -> dict[str, Found]:
    """Counts with the very unit that one question asks for: people of a household, days, people."""
    found: dict[str, Found] = {}
    blocked = [*taken, *phone_spans(text.plain)]
    for detail in details:
        one = None
        if detail.about == "earners":
            one = _idle(text, blocked) or _earning(text)
        elif detail.about == "household":
            one = _home(text)
        elif sum(d.about == detail.about for d in details) == 1:
            one = _with_unit(detail.about, text, blocked)
        if one and free((one.start, one.end), blocked):
            found[detail.id] = one
            blocked.append((one.start, one.end))
    return found


def _home(text: Prose) -> Found | None:
    """The size of a household (一家五口)."""
    match = _HOME.search(text.plain)
    value = number(next((g for g in match.groups() if g), "")) if match else None
    return Found(value, text.said[match.start() : match.end()], *match.span()) if match and value else None


def _idle(text: Prose, taken: list[Span]) -> Found | None:
    """That nobody works, neither feared nor supposed nor asked; an office where nobody is at work is no household."""
    match = _IDLE.search(text.plain)
    if match is None or not free(match.span(), taken):
        return None
    clause = re.split(r"[，,。！？!?;；\n]", text.plain[: match.start()])[-1]
    if _SUPPOSED.search(clause) or text.plain[match.end() :].startswith(("吗", "怎么", "?", "？")):
        return None
    return Found(0, text.said[match.start() : match.end()], *match.span())


def _earning(text: Prose) -> Found | None:
    """How many of a household work, where that is said once."""
    said = list(_EARNING.finditer(text.plain))
    value = number(said[0]["n"]) if len(said) == 1 else None
    return Found(value, text.said[slice(*said[0].span())], *said[0].span()) if value else None


def _with_unit(about: str, text: Prose, taken: list[Span]) -> Found | None:
    if about not in _UNITS:
        return None
    pattern = re.compile(rf"\s?(?:多)?\s?(?P<unit>{_UNITS[about]})")
    fits: list[Found] = []
    named: list[Found] = []  # 60个老人, beside 100个口罩
    for one in numbers(text.plain):
        match = pattern.match(text.plain, one.end)
        alone = one.value == 1 and one.chinese  # 一个老人 is an article, not a count
        if match and not alone and one.value >= 1 and free((one.start, match.end()), taken):
            fits.append(Found(int(one.value), text.said[one.start : match.end()], one.start, match.end()))
            named += fits[-1:] if len(match["unit"]) > 1 else []
    fits = named or fits
    return fits[0] if len({f.value for f in fits}) == 1 else None


def check(detail: Detail, value: int) -> Words | None:
    """Words where the count lies outside what the detail allows."""
    if (detail.min or 0) <= value <= (MOST if detail.max is None else detail.max):
        return None
    return detail.outside or Words(
        "这个数好像不对，请再说一次。",
        "這個數目好像不對，請再說一次。",
        "That number does not seem right. Please say it again.",
    )
