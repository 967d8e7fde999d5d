"""Which script the person writes."""

from __future__ import annotations

import re
import unicodedata

from actions import details
from actions.dialogue.scene import Scene

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[a-zA-Z]{2,}")
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
    return ("en", len(words) >= ENOUGH_LATIN) if words else ("", False)
