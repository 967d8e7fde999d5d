"""Several children in one message: one request each, the next one offered when the first is in."""

from __future__ import annotations

from dataclasses import replace

from actions import details
from actions.desk.say import Say
from actions.dialogue.shapes import Conversation, Form
from data.model import Service

OF_ALL = frozenset({"place", "district", "phone"})  # kinds whose answer holds for brothers and sisters too


def told(service: Service, form: Form, text: str) -> int:
    """How many more children the words speak of, where one child's age is asked; in an emergency all are one."""
    ages = [d for d in service.details if d.kind in ("age", "birth_date") and d.of == "child"]
    return details.children(text) - 1 if text and ages and not form.eased and service.after_crisis == "rest" else 0


def note(form: Form) -> tuple[Say, ...]:
    """One after the other."""
    return (Say("form.one_by_one", {"count": form.more + 1}),) if form.more else ()


def put_aside(conversation: Conversation, service: Service, form: Form, touched_at: str) -> Conversation:
    """The conversation with the next child's request begun, holding what is the same for all of them."""
    if not form.more:
        return conversation
    same = {d.id for d in service.details if d.kind in OF_ALL} | {"district", "phone", "asker"}
    values = {id: value for id, value in form.values.items() if id in same}
    following = Form(
        form.service, values=values, said=form.said, fresh=True, more=form.more - 1, sibling=True, touched_at=touched_at
    )
    return replace(conversation, parked=(following, *conversation.parked))


def waiting(conversation: Conversation) -> Form | None:
    """The next child's request."""
    return next((p for p in conversation.parked if p.sibling), None)
