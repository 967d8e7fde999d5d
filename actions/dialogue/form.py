"""What a form still needs, and how values go in and out of it; no words here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from actions import details
from actions.desk.clock import holds
from actions.details import Found, Setting, Value
from actions.dialogue.shapes import Form
from data.model import Catalogue, Detail, Service, When

CONSENT = "guardian_consent"  # kept among the values: what the guardian of somebody under 14 said
SHARED = frozenset({"age", "birth_date", "place", "district", "phone"})  # kinds told once for every service
OLD = 60  # from this age on one is old
GREEDY = frozenset({"text", "name", "place"})  # kinds for which almost any words are an answer


def applies(when: When | None, values: Mapping[str, Value]) -> bool:
    """Whether a condition on a known detail holds; none always does."""
    return when is None or holds(when, values)


def applicable(service: Service, form: Form) -> tuple[Detail, ...]:
    """The service's details that make sense with what is known."""
    return tuple(d for d in service.details if applies(d.ask_if, form.values))


def common(catalogue: Catalogue, id: str) -> Detail | None:
    """A detail that every service takes."""
    return next((d for d in catalogue.common if d.id == id), None)


def taken(catalogue: Catalogue, service: Service) -> tuple[Detail, ...]:
    """Every detail that a form of this service can hold: its own first, then the common ones."""
    own = {d.id for d in service.details}
    return (*service.details, *(d for d in catalogue.common if d.id not in own))


def detail(catalogue: Catalogue, form: Form, id: str) -> Detail | None:
    """The form's detail with this id."""
    return next((d for d in taken(catalogue, catalogue.services[form.service]) if d.id == id), None)


def missing(catalogue: Catalogue, service: Service, form: Form, known: Mapping[str, Value]) -> Detail | None:
    """The next detail to ask; own ones in the file's order, then the common ones where unclear."""
    for one in applicable(service, form):
        if one.id not in form.values and one.id not in form.skipped:
            return one
    return next((d for d in _unclear(catalogue, service, form, known) if d.id not in form.skipped), None)


def _unclear(catalogue: Catalogue, service: Service, form: Form, known: Mapping[str, Value]) -> list[Detail]:
    """Of what every service takes, the details that nothing tells yet."""
    asked = {"asker": service.asker == "ask", "district": _place_unclear(service, form, known)}
    open_ones = (d for d in catalogue.common if d.id not in form.values and service.detail(d.id) is None)
    return [d for d in open_ones if asked.get(d.id)]


def _place_unclear(service: Service, form: Form, known: Mapping[str, Value]) -> bool:
    """Whether nothing that was said names the district: neither a place, nor a pin, nor an earlier request."""
    if "district" in known:
        return False
    places = [d for d in service.details if d.kind in ("place", "district") and d.id in form.values]
    return not any(_is_pin(form.values[d.id]) for d in places)


def _is_pin(value: Value) -> bool:
    lat, comma, lon = str(value).partition(",")
    return bool(comma) and lat.strip("-+. ").replace(".", "").isdigit() and lon.strip("-+. ").replace(".", "").isdigit()


def filled(form: Form, values: Mapping[str, Value], service: Service, setting: Setting) -> Form:
    """The form with these values; a district is taken from a place, and what no longer applies goes."""
    held = {**form.values, **values}
    if service.detail("district") is None and "district" not in values:
        for one in service.details:
            if one.id in values and one.kind in ("place", "district") and not one.origin:
                said = str(values[one.id])
                found = details.district_of(said, setting) or details.district_said(said)
                if found:
                    held["district"] = found
                    break
    form = replace(form, values=held, skipped=tuple(s for s in form.skipped if s not in values), misses=0)
    form = replace(form, picked=()) if form.current in values else form
    gone = {d.id for d in service.details if d.id in held and not applies(d.ask_if, held)}
    return replace(form, values={k: v for k, v in held.items() if k not in gone}) if gone else form


