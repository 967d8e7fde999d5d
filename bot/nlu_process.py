"""Understanding as a child process: started, watched, started again when it dies, and never left behind."""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from time import monotonic
from types import TracebackType

import structlog

from bot.children import harmless
from bot.failures import Failure
from bot.training import MODELS, NLU, environment

log = structlog.get_logger()
LOADING = 60.0  # seconds that a model may take to load on a busy machine
ENDING = 5.0  # seconds to end by itself
PAUSES = (0.5, 1.0, 2.0, 5.0, 15.0, 30.0)  # seconds before each start anew
STEADY = 60.0  # seconds after which a death counts as the first again


class NluProcess:
    """`async with NluProcess() as url`: understanding answers at `url`, also after its process was killed."""

    def __init__(self, model: Path | None = None) -> None:
        self._model = model
        self._port = 0
        self._process: Process | None = None
        self._watcher: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Of the process that answers now."""
        return self._process.pid if self._process is not None else None

    async def __aenter__(self) -> str:
        """Start it and wait until it answers; raises Failure with what to do."""
        if self._model is None and not any(MODELS.glob("*.tar.gz")):
            raise Failure("understanding has no model yet: run make train")
        self._process = await self._start()
        self._watcher = asyncio.create_task(self._watch())
        return f"http://127.0.0.1:{self._port}"

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, and wait until it is gone."""
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
        if self._process is not None:
            await _end(self._process)

    async def _start(self) -> Process:
        options = ["--with-parent", "--port", str(self._port)]
        if self._model is not None:
            options += ["--model", str(self._model)]
        process = await asyncio.create_subprocess_exec(
            str(environment()),
            str(NLU / "serve.py"),
            *options,
            stdin=PIPE,
            stdout=PIPE,
            env=harmless(),
            start_new_session=True,  # Ctrl-C is for the desk; its end closes our pipe, which ends understanding
        )
        try:
            self._port = await asyncio.wait_for(_listening(process), LOADING)
        except BaseException as error:
            await _end(process)
            if isinstance(error, TimeoutError):
                raise Failure(f"understanding did not start within {LOADING:.0f} s; try again") from None
            raise
        return process

    async def _watch(self) -> None:
        """Start it anew whenever it dies, ever more slowly while it does not stay."""
        deaths, started = 0, monotonic()
        while True:
            assert self._process is not None
            code = await self._process.wait()
            deaths = 0 if monotonic() - started > STEADY else deaths
            log.warning("understanding.died", code=code, again_in=PAUSES[min(deaths, len(PAUSES) - 1)])
            await asyncio.sleep(PAUSES[min(deaths, len(PAUSES) - 1)])
            deaths, started = deaths + 1, monotonic()
            try:
                self._process = await self._start()
                log.info("understanding.back")
            except (Failure, OSError) as failure:  # OSError: too little memory, too many files; it may pass
                log.warning("understanding.failed", why=str(failure))


async def _listening(process: Process) -> int:
    """The port, from the line that says so."""
    assert process.stdout is not None
    while line := await process.stdout.readline():
        words = line.decode("utf-8", "replace").split()
        if len(words) == 3 and words[0] == "listening":
            return int(words[2])
    raise Failure("understanding could not start; the lines above say why (make train makes a new model)")


async def _end(process: Process) -> None:
    """Close its standard input, which ends it; kill it where that does not."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), ENDING)
    except TimeoutError:
        process.kill()
        await process.wait()
