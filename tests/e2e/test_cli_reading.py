"""Reading at the terminal: noted where it is personal, and a secret name is kept there too."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bot.cli.app import app as command
from bot.failures import Failure
from tests.e2e.console import House, house

__all__ = ["house"]


def test_reading_at_the_terminal_is_noted_and_keeps_secrets(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list names nobody; as JSON it does, so each request is noted; who keeps their name keeps it from agents."""
    monkeypatch.setenv("NUANXIN_HOME", str(house.desk.settings.home))
    details = {"name": "陈小梅", "phone": "13800001234", "age": 80}
    ticket = house.opened(secret=True, details=details, text="我是陈小梅")

    def run(*words: str) -> str:
        done = CliRunner().invoke(command, ["tickets", *words])
        assert done.exit_code == 0, done.exception
        return done.output

    def noted(who: str) -> int:
        with house.desk.store.database.read() as connection:
            rows = connection.exec_driver_sql("SELECT actor, action, subject FROM audit").all()
        return sum(tuple(row) == (who, "read", ticket.id) for row in rows)

    assert "陈小梅" not in run("list", "--as", "chief") and noted("chief") == 0
    (row,) = json.loads(run("list", "--json", "--as", "chief"))
    assert row["details"]["name"] == "陈小梅" and noted("chief") == 1
    shown = json.loads(run("show", ticket.number, "--json", "--as", "li"))
    assert shown["details"] == {"age": 80} and shown["text"] == "" and noted("li") == 1
    assert "陈小梅" not in run("show", ticket.number, "--as", "li")


def test_who_forgets_to_say_who_they_are_is_told_how(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence each, for a name left out, a name that is nobody's, and a talk that never was."""
    monkeypatch.setenv("NUANXIN_HOME", str(house.desk.settings.home))

    def refused(*words: str) -> str:
        done = CliRunner().invoke(command, words)
        assert isinstance(done.exception, Failure), done.output
        return str(done.exception)

    for words in (("talks", "list"), ("tickets", "list"), ("calendar", "set", "2026-12-01", "off")):
        assert "--as NAME" in refused(*words) and "nuanxin staff list" in refused(*words)
    assert "nuanxin staff list" in refused("tickets", "list", "--as", "xyz")
    for step in ("take", "take-over", "give-back"):
        assert refused("talks", step, "xyz", "--as", "li").startswith("there is no talk xyz; `nuanxin talks")


def test_an_alarm_is_not_ended_without_a_word_nor_by_another(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal as on the page: only who has the talk gives it back, with what was agreed."""
    monkeypatch.setenv("NUANXIN_HOME", str(house.desk.settings.home))
    alarm, talk = house.alarm()

    def tried(*words: str) -> str:
        done = CliRunner().invoke(command, ["talks", *words])
        return str(done.exception) if done.exception else done.output

    assert "it is yours" in tried("take", talk, "--as", "li")
    assert "do not have this talk" in tried("give-back", talk, "--agreed", "好了", "--as", "wang")
    assert "--agreed" in tried("give-back", talk, "--as", "li")
    assert "has it again" in tried("give-back", talk, "--agreed", "明天再联系", "--as", "li")
    with house.desk.store.unit(reading=True) as unit:
        kept = unit.incidents.get(alarm)
    assert kept is not None and (kept.taken_by, kept.result) == ("li", "明天再联系") and kept.ended_at is not None
