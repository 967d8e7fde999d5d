"""Yes, no, I do not know, I would rather not say; in three languages and dialects."""

from __future__ import annotations

import re
from functools import lru_cache

from actions.details.numerals import CHINESE
from actions.details.prose import Prose, Span, before, free, prose
from actions.details.shapes import Found
from data.model import Detail

_FILL = r"[\s,，。.!！~、…]*"
_PARTS = "噻撒额的呀啊呢吧了哦喔嘞哈咯滴嘛噢呐嘅喇啦㗎架唉哎"
_SOFT = re.compile(
    rf"^{_FILL}(?:嗯+|恩|哦|噢|啊|呃|那个|那|我想|我觉得|应该|大概|其实|当然|肯定|绝对|确实|的确|真的|梗|才|都|那?倒|对不起|不好意思|well|um+|uh+"
    rf"|i think|probably|of course|certainly|definitely|absolutely)?{_FILL}"
)
_NOT_BEHIND = r"(?![\s,，]*(?:不|没|唔|冇|无|未|毋|not\b))"  # 当然不是, of course not
_PERHAPS = re.compile(  # neither yes nor no
    rf"{_FILL}(?:我想|我觉得|嗯+)?(?:好像|好似|可能|或者|也许|说不定|没准儿?|maybe|perhaps|possibly)"
    rf"(?:是|有|会|系|要|不是|没有?|不会|唔系|冇|yes|not?|so|[{_PARTS}\s,，。.!！~、…])*+"
)
_NO = re.compile(
    r"^(?:不是|不系|不对|不行|不要|不用|不能|不会|不可以|不同意|不愿意?|不想|不需要|不方便|不必|不了|不得|不中|不安全|不确定要|不|别|没有|没得|没呢|没|木有|莫得|冇|还没|还未|未|无|从来没|都没|也没|甭|哪有|没事[\s,，]*(?:不|别)|哪(?:能|会|可能)(?:呢|啊|呀)?$"
    r"|唔系|唔使|唔要|唔得|唔可以|唔好|唔想|唔|咪|否|算[了啦喇]|拒绝|取消|拉倒|免(?:[了啦喇]|$)|使乜|使咩"
    r"|要不得|勿|伐(?=[要是用会])|覅|呒|毋(?=[是要免])|袂"
    r"|no\b|nope\b|nah\b|not\b|never\b|none\b|don'?t\b|doesn'?t\b|didn'?t\b|isn'?t\b|wasn'?t\b|i (?:do not"
    r"|don'?t|didn'?t|haven'?t|am not)|i'?m afraid not"
    r"|(?:我|俺)(?:们)?(?:不(?!知|晓|清楚|记得|懂|明白|好说|确定)|没有?$|没(?=[办报打说去]))"
    r"|(?:he|she|it|they) (?:doesn'?t|isn'?t|aren'?t|don'?t|hasn'?t|haven'?t)"
    r"|negative\b|n$)"
)
_NOT_NO = re.compile(
    r"^(?:不错|没错|没问题|没得问题|冇问题|没有问题|不好意思|没人|没劲|没空|没钱|没事(?![\s,，]*(?:不|别))|没关系|没什么|不客气|不知|不晓|不清楚|不记得|不好说|不确定|不懂|不明白|唔知"
    r"|唔清楚|唔记得|勿晓得|毋知|咪系|别的|别人|无所谓"
    r"|no problem|not sure|no idea|don'?t know|i don'?t know|don'?t remember)"
)
_YES_LONG = re.compile(
    rf"^(?:是的|对的|对头|好的|必须|没得问题|没有问题|麻烦你|麻烦您|昂$|着$|着呢$|可以|愿意|同意|没错|没问题|不错|(?:当然|肯定){_NOT_BEHIND}|确定|确认|需要|要得|得嘅|系呀|系啊|系嘅|系啰|系囉|有的"
    r"|会的|能的|行的|可[中行成]|管(?:的|了|$)|可不(?:是|咋[地的])?(?:[\s,，。]|$)|梗[系是]|咪系|蛮好|[是好对]个[呀啊]?$|[着著][啦嘞]?$|好啊?唔该|已经|办了|办过|报了|报过|没事可以|就是|正是|麻烦了|安全|答应|接受|冇问题|好呀"
    r"|ok(?:ay)?(?![a-z])|i (?:guess|think|suppose) so|i'?m afraid so"
    rf"|(?:certainly|of course|absolutely|definitely)\b{_NOT_BEHIND}"
    r"|yes\b|yeah\b|yep\b|yup\b|ya\b|sure\b|right\b|correct\b|i do\b|i agree|agreed?\b|please do"
    r"|(?:第一[次回]|头一?[次回])(?:申请|办|办理|来)?[的呢啊呀]?$|(?:the )?first time$"
    r"|go ahead|(?:he|she|it|they|there|we|i) (?:is|are|does|did|do|has|have|am"
    r"|will)\b(?! not)|y$)"
)
_YES_SHORT = re.compile(
    rf"^(?:(?:是|对|好|行|得|有|要|系|中|会|能|成|嗯|恩|啱|妥|肯|在)[{_PARTS}]*)+(?=[\s,，。.!！~…]|$|[我你他她您佢谢])"
    rf"|^[我你他她佢]系[{_PARTS}]*$"
)
_YES_WITH = re.compile(
    r"^(?:是(?!不是|否|吗|谁|什么|怎)|有(?!没有|时|点|吗|什么|谁|一)|要(?!不|么|是|紧|多少|几|什么|怎|等)|会(?!不会|吗|计|议|儿|场)|能(?!不能|吗))"
)
_QUESTION = re.compile(r"[?？]|(?:吗|么|咩|\S没有呢|是不是|可不可以)(?:[\s,，。.!！]|$)")
_ASKED_BACK = re.compile(
    r"(?!可不)\w(?:不|没有?|未|冇)[\s,，。.!！]*$"
)  # 要收钱不, 有没有: a question where it is no no
_YES_WORDS = (
    r"没错|冇错|没有错|没问题|没有问题|没得问题|冇问题|没毛病|可以|同意|确认|确定|愿意|正确|无误|当然|肯定|就这么办"
    r"|提交|递交|送出|[是对好行得要系中能成嗯恩啱妥交]"
    r"|\b(?:yes|yeah|yep|yup|ya|ok|okay|sure|right|correct|agreed?|confirm(?:ed)?|submit|send|go ahead|do it|of course"
    r"|absolutely|definitely|certainly|exactly|fine|good|great|y)\b"
)
_BESIDE_YES = (
    r"请|帮|麻烦|劳驾|唔该|谢谢|多谢|感谢|辛苦|[我你您]们?|给|把|就|都|全部?|核对|内容|资料|申请|表|这样|现在|马上|一下|上去|出去|办|可"
    rf"|[{_PARTS}嘅先晒]|[\s,，。.!！~、…]"
    r"|\b(?:please|thanks|thank you|very much|it'?s|it|this|the|request|form|that'?s|that|is|are|all|everything|looks|i"
    r"|now|off|in|very|for me)\b"
)
_CONFIRMS = re.compile(rf"(?:{_BESIDE_YES})*(?:{_YES_WORDS})(?:{_YES_WORDS}|{_BESIDE_YES})*")

