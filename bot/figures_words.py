"""Figures in words: shares, spans of time, days and names for one reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_day_names
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from actions.desk.figures import BY, Figures, Line, Share
from bot.locale.wording import LOCALES, NAMES
from bot.shown import Shown
from data.model import Catalogue

MONTHLY = 92  # days: a longer span is drawn by month
DAY, HOUR = 1440, 60  # minutes


def today(catalogue: Catalogue, now: datetime) -> date:
    """The date at the place."""
    return now.astimezone(ZoneInfo(catalogue.place.timezone)).date()


def split_by(catalogue: Catalogue) -> tuple[str, ...]:
    """What figures may be split by; a place without districts has two tables."""
    return BY if catalogue.place.districts else BY[:2]


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Words for one reader."""

    shown: Shown

    def t(self, key: str, **params: str | int) -> str:
        """The words of the figures."""
        return self.shown.t(f"figures.{key}", **params)

    def number(self, value: int) -> str:
        """With its separators."""
        return format_decimal(value, locale=LOCALES[self.shown.language])

    def count(self, line: Line) -> str:
        """How many; a small line and one that covers it look alike."""
        return self.t("hidden") if line.hidden else self.number(line.cell.number)

    def share(self, share: Share) -> str:
        """A rate in per cent."""
        if share.hidden:
            return self.t("hidden")
        if share.percent is None:
            return self.t("none")
        return format_percent(share.part / share.whole, "#,##0.0%", locale=LOCALES[self.shown.language])

    def of(self, share: Share) -> str:
        """What the rate is a share of."""
        if share.hidden:
            return ""
        return self.t("of", part=self.number(share.part), whole=self.number(share.whole))

    def span(self, minutes: int | None) -> str:
        """Minutes as days, hours and minutes: the two largest."""
        if minutes is None:
            return self.t("none")
        days, rest = divmod(minutes, DAY)
        hours, left = divmod(rest, HOUR)
        parts = [(days, "day"), (hours, "hour"), (left, "minute")]
        told = [part for part in parts if part[0]][:2] or [(0, "minute")]
        locale = LOCALES[self.shown.language]
        return " ".join(format_unit(n, f"duration-{unit}", "short", locale=locale) for n, unit in told)

    def name(self, by: str, key: str) -> str:
        """A service, an office, a district, a kind, a language or a topic."""
        match by:
            case "service":
                return self.shown.service(key)
            case "office":
                return self.shown.queue(key)
            case "district":
                found = next((d for d in self.shown.catalogue.place.districts if d.id == key), None)
                return found.names.of(self.shown.language) if found else self.t("no_district")
            case "kind":
                return self.t(f"kind.{key}")
            case "language":
                return NAMES.get(key, key)
            case _:
                topic = self.shown.catalogue.topics.get(key)
                return topic.question.of(self.shown.language) if topic else key

    def on(self, day: date | int) -> str:
        """A day."""
        found = date.fromordinal(day) if isinstance(day, int) else day
        return format_date(found, "medium", locale=LOCALES[self.shown.language])

    def month(self, day: date) -> str:
        """A month with its year."""
        return format_skeleton("yMMM", day, locale=LOCALES[self.shown.language])

    def days(self, figures: Figures) -> Sequence[tuple[str, int]]:
        """(label, requests): each day, or each month of a long span."""
        if figures.days is None:
            return ()
        since, until = figures.narrow.since, figures.narrow.until
        if until - since < MONTHLY:
            return [(self.on(day), figures.days.get(day, 0)) for day in range(since, until + 1)]
        months: dict[str, int] = {}
        for day in range(since, until + 1):
            first = date.fromordinal(day)
            label = self.month(first)
            months[label] = months.get(label, 0) + figures.days.get(day, 0)
        return list(months.items())

    def weekdays(self) -> Sequence[str]:
        """Monday to Sunday, short."""
        names: Mapping[int, str] = get_day_names("abbreviated", locale=LOCALES[self.shown.language])
        return [names[n] for n in range(7)]

    def hours(self, figures: Figures) -> Sequence[tuple[int, Sequence[int]]]:
        """(hour, [requests from Monday])."""
        return [(hour, [row[hour] for row in figures.hours]) for hour in range(24)] if figures.hours is not None else ()
