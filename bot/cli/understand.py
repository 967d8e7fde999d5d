"""`nuanxin understand`: what the desk would act on, line by line."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from actions.dialogue import alarm_of, decide, hints, impersonal
from actions.dialogue.shapes import Understanding
from bot.failures import Failure
from bot.nlu_process import NluProcess
from bot.settings import Settings
from bot.training import train
from bot.understanding import LONGEST, MOST, Asker
from bot.wiring import read_catalogue
from data.model import Catalogue

SLOW = 30.0  # seconds: here nobody waits in a chat
SHOWN = 10  # intents in the ranking
TOGETHER = 4_000  # characters asked about at once, unless one line has more
PIPE = 65_536  # bytes of waiting lines read at once


def understand(settings: Settings) -> None:
    """Answer each line of stdin in order; only JSON goes to stdout."""
    catalogue = read_catalogue(settings)
    asyncio.run(_all(settings, catalogue))


async def _all(settings: Settings, catalogue: Catalogue) -> None:
    if settings.nlu_url:
        await _lines(settings.nlu_url, catalogue)
        return
    train(settings, log=sys.stderr)
    async with NluProcess() as url:
        await _lines(url, catalogue)


async def _lines(url: str, catalogue: Catalogue) -> None:
    asker = Asker(url, SLOW)
    try:
        for waiting in _waiting(cast(io.BufferedReader, sys.stdin.buffer)):
            for some in _batches(waiting):
                for answer in await _answers(some, asker, catalogue):
                    print(json.dumps(answer, ensure_ascii=False))
                sys.stdout.flush()
    finally:
        await asker.close()


def _waiting(pipe: io.BufferedReader) -> Iterator[list[str]]:
    """The lines that wait, at least one: whoever writes one line and reads its answer is not held up."""
    rest = b""
    while block := pipe.read1(PIPE):
        *lines, rest = (rest + block).split(b"\n")
        yield [line.decode("utf-8", "replace").rstrip("\r") for line in lines]
    if rest:
        yield [rest.decode("utf-8", "replace").rstrip("\r")]


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines in their order, as many together as one question may hold."""
    some: list[str] = []
    for line in lines:
        if some and (len(some) == MOST or sum(map(len, some)) + len(line) > TOGETHER):
            yield some
            some = []
        some.append(line)
    if some:
        yield some


async def ask_alone(asker: Asker, texts: Sequence[str], catalogue: Catalogue) -> list[Understanding]:
    """What texts outside a talk mean, with the sentences of each that hint at danger; at most MOST texts."""
    found = await asker.ask_all([impersonal(text[:LONGEST], catalogue) for text in texts])
    hinting = [hints(text[:LONGEST], catalogue) for text in texts]
    every = [hint for some in hinting for hint in some]
    each = [await asker.ask_all(every[start : start + MOST]) for start in range(0, len(every), MOST)]
    heard = iter([one for some in each for one in some])
    return [replace(one, hints=tuple(next(heard) for _ in some)) for one, some in zip(found, hinting, strict=True)]


async def _answers(texts: list[str], asker: Asker, catalogue: Catalogue) -> list[dict[str, object]]:
    asked = [text for text in texts if text.strip()]
    found = iter(await ask_alone(asker, asked, catalogue) if asked else [])
    return [_answer(text, next(found) if text.strip() else Understanding(), catalogue) for text in texts]


def _answer(text: str, found: Understanding, catalogue: Catalogue) -> dict[str, object]:
    if found.away:
        raise Failure("understanding does not answer; look at its log above, or run `nuanxin doctor`")
    alarm = alarm_of(text, found, catalogue)
    ranking = found.ranking or tuple((intent, 0.0) for intent in ("out_of_scope", "greet", "menu"))
    verdict = decide(found, catalogue)
    return {
        "text": text,
        "intent": verdict.intent or "out_of_scope",
        "confidence": round(verdict.confidence, 4),
        "ranking": [{"intent": intent, "confidence": round(c, 4)} for intent, c in ranking[:SHOWN]],
        "crisis": alarm.kind if alarm else None,
        "entities": {},
    }
