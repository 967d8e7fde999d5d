"""The number of a request, `NX-YYMMDD-NNNNNC`: what a person reads out on the telephone."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

LAST = 99_999

# Damm's table: a check digit over it catches every wrong digit and every two neighbours exchanged
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_WRITTEN = re.compile(r"(?<![0-9A-Z])(NX[\s\-]*)?((?:\d[\s\-]*){11}\d)(?![0-9])")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−_·."), "-")


def make(day: datetime, running: int) -> str:
    """The number of the `running`th request of that day (local time), from 1."""
    if not 1 <= running <= LAST:
        raise ValueError(f"a day has numbers 1 to {LAST}, not {running}")
    digits = f"{day:%y%m%d}{running:05d}"
    return f"NX-{digits[:6]}-{digits[6:]}{_check(digits)}"


def find(text: str) -> str | None:
    """The first number in a text, however it is written: full width, spaced, small, without dashes or NX."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_DASHES)
    for match in _WRITTEN.finditer(plain):
        digits = re.sub(r"\D", "", match[2])
        if _check(digits) == 0:
            return f"NX-{digits[:6]}-{digits[6:]}"
    return None


def like(text: str, *, bare: bool = False) -> str | None:
    """The first thing written as a number, whatever its check digit says; with `bare` also without NX."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_DASHES)
    written = next((m for m in _WRITTEN.finditer(plain) if m[1] or bare), None)
    if written is None:
        return None
    digits = re.sub(r"\D", "", written[2])
    return f"NX-{digits[:6]}-{digits[6:]}"


def _check(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return interim
