"""Words that may be kept to learn from: whatever tells who, where or which number is taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from actions.details import age, phone, place, wording
from actions.details.prose import Prose, Span, prose
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
_OWN = (
    r"阿嫲|嫲嫲|阿[妈爸公婆爷奶]|爷爷|奶奶|外婆|外公|姥姥|姥爷|侄[子女]|外甥女?|弟弟|妹妹|哥哥|姐姐"
    r"|我妈妈?|我爸爸?|我娘|俺娘|俺爹|母亲|父亲|老伴|老公|老婆|丈夫|妻子|儿子|女儿|孙子|孙女"
)
_HAN = "[\u4e00-\u9fff]"
_BEHIND = r"(?=[\s,，。、:：;；!！今走去过住病摔腿在是想有说问要不没的和跟也都就被打能会晚三两一二几\d]|$)"
_PERSON = re.compile(
    rf"(?:老|小|阿)?[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?(?={_TITLE})"
    rf"|(?<=[{_SURNAMES}])[某xX×*]{{1,2}}"
    rf"|(?:{_KIN})[\s:：,，]?(?P<n>(?!{_WORDS})[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[\s,，。、:：;；今走去过住病摔在是想有说要不没的\d]|$)"
    rf"|(?:{_OWN})(?P<k>(?!{_WORDS})[{_SURNAMES}][\u4e00-\u9fff]{{2}})"
    r"|\b(?:mr|mrs|ms|miss|dr|auntie?|uncle)\.? (?P<e>[a-z]+)\b"
)
# Names that no surname or title announces
_COMPOUND = "欧阳|诸葛|司马|上官|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|端木|呼延"
_GIVEN = (
    r"建国(?!以|[后前初之\d])|建军(?!节)|建[华平明]|国[强华]|志[强明刚]|秀[英兰珍芳梅]|桂[英兰花芳]|玉[兰梅珍]|淑[珍芳英华]|凤[英兰]|翠[花兰]|春[花梅]|海燕|晓[明红东]"
    r"|小[宝明红军华丽强刚芳霞龙燕玲娟伟杰辉梅琴峰涛鹏慧佳欣]|([朵彤萌萱娜婷妞豆糖乐欢贝诺晨洋浩轩涵琪琳莉莎菲怡佳媛芳兰玲燕霞娟英敏倩雯蕾璐瑶珊妮妍晶强军伟磊鑫龙鹏])\1"
)
_OTHERS = (  # of the Uyghurs, Tibetans and Mongols
    "买买提|麦麦提|艾力|阿里木|阿依古丽|古丽|热合曼|吐尔逊|木拉提|买合木提|玛依拉|扎西|卓玛|央金|次仁|格桑|德吉|巴特尔|其其格|萨仁|娜仁|斯琴"
)
_NAMED = re.compile(
    rf"(?:{_COMPOUND})(?:{_HAN}{{1,2}}?{_BEHIND}|{_HAN})|[{_SURNAMES}]?(?:{_GIVEN})|(?:{_OTHERS})(?:·{_HAN}{{1,8}}?{_BEHIND})?"
    rf"|(?:(?<=叫)|(?<=是)|(?<!{_HAN}))(?!我){_HAN}{{2,6}}(?:·{_HAN}{{1,8}}?)+{_BEHIND}|老[{_SURNAMES}]头"
)
_OF_MINE = re.compile(  # a capital tells a name: my grandson Tommy
    r"\b[Mm]y (?:\w+ )?(?:son|daughter|grandson|granddaughter|mother|father|mum|mom|dad|husband|wife|brother|sister"
    r"|nephew|niece|grandma|grandpa|neighbou?r|friend) (?!Mrs?\b|Ms\b|Miss\b|Dr\b)(?P<n>[A-Z][a-z]+)\b"
)
_FIRM = re.compile(
    r"[^\s,，。、:：;；在的叫我你他她是去到给和跟了着说被]{2,12}?(?:有限责任公司|股份有限公司|有限公司|股份公司|集团)"
    r"|(?!一家|这家|那家|某)[^\s,，。、:：;；在的叫我你他她是去到给和跟了着说被从年喺\d]{2,6}?(?:电子|服装|机械|制衣|玩具|纺织|化工|食品|家具|五金|塑胶)厂"
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
    for (start, end), instead in _apart(_marked(both, known, setting)):
        left.append(both.said[at:start] + instead)
        at = end
    return re.sub(r"[^\S\n]{2,}", " ", "".join((*left, both.said[at:]))).strip()


def _marked(both: Prose, known: Iterable[str], setting: Setting) -> Iterator[tuple[Span, str]]:
    """What goes, and what is said instead; where two overlap the one that begins first holds."""
    plain = both.plain
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
    yield from ((m.span(), who) for m in _NAMED.finditer(plain))
    yield from ((m.span("n"), who) for m in _OF_MINE.finditer(both.said))
    yield from ((m.span(), "某公司") for m in _FIRM.finditer(plain))
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
