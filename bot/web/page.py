"""What every page of ours shares: languages, the reader's preference, and what a browser may load."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from fastapi import Request

from data.model import LANGUAGES

TAGS = {"zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant", "en": "en"}
NAMES = {"zh_Hans": "简体中文", "zh_Hant": "繁體中文", "en": "English"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}


def preferred(request: Request) -> str:
    """The first of the browser's languages that we speak."""
    for part in request.headers.get("accept-language", "").lower().split(","):
        tag = part.split(";")[0].strip()
        if tag.startswith("zh"):
            return "zh_Hant" if re.search(r"hant|tw|hk|mo", tag) else "zh_Hans"
        if tag.startswith("en"):
            return "en"
    return LANGUAGES[0]


def version_of(static: Path) -> str:
    """Changes with the files of a folder, so that browsers fetch what is new."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(static.iterdir()))).hexdigest()[:8]