_UNSURE = re.compile(
    r"(?:勿|毋|伓)(?:晓得|知)|晓不得|不(?:太|大|是很|怎么)?(?:知道|晓得|清楚|记得|确定|懂|明白|了解|好说)|不知$|不晓|记不(?:太)?(?:清|得|住|起)|想不起|说不(?:清|好|准)|拿不准|搞不清|弄不清|没(?:注意|印象|数)|忘了|忘记|唔(?:知|清楚|记得|肯定|晓得)|冇印象|不造$"
    r"|\b(?:i )?(?:do ?n[o']?t|dunno|don'?t) know\b|\bdunno\b|\bnot sure\b|\bno idea\b|\bunsure\b"
    r"|\bcan'?t (?:remember|recall|say)\b|\bdon'?t (?:remember|recall)\b|\bforgot\b|\bidk\b|\bno clue\b"
)
_CLAUSE_END = re.compile(r"[,，。;；!！?？、~…]|但是?|不过|(?<![a-z])\s+(?![a-z])|\bbut\b|\bonly\b")
_TELLS_NOTHING = re.compile(
    rf"(?:[{_PARTS}\s.唉哎嗯哦呃那个我人]|真的?|实在|抱歉|对不起|不好意思|谢谢|唔好意思|多谢|唔该|年纪大|老|也|都|等等?|你说呢"
    r"|sorry|thanks|thank you|well|honestly|really|oh|um+|uh+|i'?m)*+"
)
_DECLINED = re.compile(
    r"不(?:想|愿意?|方便|便|太方便|肯)(?:说|讲|告诉|回答|透露|留|提供|填|答|给)|不(?:告诉|回答|透露|留|填)|不方便$|跳过|略过|保密|下一[题个]|先不说|不说了|唔(?:想|方便)(?:讲|话|答|留)|唔讲|唔答"
    r"|\bskip\b|\brather not\b|\bprefer not\b|\bdon'?t want to (?:say|tell|answer)\b|\bwon'?t (?:say|tell)\b"
    r"|\bnext question\b|\bnone of your\b"
)
_NOTHING = re.compile(
    r"(?:(?:也|都|暂时|目前|现在|就|其他|其它|别的|我|这个|好像|应该|真的)*(?:没有?|没得|冇|无|木有|莫得|不需要|不用)"
    r"(?P<what>[\u4e00-\u9fff]{0,8}?)(?:了|啦|喇|呀|啊|的|呢|嘅)*"
    r"|(?:no|nothing|none|(?:i )?have no|there is no(?:ne)?|(?:i )?(?:don'?t have|haven'?t got) (?:any|one|a))"
    r"(?P<whats>(?: [a-z]+){0,3}))[\s,，。.!！]*"
)
_MORE = re.compile(r"什么|啥|其他|别的|补充|要补充|要说|特别|else|more|thanks|thank you|so far|")
_PHONE = re.compile(
    r"(?:我|家里|自己)?的?(?:手机|手提|手机号|电话|电话机|座机|固话|电话号码|手机号码|号码)"
    r"|(?:mobile )?(?:phone|mobile)"
)
_FILE = re.compile(
    r"(?:影|拍|留|截|存|保存|录|记|给|要|开)?(?:低|下|到)?(?:相|图|照|照片|相片|截图|单据|收据|合同|记录|视频|录音|证据|东西)?"
    r"|(?:any )?(?:photos?|pictures?|screenshots?|receipts?|proof|evidence)"
)
_USED = re.compile(r"(?:要用|需要|要|用|有|坐|带)(?P<it>[\u4e00-\u9fff]{2,4})")  # 要用轮椅
_NEGATION = r"(?:没有?|未|还没有?|不|唔|冇|木有|没得|莫得|从来没有?|不会|不能|无)"
_DENIED = re.compile(  # at the end of what stands before: 没有, 没敢, isn't, no more
    rf"{_NEGATION}[有是去来敢再太把给]?(?:钱|款)?$|(?:差点儿?|差一点|险些|差啲|几乎)就?(?:把钱|要)?$"
    rf"|\b(?:no|not|never|nobody|without|cannot|\w+n't|dont|isnt|wasnt|hasnt|havent|didnt)"
    r"(?: (?:any|been|yet|to|really|a|an|the|being|go|gone|more))*\s$|\b(?:almost|nearly)\s$"
)
_OPEN_QUESTION = re.compile(
    r"准备|正要|打算|快要|让我|叫我|要我|催我|about to|going to|told me to"
    r"|如果|要是|万一|怎么|怎样|是不是|有没有|会不会|能不能|是否|吗|要不要|\bif\b|\bhow\b|怕|担心|以免|防止"
)
_SUM = (
    rf"\s?(?:他们?|她们?|佢哋?|骗子|对方|about |over |around |nearly |almost "
    rf"|大概|差不多|快|近|[¥￥$]\s?)*"
    rf"(?!(?:11[09]|120|12345|96110)(?!\d))(?:[\d,.]|[{CHINESE}几]){{1,12}}+"
    r"(?!\s?(?:[次个天年回人月岁号点份张]|times?\b|days?\b|weeks?\b|months?\b|years?\b|people\b))"
)
_VERB_ALONE = re.compile(
    rf"(?:我|俺|他|她|佢|老人|妈|爸|钱|款)?(?P<almost>差点儿?|差啲)?(?:就|都|已经|全)*(?P<v>[\u4e00-\u9fff])[了咗过完]++(?:他|她|佢)?(?:们|哋)?[{_PARTS}\s。.!！,，]*"
)
_POLITE = re.compile(
    rf"{_FILL}(?:(?:好|行|得|成|谢谢|多谢|唔该|知道|收到|明白|可以|ok(?:ay)?|sure|fine|thanks|thank you)"
    rf"[{_PARTS}]*{_FILL})+"
)
_DENIES = re.compile(rf"{_FILL}(?:我|他|她|孩子|老人)?(?:还)?(?:没有?|没得|冇|木有)(?P<it>[\u4e00-\u9fff]{{2,}})")
_HURT = re.compile("[伤血疼痛事碍肿青紫疤骨安危全险打撞摔]|^(?:[有过了的呀啊呢吧哦啦喇]|什么|啥|哪里)+$")


