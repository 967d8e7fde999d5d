"""Duplicates and disorder change nothing: what Telegram brings again, or in another order, comes to the same."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from actions.store import Store
from bot.signals import LocalSignals
from bot.telegram.data import ButtonData
from bot.telegram.incoming import TelegramIncoming
from bot.telegram.keeper import Keeper
from bot.turns import Turns
from bot.understanding import Asker
from tests.faults.callers import FIRST
from tests.faults.checker import opened
from tests.faults.conftest import Tell
from tests.faults.guards import TAKEN_AWAY
from tests.known import known
from tests.ports import NOBODY

BOT = "700001"
SOON = timedelta(minutes=1)
# each step is read as one turn: messages of one talk, (number, text, version)
STEPS: tuple[tuple[tuple[int, str, int], ...], ...] = (
    ((1, FIRST.format(age=97), 0), (1, FIRST.format(age=79), 7)),
    ((2, "少盐", 0), (3, "不要辣", 0), (3, "不吃辣", 9)),
    ((4, "好的", 0),),
)  # fmt: skip
ORDERED = [[(step, place) for place in range(len(updates))] for step, updates in enumerate(STEPS)]
PLACES = [place for step in ORDERED for place in step]


@st.composite
def deliveries(draw: st.DrawFn) -> list[list[tuple[int, int]]]:
    """For each step: its updates in any order, among updates of this and earlier steps that come again."""
    found = []
    for step, updates in enumerate(STEPS):
        again = draw(st.lists(st.sampled_from([p for p in PLACES if p[0] <= step]), max_size=3))
        found.append(draw(st.permutations([*((step, place) for place in range(len(updates))), *again])))
    return found


class Desk:
    """Keeping and turns over a store, without processes; each talk is another person's."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._keeper = Keeper(store, BOT, lambda _: False)
        self._chats, self._updates = itertools.count(9000), itertools.count(1)

    def talk(self, steps: Sequence[Sequence[tuple[int, int]]]) -> dict[str, Any]:
        """What a talk comes to: what was said, and the request."""
        chat = next(self._chats)
        for step in steps:
            self._keeper.keep([self._raw(chat, *STEPS[number][place]) for number, place in step])
            asyncio.run(self._turns())
        conversation = self.store.conversation_id("telegram", str(chat))
        said = [row.say.key for row in self.store.outbox.latest(conversation)]
        return {"said": said, "requests": self._requests(conversation)}

    def _requests(self, conversation: str) -> list[dict[str, Any]]:
        with self.store.unit(reading=True) as unit:
            loaded = unit.conversations.get(conversation)
            assert loaded is not None
            return [dict(ticket.details) for ticket in unit.tickets.of_person(loaded.person.id)]

    def _raw(self, chat: int, message: int, text: str, version: int) -> dict[str, Any]:
        who = {"id": chat, "is_bot": False, "first_name": "阿明", "language_code": "zh-hans"}
        one = {"message_id": message, "date": 1, "chat": {"id": chat, "type": "private"}, "from": who, "text": text}
        if not version:
            return {"update_id": next(self._updates), "message": one}
        return {"update_id": next(self._updates), "edited_message": one | {"edit_date": version}}

    async def _turns(self) -> None:
        asker = Asker(NOBODY, 1.5)
        incoming = {"telegram": TelegramIncoming(ButtonData(self.store))}
        worker = Turns(self.store, known(), asker, LocalSignals(), incoming)
        while batch := self.store.inbox.claim("w", datetime.now(UTC) + SOON):
            await worker._answer(batch)
        await asker.close()


@pytest.fixture
def desk(engine: str, request: pytest.FixtureRequest) -> Desk:
    """One on each engine."""
    make = request.getfixturevalue("make_store")
    url = request.getfixturevalue("sqlite_url" if engine == "sqlite" else "postgres_url")
    return Desk(make(url))


@pytest.mark.parametrize("count", [15, pytest.param(5000, marks=[pytest.mark.faults, pytest.mark.timeout(7200)])])
def test_whatever_comes_again_or_in_another_order(desk: Desk, tell: Tell, count: int) -> None:
    """Replayed, shuffled, an edit before its original: said and opened as by one ordered delivery."""
    ordered = desk.talk(ORDERED)
    assert ordered["requests"] == [ordered["requests"][0] | {"age": 79, "diet": "少盐\n不吃辣"}]

    @settings(
        max_examples=count, database=None, derandomize=count < 1000, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(deliveries())
    def compare(steps: list[list[tuple[int, int]]]) -> None:
        assert desk.talk(steps) == ordered, steps

    compare()
    tell("duplicates and disorder change nothing", count, f"{len(opened(desk.store))} requests")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("guard", "seam", "steps"),
    [
        ("keys", "_sealed", [*ORDERED[:2], [*ORDERED[2], (0, 0)]]),
        ("correction first", "_put", [[(0, 1)], [(0, 0), *ORDERED[1]], ORDERED[2]]),
    ],
)
def test_without_its_guard_disorder_changes_something(
    desk: Desk, tell: Tell, monkeypatch: pytest.MonkeyPatch, guard: str, seam: str, steps: list[list[tuple[int, int]]]
) -> None:
    """What comes again, or before its original, is read as something else."""
    ordered = desk.talk(ORDERED)
    assert desk.talk(steps) == ordered
    monkeypatch.setattr(Keeper, seam, getattr(Keeper, seam))  # put back afterwards
    TAKEN_AWAY[guard]()
    assert desk.talk(steps) != ordered
    tell(f"mutation: {guard}", 1, "seen")
