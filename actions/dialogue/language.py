"""Which language and script the person writes."""

from __future__ import annotations

import re
import unicodedata

from actions import details
from actions.desk import number
from actions.dialogue.form import detail as detail_of
from actions.dialogue.gate import alarm_in
from actions.dialogue.scene import Scene

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"(?<![a-zA-Z0-9-])[a-zA-Z]{2,}(?![a-zA-Z0-9-])")  # no piece of a number or a code
CANTONESE = re.compile("[唔冇佢哋嘅咗嚟喺啲咁喇]")  # written alike in both scripts
ENOUGH_HAN = 6  # characters, none of them Traditional, until Simplified is sure
ENOUGH_LATIN = 3  # words until English is sure
ENGLISH = re.compile(
    r"\b(?:i|my|me|the|is|to|for|and|you|of|need|help|want|please|can|how|what|we|it)\b", re.IGNORECASE
)
AS_THEY_ARE = frozenset({"name", "place", "district", "file"})  # written as they are called, whoever writes


def written(scene: Scene) -> tuple[str, bool]:
    """The language of the text ("" where it cannot be told) and whether that is sure."""
    han = HAN.findall(unicodedata.normalize("NFKC", scene.text))
    words = LATIN.findall(scene.text) if not scene.text.startswith(("/", "／")) else []  # commands are the same in all
    if han:
        left = set(details.simplify(scene.text))
        if any(c not in left for c in han):
            return "zh_Hant", True
        return "zh_Hans", len(han) >= ENOUGH_HAN and CANTONESE.search(scene.text) is None
    if len(words) >= ENOUGH_LATIN:
        return "en", True
    # a word or two tell something only at the very beginning; later they may be a name or a code
    return ("en" if words and not scene.conversation.touched_at and number.find(scene.text) is None else "", False)


def plain(scene: Scene) -> bool:
    """Whether the text is plainly Chinese or English, which a word or two are not, nor Romanised Cantonese."""
    found, sure = written(scene)
    return sure and (found != "en" or ENGLISH.search(scene.text) is not None)


def says_little(scene: Scene, written: str) -> bool:
    """Under way, characters that both scripts share make nobody Simplified, nor an address or a name anybody else."""
    conversation, form = scene.conversation, scene.form
    if not conversation.touched_at:
        return False
    if (conversation.language, written) == ("zh_Hant", "zh_Hans"):
        return True
    current = detail_of(scene.catalogue, form, form.current) if form is not None and form.current else None
    return current is not None and current.kind in AS_THEY_ARE and "en" in (conversation.language, written)


def waits(scene: Scene, written: str) -> bool:
    """One line of Chinese in an English talk, or the reverse, changes nothing: the second in a row does, or danger."""
    conversation = scene.conversation
    if not conversation.language_heard or "en" not in (conversation.language, written):
        return False
    return conversation.leaning != written and alarm_in(scene.plain, scene.catalogue) is None
