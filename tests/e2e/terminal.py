"""A command typed at a terminal, without paying for a process of its own each time."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from bot.cli import main

_ALONE = threading.Lock()  # the environment, the folder and the two streams are the process's


def typed(words: Sequence[str], env: Mapping[str, str], folder: Path) -> tuple[int, str, str]:
    """
    What `nuanxin` with these words ends with: its code, what it printed, and what it printed as an error.

    The same program on the same database as in a process of its own, which takes a second of processor to load.
    """
    out, err, code = io.StringIO(), io.StringIO(), 0
    surroundings = (
        chdir(folder),
        patch.dict("os.environ", env, clear=True),
        patch.object(sys, "argv", ["nuanxin", *words]),
    )
    with _ALONE, surroundings[0], surroundings[1], surroundings[2], redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return code, out.getvalue(), err.getvalue()
