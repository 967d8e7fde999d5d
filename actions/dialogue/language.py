"""Which script the person writes."""

from __future__ import annotations

import re
import unicodedata

from actions import details
from actions.desk import number
from actions.dialogue.scene import Scene

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"(?<![a-zA-Z0-9-])[a-zA-Z]{2,}(?![a-zA-Z0-9-])")  # no piece of a number or a code
ENOUGH_HAN = 6  # characters, none of them Traditional, until Simplified is sure
ENOUGH_LATIN = 3  # words until English is sure


def written(scene: Scene) -> tuple[str, bool]:
    """The language of the text ("" where it cannot be told) and whether that is sure."""
    han = HAN.findall(unicodedata.normalize("NFKC", scene.text))
    words = LATIN.findall(scene.text)
    if han:
        left = set(details.simplify(scene.text))
        if any(c not in left for c in han):
            return "zh_Hant", True
        return "zh_Hans", len(han) >= ENOUGH_HAN
    if len(words) >= ENOUGH_LATIN:
        return "en", True
    # a word or two tell something only at the very beginning; later they may be a name or a code
    return ("en" if words and not scene.conversation.touched_at and number.find(scene.text) is None else "", False)
