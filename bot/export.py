"""Tables as files: CSV and XLSX that run nothing when they are opened, with persons masked."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

type Value = str | int | float | None

# a spreadsheet takes a text that begins so for a formula; the full-width ones too, under a Chinese or Japanese setting
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NARROW, WIDE = 10, 40  # characters of a column


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, its head and its rows."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]


def defused(value: Value) -> Value:
    """The same, and never a formula."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip(" ").startswith(FORMULAS) else value


def masked_name(name: str) -> str:
    """The first character and two stars; of an empty name nothing."""
    return f"{name.strip()[0]}**" if name.strip() else ""


def masked_phone(phone: str) -> str:
    """Both ends of a long number: 138****0000; of a short one only stars."""
    digits = "".join(c for c in phone if c.isdigit())
    if len(digits) >= 11:
        national = digits[-11:]
        return f"{national[:3]}****{national[-4:]}"
    return f"{digits[:2]}****{digits[-2:]}" if len(digits) >= 7 else "****" if digits else ""


def as_csv(sheet: Sheet) -> bytes:
    """One table, with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in (sheet.head, *sheet.rows):
        writer.writerow([defused(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Several tables, each on a sheet of its own: texts are written as texts, whatever they look like."""
    import xlsxwriter

    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, plain) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for n, sheet in enumerate(sheets, 1):
            page = book.add_worksheet(_title(sheet.name, n))
            page.freeze_panes(1, 1)
            for column, head in enumerate(sheet.head):
                page.set_column(column, column, _width(sheet, column))
                page.write_string(0, column, str(defused(head)), bold)
            for line, row in enumerate(sheet.rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(line, column, str(defused(value)))
                    elif value is not None:
                        page.write_number(line, column, value)
    return out.getvalue()


def _title(name: str, n: int) -> str:
    """A sheet's name: at most 31 characters, none of those that a spreadsheet refuses."""
    kept = "".join(c for c in name if c not in "[]:*?/\\'")
    return kept[:31] or f"{n}"


def _width(sheet: Sheet, column: int) -> int:
    texts = (str(row[column] or "") for row in sheet.rows if column < len(row))
    longest = max((sum(2 if ord(c) > 0x2E80 else 1 for c in text) for text in texts), default=0)
    return min(WIDE, max(NARROW, longest + 2))
