"""`nuanxin calendar`: days on which offices work, or not, though the official calendar says otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from bot.cli.opened import opened
from bot.cli.who import As

app = typer.Typer(no_args_is_help=True, help="Set days that differ from the official calendar.")
WORDS = {"works": True, "off": False, "official": None}


@app.command("list")
def list_() -> None:
    """The days that were set, and those of the data files."""
    from bot.settings import read_settings
    from bot.wiring import read_catalogue

    with opened() as store, store.unit(reading=True) as unit:
        mine = unit.calendar.days()
    filed = read_catalogue(read_settings()).holidays
    for day, works in sorted({**filed, **mine}.items()):
        print(f"{day}  {'works' if works else 'off':<5}  {'set by staff' if day in mine else 'data/calendars'}")
    if not filed and not mine:
        print("no day was set: the official calendar counts")


@app.command("set")
def set_(
    day: Annotated[str, typer.Argument(metavar="DATE", help="Like 2027-02-06.")],
    how: Annotated[str, typer.Argument(metavar="works|off|official")],
    as_: As,
) -> None:
    """Say whether offices work on a day; it counts for what is promised from now on."""
    from actions.desk.calendar_day import set_day
    from bot.failures import Failure

    if how not in WORDS:
        raise Failure(f"{how!r} is none of {', '.join(WORDS)}")
    try:
        meant = date.fromisoformat(day)
    except ValueError:
        raise Failure(f"{day!r} is no date like 2027-02-06") from None
    with opened() as store, store.unit() as unit:
        set_day(unit, as_, meant, WORDS[how], now=datetime.now(UTC))
        unit.commit()
    print(f"{meant.isoformat()}: {how}")
