"""Reading a posted form: bounded, plain fields, no files."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import Request

from bot.web.errors import Refusal

LARGEST = 64 * 1024  # bytes; 4,000 characters of Chinese are 36 KB in a form
FIELDS = 120  # a service's details, and each choice of those that take several

type Form = Mapping[str, str]


async def read_form(request: Request) -> Form:
    """
    The fields of a form, of one that is there several times each value on a line of its own.

    Raises Refusal 413 where it is too large and 400 where it is none.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise Refusal(413, f"the form is larger than {LARGEST} bytes")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=FIELDS)
    except ValueError:
        raise Refusal(400, "the body is no form") from None
    form: dict[str, str] = {}
    for name, value in pairs:
        plain = value.replace("\0", "").strip()  # PostgreSQL takes no NUL in a text
        form[name] = f"{form[name]}\n{plain}" if name in form else plain
    return form
