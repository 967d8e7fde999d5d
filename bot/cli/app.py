"""The commands."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli import calendar, export, keys, links, staff, staff_key, talks, tickets

app = typer.Typer(
    name="nuanxin",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="暖心: the help desk.",
)
app.add_typer(tickets.app, name="tickets")
app.add_typer(talks.app, name="talks")
staff.app.add_typer(staff_key.app, name="key")
app.add_typer(staff.app, name="staff")
app.add_typer(links.app, name="links")
app.add_typer(calendar.app, name="calendar")
app.add_typer(export.app, name="export")
app.add_typer(keys.app, name="keys")


@app.command()
def demo(port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535)] = 8080) -> None:
    """Everything on this machine: trains if needed, then serves page, REST, Telegram where a token is set."""
    gc.disable()  # a fifth of the start; `ready` turns it on again
    from bot.demo import demo as run

    run(port)


@app.command()
def serve(
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535)] = 8080,
    role: Annotated[
        Literal["all", "web", "turns", "delivery"], typer.Option(help="One of several processes does this alone.")
    ] = "all",
) -> None:
    """Serve with the settings of the environment; without NUANXIN_NLU_URL it starts its own understanding."""
    gc.disable()
    from bot.demo import serve as run

    run(port, role)


@app.command()
def train() -> None:
    """Train understanding on the data files, where they changed."""
    from bot.settings import read_settings
    from bot.training import train as run

    run(read_settings())


@app.command()
def understand() -> None:
    """Read lines from stdin; print what the desk would act on, one JSON object a line."""
    from bot.cli.understand import understand as run
    from bot.settings import read_settings

    run(read_settings())


@app.command()
def migrate() -> None:
    """Bring the database's tables to this version."""
    from bot.settings import read_settings
    from bot.wiring import open_desk_store

    store = open_desk_store(read_settings())
    print(f"the tables of {store.database.shown} are up to date")
    store.close()


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="A new file, or a folder to keep backups in.")],
    keep: Annotated[int, typer.Option(min=0, help="In a folder: how many to keep; 0 keeps all.")] = 0,
) -> None:
    """Write tables and files into one sealed file, while the desk goes on."""
    from bot.cli.backup import backup as run

    run(target, keep)


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that `nuanxin backup` wrote.")],
    forgotten: Annotated[Path | None, typer.Option(help="Register of erasures; else the one in the home.")] = None,
) -> None:
    """Fill an empty database from a backup, and do again the erasures since then."""
    from bot.cli.backup import restore as run

    run(source, forgotten)


@app.command()
def doctor(
    catalogue: Annotated[bool, typer.Option("--catalogue", help="Look at the data files only.")] = False,
    folder: Annotated[Path | None, typer.Option(help="Look at these data files instead.")] = None,
    new_key: Annotated[bool, typer.Option("--new-key", help="Print a new encryption key.")] = False,
) -> None:
    """Look whether everything is in place, and say what is not."""
    from bot.cli import doctor as d

    if new_key:
        d.print_new_key()
        return
    d.look_at_catalogue(folder)
    if not catalogue:
        d.look_at_desk()
        d.look_at_telegram()
