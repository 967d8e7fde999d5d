"""What an error of Telegram's says about the message."""

from __future__ import annotations

import pytest
from telegram.error import TelegramError

from bot.delivery import Later
from bot.telegram.api import LONGEST_S, outcome


@pytest.mark.parametrize("attempt", [7, 1025, 32_000])
def test_however_often_it_was_tried_it_is_tried_again(attempt: int) -> None:
    """After an outage of days the pause is the longest, and nothing is given up."""
    assert outcome(TelegramError("Bad Gateway"), attempt) == Later(LONGEST_S, "TelegramError")
