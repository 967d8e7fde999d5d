"""Which of OpenBLAS's kernels are used: a processor younger than the pinned one gets those of 2004 from it."""

from __future__ import annotations

import os
from pathlib import Path

SETTING = "OPENBLAS_CORETYPE"  # read once, when NumPy or SciPy are loaded
FLAGS = Path("/proc/cpuinfo")
# the newest first; each with what it needs of the processor, by OpenBLAS's own list
KERNELS = {
    "SkylakeX": {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"},
    "Haswell": {"avx2", "fma"},
}


def choose() -> None:
    """Name the kernels that the processor can run, unless they are named already or it does not say what it can."""
    try:
        said = FLAGS.read_text(encoding="utf-8")
    except OSError:
        return
    if (kernels := fitting(said)) is not None:
        os.environ.setdefault(SETTING, kernels)


def fitting(said: str) -> str | None:
    """The best kernels for a processor that says so of itself (Linux's cpuinfo); None leaves it to OpenBLAS."""
    flags = next((line.partition(":")[2].split() for line in said.splitlines() if line.startswith("flags")), [])
    return next((name for name, needed in KERNELS.items() if needed <= set(flags)), None)
