"""A message without the numbers and the name that it begins with or labels: what it asks for stands beside them."""

from __future__ import annotations

import re

from actions.dialogue.lexicon import bare, lexicon, simplified
from data.model import Catalogue

# a mobile or an identity card by its form; another telephone or paper where its label stands before it
SELF_EVIDENT = r"[a-z]\d{9}|1\d\d[ -]?\d{4}[ -]?\d{4}|\d{17}[\dx]"
ENDS = r"(?![\d]|\s?[元块塊万萬])"
LABEL = (
    r"(?:身[份分][证證]|[证證]件|[电電][话話]|手[机機]|[联聯][系繫絡络]方式|\b(?:phone|mobile|tel|id))"
    r"(?:[号號][码碼]?|\s?number|\s?no\b)?\s?(?:是|为|is)?\s?[:：]?\s?"
)
NUMBERS = re.compile(
    rf"(?:{LABEL}(?<![\da-z])(?:{SELF_EVIDENT}|\d{{7,18}}x?)|(?<![\da-z])(?:{SELF_EVIDENT})){ENDS}[\s,，、;；]*",
    re.IGNORECASE,
)
NAMED = re.compile(r"(?:姓名|名字|\bname)\s?[:：]\s?[^\s,，、;；。]+[\s,，、;；。]*", re.IGNORECASE)
FIRST = re.compile(r"\s*([^\s,，、;；。]+)[\s,，、;；。]+")


def impersonal(text: str, catalogue: Catalogue) -> str:
    """The text without them; as it is where no long number stands in it, or nothing else does."""
    left, count = NUMBERS.subn(" ", text)
    if not count:
        return text
    left = NAMED.sub("", left)
    first = FIRST.match(left)
    if first is not None and lexicon(catalogue).named.fullmatch(bare(simplified(first[1], catalogue))):
        left = left[first.end() :]
    return left.strip() if any(c.isalpha() for c in left) else text
