"""Tables of the desk as files, for the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from actions.desk.access import staff_member
from actions.desk.figures import Narrow, read_figures, seer
from actions.desk.period import month as month_of
from actions.desk.scope import scope_of
from actions.desk.ticket import OPEN, Status
from actions.store.unit_of_work import SqlUnitOfWork
from bot.cli.opened import opened
from bot.export import KINDS, Sheet, as_csv, as_xlsx
from bot.export_figures import by_line, sheets
from bot.export_requests import MOST, listed
from bot.failures import Failure
from bot.figures_words import FigureWords, split_by, today
from bot.locale.wording import Wording
from bot.settings import read_settings
from bot.shown import Shown
from bot.wiring import read_catalogue
from data.model import LANGUAGES, Catalogue


def write_figures(file: Path, username: str, month: str, by: str, language: str) -> None:
    """The figures of a month; raises Failure for what cannot be read or written."""
    catalogue, now = read_catalogue(read_settings()), datetime.now(UTC)
    if by not in split_by(catalogue):
        raise Failure(f"{by!r} is none of {', '.join(split_by(catalogue))}")
    try:
        since, until = month_of(month or f"{today(catalogue, now):%Y-%m}")
    except ValueError:
        raise Failure(f"{month!r} is no month like 2026-11") from None
    words = FigureWords(_shown(catalogue, language, now))

    def tables(unit: SqlUnitOfWork) -> list[Sheet]:
        staff = seer(unit, username)
        narrow = Narrow(since.toordinal(), until.toordinal(), offices=staff.queues)
        every = (by,) if _kind(file) == "csv" else split_by(catalogue)
        read = [read_figures(unit.figure_book, narrow, one, catalogue, now) for one in every]
        return [by_line(read[0], words)] if _kind(file) == "csv" else sheets(read, words)

    _write(file, username, "figures", now, tables)


def write_requests(file: Path, username: str, status: str, language: str) -> None:
    """The list of requests; raises Failure for what cannot be read or written."""
    catalogue, now = read_catalogue(read_settings()), datetime.now(UTC)
    if status not in ("", "all", *Status):
        raise Failure(f"{status!r} is none of all, {', '.join(Status)}")
    statuses = () if status == "all" else (status,) if status else tuple(sorted(one.value for one in OPEN))

    def table(unit: SqlUnitOfWork) -> list[Sheet]:
        staff = staff_member(unit, username, "requests.export")
        shown = _shown(catalogue, language, now, {one.username: one.name for one in unit.staff.all()})
        return [listed(unit.tickets.listed(scope_of(staff), statuses=statuses, limit=MOST), staff, shown)]

    _write(file, username, "requests", now, table)


def _shown(catalogue: Catalogue, language: str, now: datetime, names: dict[str, str] | None = None) -> Shown:
    if language not in LANGUAGES:
        raise Failure(f"{language!r} is none of {', '.join(LANGUAGES)}")
    return Shown(Wording(catalogue.place.timezone), catalogue, language, now, names or {})


def _kind(file: Path) -> str:
    kind = file.suffix.removeprefix(".").lower()
    if kind not in KINDS:
        raise Failure(f"{file} ends in none of {', '.join(f'.{one}' for one in KINDS)}")
    return kind


def _write(file: Path, username: str, name: str, now: datetime, make: Callable[[SqlUnitOfWork], list[Sheet]]) -> None:
    kind = _kind(file)
    with opened() as store:
        with store.unit(reading=True) as unit:
            found = make(unit)
        with store.unit() as unit:  # without this line nothing is written
            unit.audit.note(at=now, actor=username, action="read", kind="export", id=name)
            unit.commit()
    try:
        with file.open("xb") as out:
            out.write(as_csv(found[0]) if kind == "csv" else as_xlsx(found))
    except FileExistsError:
        raise Failure(f"{file} is there already; name a new file") from None
    except OSError as error:
        raise Failure(f"cannot write {file}: {error.strerror}") from None
    print(f"{len(found)} tables in {file}" if len(found) > 1 else f"{len(found[0].rows)} lines in {file}")
