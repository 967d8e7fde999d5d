"""Texts that nobody should be able to hurt a reader with: markup, scripts, formulas, templates, odd characters."""

from __future__ import annotations

import random
from collections.abc import Sequence

SEEDS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>来</a>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9'>",
    "<base href=http://127.0.0.1:9>",
    "</textarea></title></p></li></ol><b>粗</b>",
    "<!--<img src=--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<b>x</b>]]>",
    "]]><b>x</b>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "&lt;b&gt;&amp;&#60;i&#62;&nbsp;&notin;&y;",
    "\" onmouseover=alert(1) x=\"",
    "' onmouseover=alert(1) x='",
    "` onmouseover=alert(1)",
    "{{7*7}}{% for x in y %}${7*7}<%= 7 %>#{7}",
    "{words} {0} {0.__class__} %s %(x)s %n",
    "=HYPERLINK(\"http://127.0.0.1:9\",\"点\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "＝1＋1",
    "*粗* _斜_ `代码` [字](http://127.0.0.1:9) ||藏|| ~~删~~",
    "<b>粗</b><tg-spoiler>藏</tg-spoiler><a href='tg://user?id=1'>人</a>",
    "/restart /intent{\"a\":1}",
    "@everyone #话题 http://127.0.0.1:9/x?y=<z>",
    "\\u003cscript\\u003ealert(1)\\x3c/script>",
    "\u202e\u202d\u2066倒着写\u2069\u202c",
    "零\u200b宽\u200d\u2060\ufeff字",
    "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308" * 3,
    "👨‍👩‍👧‍👦🏳️‍🌈👍🏽",
    "表\t格\n新\r\n行\r回",
    "响\x07铃\x1b[31m红\x08退\x0b竖\x0c页\x7f",
    "非\ufdd0\ufffe\uffff字\U0001fffe",
    "𠮷𠀀\U0010fffd",
    "很" * 300,
    "'; DROP TABLE tickets; --",
    "../../../../etc/passwd",
)  # fmt: skip


def hostile(count: int, seed: int = 1) -> Sequence[str]:
    """So many texts, the same each time: each seed, then two or three of them around plain words; none is blank."""
    dice = random.Random(seed)
    found = list(SEEDS[:count])
    while len(found) < count:
        parts = [dice.choice(SEEDS) for _ in range(dice.randint(1, 3))]
        letters = "".join(chr(ord("a") + int(digit)) for digit in str(len(found)))  # digits might be a public number
        parts.insert(dice.randrange(len(parts) + 1), f"好{letters}")
        found.append(dice.choice(("", " ", "\n")).join(parts))
    return found
