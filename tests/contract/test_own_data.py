"""One's own data by way of staff, and the yearly report on minors' records."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from actions.desk import number
from actions.desk.person import Staff
from actions.desk.ticket import Event
from actions.store import Store
from bot.cli.app import app
from bot.failures import Failure
from tests.conftest import KEY, NOW
from tests.contract.test_retention import closed

NUMBER, CHILD = number.make(NOW, 1), number.make(NOW, 2)


@pytest.fixture
def desk(sqlite_url: str, make_store: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch) -> Store:
    """An ordinary request with a note among staff, a child's protected one, and three colleagues."""
    for name, value in {"DATABASE_URL": sqlite_url, "ENCRYPTION_KEYS": KEY}.items():
        monkeypatch.setenv(f"NUANXIN_{name}", value)
    store = make_store(sqlite_url)
    said = [
        ("opened", "requester", ""),
        ("reply", "li", "明天送"),
        ("note", "li", "此人难缠"),
        ("added", "requester", "软"),
    ]
    closed(store, NUMBER, 1, history=[Event(NOW, kind, by, text) for kind, by, text in said])
    child = closed(store, CHILD, 1, "b", service="child_abuse_report", sensitivity="protected", minor=True)
    with store.unit() as unit:
        for name, role in (("boss", "supervisor"), ("book", "auditor"), ("li", "agent")):
            unit.staff.save(Staff(name, name, role))
        unit.audit.note(at=NOW, actor="li", action="read", kind="ticket", id=child, fields=("text",))
        unit.commit()
    return store


def run(*words: str) -> Result:
    """The command, within this process."""
    return CliRunner().invoke(app, ["export", *words])


def test_a_supervisor_hands_out_what_is_kept(desk: Store, tmp_path: Path) -> None:
    """All that was told on both sides, no colleague's note or name; the reason stands among the notes."""
    file = tmp_path / "p.json"
    done = run("person", str(file), "--of", NUMBER, "--as", "boss", "--reason", "本人持身份证到场")
    assert done.exit_code == 0, done.output
    found = json.loads(file.read_text("utf-8"))
    assert found["person"]["name"] == "李桂兰" and found["requests"][0]["text"] == "送饭"
    assert [(one["by"], one["text"]) for one in found["requests"][0]["history"]] == [
        ("you", ""), ("desk", "明天送"), ("you", "软")
    ]  # fmt: skip
    assert "李桂兰要送饭" in [line["text"] for line in found["talk"]] and "难缠" not in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0
    with desk.unit(reading=True) as unit:
        ticket = unit.tickets.by_number(NUMBER)
    assert ticket is not None and ticket.history[-1].text == "export: 本人持身份证到场"


@pytest.mark.parametrize(("who", "reason"), [("li", "x"), ("book", "x"), ("boss", " ")])
def test_nobody_else_does_and_nobody_without_a_reason(desk: Store, tmp_path: Path, who: str, reason: str) -> None:
    """No file is left behind."""
    done = run("person", str(tmp_path / "p.json"), "--of", NUMBER, "--as", who, "--reason", reason)
    assert isinstance(done.exception, Failure) and not (tmp_path / "p.json").exists()


def test_the_yearly_report_names_each_time(desk: Store, tmp_path: Path) -> None:
    """Who did what to which minor's record, in that year of the place; ids and fields, no content."""
    file = tmp_path / "m.csv"
    assert "1 times, by 1 people, 1 records" in run("minors", str(file), "--year", "2026", "--as", "book").output
    (row,) = csv.DictReader(file.read_text("utf-8-sig").splitlines())
    assert (row["who"], row["role"], row["what"], row["record"]) == ("li", "agent", "read", CHILD)
    assert "0 times" in run("minors", str(tmp_path / "n.csv"), "--year", "2025", "--as", "book").output
    assert isinstance(run("minors", str(tmp_path / "o.csv"), "--year", "2026", "--as", "li").exception, Failure)
