"""Is this text surely the answer to the open question?"""

from __future__ import annotations

import re

from actions import details
from actions.details import Found
from actions.details.prose import NEAR
from actions.dialogue.form import GREEDY
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.scene import Scene
from data.model import LANGUAGES, Catalogue, Choice, Detail

FIGURES = frozenset({"phone", "age", "birth_date", "date", "when", "money"})
TOLD = GREEDY | {"when", "date", "month"}  # kinds that tell where, when and what happened
FIGURE = re.compile(r"[\d一二两三四五六七八九十百千万今明昨前后日周月]|day|night|week|month|year")
NO_NUMBER = re.compile(r"[^\d\s\-+.,，、]")
DAY_PART = re.compile(
    r"一?(?:大清早|清早|早上|早晨|上午|中午|下午|傍晚|晚上|夜晚|夜里|朝早|朝头早|下昼|晏昼|早)"
    r"|\b(?:early )?(?:morning|afternoon|evening)\b"
)
PARTICLES = "的了吧啊呀呢是在就左右大概大约多"
PLACE = 40  # characters of a text that may be no more than a place
LONG = 25  # characters from which an answer may hold more than an answer
INQUIRY = 12  # characters of a text that may be a question and nothing besides
BRIEF, BRIEF_LATIN = 10, 30  # characters of a text that may be a bare yes or no
NEWS, NEWS_LATIN = 24, 80  # characters: a longer text tells more than news
LETTER, LETTER_LATIN = 80, 240  # characters: a longer text tells a story, and a question in it is not all of it
DENIED = re.compile(r"[没未冇不][^，。！？,.!?\s]{0,2}$|\b(?:not|never|n't|nobody|no one)\b(?: \w+)?\s*$")
SHORT, SHORT_WORDS = 6, 3  # characters, or Latin words, of a name or a place that nobody takes for a need


def surely(scene: Scene, current: Detail) -> Found | None:
    """What the text answers to a question that not just any words answer."""
    if current.kind in GREEDY:
        return None
    return details.read(current, scene.text, scene.setting)


def plainly_answers(scene: Scene, current: Detail) -> bool:
    """Whether no understanding is needed to take the text as the answer."""
    if len(scene.text) >= LONG and current.kind != "text":
        return False
    if wants_more(scene) or (current.kind != "text" and applies_for(scene)):
        return False
    if only_asks(scene) and not current.opening:
        return False
    if current.kind == "text" or details.nothing(current, scene.text):
        return True
    if current.kind == "place" and details.names_a_place(scene.text):
        return True
    if current.kind in GREEDY:
        return _short(scene.plain) or current.id in details.spot([current], scene.text, scene.setting)
    return surely(scene, current) is not None


