"""Prints how many messages with two needs keep both, and how many with one need told at length stay one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from actions.dialogue import needs_understanding, turn
from actions.dialogue.shapes import Conversation, Message, Understanding, View
from bot.nlu_process import NluProcess
from bot.settings import Settings
from bot.training import train
from bot.understanding import Asker, hear
from data import catalogue
from data.model import Catalogue
from tests.evaluation.asked import SLOW

SETS = Path(__file__).with_name("needs.yml")


def main() -> None:
    """A line for each set of the file that stands beside this one."""
    train(Settings())
    asyncio.run(_sets(yaml.safe_load(SETS.read_text(encoding="utf-8"))))


async def _sets(sets: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    known = catalogue.load()
    async with NluProcess() as url:
        asker = Asker(url, SLOW)
        for name, some in sets.items():
            kept = [await _kept(asker, one["text"], one["needs"], known) for one in some]
            print(f"{name:14}{sum(kept):4} of {len(kept)}")
        await asker.close()


async def _kept(asker: Asker, text: str, needs: Sequence[str], known: Catalogue) -> bool:
    """Whether these needs and no others came of it: the one that begins, and those kept."""
    message, talk, now = Message(text=text), Conversation("c", "p"), datetime.now(UTC)
    asked = needs_understanding(talk, message, known, now)
    heard = await hear(asker, text, "", known) if asked else Understanding()
    after = turn(talk, message, heard, View(), known, now).conversation
    found = [*([after.form.service] if after.form else []), *after.wanted]
    return len(found) == len(needs) and all(set(need.split("|")) & set(found) for need in needs)


if __name__ == "__main__":
    main()
