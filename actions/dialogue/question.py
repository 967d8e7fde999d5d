"""How a form's questions and its summary are said."""

from __future__ import annotations

from actions.desk.say import Button, Param, Say
from actions.dialogue import payload, words
from actions.dialogue.form import may_skip, taken
from actions.dialogue.shapes import Form
from data.model import Catalogue, Detail, Service

PERSON = Button("button.person", payload.of("c", "person"))
MENU = Button("button.menu", payload.of("c", "menu"))
PUZZLED, STUCK = 2, 3  # answers in a row not understood: said otherwise with ways out, then only the ways out
MOST = 8  # choices shown as buttons; more are numbered in the text


def question(service: Service, form: Form, detail: Detail, left: int) -> Say:
    """The open question, with its reason, how many there are `left` at most, and its buttons."""
    params: dict[str, Param] = {"ask": detail.ask, "left": left}
    key = "form.question"
    if form.misses >= STUCK and detail.kind != "consent":
        key, params = "form.stuck", {"ask": detail.ask}
    elif detail.choices and (len(detail.choices) > MOST or form.misses >= PUZZLED):
        key = "form.question_list"
        params["choices"] = tuple((str(i), c.label) for i, c in enumerate(detail.choices, 1))
    elif form.misses >= PUZZLED:
        key = "form.question_ways"
    elif detail.why is not None:
        key, params["why"] = "form.question_why", detail.why
    if form.picked:
        key, params = "form.question_picked", {"ask": detail.ask, "picked": words.shown(detail, form.picked)}
    return Say(key, params, (*_answers(service, form, detail), *_ways_out(service, form, detail)))


def _answers(service: Service, form: Form, detail: Detail) -> tuple[Button, ...]:
    def button(title: str, verb: str, *parts: str) -> Button:
        return Button(title, payload.about(verb, service.id, detail.id, *parts))

    if detail.kind == "yes_no":
        return (button("button.yes", payload.YES_NO, "1"), button("button.no", payload.YES_NO, "0"))
    if detail.kind == "consent":
        return (button("button.agree", payload.YES_NO, "1"), button("button.disagree", payload.YES_NO, "0"))
    if len(detail.choices) > MOST:
        return (button("button.done", payload.DONE),) if form.picked else ()
    chosen = tuple(
        Button(c.label, payload.about(payload.CHOOSE, service.id, detail.id, c.id))
        for c in detail.choices
        if c.id not in form.picked
    )
    return (*chosen, button("button.done", payload.DONE)) if form.picked else chosen


def _ways_out(service: Service, form: Form, detail: Detail) -> tuple[Button, ...]:
    skip = Button("button.skip", payload.about(payload.SKIP, service.id, detail.id))
    unsure = Button("button.unsure", payload.about(payload.UNSURE, service.id, detail.id))
    if form.misses < PUZZLED:
        return (skip,) if may_skip(detail, form) else ()
    if detail.kind == "consent":
        return (PERSON,)
    return (skip if may_skip(detail, form) else unsure, PERSON)


def summary(catalogue: Catalogue, service: Service, form: Form) -> Say:
    """All that was said, to be confirmed."""
    found = words.rows(catalogue, service, form)
    return Say(
        "form.summary_secret" if form.secret else "form.summary",
        {"service": service.names, "rows": found},
        (
            Button("button.confirm", payload.of(payload.FORM, "confirm", payload.tag(service.id))),
            Button("button.change", payload.of(payload.FORM, "change")),
            Button("button.open_name" if form.secret else "button.secret", payload.of(payload.FORM, "secret")),
            Button("button.cancel", payload.of(payload.FORM, "cancel")),
        ),
    )


def papers_missing(service: Service, form: Form) -> tuple[Say, ...]:
    """For each checklist, what is not at hand yet."""
    says = []
    for one in service.details:
        held = form.values.get(one.id)
        if one.checklist and isinstance(held, tuple):
            absent = tuple(c.label for c in one.choices if c.id not in held and c.id != "none")
            if absent:
                says.append(Say("form.papers_missing", {"papers": absent}))
    return tuple(says)


def which(catalogue: Catalogue, service: Service, form: Form) -> Say:
    """Which detail shall be changed?"""
    buttons = tuple(
        Button(d.label, payload.about(payload.EDIT, service.id, d.id))
        for d in taken(catalogue, service)
        if d.id in form.values or d.id in form.skipped
    )
    return Say("form.which", {}, (*buttons, Button("button.go_on", payload.of(payload.FORM, "go"))))
