"""Which of OpenBLAS's kernels a processor gets."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nlu import kernels

OLD = "processor\t: 0\nflags\t\t: fpu sse sse2 ssse3\n"
COMMON = "processor\t: 0\nflags\t\t: fpu sse2 fma avx avx2\nprocessor\t: 1\nflags\t\t: fpu sse2 fma avx avx2\n"
NEW = "model name\t: one of tomorrow\nflags\t\t: fpu fma avx2 avx512f avx512dq avx512cd avx512bw avx512vl amx_tile\n"
HALF = "flags\t\t: fpu fma avx2 avx512f avx512cd\n"


@pytest.mark.parametrize(
    ("said", "wanted"), [(OLD, None), (COMMON, "Haswell"), (NEW, "SkylakeX"), (HALF, "Haswell"), ("", None)]
)
def test_a_processor_gets_the_best_that_it_can_run(said: str, wanted: str | None) -> None:
    """One too new for the pinned OpenBLAS as well; what it cannot run would end the process."""
    assert kernels.fitting(said) == wanted


def test_the_choice_is_named_unless_one_is_named_already(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the desk may know better; where the processor says nothing OpenBLAS looks for itself."""
    monkeypatch.setattr(kernels, "FLAGS", tmp_path / "cpuinfo")
    monkeypatch.delenv(kernels.SETTING, raising=False)
    kernels.choose()
    assert kernels.SETTING not in os.environ
    kernels.FLAGS.write_text(NEW)
    kernels.choose()
    assert os.environ.pop(kernels.SETTING) == "SkylakeX"
    monkeypatch.setenv(kernels.SETTING, "Zen")
    kernels.choose()
    assert os.environ[kernels.SETTING] == "Zen"
