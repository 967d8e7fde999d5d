"""The crisis gate: words alone, before and apart from understanding."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from actions.dialogue.lexicon import simplified
from actions.dialogue.sieve import Sieve
from data.model import CRISES, MEDICAL, SELF_HARM, VIOLENCE, Catalogue

CLAUSE = re.compile(r"[，。！？、；,.!?;\n]+")
NAMES_ME = re.compile(r"我|俺|咱|\b(?:i|me|my|myself|i'm)\b")
# Patterns that count ("三天没吃") look at a row of numerals again from each of its places: a long row is cut short
ROW = re.compile(r"([\d一二两三四五六七八九十百千万几好多半整]{24})[\d一二两三四五六七八九十百千万几好多半整]+")
SUFFERED = (SELF_HARM, MEDICAL)  # the kinds of which a clause that begins with kin tells of them: "妈妈喝农药了"
# "she told me", "he sent me a message": me as the one who hears it
HEARD_BY_ME = re.compile(
    r"告诉我|(?:跟|和|对|向|给|同)我[^，。！？,.!?\n]{0,6}?(?:说|讲|哭|闹|发|留言|打电话|微信|短信)"
)


# "I saw, I fear, I heard that she …": the writer is no more in it than who tells of it
TELLS = re.compile(
    r"(?:我|俺|咱)们?(?:刚|今天|昨晚|一直|真的?|很|好|都|也|就|才|又|在)*"
    r"(?:发现|看|听|怕|担心|觉得|知道|不知道|拦|劝|抱|拉|救|报|问|想问|该|怎么|要怎么|接到|收到|陪着|守着)"
    r"|\bi(?:\s+am|'m|\s+have|'ve)?\s+(?:just\s+|so\s+)?"
    r"(?:found|saw|see|heard|hear|fear|worr\w+|afraid|scared|think|know|got|with)\b"
)
MINE = re.compile(
    r"(?:我|俺|咱)(?:们)?(?:的|家|家里|班|班上|那个?|一个|有个)*□|\bmy\s+□"
    r"|(?:我|俺|咱)们?(?:这个?)?(?:小区|社区|村|院|楼(?:栋|里)|单元|单位|公司|学校|宿舍|厂)"
)
IN_CARE = re.compile(r"(?:养老|敬老|护理|福利|康复|精神病|医)院|护工|保姆|病房|床栏")
NEVER = re.compile(r"(?!)")
TOO = "(?:也|都|已经|早就?)*"  # between who died and that they did


@dataclass(frozen=True, slots=True)
class Alarm:
    """Danger: `kind` one of CRISES; `own` where the writer is in it; not `sure` where only signs tell of it."""

    kind: str
    own: bool
    sure: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class _Rules:
    danger: tuple[tuple[str, Sieve, Sieve, Sieve], ...]  # kind, patterns, patterns with signs, guards
    first: re.Pattern[str] | None
    third: re.Pattern[str] | None
    kin: re.Pattern[str] | None  # at the start of a clause
    apart: re.Pattern[str] | None  # somebody who has died, or whom one does not want to burden: not whose wish it is


_made: dict[int, tuple[Catalogue, _Rules]] = {}


def gate(text: str, catalogue: Catalogue) -> Alarm | None:
    """The alarm that the text's words raise, or None; self-harm comes before violence, illness and helplessness."""
    return alarm_in(simplified(text, catalogue), catalogue) if text.strip() else None


def alarm_in(plain: str, catalogue: Catalogue) -> Alarm | None:
    """The same for a text that is simplified already."""
    rules, plain = _rules(catalogue), ROW.sub(r"\1", plain)
    first: Alarm | None = None
    for kind, patterns, signs, guards in rules.danger:
        if signs.search(plain) is None:  # guards only take away
            continue
        left = guards.without(plain, "□")
        found = signs.search(left)
        if found is None:
            continue
        first = first or Alarm(kind, _whose(kind, found, left, signs, rules), sure=False)
        if patterns.search(left) is not None:
            return replace(first, sure=True)
    return first


def _whose(kind: str, found: re.Match[str], left: str, signs: Sieve, rules: _Rules) -> bool:
    if kind == SELF_HARM and _felt(left, found.start(), found.end(), rules):
        return True
    if kind in SUFFERED and _of_kin(left, found.end(), rules):
        return False
    own = _own(left, found.start(), rules) or (kind == VIOLENCE and _named(signs, left, rules))
    return own or (kind == SELF_HARM and _named_last(left[: found.end()], rules))


def _felt(plain: str, start: int, end: int, rules: _Rules) -> bool:
    """Whether the writer wishes it: they say "I" beside it, or nobody alive is named before it."""
    if rules.third is None:
        return True
    begin = max((b for b, _ in _clauses(plain) if b <= start), default=0)
    if _speaks_of_me(plain[begin:end], rules):
        return True
    alive = (rules.apart or NEVER).sub(lambda match: "■" * len(match[0]), plain[:end])
    clause = alive[begin:].lstrip()
    of_another = MINE.sub("□", rules.third.sub("□", clause)).startswith("□") or (rules.kin or NEVER).match(clause)
    return not of_another and rules.third.search(alive[:start]) is None


def _speaks_of_me(plain: str, rules: _Rules) -> bool:
    others = rules.third.sub("□", plain) if rules.third else plain
    return NAMES_ME.search(TELLS.sub("□", HEARD_BY_ME.sub("□", MINE.sub("□", others)))) is not None


def whose(text: str, catalogue: Catalogue, kind: str) -> bool:
    """Whether an alarm that understanding raised for this text, of that kind, is the writer's own."""
    plain, rules = simplified(text, catalogue), _rules(catalogue)
    if kind == SELF_HARM:
        return _speaks_of_me(plain, rules) or _felt(plain, *_clauses(plain)[0], rules)
    return _own(plain, 0, rules)


