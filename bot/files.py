"""Files: fetched from where a channel has them, checked, and kept sealed in a folder."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import structlog

from actions.desk.ports import StaleError
from actions.desk.say import Say
from actions.dialogue.question import MENU, PERSON
from actions.store.encryption import Vault, key_of
from actions.store.errors import StoreError
from actions.store.files import FileRow
from actions.store.keyring import Keyring
from actions.store.store import Store
from bot import filetypes, whole
from bot.signals import Signals
from bot.speech import NotHeardError, Speech

log = structlog.get_logger()
LARGEST = 20 * 1024 * 1024  # bytes; Telegram gives a bot no more
ATTEMPTS = 6
GRACE = 2.0  # seconds that what is under way has when the desk stops
IDLE = 1.0  # seconds between looks when no wake-up came
NAME = re.compile(r"[0-9a-f]{40}")


class NotFetchedError(Exception):
    """The file could not be had; `final` where it never will, `reason` a class, never content."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.final = reason, final


class Source(Protocol):
    """Where a channel's files lie."""

    async def fetch(self, source: str, largest: int) -> bytes:
        """The bytes behind `source`; raises NotFetchedError, with reason `size` for more than `largest`."""


def place_of(folder: Path, id: str) -> Path:
    """Where a file lies."""
    if NAME.fullmatch(id) is None:
        raise ValueError("not the id of a file")
    return folder / id[:2] / id


def place_sealed(folder: Path, id: str, token: bytes) -> None:
    """Keep what is sealed already; whole or not at all."""
    place = place_of(folder, id)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole.put(place, token)


class Folder:
    """Sealed files under names that say nothing; what lies there is of no use without the desk's key."""

    def __init__(self, path: Path, vault: Vault) -> None:
        self.path, self._vault = path, vault

    def write(self, id: str, data: bytes) -> None:
        """Keep it; whole or not at all."""
        place_sealed(self.path, id, self._vault.seal_bytes("files", id, data))

    def read(self, id: str) -> bytes:
        """The bytes; raises FileNotFoundError, or StoreError where the key does not fit."""
        return self._vault.open_bytes("files", id, self._place(id).read_bytes())

    def seal_anew(self, keyring: Keyring) -> Iterator[str]:
        """Files of older keys, sealed under the current one; gives their ids, each when it was done."""
        for path in sorted(self.path.glob("??/*")):
            if NAME.fullmatch(path.name) is None:
                continue
            with suppress(FileNotFoundError):  # deleted meanwhile
                token = path.read_bytes()
                if key_of(token) != keyring.current:
                    place_sealed(self.path, path.name, self._vault.seal_bytes("files", path.name, self.read(path.name)))
                    yield path.name

    def delete(self, id: str) -> None:
        """It is no longer there."""
        self._place(id).unlink(missing_ok=True)

    def _place(self, id: str) -> Path:
        return place_of(self.path, id)


