"""`nuanxin tickets`: the requests, for staff at a terminal; every step reaches the citizen's chat at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opened import opened
from bot.cli.who import As

if TYPE_CHECKING:
    from actions.desk.person import Staff
    from actions.desk.ticket import Ticket
    from actions.store.store import Store
    from data.model import Catalogue

app = typer.Typer(no_args_is_help=True, help="List, show and work the requests.")
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Like NX-261122-000017.")]


@contextmanager
def _desk() -> Iterator[tuple[Store, Catalogue]]:
    from bot.settings import read_settings
    from bot.wiring import read_catalogue

    with opened() as store:
        yield store, read_catalogue(read_settings())


def _print(staff: Staff, tickets: list[Ticket], catalogue: Catalogue, *, as_json: bool, one: bool = False) -> None:
    from actions.desk.access import as_known
    from bot.cli import shown

    tickets = [as_known(staff, ticket, catalogue) for ticket in tickets]
    zone = catalogue.place.timezone
    if as_json:
        found = [shown.as_json(ticket, zone, catalogue) for ticket in tickets]
        print(json.dumps(found[0] if one else found, ensure_ascii=False, indent=2))
        return
    for ticket in tickets:
        print(shown.as_row(ticket, zone, catalogue) if not one else shown.as_text(ticket, zone, catalogue))
    if not tickets:
        print("no requests")


@app.command("list")
def list_(
    as_: As, json_: Json = False, status: Annotated[list[str] | None, typer.Option(help="Only these.")] = None
) -> None:
    """The requests that you may see, the most urgent first."""
    from actions.desk.access import staff_member
    from actions.desk.scope import scope_of

    with _desk() as (store, catalogue), store.unit() as unit:
        staff = staff_member(unit, as_)
        found = list(unit.tickets.listed(scope_of(staff), statuses=status or ()))
        for ticket in found if json_ else ():  # the lines name nobody
            unit.audit.note(at=datetime.now(UTC), actor=as_, action="read", kind="ticket", id=ticket.id)
        unit.commit()
        _print(staff, found, catalogue, as_json=json_)


@app.command()
def show(number: Number, as_: As, json_: Json = False) -> None:
    """One request with its history."""
    from actions.desk.access import ticket_for_staff

    with _desk() as (store, catalogue), store.unit() as unit:
        staff, ticket = ticket_for_staff(unit, as_, number)
        unit.audit.note(at=datetime.now(UTC), actor=as_, action="read", kind="ticket", id=ticket.id)
        unit.commit()
        _print(staff, [ticket], catalogue, as_json=json_, one=True)


@app.command()
def reply(number: Number, text: Annotated[str, typer.Argument(metavar="TEXT")], as_: As, json_: Json = False) -> None:
    """Write to the person."""
    from actions.desk.staff_work import reply as do

    _work(do, number, text, as_, json_)


@app.command()
def assign(
    number: Number, to: Annotated[str, typer.Argument(metavar="STAFF|QUEUE")], as_: As, json_: Json = False
) -> None:
    """Give it to a colleague or to another queue."""
    from actions.desk.staff_work import assign as do

    _work(do, number, to, as_, json_)


@app.command()
def wrong(number: Number, meant: Annotated[str, typer.Argument(metavar="SERVICE")], as_: As) -> None:
    """Say what was really meant: the first words are kept as an example to learn from, without anything personal."""
    from actions.desk.teaching import teach

    with _desk() as (store, catalogue), store.unit() as unit:
        lesson = teach(unit, as_, number, meant, catalogue=catalogue, now=datetime.now(UTC))
        unit.commit()
        print(f"{lesson.meant}: {lesson.text}")


@app.command()
def status(
    number: Number,
    status: Annotated[str, typer.Argument(metavar="STATUS")],
    as_: As,
    result: Annotated[
        str | None, typer.Option(metavar="TEXT", help="with closed: what came of it, which the person is told")
    ] = None,
    json_: Json = False,
) -> None:
    """Move it on: new, in_progress, waiting, answered, closed, cancelled. `assign` makes it assigned."""
    from actions.desk.staff_work import set_status

    _work(partial(set_status, result=result), number, status, as_, json_)


@app.command("return")
def return_(
    number: Number, reason: Annotated[str, typer.Argument(metavar="REASON")], as_: As, json_: Json = False
) -> None:
    """Give it back with a reason: it is given out anew, and whoever had it first stays answerable."""
    from actions.desk.staff_work import send_back as do

    _work(do, number, reason, as_, json_)


def _work(do: Callable[..., Ticket], number: str, what: str, as_: str, as_json: bool) -> None:
    """One of the desk's use cases, committed, and the request as it is now."""
    from actions.desk.access import staff_member

    with _desk() as (store, catalogue), store.unit() as unit:
        ticket = do(unit, as_, number, what, catalogue=catalogue, now=datetime.now(UTC))
        staff = staff_member(unit, as_)
        unit.commit()
        _print(staff, [ticket], catalogue, as_json=as_json, one=True)
