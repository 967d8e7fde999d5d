"""Who is at the terminal: the option that every command of staff asks for."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.failures import Failure


def _unsaid() -> str:
    raise Failure("say who you are: --as NAME; `nuanxin staff list` shows the names")


As = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="STAFF",
        default_factory=_unsaid,
        show_default=False,
        help="Needed: your user name; `nuanxin staff list` shows them.",
    ),
]
