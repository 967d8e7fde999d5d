"""How many turns the dialogue alone makes in a second of one core: `python -m tests.bench.turns`."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from actions import details
from actions.dialogue import dump, restore, turn
from actions.dialogue.shapes import Conversation, Message, Understanding, View
from data.catalogue import load
from data.model import Catalogue

FIRST = "想给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号"
SURE = Understanding("meal_service", 0.9, (("meal_service", 0.9), ("care_home", 0.05)))
TALK = (FIRST, "送到家里", "明天", "不对 她79岁", "跳过", "好的")
ROUNDS = 500


def main() -> None:
    """Print turns a second, with and without keeping each conversation as JSON."""
    catalogue, now = load(), datetime(2026, 11, 22, 2, tzinfo=UTC)
    details.warm()
    for kept in (False, True):
        _talks(catalogue, now, 20, kept=kept)
        began = time.process_time()
        _talks(catalogue, now, ROUNDS, kept=kept)
        rate = ROUNDS * len(TALK) / (time.process_time() - began)
        print(f"{rate:8.0f} turns/s of one core{' with dump and restore' if kept else ''}")


def _talks(catalogue: Catalogue, now: datetime, rounds: int, *, kept: bool) -> None:
    for _ in range(rounds):
        conversation = Conversation("c", "p")
        for text in TALK:
            done = turn(conversation, Message(text=text), SURE, View(), catalogue, now)
            conversation = restore(dump(done.conversation)) if kept else done.conversation


if __name__ == "__main__":
    main()
