"""The figures as tables for a spreadsheet: numbers as numbers, and what each rate means."""

from __future__ import annotations

from collections.abc import Sequence

from actions.desk.figures import RATES, Figures, Line, Share
from actions.desk.ticket import STEPS
from bot.export import Sheet, Value
from bot.figures_words import FigureWords


def by_line(figures: Figures, words: FigureWords) -> Sheet:
    """A row for each service, office or district, and one for all."""
    rates = [f"{words.t(f'rate.{name}')} %" for name in RATES]
    kept = [f"{words.t('kept_of', step=_step(words, step))} %" for step in STEPS]
    medians = [words.t("minutes_of", step=_step(words, step)) for step in STEPS]
    head = [words.t(f"one.{figures.by}"), words.t("number"), words.t("open"), words.t("cancelled")]
    rows = [[words.name(figures.by, line.key), *_cells(line, words)] for line in figures.lines]
    rows.append([words.t("total"), *_cells(figures.total, words)])
    return Sheet(words.t(f"by.{figures.by}"), [*head, *rates, *kept, *medians], rows)


def _step(words: FigureWords, step: str) -> str:
    return words.shown.t(f"step.{step}")


def _cells(line: Line, words: FigureWords) -> list[Value]:
    if line.hidden:
        return [words.t("hidden")] * (3 + len(RATES) + 2 * len(STEPS))
    shares = [line.rate(name) for name in RATES] + [line.kept(step) for step in STEPS]
    counts: list[Value] = [line.cell.number, line.cell.open, line.cell.cancelled]
    return [*counts, *(_percent(share, words) for share in shares), *(line.medians.get(step) for step in STEPS)]


def _percent(share: Share, words: FigureWords) -> Value:
    if share.hidden:
        return words.t("hidden")
    return None if share.percent is None else round(share.percent, 1)


def sheets(tables: Sequence[Figures], words: FigureWords) -> list[Sheet]:
    """Everything of the page, a sheet a table."""
    figures = tables[0]
    when = [_days(figures, words), _hours(figures, words)] if figures.days is not None else []
    of_all = [_about(figures, words), *(by_line(table, words) for table in tables), _kinds(figures, words)]
    return [*of_all, *when, _talks(figures, words), _topics(figures, words)]


def _about(figures: Figures, words: FigureWords) -> Sheet:
    """The whole, with the meaning of each rate."""
    narrow, total = figures.narrow, figures.total
    since, until = (day.isoformat() for day in narrow.days)
    rows: list[list[Value]] = [[words.t("period"), words.t("from_to", since=since, until=until)]]
    for by, key in (("service", narrow.service), ("office", narrow.office), ("district", narrow.district)):
        rows.append([words.t(f"one.{by}"), words.name(by, key) if key else words.t("all")])
    number = words.t("hidden") if total.hidden else total.cell.number
    rows.append([words.t("number"), number, words.t("what.number")])
    for name in RATES:
        rows.append([f"{words.t(f'rate.{name}')} %", _percent(total.rate(name), words), words.t(f"what.{name}")])
    rows.append([words.t("times"), None, words.t("what.times")])
    rows.append([words.t("hidden"), None, words.t("what.hidden")])
    return Sheet(words.t("rates"), [words.t("rates"), "", ""], rows)


def _topics(figures: Figures, words: FigureWords) -> Sheet:
    rows: list[list[Value]] = [[words.name("topic", topic), n] for topic, n in figures.topics]
    return Sheet(words.t("topics"), [words.t("topics"), words.t("how_many")], rows)


def _kinds(figures: Figures, words: FigureWords) -> Sheet:
    rows = [[words.name("kind", k.key), words.t("hidden") if k.hidden else k.cell.number] for k in figures.kinds]
    return Sheet(words.t("kinds"), [words.t("kinds"), words.t("number")], rows)


def _days(figures: Figures, words: FigureWords) -> Sheet:
    return Sheet(words.t("days"), [words.t("day"), words.t("number")], [list(pair) for pair in words.days(figures)])


def _hours(figures: Figures, words: FigureWords) -> Sheet:
    rows: list[list[Value]] = [[f"{hour:02}:00", *counts] for hour, counts in words.hours(figures)]
    return Sheet(words.t("hours"), [words.t("hour"), *words.weekdays()], rows)


def _talks(figures: Figures, words: FigureWords) -> Sheet:
    talks = figures.talks
    rows: list[list[Value]] = [
        [words.t("talks"), talks.number, words.t("what.talks")],
        [f"{words.t('rate.alone')} %", _percent(talks.alone, words), words.t("what.alone")],
        [f"{words.t('rate.asked')} %", _percent(talks.asked, words), words.t("what.asked")],
    ]
    rows += [[words.name("language", language), n, words.t("languages")] for language, n in figures.languages.items()]
    return Sheet(words.t("assistant"), [words.t("assistant"), words.t("how_many"), ""], rows)
