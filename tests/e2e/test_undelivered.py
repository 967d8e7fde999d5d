"""What could not be delivered or read is seen by staff, on the console and the command line, and tried once more."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import update
from typer.testing import CliRunner

from actions.desk.say import Say
from actions.store.inbox import Letter, keep
from actions.store.outbox import Mark
from actions.store.tables import inbox
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


def aside(house: House) -> int:
    """A message whose turn failed three times, and an update that nobody can read."""
    store, now = house.desk.store, datetime.now(UTC)
    store.strays.put("tg:7", "telegram", '{"who": "?"}', now, "Unreadable")
    with store.unit() as unit:
        talk = unit.conversations.load("rest", "amah", now=now).id
        unit.commit()
    with store.database.write() as connection:
        letter = Letter("k", "rest", "amah", '{"text": "菜单"}', "zh_Hans")
        id = keep(connection, store.vault, letter, talk, now, now, "aside")
        connection.execute(update(inbox).values(error="KeyError"))
        connection.commit()
    assert id is not None
    return id


def test_staff_see_what_could_not_be_read(house: House, browser: Browsers) -> None:
    """A message with its talk, an update without one; put back it is read again, and who only reads has no button."""
    id, li = aside(house), browser("li")
    put_back = f"/console/unread/{id}"
    page = li.get(PAGE).text
    assert "没能处理的消息" in page and "KeyError" in page and "看不出是谁发的" in page and put_back in page
    assert put_back not in browser("book").get(PAGE).text
    assert browser("book").post(put_back).status_code == 403
    assert "放回去再处理" in li.get(li.post(put_back).headers["location"]).text
    assert li.post(put_back).status_code == 409
    assert "KeyError" not in li.get(PAGE).text


def test_the_command_line_shows_what_came(house: House) -> None:
    """The list, a stray as it came, and a message dealt with once more."""
    id, run = aside(house), CliRunner()
    env = {"NUANXIN_HOME": str(house.desk.settings.home)}
    listed = run.invoke(app, ["talks", "unread", "--as", "li"], env=env).output
    assert f"{id}  " in listed and "tg:7  " in listed
    assert '{"who": "?"}' in run.invoke(app, ["talks", "unread", "tg:7", "--as", "li"], env=env).output
    assert run.invoke(app, ["talks", "unread", "tg:8", "--as", "li"], env=env).exit_code == 1
    assert run.invoke(app, ["talks", "unread", "tg:7", "--as", "book"], env=env).exit_code == 1
    assert run.invoke(app, ["talks", "reread", str(id), "--as", "li"], env=env).exit_code == 0
    assert run.invoke(app, ["talks", "reread", str(id), "--as", "li"], env=env).exit_code == 1
