"""Each kind of detail: read from words, checked, shown."""

from __future__ import annotations

from collections.abc import Sequence

from actions.details.shapes import Found, Setting, Value
from data.model import Detail, Words

__all__ = [
    "Found",
    "Setting",
    "Value",
    "check",
    "declined",
    "district_of",
    "read",
    "show",
    "simplify",
    "spot",
    "unsure",
    "warm",
    "yes_no",
]


def read(detail: Detail, text: str, setting: Setting) -> Found | None:
    """An answer to this detail's open question, read leniently; None where it is no answer."""
    return None


def spot(details: Sequence[Detail], text: str, setting: Setting) -> dict[str, Found]:
    """What free text says unmistakably, by detail id; no words are used twice."""
    return {}


def check(detail: Detail, value: Value, setting: Setting) -> Words | None:
    """What is wrong with a value, in words; None where it is fine."""
    return None


def show(detail: Detail, value: Value, language: str) -> str:
    """The value as a person reads it in a summary."""
    return str(value)


def unsure(text: str) -> bool:
    """Does the person say that they do not know?"""
    return False


def declined(text: str) -> bool:
    """Does the person say that they would rather not tell?"""
    return False


def yes_no(text: str, setting: Setting | None = None) -> bool | None:
    """Yes, no, or neither; for questions and confirmations in three languages and dialects."""
    return None


def simplify(text: str, setting: Setting | None = None) -> str:
    """The text normalised for comparing; with a setting the Cantonese map is applied as well."""
    return text


def district_of(text: str, setting: Setting) -> str | None:
    """The county-level division that a text names, in full ("深圳市罗湖区"); None where none or more than one fits."""
    return None


def warm() -> None:
    """Load the heavy libraries of the everyday paths."""
