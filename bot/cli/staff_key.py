"""`nuanxin staff key`: keys with which programs speak Open311 for a member of staff."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.opened import opened

app = typer.Typer(no_args_is_help=True, help="Keys of programs: each opens what the one may see who answers for it.")


@app.command()
def add(
    username: Annotated[str, typer.Argument(metavar="STAFF", help="Who answers for it.")],
    purpose: Annotated[str, typer.Option("--for", help="What it is for, such as the program's name.")],
) -> None:
    """Make a key and show it this once; only its digest is kept."""
    from bot.failures import Failure

    if not purpose.strip() or len(purpose) > 120:
        raise Failure("--for: say in 1 to 120 characters what the key is for")
    now = datetime.now(UTC)
    with opened() as store, store.unit() as unit:
        staff = unit.staff.get(username)
        if staff is None or staff.disabled:
            raise Failure(f"{username} does not work here; `nuanxin staff list` shows who does")
        key, secret = unit.keys.make(username, purpose.strip(), now)
        unit.audit.note(at=now, actor="cli", action="key_made", kind="staff", id=username, fields=(key.id,))
        unit.commit()
    print(f"{key.id}  {secret}")


@app.command("list")
def list_(json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Every key, the ended ones too; what opens is never shown again."""
    with opened() as store, store.unit(reading=True) as unit:
        every = unit.keys.all()
    if json_:
        rows = [
            {
                "id": key.id,
                "staff": key.staff,
                "for": key.purpose,
                "created_at": key.created_at.isoformat(),
                "ended_at": key.ended_at.isoformat() if key.ended_at else None,
            }
            for key in every
        ]
        print(json.dumps(rows, ensure_ascii=False))
        return
    for key in every:
        state = f"ended {key.ended_at:%Y-%m-%d}" if key.ended_at else "opens"
        print(f"{key.id}  {key.staff:<16} {state:<16} {key.purpose}")
    if not every:
        print("no keys yet; `nuanxin staff key add STAFF --for …` makes one")


@app.command()
def end(id: Annotated[str, typer.Argument(metavar="KEY", help="Its id, from the list.")]) -> None:
    """End a key at once."""
    from bot.failures import Failure

    now = datetime.now(UTC)
    with opened() as store, store.unit() as unit:
        if not unit.keys.end(id, now):
            raise Failure(f"{id} is no key that still opens; `nuanxin staff key list` shows them")
        unit.audit.note(at=now, actor="cli", action="key_ended", kind="staff", id=id)
        unit.commit()
    print(f"{id}: ended")
