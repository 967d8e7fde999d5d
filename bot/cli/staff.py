"""`nuanxin staff`: who works here."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opened import opened

if TYPE_CHECKING:
    from datetime import datetime

    from actions.desk.person import Staff
    from actions.store.unit_of_work import SqlUnitOfWork
    from data.model import Catalogue

app = typer.Typer(no_args_is_help=True, help="Add, list and change members of staff.")
Username = Annotated[str, typer.Argument(metavar="STAFF")]
Role = Annotated[str, typer.Option(help="`nuanxin staff roles` shows them.")]
Name = Annotated[str, typer.Option(help="As people see it.")]
Queues = Annotated[list[str] | None, typer.Option("--queue", help="Sees only these queues.")]


@app.command("list")
def list_(json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Everybody who works here."""
    with opened() as store, store.unit(reading=True) as unit:
        everybody = unit.staff.all()
    if json_:
        keys = ("username", "name", "role", "on_duty", "disabled")
        print(
            json.dumps(
                [{k: getattr(s, k) for k in keys} | {"queues": list(s.queues)} for s in everybody], ensure_ascii=False
            )
        )
        return
    for s in everybody:
        print(f"{s.username:<16} {s.role:<11} {_state(s):<8}  {s.name}  {', '.join(s.queues) or 'all queues'}")
    if not everybody:
        print("nobody yet; `nuanxin staff add NAME --role agent` adds somebody")


@app.command()
def add(username: Username, role: Role, name: Name = "", queue: Queues = None) -> None:
    """Add a member of staff, off duty; `invite` is the way in for those who use the console."""
    from actions.desk import accounts
    from actions.desk.person import Staff

    member = Staff(username, name or username, role, tuple(queue or ()))
    with _changing() as (unit, now):
        accounts.add(unit, accounts.OPERATOR, member, catalogue=_catalogue(), now=now)
    print(f"{username}: {role}, {_state(member)}")


@app.command()
def invite(
    username: Username,
    role: Role,
    name: Name = "",
    queue: Queues = None,
    url: Annotated[str, typer.Option(help="Where people reach this desk, such as https://help.example.")] = "",
) -> None:
    """Add somebody and print the link by which they set password and second factor; it works once, for three days."""
    from actions.desk import accounts
    from actions.desk.person import Staff

    member = Staff(username, name or username, role, tuple(queue or ()))
    with _changing() as (unit, now):
        accounts.add(unit, accounts.OPERATOR, member, catalogue=_catalogue(), now=now)
        token = accounts.link(unit, accounts.OPERATOR, username, "invited", now=now)
    print(_address(url, token))


@app.command()
def reset(
    username: Username,
    url: Annotated[str, typer.Option(help="Where people reach this desk, such as https://help.example.")] = "",
) -> None:
    """A lost password or telephone: both end at once, with all sessions; prints a new link."""
    from actions.desk import accounts

    with _changing() as (unit, now):
        token = accounts.reset(unit, accounts.OPERATOR, username, now=now)
    print(_address(url, token))


@app.command()
def roles() -> None:
    """Who may do what."""
    from actions.desk.access_table import page

    print("\n".join(page()))


@app.command()
def duty(username: Username, state: Annotated[str, typer.Argument(metavar="on|off")]) -> None:
    """Say who is there now: people who ask for a person are told the truth about it."""
    from actions.desk import accounts
    from bot.failures import Failure

    if state not in ("on", "off"):
        raise Failure("say on or off")
    with _changing() as (unit, now):
        accounts.duty(unit, accounts.OPERATOR, username, there=state == "on", catalogue=_catalogue(), now=now)
    staff = _known(username)
    print(f"{username}: {staff.role}, {_state(staff)}")


@app.command()
def password(username: Username) -> None:
    """Set somebody's password for the console: asked twice, or one line from standard input; ends their sessions."""
    from bot.failures import Failure
    from bot.password import SHORTEST, hashed

    _known(username)
    typed = _typed()
    if len(typed) < SHORTEST:
        raise Failure(f"a password has at least {SHORTEST} characters")
    hash = hashed(typed)
    with _changing() as (unit, now):
        if (staff := unit.staff.get(username, lock=True)) is None:
            raise Failure(f"{username} does not work here any more")
        unit.staff.save(replace(staff, password_hash=hash))
        unit.sessions.end_all(username)
        unit.audit.note(at=now, actor="cli", action="password", kind="staff", id=username)
    print(f"{username}: the password is set")


def _typed() -> str:
    """Twice at a terminal, where nothing is shown; one line otherwise."""
    from getpass import getpass

    from bot.failures import Failure

    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    first = getpass("Password: ").strip()
    if getpass("Once more: ").strip() != first:
        raise Failure("the two are not the same")
    return first


@app.command()
def link(username: Username) -> None:
    """Print a link that binds somebody's Telegram account to their name here; it works once, for 24 hours."""
    import asyncio

    from bot.failures import Failure
    from bot.settings import read_settings
    from bot.telegram.doctor import bot_name
    from bot.telegram.staffroom import LINK, LINK_LASTS

    settings = read_settings()
    if not settings.telegram_token.get_secret_value():
        raise Failure("NUANXIN_TELEGRAM_TOKEN is not set: there is no bot to open")
    staff = _known(username)
    with _changing() as (unit, now):
        unit.invites.withdraw("staff", staff.username, now)
        token = unit.invites.make("staff", staff.username, now, lasts=LINK_LASTS)
        unit.audit.note(at=now, actor="cli", action="invited", kind="staff", id=staff.username)
    name = asyncio.run(bot_name(settings))
    print(f"https://t.me/{name}?start={LINK}{token}" if name else f"/start {LINK}{token}")


@app.command()
def disable(username: Username) -> None:
    """End somebody's access, with all their sessions, at once."""
    from actions.desk import accounts

    with _changing() as (unit, now):
        accounts.disable(unit, accounts.OPERATOR, username, catalogue=_catalogue(), now=now)
    print(f"{username}: disabled")


@app.command()
def enable(username: Username) -> None:
    """Let somebody in again."""
    from actions.desk import accounts

    with _changing() as (unit, now):
        accounts.enable(unit, accounts.OPERATOR, username, now=now)
    print(f"{username}: enabled")


@contextmanager
def _changing() -> Iterator[tuple[SqlUnitOfWork, datetime]]:
    """One transaction of the operator's; what cannot be is said in a sentence."""
    from datetime import UTC, datetime

    with opened() as store, store.unit() as unit:
        yield unit, datetime.now(UTC)
        unit.commit()


def _catalogue() -> Catalogue:
    from bot.settings import read_settings
    from bot.wiring import read_catalogue

    return read_catalogue(read_settings())


def _address(url: str, token: str) -> str:
    from bot.settings import read_settings

    settings = read_settings()
    base = url or settings.telegram_webhook_url or f"http://{settings.host}:{os.environ.get('PORT', '8080')}"
    return f"{base.rstrip('/')}/console/invited/{token}"


def _known(username: str) -> Staff:
    from bot.failures import Failure

    with opened() as store, store.unit(reading=True) as unit:
        staff = unit.staff.get(username)
    if staff is None:
        raise Failure(f"{username} does not work here; `nuanxin staff list` shows who does")
    return staff


def _state(staff: Staff) -> str:
    if staff.disabled:
        return "disabled"
    return "on duty" if staff.on_duty else "off duty"
