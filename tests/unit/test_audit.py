"""`make audit` is loud: what nobody could be asked about is never taken for safe."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HOUSE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    """The script, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("nuanxin_audit", HOUSE / "bot" / "deploy" / "audit.py")
    assert spec is not None and spec.loader is not None
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def package(name: str, *vulns: dict[str, Any]) -> dict[str, Any]:
    """One package as pip-audit tells of it."""
    return {"name": name, "version": "1.0", "vulns": list(vulns)}


def stub(tmp_path: Path, answer: object) -> list[str]:
    """A pip-audit that answers so, or not at all."""
    program = tmp_path / "pip-audit.py"
    told = json.dumps(answer) if answer is not None else ""
    program.write_text(f"print({told!r})" if answer is not None else "raise SystemExit('no route')", "utf-8")
    return [sys.executable, str(program)]


SKIPPED = {"name": "six", "skip_reason": "Dependency not found: six (1.17.0)"}
OLD = {"id": "GHSA-aaaa-bbbb-cccc", "aliases": ["CVE-2024-3772"]}
FRESH = {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"]}


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        ({"dependencies": [package("a")]}, 0, "1 packages asked about"),
        ({"dependencies": [package("a", FRESH)]}, 1, "NEW: a 1.0: PYSEC-2026-1"),
        (
            {"dependencies": [package("a"), SKIPPED]},
            2,
            "!!! NOT CHECKED: 1 packages (six …)\nrequirements.lock: 1 times: Dependency not found\n",
        ),
        (None, 2, "!!! NOT CHECKED: pip-audit could not reach its service"),
    ],
)
def test_it_says_what_it_knows(
    audit: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], answer: object, code: int, said: str
) -> None:
    """All well; something new; something skipped; no answer at all."""
    assert audit.main(stub(tmp_path, answer)) == code
    assert said in capsys.readouterr().out


def test_what_is_reasoned_about_passes_in_nlu_alone(audit: ModuleType) -> None:
    """By id or alias; the desk's own lock has no such list."""
    covered = frozenset(audit.ID.findall((HOUSE / "nlu" / "advisories.md").read_text("utf-8")))
    answer = {"dependencies": [package("pydantic", OLD)]}
    assert audit.judge(answer, covered).new == [] and audit.judge(answer, frozenset()).new


def test_the_list_is_about_the_pins_as_they_are() -> None:
    """A pin that was changed has its line looked at again; each line has a source and a date stands above."""
    text = (HOUSE / "nlu" / "advisories.md").read_text("utf-8")
    lock = (HOUSE / "nlu" / "requirements.lock").read_text("utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| [CVE")]
    assert len(rows) >= 10 and re.search(r"Looked up on \d+ \w+ 2026", text)
    for advisory, pin, mended, what, why, loaded in rows:
        name, version = pin.split()
        assert f"\n{name}=={version} " in lock, pin
        assert "](https://" in advisory and mended and what and why and loaded in ("yes", "no")
