"""`nuanxin links`: family who wait to follow somebody's requests, for staff who have seen papers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opened import opened, zone
from bot.cli.who import As

if TYPE_CHECKING:
    from actions.store.unit_of_work import SqlUnitOfWork

app = typer.Typer(no_args_is_help=True, help="Approve that somebody follows another's requests.")


@contextmanager
def _unit() -> Iterator[SqlUnitOfWork]:
    with opened() as store, store.unit() as unit:
        yield unit


@app.command("list")
def list_(as_: As) -> None:
    """Those whom nobody has answered yet."""
    from actions.desk.access import staff_member

    with _unit() as unit:
        staff_member(unit, as_, "link.approve")
        waiting = unit.people.links_waiting()
        lines = [(link, _who(unit, link.follower), _who(unit, link.followed)) for link in waiting]
        for link in waiting:
            unit.audit.note(at=datetime.now(UTC), actor=as_, action="read", kind="link", id=link.id)
        unit.commit()
    here = zone()
    for link, follower, followed in lines:
        since = f"{link.created_at.astimezone(here):%m-%d %H:%M}"
        print(f"{link.id}  {link.relation:<8}  since {since}  {follower}  wants to follow  {followed}")
    if not lines:
        print("nobody waits")


def _who(unit: SqlUnitOfWork, person: str) -> str:
    """Name and phone as far as they are known, and the newest request, to be held against papers."""
    found = unit.people.get(person)
    known = [found.name, found.phone] if found is not None else []
    newest = next(iter(unit.tickets.of_person(person)), None)
    said = " ".join(filter(None, known)) or "no name told"
    return f"{said} ({newest.number})" if newest is not None and newest.sensitivity == "ordinary" else said


@app.command()
def approve(link: Annotated[str, typer.Argument(metavar="LINK")], as_: As) -> None:
    """Agree in place of the one who is followed, having seen papers; both are told."""
    from actions.desk.family import approve_as_staff
    from bot.failures import Failure

    with _unit() as unit:
        found = next((one for one in unit.people.links_waiting() if one.id == link), None)
        if found is None:
            raise Failure(f"nobody waits under {link}; `nuanxin links list` shows who does")
        approve_as_staff(unit, as_, found, datetime.now(UTC))
        unit.commit()
    print("approved; both were told")