def confirms(text: str) -> bool:
    """Whether the text is a yes, or words that submit, and says nothing besides."""
    plain = prose(text).plain.strip()
    return len(plain) <= 80 and bool(_CONFIRMS.fullmatch(plain)) and not _QUESTION.search(plain)


def yes_no(text: str) -> bool | None:
    """Yes, no, or neither."""
    return _verdict(prose(text).plain)


@lru_cache(maxsize=1024)
def _verdict(plain: str) -> bool | None:
    if _QUESTION.search(plain) or unsure(plain) or len(plain) > 80:
        return None
    plain = plain.strip()
    rest = _SOFT.sub("", plain, count=1)
    for said in dict.fromkeys((plain, rest, _SOFT.sub("", rest, count=1))):
        if _NO.match(said) and not _NOT_NO.match(said):
            return False
        if _YES_LONG.match(said) or _YES_SHORT.match(said) or _YES_WITH.match(said):
            return None if _ASKED_BACK.search(said) else True
    return True if not rest and re.match(r"嗯|恩|哦|好", plain) else None


def unsure(text: str) -> bool:
    """Does the person say that they do not know?"""
    plain = prose(text).plain
    return bool(_UNSURE.search(plain) or _PERHAPS.fullmatch(plain))


def unsure_of_a_part(text: str) -> bool:
    """Whether something is told beside what is not known: "不知道什么药过敏，有高血压"."""
    clauses = _CLAUSE_END.split(prose(text).plain)
    told = [c for c in clauses if not _UNSURE.search(c) and not _TELLS_NOTHING.fullmatch(c)]
    return len(told) < len(clauses) and bool(told)


