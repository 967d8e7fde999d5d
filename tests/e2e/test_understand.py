"""`nuanxin understand` as other programs use it: lines in, JSON out, in order."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

COMMAND = [str(Path(sys.executable).parent / "nuanxin"), "understand"]


@pytest.fixture
def environment(understanding: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Understanding that answers already."""
    monkeypatch.setenv("NUANXIN_NLU_URL", str(understanding.base_url))


def test_each_line_has_its_answer_in_order(environment: None) -> None:
    """Blank lines, a line of many characters, broken UTF-8 and a last line without an end are lines too."""
    lines = ["我想给妈妈订午饭", "", "   ", "字" * 9000, *[f"hello {i}" for i in range(70)]]
    given = "\n".join(lines).encode() + b"\r\n/restart{}\n\xff\xfe bad"
    ran = subprocess.run(COMMAND, input=given, capture_output=True, check=True, timeout=60)
    found = [json.loads(line) for line in ran.stdout.decode().splitlines()]
    assert [one["text"] for one in found] == [*lines, "/restart{}", "�� bad"]
    assert found[0]["intent"] == "meal_service" and found[1]["intent"] == "out_of_scope"
    assert all(
        set(one) == {"text", "intent", "confidence", "ranking", "crisis", "entities"} and len(one["ranking"]) >= 3
        for one in found
    )


def test_a_line_is_answered_before_the_next_one_is_written(environment: None) -> None:
    """A program that waits for each answer gets it."""
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asked:
        assert asked.stdin is not None and asked.stdout is not None
        for text, crisis in (("我不想活了", "self_harm"), ("你好", None)):
            asked.stdin.write(text.encode() + b"\n")
            asked.stdin.flush()
            found = json.loads(asked.stdout.readline())
            assert (found["text"], found["crisis"]) == (text, crisis)
        asked.stdin.close()
        assert asked.wait(20) == 0
