"""Words as patterns of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

EDGES = " \t\r\n，。！？、；：,.!?;:~～…\"'“”‘’「」()（）"
NOTHING = re.compile(r"(?!)")


def whole_word(word: str) -> str:
    """A Latin word is found whole only; a Chinese one anywhere."""
    return rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)


def either(words: Iterable[str]) -> str:
    """Any of the words, the longest first."""
    return "|".join(map(whole_word, sorted(set(words), key=len, reverse=True)))


def inquiring(anywhere: Collection[str], first: Iterable[str]) -> re.Pattern[str]:
    """A word that asks, one that does at the start of a clause, a word around its no, a no or 么 at the end."""
    twice, end = (
        r"(?P<verb>[\u4e00-\u9fff])[不没](?P=verb)",
        rf"[\u4e00-\u9fff]{{2}}[不没么][{re.escape(EDGES)}啊呀]*$",
    )
    start = rf"(?:^|[,.;!?])\s*(?:{either(first)})"
    return re.compile(rf"{either(anywhere)}|{start}|{twice}|{end}") if anywhere else NOTHING


def line_asked(
    lines: Collection[str], what: Iterable[str], which: Iterable[str], whom: Iterable[str]
) -> re.Pattern[str]:
    """ "热线是多少", "有什么养老热线", "打哪里", "the hotline for …" or a line at the end: a number is asked for."""
    line, edges, apart = either(lines), re.escape(EDGES), re.escape(EDGES.strip())
    asked = rf"(?:{line})\s?(?:{either(what)})|(?:{either(which)})[^{apart}]{{0,14}}?(?:{line})|{either(whom)}"
    ends = rf"^(?:(?:the|a|any)\s)?(?:{line})\s(?:to|for|of)\b|(?<![打接回])(?:{line})[{edges}啊呀呢]*$"
    return re.compile(rf"{asked}|{ends}") if lines else NOTHING


def anywhere(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words anywhere, the longest first."""
    found = sorted(set(words), key=len, reverse=True)
    return re.compile("|".join(map(whole_word, found))) if found else NOTHING


