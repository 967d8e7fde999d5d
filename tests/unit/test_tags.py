"""Language tags as browsers and Telegram send them."""

from __future__ import annotations

import pytest

from bot.locale.tags import of_tag


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh-Hans-HK", "zh_Hans"),
        ("zh-TW", "zh_Hant"),
        ("zh_Hant", "zh_Hant"),
        (" zh-hk", "zh_Hant"),
        ("yue", "zh_Hant"),
        ("yue-Hans", "zh_Hans"),
        ("en-GB", "en"),
        ("fr", ""),
        ("", ""),
    ],
)
def test_a_tag_names_one_of_ours_or_none(tag: str, language: str) -> None:
    """Cantonese is answered in Traditional characters."""
    assert of_tag(tag) == language