def shared(catalogue: Catalogue, form: Form, service: Service) -> dict[str, Value]:
    """What a form holds that another service asks of the same person: age, places, phone, who asks."""
    before = [d for d in taken(catalogue, catalogue.services[form.service]) if d.id in form.values]
    ages = [form.values[d.id] for d in before if d.kind == "age"]
    found = {}
    for one in taken(catalogue, service):
        same = [d for d in before if d.id == one.id and (d.kind, d.of) == (one.kind, one.of)]
        alike = [d for d in before if one.of != "anyone" and _alike(d, one, ages)]
        known = same or (alike if len(alike) == 1 else [])
        if known and (one.kind in SHARED or common(catalogue, one.id)) and known[0].exact >= one.exact:
            found[one.id] = form.values[known[0].id]
    return found


def _alike(before: Detail, one: Detail, ages: list[Value]) -> bool:
    """Whether both ask the same of the same person, whatever they are called; "anyone" is who is old enough for it."""
    old = one.of == "elder" and len(ages) == 1 and isinstance(ages[0], int) and ages[0] >= OLD
    same = before.of == one.of or (before.of == "anyone" and old)
    return same and (before.kind, before.origin) == (one.kind, one.origin)


def without(form: Form, ids: Iterable[str]) -> Form:
    """The form with these values and skips taken back."""
    gone = set(ids)
    return replace(
        form,
        values={k: v for k, v in form.values.items() if k not in gone},
        skipped=tuple(s for s in form.skipped if s not in gone),
    )


def spotted(
    catalogue: Catalogue, service: Service, form: Form, text: str, setting: Setting, answered: Found | None = None
) -> dict[str, Value]:
    """What a text says of details still unknown, leaving alone the words that answered the open question."""
    child = any(d.ask_child for d in service.details) and details.about_child(text)
    open_ones = [
        replace(d, of="child") if child and d.ask_child is not None else d
        for d in taken(catalogue, service)
        if d.id != form.current and _may_tell(d, form)
    ]
    found = details.spot(open_ones, text, setting)
    by_id = {d.id: d for d in open_ones}
    return {
        id: one.value
        for id, one in found.items()
        if details.check(by_id[id], one.value, setting) is None
        and (answered is None or one.end <= answered.start or answered.end <= one.start)
        and (id not in form.values or _fuller(one.value, form.values[id]))
        and not (id == "asker" and _is_no_asker(service, one, text))
    }


def _may_tell(one: Detail, form: Form) -> bool:
    """Unknown, or a place, which may be told in full later."""
    if one.id == "asker":  # told at the beginning: later "邻居" may answer "who did it?"
        return one.id not in form.values and not form.asked
    return one.id not in form.values or one.kind == "place"


def _fuller(value: Value, before: Value) -> bool:
    """Whether a place holds all of what was said before, and more."""
    return str(before) in str(value) and value != before


def _is_no_asker(service: Service, found: Found, text: str) -> bool:
    """In a service for a child "我爸" is somebody spoken of, not whom it is for; nor is "孩子自己在家" the writer."""
    if found.value == "self" and details.owner(text, found) not in ("", "self"):
        return True
    whom = {d.of for d in service.details} & {"elder", "child"}
    spoken_of = details.generation(found.said)
    return bool(whom) and spoken_of != "" and spoken_of not in whom


def may_skip(one: Detail, form: Form) -> bool:
    """Whether this question may be skipped; consent never."""
    return one.kind != "consent" and (not one.required or form.eased)


def left(catalogue: Catalogue, service: Service, form: Form, known: Mapping[str, Value]) -> int:
    """How many questions there may be yet, the open one among them: answers never make them more."""
    every = (*_possible(service, form), *_unclear(catalogue, service, form, known))
    asked = [a for a in form.asked if a != form.current]
    return 1 + sum(d.id not in (*form.values, *form.skipped, *asked, form.current) for d in every)


def _possible(service: Service, form: Form) -> tuple[Detail, ...]:
    """The service's details that make sense, or may once more is known."""

    def open_still(when: When | None) -> bool:
        return when is not None and when.detail not in form.values and when.detail not in form.skipped

    return tuple(d for d in service.details if applies(d.ask_if, form.values) or open_still(d.ask_if))
