"""What runs beside the turns outlives what it meets: two transactions at once are no reason to end the desk."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
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
from tests.eventually import eventually
from tests.unit.desk.builders import a_catalogue


@pytest.fixture
def here(make_store: Callable[[str], Store], sqlite_url: str) -> Store:
    """A store whose engine does not matter."""
    return make_store(sqlite_url)


def met(*_: object, **__: object) -> Any:
    """As PostgreSQL ends one of two that wait for each other."""
    raise StaleError("Two transactions met.")


def test_clocks_look_again(here: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next look finds the same."""
    monkeypatch.setattr(here, "unit", met)
    assert asyncio.run(Clocks(here, a_catalogue(), LocalSignals()).look(NOW)) == 0


def test_calls_are_made_again(here: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next look finds the same."""
    monkeypatch.setattr(here.calls, "next_ready", met)

    async def look() -> int:
        async with aiohttp.ClientSession() as http:
            return await Caller(here, a_catalogue(), Settings()).look(http)

    assert asyncio.run(look()) == 0


def test_files_are_fetched_again(here: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The next look finds the same."""
    looked = threading.Event()

    def once() -> int:
        if not looked.is_set():
            looked.set()
            met()
        return 0

    monkeypatch.setattr(here.files, "waiting", once)

    async def run() -> None:
        stop, fetcher = asyncio.Event(), Fetcher(here, Folder(tmp_path, here.vault), {"rest": None}, LocalSignals())  # type: ignore[dict-item]
        async with asyncio.TaskGroup() as group:
            group.create_task(fetcher.run(stop))
            await asyncio.to_thread(eventually, looked.is_set)
            stop.set()

    asyncio.run(run())


@pytest.mark.parametrize("harm", ["met", "emptied", "damaged"])
def test_sealing_goes_on(here: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, harm: str) -> None:
    """Also where a power cut or a hand harmed what it wrote down: that is told, lines are bound all the same."""
    notebook = Notebook(tmp_path)
    with here.unit() as unit:
        unit.audit.note(at=NOW, actor="li", action="read", kind="ticket", id="t1")
        unit.commit()
    if harm == "met":
        monkeypatch.setattr(here.chain, "seal", met)
    else:
        notebook.head_file.write_text("" if harm == "emptied" else "x y")

    async def watch() -> None:
        stop = asyncio.Event()
        stop.set()
        await Sealing(here, tmp_path).watch(stop)

    asyncio.run(watch())
    if harm != "met":
        assert here.chain.unsealed() == 0 and notebook.head_file.read_text() in ("", "x y")
        with pytest.raises(StoreError, match="audit-head is damaged"):
            notebook.head()