def speaks_of_me(plain: str, catalogue: Catalogue) -> bool:
    """Whether a simplified text names the writer, and not only as somebody's kin or as who tells of another."""
    return _speaks_of_me(plain, _rules(catalogue))


def without_others(plain: str, catalogue: Catalogue) -> str:
    """A simplified text with □ for whoever but the writer is named in it."""
    third = _rules(catalogue).third
    return third.sub("□", plain) if third else plain


def names_one(plain: str, catalogue: Catalogue, group: str) -> bool:
    """Whether a simplified text names somebody of a group of other_person.yml, like "old"."""
    words = catalogue.lexicons.words["other_person"][group]
    return any(re.search(word, plain) for word in words)


def names_writer(plain: str, catalogue: Catalogue) -> bool:
    """Whether a simplified text names the writer, other than as somebody's child or parent ("我妈")."""
    return NAMES_ME.search(without_others(plain, catalogue)) is not None


def _named(patterns: Sieve, plain: str, rules: _Rules) -> bool:
    """Whether the dangerous words themselves name the writer: "要杀了我", not "天天打我爸"."""
    told = rules.third.sub(lambda match: "□" * len(match[0]), plain) if rules.third else plain
    spans = (m.span() for pattern in patterns.likely(plain) for m in pattern.finditer(plain))
    return any(NAMES_ME.search(told[start:end]) for start, end in spans)


def _named_last(plain: str, rules: _Rules) -> bool:
    """Whether of all persons before the danger the writer is named last: "女儿不管我，想喝农药"."""

    def away(match: re.Match[str]) -> str:
        return "□" * len(match[0])

    others = [m.end() for m in rules.third.finditer(plain)] if rules.third else []
    mine = HEARD_BY_ME.sub(away, rules.third.sub(away, plain) if rules.third else plain)
    return max((m.start() for m in NAMES_ME.finditer(mine)), default=-1) >= max(others, default=0)


def _own(plain: str, at: int, rules: _Rules) -> bool:
    """Beside the danger the writer is named: own; else somebody is spoken of: not; else own, the safer guess."""
    if rules.third is None or rules.third.search(plain) is None:
        return True
    start, end = next((c for c in _clauses(plain) if c[0] <= at <= c[1]), (0, len(plain)))
    clause = plain[start:end]
    suffered = clause.find("被")
    if suffered >= 0 and rules.third.search(clause[:suffered]) is None:
        # "被同学打了": who is beaten and names nobody else is the writer, but not beside one in a home's care
        return not (rules.third.search(plain[:start]) and IN_CARE.search(plain) and not _speaks_of_me(plain, rules))
    beside = rules.third.sub("□", clause)
    return rules.first is not None and any(NAMES_ME.search(m[0]) for m in rules.first.finditer(beside))


def _of_kin(plain: str, at: int, rules: _Rules) -> bool:
    """Whether the clause up to there begins with kin and names the writer nowhere: no call ("妈，我…"), no farewell."""
    start = max((begin for begin, _ in _clauses(plain) if begin < at), default=0)
    clause = plain[start:at]
    return rules.kin is not None and rules.kin.match(clause.lstrip()) is not None and NAMES_ME.search(clause) is None


def _clauses(plain: str) -> list[tuple[int, int]]:
    ends = [m.span() for m in CLAUSE.finditer(plain)]
    starts = [0, *(e for _, e in ends)]
    return list(zip(starts, [*(s for s, _ in ends), len(plain)], strict=True))


def _rules(catalogue: Catalogue) -> _Rules:
    known = _made.get(id(catalogue))
    if known is None or known[0] is not catalogue:
        known = (catalogue, _compiled(catalogue))
        _made[id(catalogue)] = known
    return known[1]


def _compiled(catalogue: Catalogue) -> _Rules:
    rules = sorted(catalogue.lexicons.crisis, key=lambda r: CRISES.index(r.kind))
    danger = tuple(
        (rule.kind, Sieve(rule.patterns), Sieve((*rule.patterns, *rule.signs)), Sieve(rule.guards)) for rule in rules
    )
    people = catalogue.lexicons.words.get("other_person", {})
    kin, third = "|".join(_escaped(people.get("kin", ()))), _any(_escaped(people.get("third", ())))
    someone = f"{third.pattern}|(?>{kin or NEVER.pattern})" if third else ""
    phrases = catalogue.lexicons.words.get("phrases", {})
    near = "|".join(_escaped(people.get("near", ()))) or NEVER.pattern
    died = "|".join(_escaped((*phrases.get("gone", ()), *phrases.get("passed", ()))))
    burdened = "|".join(people.get("burdened", ())) or NEVER.pattern
    return _Rules(
        danger,
        _any(_escaped(people.get("first", ()))),
        third,
        _begins(kin, near) if kin else None,
        re.compile(rf"(?:{someone})++{TOO}\s?(?:{died})|(?:{burdened})(?:{someone})++") if third and died else None,
    )


def _begins(kin: str, near: str) -> re.Pattern[str]:
    """Kin at the start of a clause, or who lives near ("楼上张阿姨"); no call to them."""
    before = rf"刚才|刚刚|今天|昨晚|昨天|现在|my |our |(?>{near})[^我俺咱,，]{{0,3}}"
    return re.compile(rf"(?:{before})?(?>{kin})(?!,?(?:我|再见|对不起))")


def _any(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else None


def _escaped(words: tuple[str, ...]) -> tuple[str, ...]:
    longest_first = sorted(words, key=len, reverse=True)
    return tuple(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in longest_first)
