"""Long texts that may be tried in very many ways, at every reader of words. Run as a program it ends, or is ended."""

from __future__ import annotations

import re
import resource
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import cycle, islice, pairwise

from actions import details, dialogue
from actions.details import Setting
from actions.details.prose import LONGEST
from actions.dialogue import needs_understanding, turn
from actions.dialogue.gist import gist
from actions.dialogue.lexicon import Lexicon, lexicon
from actions.dialogue.shapes import AWAY, Conversation, Form, Message, View
from data.model import DETAIL_KINDS, Catalogue
from tests import repeating
from tests.known import known
from tests.unit.dialogue.talk import NOW, understood

PROCESSOR = 60  # seconds for all of it, some nine of which it needs: a text that is tried for ever takes them all
SHORTER = 800  # characters, where not all that a message may have are looked through
SPOILS = "ぬ"  # a letter that no pattern knows
PIECES = (
    *("1", "13", "1 ", "12-", "13800001234 110101199001011234 ", "1,000,", "0.1.", "1万亿", "2026", "12:30 "),
    *("a", "ai", "aiai ", "no ", "flat 1 ", "1 a a a ", "in a, ", "a'b-", "one and ", "a@", "luohu district ", "i am "),
    *(",", ",.", "。", "?!", " ", "\n", "- ", "（", "[", "'", ".\n,", "，男"),
    *("一", "一二三四五六七八九十", "一万亿", "十", "一多万", "三天没吃", "初八"),
    *(
        "我",
        "我家在",
        "在 ",
        "住在",
        "没事了",
        "会怎么样",
        "吧,",
        "的的",
        "都也",
        "王小明",
        "8岁",
        "妈8岁",
        "收入1000元",
        "昨天",
    ),
    *(
        "周一",
        "3月5号",
        "三个月前",
        "广东罗湖区",
        "深圳市罗湖区翠竹路12号",
        "在医院",
        "我叫李四，",
        "除了",
        "没人管",
        "孩子",
        "报警了",
    ),
)
ODD = (  # what is beyond a calendar or a float
    *(
        "我有1" + "万亿" * 26 + "元",
        "30000 months ago",
        "in 999999 months",
        "九九九九个月前",
        "99999 weeks ago",
        "9" * 400,
    ),
    *("不要" + " " * 4_000 + SPOILS, "不是饭，" + " " * 4_000 + SPOILS),
    *("好像" + "没有" * 40 + SPOILS, "都" * 80 + SPOILS, "想订餐，今年" + "刚" * 80 + "车", "刚" * 80 + SPOILS),
    *("王小明" + "1" * 60 + SPOILS, "王小明 13800001234 110101199001011234 想办", "ai" * 60 + "v"),
)
LONG = ("1", "一", "a", ",", " ", "我")  # read at a message's full length


def filled(length: int, *words: str) -> str:
    """The words again and again, and a letter that spoils the fit."""
    return "".join(islice(cycle(words), length))[: length - 1] + SPOILS


def texts() -> Iterator[str]:
    """Each piece by itself, all of them, and what is beyond numbers and days."""
    yield from (filled(LONGEST if piece in LONG else SHORTER, piece) for piece in PIECES)
    yield filled(LONGEST, *PIECES)
    yield from ODD


def of_lists(catalogue: Catalogue) -> Iterator[str]:
    """The words of each list of the lexicons, in a row."""
    for lists in catalogue.lexicons.words.values():
        for words in lists.values():
            yield filled(SHORTER // 2, *words)
            yield filled(SHORTER // 2, *(f"{word} " for word in words if word.isascii()), "ok ")


def _spoiled(*words: str, times: int = 100) -> str:
    return "".join(word + (" " if word.isascii() else "") for word in words) * times + SPOILS


def patterns(catalogue: Catalogue) -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Each pattern of the dialogue beside its own words, one at a time, and beside kin, of whom many speak."""
    known, phrases = lexicon(catalogue), catalogue.lexicons.words["phrases"]
    kinship = sorted({word for words in catalogue.lexicons.words["kinship"].values() for word in words})
    kin = [_spoiled(*some, times=12) for some in (*((word,) for word in kinship), *pairwise(kinship))]
    for field in fields(Lexicon):
        pattern = getattr(known, field.name)
        if isinstance(pattern, re.Pattern):
            for word in phrases.get(field.name, ()):
                yield field.name, pattern, _spoiled(word)
            yield from ((field.name, pattern, text) for text in kin)


def readers(catalogue: Catalogue, text: str) -> None:
    """Each kind of detail by itself, and all of them in free text."""
    setting = Setting(NOW, catalogue)
    every = {d.kind: d for s in catalogue.services.values() for d in (*s.details, *catalogue.common)}
    assert set(every) <= set(DETAIL_KINDS)
    for one in every.values():
        found = details.read(one, text, setting)
        if found is not None and details.check(one, found.value, setting) is None:
            details.show(one, found.value, "zh_Hans")
        details.nothing(one, text)
    details.spot(list(every.values()), text, setting)
    details.district_of(text, setting)
    details.scrub(text, (), setting)
    details.confirms(text), details.children(text), details.ordinal(text), details.generation(text)


def turns(catalogue: Catalogue, text: str) -> None:
    """The text in each state of a talk: away and not sure, surely understood, after an alarm, in a form."""
    moment = NOW.isoformat()
    fresh = Conversation("c", "p")
    alarmed = replace(fresh, alarm="violence", alarmed_at=moment, touched_at=moment)
    asked = replace(fresh, form=Form("meal_service", current="address", touched_at=moment), touched_at=moment)
    called = View(hand_over="waiting")
    for conversation, heard, view in (
        (fresh, AWAY, View()),
        (fresh, understood("meal_service"), View()),
        (alarmed, AWAY, called),
        (asked, AWAY, View()),
    ):
        turn(conversation, Message(text=text), heard, view, catalogue, NOW)
    needs_understanding(fresh, Message(text=text), catalogue, NOW)
    gist(text, catalogue)


def main() -> None:
    """Read everything; the last line tells what was being read."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    catalogue = known()
    for name, pattern in repeating.compiled(details, dialogue):
        for text in repeating.texts(pattern):
            print(f"the pattern {name}:", repr(text[:20]), flush=True)
            pattern.fullmatch(text)
            pattern.search(text)
    for name, pattern, text in patterns(catalogue):
        print(f"the pattern {name}:", text[:20], flush=True)
        pattern.fullmatch(text)
        pattern.search(SPOILS + text)
    for text in texts():
        print("the readers of details:", text[:20], flush=True)
        readers(catalogue, text)
        print("a turn:", text[:20], flush=True)
        turns(catalogue, text)
    for text in of_lists(catalogue):
        print("a turn:", text[:20], flush=True)
        turn(Conversation("c", "p"), Message(text=text), AWAY, View(), catalogue, NOW)


if __name__ == "__main__":
    main()
