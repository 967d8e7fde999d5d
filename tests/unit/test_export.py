"""Files that are taken away: nothing in them runs, nobody in them can be recognised."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from bot.export import FORMULAS, Sheet, Value, as_csv, as_xlsx, defused, masked_name, masked_phone


@pytest.mark.parametrize("start", FORMULAS)
def test_a_cell_that_a_spreadsheet_would_run_is_text(start: str) -> None:
    """Also behind blanks; in both kinds of file."""
    bad = f'{start}HYPERLINK("http://example.org")'
    assert defused(bad) == f"'{bad}" and defused(f"  {bad}") == f"'  {bad}"
    sheet = Sheet(bad, [bad], [[bad, 1]])
    rows = list(csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline="")))
    assert rows == [[f"'{bad}"], [f"'{bad}", "1"]]
    with zipfile.ZipFile(io.BytesIO(as_xlsx([sheet]))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
        assert (
            "<f>" not in page and "hyperlink" not in page and "HYPERLINK" in book.read("xl/sharedStrings.xml").decode()
        )


@pytest.mark.parametrize("value", ["长者助餐", "NX-261123-000018", "", 5, -5, 2.5, None, "3 - 1"])
def test_all_else_is_left_as_it_is(value: Value) -> None:
    """A number below zero stays a number."""
    assert defused(value) == value


def test_a_file_opens_in_chinese() -> None:
    """The mark tells spreadsheets that it is UTF-8; numbers are numbers."""
    assert as_csv(Sheet("表", ["区"], [["罗湖区"]])).startswith(b"\xef\xbb\xbf")
    with zipfile.ZipFile(io.BytesIO(as_xlsx([Sheet("表", ["区", "数"], [["罗湖区", 7], [None, 0.5]])]))) as book:
        assert "表" in book.read("xl/workbook.xml").decode()
        assert "<v>7</v>" in book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    "name, masked",
    [("王小明", "王**"), ("欧阳娜", "欧**"), ("Li Ming", "L**"), ("  陈 ", "陈**"), ("", ""), ("  ", "")],
)
def test_of_a_name_its_first_letter(name: str, masked: str) -> None:
    """However long it is."""
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    "phone, masked",
    [
        ("13800001234", "138****1234"),
        ("+86 138 0000 1234", "138****1234"),
        ("0755-8800123", "075****0123"),
        ("8800123", "88****23"),
        ("12345", "****"),
        ("", ""),
    ],
)
def test_of_a_phone_its_ends(phone: str, masked: str) -> None:
    """A short one not at all."""
    assert masked_phone(phone) == masked
