"""Details of a service in a form of the console: what stands in each field, and what was written there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions import details
from actions.desk.ticket import Value
from actions.details import Setting
from actions.dialogue.paper import read_answer
from bot.web.console.form import Form
from data.model import Detail, Words

PREFIX = "d."
LISTS = frozenset({"choice", "yes_no", "consent"})


def field_value(detail: Detail, value: Value | None, language: str) -> str:
    """What stands in a field: the id of a choice, else words as people read them."""
    if value is None or detail.kind == "choices":
        return ""
    if detail.kind in LISTS:
        return str(value).lower() if isinstance(value, bool) else str(value)
    return details.show(detail, value, language)


def written(form: Form, known: Sequence[Detail]) -> dict[str, list[str]]:
    """The answers of a form by detail, empty ones too; several choices are boxes of their own."""
    found: dict[str, list[str]] = {}
    for one in known:
        if one.kind == "choices":
            found[one.id] = [c.id for c in one.choices if form.get(f"{PREFIX}{one.id}.{c.id}")]
        else:
            found[one.id] = [form[f"{PREFIX}{one.id}"]] if form.get(f"{PREFIX}{one.id}") else []
    return found


def changed(
    form: Form, known: Sequence[Detail], before: Mapping[str, Value], language: str, setting: Setting
) -> tuple[dict[str, Value], dict[str, Words]]:
    """What differs from what stood in the fields, read as in a talk; and what could not be read."""
    values: dict[str, Value] = {}
    problems: dict[str, Words] = {}
    for id, given in written(form, known).items():
        one = next(detail for detail in known if detail.id == id)
        held = before.get(id)
        same = list(held) if one.kind == "choices" and isinstance(held, tuple) else None
        stood = same if same is not None else list(filter(None, [field_value(one, held, language)]))
        if not given or given == stood:
            continue
        value, problem = read_answer(one, given, setting)
        if value is None:
            problems[id] = problem
        else:
            values[id] = value
    return values, problems
