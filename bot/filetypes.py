"""What a file is, by its first bytes: only kinds that people send to an office are taken, whatever a name says."""

from __future__ import annotations

import re

HEAD = 4096  # bytes that are looked at
OFFICE = b"[Content_Types].xml"
BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
SIGNS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF....WEBP", "image/webp"),
        (rb"RIFF....WAVE", "audio/wav"),
        (rb"OggS", "audio/ogg"),
        (rb"ID3|\xff[\xfb\xf3\xf2\xfa]", "audio/mpeg"),
        (rb"\x1a\x45\xdf\xa3", "video/webm"),
        (rb"%PDF-", "application/pdf"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    )
)
IMAGES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/heic"})
SOUNDS = frozenset({"audio/ogg", "audio/mpeg", "audio/wav", "audio/mp4", "video/mp4", "video/webm"})
FILMS = frozenset({"video/mp4", "video/webm", "video/quicktime", "image/gif"})
FITS = {"photo": IMAGES, "voice": SOUNDS, "audio": SOUNDS, "video": FILMS, "video_note": FILMS, "animation": FILMS}


def type_of(data: bytes) -> str:
    """The media type, "" where it is none that we take."""
    head = data[:HEAD]
    for sign, name in SIGNS:
        if sign.match(head):
            return name
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"PK\x03\x04"):
        return "application/vnd.openxmlformats-officedocument" if OFFICE in head else ""
    return "text/plain" if _is_text(head) else ""


def fits(kind: str, type: str) -> bool:
    """Whether a file of this type may have been sent as a `kind`; a document may be any of them."""
    return bool(type) and type in FITS.get(kind, {type})


def _is_text(head: bytes) -> bool:
    if not head or any(byte < 32 and byte not in b"\t\n\r\x0c" for byte in head):
        return False
    if re.match(rb"\s*(<[!?a-z]|#!)", head, re.IGNORECASE):  # a page or a program would be run, not read
        return False
    for cut in range(4):  # the last character may be cut in its middle
        try:
            head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return True
    return False
