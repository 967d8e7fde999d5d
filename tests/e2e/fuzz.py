"""Hostile texts against understanding: `make fuzz` throws many, the everyday tests a few."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Callable, Iterator

import httpx

from bot.nlu_process import NluProcess
from bot.settings import Settings
from bot.training import train
from data import catalogue

TOGETHER = 32  # texts in a question
PATIENCE = 60.0  # seconds for a question
ONE_MB = 1 << 20
PLAIN = ("我想给妈妈订午饭", "孩子不見了", "阿婆跌親", "I need help for my father", "你好", "119", "😀👵🏽")
SLASHES = (
    "/",
    "／",
    "∕",
    "⁄",
    "\u200b/",
    "\ufeff/",
    " \t/",
    "\n/",
    "\u3000/",
    "//",
    "\x00/",
    "\u202e/",
    "%2F",
    "&#47;",
)
STRANGE = (
    "\x00\x01\x07\x1b\x7f\x85\u00ad\u0300\u200d\u200f\u202e\u2066\ufeff\ufffd\ufffe\ud800\udfff\U000e0041\U0010ffff"
)


def texts(seed: int, names: list[str]) -> Iterator[str]:
    """Texts without end, the same for the same seed; `names` are the intents that commands try to force."""
    dice = random.Random(seed)
    kinds: list[Callable[[random.Random, list[str]], str]] = [_command, _noise, _nested, _repeated, _mixed, _markup]
    while True:
        yield dice.choice(kinds)(dice, names)


def _command(dice: random.Random, names: list[str]) -> str:
    name = dice.choice([*names, "no_such_intent", "restart", "session_start", "back"])
    slots = dice.choice(["", "{}", '{"age": 80}', '{"a": {"b": [1]}}', "@1.0", "@1.0{}", "{", '{"x": "' + "y" * 99])
    return dice.choice(SLASHES) + dice.choice([name, name.upper(), name.title()]) + slots


def _noise(dice: random.Random, names: list[str]) -> str:
    return "".join(
        chr(dice.choice([dice.randrange(0x110000), dice.randrange(0x250)])) for _ in range(dice.randrange(60))
    )


def _nested(dice: random.Random, names: list[str]) -> str:
    depth = dice.randrange(1, 300)
    opening, closing = dice.choice([("[", "]"), ('{"text":', "}"), ("(", ")"), ("<b>", "</b>"), ("“", "”")])
    return opening * depth + dice.choice(PLAIN) + closing * dice.choice([depth, 0])


def _repeated(dice: random.Random, names: list[str]) -> str:
    piece: str = dice.choice([*PLAIN, *STRANGE, "啊", "!", ".", "\u0300", "a ", "，"])
    return (piece * dice.randrange(1, 400))[:4096]


def _mixed(dice: random.Random, names: list[str]) -> str:
    return "".join(dice.choice([*PLAIN, *STRANGE, *SLASHES]) for _ in range(dice.randrange(1, 12)))


def _markup(dice: random.Random, names: list[str]) -> str:
    return dice.choice(
        ["[%s](age)", "[%s]{'entity': 'x'}", "${%s}", "{{%s}}", "%%s%s", "'; DROP TABLE %s", "\\u%s"]
    ) % (dice.choice(PLAIN))


def throw(client: httpx.Client, seed: int, count: int) -> list[str]:
    """What was wrong with the answers to `count` texts, and to bodies that are none; best nothing."""
    known = catalogue.load()
    names = [*known.services, *known.intents]
    source, wrong = texts(seed, names), []
    for _ in range(0, count, TOGETHER):
        asked = [next(source) for _ in range(TOGETHER)]
        wrong += _asked(client, asked, names)
    return wrong + _refused(client)


def _asked(client: httpx.Client, texts: list[str], names: list[str]) -> list[str]:
    """What was wrong with the answers to these; what is longer together than one question may be is asked in halves."""
    answer = client.post("/model/parse", content=json.dumps({"text": texts}), timeout=PATIENCE)
    if answer.status_code == 413 and len(texts) > 1:
        half = len(texts) // 2
        return _asked(client, texts[:half], names) + _asked(client, texts[half:], names)
    if answer.status_code != 200:
        return [f"{answer.status_code} {answer.text[:200]} for {texts!a}"]
    return [problem for text, one in zip(texts, answer.json(), strict=True) if (problem := _wrong(text, one, names))]


def _wrong(text: str, answer: dict[str, object], names: list[str]) -> str:
    ranking = answer["intent_ranking"]
    assert isinstance(ranking, list)
    if not {one["name"] for one in ranking} <= set(names):
        return f"an intent that is none: {text!a}"
    if ranking[0]["confidence"] >= 1.0 or sum(one["confidence"] for one in ranking) > 1.001:
        return f"a forced intent, {ranking[0]}: {text!a}"
    return f"a forced entity: {text!a}" if answer["entities"] else ""


def _refused(client: httpx.Client) -> list[str]:
    """Bodies that must be refused in a sentence, and the connection stays of use."""
    bodies = [
        b'{"text": "' + b"a" * ONE_MB + b'"}',
        b"[" * 50_000,
        b'{"text": ' + b"[" * 99,
        b"\xff\xfe",
        b"",
        b'{"text": 1}',
    ]
    answers = [client.post("/model/parse", content=body, timeout=PATIENCE) for body in bodies]
    return [
        f"{answer.status_code} for {body[:30]!r}"
        for body, answer in zip(bodies, answers, strict=True)
        if not 400 <= answer.status_code < 500 or not answer.json()["error"]
    ]


async def _all(count: int) -> int:
    train(Settings())
    process = NluProcess()
    async with process as url:
        first, started = process.pid, time.monotonic()
        with httpx.Client(base_url=url, trust_env=False) as client:
            wrong = await asyncio.to_thread(throw, client, int(started), count)
        crashed = process.pid != first
    end = "crashed" if crashed else "no crash"
    print(f"{count} texts in {time.monotonic() - started:.0f} s: {len(wrong)} wrong, {end}")
    print("\n".join(wrong[:20]))
    return 1 if wrong or crashed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_all(int(sys.argv[1]))))
