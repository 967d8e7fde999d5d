"""What end-to-end tests may ask for: understanding, trained and answering as the desk starts it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.training import NLU, environment, train
from tests.e2e.fixtures import desk, make_desk, person, plain_desk, stranger, visitor
from tests.eventually import WITHIN

__all__ = ["desk", "make_desk", "person", "plain_desk", "stranger", "visitor"]


class Plain:
    """Training's one setting, at its default."""

    services_folder: Path | None = None


@pytest.fixture(scope="session")
def trained() -> None:
    """A model of the data files as they stand; trains only where they changed."""
    train(Plain(), log=sys.stderr)


@pytest.fixture(scope="session")
def understanding(trained: None) -> Iterator[httpx.Client]:
    """A client of a process of its own, which ends with its standard input."""
    command = [str(environment()), str(NLU / "serve.py"), "--with-parent", "--port", "0"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        _, host, port = process.stdout.readline().split()
        with httpx.Client(base_url=f"http://{host}:{port}", timeout=30, trust_env=False) as client:
            yield client
        process.stdin.close()
        assert process.wait(WITHIN) == 0
