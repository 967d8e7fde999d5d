"""What every page of ours shares: languages, the reader's preference, and what a browser may load."""

from __future__ import annotations

import hashlib
from pathlib import Path

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.locale.tags import of_tag
from data.model import LANGUAGES

TAGS = {"zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant", "en": "en"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}


def preferred(request: Request) -> str:
    """The first of the browser's languages that we speak."""
    tags = (part.split(";")[0] for part in request.headers.get("accept-language", "").split(","))
    return next(filter(None, map(of_tag, tags)), LANGUAGES[0])


def templates(folder: Path) -> Environment:
    """The templates of a page's folder; all that is put into them is text."""
    loader = FileSystemLoader(folder / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def version_of(static: Path) -> str:
    """Changes with the files of a folder, so that browsers fetch what is new."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(static.iterdir()))).hexdigest()[:8]
