"""What the audit notes has words for whoever reads it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from actions.store.audit import Line
from bot.locale.wording import catalogue
from bot.web.console.audit import folded
from tests.unit.desk.builders import NOW

HOUSE = Path(__file__).resolve().parents[3]
NOTED = (
    re.compile(r'action="([a-z_.]+)"'),
    re.compile(r'_keep\(.*username, now, "([a-z_]+)"'),
    re.compile(r'\baudit\("([a-z_]+)", "'),
)
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


def test_reading_again_and_again_is_one_line() -> None:
    """How often and since when; another's reading, of another thing or before a step, stands by itself."""
    at = NOW

    def line(id: int, actor: str, action: str, subject: str) -> Line:
        return Line(id, at - timedelta(minutes=id), actor, action, "ticket", subject, ())

    lines = [
        line(0, "li", "read", "a"),
        line(1, "wang", "read", "a"),
        line(2, "li", "read", "a"),
        line(3, "li", "read", "b"),
        line(4, "li", "read", "a"),
        line(5, "li", "replied", "a"),
        line(6, "li", "read", "a"),
    ]
    shown = [(one.line.id, one.times, (at - one.since) // timedelta(minutes=1)) for one in folded(lines)]
    assert shown == [(0, 3, 4), (1, 1, 1), (3, 1, 3), (5, 1, 5), (6, 1, 6)]
