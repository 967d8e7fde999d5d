"""The fetcher of files where its own machine is in trouble: the desk goes on, and it is tried again."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from actions.store import Store
from actions.store.encryption import Token
from actions.store.files import files
from bot.files import ATTEMPTS, Fetcher, Folder
from bot.signals import LocalSignals
from bot.speech import CommandSpeech, NotHeardError
from tests.contract.test_files import put
from tests.eventually import eventually


class Source:
    """Has every file; whoever fetched one stops."""

    def __init__(self, stop: asyncio.Event, data: bytes = b"\xff\xd8\xff\xe0" + bytes(100)) -> None:
        self._stop, self._data = stop, data

    async def fetch(self, source: str, largest: int) -> bytes:
        """A picture, where nothing else was named."""
        self._stop.set()
        return self._data


class Broken:
    """Has every file but one, which breaks whoever reads it."""

    async def fetch(self, source: str, largest: int) -> bytes:
        """A picture."""
        if source == "broken":
            raise IndexError
        return b"\xff\xd8\xff\xe0" + bytes(100)

    async def hear(self, data: bytes, language: str) -> str:
        """No sound can be heard."""
        raise IndexError


class Listener:
    """Listens for ever."""

    def __init__(self) -> None:
        self.began = asyncio.Event()

    async def hear(self, data: bytes, language: str) -> str:
        """Never comes to an end."""
        self.began.set()
        await asyncio.Event().wait()
        return ""


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


def test_who_is_killed_while_hearing_leaves_the_voice_to_be_heard_again(store: Store, tmp_path: Path) -> None:
    """Kept before its words are, it would wait for nobody, and whoever spoke would have no answer."""
    now, id = datetime.now(UTC), "0" * 40
    put(store, now, id, kind="voice", hear=True)

    async def run() -> None:
        speech, folder = Listener(), Folder(tmp_path / "files", store.vault)
        source = Source(asyncio.Event(), b"OggS" + bytes(100))
        fetcher = Fetcher(store, folder, {"telegram": source}, LocalSignals(), speech)
        running = asyncio.create_task(fetcher.run(asyncio.Event()))
        async with asyncio.timeout(20):
            await speech.began.wait()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    asyncio.run(run())
    assert [file.id for file in store.files.claim(now + timedelta(minutes=5))] == [id]


class Slow:
    """Has every file, in an hour."""

    def __init__(self) -> None:
        self.began = asyncio.Event()

    async def fetch(self, source: str, largest: int) -> bytes:
        """Never comes to an end."""
        self.began.set()
        await asyncio.Event().wait()
        return b""


def test_a_download_does_not_hold_up_the_end(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told to stop, the fetcher gives a download a moment and leaves it to the next start."""
    monkeypatch.setattr("bot.files.GRACE", 0.05)
    now, id, source = datetime.now(UTC), "0" * 40, Slow()
    put(store, now, id)

    async def run() -> None:
        stop, folder = asyncio.Event(), Folder(tmp_path / "files", store.vault)
        running = asyncio.create_task(Fetcher(store, folder, {"telegram": source}, LocalSignals()).run(stop))
        async with asyncio.timeout(20):
            await source.began.wait()
            stop.set()
            await running

    asyncio.run(run())
    assert [file.id for file in store.files.claim(now + timedelta(minutes=5))] == [id]


def test_without_a_way_to_fetch_nothing_is_given_up(store: Store, tmp_path: Path) -> None:
    """A desk started without its token for a while leaves what waits, and still deletes what is forgotten."""
    now, waits = datetime.now(UTC), "0" * 40
    folder = Folder(tmp_path / "files", store.vault)
    folder.write("1" * 40, b"gone")
    conversation = put(store, now, "1" * 40, state="kept")
    with store.unit() as unit:
        loaded = unit.conversations.get(conversation)
        assert loaded is not None
        unit.people.forget(loaded.person.id, now)
        unit.commit()
    put(store, now, waits)

    def gone() -> bool:
        return not (tmp_path / "files" / "11" / ("1" * 40)).exists()

    async def run() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(Fetcher(store, folder, {}, LocalSignals()).run(stop))
        await asyncio.to_thread(eventually, gone)
        stop.set()
        await running

    asyncio.run(run())
    with store.unit(reading=True) as unit:
        file = unit.files.get(waits)
    assert file is not None and (file.state, file.attempts) == ("waiting", 0)
    assert list(store.outbox.latest(conversation)) == []


