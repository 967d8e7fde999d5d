"""Keys of programs at the command line: made for somebody who works here, shown once, ended at once."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bot.cli.app import app as command
from bot.failures import Failure
from tests.e2e.console import House
from tests.e2e.programs import Program, office

__all__ = ["office"]


@pytest.fixture
def run(office: House, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line of this desk."""
    monkeypatch.setenv("NUANXIN_HOME", str(office.desk.settings.home))
    return CliRunner()


def made(run: CliRunner, username: str, purpose: str) -> tuple[str, str]:
    """A key's id and its secret."""
    answer = run.invoke(command, ["staff", "key", "add", username, "--for", purpose])
    assert answer.exit_code == 0, answer.output
    id, secret = answer.output.split()
    return id, secret


def test_a_key_opens_until_it_is_ended(office: House, run: CliRunner) -> None:
    """It is shown when it is made and in no list; ended, it opens nothing more."""
    id, secret = made(run, "chief", "市民 App")
    one = Program(office, secret)
    assert one.get("/requests.json").status_code == 200
    listed = run.invoke(command, ["staff", "key", "list"]).output
    assert id in listed and "市民 App" in listed and secret not in listed
    assert run.invoke(command, ["staff", "key", "end", id]).exit_code == 0
    assert one.get("/requests.json").status_code == 403
    rows = json.loads(run.invoke(command, ["staff", "key", "list", "--json"]).output)
    (row,) = [row for row in rows if row["id"] == id]
    assert row["ended_at"] and (row["staff"], row["for"]) == ("chief", "市民 App")
    one.http.close()


def test_a_key_ends_with_whoever_answers_for_it(office: House, run: CliRunner) -> None:
    """Who is disabled leaves no door open."""
    assert run.invoke(command, ["staff", "add", "zhao", "--role", "agent"]).exit_code == 0
    one = Program(office, made(run, "zhao", "test")[1])
    assert one.get("/requests.json").status_code == 200
    assert run.invoke(command, ["staff", "disable", "zhao"]).exit_code == 0
    assert one.get("/requests.json").status_code == 403
    one.http.close()


def test_each_step_is_noted(office: House, run: CliRunner) -> None:
    """Who got a key, and that it was ended; the key itself is noted nowhere."""
    id, secret = made(run, "li", "test")
    run.invoke(command, ["staff", "key", "end", id])
    with office.desk.store.database.read() as connection:
        lines = connection.exec_driver_sql("SELECT action, subject, fields FROM audit WHERE action LIKE 'key_%'").all()
    assert ("key_made", "li", json.dumps([id])) in [tuple(line) for line in lines]
    assert ("key_ended", id, "[]") in [tuple(line) for line in lines] and secret not in str(lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "nobody", "--for", "x"], "does not work here"),
        (["add", "li", "--for", " "], "--for"),
        (["add", "li", "--for", "x" * 121], "--for"),
        (["end", "nothing"], "no key"),
    ],
)
def test_what_cannot_be_is_said(run: CliRunner, arguments: list[str], said: str) -> None:
    """In a sentence."""
    answer = run.invoke(command, ["staff", "key", *arguments])
    assert isinstance(answer.exception, Failure) and said in str(answer.exception)
