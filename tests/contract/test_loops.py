"""What runs beside the turns outlives what it meets: two transactions at once are no reason to end the desk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from actions.desk.ports import StaleError
from actions.store import Store, StoreError
from bot.clocks import Clocks
from bot.files import Fetcher, Folder
from bot.sealing import Notebook, Sealing
from bot.settings import Settings
from bot.signals import LocalSignals
from bot.web.open311.caller import Caller
from tests.conftest import NOW
from tests.contract.test_programs import opened
from tests.eventually import eventually
from tests.known import known
from tests.ports import NOBODY
from tests.unit.desk.builders import a_catalogue, a_ticket


@pytest.fixture
def here(make_store: Callable[[str], Store], sqlite_url: str) -> Store:
    """A store whose engine does not matter."""
    return make_store(sqlite_url)


class Met:
    """As PostgreSQL ends one of two that wait for each other, the first time that it is asked; then `rest` answers."""

    def __init__(self, rest: Callable[..., Any]) -> None:
        self.rest, self.times = rest, 0

    def __call__(self, *given: object, **named: object) -> Any:
        """The first is thrown out."""
        self.times += 1
        if self.times == 1:
            raise StaleError("Two transactions met.")
        return self.rest(*given, **named)


def test_clocks_look_again(here: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next look finds the same."""
    with here.unit() as unit:
        loaded = unit.conversations.load("rest", "a", now=NOW)
        unit.tickets.add(a_ticket(requester=loaded.person.id, conversation=loaded.id, acts_at=NOW))
        unit.commit()
    clocks = Clocks(here, a_catalogue(), LocalSignals())
    monkeypatch.setattr(here, "unit", Met(here.unit))
    assert [asyncio.run(clocks.look(NOW + timedelta(hours=3))) for _ in range(3)] == [0, 1, 0]


def test_calls_are_made_again(here: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next look finds the same."""
    here.told = True
    opened(here, NOW)
    monkeypatch.setattr(here.calls, "next_ready", Met(here.calls.next_ready))

    async def look() -> list[int]:
        async with aiohttp.ClientSession() as http:
            settings = Settings(webhook_url=NOBODY, webhook_secret="a secret of our own")
            caller = Caller(here, known(), settings, lambda: NOW)
            return [await caller.look(http) for _ in range(3)]

    assert asyncio.run(look()) == [0, 1, 0]


class Nothing:
    """A channel that has no file."""

    async def fetch(self, source: str, largest: int) -> bytes:
        """Nobody asks for one."""
        raise AssertionError(source)


def test_files_are_looked_for_again(here: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A look that went wrong is not the last."""
    waiting = Met(here.files.waiting)
    monkeypatch.setattr(here.files, "waiting", waiting)
    monkeypatch.setattr("bot.files.IDLE", 0.01)

    async def run() -> None:
        stop, fetcher = (
            asyncio.Event(),
            Fetcher(here, Folder(tmp_path, here.vault), {"rest": Nothing()}, LocalSignals()),
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(fetcher.run(stop))
            await asyncio.to_thread(eventually, lambda: waiting.times > 1)
            stop.set()

    asyncio.run(run())


@pytest.mark.parametrize("harm", ["met", "emptied", "damaged"])
def test_sealing_goes_on(here: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, harm: str) -> None:
    """Also where a power cut or a hand harmed what it wrote down: that is told, lines are bound all the same."""
    notebook = Notebook(tmp_path)
    with here.unit() as unit:
        unit.audit.note(at=NOW, actor="li", action="read", kind="ticket", id="t1")
        unit.commit()
    sealing = Sealing(here, tmp_path)
    if harm == "met":
        monkeypatch.setattr(here.chain, "seal", Met(here.chain.seal))
    else:
        notebook.head_file.write_text("" if harm == "emptied" else "x y")

    async def watch() -> None:
        stop = asyncio.Event()
        stop.set()
        await sealing.watch(stop)

    asyncio.run(watch())
    if harm == "met":
        assert here.chain.unsealed() == 1
        asyncio.run(watch())
    assert here.chain.unsealed() == 0
    if harm != "met":
        assert notebook.head_file.read_text() in ("", "x y")
        with pytest.raises(StoreError, match="audit-head is damaged"):
            notebook.head()
