"""The fetcher of files where its own machine is in trouble: the desk goes on, and it is tried again."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.store import Store
from bot.files import Fetcher, Folder
from bot.signals import LocalSignals
from bot.speech import CommandSpeech, NotHeardError
from tests.contract.test_files import put


class Source:
    """Has every file; whoever fetched one stops."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop

    async def fetch(self, source: str, largest: int) -> bytes:
        """A picture."""
        self._stop.set()
        return b"\xff\xd8\xff\xe0" + bytes(100)


def test_a_folder_that_takes_nothing_ends_no_desk(store: Store, tmp_path: Path) -> None:
    """A full disk, here a file in the folder's place: the photo is tried again later, and nothing else falls."""
    now = datetime.now(UTC)  # the fetcher's own clock
    id = "0" * 40
    put(store, now, id)
    (tmp_path / "files").write_bytes(b"")

    async def run() -> None:
        stop = asyncio.Event()
        folder = Folder(tmp_path / "files", store.vault)
        async with asyncio.timeout(20):
            await Fetcher(store, folder, {"telegram": Source(stop)}, LocalSignals()).run(stop)

    asyncio.run(run())
    with store.unit(reading=True) as unit:
        file = unit.files.get(id)
    assert file is not None and (file.state, file.attempts) == ("waiting", 1)
    assert store.files.claim(now + timedelta(minutes=5))


def test_a_voice_that_cannot_be_put_down_is_not_heard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is said as any voice that nobody could hear."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(NotHeardError):
        asyncio.run(CommandSpeech("cat {file}").hear(b"OggS", "zh_Hans"))
