"""What the audit notes has words for whoever reads it."""

from __future__ import annotations

import re
from pathlib import Path

from bot.locale.wording import catalogue

HOUSE = Path(__file__).resolve().parents[3]
NOTED = (re.compile(r'action="([a-z_.]+)"'), re.compile(r'\baudit\("([a-z_]+)", "'))
KINDS = (re.compile(r'\bkind="([a-z_]+)", id='), re.compile(r'\baudit\("[a-z_]+", "([a-z_]+)"'))


def found(patterns: tuple[re.Pattern[str], ...]) -> set[str]:
    """What the code notes."""
    texts = [path.read_text("utf-8") for folder in ("actions", "bot") for path in (HOUSE / folder).rglob("*.py")]
    return {one for text in texts for pattern in patterns for one in pattern.findall(text)}


def test_each_action_and_each_kind_of_thing_has_words() -> None:
    """A code of ours on the page would tell its reader nothing."""
    words, did, of = catalogue("en"), found(NOTED), found(KINDS)
    assert len(did) > 30 and len(of) > 10
    assert sorted(one for one in did if f"console.audit.did.{one}" not in words) == []
    assert sorted(one for one in of if f"console.audit.of.{one}" not in words) == []