def declined(text: str) -> bool:
    """Does the person say that they would rather not tell?"""
    return bool(_DECLINED.search(prose(text).plain))


def nothing(detail: Detail, text: str) -> bool:
    """Does the person say that there is none of what is asked for ("没有了", "没有照片", "no photo")?"""
    match = _NOTHING.fullmatch(prose(text).plain.strip())
    if match is None:
        return False
    what = (match["what"] or match["whats"] or "").strip()
    asked = prose(f"{detail.label.zh_Hans} {detail.ask.zh_Hans} {detail.label.en} {detail.ask.en}").plain
    if (detail.kind == "phone" and _PHONE.fullmatch(what)) or (detail.kind == "file" and _FILE.fullmatch(what)):
        return True
    return bool(_MORE.fullmatch(what)) or what.removesuffix("s") in asked


def _polite_or_beside(detail: Detail, plain: str) -> bool:
    """Whether a question after harm hears only "好", or a denial of another thing ("没有手机"): no answer."""
    if detail.about != "harm":
        return False
    other = _DENIES.match(plain)
    return _POLITE.fullmatch(plain) is not None or (other is not None and not _HURT.search(other["it"]))


def read(detail: Detail, text: Prose) -> Found | None:
    """Yes or no as an answer; the question's own words said back count too (报警了 to 报警了吗)."""
    if _polite_or_beside(detail, text.plain.strip()):
        return None
    said = yes_no(text.said)
    words = detail.turns_on
    if words and not unsure(text.plain) and not _QUESTION.search(text.plain):
        echo = re.sub(rf"[{_PARTS}过很都已经现在也\s,。!]", "", text.plain)
        bare = re.sub(r"[了过的]", "", words)
        if re.fullmatch(rf"(?:我|他|她|孩子|老人)?{re.escape(bare)}", echo):
            said = True
        elif re.fullmatch(rf"(?:我|他|她|孩子|老人)?{_NEGATION}{re.escape(bare)}", echo):
            said = False
        elif said is None and (used := _USED.fullmatch(bare)) and (again := _again(used["it"], echo)):
            said = not again["no"]
    if said is None and not unsure(text.plain) and not _QUESTION.search(text.plain):
        return _done(detail, text) or _shown(detail, text, [])
    return None if said is None else Found(said, text.said, 0, len(text.said))