def leading(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words at the start, and a blank or a mark after it."""
    found = sorted(set(words), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, found))})[\s，,、。.!！]+(?=\S)") if found else NOTHING


def edges(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, in a row with blanks and marks, at the start or at the end."""
    found = "|".join(map(whole_word, sorted(set(words), key=len, reverse=True)))
    around = rf"(?:{found}|[{re.escape(EDGES)}])++"  # 住在 is 住 and 在 too: no second try
    return re.compile(rf"^{around}|{around}$") if found else NOTHING


def at_an_end(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words at the start or the end of a text; a single character tells nothing."""
    found = "|".join(whole_word(w) for w in sorted({w for w in words if len(w) > 1}, key=len, reverse=True))
    return re.compile(rf"^(?:{found})|(?:{found})$") if found else NOTHING


def made_of(core: Iterable[str], beside: Iterable[str]) -> re.Pattern[str]:
    """A text of nothing but these words, one of the core among them."""
    one, few = either(core), f"(?:{either(beside)}|[{re.escape(EDGES)}])*+"
    return re.compile(rf"{few}(?:(?:{one}){few})++") if one else NOTHING  # 没事了 is 没事 and 了 too


def taking_back(mistaken: Iterable[str], beside: Iterable[str], denies: Iterable[str]) -> re.Pattern[str]:
    """A text that begins with a mistake owned up to, and at most denies one thing after it."""
    one, few = either(mistaken), f"(?:{either(beside)}|[{re.escape(EDGES)}])*+"
    return re.compile(rf"{few}(?:{one}){few}(?:(?:{either(denies)})[^{re.escape(EDGES)}]{{1,6}})?") if one else NOTHING


def given_up(drops: Iterable[str], before: Iterable[str]) -> re.Pattern[str]:
    """One of the words, what is given up, and the particle that says so; words of giving up may stand before it."""
    found, around = either(drops), f"[{re.escape(EDGES)}]*"
    return (
        re.compile(rf"(?:{either(before)})?{around}我?(?:{found})[^{re.escape(EDGES)}]{{0,8}}?[了喇啦]{around}")
        if found
        else NOTHING
    )


def opening(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words in a row at the start, with blanks and marks."""
    found, around = either(words), f"[{re.escape(EDGES)}]*+"
    return re.compile(rf"(?:{around}(?:{found}))++{around}") if found else NOTHING


def added(before: Iterable[str], adds: Iterable[str], what: Iterable[str]) -> re.Pattern[str]:
    """Words that announce an addition, in a row, with others of their like before them and what they name behind."""
    found, around, end = either(adds), f"[{re.escape(EDGES)}]*+", rf"(?=[{re.escape(EDGES)}]|$)"
    lead = rf"(?:{around}(?:{either(before)}))*?(?:{around}(?:{found}))++{around}"
    return re.compile(rf"{lead}(?:(?:{either(what)}){end}{around})?+") if found else NOTHING


def about_one(core: Iterable[str], beside: Iterable[str], people: Iterable[str]) -> re.Pattern[str]:
    """A text of nothing but these words, a person whom it names among them."""
    one, named, few = either(core), either(people), f"(?:{either(beside)}|[{re.escape(EDGES)}])*+"
    kept = rf"{few}(?:(?:{named}){few})++(?:{one}){few}|{few}(?:{one}){few}(?:(?:{named}){few})++"
    return re.compile(kept) if one and named else NOTHING


def followed(first: Iterable[str], then: Iterable[str]) -> re.Pattern[str]:
    """One of the first and behind it one of the others, anywhere."""
    one, other = either(first), either(then)
    return re.compile(rf"(?:{one})\s?(?:{other})") if one and other else NOTHING


def turned(openings: Iterable[str], turns: Iterable[str], unturned: Iterable[str]) -> re.Pattern[str]:
    """ "等等，不是送餐，是想装扶手": what is not meant, and what is."""
    before, not_, marks = opening(openings).pattern, either(turns), ",，.。;；!！?？、"
    behind = rf"\s*+[{marks}]++\s*+(?:而是|是|系|but )?|\s*+(?:而是|是|系|\bbut\b)"
    lead = rf"(?:{before})?(?:我|i )?(?!{either(unturned) or NOTHING.pattern})(?:{not_})\s*+"
    whole = rf"{lead}(?P<old>[^{marks}]{{1,24}}?)(?:{behind})\s*+(?P<new>[^\s{marks}].+)"
    return re.compile(whole) if not_ else NOTHING


def name_of_person(
    surnames: Iterable[str], titled: Iterable[str], unnamed: Iterable[str], given: Iterable[str]
) -> re.Pattern[str]:
    """A surname with one or two characters, or a title, and no word, or 小芳, 丽丽; before it "I am called".

    Sex and age may stand behind it.
    """
    called, whose = r"(?:我|俺)?(?:名字)?(?:叫|是|姓)?", "|".join(surnames)
    beside = rf"(?:[{re.escape(EDGES)}]*(?:男|女|先生|女士|(?:今年)?\d{{1,3}}(?!\d)岁?))*"
    behind, word = rf"(?:{either(titled)}|[\u4e00-\u9fff]{{1,2}})", either(unnamed) or NOTHING.pattern
    one = f"[{''.join(given)}]"
    petted = rf"(?:[小阿]{one}|(?P<twice>{one})(?P=twice)|[小阿老](?:{whose}))(?:儿|仔)?"
    return re.compile(rf"(?!(?:{word})$){called}(?:(?:{whose}){behind}|{petted}){beside}") if whose else NOTHING


def heard(telling: Iterable[str], unheard: Iterable[str], hears: Iterable[str]) -> re.Pattern[str]:
    """Words about who hears of it: "别告诉我爸", "不想让老师知道"; not "怕他不知道"."""
    between = rf"(?:{either(unheard)})[^{re.escape(EDGES)}不没]{{1,10}}?(?:{either(hears)})"
    return re.compile(rf"{either(telling)}|{between}") if (telling := tuple(telling)) else NOTHING
