"""Training of understanding, in nlu/'s own environment, told in plain words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Protocol, TextIO

from bot import examples
from bot.children import harmless
from bot.failures import Failure
from data.catalogue import HERE, load

NLU = Path(__file__).resolve().parents[1] / "nlu"
PYTHON = NLU / ".venv" / "bin" / "python"
MODELS = NLU / "models"
LEARNT = MODELS / "learnt.json"  # what the last training learnt from
UNTRAINED = 3  # train.py --check: no model for the files as they stand


class Where(Protocol):
    """The one setting that training needs; `bot.settings.Settings` has it."""

    @property
    def services_folder(self) -> Path | None:
        """A folder with further services."""
        ...


def train(settings: Where, *, only_if_missing: bool = False, log: TextIO | None = None) -> None:
    """Train where the data changed, or with `only_if_missing` only where there is no model; raises Failure."""
    log = log or sys.stdout
    if only_if_missing and any(MODELS.glob("*.tar.gz")):
        return
    options = _also(settings)
    if _run("--check", *options).returncode != UNTRAINED:
        print("understanding: the data files have not changed since the last training", file=log, flush=True)
        return
    now, before = examples.digests(load(HERE, settings.services_folder)), examples.read(LEARNT)
    if before is not None:
        print(f"understanding: changed since the last training: {examples.changes(before, now)}", file=log, flush=True)
    print("understanding: learning from the data files, a minute or two", file=log, flush=True)
    trained = _run(*options)
    if trained.returncode:
        raise Failure(_last_line(trained.stderr) or f"training ended with {trained.returncode}")
    examples.write(LEARNT, now)
    print(f"understanding: {_last_line(trained.stderr)}", file=log, flush=True)


def model_state(settings: Where) -> str:
    """Whether there is a model, and whether it was made from the data files as they stand; raises Failure."""
    checked = _run("--check", *_also(settings))
    if checked.returncode == UNTRAINED:
        return "the data files changed since the last training: run make train"
    return f"trained on the data files as they stand ({Path(_last_line(checked.stdout)).name})"


def environment() -> Path:
    """The Python of nlu/; raises Failure where it was not made yet."""
    if not PYTHON.exists():
        raise Failure("understanding has no environment yet (nlu/.venv is missing): run make setup")
    return PYTHON


def _also(settings: Where) -> list[str]:
    return ["--extra", str(settings.services_folder)] if settings.services_folder is not None else []


def _run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [str(environment()), str(NLU / "train.py"), *options]
    found = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env=harmless(),
    )
    if found.returncode not in (0, UNTRAINED):
        raise Failure(_last_line(found.stderr) or f"training ended with {found.returncode}")
    return found


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")
