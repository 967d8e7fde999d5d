"""A picture as it is shown: made anew from its pixels, so that where and with what it was taken goes no further."""

from __future__ import annotations

import io

SIDE = 1600  # pixels at most
MOST = 80_000_000  # pixels of what can be read small (JPEG)
MOST_WHOLE = 25_000_000  # of what has to be unpacked whole, some 0.3 GB
TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


class NotShownError(Exception):
    """It is no picture that can be shown."""


def shown(data: bytes) -> bytes:
    """A JPEG without anything but pixels, upright, no larger than a screen. Raises NotShownError."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > (MOST if opened.format in ("JPEG", "MPO") else MOST_WHOLE):
                raise NotShownError("too many pixels")
            opened.draft("RGB", (SIDE, SIDE))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NotShownError(type(error).__name__) from error
    picture.thumbnail((SIDE, SIDE))
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=85)
    return made.getvalue()