class Fetcher:
    """Fetches what waits, a few at a time; any number of processes may run one."""

    def __init__(
        self,
        store: Store,
        folder: Folder,
        sources: Mapping[str, Source],
        signals: Signals,
        speech: Speech | None = None,
    ) -> None:
        self._store, self._folder, self._sources, self._signals = store, folder, sources, signals
        self._speech = speech

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; what is under way then is taken up at the next start."""
        with self._signals.hear("files") as ear:
            while not stop.is_set():
                try:
                    found = await asyncio.to_thread(self._claimed)
                    await self._all(found, stop)
                    await asyncio.to_thread(self._sweep)
                except (StoreError, StaleError) as error:
                    log.error("files.store", problem=str(error))
                    found = ()
                except OSError as error:
                    _no_folder(error)
                    found = ()
                if not found:
                    await ear.wait(IDLE)

    async def _all(self, found: Sequence[FileRow], stop: asyncio.Event) -> None:
        """Take them together; once `stop` is set they have a moment, and a download is no reason to stay for longer."""
        work: asyncio.Future[Any] = asyncio.gather(*(self._take(file) for file in found))
        over: asyncio.Future[Any] = asyncio.create_task(stop.wait())
        either: set[asyncio.Future[Any]] = {work, over}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        over.cancel()
        await asyncio.wait({work}, timeout=GRACE)
        if not work.done():
            work.cancel()
            await asyncio.wait({work})
            return
        await work

    def _claimed(self) -> Sequence[FileRow]:
        """Looks before it takes the writer's place; without sources nothing is fetched, and nothing given up."""
        return self._store.files.claim(_now()) if self._sources and self._store.files.waiting() else ()

    async def _take(self, file: FileRow) -> None:
        try:
            kind, data = await self._fetched(file)
        except NotFetchedError as error:
            await self._not_fetched(file, error)
            return
        except Exception as error:  # noqa: BLE001 - one bad file must not end the desk; it is tried again, then given up
            log.error("files.failed", file=file.id, error=type(error).__name__)
            await self._not_fetched(file, NotFetchedError(type(error).__name__))
            return
        # kept only once it was heard: whoever is killed meanwhile leaves it to be heard again, not unanswered
        words = await self._hear(file, data) if file.hear else ""
        await asyncio.to_thread(self._store.files.kept, file.id, kind, len(data), words)

    async def _fetched(self, file: FileRow) -> tuple[str, bytes]:
        """Its type and bytes, which lie in the folder now. Raises NotFetchedError."""
        channel, _, source = file.source.partition(":")
        if file.attempts > ATTEMPTS:  # each time the desk was killed by it, or with it
            raise NotFetchedError("attempts", final=True)
        if not file.opens:
            raise NotFetchedError("sealed", final=True)
        if channel not in self._sources:
            raise NotFetchedError("channel")
        data = await self._sources[channel].fetch(source, LARGEST)
        type = filetypes.type_of(data)
        if not filetypes.fits(file.kind, type):
            raise NotFetchedError("type", final=True)
        await asyncio.to_thread(self._write, file.id, data)
        return type, data

    def _write(self, id: str, data: bytes) -> None:
        try:
            self._folder.write(id, data)
        except OSError as error:  # a full disk ends no desk: it is tried again, and the person is told in the end
            _no_folder(error)
            raise NotFetchedError(type(error).__name__) from None

    async def _not_fetched(self, file: FileRow, error: NotFetchedError) -> None:
        if not error.final and file.attempts < ATTEMPTS:
            later = _now() + timedelta(seconds=2.0**file.attempts)
            await asyncio.to_thread(self._store.files.later, file.id, later, error.reason)
            return
        log.warning("files.not_kept", file=file.id, reason=error.reason)
        refused = error.reason in ("type", "size")
        if file.hear:
            await self._say(file, "")
        await asyncio.to_thread(self._store.files.ended, file.id, "refused" if refused else "failed", error.reason)
        if file.hear:
            return
        key = f"file.{error.reason}" if refused else "file.failed"
        await asyncio.to_thread(self._tell, file, Say(key, {}, (MENU, PERSON)))
        await self._signals.tell("outbox")

    def _tell(self, file: FileRow, say: Say) -> None:
        with self._store.unit() as unit:
            unit.outbox.put(file.conversation, [say], lane="notice", cause=f"file:{file.id}")
            unit.commit()

    async def _hear(self, file: FileRow, data: bytes) -> str:
        """The words come as the message that they were spoken in; where nobody heard, it says so."""
        words, language = "", await asyncio.to_thread(self._language, file)
        try:
            if self._speech is not None:
                words = await self._speech.hear(data, language)
        except NotHeardError as error:
            log.warning("speech.not_heard", file=file.id, problem=str(error))
        except Exception as error:  # noqa: BLE001 - whatever a sound does to who reads it, its person is told
            log.error("speech.failed", file=file.id, error=type(error).__name__)
        await self._say(file, words)
        return words

    async def _say(self, file: FileRow, words: str) -> None:
        await asyncio.to_thread(self._put, file, words)
        await self._signals.tell("inbox")

    def _language(self, file: FileRow) -> str:
        with self._store.unit(reading=True) as unit:
            loaded = unit.conversations.get(file.conversation)
        return loaded.person.language if loaded else ""

    def _put(self, file: FileRow, words: str) -> None:
        with self._store.unit(reading=True) as unit:
            loaded = unit.conversations.get(file.conversation)
        raw = self._store.inbox.payload(file.message)
        if loaded is None or raw is None:  # forgotten meanwhile
            return
        payload = json.dumps({"heard": words, "voice": json.loads(raw)}, separators=(",", ":"))
        person = loaded.person
        self._store.inbox.put(f"heard:{file.id}", person.channel, person.address, payload, _now())

    def _sweep(self) -> None:
        """Delete what was forgotten."""
        gone = self._store.files.forgotten()
        for id in gone:
            self._folder.delete(id)
        if gone:
            self._store.files.gone(gone)


def _no_folder(error: OSError) -> None:
    log.error(
        "files.folder", problem=error.strerror, do="make room for the folder `files`, and let the desk write there"
    )


def _now() -> datetime:
    return datetime.now(UTC)
