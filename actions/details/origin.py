"""Where somebody is registered or comes from, told apart from where they live."""

from __future__ import annotations

import re

_REGISTERED = re.compile(r"户籍|户口|老家|籍贯|原籍|祖籍|registered|hometown|\bfrom\b|hukou")
_NOW = re.compile(r"住|现在|搬|来|到|跟|如今|living|live|stay")


def of_origin(plain: str, start: int, end: int) -> bool:
    """Is a place said to be where somebody is registered or comes from (户口在…, 我是湖南人)?"""
    before = plain[max(0, start - 12) : start]
    origin, living = list(_REGISTERED.finditer(before)), list(_NOW.finditer(before))
    if origin and (not living or living[-1].start() < origin[-1].start()):
        return True
    if re.search(r"(?:我|俺|们|他|她|佢|孩子|本来|原来)(?:们|都)?[是系]$", before) and re.match(
        r"的(?![\u4e00-\u9fff]*事)", plain[end:]
    ):
        return True
    return bool(re.match(r"人(?![民在])|的?户口|的?户籍", plain[end : end + 4]))
