"""Understanding as a child that dies and cannot be started for a while."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import nlu_process, training
from bot.nlu_process import NluProcess
from tests.eventually import eventually

CHILD = "#!/bin/sh\necho listening 127.0.0.1 5\nexec cat >/dev/null\n"  # ends with its standard input, as ours does


def test_it_comes_back_once_it_can_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No memory, no room for a process, a file being replaced: whatever the system says, it is tried again."""
    python = tmp_path / "python"
    python.write_text(CHILD)
    python.chmod(0o700)
    monkeypatch.setattr(training, "PYTHON", python)
    monkeypatch.setattr(nlu_process, "PAUSES", (0.01,))

    async def run() -> None:
        process = NluProcess(tmp_path / "model")
        with capture_logs() as logs:
            async with process:
                first = process.pid
                assert first is not None
                python.chmod(0o600)
                os.kill(first, signal.SIGKILL)
                await asyncio.to_thread(eventually, lambda: "understanding.failed" in [line["event"] for line in logs])
                python.chmod(0o700)
                await asyncio.to_thread(eventually, lambda: process.pid != first)

    asyncio.run(run())
