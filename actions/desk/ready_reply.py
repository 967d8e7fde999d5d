"""Replies ready to be sent: those of the data files, and what administrators made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from actions.desk.access import NotFoundError, staff_member
from actions.desk.ports import UnitOfWork
from actions.desk.staff_work import NotPossibleError
from data.model import LANGUAGES, Catalogue, Template, Words

PLACES = ("{number}", "{service}", "{office}")
NAME, TEXT = 40, 2000  # characters
ID = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class ReadyEdit:
    """One change of one ready reply; without `made` it is as in its file again, or gone where it has none."""

    template: str
    made: Template | None
    by: str
    at: datetime


class ReadyBook(Protocol):
    """Changes, kept one after the other."""

    def add(self, edit: ReadyEdit) -> None:
        """Keep one more."""

    def latest(self) -> Mapping[str, ReadyEdit]:
        """The last of each reply."""

    def trail(self, *, limit: int = 50) -> Sequence[ReadyEdit]:
        """The last of all, the newest first."""


def ready_replies(book: ReadyBook, catalogue: Catalogue) -> Mapping[str, Template]:
    """Those that stand now, by id."""
    made = {id: edit.made for id, edit in book.latest().items() if edit.made is not None}
    return {**catalogue.templates, **made}


def set_reply(uow: UnitOfWork, book: ReadyBook, username: str, made: Template, *, now: datetime) -> None:
    """Change a ready reply, or make one. Raises NotFoundError for who may not, NotPossibleError for what cannot be."""
    staff_member(uow, username, "settings.change")
    if not ID.fullmatch(made.id):
        raise NotPossibleError(f"{made.id!r} is no id: small letters, digits and _, at most 40.", "ready_id")
    for language in LANGUAGES:
        _check(made.names.of(language), NAME)
        _check(made.text.of(language), TEXT)
    book.add(ReadyEdit(made.id, made, username, now))
    uow.audit.note(at=now, actor=username, action="changed", kind="ready_reply", id=made.id)


def restore_reply(
    uow: UnitOfWork, book: ReadyBook, username: str, id: str, *, catalogue: Catalogue, now: datetime
) -> None:
    """As in its file again; one without a file is gone. Raises NotFoundError."""
    staff_member(uow, username, "settings.change")
    if id not in ready_replies(book, catalogue):
        raise NotFoundError(f"There is no ready reply {id}.")
    book.add(ReadyEdit(id, None, username, now))
    uow.audit.note(at=now, actor=username, action="restored", kind="ready_reply", id=id)


def words_of(texts: Mapping[str, str]) -> Words:
    """Language → text as one."""
    return Words(*(texts.get(language, "").replace("\r\n", "\n").strip() for language in LANGUAGES))


def _check(text: str, longest: int) -> None:
    left = text
    for place in PLACES:
        left = left.replace(place, "")
    if not text:
        raise NotPossibleError("A reply needs its words in all three languages.", "ready_language")
    if len(text) > longest:
        raise NotPossibleError(f"More than {longest} characters.", "ready_long", most=str(longest))
    if "{" in left or "}" in left:
        raise NotPossibleError(f"Only {', '.join(PLACES)} stand for something.", "ready_place")
