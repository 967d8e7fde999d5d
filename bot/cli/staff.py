"""`nuanxin staff`: who works here."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from actions.desk.person import Staff
    from actions.store.store import Store

app = typer.Typer(no_args_is_help=True, help="Add, list and change members of staff.")
Username = Annotated[str, typer.Argument(metavar="STAFF")]


def _store() -> Store:
    from bot.settings import read_settings
    from bot.wiring import open_desk_store

    return open_desk_store(read_settings())


@app.command("list")
def list_(json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Everybody who works here."""
    store = _store()
    with store.unit(reading=True) as unit:
        everybody = unit.staff.all()
    store.close()
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
def add(
    username: Username,
    role: Annotated[str, typer.Option(help="`nuanxin staff roles` shows them.")],
    name: Annotated[str, typer.Option(help="As citizens see it.")] = "",
    queue: Annotated[list[str] | None, typer.Option(help="Sees only these queues.")] = None,
) -> None:
    """Add a member of staff, off duty."""
    from actions.desk.access_table import BOUND, ROLES
    from actions.desk.person import Staff
    from bot.failures import Failure
    from bot.settings import read_settings
    from bot.wiring import read_catalogue

    if role in BOUND and not queue:
        raise Failure(f"--queue: {role} sees its own queues only, so it needs one at least")
    if role not in ROLES:
        raise Failure(f"--role: {role!r} is not one of {', '.join(ROLES)}")
    queues = read_catalogue(read_settings()).place.queues
    for one in queue or ():
        if one not in queues:
            raise Failure(f"--queue: {one!r} is not one of {', '.join(queues)}")
    _change(Staff(username, name or username, role, tuple(queue or ())), new=True)


@app.command()
def roles() -> None:
    """Who may do what."""
    from actions.desk.access_table import page

    print("\n".join(page()))


@app.command()
def duty(username: Username, state: Annotated[str, typer.Argument(metavar="on|off")]) -> None:
    """Say who is there now: people who ask for a person are told the truth about it."""
    from bot.failures import Failure

    if state not in ("on", "off"):
        raise Failure("say on or off")
    staff = _known(username)
    staff.on_duty = state == "on"
    _change(staff)


@app.command()
def password(username: Username) -> None:
    """Set somebody's password for the console: asked twice, or one line from standard input; ends their sessions."""
    from datetime import UTC, datetime

    from bot.failures import Failure
    from bot.web.console.password import SHORTEST, hashed

    staff = _known(username)
    typed = _typed()
    if len(typed) < SHORTEST:
        raise Failure(f"a password has at least {SHORTEST} characters")
    staff.password_hash = hashed(typed)
    store = _store()
    with store.unit() as unit:
        unit.staff.save(staff)
        unit.sessions.end_all(username)
        unit.audit.note(at=datetime.now(UTC), actor="cli", action="password", kind="staff", id=username)
        unit.commit()
    store.close()
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
    from datetime import UTC, datetime

    from bot.failures import Failure
    from bot.settings import read_settings
    from bot.telegram.doctor import bot_name
    from bot.telegram.staffroom import LINK, LINK_LASTS

    settings = read_settings()
    if not settings.telegram_token.get_secret_value():
        raise Failure("NUANXIN_TELEGRAM_TOKEN is not set: there is no bot to open")
    staff, store, now = _known(username), _store(), datetime.now(UTC)
    with store.unit() as unit:
        unit.invites.withdraw("staff", staff.username, now)
        token = unit.invites.make("staff", staff.username, now, lasts=LINK_LASTS)
        unit.audit.note(at=now, actor="cli", action="invited", kind="staff", id=staff.username)
        unit.commit()
    store.close()
    name = asyncio.run(bot_name(settings))
    print(f"https://t.me/{name}?start={LINK}{token}" if name else f"/start {LINK}{token}")


@app.command()
def disable(username: Username) -> None:
    """End somebody's access."""
    staff = _known(username)
    staff.disabled, staff.on_duty = True, False
    _change(staff)


def _known(username: str) -> Staff:
    from bot.failures import Failure

    store = _store()
    with store.unit(reading=True) as unit:
        staff = unit.staff.get(username)
    store.close()
    if staff is None:
        raise Failure(f"{username} does not work here; `nuanxin staff list` shows who does")
    return staff


def _change(staff: Staff, *, new: bool = False) -> None:
    from bot.failures import Failure

    store = _store()
    with store.unit() as unit:
        if new and unit.staff.get(staff.username) is not None:
            raise Failure(f"{staff.username} works here already")
        unit.staff.save(staff)
        unit.commit()
    store.close()
    print(f"{staff.username}: {staff.role}, {_state(staff)}")


def _state(staff: Staff) -> str:
    if staff.disabled:
        return "disabled"
    return "on duty" if staff.on_duty else "off duty"
