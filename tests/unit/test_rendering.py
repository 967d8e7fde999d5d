"""Whatever anybody wrote is text: on Telegram, in files that are taken away and in what programs read."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from actions.desk.say import Say
from actions.store import Store
from actions.store.outbox import OutRow
from bot.export import FORMULAS, Sheet, as_csv, as_xlsx
from bot.locale.wording import Wording
from bot.telegram.channel import pieces
from bot.telegram.data import ButtonData
from bot.web.open311.formats import Format, written
from bot.web.open311.shapes import Shape
from tests.hostile import hostile

COUNTS = [200, pytest.param(5000, marks=[pytest.mark.faults, pytest.mark.timeout(600)])]
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Described(Shape):
    """An answer with words of somebody's."""

    description: str = ""


def row(words: str) -> OutRow:
    """Staff's words, to be told on Telegram."""
    say, now = Say("say.words", {"words": words}), datetime.now(UTC)
    return OutRow(1, "c", "telegram", "1", "zh_Hans", "", "answer", say, "", "sending", now, 1, 0, "")


@pytest.mark.parametrize("count", COUNTS)
def test_telegram_gets_the_words_as_they_are(count: int, sqlite_url: str, make_store: Callable[[str], Store]) -> None:
    """No character is lost or changed but blanks where a long one is split; nothing is marked up (tests/emulator)."""
    wording, data = Wording("Asia/Shanghai"), ButtonData(make_store(sqlite_url))
    for words in hostile(count):
        one = row(words)
        told = pieces(one, wording.text(one.say, one.language, one.manner), wording, data)
        assert "".join("".join(part.text for part in told).split()) == "".join(words.split())
        assert all(len(part.text.encode("utf-16-le")) <= 2 * 4096 for part in told)


@pytest.mark.parametrize("count", COUNTS)
def test_no_cell_is_a_formula(count: int) -> None:
    """Read back, each cell holds the words, behind a mark where a spreadsheet would have run them."""
    every = hostile(count)
    sheet = Sheet("表", ["词"], [[words] for words in every])
    rows = list(csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline="")))
    for words, (cell,) in zip(every, rows[1:], strict=True):
        assert cell in (words, f"'{words}") and not cell.lstrip(" ").startswith(FORMULAS)
    with zipfile.ZipFile(io.BytesIO(as_xlsx([sheet]))) as book:
        page = book.read("xl/worksheets/sheet1.xml")
        assert b"<f" not in page and b"hyperlink" not in page.lower()
        assert len(ElementTree.fromstring(page).findall(".//{*}row")) == count + 1


@pytest.mark.parametrize("count", COUNTS)
def test_programs_read_what_was_written(count: int) -> None:
    """JSON to the letter; XML without the few characters that no document may hold, and no element of theirs."""
    every = hostile(count)
    answer = [Described(description=words) for words in every]
    found = json.loads(bytes(written(answer, "requests", "request", Format.JSON).body))
    assert [one["description"] for one in found] == every
    tree = ElementTree.fromstring(bytes(written(answer, "requests", "request", Format.XML).body))
    assert {element.tag for element in tree.iter()} == {"requests", "request", "description"}
    for words, one in zip(every, tree.iter("description"), strict=True):
        plain = UNWRITABLE.sub("", words)
        assert (one.text or "").split() == plain.split()
