"""`nuanxin understand`: what the desk would act on, line by line."""

from __future__ import annotations

import asyncio
import json
import sys

from actions.dialogue import decide, gate
from actions.dialogue.shapes import Understanding
from bot.failures import Failure
from bot.nlu_process import NluProcess
from bot.settings import Settings
from bot.training import train
from bot.understanding import Asker
from bot.wiring import read_catalogue
from data.model import Catalogue

SLOW = 30.0  # seconds: here nobody waits in a chat
SHOWN = 10  # intents in the ranking


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
        for line in sys.stdin.buffer:
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            print(json.dumps(await _answer(text, asker, catalogue), ensure_ascii=False), flush=True)
    finally:
        await asker.close()


async def _answer(text: str, asker: Asker, catalogue: Catalogue) -> dict[str, object]:
    found = await asker.ask(text) if text.strip() else Understanding()
    if found.away:
        raise Failure("understanding does not answer; look at its log above, or run `nuanxin doctor`")
    alarm = gate(text, catalogue)
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
