"""`nuanxin export`: what the desk gathered, into files for people to read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opened import opened
from bot.cli.who import As

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

    with opened() as store, store.unit(reading=True) as unit:
        found = unit.lessons.all()
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(as_yaml(found))
    except FileExistsError:
        raise Failure(f"{file} is there already; name a new file") from None
    except OSError as error:
        raise Failure(f"cannot write {file}: {error.strerror}") from None
    print(f"{len(found)} examples in {file}; read each before you copy it into data/services or data/dialogue")


Language = Annotated[str, typer.Option(metavar="LANGUAGE", help="zh_Hans, zh_Hant or en.")]
Table = Annotated[Path, typer.Argument(metavar="FILE", help="A new file that ends in .csv or .xlsx.")]


@app.command()
def figures(
    file: Table,
    as_: As,
    month: Annotated[str, typer.Option(metavar="MONTH", help="Like 2026-11; this month without it.")] = "",
    by: Annotated[str, typer.Option(metavar="service|office|district", help="What a CSV file shows.")] = "service",
    language: Language = "zh_Hans",
) -> None:
    """Numbers, rates and times of a month: a CSV file holds one table, XLSX all."""
    from bot.cli.tables import write_figures

    write_figures(file, as_, month, by, language)


@app.command()
def person(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new JSON file.")],
    number: Annotated[str, typer.Option("--of", metavar="NUMBER", help="A request of theirs.")],
    as_: As,
    reason: Annotated[str, typer.Option(help="Who asked for it, and how you know them; kept among the notes.")],
) -> None:
    """All that is kept of who made a request, for themselves; a supervisor's right."""
    from bot.cli.own import write_person

    write_person(file, number, as_, reason)


@app.command()
def minors(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new CSV file.")],
    year: Annotated[int, typer.Option(min=2000, max=2999)],
    as_: As,
) -> None:
    """The year's report: each time that staff opened or changed a minor's record."""
    from bot.cli.own import write_minors

    write_minors(file, year, as_)


@app.command()
def requests(
    file: Table,
    as_: As,
    status: Annotated[str, typer.Option(metavar="STATUS", help="A status, or all; the open ones without it.")] = "",
    language: Language = "zh_Hans",
) -> None:
    """The list of requests, persons masked, without what was said."""
    from bot.cli.tables import write_requests

    write_requests(file, as_, status, language)


def as_yaml(found: Iterable[Lesson]) -> str:
    """Intent → language → examples, each with the service that it was taken for."""
    import yaml

    tree: dict[str, dict[str, list[dict[str, str]]]] = {}
    for one in found:
        example = {"text": one.text, "heard": one.heard, "on": f"{one.at:%Y-%m-%d}"}
        tree.setdefault(one.meant, {}).setdefault(one.language, []).append(example)
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=True, width=1000)
