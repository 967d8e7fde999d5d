"""Whether words of danger tell of a child as the one who may suffer it."""

from __future__ import annotations

import re

from actions.details.people import CHILD, ELDER
from actions.details.prose import before

_CHILD = re.compile(CHILD)
_MINOR = re.compile(  # by age, or at school
    r"(?<![\d零〇一二两三四五六七八九十百几多])(?:1[0-7]|\d|十[一二三四五六七]?|[一二两三四五六七八九])岁|[男女]童|[男女]生|同桌|幼儿"
    r"|(?<!\d)(?:1[0-7]|\d)[ -]years?[ -]old\b|\bstepson\b|\bstepdaughter\b|\bmy student\b"
)
# They may be grown: only who suffers is counted
_GROWN = re.compile(
    r"儿子|女儿|闺女|侄|外甥|阿仔|阿女|我仔|我女|个仔|个女|弟弟|妹妹|细佬|细妹|sons?$|daughters?$|nephew|niece"
)
_VERBS = "打|揍|推|掐|踢|骂|抢|扇|捅|砸|笃|欺负|虐待"
_DOES = re.compile(  # behind them: 孙子打奶奶; not 孙女她爸打她
    rf"[^,，。.!！?？;；被遭挨受让畀俾爸妈爹娘父母叔舅姨师]{{0,8}}?(?:{_VERBS})(?:了|过|着|倒|伤)?(?:我|他|她|佢|{ELDER})|[^,，。]{{0,6}}要钱"
    r"|[a-z ]{0,12}?\b(?:hit|beat|kick|push|shov|punch|slapp?|pinch|robb?|threaten)(?:s|ed|ing|es)?"
    r" (?:my|me|him|her|his|the)\b"
)
_BY = re.compile(r"(?:被|遭|挨|畀|俾)[^,，。.!！?？;；]{0,4}$|\bby (?:\w+ ){0,2}$")
_BY_GROWN = re.compile(r"[让叫跟与和][^,，。.!！?？;；]{0,4}$")
_SUFFERS = re.compile(
    r"[^,，。.!！?？;；]{0,6}?(?:被|遭|挨|受|畀|俾)|[a-z ]{0,12}?\b(?:is|was|are|were|been|being|gets|got)\b"
)
_DONE_TO = re.compile(
    rf"(?:{_VERBS})(?:了|过|着|倒|伤)?(?:我|他|她|佢)?(?:家|们|的|个|自己)*$|\b(?:hit|beat|hurt)\w* (?:\w+ )?$"
)


def names_harmed_child(plain: str) -> bool:
    """Whether a child is named other than as who harms; a son or a daughter, who may be grown, only as suffering."""
    return _MINOR.search(plain) is not None or any(_suffers(plain, child) for child in _CHILD.finditer(plain))


def _suffers(plain: str, child: re.Match[str]) -> bool:
    ahead = before(plain, child.start())
    if _BY.search(ahead) or _DOES.match(plain, child.end()):
        return False
    if _GROWN.match(child[0]) is None:
        return True
    return not _BY_GROWN.search(ahead) and (
        _SUFFERS.match(plain, child.end()) is not None or _DONE_TO.search(ahead) is not None
    )
