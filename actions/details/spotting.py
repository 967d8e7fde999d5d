"""Free text: every detail that it tells unmistakably, the surest kinds first, no words used twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from actions.details import affirmation, age, choice, count, dates, money, phone, place, wording
from actions.details.prose import Prose, Span, free
from actions.details.shapes import Found, Setting
from data.model import Detail

YEAR = 365  # days back that are lately


def spot(details: Sequence[Detail], text: Prose, setting: Setting) -> dict[str, Found]:
    """What a text tells, by detail id; an opening text takes the whole of it beside the rest."""
    found: dict[str, Found] = {}
    taken: list[Span] = []

    def keep(more: dict[str, Found]) -> None:
        for id, one in more.items():
            if free((one.start, one.end), taken):
                found[id] = one
                taken.append((one.start, one.end))

    def of(*kinds: str) -> list[Detail]:
        return [d for d in details if d.kind in kinds]

    keep({d.id: one for d in of("phone")[:1] if (one := phone.spot(text))})
    keep({d.id: one for d in of("file")[:1] if (one := wording.links(text))})
    if born := of("birth_date"):
        keep(dates.spot(born, text, setting, taken))
    if ages := of("age"):
        keep(age.spot(ages, text, setting, taken))
    if days := of("date", "when", "month"):
        keep(dates.spot(days, text, setting, [*taken, *age.spans(text.plain, setting.today)]))
    if sums := of("money"):
        keep(money.spot(sums, text, taken))
    if counts := of("count"):
        keep(count.spot(counts, text, taken))
    _places(of("place"), of("district"), text, setting, taken, found)
    for detail in of("name"):
        keep({detail.id: one} if (one := wording.spot_name(detail, text, taken)) else {})
    _worded(details, text, setting, taken, found)
    found.update(_siblings(of("choice"), text, setting, found))
    found.update(_told_by_a_moment(details, setting, found))
    graded = {d.id: one for d in of("age") if d.id not in found and (one := age.by_grade(d, text))}
    return {**found, **graded, **_told_by_a_sum(details, text, found, of("money"))}


def _told_by_a_moment(details: Sequence[Detail], setting: Setting, found: dict[str, Found]) -> dict[str, Found]:
    """A moment of the last year that is only asked about where something lies not long back tells that it does."""
    lately = (setting.today - timedelta(days=YEAR)).isoformat()[: len("2026-11")]
    told: dict[str, Found] = {}
    for detail in details:
        one, first = found.get(detail.id), detail.ask_if
        if one is None or first is None or detail.kind != "when" or first.detail in found or len(first.equals) != 1:
            continue
        if str(one.value) >= lately:
            told[first.detail] = replace(one, value=first.equals[0])
    return {id: one for id, one in told.items() if any(d.id == id for d in details)}


def _told_by_a_sum(
    details: Sequence[Detail], text: Prose, found: dict[str, Found], sums: list[Detail]
) -> dict[str, Found]:
    """A sum in free words tells what it stands for (捐5000块: money, how much); beside goods it is their price."""
    standing = {d.id: next((c.id for c in d.choices if c.told_by), "") for d in details if d.choices}
    if sums or any(id in found and stands and found[id].value != stands for id, stands in standing.items()):
        return {}
    said = money.named(text) if any(standing.values()) or any(d.told_by for d in details) else None
    if said is None:
        return {}
    told = {d.id: standing[d.id] if d.choices else said.said for d in details if d.told_by or standing.get(d.id)}
    return {id: Found(value, said.said, said.start, said.end) for id, value in told.items() if id not in found}


def _siblings(details: Sequence[Detail], text: Prose, setting: Setting, found: dict[str, Found]) -> dict[str, Found]:
    """A brother of six is a child, one of forty is none, whatever the word alone would tell."""
    said = choice.sibling(text.plain)
    ages = {one.age for one in age.surely(text.plain, setting.today)} if said else set()
    if said is None or len(ages) != 1:
        return {}
    who = "child" if min(ages) < age.GROWN else "adult"
    span = Found(who, text.said[slice(*said)], *said)
    asked = (d for d in details if d.choice("child") and d.choice("adult"))
    return {d.id: span for d in asked if d.id not in found or found[d.id].said == span.said}


def _places(
    places: list[Detail],
    districts: list[Detail],
    text: Prose,
    setting: Setting,
    taken: list[Span],
    found: dict[str, Found],
) -> None:
    """An address gives its district as well: the two may share words."""
    before = list(taken)
    if places:
        found.update(place.spot(places, text, before))
    if districts:
        found.update(place.spot_districts(districts, text, setting, before))
    for detail in (*places, *districts):
        if detail.id in found:
            taken.append((found[detail.id].start, found[detail.id].end))


def _worded(
    details: Sequence[Detail], text: Prose, setting: Setting, taken: list[Span], found: dict[str, Found]
) -> None:
    """Choices and yes-or-no by their words, which may stand inside an address or beside an age, and opening texts."""
    for detail in details:
        one: Found | None = None
        if detail.kind == "choice":
            one = choice.spot(detail, text, taken, setting.today)
        elif detail.kind == "choices":
            one = choice.spot_several(detail, text, taken)
        elif detail.kind == "yes_no":
            one = affirmation.spot(detail, text, taken)
        elif detail.kind == "text":
            one = wording.spot_text(detail, text)
        if one is not None:
            found[detail.id] = one
