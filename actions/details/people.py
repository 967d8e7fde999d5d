"""Who is meant: the person nearest to a number or a place in free text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from actions.details.prose import before

CHILD = (
    r"孩子|小孩|小朋友|娃娃|宝宝|婴儿|娃|儿子|闺女|女儿|孙子|孙女|外孙女|外孙|侄子|侄女|外甥女|外甥|弟弟|妹妹|小妹|细路|阿仔|阿女|我仔|我女|个仔|个女|囡囡|囡"
    r"|我孙(?![子女儿仔])|俺孙(?![子女儿仔])|我个孙(?![子女儿仔])|我个仔|我个女|阿孙|个孙(?![子女儿仔])|乖孙|小孙(?![子女儿仔])|孙儿|孙仔|重孙|曾孙|囝|崽|伢|妮儿|丫头|幺儿|幺妹|细佬|细妹|细蚊仔|小囡|侄仔|奶娃"
    r"|男孩|女孩|小姑娘|小家伙|学生"
    r"|\b(?:grand)?(?:sons?|daughters?|child|children)\b|\bkids?\b|\bbaby\b|\bboy\b|\bgirl\b|\bnephew\b|\bniece\b|\btoddler\b|\bpupil\b"
)
ELDER = (
    r"母亲|父亲|爸妈|父母|妈妈|爸爸|老妈|老爸|老娘|老爹|我妈|我爸|他妈|他爸|她妈|她爸|阿妈|阿爸|老豆|老母|俺娘|俺爹|俺妈|俺爸|妈|爷爷|奶奶|外婆|外公|姥姥|姥爷"
    r"|婆婆|公公|岳父|岳母|家公|家婆|太公|太婆|太爷爷|太奶奶|老汉儿|我爹|我娘|阿爹|阿娘|娭毑|嗲嗲|外爷|姥娘|阿奶|阿婆|阿公|阿嫲|阿嬷|嫲嫲|阿爷|老人家|老人|老太太|老太婆|老太|老头子|老头|老爷子|老奶奶|老爷爷|老伯|大爷|大娘|大妈|奶(?<![牛羊母酸豆喝吃喂断]奶)(?![粉瓶嘴制油糖茶酪片])|爷|长者|老者|独居老"
    r"|\b(?:grand)?(?:mum|mom|mother|dad|father|ma|pa)\b|\bgranny\b|\bgran\b|\bparents?\b|\bold (?:man|woman|lady"
    r"|person|people)\b|\belder(?:ly)?\b"
    r"|\bneighbou?r\b"
)
SPOUSE = r"老伴|老公|老婆|丈夫|妻子|爱人|先生|太太|媳妇|\bhusband\b|\bwife\b|\bspouse\b"
ADULT = r"叔叔|舅舅|阿姨|姑姑|姨妈|哥哥|姐姐|大哥|大姐|邻居|\buncle\b|\baunt\b|\bbrother\b|\bsister\b|\bfriend\b"
SELF = (
    r"我今年|我自己|本人|俺今年|我(?![们家的妈爸奶爷外姥仔女娃儿孙老])|俺(?![们家娃爹娘])|\bi'?m\b|\bi am\b"
    r"|\bme\b|\bmyself\b"
)

# What a person's name may begin with: tried first, it spares most places of a text the long list
_BEGINS = "".join(sorted({name[0] for names in (CHILD, ELDER, SPOUSE, ADULT, SELF) for name in names.split("|")}))
_PERSON = re.compile(
    rf"(?=[{re.escape(_BEGINS)}a-z])(?:(?P<child>{CHILD})|(?P<spouse>{SPOUSE})|(?P<adult>{ADULT})|(?P<elder>{ELDER})|(?P<self>{SELF}))"
)
_STOP = re.compile(r"[。！？!?\n;；]")


@dataclass(frozen=True, slots=True)
class Person:
    """A mention: one of child, elder, spouse, adult, self."""

    who: str
    start: int
    end: int


@lru_cache(maxsize=512)
def people(plain: str) -> tuple[Person, ...]:
    """Every mention of somebody, in order."""
    return tuple(Person(m.lastgroup or "", m.start(), m.end()) for m in _PERSON.finditer(plain))


def generation(plain: str) -> str:
    """Whether words name an old one or a child: "elder", "child", or "" for anybody else."""
    named = {one.who for one in people(plain)} & {"elder", "child"}
    return named.pop() if len(named) == 1 else ""


def named(plain: str) -> bool:
    """Whether the whole text is somebody of a family (我孙, my mum), and tells nothing of them."""
    return any((one.start, one.end) == (plain.startswith("my ") and len("my "), len(plain)) for one in people(plain))


def owner(plain: str, start: int, end: int, after: bool = True) -> str:
    """Who the words from `start` to `end` are about; "" where nobody is near."""
    mentions = people(plain)
    if after:
        for one in mentions:  # 78岁的老母亲
            if one.start >= end and re.fullmatch(r"[\s的-]*", plain[end : one.start]) and one.who != "self":
                return one.who
    for one in reversed(mentions):
        if one.end <= start and start - one.end <= 24 and not _STOP.search(plain, one.end, start):
            return one.who
    return ""


_COUNTS = {2: "两 俩 二 2 two both", 3: "三 仨 3 three", 4: "四 4 four"}
_SOME = {word: count for count, words in _COUNTS.items() for word in words.split()}
_KIN = r"孩子|小孩|小朋友|娃娃|娃|宝宝|儿子|女儿|闺女|孙子|孙女|外孙|外孙女|男孩|女孩|孙辈|仔女|细路|子女"
_SEVERAL = re.compile(
    rf"(?<![第十])(?P<n>[两俩二三仨四2-4])(?:个|名|位)?(?:小|大)?(?:{_KIN})|(?:{_KIN})(?:们)?(?:一共|有|共)?(?P<after>[两俩二三仨四2-4])个"
    r"|(?P<pair>兄妹|姐弟|姐妹|姊妹|兄弟)(?:俩|两个|两人|二人)|双胞胎|龙凤胎"
    r"|\b(?P<en>two|both|three|four|[2-4])\s+(?:of\s+)?(?:my\s+|our\s+|the\s+|his\s+|her\s+|their\s+)?(?:young\s+|little\s+|small\s+)?"
    r"(?:grand)?(?:children|kids|sons|daughters|boys|girls)\b|\btwins\b"
)


_DOERS = re.compile(  # behind them: 欺负我女儿, 在旁边看, are bullying my son
    r"[^,，。.!！?？;；被遭挨受]{0,8}?(?:欺负|霸凌|勒索|孤立|围观|围着|看热闹|在旁边|站旁边"
    r"|(?:打|揍|踢|推|骂|抢|堵|笑|逼|扯|威胁)(?:了|过|着|倒|伤)?(?:我|他|她|佢|俺|儿子|女儿|闺女|孙|弟|妹|别|一个))"
    r"|[a-z ]{0,60}?\b(?:(?:hitt?|beat|bull(?:y|ied)|kick|push|mock|teas|robb?|threaten|punch)(?:s|ed|ing|e|es)?"
    r"|picks?|picking) (?:on )?(?:my|me|him|her|our|another|a|the|up)\b"
    r"|[a-z ]{0,12}?\b(?:watch(?:ed|ing)?|looking on|look on)\b"
)
_OF_ONES_OWN = re.compile(
    r"(?:[我俺](?:自己|家)?也|自己(?:也|还|都)?)(?:有|带着?|养着?)$|\bi (?:also have|have) my own $"
)
_BY_THEM = re.compile(
    r"(?:被|遭|挨|畀|旁边有?|边上有?)[^,，。.!！?？;；]{0,4}$|\b(?:by|from) (?:the |some )?$"
)  # before them


def children(plain: str) -> int:
    """How many children a text is about as a number of them, at most four; 1 where it names none, or only who harms."""
    concerned = [
        _SOME.get(m["n"] or m["after"] or m["en"] or "", 2)
        for m in _SEVERAL.finditer(plain)
        if not (
            _BY_THEM.search(before(plain, m.start()))
            or _OF_ONES_OWN.search(before(plain, m.start()))
            or _DOERS.match(plain, m.end())
        )
    ]
    return max(concerned, default=1)


_FOR = re.compile(  # 给孙子, 带外孙女, 孙子要, for my grandson, my grandson needs
    rf"(?:给|带|帮|送|陪|替|为|同)(?:我|俺|咱)?(?:们)?家?的?(?:小|那个|这个)?(?:{CHILD})"
    rf"|(?:{CHILD})(?:今年|刚|才|快|都)?(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})?(?:个月|岁)?半?[,，]?"
    r"(?:要|想|该|需要|得|没|还没)"
)
_FOR_EN = re.compile(
    rf"(?:\bfor|\btake|\bbring|\bget) (?:my|our|the|a) (?:little |young |baby )?(?:{CHILD})"
    rf"|(?:my|our) (?:little |baby )?(?:{CHILD})(?: \(?\w+\)?){{0,2}}"
    r" (?:needs?|has to|must|should|wants?|is due|is having)\b"
)

_FOR_ME = re.compile(r"[我俺](?:要|想|得|需要|自己|也)|\bi (?:need|want|have|must|would)\b")


def about_child(plain: str) -> bool:
    """Whether it is for a child that something is asked ("孙子要打疫苗"), whoever asks."""
    only = generation(plain) == "child" and not _FOR_ME.search(plain)
    return only or _FOR.search(plain) is not None or _FOR_EN.search(plain) is not None
