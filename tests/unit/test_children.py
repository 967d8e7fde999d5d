"""Programs that the desk starts see none of its settings."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot import training
from bot.speech import CommandSpeech

COUNT = "printenv | grep -c '^NUANXIN_'"


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk has one."""
    monkeypatch.setenv("NUANXIN_TELEGRAM_TOKEN", "700001:secret")


def test_who_hears_voices_gets_none() -> None:
    """The operator's command may be anybody's program."""
    assert asyncio.run(CommandSpeech(f'sh -c "{COUNT}; true" {{file}}').hear(b"OggS", "zh_Hans")) == "0"


def test_training_gets_none_but_the_services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of further services is told by name, so that the model's state is that of all services."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$({COUNT}) secrets, $(echo "$*" | grep -c -e "--extra more") folder"\n')
    python.chmod(0o700)
    monkeypatch.setattr(training, "PYTHON", python)

    class More:
        services_folder: Path | None = Path("more")

    assert "(0 secrets, 1 folder)" in training.model_state(More())
