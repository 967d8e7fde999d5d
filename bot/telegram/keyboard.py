"""Buttons below a message, and the keyboard below the input."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from bot.locale.wording import catalogue
from bot.telegram.command import ALSO, KEYBOARD

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup

log = structlog.get_logger()
SHORT = 14  # columns; a Chinese character has two. Longer titles are cut off on a small phone with large letters
LONGEST = 64  # bytes of callback_data


def rows(buttons: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Two short ones side by side, a long one alone; what Telegram would refuse is left out: its title can be typed."""
    laid: list[list[tuple[str, str]]] = []
    for title, payload in buttons:
        if not title.strip() or not 1 <= len(payload.encode()) <= LONGEST:
            log.error("telegram.button_left_out", bytes=len(payload.encode()))
            continue
        beside = laid and len(laid[-1]) == 1 and max(width(title), width(laid[-1][0][0])) <= SHORT
        if beside:
            laid[-1].append((title, payload))
        else:
            laid.append([(title, payload)])
    return laid


def inline(buttons: Sequence[tuple[str, str]]) -> InlineKeyboardMarkup | None:
    """The buttons below one message; None where there is none."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    laid = rows(buttons)
    if not laid:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(t, callback_data=p) for t, p in row] for row in laid])


def standing(language: str, manner: str = "") -> ReplyKeyboardMarkup:
    """A person and the menu, always in sight; for the old "say it again", for children a quick way out."""
    from telegram import ReplyKeyboardMarkup

    words = catalogue(language)
    return ReplyKeyboardMarkup(
        [[words[key] for key in row] for row in (KEYBOARD, ALSO.get(manner, ())) if row],
        resize_keyboard=True,
        is_persistent=True,
        one_time_keyboard=False,
    )


def width(text: str) -> int:
    """Columns of a text."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