def only_asks(scene: Scene) -> bool:
    """Whether nothing but a question to the office was said: what it costs, when somebody comes, or a short one."""
    known, said = lexicon(scene.catalogue), bare(scene.plain)
    if known.asking.fullmatch(said):
        return True
    ends = scene.text.rstrip().endswith(("?", "？", "吗", "嗎", "咩"))
    short = len(said) <= (NEWS_LATIN // 2 if said.isascii() else INQUIRY)
    return ends and short and known.question.search(scene.plain) is not None


def tells(scene: Scene, current: Detail) -> bool:
    """Whether the text may well be the place, the time or the words that the open question asks for."""
    if current.kind not in TOLD or not plainly_answers(scene, current):
        return False
    return details.read(current, scene.text, scene.setting) is not None


def _short(plain: str) -> bool:
    return len(plain.split()) <= SHORT_WORDS if plain.isascii() else len(plain) <= SHORT


def agreed(scene: Scene) -> bool | None:
    """Yes or no where the whole text is that; in a longer text "对了，…" is no yes."""
    return details.yes_no(scene.text) if scene.text and brief(scene) else None


def brief(scene: Scene) -> bool:
    """Whether the text may be no more than a yes, a no or a greeting."""
    return len(scene.plain) <= (BRIEF_LATIN if scene.plain.isascii() else BRIEF)


def is_news(scene: Scene) -> bool:
    """Whether the text may tell news: short, and no question."""
    if not scene.text or len(scene.plain) > (NEWS_LATIN if scene.plain.isascii() else NEWS):
        return False
    return "?" not in scene.plain and lexicon(scene.catalogue).question.search(scene.plain) is None


def inquires(plain: str, catalogue: Catalogue) -> bool:
    """Whether a simplified text only asks to know something: no letter, and nothing is to be done."""
    words = lexicon(catalogue)
    if len(plain) > (LETTER_LATIN if plain.isascii() else LETTER) or words.beckons.search(plain):
        return False
    return "?" in plain or words.inquires.search(plain) is not None


def says_so(scene: Scene, words: re.Pattern[str]) -> bool:
    """Whether news in one of these words stands in the text."""
    return is_news(scene) and undenied(words, scene.plain)


def undenied(words: re.Pattern[str], plain: str) -> bool:
    """Whether one of the words stands in the text and nothing before it denies it."""
    return any(not denied(plain[: found.start()]) for found in words.finditer(plain))


def denied(before: str) -> bool:
    """Whether what stands before words denies them."""
    return DENIED.search(before[-NEAR:]) is not None


def only_guessed(scene: Scene, intent: str) -> bool:
    """Whether only the model hears this small talk: to it, short words of any kind look like a farewell or a no."""
    small = lexicon(scene.catalogue)
    said = bare(scene.plain)
    if intent in ("affirm", "deny"):
        return said not in small.control and details.yes_no(scene.text) is None
    return intent in small.small and said not in small.control and not small.small[intent].search(said)


def chosen(scene: Scene, choice: Choice) -> bool:
    """Whether the whole text is one of the choice's own words."""
    words = (*(choice.label.of(language) for language in LANGUAGES), *choice.match)
    return bare(scene.plain) in (bare(details.simplify(word, scene.setting)) for word in words)


def wants_more(scene: Scene) -> bool:
    """Whether the text announces a second need."""
    return bool(lexicon(scene.catalogue).more.search(bare(scene.plain)))


def applies_for(scene: Scene) -> bool:
    """Whether the text says that something is applied for ("我要申请…")."""
    return bool(lexicon(scene.catalogue).apply.search(scene.plain))


def only_figures(scene: Scene) -> bool:
    """Whether the whole text is a date, a phone number, an age, a sum or a number."""
    said = bare(scene.plain)
    if not said or not FIGURE.search(said):
        return False
    if not NO_NUMBER.search(said):
        return True
    services = scene.catalogue.services.values()
    kinds = {d.kind: d for s in services for d in (*s.details, *scene.catalogue.common) if d.kind in FIGURES}
    return any(_is_all(details.read(one, said, scene.setting), said) for one in kinds.values())


def only_a_place(scene: Scene) -> str:
    """The place that is all the text tells ("俺家是河南郑州二七区的"), or ""."""
    if len(scene.plain) > 2 * PLACE:
        return ""
    said = bare(lexicon(scene.catalogue).whereabouts.sub("", scene.plain))
    if not said or len(said) > PLACE:
        return ""
    if details.names_a_city(said):
        return scene.text
    kinds = {d.kind: d for s in scene.catalogue.services.values() for d in (*s.details, *scene.catalogue.common)}
    found = details.spot([kinds[k] for k in ("place", "district") if k in kinds], said, scene.setting).values()
    whole = bool(found) and max(f.end for f in found) - min(f.start for f in found) == len(said)
    district = details.district_of(said, scene.setting) or ""
    return scene.text if whole or (len(said) > 1 and said in district) else ""


def _is_all(found: Found | None, said: str) -> bool:
    rest = "" if found is None else DAY_PART.sub("", said[: found.start] + said[found.end :])
    return found is not None and not bare(rest).strip(PARTICLES)
