"""Rates, medians and what is hidden, from counts given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from actions.desk.access import NotFoundError
from actions.desk.fakes import FakeStore
from actions.desk.figures import Cell, Figures, Narrow, Share, TalkCell, read_figures, seer
from actions.desk.period import PERIODS, month, period, span
from actions.desk.person import Staff
from actions.desk.spans import Sample
from actions.desk.veil import cover, veil
from tests.conftest import NOW
from tests.unit.desk.builders import a_catalogue, a_service

CATALOGUE = a_catalogue()
DAY = NOW.toordinal()
NARROW = Narrow(DAY, DAY)


class Counts:
    """The port `Book`, with what it is given."""

    def __init__(self, *cells: tuple[str, str, Cell], spans: Sequence[tuple[str, int, int]] = ()) -> None:
        self._cells, self._spans = cells, spans

    def cells(self, narrow: Narrow, by: str, minute: int) -> Iterable[tuple[str, str, Cell]]:
        """As given."""
        return self._cells

    def spans(self, narrow: Narrow, by: str, sample: Sample) -> Iterable[tuple[str, str, int, int]]:
        """As given, for results."""
        return [("result", *one) for one in self._spans]

    def moments(self, narrow: Narrow) -> Iterable[tuple[int, int, int]]:
        """One at nine."""
        return [(DAY, 9, 1)]

    def talks(self, narrow: Narrow) -> Iterable[tuple[str, TalkCell]]:
        """Ten, of which three had a person."""
        return [("zh_Hans", TalkCell(8, 1, 2, 0)), ("en", TalkCell(2, 1, 1, 1))]

    def topics(self, narrow: Narrow, limit: int) -> Sequence[tuple[str, int]]:
        """None."""
        return ()

    def standing(self, narrow: Narrow, minute: int) -> tuple[int, int]:
        """None."""
        return 0, 0


def read(*cells: tuple[str, str, Cell], spans: Sequence[tuple[str, int, int]] = ()) -> Figures:
    """Figures by district."""
    return read_figures(Counts(*cells, spans=spans), NARROW, "district", CATALOGUE, NOW)


def shown(figures: Figures) -> list[tuple[str, int, bool]]:
    """Each line: key, number, hidden."""
    return [(line.key, line.cell.number, line.hidden) for line in figures.lines]


def test_a_rate_is_of_those_who_answered() -> None:
    """Who was never asked counts neither way; without any answer there is no rate."""
    cell = Cell(number=20, contacted=3, contacted_asked=4, closed=8, closed_due=10, again=1)
    total = read(("meal", "east", cell)).total
    assert total.rate("response") == Share(3, 4) and total.rate("response").percent == 75
    assert total.rate("in_time").percent == 80 and total.rate("again").percent == 5
    assert total.rate("solved").percent is None


def test_the_middle_of_all_and_of_each() -> None:
    """Of an even number the lower; a district without any has none."""
    cells = [("meal", "east", Cell(3)), ("meal", "west", Cell(1)), ("meal", "", Cell(1))]
    figures = read(*cells, spans=[("east", 10, 1), ("east", 30, 2), ("west", 90, 1)])
    assert figures.total.medians == {"taken_up": None, "first_contact": None, "result": 30, "closed": None}
    assert [line.medians["result"] for line in figures.lines] == [30, None, 90]


def test_of_very_many_a_part_is_enough_and_of_few_all_are_read() -> None:
    """Up to 200,000 every one; of a million each tenth, but all of what has too few to leave any out."""
    assert Sample.of({"east": 199_999}) == Sample.of({}) == Sample()
    sample = Sample.of({"east": 990_100, "west": 9_900})
    assert sample == Sample(10, frozenset({"west"})) and (sample.weight("east"), sample.weight("west")) == (10, 1)


def test_few_sensitive_requests_are_hidden_and_cannot_be_computed() -> None:
    """Where one line alone would be hidden, the total would tell it: the next smallest is hidden too."""
    harm, meals = ("harm", "east", Cell(2)), ("meal", "west", Cell(3))
    figures = read(harm, meals, ("meal", "", Cell(50)), spans=[("east", 5, 2)])
    assert shown(figures) == [("", 50, False), ("west", 3, True), ("east", 2, True)]
    assert figures.lines[2].medians["result"] is None and figures.lines[2].rate("again").hidden
    two = read(harm, ("talk", "west", Cell(4)), ("meal", "", Cell(50)))
    assert shown(two) == [("", 50, False), ("west", 4, True), ("east", 2, True)]


def test_what_is_hidden_cannot_be_computed_from_the_kinds() -> None:
    """A kind is the sum of its services: it covers its own, or is hidden with another one that hides some too."""
    within = {"help": {"meal": 9, "move": 7, "talk": 2}, "report": {"harm": 8}}
    assert veil(within, {"talk"}) == ({"talk", "move"}, set())
    alone = {"help": {"meal": 90, "move": 70}, "comfort": {"talk": 2}, "complaint": {"complaint": 40}}
    assert veil(alone, {"talk"}) == ({"talk", "complaint"}, {"comfort", "complaint"})
    assert veil({"help": {"meal": 90}, "comfort": {"talk": 5}}, ()) == (set(), set())
    assert cover({"a": 1, "b": 1, "c": 9, "d": 0}, {"a", "b"}) == {"a", "b", "c"}
    assert veil({"comfort": {"talk": 2}}, {"talk"}) == ({"talk"}, {"comfort"})


def test_services_and_kinds_are_hidden_together() -> None:
    """Whatever else the page tells beside the kinds; every line that is hidden looks alike."""
    catalogue = a_catalogue(hear=a_service("hear", kind="comfort", sensitivity="sensitive"))
    cells = [("hear", "hear", Cell(2)), ("meal", "meal", Cell(60)), ("talk", "talk", Cell(30))]
    for by in ("service", "office"):
        figures = read_figures(Counts(*cells), NARROW, by, catalogue, NOW)
        assert {line.key for line in figures.lines if line.hidden} == {"hear", "talk"}
        assert {line.key for line in figures.kinds if line.hidden} == {"comfort", "help"}


def test_ordinary_few_and_sensitive_many_are_shown() -> None:
    """Only the small and sensitive is hidden; of many sensitive ones a rate of few answers is."""
    many = Cell(number=5, solved=1, solved_asked=2, closed=4, closed_due=5)
    figures = read(("meal", "east", Cell(1)), ("harm", "west", many))
    assert [hidden for *_, hidden in shown(figures)] == [False, False]
    line = figures.lines[0]
    assert line.rate("solved") == Share(1, 2, hidden=True) and line.rate("in_time").percent == 80


def test_of_sensitive_requests_alone_no_single_day_or_hour_is_told() -> None:
    """A cell of the map could point to somebody."""
    assert read(("harm", "east", Cell(40))).hours is None and read(("harm", "east", Cell(40))).days is None
    mixed = read(("harm", "east", Cell(40)), ("meal", "east", Cell(1)))
    assert mixed.days == {DAY: 1} and mixed.hours is not None and mixed.hours[0][9] == 1


def test_kinds_of_call_come_from_the_service() -> None:
    """All five in their order; a service whose file is gone has none."""
    figures = read(("meal", "east", Cell(7)), ("gone", "east", Cell(2)))
    kinds = {line.key: line.cell.number for line in figures.kinds}
    assert list(kinds) == ["advice", "report", "complaint", "help", "comfort"]
    assert sum(kinds.values()) == 7 and figures.total.cell.number == 9


def test_talks_of_the_assistant_alone() -> None:
    """All without a person, over all languages."""
    figures = read()
    assert figures.talks.alone == Share(7, 10) and figures.talks.asked == Share(2, 10)
    assert figures.languages == {"zh_Hans": 8, "en": 2}


@pytest.mark.parametrize(
    "role, sees",
    [("supervisor", 1), ("auditor", 1), ("admin", 1), ("agent", 0), ("dispatcher", 0), ("office", 0)],
)
def test_who_sees_figures(role: str, sees: int) -> None:
    """Those who answer for the work, and nobody who is disabled."""
    store = FakeStore()
    store.state.staff["li"] = Staff("li", "小李", role)
    store.state.staff["gone"] = Staff("gone", "老王", role, disabled=True)
    with store.unit() as unit:
        if sees:
            assert seer(unit, "li").username == "li"
        for name in ("gone", "nobody", *(() if sees else ("li",))):
            with pytest.raises(NotFoundError):
                seer(unit, name)


def test_periods() -> None:
    """A week begins on Monday; the month before is a whole one."""
    today = date(2026, 3, 4)
    found = {name: tuple(day.isoformat() for day in period(name, today)) for name in PERIODS}
    assert found == {
        "today": ("2026-03-04", "2026-03-04"),
        "week": ("2026-03-02", "2026-03-04"),
        "days30": ("2026-02-03", "2026-03-04"),
        "month": ("2026-03-01", "2026-03-04"),
        "last_month": ("2026-02-01", "2026-02-28"),
        "year": ("2026-01-01", "2026-03-04"),
    }
    assert month("2026-12") == (date(2026, 12, 1), date(2026, 12, 31))
    assert span("2026-01-01", "2026-01-01") == (date(2026, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize("since, until", [("2026-02-01", "2026-01-31"), ("2026-13-01", "2026-12-31"), ("", "")])
def test_a_span_that_is_none(since: str, until: str) -> None:
    """The wrong way round, no dates, too long."""
    with pytest.raises(ValueError, match=r"."):
        span(since, until)
    with pytest.raises(ValueError, match=r"."):
        span("2020-01-01", "2026-01-01")


@pytest.mark.parametrize("year", ["9999", "0001"])
def test_a_period_that_cannot_be_counted_is_none(year: str) -> None:
    """The page then shows the month instead of an error."""
    with pytest.raises(ValueError, match="before or after"):
        month(f"{year}-12")
    with pytest.raises(ValueError, match="before or after"):
        span(f"{year}-01-01", f"{year}-01-02")


def test_a_share_of_few_cannot_be_computed_from_the_total() -> None:
    """The smallest other share of that column is hidden with it; other columns are not."""
    asked = {"solved": 1, "solved_asked": 2, "closed": 30, "closed_due": 30}
    of_many = {"solved": 8, "solved_asked": 10, "closed": 50, "closed_due": 60}
    figures = read(
        ("harm", "east", Cell(number=30, **asked)),
        ("meal", "west", Cell(number=60, **of_many)),
        ("meal", "", Cell(number=90, solved=20, solved_asked=20, closed=80, closed_due=80)),
    )
    hidden = {line.key: [name for name in ("solved", "in_time") if line.rate(name).hidden] for line in figures.lines}
    assert hidden == {"east": ["solved"], "west": ["solved"], "": []}
    assert figures.total.rate("solved") == Share(29, 32)
