"""`nuanxin export person` and `nuanxin export minors`: for who asks for their own data, and for the yearly report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

from actions.desk.access import staff_member, ticket_for_staff
from bot.cli.opened import opened, zone
from bot.failures import Failure

if TYPE_CHECKING:
    from actions.desk.person import Person
    from actions.store.store import Store

REASON = 500  # characters


def write_person(file: Path, number: str, username: str, reason: str) -> None:
    """All that is kept of who made this request; a supervisor's right, noted with its reason among the notes."""
    from bot.locale.wording import Wording
    from bot.own_data import as_file, own_data
    from bot.settings import read_settings
    from bot.transcript import Transcripts
    from bot.wiring import incomings, read_catalogue

    if not reason.strip() or len(reason) > REASON:
        raise Failure(f"--reason: say in 1 to {REASON} characters who asked for it, and how you know them")
    catalogue, now = read_catalogue(read_settings()), datetime.now(UTC)
    with opened() as store:
        person = _asked_for(store, number, username, reason, now)
        transcripts = Transcripts(store, Wording(catalogue.place.timezone), incomings(store))
        found = own_data(store, transcripts, person, now)
    with _new(file) as out:
        out.write(as_file(found))
    print(f"{len(found['requests'])} requests and {len(found['talk'])} lines in {file}; hand it to nobody else")


def _asked_for(store: Store, number: str, username: str, reason: str, now: datetime) -> Person:
    from actions.desk.staff_work import note

    with store.unit() as unit:
        staff_member(unit, username, "request.name")
        _, ticket = ticket_for_staff(unit, username, number)
        note(unit, username, number, f"export: {reason.strip()}", now=now)
        unit.audit.note(at=now, actor=username, action="exported", kind="person", id=ticket.requester, fields=(number,))
        person = unit.people.get(ticket.requester)
        unit.commit()
    if person is None:
        raise Failure(f"nobody is known who made {number}")
    return person


def write_minors(file: Path, year: int, username: str) -> None:
    """Each time that somebody opened or changed a minor's record in that year: ids and fields, no content."""
    from bot.export import Sheet, as_csv

    place, now = zone(), datetime.now(UTC)
    since, until = (datetime(y, 1, 1, tzinfo=place).astimezone(UTC) for y in (year, year + 1))
    with opened() as store, store.unit() as unit:
        staff_member(unit, username, "figures.read")
        lines = unit.audit.of_minors(since, until)
        unit.audit.note(at=now, actor=username, action="exported", kind="minors", id=str(year))
        unit.commit()
    rows = [(_local(at, place), *rest) for at, *rest in lines]
    with _new(file) as out:
        out.write(as_csv(Sheet("minors", ("at", "who", "role", "what", "record", "fields"), rows)))
    people, records = len({row[1] for row in rows}), len({row[4] for row in rows})
    print(f"{year}: {len(rows)} times, by {people} people, {records} records of minors; in {file}")


def _local(at: datetime, place: ZoneInfo) -> str:
    return at.astimezone(place).isoformat(timespec="seconds")


@contextmanager
def _new(file: Path) -> Iterator[BinaryIO]:
    """A new file that its owner alone reads."""
    try:
        file.touch(mode=0o600, exist_ok=False)
        with file.open("wb") as out:
            yield out
    except FileExistsError:
        raise Failure(f"{file} is there already; name a new file") from None
    except OSError as error:
        raise Failure(f"cannot write {file}: {error.strerror}") from None
