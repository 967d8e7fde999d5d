"""Which of our languages a language tag ("zh-HK", "yue-Hant", "en_GB") names."""

from __future__ import annotations

import re

TRADITIONAL = re.compile(r"yue|zh.*(?:hant|tw|hk|mo)")


def of_tag(tag: str) -> str:
    """Ours, Cantonese in Traditional characters; "" for a language that we do not speak."""
    tag = tag.strip().lower()
    if TRADITIONAL.match(tag) and "hans" not in tag:
        return "zh_Hant"
    if tag.startswith(("zh", "yue")):
        return "zh_Hans"
    return "en" if tag.startswith("en") else ""