def _done(detail: Detail, text: Prose) -> Found | None:
    """转了: of words that mean a yes (转了账) the verb alone, done."""
    verb = _VERB_ALONE.fullmatch(text.plain.strip())
    if verb is None or not any(
        prose(word).plain.startswith((f"{verb['v']}了", f"{verb['v']}咗")) for word in detail.match
    ):
        return None
    return Found(not verb["almost"], text.said, 0, len(text.said))


def _again(it: str, echo: str) -> re.Match[str] | None:
    """坐轮椅, 唔坐轮椅: the thing that the question asks after, said back with a verb of its own."""
    who, verb = (
        "(?:我妈?|我爸|妈|爸|他|她|佢|孩子|老人|奶奶|爷爷)?",
        "(?:要用|要坐|需要|要|用|坐|有|得坐|得用|带|推|靠)?",
    )
    return re.fullmatch(
        rf"{who}(?:平时|出门|一直|都)*(?P<no>{_NEGATION})?{verb}{re.escape(it)}(?:出门|上|走|去)?", echo
    )


def spot(detail: Detail, text: Prose, taken: list[Span]) -> Found | None:
    """What free text tells of it: in the question's own words, else in those that mean a yes (`match`)."""
    return _echoed(detail, text, taken) or _shown(detail, text, taken)


def _shown(detail: Detail, text: Prose, taken: list[Span]) -> Found | None:
    """Words that mean a yes (有伤, bruises); denied (没有伤) a no; both in one text tell neither."""
    found = [
        Found(
            _DENIED.search(before(text.plain, match.start())) is None,
            text.said[match.start() : match.end()],
            *match.span(),
        )
        for match in _meaning(detail.match).finditer(text.plain)
        if free(match.span(), taken) and not _OPEN_QUESTION.search(_around(text.plain, match))
    ]
    return found[-1] if len({one.value for one in found}) == 1 else None


@lru_cache(maxsize=128)
def _meaning(match: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted((prose(word).plain for word in match), key=len, reverse=True)
    return re.compile("|".join(map(_pattern, words)) or r"(?!)")


def _pattern(word: str) -> str:
    """A Latin word whole; one that ends in … has a sum behind it ("转了…", "paid …")."""
    bare = word.rstrip(". …")
    begins = rf"\b{re.escape(bare)}" if bare.isascii() else re.escape(bare)
    return rf"{begins}{_SUM}" if bare != word else rf"{begins}\b" if bare.isascii() else begins


def _around(plain: str, match: re.Match[str]) -> str:
    return plain[max(0, match.start() - 6) : match.end() + 4]


def _echoed(detail: Detail, text: Prose, taken: list[Span]) -> Found | None:
    """A question's own words in free text, denied (没报警) or done (已经报警了); long ones as they stand."""
    words = detail.turns_on
    if not words:
        return None
    for match in re.finditer(
        rf"(?P<no>{_NEGATION})?(?P<done>已经|都|也)?{re.escape(words)}(?P<past>了|过)?", text.plain
    ):
        if _OPEN_QUESTION.search(_around(text.plain, match)) or not free(match.span(), taken):
            continue
        if match["no"] or match["done"] or match["past"] or len(words) >= 4:
            return Found(not match["no"], text.said[match.start() : match.end()], *match.span())
    return None


def show(detail: Detail, value: bool, language: str) -> str:
    """是 and 否, which fit any question (安全吗, 报警了吗); Yes and No in English."""
    if language == "en":
        return "Yes" if value else "No"
    if detail.kind == "consent" or detail.about == "agreement":
        return "同意" if value else "不同意"
    return "是" if value else "否"
