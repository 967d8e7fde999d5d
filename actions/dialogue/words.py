"""Values in the three languages, as parameters of what is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from actions import details
from actions.desk.say import Param
from actions.details import Value
from actions.dialogue.form import taken
from actions.dialogue.gist import gist
from actions.dialogue.shapes import Form
from data.model import LANGUAGES, Catalogue, Contact, Detail, Jurisdiction, Service, Words


def shown(detail: Detail, value: Value, place: Jurisdiction | None = None) -> Words:
    """A value as a person reads it; a district of the `place` served by its name in their language."""
    if detail.kind == "district" and place is not None:
        home = (one.names for one in place.districts if f"{place.names.zh_Hans}{one.names.zh_Hans}" == value)
        if (names := next(home, None)) is not None:
            return Words(str(value), f"{place.names.zh_Hant}{names.zh_Hant}", f"{names.en}, {place.names.en}")
    return Words(*(details.show(detail, value, language) for language in LANGUAGES))


def rows(catalogue: Catalogue, service: Service, form: Form) -> tuple[tuple[Words, Param], ...]:
    """Label and value of each detail known: one line each, letters in short."""
    known = (d for d in taken(catalogue, service) if d.id in form.values)
    return tuple((d.label, _brief(d, form.values[d.id], catalogue)) for d in known)


def _brief(detail: Detail, value: Value, catalogue: Catalogue) -> Param:
    return gist(str(value), catalogue) if detail.kind == "text" else shown(detail, value, catalogue.place)


def numbers(contacts: Iterable[Contact]) -> tuple[Param, ...]:
    """Name and number of each contact: one line each."""
    return tuple((c.names, c.dial or c.number) for c in contacts)


def sourced(contacts: Sequence[Contact]) -> dict[str, Param]:
    """Name and number of each contact with who answers for it, and the day on which the oldest was checked."""
    rows = ((c.names, Words(*(_row(c, language) for language in LANGUAGES))) for c in contacts)
    return {"numbers": tuple(rows), "checked": min(date.fromisoformat(c.date) for c in contacts)}


def _row(contact: Contact, language: str) -> str:
    number = contact.dial.of(language) if contact.dial else contact.number
    before, behind = (" (", ")") if language == "en" else ("（", "）")
    return f"{number}{before}{contact.source.of(language)}{behind}"
