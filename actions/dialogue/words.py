"""Values in the three languages, as parameters of what is said."""

from __future__ import annotations

from collections.abc import Iterable

from actions import details
from actions.desk.say import Param
from actions.details import Value
from actions.dialogue.shapes import Form
from data.model import LANGUAGES, Contact, Detail, Service, Words


def shown(detail: Detail, value: Value) -> Words:
    """A value as a person reads it."""
    return Words(*(details.show(detail, value, language) for language in LANGUAGES))


def rows(service: Service, form: Form, common: tuple[Detail, ...]) -> tuple[Param, ...]:
    """Label and value of each detail known: one line each."""
    return tuple((d.label, shown(d, form.values[d.id])) for d in (*service.details, *common) if d.id in form.values)


def numbers(contacts: Iterable[Contact]) -> tuple[Param, ...]:
    """Name and number of each contact: one line each."""
    return tuple((c.names, c.number) for c in contacts)
