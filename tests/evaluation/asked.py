"""The separate set, and what the whole of understanding makes of it: model, thresholds, gate."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.dialogue import alarm_of, decide, gate
from actions.dialogue.decision import ALARM
from actions.dialogue.shapes import Understanding
from bot.cli.understand import ask_alone
from bot.nlu_process import NluProcess
from bot.settings import Settings
from bot.training import train
from bot.understanding import MOST, Asker
from data import catalogue
from data.model import Catalogue

HERE = Path(__file__).resolve().parent
OUT = "out_of_scope"
OFFERED = 3
SLOW = 60.0  # seconds for one question


@dataclass(frozen=True, slots=True)
class Asked:
    """A message as its writer labelled it, and what it was taken for."""

    text: str
    intent: str
    also: frozenset[str]
    lang: str
    persona: str
    danger: str  # the crisis kind that was meant, or ""
    taken: str  # the intent that the desk would act on
    sure: float
    offered: tuple[str, ...]
    asked_back: bool
    gate: str  # the kind that the words raise, or ""
    head: str  # the kind that the trained head raises, or ""
    alarm: str  # the kind that the desk raises, or ""

    @property
    def right(self) -> bool:
        """Whether it was taken for what was meant, or for what a fair judge accepts."""
        return self.taken in self.accepted

    @property
    def within(self) -> bool:
        """Whether one that is right is among those offered."""
        return self.right or bool(self.accepted & set(self.offered))

    @property
    def accepted(self) -> frozenset[str]:
        """The labels that are right."""
        return self.also | {self.intent}


def ask(*names: str) -> dict[str, list[Asked]]:
    """The files of that name in this folder, each message understood; a file that is not there gives none."""
    rows = {name: _rows(HERE / name) for name in names}
    found = iter(ask_rows([row for some in rows.values() for row in some]))
    return {name: [next(found) for _ in some] for name, some in rows.items()}


def ask_rows(rows: Sequence[dict[str, Any]]) -> list[Asked]:
    """Each row understood: text, intent and lang, and where they are known also, persona and crisis."""
    known = catalogue.load()
    found = understood([row["text"] for row in rows])
    return [_asked(row, one, known) for row, one in zip(rows, found, strict=True)]


def understood(texts: Sequence[str]) -> list[Understanding]:
    """What nlu makes of each text; the model is trained first if it is not."""
    return asyncio.run(_understood(texts)) if texts else []


def _rows(path: Path) -> list[dict[str, Any]]:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else []


def _asked(row: dict[str, Any], found: Understanding, known: Catalogue) -> Asked:
    verdict, words, alarm = decide(found, known), gate(row["text"], known), alarm_of(row["text"], found, known)
    kind, height = max(found.crisis.items(), key=lambda c: c[1], default=("", 0.0))
    return Asked(
        text=row["text"],
        intent=row.get("intent", ""),
        also=frozenset(row.get("also") or ()),
        lang=row["lang"],
        persona=row.get("persona", ""),
        danger=row.get("crisis") or "",
        taken=verdict.intent or OUT,
        sure=verdict.confidence,
        offered=tuple(intent for intent, _ in found.ranking[:OFFERED]),
        asked_back=verdict.kind == "ask_back",
        gate=words.kind if words else "",
        head=kind if height >= ALARM else "",
        alarm=alarm.kind if alarm else "",
    )


async def _understood(texts: Sequence[str]) -> list[Understanding]:
    """In short questions, so that a long letter fits beside others."""
    train(Settings())
    found, known = list[Understanding](), catalogue.load()
    async with NluProcess() as url:
        asker = Asker(url, SLOW)
        for start in range(0, len(texts), MOST // 4):
            found += await ask_alone(asker, texts[start : start + MOST // 4], known)
        await asker.close()
    if any(one.away for one in found):
        raise RuntimeError("understanding did not answer every message; its log says why")
    return found