def test_a_file_that_ends_the_desk_each_time_is_given_up(store: Store, tmp_path: Path) -> None:
    """Claimed again and again and never done with, it is not fetched once more."""
    now, id = datetime.now(UTC), "0" * 40
    conversation = put(store, now - timedelta(hours=1), id)
    for attempt in range(ATTEMPTS):
        assert store.files.claim(now - timedelta(minutes=50 - 5 * attempt))

    async def run() -> None:
        stop, signals = asyncio.Event(), LocalSignals()
        with signals.hear("outbox") as ear:
            fetcher = Fetcher(store, Folder(tmp_path / "files", store.vault), {"telegram": Source(stop)}, signals)
            running = asyncio.create_task(fetcher.run(stop))
            assert await ear.wait(20) and not stop.is_set()
            stop.set()
            await running

    asyncio.run(run())
    assert [row.say.key for row in store.outbox.latest(conversation)] == ["file.failed"]


def test_a_file_whose_row_does_not_open_takes_no_other_with_it(store: Store, tmp_path: Path) -> None:
    """It is given up and its person told; those claimed with it are kept."""
    now, lost, good = datetime.now(UTC), "0" * 40, "1" * 40
    conversation = put(store, now, lost)
    put(store, now, good)
    with store.database.write() as connection:
        connection.execute(update(files).where(files.c.id == lost).values(source=Token(b"\x01\x02k0")))
        connection.commit()

    async def run() -> None:
        stop, signals = asyncio.Event(), LocalSignals()
        fetcher = Fetcher(store, Folder(tmp_path / "files", store.vault), {"telegram": Broken()}, signals)
        async with asyncio.TaskGroup() as group:
            group.create_task(fetcher.run(stop))
            await asyncio.to_thread(eventually, lambda: store.files.waiting() == 0)
            stop.set()

    asyncio.run(run())
    with store.database.read() as connection:
        states = {row.id: row.state for row in connection.execute(select(files.c.id, files.c.state))}
    assert states == {lost: "failed", good: "kept"}
    assert [row.say.key for row in store.outbox.latest(conversation)] == ["file.failed"]


def test_a_file_that_breaks_its_reader_ends_no_desk(store: Store, tmp_path: Path) -> None:
    """It is tried again later; one beside it is kept, and a sound that breaks whoever hears it is one not heard."""
    now, good, bad = datetime.now(UTC), "0" * 40, "1" * 40
    put(store, now, bad, source="telegram:broken")
    put(store, now, good, hear=True)

    def states() -> dict[str, tuple[str, int]]:
        with store.unit(reading=True) as unit:
            return {id: (file.state, file.attempts) for id in (good, bad) if (file := unit.files.get(id))}

    async def run() -> None:
        stop, folder, broken = asyncio.Event(), Folder(tmp_path / "files", store.vault), Broken()
        fetcher = Fetcher(store, folder, {"telegram": broken}, LocalSignals(), broken)
        async with asyncio.TaskGroup() as group:
            group.create_task(fetcher.run(stop))
            await asyncio.to_thread(eventually, lambda: states()[good][0] == "kept" and states()[bad][1] > 0)
            stop.set()

    asyncio.run(run())
    with store.unit(reading=True) as unit:
        kept = unit.files.get(good)
    assert kept is not None and kept.text == ""
    assert states()[bad][0] == "waiting"
