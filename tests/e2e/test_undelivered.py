"""What could not be delivered is seen by staff, on the console and the command line, and sent once more."""

from __future__ import annotations

from datetime import UTC, datetime

from typer.testing import CliRunner

from actions.desk.say import Say
from actions.store.outbox import Mark
from bot.cli.app import app
from tests.e2e.console import Browsers, House, browser, house

__all__ = ["browser", "house"]
PAGE = "/console/undelivered"


def lost(house: House, error: str) -> int:
    """A message that did not arrive."""
    store, now = house.desk.store, datetime.now(UTC)
    with store.unit() as unit:
        talk = unit.conversations.load("telegram", "4711", now=now).id
        unit.outbox.put(talk, [Say("say.words", {"words": "张小明的药"})], lane="notice")
        unit.commit()
    (row,) = store.outbox.claim("test", datetime.now(UTC), channels=["telegram"])
    store.outbox.mark([Mark.failed(row, error)])
    return row.id


def test_staff_see_what_did_not_arrive_and_send_it_again(house: House, browser: Browsers) -> None:
    """With the reason, without the words; once put back it is gone from the list, and who only reads has no button."""
    assert "都送到了" in browser("li").get(PAGE).text
    id = lost(house, "Forbidden")
    page = browser("li").get(PAGE).text
    assert "停用了机器人" in page and "张小明" not in page and "再发一次" in page
    book, li = browser("book"), browser("li")
    assert "再发一次" not in book.get(PAGE).text
    assert book.post(f"{PAGE}/{id}").status_code == 403
    assert "放回去" in li.get(li.post(f"{PAGE}/{id}").headers["location"]).text
    assert li.post(f"{PAGE}/{id}").status_code == 409
    assert house.desk.store.outbox.waiting(["telegram"]) == 1


def test_the_command_line_does_too(house: House) -> None:
    """As long as it is one that failed."""
    id, run = lost(house, "BadRequest"), CliRunner()
    env = {"NUANXIN_HOME": str(house.desk.settings.home)}
    assert f"{id} " in run.invoke(app, ["talks", "undelivered", "--as", "li"], env=env).output
    assert run.invoke(app, ["talks", "resend", str(id), "--as", "li"], env=env).exit_code == 0
    assert run.invoke(app, ["talks", "resend", str(id), "--as", "li"], env=env).exit_code == 1
