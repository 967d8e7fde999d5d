"""`nuanxin export`: what the desk gathered, into files for people to read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from actions.desk.lesson import Lesson

app = typer.Typer(no_args_is_help=True, help="Write what the desk gathered into a file.")


@app.callback()
def export() -> None:
    """Write what the desk gathered into a file."""


@app.command()
def lessons(file: Annotated[Path, typer.Argument(metavar="FILE", help="A new YAML file.")]) -> None:
    """Corrections by staff, by service and language: to be reviewed, then copied into the data files."""
    from bot.failures import Failure
    from bot.settings import read_settings
    from bot.wiring import open_desk_store

    store = open_desk_store(read_settings())
    with store.unit(reading=True) as unit:
        found = unit.lessons.all()
    store.close()
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(as_yaml(found))
    except FileExistsError:
        raise Failure(f"{file} is there already; name a new file") from None
    except OSError as error:
        raise Failure(f"cannot write {file}: {error.strerror}") from None
    print(f"{len(found)} examples in {file}; read each before you copy it into data/services or data/dialogue")


def as_yaml(found: Iterable[Lesson]) -> str:
    """Intent → language → examples, each with the service that it was taken for."""
    import yaml

    tree: dict[str, dict[str, list[dict[str, str]]]] = {}
    for one in found:
        example = {"text": one.text, "heard": one.heard, "on": f"{one.at:%Y-%m-%d}"}
        tree.setdefault(one.meant, {}).setdefault(one.language, []).append(example)
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=True, width=1000)
