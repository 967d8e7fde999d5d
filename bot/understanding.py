"""Asking nlu/ what a message means; where it does not answer in time, the desk goes on without."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any

import structlog

from actions import dialogue
from actions.dialogue.shapes import AWAY, Understanding
from bot.metrics import UNDERSTANDING
from data.model import Catalogue

if TYPE_CHECKING:
    import aiohttp

log = structlog.get_logger()
MOST = 32  # texts in one question
JSON = {"Content-Type": "application/json"}
FORMER = 400  # characters of what was said before that are read once more
LONGEST = 4096  # characters sent; what follows adds nothing and Rasa's parser is not fed more
INVISIBLE = "".join(chr(c) for c in range(33)) + "\x7f\x85\xa0\u200b\u200c\u200d\u2028\u2029\u2060\u3000\ufeff"
NOT_WHOLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)  # what reading half an answer raises


class Asker:
    """
    A client of `/model/parse`; aiohttp, because a question costs it a quarter of what it costs httpx.

    It is loaded by whoever asks: of three roles only one does.
    """

    def __init__(self, url: str, timeout: float) -> None:
        self._url, self._timeout = url, timeout
        self._made: aiohttp.ClientSession | None = None

    @property
    def _http(self) -> aiohttp.ClientSession:
        """Made at first use, within the event loop that uses it."""
        import aiohttp

        if self._made is None:
            self._made = aiohttp.ClientSession(self._url, timeout=aiohttp.ClientTimeout(total=self._timeout))
        return self._made

    async def ask_all(self, texts: Sequence[str]) -> list[Understanding]:
        """What each of at most MOST short texts means; all are AWAY where no whole answer came in time."""
        import aiohttp

        try:
            async with self._http.post("/model/parse", data=body_of(texts), headers=JSON) as answer:
                answer.raise_for_status()
                found = [understood(one) for one in await answer.json()]
            if len(found) != len(texts):
                raise ValueError("not one answer for each text")
            UNDERSTANDING.labels("answered").inc()
            return found
        except (aiohttp.ClientError, TimeoutError, *NOT_WHOLE) as error:
            log.warning("understanding.away", error=type(error).__name__)
            UNDERSTANDING.labels("away").inc()
            return [AWAY for _ in texts]

    async def answers(self) -> bool:
        """Whether it answers now."""
        import aiohttp

        try:
            async with self._http.get("/status") as answer:
                return answer.ok
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def close(self) -> None:
        """Close the connections."""
        if self._made is not None:
            await self._made.close()


async def hear(asker: Asker, text: str, before: str, catalogue: Catalogue) -> Understanding:
    """What a message means, alone and after what was said before, and each part that may hold need or danger."""
    parts = dialogue.parts(text[:LONGEST], catalogue)
    hints = dialogue.hints(text[:LONGEST], catalogue)
    former = [f"{before[-FORMER:]}\n{text}"] if before else []
    said = dialogue.impersonal(text[:LONGEST], catalogue)
    found, *others = await asker.ask_all([said, *parts, *hints, *former])
    sides = [side for cut in dialogue.cuts(said, found, catalogue) for side in cut]
    apart = await asker.ask_all(sides) if sides else []  # few messages leave room for two needs
    return replace(
        found,
        parts=tuple(zip(parts, others[: len(parts)], strict=True)),
        cuts=tuple(zip(apart[::2], apart[1::2], strict=True)),
        hints=tuple(others[len(parts) : len(parts) + len(hints)]),
        whole=others[-1] if former and not found.away else None,
    )


def body_of(texts: Sequence[str]) -> bytes:
    """The question as it is sent: a Chinese character in three bytes, where JSON's own spelling of it takes six."""
    asked = {"text": [harmless(text) for text in texts]}
    return json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")  # halves of characters are nobody's words


def harmless(text: str) -> str:
    """`text` as it may go to Rasa: never a command of Rasa's (reliability.md, traps), never too long."""
    text = unicodedata.normalize("NFKC", text)[:LONGEST].lstrip(INVISIBLE)
    return "／" + text[1:] if text.startswith("/") else text


def understood(answer: dict[str, Any]) -> Understanding:
    """Rasa's answer as an Understanding; raises one of NOT_WHOLE where it is not."""
    ranking = tuple((str(r["name"]), _number(r["confidence"])) for r in answer["intent_ranking"])
    return Understanding(
        intent=str(answer["intent"]["name"]),
        confidence=_number(answer["intent"]["confidence"]),
        ranking=ranking,
        crisis={str(k): _number(v) for k, v in (answer.get("crisis") or {}).items()},
        topics=tuple((str(t["id"]), _number(t["score"])) for t in answer.get("topics") or ()),
    )


def _number(value: Any) -> float:
    """A number that can be compared: JSON from Python may hold NaN."""
    number = float(value)
    if not isfinite(number):
        raise ValueError("not a number")
    return number
