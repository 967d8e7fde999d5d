"""Voice to words: a command of the operator's, or faster-whisper with a model of the operator's; else nobody hears."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import shlex
import tempfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.children import harmless
from bot.failures import Failure

if TYPE_CHECKING:
    from bot.settings import Settings

LONGEST_S = 120.0  # seconds for one message; then it counts as not heard
MOST = 4096  # characters
WHISPER = {"zh_Hans": "zh", "zh_Hant": "zh", "en": "en"}


class NotHeardError(Exception):
    """The voice could not be made into words; the message says why, in words for the operator."""


class Speech(Protocol):
    """Makes words of a voice message."""

    async def hear(self, data: bytes, language: str) -> str:
        """What was said, "" for silence; raises NotHeardError."""


class CommandSpeech:
    """Runs a command for each message: `{file}` is the sound's path, `{language}` zh or en; it prints the words."""

    def __init__(self, command: str) -> None:
        self._parts = shlex.split(command)
        if not any("{file}" in part for part in self._parts):
            raise Failure("NUANXIN_SPEECH_COMMAND: write {file} where the command wants the sound's path.")

    async def hear(self, data: bytes, language: str) -> str:
        """What the command prints."""
        try:
            with tempfile.NamedTemporaryFile(prefix="nuanxin-", suffix=".oga") as sound:
                await asyncio.to_thread(_write, sound, data)
                names = {"{file}": sound.name, "{language}": WHISPER.get(language, "zh")}
                return await self._run([_filled(part, names) for part in self._parts])
        except OSError as error:
            raise NotHeardError(f"the sound could not be put down for the command: {error.strerror}") from None

    async def _run(self, parts: list[str]) -> str:
        try:
            process = await asyncio.create_subprocess_exec(
                *parts,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=harmless(),
            )
        except OSError as error:
            raise NotHeardError(f"NUANXIN_SPEECH_COMMAND cannot be run: {error.strerror}") from None
        try:
            out, _ = await asyncio.wait_for(process.communicate(), LONGEST_S)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise NotHeardError(f"NUANXIN_SPEECH_COMMAND took longer than {LONGEST_S:.0f} s") from None
        if process.returncode:
            raise NotHeardError(f"NUANXIN_SPEECH_COMMAND ended with {process.returncode}")
        return " ".join(out.decode("utf-8", "replace").split())[:MOST]


class WhisperSpeech:
    """faster-whisper, loaded at the first voice message."""

    def __init__(self, model: Path) -> None:
        self._path = model
        self._alone = asyncio.Lock()

    @cached_property
    def _model(self) -> Any:
        try:
            whisper: Any = importlib.import_module("faster_whisper")
        except ImportError:
            raise NotHeardError("NUANXIN_SPEECH_MODEL is set; install faster-whisper beside the desk") from None
        return whisper.WhisperModel(str(self._path), device="cpu", compute_type="int8")

    async def hear(self, data: bytes, language: str) -> str:
        """What the model hears; one message at a time."""
        async with self._alone:
            return await asyncio.to_thread(self._hear, data, language)

    def _hear(self, data: bytes, language: str) -> str:
        try:
            with tempfile.NamedTemporaryFile(prefix="nuanxin-", suffix=".oga") as sound:
                _write(sound, data)
                parts, _ = self._model.transcribe(sound.name, language=WHISPER.get(language, "zh"), vad_filter=True)
                return " ".join(part.text.strip() for part in parts)[:MOST]
        except (RuntimeError, ValueError, OSError) as error:
            raise NotHeardError(f"faster-whisper refused: {type(error).__name__}") from None


def speech(settings: Settings) -> Speech | None:
    """The way to hear that the settings name; None where nobody hears. Raises Failure for a command without {file}."""
    if settings.speech_command:
        return CommandSpeech(settings.speech_command)
    return WhisperSpeech(settings.speech_model) if settings.speech_model else None


def _write(sound: Any, data: bytes) -> None:
    sound.write(data)
    sound.flush()


def _filled(part: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        part = part.replace(name, value)
    return part
