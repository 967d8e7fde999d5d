"""A form filled in at once, at a counter or by a program: the same readers, checks and rules as in a talk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from actions import details
from actions.desk.ticket import Attachment
from actions.details import Setting, Value
from actions.dialogue.form import CONSENT, applicable, filled, spotted, taken
from actions.dialogue.progress import sent
from actions.dialogue.rule import needs_guardian, rule
from actions.dialogue.shapes import Form
from data.model import Catalogue, Detail, Service, Words

GUARDIAN = Detail(
    CONSENT,
    "consent",
    Words("家长同意", "家長同意", "Guardian's consent"),
    Words(
        "未满14岁的孩子参加，要家长同意。家长同意吗？",
        "未滿14歲的孩子參加，要家長同意。家長同意嗎？",
        "A child under 14 needs a guardian's consent to take part. Does the guardian agree?",
    ),
    required=False,
)
MISSING = Words("这一项要填。", "這一項要填。", "This is needed.")
UNKNOWN = Words("没有这一项。", "沒有這一項。", "There is no such detail.")
DAYS = frozenset({"birth_date", "date", "when", "month"})
ANSWERS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Paper:
    """What was read, and what is wrong, by detail; a rule that does not hold stands under the service's id."""

    values: Mapping[str, Value]
    problems: Mapping[str, Words]


def fields(catalogue: Catalogue, service: Service) -> tuple[Detail, ...]:
    """Every detail that may be filled in, in the order in which the assistant asks."""
    every = taken(catalogue, service)
    return (*every, GUARDIAN) if service.participation and service.detail(CONSENT) is None else every


def fill_in(
    catalogue: Catalogue,
    service: Service,
    answers: Mapping[str, Sequence[str]],
    text: str,
    attachments: tuple[Attachment, ...],
    setting: Setting,
) -> Paper:
    """Read the answers (words, ids or ISO dates), then what attachments and the person's own words tell beside them."""
    known = {one.id: one for one in fields(catalogue, service)}
    values: dict[str, Value] = {}
    problems: dict[str, Words] = {id: UNKNOWN for id in answers if id not in known}
    for id, one in known.items():
        given = [answer for answer in answers.get(id, ()) if answer.strip()]
        if not given:
            continue
        value, problem = read_answer(one, given, setting)
        if value is None:
            problems[id] = problem
        else:
            values[id] = value
    form = _told(catalogue, service, values, text, attachments, setting)
    return Paper(form.values, {**_missing(service, form, problems), **problems} or _ruled(service, form, setting))


def read_answer(one: Detail, given: Sequence[str], setting: Setting) -> tuple[Value | None, Words]:
    """The value of one detail, or None and what is wrong with what was written."""
    value = _read(one, given, setting)
    problem = details.check(one, () if value is None else value, setting)
    return (None, problem or MISSING) if value is None or problem is not None else (value, MISSING)


def _told(
    catalogue: Catalogue,
    service: Service,
    values: Mapping[str, Value],
    text: str,
    attachments: tuple[Attachment, ...],
    setting: Setting,
) -> Form:
    """The form with what attachments and free words tell of details that were not answered."""
    form = filled(Form(service.id, attachments=attachments), values, service, setting)
    form = filled(form, sent(service, attachments, form.values), service, setting)
    if text:
        form = filled(form, spotted(catalogue, service, form, text, setting), service, setting)
        opening = next((d for d in applicable(service, form) if d.opening and d.id not in form.values), None)
        form = replace(form, values={**form.values, opening.id: text}) if opening else form
    return form


def _missing(service: Service, form: Form, problems: Mapping[str, Words]) -> dict[str, Words]:
    asked = (d for d in applicable(service, form) if d.required and d.id not in form.values and d.id not in problems)
    return {one.id: MISSING for one in asked}


def _ruled(service: Service, form: Form, setting: Setting) -> dict[str, Words]:
    """Why a complete form opens nothing: the service's own rule, or a guardian who was not asked or says no."""
    ruling = rule(service.decide, form.values, setting.today) if service.decide is not None else None
    if ruling is not None and ruling.failed is not None:
        return {service.id: ruling.failed.fails}
    return {CONSENT: GUARDIAN.ask} if needs_guardian(service, form.values, setting.today) else {}


def _read(one: Detail, given: Sequence[str], setting: Setting) -> Value | None:
    if one.kind == "choices":
        return _several(one, given, setting)
    if one.kind == "file":
        found = [details.read(one, answer, setting) for answer in given]
        return tuple(v for f in found if f is not None and isinstance(f.value, tuple) for v in f.value) or None
    if len(given) > 1:
        return None
    exact = _exact(one, given[0].strip(), setting)
    if exact is not None:
        return exact
    read = details.read(one, given[0], setting)
    return read.value if read is not None else None


def _several(one: Detail, given: Sequence[str], setting: Setting) -> Value | None:
    chosen: set[str] = set()
    for answer in given:
        if one.choice(answer.strip()) is not None:
            chosen.add(answer.strip())
            continue
        read = details.read(one, answer, setting)
        if read is None or not isinstance(read.value, tuple):
            return None
        chosen.update(read.value)
    return tuple(choice.id for choice in one.choices if choice.id in chosen)


def _exact(one: Detail, answer: str, setting: Setting) -> Value | None:
    """An id, a bare number or an ISO date, which a program sends, as it stands."""
    if one.kind in ("yes_no", "consent"):
        return ANSWERS.get(answer.lower())
    if one.kind in ("age", "count", "money") and re.fullmatch(r"[0-9]{1,9}", answer):
        return int(answer)
    if one.kind == "choice" and one.choice(answer) is not None:
        return answer
    return _day(one, answer, setting) if one.kind in DAYS else None


def _day(one: Detail, answer: str, setting: Setting) -> str | None:
    """The day of a W3C date or date-time, where the desk stands; the time of day only where one may be told."""
    if one.kind == "month" and re.fullmatch(r"[0-9]{4}-(?:0[1-9]|1[0-2])", answer):
        return answer
    try:
        moment = datetime.fromisoformat(answer)
        if moment.tzinfo is not None:
            moment = moment.astimezone(ZoneInfo(setting.catalogue.place.timezone))
    except (ValueError, OverflowError):
        return None
    if one.kind == "month":
        return moment.date().isoformat()[:7]
    timed = one.kind == "when" and len(answer) > len("2026-11-25")
    return moment.isoformat(timespec="minutes")[: 16 if timed else 10]
