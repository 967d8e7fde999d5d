"""One message stops nobody: `re` cannot be interrupted, and what is waiting is read again after a restart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(600)
def test_no_text_is_tried_for_ever_nor_beyond_what_can_be_counted() -> None:
    """Long texts made for it, at every reader of words, within a minute of processor and without an error."""
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "tests.endless"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, f"{run.stdout.splitlines()[-1:]}\n{run.stderr[-2000:]}"
