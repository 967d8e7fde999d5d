"""The second factor: six digits from a telephone (RFC 6238), with the picture that brings the secret there."""

from __future__ import annotations

import base64
import hmac
import unicodedata
from datetime import UTC, datetime

import pyotp
import segno

ISSUER = "Nuanxin"
AROUND = (0, -1, 1)  # steps of half a minute: clocks differ, and typing takes its time


def secret_of(seed: bytes) -> str:
    """A secret as telephones take it, from 20 random bytes."""
    return base64.b32encode(seed).decode()


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The step of time that a code belongs to, None where it is none of now."""
    code = unicodedata.normalize("NFKC", typed).replace(" ", "")
    if not code.isascii():
        return None
    totp = pyotp.TOTP(secret)
    here = totp.timecode(now.astimezone(UTC))
    fits = (here + off for off in AROUND if hmac.compare_digest(totp.generate_otp(here + off), code))
    return next(fits, None)


def picture(secret: str, username: str) -> str:
    """The QR code as an SVG to stand in a page; without a style of its own, which no page of ours allows."""
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    return segno.make(address, micro=False).svg_inline(scale=4, border=4, svgclass="qr", lineclass=None)
