"""A picture as it is shown: made anew from its pixels, so that where and with what it was taken goes no further."""

from __future__ import annotations

import io

SIDE = 1600  # pixels at most
MOST = 80_000_000  # pixels of what can be read small: a JPEG that comes line by line
MOST_WHOLE = 25_000_000  # of what has to be unpacked whole, some 0.3 GB
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG's markers of how a picture is packed
PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
SCAN = 0xDA
TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


class NotShownError(Exception):
    """It is no picture that can be shown."""


def shown(data: bytes) -> bytes:
    """A JPEG without anything but pixels, upright, no larger than a screen. Raises NotShownError."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as opened:
            small = opened.format in ("JPEG", "MPO") and _line_by_line(data)
            if opened.width * opened.height > (MOST if small else MOST_WHOLE):
                raise NotShownError("too many pixels")
            # the size shown, not a square: of a thin one both sides are read small, a quarter of its pixels at most
            wide, high = (max(1, side * SIDE // max(opened.size)) for side in opened.size)
            opened.draft("RGB", (wide, high))
            if opened.width * opened.height > MOST_WHOLE:  # whatever was thought of it, it would be unpacked whole
                raise NotShownError("too many pixels")
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NotShownError(type(error).__name__) from error
    picture.thumbnail((SIDE, SIDE))
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=85)
    return made.getvalue()


def _line_by_line(jpeg: bytes) -> bool:
    """Whether it can be read small: a progressive one, or one with a scan for each colour, is unpacked whole first."""
    at, colours = 2, 0
    while at + 9 < len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == SCAN:
            return jpeg[at + 4] == colours
        if marker in PROGRESSIVE:
            return False
        if marker in FRAMES:
            colours = jpeg[at + 9]
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return False
