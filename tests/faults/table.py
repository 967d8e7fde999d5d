"""A pytest plugin, `-p tests.faults.table`: the promises that were tested, as a table at the end."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

HEAD = ("promise", "engine", "count", "result", "seconds")
PROPERTY = "fault"
BORROWED = {  # promises that are shown beside what they are about: test → promise, and the parameter that counts
    "test_a_talk_has_one_owner": ("hand-over has one owner and the bot is silent", "races"),
    "test_notices_fill_the_budget_and_answers_go_first": ("answers go before notices, at the bot's pace", "count"),
    "test_guesses_open_nothing": ("a guess opens nothing", "guesses"),
    "test_both_pages_show_text": ("hostile texts are text: both pages, in a browser", "count"),
    "test_telegram_gets_the_words_as_they_are": ("hostile texts are text: Telegram", "count"),
    "test_no_cell_is_a_formula": ("hostile texts are text: CSV and XLSX", "count"),
    "test_programs_read_what_was_written": ("hostile texts are text: Open311", "count"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Rows of the tests that lie elsewhere."""
    for item in items:
        name = item.originalname if isinstance(item, pytest.Function) else None
        if name in BORROWED and isinstance(item, pytest.Function):
            promise, counting = BORROWED[name]
            params = item.callspec.params
            row = (promise, params.get("database_url", ""), params[counting], "")
            item.user_properties.append((PROPERTY, row))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print it, the promises in the order of their names; what was not told is a test that failed before it could."""
    rows = []
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.stats.get(outcome, ()):
            told = dict(getattr(report, "user_properties", ())).get(PROPERTY)
            if told is None and (outcome == "passed" or "tests/faults" not in report.nodeid):
                continue
            promise, engine, count, result = told or (report.nodeid.rpartition("::")[2], "", "", "")
            good = "ok" if outcome == "passed" else "FAILED"
            rows.append(
                (promise, engine, str(count), f"{good}: {result}" if result else good, f"{report.duration:.1f}")
            )
    widths = [max(_wide(row[place]) for row in [HEAD, *rows]) for place in range(len(HEAD))]
    terminalreporter.section("promises")
    for row in [HEAD, *sorted(rows)]:
        terminalreporter.write_line(
            "  ".join(cell + " " * (width - _wide(cell)) for cell, width in zip(row, widths, strict=True))
        )


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
